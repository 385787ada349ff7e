/* The error itself: made by an integrator's transport, read in full, NULL, struct sizes. */
#include <errno.h>
#include <stddef.h>

#include "check.h"
#include "all_accessors.h"

static const struct { int32_t reason; const char *name; int32_t retry; } reasons[] = {
    {COS_ERROR_REASON_INVALID_ARGUMENT, "InvalidArgument", COS_RETRY_NO},
    {COS_ERROR_REASON_INVALID_CREDENTIALS, "InvalidCredentials", COS_RETRY_NO},
    {COS_ERROR_REASON_DNS, "Dns", COS_RETRY_YES},
    {COS_ERROR_REASON_CONNECT, "Connect", COS_RETRY_YES},
    {COS_ERROR_REASON_TIMEOUT, "Timeout", COS_RETRY_YES},
    {COS_ERROR_REASON_CONNECTION_LOST, "ConnectionLost", COS_RETRY_YES},
    {COS_ERROR_REASON_PROTOCOL, "Protocol", COS_RETRY_YES},
    {COS_ERROR_REASON_TOO_LARGE, "TooLarge", COS_RETRY_NO},
    {COS_ERROR_REASON_LOCAL_IO, "LocalIo", COS_RETRY_NO},
    {COS_ERROR_REASON_CANCELLED, "Cancelled", COS_RETRY_NO},
    {COS_ERROR_REASON_CALLBACK, "Callback", COS_RETRY_NO},
    {COS_ERROR_REASON_INTERNAL, "Internal", COS_RETRY_NO},
};

/* These depend on more than the reason. */
static const int32_t other_reasons[] = {
    COS_ERROR_REASON_PROXY, COS_ERROR_REASON_TLS, COS_ERROR_REASON_BAD_RESPONSE, COS_ERROR_REASON_CHECKSUM,
};

static void reasons_have_name_text_and_retry(void) {
  for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
    cos_client_failure_t failure = {.struct_size = sizeof failure, .reason = reasons[i].reason};
    cos_error_t *error = cos_error_client(&failure);
    check_subject = reasons[i].name;
    CHECK_TEXT(cos_error_reason_name(reasons[i].reason), reasons[i].name);
    CHECK_TEXT(cos_error_code(error), reasons[i].name);
    CHECK_TEXT(cos_error_message(error), cos_error_reason_text(reasons[i].reason));
    CHECK_NUMBER(cos_error_reason(error), reasons[i].reason);
    CHECK_NUMBER(cos_error_retry(error), reasons[i].retry);
    check_every_accessor(error);
    cos_error_free(error);
  }
  check_subject = "";
  for (size_t i = 0; i < sizeof other_reasons / sizeof *other_reasons; i++) {
    cos_client_failure_t failure = {.struct_size = sizeof failure, .reason = other_reasons[i]};
    cos_error_t *error = cos_error_client(&failure);
    CHECK_NUMBER(cos_error_reason(error), other_reasons[i]);
    CHECK_TEXT(cos_error_code(error), cos_error_reason_name(other_reasons[i]));
    check_every_accessor(error);
    cos_error_free(error);
  }
  const int32_t none[] = {0, -1, 1, 11, 999, INT32_MAX, INT32_MIN};
  for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
    CHECK_TEXT(cos_error_reason_name(none[i]), "");
    CHECK_TEXT(cos_error_reason_text(none[i]), "");
  }
}

static void an_own_failure_keeps_what_it_was_given(void) {
  cos_client_failure_t failure = {
      .struct_size = sizeof failure,
      .reason = COS_ERROR_REASON_CONNECT,
      .message = "no route",
      .os_errno = EHOSTUNREACH,
      .method = "GET",
      .url = "https://b-1250000000.cos.ap-beijing.myqcloud.com/k",
      .cause = "router says no",
  };
  cos_error_t *error = cos_error_client(&failure);
  CHECK_NUMBER(cos_error_kind(error), COS_ERROR_KIND_CLIENT);
  CHECK_NUMBER(cos_error_status(error), 0);
  CHECK_NUMBER(cos_error_code_source(error), COS_CODE_SOURCE_CLIENT);
  CHECK_NUMBER(cos_error_responder(error), COS_RESPONDER_UNKNOWN);
  CHECK_NUMBER(cos_error_os_errno(error), EHOSTUNREACH);
  CHECK_NUMBER(cos_error_request_sent(error), 0);
  CHECK_TEXT(cos_error_message(error), "no route");
  CHECK_TEXT(cos_error_method(error), "GET");
  CHECK_TEXT(cos_error_url(error), failure.url);
  CHECK_TEXT(cos_error_resource(error), failure.url);
  CHECK_TEXT(cos_error_operation(error), "GetObject");
  CHECK_NUMBER(cos_error_cause_count(error), 1);
  CHECK_TEXT(cos_error_cause(error, 0), "router says no");
  CHECK_TEXT(cos_error_doc_url(error), "");
  CHECK_TEXT(cos_error_diagnose_url(error), "");
  CHECK_HAS(cos_error_text(error), "Connect: no route");
  check_every_accessor(error);
  cos_error_free(error);
}

/* A body that broke after its 200: what had arrived is kept. */
static void a_failure_after_the_headers_keeps_them(void) {
  const cos_header_t headers[] = {
      {.name = "Server", .value = "tencent-cos"},
      {.name = "x-cos-request-id", .value = "Njc0MGEwMDBfMGEwYjBjMGRfMWYyZV8zYTRiNWM2"},
      {.name = "Retry-After", .value = "7"},
  };
  cos_client_failure_t failure = {
      .struct_size = sizeof failure,
      .reason = COS_ERROR_REASON_CONNECTION_LOST,
      .os_errno = ECONNRESET,
      .method = "GET",
      .url = "https://b-1250000000.cos.ap-beijing.myqcloud.com/k",
      .cause = "reset by peer",
      .headers = headers,
      .header_count = 3,
      .status = 200,
  };
  cos_error_t *error = cos_error_client(&failure);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_CONNECTION_LOST);
  CHECK_TEXT(cos_error_message(error), cos_error_reason_text(COS_ERROR_REASON_CONNECTION_LOST));
  CHECK_NUMBER(cos_error_status(error), 200);
  CHECK_NUMBER(cos_error_request_sent(error), 1);
  CHECK_NUMBER(cos_error_responder(error), COS_RESPONDER_COS);
  CHECK_NUMBER(cos_error_os_errno(error), ECONNRESET);
  CHECK_NUMBER(cos_error_retry_after_ms(error), 7000);
  CHECK_NUMBER(cos_error_header_count(error), 3);
  CHECK_TEXT(cos_error_request_id(error), headers[1].value);
  CHECK_TEXT(cos_error_cause(error, 0), "reset by peer");
  check_every_accessor(error);
  cos_error_free(error);
}

/* What the caller knows of the request counts; what it does not know is told by the rest. */
static void request_sent_is_the_callers_word(void) {
  const struct { int32_t reason, status, given, expected; } rows[] = {
      {COS_ERROR_REASON_CONNECT, 0, 0, 0}, {COS_ERROR_REASON_CONNECT, 0, 1, 1},
      {COS_ERROR_REASON_TIMEOUT, 0, 0, 1}, {COS_ERROR_REASON_TIMEOUT, 0, -1, 0},
      {COS_ERROR_REASON_TLS, 200, 0, 1},   {COS_ERROR_REASON_PROXY, 407, -1, 0},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    cos_client_failure_t failure = {.struct_size = sizeof failure, .reason = rows[i].reason,
                                    .status = rows[i].status, .request_sent = rows[i].given};
    cos_error_t *error = cos_error_client(&failure);
    CHECK_NUMBER(cos_error_reason(error), rows[i].reason);
    CHECK_NUMBER(cos_error_request_sent(error), rows[i].expected);
    check_every_accessor(error);
    cos_error_free(error);
  }
  const cos_header_t header = {.name = "x-cos-request-id", .value = "NmIw"};
  for (int with_status = 0; with_status < 2; with_status++) {
    cos_client_failure_t failure = {.struct_size = sizeof failure, .reason = COS_ERROR_REASON_TIMEOUT, .request_sent = -1};
    if (with_status) failure.status = 200;
    else failure.headers = &header, failure.header_count = 1;
    cos_error_t *error = cos_error_client(&failure);
    CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_INVALID_ARGUMENT);
    CHECK(!strncmp(cos_error_message(error), "request_sent \"-1\": ", 19));
    cos_error_free(error);
  }
  cos_client_failure_t failure = {.struct_size = sizeof failure, .reason = COS_ERROR_REASON_CALLBACK, .message = "\n"};
  cos_error_t *error = cos_error_client(&failure);
  CHECK(strlen(cos_error_message(error)) > 1);
  cos_error_free(error);
}

static void wrong_failures_are_named(void) {
  cos_client_failure_t failure = {.struct_size = sizeof failure, .reason = 999};
  cos_error_t *error = cos_error_client(&failure);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_INVALID_ARGUMENT);
  CHECK_HAS(cos_error_message(error), "reason");
  CHECK_HAS(cos_error_message(error), "999");
  cos_error_free(error);

  const struct { cos_client_failure_t failure; const char *message; } wrong[] = {
      {{.struct_size = 3}, "failure.struct_size 3: set it to sizeof(cos_client_failure_t)"},
      {{.struct_size = sizeof failure, .reason = COS_ERROR_REASON_DNS, .status = 70000}, "status \"70000\": "},
      {{.struct_size = sizeof failure, .reason = COS_ERROR_REASON_DNS, .request_sent = 2}, "request_sent \"2\": "},
  };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    error = cos_error_client(&wrong[i].failure);
    CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_INVALID_ARGUMENT);
    CHECK_HAS(cos_error_message(error), wrong[i].message);
    cos_error_free(error);
  }

  /* A caller that knows only the first two members. */
  failure = (cos_client_failure_t){.struct_size = offsetof(cos_client_failure_t, message),
                                   .reason = COS_ERROR_REASON_DNS,
                                   .message = (const char *)1,
                                   .url = (const char *)1};
  error = cos_error_client(&failure);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_DNS);
  CHECK_TEXT(cos_error_message(error), cos_error_reason_text(COS_ERROR_REASON_DNS));
  cos_error_free(error);

  /* A caller whose struct ended with the cause. */
  failure = (cos_client_failure_t){.struct_size = offsetof(cos_client_failure_t, headers),
                                   .reason = COS_ERROR_REASON_DNS,
                                   .cause = "resolver says no",
                                   .headers = (const cos_header_t *)1,
                                   .header_count = 1,
                                   .status = 70000,
                                   .request_sent = 7};
  error = cos_error_client(&failure);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_DNS);
  CHECK_NUMBER(cos_error_status(error), 0);
  CHECK_NUMBER(cos_error_request_sent(error), 0);
  CHECK_TEXT(cos_error_cause(error, 0), "resolver says no");
  cos_error_free(error);
}

static void null_has_nothing(void) {
  size_t length = 7;
  CHECK_NUMBER(cos_error_kind(NULL), COS_ERROR_KIND_NONE);
  CHECK_NUMBER(cos_error_retry_after_ms(NULL), -1);
  CHECK_NUMBER(cos_error_clock_skew_s(NULL), COS_SKEW_UNKNOWN);
  CHECK_TEXT(cos_error_code(NULL), "");
  CHECK_TEXT(cos_error_json(NULL), "null");
  CHECK_TEXT(cos_error_advice(NULL, "zh"), "");
  CHECK(cos_error_origin_body(NULL, &length) != NULL);
  CHECK_NUMBER(length, 0);
  cos_error_free(NULL);
}

/* What a caller of another version knows of the struct is written, and nothing behind it. */
static void fields_are_written_as_far_as_the_caller_knows(void) {
  cos_client_failure_t failure = {.struct_size = sizeof failure, .reason = COS_ERROR_REASON_TIMEOUT};
  cos_error_t *error = cos_error_client(&failure);
  struct { cos_error_fields_t fields; unsigned char behind[64]; } room;

  for (size_t size = 0; size <= sizeof(size_t); size++) {
    memset(&room, 0xA5, sizeof room);
    room.fields.struct_size = size;
    CHECK_NUMBER(cos_error_fields(error, &room.fields), 0);
    CHECK_NUMBER((unsigned)room.fields.kind, 0xA5A5A5A5u);
  }
  for (size_t size = sizeof(size_t) + 1; size <= sizeof room.fields; size++) {
    memset(&room, 0xA5, sizeof room);
    room.fields.struct_size = size;
    CHECK_NUMBER(cos_error_fields(error, &room.fields), 1);
    CHECK_NUMBER(((unsigned char *)&room)[size], 0xA5);
    CHECK_NUMBER(room.fields.struct_size, size);
  }
  memset(&room, 0xA5, sizeof room);
  room.fields.struct_size = sizeof room;
  CHECK_NUMBER(cos_error_fields(error, &room.fields), 1);
  CHECK_TEXT(room.fields.code, "Timeout");
  CHECK_NUMBER(room.behind[0], 0xA5);

  cos_error_part_t part = {.struct_size = 1};
  cos_attempt_t attempt = {.struct_size = 1};
  CHECK_NUMBER(cos_error_part(error, 0, &part), 0);
  CHECK_NUMBER(cos_error_attempt(error, 0, &attempt), 0);
  cos_error_free(error);
}

/* A part is written as far as the caller knows it; the classes are those of the parts' codes. */
static void parts_have_a_retry_class_each(void) {
  static const char body[] =
      "<DeleteResult><Error><Key>a</Key><Code>InternalError</Code></Error>"
      "<Error><Key>b</Key><Code>AccessDenied</Code></Error>"
      "<Error><Key>c</Key><Code>NoSuchThing</Code></Error></DeleteResult>";
  const int32_t classes[] = {COS_RETRY_YES, COS_RETRY_AFTER_FIX, COS_RETRY_NO};
  cos_exchange_t exchange = {.struct_size = sizeof exchange, .method = "POST", .status = 200,
                             .body = body, .body_len = sizeof body - 1};
  cos_error_t *error = cos_error_from_response(&exchange);
  CHECK_NUMBER(cos_error_part_count(error), 3);
  CHECK_NUMBER(cos_error_retry(error), COS_RETRY_NO);
  for (size_t i = 0; i < 3; i++) {
    cos_error_part_t part = {.struct_size = sizeof part, .reserved = 7};
    CHECK_NUMBER(cos_error_part(error, i, &part), 1);
    CHECK_NUMBER(part.retry, classes[i]);
    CHECK_NUMBER(part.reserved, 0);

    part = (cos_error_part_t){.struct_size = offsetof(cos_error_part_t, retry), .retry = 0x5A5A};
    CHECK_NUMBER(cos_error_part(error, i, &part), 1);
    CHECK_NUMBER(part.retry, 0x5A5A);
    CHECK(part.message && part.key);
  }
  check_every_accessor(error);
  cos_error_free(error);
}

/* A name that is NULL is no name, not even the empty one. */
static void nothing_is_found_by_null(void) {
  static const char *const bodies[] = {"{\"code\": \"A\", \"\": \"b\"}", "<Error><Code>A</Code><a:>b</a:></Error>"};
  static const cos_header_t nameless = {.name = "", .value = "b"};
  for (size_t i = 0; i < 2; i++) {
    const cos_exchange_t exchange = {.struct_size = sizeof exchange,
                                     .status = 404,
                                     .headers = &nameless,
                                     .header_count = 1,
                                     .body = bodies[i],
                                     .body_len = strlen(bodies[i])};
    cos_error_t *error = cos_error_from_response(&exchange);
    CHECK_TEXT(cos_error_detail(error, ""), "b");
    CHECK_TEXT(cos_error_detail(error, NULL), "");
    CHECK_TEXT(cos_error_header(error, NULL), "");
    check_every_accessor(error);
    cos_error_free(error);
  }
}

int main(void) {
  reasons_have_name_text_and_retry();
  an_own_failure_keeps_what_it_was_given();
  a_failure_after_the_headers_keeps_them();
  request_sent_is_the_callers_word();
  wrong_failures_are_named();
  null_has_nothing();
  fields_are_written_as_far_as_the_caller_knows();
  parts_have_a_retry_class_each();
  nothing_is_found_by_null();
  return check_report();
}
