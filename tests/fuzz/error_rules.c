#include "error_rules.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "document_rules.h"
#include "json_rules.h"
#include "require.h"

enum { CANARY = 0xa5, SPARE = 32, MOST_HEADERS = 128, MOST_DETAILS = 256, MOST_PARTS = 1000, MOST_BODY = 1 << 20 };

uint64_t variation_of(const uint8_t *data, size_t size) {
  uint64_t sum = UINT64_C(0xcbf29ce484222325);
  for (size_t i = 0; i < size; i++) sum = (sum ^ data[i]) * UINT64_C(0x100000001b3);
  return sum ^ sum >> 32;
}

/* The length of the character at `at`, 0 if it is not UTF-8. */
static size_t character(const unsigned char *at) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  size_t length = *at < 0x80 ? 1 : *at >> 5 == 6 ? 2 : *at >> 4 == 14 ? 3 : *at >> 3 == 30 ? 4 : 0;
  if (length < 2) return length;
  uint32_t value = *at & (0x7f >> length);
  for (size_t i = 1; i < length; i++) {
    if ((at[i] & 0xc0) != 0x80) return 0;
    value = value << 6 | (at[i] & 0x3f);
  }
  int is_scalar = value >= least[length] && value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
  return is_scalar ? length : 0;
}

const char *require_text(const char *what, const char *text) {
  REQUIRE(text, "%s is NULL", what);
  for (const unsigned char *at = (const unsigned char *)text; *at;) {
    size_t length = character(at);
    REQUIRE(length, "%s is not UTF-8 at byte %td", what, (const char *)at - text);
    at += length;
  }
  return text;
}

/* C0, DEL and C1, which a terminal would obey and a log would take for the end of a line. */
void require_line(const char *what, const char *text) {
  require_text(what, text);
  for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
    REQUIRE(*at >= ' ' && *at != 0x7f, "control character %02x in %s: %s", *at, what, text);
    REQUIRE(at[0] != 0xc2 || at[1] >= 0xa0, "control character %02x%02x in %s: %s", at[0], at[1], what, text);
  }
}

static void require_full_line(const char *what, const char *text) {
  require_line(what, text);
  REQUIRE(*text, "%s is empty", what);
}

static void require_texts(const cos_error_t *error) {
  require_full_line("code", cos_error_code(error));
  require_full_line("message", cos_error_message(error));
  require_full_line("text", cos_error_text(error));
  require_full_line("JSON", cos_error_json(error));
  REQUIRE(strlen(cos_error_text(error)) <= 4096, "%zu bytes of text", strlen(cos_error_text(error)));
  require_line("request_id", cos_error_request_id(error));
  require_line("trace_id", cos_error_trace_id(error));
  require_line("operation", cos_error_operation(error));
  require_line("doc_url", cos_error_doc_url(error));
  require_line("diagnose_url", cos_error_diagnose_url(error));
  require_line("region_hint", cos_error_region_hint(error));
  require_line("endpoint_hint", cos_error_endpoint_hint(error));
  require_text("resource", cos_error_resource(error));
  require_text("method", cos_error_method(error));
  require_text("url", cos_error_url(error));
  require_text("origin_xml", cos_error_origin_xml(error));
  require_text("diagnose_steps", cos_error_diagnose_steps(error, "zh"));
}

static void require_advice(const cos_error_t *error) {
  const char *english = cos_error_advice(error, "en");
  require_full_line("advice en", english);
  require_full_line("advice zh", cos_error_advice(error, "zh"));
  REQUIRE(strcmp(english, cos_error_advice(error, NULL)) == 0, "advice of no language");
  REQUIRE(strcmp(english, cos_error_advice(error, "tlh")) == 0, "advice of an unknown language");
}

static void require_numbers(const cos_error_t *error) {
  int kind = cos_error_kind(error), reason = cos_error_reason(error), status = cos_error_status(error);
  REQUIRE(kind == COS_ERROR_KIND_CLIENT || kind == COS_ERROR_KIND_SERVICE, "kind %d", kind);
  REQUIRE((kind == COS_ERROR_KIND_SERVICE) == (reason == 0), "kind %d, reason %d", kind, reason);
  REQUIRE(reason != COS_ERROR_REASON_INTERNAL, "INTERNAL: %s", cos_error_message(error));
  REQUIRE(reason == 0 || *cos_error_reason_name(reason), "reason %d", reason);
  REQUIRE(status == 0 || (status >= 100 && status <= 999), "status %d", status);
  REQUIRE(cos_error_retry(error) >= 0 && cos_error_retry(error) <= 2, "retry");
  REQUIRE(cos_error_code_source(error) >= 1 && cos_error_code_source(error) <= 5, "code source");
  REQUIRE(cos_error_responder(error) >= 0 && cos_error_responder(error) <= 3, "responder");
  REQUIRE(cos_error_origin_truncated(error) >> 1 == 0, "truncated");
  REQUIRE(cos_error_request_sent(error) >> 1 == 0, "sent");
  REQUIRE(cos_error_retry_after_ms(error) >= -1, "retry after %lld", (long long)cos_error_retry_after_ms(error));
}

/* Reads all of it: AddressSanitizer sees what does not belong to the object. */
static void touch(const void *bytes, size_t length) {
  const volatile unsigned char *at = bytes;
  while (length--) (void)*at++;
}

typedef struct {
  size_t most, length;
  const char *block;
} pairs_t;

typedef const char *(*pair_text_t)(const cos_error_t *, size_t);

/* Walks along the block of cos_error_fields while it reads the pairs one by one. */
static void require_pairs(const cos_error_t *error, pairs_t pairs, size_t count, pair_text_t name_at,
                          pair_text_t value_at, const char *(*find)(const cos_error_t *, const char *)) {
  REQUIRE(count <= pairs.most, "%zu pairs", count);
  const char *at = pairs.block;
  for (size_t i = 0; i < count; i++) {
    const char *name = require_text("name", name_at(error, i)), *value = require_text("value", value_at(error, i));
    REQUIRE(strcmp(at, name) == 0, "name %zu is %s in the block, not %s", i, at, name);
    at += strlen(at) + 1;
    REQUIRE(strcmp(at, value) == 0, "value %zu is %s in the block, not %s", i, at, value);
    at += strlen(at) + 1;
    require_text("found", find(error, name));
  }
  REQUIRE((size_t)(at - pairs.block) == pairs.length, "a block of %zu bytes", pairs.length);
  REQUIRE(!*name_at(error, count) && !*value_at(error, SIZE_MAX), "beyond the last");
}

/* What a caller gets who knows `size` bytes of a struct: these, and nothing behind them. */
static void require_canaries(const void *whole, const unsigned char *known, size_t size, size_t room, const char *what) {
  size_t member = sizeof(size_t);
  REQUIRE(size <= member || memcmp((const char *)whole + member, known + member, size - member) == 0,
          "%s of size %zu differs", what, size);
  for (size_t i = size > member ? size : member; i < room; i++)
    REQUIRE(known[i] == CANARY, "%s of size %zu is written at %zu", what, size, i);
}

/* Reads a struct of `error` or of a response, the index-th of its kind. */
typedef int (*read_struct_t)(const void *from, size_t index, void *out);

static int read_fields(const void *from, size_t index, void *out) {
  (void)index;
  return cos_error_fields(from, out);
}
static int read_part(const void *from, size_t index, void *out) { return cos_error_part(from, index, out); }
static int read_attempt(const void *from, size_t index, void *out) { return cos_error_attempt(from, index, out); }
static int read_response(const void *from, size_t index, void *out) {
  (void)index;
  return cos_response_fields(from, out);
}

/* A struct that is known whole, and how it is read. Its first member is its size. */
typedef struct {
  const char *what;
  read_struct_t read;
  const void *whole;
  size_t whole_size;
} struct_t;

static void require_partial(struct_t one, const void *from, size_t index, uint64_t variation) {
  size_t room = one.whole_size + SPARE, size = variation % room;
  unsigned char *known = malloc(room);
  if (!known) abort();
  memset(known, CANARY, room);
  memcpy(known, &size, sizeof size);
  int written = one.read(from, index, known);
  REQUIRE(written == (size > sizeof(size_t)), "%s of size %zu: %d", one.what, size, written);
  require_canaries(one.whole, known, size < one.whole_size ? size : one.whole_size, room, one.what);
  free(known);
}

static void require_parts(const cos_error_t *error, uint64_t variation) {
  size_t count = cos_error_part_count(error);
  REQUIRE(count <= MOST_PARTS, "%zu parts", count);
  cos_error_part_t part;
  for (size_t i = 0; i < count; i++) {
    memset(&part, CANARY, sizeof part);
    part.struct_size = sizeof part;
    REQUIRE(cos_error_part(error, i, &part) == 1, "part %zu", i);
    require_text("part key", part.key);
    require_text("part version", part.version_id);
    require_line("part code", part.code);
    require_line("part message", part.message);
    REQUIRE(part.retry >= 0 && part.retry <= 2 && part.reserved == 0, "part %zu", i);
    require_partial((struct_t){"cos_error_part", read_part, &part, sizeof part}, error, i, variation);
  }
  part.struct_size = sizeof part;
  REQUIRE(cos_error_part(error, count, &part) == 0, "beyond the last part");
}

static void require_attempts(const cos_error_t *error, uint64_t variation) {
  size_t count = cos_error_attempt_count(error);
  cos_attempt_t attempt = {.struct_size = sizeof attempt};
  for (size_t i = 0; i < count; i++) {
    REQUIRE(cos_error_attempt(error, i, &attempt) == 1, "attempt %zu", i);
    require_line("host", attempt.host);
    require_line("attempt's request id", attempt.request_id);
    require_line("note", attempt.note);
    require_partial((struct_t){"cos_error_attempt", read_attempt, &attempt, sizeof attempt}, error, i, variation);
    REQUIRE(attempt.elapsed_ms >= 0, "elapsed %lld", (long long)attempt.elapsed_ms);
  }
  REQUIRE(cos_error_attempt(error, count, &attempt) == 0, "beyond the last attempt");
  for (size_t i = 0; i < cos_error_cause_count(error); i++) require_full_line("cause", cos_error_cause(error, i));
}

/* The texts of cos_error_fields_t in the order of its members. */
static const char *field_text(const cos_error_fields_t *fields, size_t index) {
  const char *const texts[] = {fields->code,     fields->message,   fields->resource,    fields->request_id,
                               fields->trace_id, fields->method,    fields->url,         fields->operation,
                               fields->region_hint, fields->endpoint_hint, fields->origin_xml};
  return index < sizeof texts / sizeof *texts ? texts[index] : NULL;
}

static void require_field_texts(const cos_error_t *error, const cos_error_fields_t *fields) {
  static const char *(*const read[])(const cos_error_t *) = {
      cos_error_code,   cos_error_message, cos_error_resource,  cos_error_request_id,  cos_error_trace_id, cos_error_method,
      cos_error_url,    cos_error_operation, cos_error_region_hint, cos_error_endpoint_hint, cos_error_origin_xml};
  for (size_t i = 0; field_text(fields, i); i++)
    REQUIRE(strcmp(field_text(fields, i), read[i](error)) == 0, "text %zu of the fields", i);
}

static void require_field_numbers(const cos_error_t *error, const cos_error_fields_t *fields) {
  REQUIRE(fields->kind == cos_error_kind(error) && fields->reason == cos_error_reason(error), "kind");
  REQUIRE(fields->status == cos_error_status(error), "status");
  REQUIRE(fields->code_source == cos_error_code_source(error), "code source");
  REQUIRE(fields->responder == cos_error_responder(error), "responder");
  REQUIRE(fields->retry == cos_error_retry(error), "retry");
  REQUIRE(fields->request_sent == cos_error_request_sent(error), "sent");
  REQUIRE(fields->origin_truncated == cos_error_origin_truncated(error), "truncated");
  REQUIRE(fields->os_errno == cos_error_os_errno(error), "errno");
  REQUIRE(fields->retry_after_ms == cos_error_retry_after_ms(error), "retry after");
  REQUIRE(fields->clock_skew_s == cos_error_clock_skew_s(error), "skew");
  REQUIRE(fields->reserved == 0, "reserved");
  REQUIRE(fields->header_count == cos_error_header_count(error), "headers");
  REQUIRE(fields->detail_count == cos_error_detail_count(error), "details");
  REQUIRE(fields->part_count == cos_error_part_count(error), "parts");
  REQUIRE(fields->attempt_count == cos_error_attempt_count(error), "attempts");
  REQUIRE(fields->cause_count == cos_error_cause_count(error), "causes");
}

static void require_body(const cos_error_t *error, const cos_error_fields_t *fields) {
  size_t length = SIZE_MAX;
  const void *body = cos_error_origin_body(error, &length);
  REQUIRE(body && length <= MOST_BODY, "a body of %zu bytes", length);
  REQUIRE(fields->origin_body == body && fields->origin_body_len == length, "the body of the fields");
  touch(body, length);
}

/* Appends to what cos_error_strings must give. */
static size_t append(char *all, size_t at, const char *bytes, size_t length) {
  memcpy(all + at, bytes, length);
  return at + length;
}

static void require_strings(const cos_error_t *error, const cos_error_fields_t *fields, uint64_t variation) {
  size_t length = fields->headers_len + fields->details_len, at = 0;
  for (size_t i = 0; field_text(fields, i); i++) length += strlen(field_text(fields, i)) + 1;
  char *expected = malloc(length), *copied = malloc(length + SPARE);
  if (!expected || !copied) abort();
  for (size_t i = 0; field_text(fields, i); i++)
    at = append(expected, at, field_text(fields, i), strlen(field_text(fields, i)) + 1);
  at = append(expected, at, fields->headers, fields->headers_len);
  append(expected, at, fields->details, fields->details_len);
  memset(copied, CANARY, length + SPARE);
  REQUIRE(cos_error_strings(error, NULL, 0) == length, "%zu bytes of strings", cos_error_strings(error, NULL, 0));
  REQUIRE(cos_error_strings(error, copied, length - 1) == length, "strings");
  REQUIRE(cos_error_strings(error, copied, variation % length) == length, "strings");
  for (size_t i = 0; i < length; i++) REQUIRE((unsigned char)copied[i] == CANARY, "written in too small a buffer");
  REQUIRE(cos_error_strings(error, copied, length) == length && memcmp(copied, expected, length) == 0, "strings");
  for (size_t i = length; i < length + SPARE; i++) REQUIRE((unsigned char)copied[i] == CANARY, "written beyond");
  free(expected);
  free(copied);
}

static void require_fields(const cos_error_t *error, uint64_t variation) {
  cos_error_fields_t fields;
  memset(&fields, CANARY, sizeof fields);
  fields.struct_size = sizeof fields;
  REQUIRE(cos_error_fields(error, &fields) == 1, "fields");
  require_field_texts(error, &fields);
  require_field_numbers(error, &fields);
  require_body(error, &fields);
  require_partial((struct_t){"cos_error_fields", read_fields, &fields, sizeof fields}, error, 0, variation);
  require_strings(error, &fields, variation);
  require_pairs(error, (pairs_t){MOST_HEADERS, fields.headers_len, fields.headers}, fields.header_count,
                cos_error_header_name, cos_error_header_value, cos_error_header);
  require_pairs(error, (pairs_t){MOST_DETAILS, fields.details_len, fields.details}, fields.detail_count,
                cos_error_detail_name, cos_error_detail_value, cos_error_detail);
}

void require_error_rules(const cos_error_t *error, uint64_t variation) {
  if (!error) return;
  require_texts(error);
  require_advice(error);
  require_numbers(error);
  require_fields(error, variation);
  require_parts(error, variation);
  require_attempts(error, variation);
  require_json_rules(error);
}

static char *all_strings(const cos_error_t *error, size_t *length) {
  *length = cos_error_strings(error, NULL, 0);
  char *all = malloc(*length);
  if (!all) abort();
  cos_error_strings(error, all, *length);
  return all;
}

/* Headers and details are among the strings. */
void require_same(const cos_error_t *one, const cos_error_t *other) {
  REQUIRE(!one == !other, "one reading fails, the other does not");
  if (!one) return;
  REQUIRE(strcmp(cos_error_json(one), cos_error_json(other)) == 0, "%s\n%s", cos_error_json(one),
          cos_error_json(other));
  size_t length, other_length;
  char *all = all_strings(one, &length), *others = all_strings(other, &other_length);
  REQUIRE(length == other_length && memcmp(all, others, length) == 0, "strings of two readings");
  free(all);
  free(others);
  const void *body = cos_error_origin_body(one, &length), *other_body = cos_error_origin_body(other, &other_length);
  REQUIRE(length == other_length && memcmp(body, other_body, length) == 0, "bodies of two readings");
}

static void require_response_headers(const cos_response_t *response, const cos_response_fields_t *fields) {
  REQUIRE(fields->header_count <= MOST_HEADERS, "%zu headers", fields->header_count);
  const char *at = fields->headers;
  for (size_t i = 0; i < fields->header_count; i++) {
    const char *name = require_text("name", cos_response_header_name(response, i));
    const char *value = require_text("value", cos_response_header_value(response, i));
    REQUIRE(strcmp(at, name) == 0 && strcmp(at += strlen(at) + 1, value) == 0, "header %zu", i);
    at += strlen(at) + 1;
    require_text("found", cos_response_header(response, name));
  }
  REQUIRE((size_t)(at - fields->headers) == fields->headers_len, "a block of %zu bytes", fields->headers_len);
}

void require_response_rules(const cos_response_t *response, uint64_t variation) {
  if (!response) return;
  union {
    cos_response_fields_t fields;
    unsigned char bytes[sizeof(cos_response_fields_t) + SPARE];
  } whole;
  memset(&whole, CANARY, sizeof whole);
  whole.fields.struct_size = sizeof whole.fields;
  REQUIRE(cos_response_fields(response, &whole.fields) == 1, "fields");
  require_canaries(&whole, whole.bytes, sizeof whole.fields, sizeof whole, "cos_response_fields");
  const cos_response_fields_t *fields = &whole.fields;
  REQUIRE(fields->status == cos_response_status(response), "status");
  REQUIRE(fields->status / 100 == 2 || fields->status == 303, "success with status %d", fields->status);
  REQUIRE(fields->received == cos_response_received(response) && fields->received >= 0, "received");
  require_line("request_id", fields->request_id);
  require_line("bucket_region", fields->bucket_region);
  REQUIRE(strcmp(fields->request_id, cos_response_request_id(response)) == 0, "request_id");
  require_response_headers(response, fields);
  touch(fields->body, fields->body_len);
  REQUIRE(((const char *)fields->body)[fields->body_len] == '\0', "no NUL after the body");
  require_document_rules(response);
  require_partial((struct_t){"cos_response_fields", read_response, fields, sizeof *fields}, response, 0, variation);
}
