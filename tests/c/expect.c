#include "expect.h"

#include "check.h"
#include "all_accessors.h"
#include "signed_url.h"
#include "table.h"

typedef struct { const char *name; int32_t number; } name_t;

static const name_t kinds[] = {{"service", COS_ERROR_KIND_SERVICE}, {"client", COS_ERROR_KIND_CLIENT}, {0}};
static const name_t sources[] = {{"body", COS_CODE_SOURCE_BODY},     {"header", COS_CODE_SOURCE_HEADER},
                                 {"status", COS_CODE_SOURCE_STATUS}, {"probe", COS_CODE_SOURCE_PROBE},
                                 {"client", COS_CODE_SOURCE_CLIENT}, {0}};
static const name_t responders[] = {{"cos", COS_RESPONDER_COS},     {"ci", COS_RESPONDER_CI},
                                    {"other", COS_RESPONDER_OTHER}, {"unknown", COS_RESPONDER_UNKNOWN},
                                    {0}};
static const name_t retries[] = {{"no", COS_RETRY_NO}, {"yes", COS_RETRY_YES}, {"after-fix", COS_RETRY_AFTER_FIX},
                                 {0}};

typedef struct {
  const char *member;
  const char *(*read)(const cos_error_t *);
} text_t;

static const text_t texts[] = {
    {"code", cos_error_code},
    {"message", cos_error_message},
    {"resource", cos_error_resource},
    {"request_id", cos_error_request_id},
    {"trace_id", cos_error_trace_id},
    {"operation", cos_error_operation},
    {"region_hint", cos_error_region_hint},
    {"endpoint_hint", cos_error_endpoint_hint},
    {"url", cos_error_url},
    {"text", cos_error_text},
};

typedef struct {
  const char *member;
  int32_t (*read)(const cos_error_t *);
  const name_t *names;
} number_t;

static const number_t numbers[] = {
    {"kind", cos_error_kind, kinds},
    {"code_source", cos_error_code_source, sources},
    {"responder", cos_error_responder, responders},
    {"retry", cos_error_retry, retries},
    {"status", cos_error_status, NULL},
    {"truncated", cos_error_origin_truncated, NULL},
    {"request_sent", cos_error_request_sent, NULL},
    {"os_errno", cos_error_os_errno, NULL},
};

/* The number's name, so that a difference reads in words. */
static const char *name_in(const name_t *names, int32_t number) {
  while (names->name && names->number != number) names++;
  return names->name ? names->name : "(no such number)";
}

static int check_text_member(const cos_error_t *error, const char *name, json_t *value) {
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    if (strcmp(name, texts[i].member) != 0) continue;
    check_text(texts[i].read(error), json_string_value(value), name, __FILE__, __LINE__);
    return 1;
  }
  return 0;
}

static int check_number_member(const cos_error_t *error, const char *name, json_t *value) {
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    if (strcmp(name, numbers[i].member) != 0) continue;
    int32_t number = numbers[i].read(error);
    if (json_is_string(value)) {
      check_text(name_in(numbers[i].names, number), json_string_value(value), name, __FILE__, __LINE__);
    } else {
      int64_t expected = json_is_boolean(value) ? json_is_true(value) : json_integer_value(value);
      check_number(number, expected, name, __FILE__, __LINE__);
    }
    return 1;
  }
  return 0;
}

static void check_named(const cos_error_t *error, const char *member, json_t *expected,
                        const char *(*look_up)(const cos_error_t *, const char *)) {
  const char *name;
  json_t *value;
  json_object_foreach(expected, name, value) {
    char what[200];
    snprintf(what, sizeof what, "%s \"%s\"", member, name);
    check_text(look_up(error, name), json_string_value(value), what, __FILE__, __LINE__);
  }
}

static void check_parts(const cos_error_t *error, json_t *expected) {
  CHECK_NUMBER(cos_error_part_count(error), json_array_size(expected));
  for (size_t i = 0; i < json_array_size(expected); i++) {
    json_t *item = json_array_get(expected, i);
    cos_error_part_t part = {.struct_size = sizeof part};
    CHECK_NUMBER(cos_error_part(error, i, &part), 1);
    if (!part.key) continue;
    CHECK_TEXT(part.key, table_text(item, "key"));
    CHECK_TEXT(part.version_id, table_text(item, "version_id"));
    CHECK_TEXT(part.code, table_text(item, "code"));
    CHECK_TEXT(part.message, table_text(item, "message"));
    if (json_object_get(item, "retry")) CHECK_TEXT(name_in(retries, part.retry), table_text(item, "retry"));
  }
}

static void check_attempts(const cos_error_t *error, json_t *expected) {
  CHECK_NUMBER(cos_error_attempt_count(error), json_array_size(expected));
  for (size_t i = 0; i < json_array_size(expected); i++) {
    cos_attempt_t attempt = {.struct_size = sizeof attempt};
    CHECK_NUMBER(cos_error_attempt(error, i, &attempt), 1);
    if (attempt.note) CHECK_HAS(attempt.note, json_string_value(json_array_get(expected, i)));
  }
}

static void check_other_member(const cos_error_t *error, const char *name, json_t *value) {
  if (strcmp(name, "reason") == 0) {
    CHECK_TEXT(cos_error_reason_name(cos_error_reason(error)), json_string_value(value));
  } else if (strcmp(name, "retry_after_ms") == 0) {
    CHECK_NUMBER(cos_error_retry_after_ms(error), json_integer_value(value));
  } else if (strcmp(name, "clock_skew_s") == 0) {
    int unknown = json_is_string(value) && strcmp(json_string_value(value), "unknown") == 0;
    CHECK(unknown || json_is_integer(value));
    CHECK_NUMBER(cos_error_clock_skew_s(error), unknown ? COS_SKEW_UNKNOWN : json_integer_value(value));
  } else if (strcmp(name, "details") == 0) {
    check_named(error, "detail", value, cos_error_detail);
  } else if (strcmp(name, "header") == 0) {
    check_named(error, "header", value, cos_error_header);
  } else if (strcmp(name, "parts") == 0) {
    check_parts(error, value);
  } else if (strcmp(name, "attempts") == 0) {
    check_attempts(error, value);
  } else {
    CHECK_TEXT(name, "a known member");
  }
}

void check_error(const cos_error_t *error, json_t *expect, const char *url) {
  const char *name;
  json_t *value;
  json_object_foreach(expect, name, value) {
    if (check_text_member(error, name, value) || check_number_member(error, name, value)) continue;
    check_other_member(error, name, value);
  }
  if (cos_error_code_source(error) == COS_CODE_SOURCE_STATUS)
    CHECK_NUMBER(cos_error_kind(error), COS_ERROR_KIND_SERVICE);
  check_no_url_secret(error, url);
  check_every_accessor(error);
}
