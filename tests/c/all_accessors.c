#include "all_accessors.h"

#include <jansson.h>
#include <stdlib.h>

#include "check.h"

typedef const char *(*reader)(const cos_error_t *);
typedef const char *(*indexed)(const cos_error_t *, size_t);

/* Reads a block of pairs, and compares it with the accessors by index. */
static void check_block(const cos_error_t *error, const char *block, size_t length, size_t count,
                        indexed name_of, indexed value_of) {
  const char *at = block;
  for (size_t i = 0; i < count; i++) {
    CHECK_UTF8(at);
    CHECK_TEXT(at, name_of(error, i));
    at += strlen(at) + 1;
    CHECK_UTF8(at);
    CHECK_TEXT(at, value_of(error, i));
    at += strlen(at) + 1;
  }
  CHECK_NUMBER(at - block, length);
  CHECK_TEXT(name_of(error, count), "");
  CHECK_TEXT(value_of(error, count), "");
  CHECK_TEXT(name_of(error, SIZE_MAX), "");
  CHECK_TEXT(value_of(error, SIZE_MAX), "");
}

static void check_plain(const cos_error_t *e, const cos_error_fields_t *f) {
  CHECK_NUMBER(f->kind, cos_error_kind(e));
  CHECK_NUMBER(f->reason, cos_error_reason(e));
  CHECK_NUMBER(f->status, cos_error_status(e));
  CHECK_NUMBER(f->code_source, cos_error_code_source(e));
  CHECK_NUMBER(f->responder, cos_error_responder(e));
  CHECK_NUMBER(f->retry, cos_error_retry(e));
  CHECK_NUMBER(f->request_sent, cos_error_request_sent(e));
  CHECK_NUMBER(f->origin_truncated, cos_error_origin_truncated(e));
  CHECK_NUMBER(f->os_errno, cos_error_os_errno(e));
  CHECK_NUMBER(f->reserved, 0);
  CHECK_NUMBER(f->retry_after_ms, cos_error_retry_after_ms(e));
  CHECK_NUMBER(f->clock_skew_s, cos_error_clock_skew_s(e));
  CHECK_NUMBER(f->header_count, cos_error_header_count(e));
  CHECK_NUMBER(f->detail_count, cos_error_detail_count(e));
  CHECK_NUMBER(f->part_count, cos_error_part_count(e));
  CHECK_NUMBER(f->attempt_count, cos_error_attempt_count(e));
  CHECK_NUMBER(f->cause_count, cos_error_cause_count(e));
}

/* There are steps where there is a page, and they name it and the request id. */
static void check_steps(const cos_error_t *e, const char *language) {
  const char *steps = cos_error_diagnose_steps(e, language);
  CHECK_UTF8(steps);
  CHECK((*steps == '\0') == (*cos_error_diagnose_url(e) == '\0'));
  CHECK(!*steps || (strstr(steps, cos_error_diagnose_url(e)) && strstr(steps, cos_error_request_id(e))));
}

static void check_texts(const cos_error_t *e, const cos_error_fields_t *f) {
  const struct { const char *field; reader read; } texts[] = {
      {f->code, cos_error_code},
      {f->message, cos_error_message},
      {f->resource, cos_error_resource},
      {f->request_id, cos_error_request_id},
      {f->trace_id, cos_error_trace_id},
      {f->method, cos_error_method},
      {f->url, cos_error_url},
      {f->operation, cos_error_operation},
      {f->region_hint, cos_error_region_hint},
      {f->endpoint_hint, cos_error_endpoint_hint},
      {f->origin_xml, cos_error_origin_xml},
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    CHECK_UTF8(texts[i].field);
    CHECK_TEXT(texts[i].read(e), texts[i].field);
  }
  const reader only_alone[] = {cos_error_doc_url, cos_error_diagnose_url, cos_error_json, cos_error_text};
  for (size_t i = 0; i < sizeof only_alone / sizeof *only_alone; i++) CHECK_UTF8(only_alone[i](e));
  CHECK(*cos_error_code(e) && *cos_error_message(e) && *cos_error_json(e) && *cos_error_text(e));
  CHECK(!strpbrk(cos_error_text(e), "\r\n"));
  CHECK_UTF8(cos_error_advice(e, "en"));
  CHECK_UTF8(cos_error_advice(e, "zh"));
  CHECK(*cos_error_advice(e, "en") && *cos_error_advice(e, "zh"));
  CHECK_TEXT(cos_error_advice(e, NULL), cos_error_advice(e, "en"));
  CHECK_TEXT(cos_error_advice(e, "tlh"), cos_error_advice(e, "en"));
  check_steps(e, "en");
  check_steps(e, "zh");
}

/* The next string of a block: the address of the one behind it. */
static const char *check_next(const char *at, const char *expected) {
  CHECK_TEXT(at, expected);
  return at + strlen(at) + 1;
}

static void check_strings(const cos_error_t *e, const cos_error_fields_t *f) {
  size_t length = cos_error_strings(e, NULL, 0);
  char *block = malloc(length + 1);
  CHECK(block != NULL);
  memset(block, 0xA5, length + 1);
  CHECK_NUMBER(cos_error_strings(e, block, length - 1), length);
  CHECK_NUMBER((unsigned char)block[0], 0xA5);
  CHECK_NUMBER(cos_error_strings(e, block, length), length);
  CHECK_NUMBER((unsigned char)block[length], 0xA5);
  const char *texts[] = {f->code, f->message, f->resource, f->request_id, f->trace_id, f->method,
                         f->url, f->operation, f->region_hint, f->endpoint_hint, f->origin_xml};
  const char *at = block;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) at = check_next(at, texts[i]);
  CHECK_NUMBER(block + length - at, f->headers_len + f->details_len);
  CHECK(memcmp(at, f->headers, f->headers_len) == 0);
  CHECK(memcmp(at + f->headers_len, f->details, f->details_len) == 0);
  free(block);
}

static void check_body(const cos_error_t *e, const cos_error_fields_t *f) {
  size_t length = SIZE_MAX;
  const void *body = cos_error_origin_body(e, &length);
  CHECK(body && f->origin_body);
  CHECK(cos_error_origin_body(e, NULL) == body);
  CHECK_NUMBER(f->origin_body_len, length);
  CHECK(length == f->origin_body_len && memcmp(body, f->origin_body, length) == 0);
}

static void check_lists(const cos_error_t *e) {
  cos_error_part_t part = {.struct_size = sizeof part};
  size_t parts = cos_error_part_count(e);
  for (size_t i = 0; i < parts; i++) {
    CHECK_NUMBER(cos_error_part(e, i, &part), 1);
    CHECK_UTF8(part.key);
    CHECK_UTF8(part.version_id);
    CHECK_UTF8(part.code);
    CHECK_UTF8(part.message);
  }
  CHECK_NUMBER(cos_error_part(e, parts, &part), 0);
  cos_attempt_t attempt = {.struct_size = sizeof attempt};
  size_t attempts = cos_error_attempt_count(e);
  for (size_t i = 0; i < attempts; i++) {
    CHECK_NUMBER(cos_error_attempt(e, i, &attempt), 1);
    CHECK_UTF8(attempt.host);
    CHECK_UTF8(attempt.request_id);
    CHECK_UTF8(attempt.note);
    /* A try ended with an answer, or for a reason of ours, or both: an answer that was cut. */
    CHECK(attempt.status != 0 || attempt.reason != 0);
    CHECK(attempt.elapsed_ms >= 0);
  }
  CHECK_NUMBER(cos_error_attempt(e, attempts, &attempt), 0);
  size_t causes = cos_error_cause_count(e);
  for (size_t i = 0; i < causes; i++) CHECK_UTF8(cos_error_cause(e, i));
  CHECK_TEXT(cos_error_cause(e, causes), "");
}

static void check_by_name(const cos_error_t *e) {
  for (size_t i = 0; i < cos_error_detail_count(e); i++) {
    const char *name = cos_error_detail_name(e, i);
    CHECK_UTF8(cos_error_detail(e, name));
  }
  for (size_t i = 0; i < cos_error_header_count(e); i++) {
    const char *name = cos_error_header_name(e, i);
    CHECK_UTF8(cos_error_header(e, name));
  }
  CHECK_TEXT(cos_error_header(e, "x-no-such-field"), "");
  CHECK_TEXT(cos_error_detail(e, "NoSuchDetail"), "");
  CHECK_TEXT(cos_error_header(e, NULL), "");
  CHECK_TEXT(cos_error_detail(e, NULL), "");
}

static void check_json(const cos_error_t *e) {
  const struct { const char *member; reader read; } texts[] = {
      {"code", cos_error_code},           {"message", cos_error_message},
      {"resource", cos_error_resource},   {"request_id", cos_error_request_id},
      {"trace_id", cos_error_trace_id},   {"method", cos_error_method},
      {"url", cos_error_url},             {"operation", cos_error_operation},
      {"doc_url", cos_error_doc_url},     {"diagnose_url", cos_error_diagnose_url},
      {"region_hint", cos_error_region_hint},
      {"endpoint_hint", cos_error_endpoint_hint},
  };
  json_error_t fault;
  json_t *digest = json_loads(cos_error_json(e), JSON_REJECT_DUPLICATES, &fault);
  CHECK(json_is_object(digest));
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    CHECK_TEXT(json_string_value(json_object_get(digest, texts[i].member)), texts[i].read(e));
  CHECK_TEXT(json_string_value(json_object_get(digest, "advice")), cos_error_advice(e, "en"));
  CHECK_NUMBER(json_integer_value(json_object_get(digest, "status")), cos_error_status(e));
  CHECK_NUMBER(json_array_size(json_object_get(digest, "parts")), cos_error_part_count(e));
  CHECK_NUMBER(json_array_size(json_object_get(digest, "attempts")), cos_error_attempt_count(e));
  CHECK_NUMBER(json_array_size(json_object_get(digest, "causes")), cos_error_cause_count(e));
  json_decref(digest);
}

void check_every_accessor(const cos_error_t *error) {
  cos_error_fields_t fields;
  memset(&fields, 0xA5, sizeof fields);
  fields.struct_size = sizeof fields;
  CHECK_NUMBER(cos_error_fields(error, &fields), 1);
  CHECK_NUMBER(fields.struct_size, sizeof fields);
  check_plain(error, &fields);
  check_texts(error, &fields);
  check_strings(error, &fields);
  check_body(error, &fields);
  check_block(error, fields.headers, fields.headers_len, fields.header_count, cos_error_header_name,
              cos_error_header_value);
  check_block(error, fields.details, fields.details_len, fields.detail_count, cos_error_detail_name,
              cos_error_detail_value);
  check_lists(error);
  check_by_name(error);
  check_json(error);
}

void check_every_field(const cos_response_t *response) {
  cos_response_fields_t f;
  memset(&f, 0xA5, sizeof f);
  f.struct_size = sizeof f;
  CHECK_NUMBER(cos_response_fields(response, &f), 1);
  CHECK_NUMBER(f.struct_size, sizeof f);
  CHECK_NUMBER(f.status, cos_response_status(response));
  CHECK_NUMBER(f.reserved, 0);
  CHECK_NUMBER(f.received, cos_response_received(response));
  CHECK(f.request_id == cos_response_request_id(response));
  CHECK(f.bucket_region == cos_response_bucket_region(response));
  size_t length = SIZE_MAX;
  CHECK(f.body == cos_response_body(response, &length) && f.body != NULL);
  CHECK_NUMBER(f.body_len, length);
  CHECK_NUMBER(f.header_count, cos_response_header_count(response));
  const char *at = f.headers;
  for (size_t i = 0; i < f.header_count; i++) {
    CHECK_UTF8(at);
    at = check_next(at, cos_response_header_name(response, i));
    CHECK_UTF8(at);
    at = check_next(at, cos_response_header_value(response, i));
  }
  CHECK_NUMBER(at - f.headers, f.headers_len);
  CHECK(*f.request_id == '\0' || (f.request_id >= f.headers && f.request_id < at));
  CHECK(*f.bucket_region == '\0' || (f.bucket_region >= f.headers && f.bucket_region < at));
  CHECK_TEXT(cos_response_header_name(response, f.header_count), "");
  CHECK_TEXT(cos_response_header_value(response, f.header_count), "");
  f.struct_size = sizeof f.struct_size;
  CHECK_NUMBER(cos_response_fields(response, &f), 0);
}
