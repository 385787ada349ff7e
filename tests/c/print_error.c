#include "print_error.h"

#include <inttypes.h>

static const char *const kinds[] = {"none", "client", "service"};
static const char *const sources[] = {"none", "body", "header", "status", "probe", "client"};
static const char *const responders[] = {"unknown", "cos", "ci", "other"};
static const char *const retries[] = {"no", "yes", "after_fix"};

static void put(FILE *out, const char *text) {
  for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
    if (*at == '\\') fputs("\\\\", out);
    else if (*at == '\t') fputs("\\t", out);
    else if (*at == '\n') fputs("\\n", out);
    else if (*at == '\r') fputs("\\r", out);
    else if (*at < 0x20 || *at == 0x7f) fprintf(out, "\\x%02x", *at);
    else fputc(*at, out);
  }
}

void print_text(FILE *out, const char *name, const char *value) {
  fprintf(out, "\t%s=", name);
  put(out, value);
}

void print_number(FILE *out, const char *name, int64_t value) { fprintf(out, "\t%s=%" PRId64, name, value); }

void print_pair(FILE *out, const char *what, const char *name, const char *value) {
  print_text(out, what, name);
  fputs(": ", out);
  put(out, value);
}

void print_id(FILE *out, const char *id) { put(out, id); }

static void print_kind(FILE *out, const cos_error_t *e) {
  print_text(out, "kind", kinds[cos_error_kind(e)]);
  print_text(out, "reason", cos_error_reason_name(cos_error_reason(e)));
  print_number(out, "status", cos_error_status(e));
  print_text(out, "code", cos_error_code(e));
  print_text(out, "code_source", sources[cos_error_code_source(e)]);
}

static void print_parts(FILE *out, const cos_error_t *e) {
  for (size_t i = 0; i < cos_error_part_count(e); i++) {
    cos_error_part_t part = {.struct_size = sizeof part};
    if (!cos_error_part(e, i, &part)) continue;
    const char *const members[] = {part.key, part.version_id, part.code, part.message};
    for (size_t n = 0; n < sizeof members / sizeof *members; n++) {
      fputs(n ? "|" : "\tpart=", out);
      put(out, members[n]);
    }
    fprintf(out, "|%s", retries[part.retry]);
  }
}

static void print_attempts(FILE *out, const cos_error_t *e) {
  for (size_t i = 0; i < cos_error_attempt_count(e); i++) {
    cos_attempt_t attempt = {.struct_size = sizeof attempt};
    if (!cos_error_attempt(e, i, &attempt)) continue;
    print_text(out, "attempt", attempt.host);
    fprintf(out, "|%" PRId32 "|%s|", attempt.status, cos_error_reason_name(attempt.reason));
    put(out, attempt.note);
  }
}

static void print_answer(FILE *out, const cos_error_t *e) {
  const struct { const char *name; const char *(*read)(const cos_error_t *); } texts[] = {
      {"message", cos_error_message},
      {"resource", cos_error_resource},
      {"request_id", cos_error_request_id},
      {"trace_id", cos_error_trace_id},
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) print_text(out, texts[i].name, texts[i].read(e));
  print_text(out, "responder", responders[cos_error_responder(e)]);
  print_text(out, "retry", retries[cos_error_retry(e)]);
  print_number(out, "retry_after_ms", cos_error_retry_after_ms(e));
  print_number(out, "request_sent", cos_error_request_sent(e));
}

static void print_place(FILE *out, const cos_error_t *e) {
  const struct { const char *name; const char *(*read)(const cos_error_t *); } texts[] = {
      {"method", cos_error_method},
      {"url", cos_error_url},
      {"operation", cos_error_operation},
      {"region_hint", cos_error_region_hint},
      {"endpoint_hint", cos_error_endpoint_hint},
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) print_text(out, texts[i].name, texts[i].read(e));
  if (cos_error_clock_skew_s(e) == COS_SKEW_UNKNOWN) print_text(out, "clock_skew_s", "unknown");
  else print_number(out, "clock_skew_s", cos_error_clock_skew_s(e));
  print_number(out, "os_errno", cos_error_os_errno(e));
}

static void print_body(FILE *out, const cos_error_t *e) {
  size_t length = 0;
  cos_error_origin_body(e, &length);
  print_number(out, "origin_truncated", cos_error_origin_truncated(e));
  print_number(out, "origin_body_len", (int64_t)length);
  print_text(out, "origin_xml", cos_error_origin_xml(e));
}

static void print_lists(FILE *out, const cos_error_t *e) {
  for (size_t i = 0; i < cos_error_header_count(e); i++)
    print_pair(out, "header", cos_error_header_name(e, i), cos_error_header_value(e, i));
  for (size_t i = 0; i < cos_error_detail_count(e); i++)
    print_pair(out, "detail", cos_error_detail_name(e, i), cos_error_detail_value(e, i));
  print_parts(out, e);
  for (size_t i = 0; i < cos_error_cause_count(e); i++) print_text(out, "cause", cos_error_cause(e, i));
  print_attempts(out, e);
}

void print_error(FILE *out, const cos_error_t *e) {
  print_kind(out, e);
  print_answer(out, e);
  print_place(out, e);
  print_body(out, e);
  print_lists(out, e);
  print_text(out, "advice_en", cos_error_advice(e, "en"));
  print_text(out, "advice_zh", cos_error_advice(e, "zh"));
  print_text(out, "doc_url", cos_error_doc_url(e));
  print_text(out, "diagnose_url", cos_error_diagnose_url(e));
  print_text(out, "diagnose_steps_en", cos_error_diagnose_steps(e, "en"));
  print_text(out, "diagnose_steps_zh", cos_error_diagnose_steps(e, "zh"));
  print_text(out, "text", cos_error_text(e));
  print_text(out, "json", cos_error_json(e));
}

void print_live_error(FILE *out, const cos_error_t *e) {
  print_kind(out, e);
  print_text(out, "responder", responders[cos_error_responder(e)]);
  print_text(out, "retry", retries[cos_error_retry(e)]);
  print_number(out, "request_sent", cos_error_request_sent(e));
  print_text(out, "method", cos_error_method(e));
  print_text(out, "operation", cos_error_operation(e));
  print_number(out, "os_errno", cos_error_os_errno(e));
  print_number(out, "has_request_id", *cos_error_request_id(e) != '\0');
  print_parts(out, e);
  print_attempts(out, e);
  print_text(out, "advice_en", cos_error_advice(e, "en"));
}
