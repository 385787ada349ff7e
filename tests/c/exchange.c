/* Answers at the limits, and exchanges as callers of other versions and languages make them. */
#include <stddef.h>
#include <stdlib.h>

#include "check.h"
#include "all_accessors.h"
#include "table.h"

#define URL "https://examplebucket-1250000000.cos.ap-beijing.myqcloud.com/"
#define ID "Njc0MGEwMDBfMGEwYjBjMGRfMWYyZV8zYTRiNWM2"

static cos_exchange_t head_404(void) {
  return (cos_exchange_t){.struct_size = sizeof(cos_exchange_t), .method = "HEAD", .url = URL, .status = 404};
}

static void header_fields_have_a_limit(void) {
  enum { MOST = 128 };
  cos_header_t headers[MOST + 1];
  for (size_t i = 0; i <= MOST; i++) headers[i] = (cos_header_t){.name = "x-a", .value = "v"};
  headers[0] = (cos_header_t){.name = "x-cos-request-id", .value = ID};
  cos_exchange_t exchange = head_404();
  exchange.headers = headers;

  exchange.header_count = MOST;
  cos_error_t *error = cos_error_from_response(&exchange);
  CHECK_TEXT(cos_error_code(error), "NoSuchBucket");
  CHECK_NUMBER(cos_error_header_count(error), MOST);
  check_every_accessor(error);
  cos_error_free(error);

  exchange.header_count = MOST + 1;
  error = cos_error_from_response(&exchange);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_TOO_LARGE);
  CHECK_NUMBER(cos_error_status(error), 404);
  CHECK_TEXT(cos_error_request_id(error), ID);
  check_every_accessor(error);
  cos_error_free(error);
}

static void header_bytes_have_a_limit(void) {
  const size_t most = 64 * 1024;
  char *value = malloc(most);
  if (!value) abort();
  memset(value, 'v', most);
  cos_header_t header = {.name = "x-a", .value = value, .name_len = 3, .value_len = most - 3};
  cos_exchange_t exchange = head_404();
  exchange.headers = &header;
  exchange.header_count = 1;
  cos_error_t *error = cos_error_from_response(&exchange);
  CHECK_NUMBER(cos_error_kind(error), COS_ERROR_KIND_SERVICE);
  CHECK_NUMBER(strlen(cos_error_header(error, "X-A")), most - 3);
  cos_error_free(error);

  header.value_len = most - 2;
  error = cos_error_from_response(&exchange);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_TOO_LARGE);
  CHECK_NUMBER(cos_error_status(error), 404);
  cos_error_free(error);
  free(value);
}

static void bodies_are_kept_to_a_limit_and_marked(void) {
  static const char head[] = "<Error><Code>NoSuchKey</Code><Message>gone</Message><Filler>";
  const size_t kept = 1024 * 1024;
  char *body = malloc(2 * kept);
  if (!body) abort();
  memset(body, 'f', 2 * kept);
  memcpy(body, head, sizeof head - 1);
  cos_exchange_t exchange = head_404();
  exchange.method = "GET";
  exchange.body = body;
  const size_t lengths[] = {kept, kept + 1, 2 * kept};
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    size_t length = 0;
    exchange.body_len = lengths[i];
    cos_error_t *error = cos_error_from_response(&exchange);
    CHECK(memcmp(cos_error_origin_body(error, &length), body, kept) == 0);
    CHECK_NUMBER(length, kept);
    CHECK_NUMBER(strlen(cos_error_origin_xml(error)), kept);
    CHECK_NUMBER(cos_error_origin_truncated(error), lengths[i] > kept);
    CHECK_TEXT(cos_error_code(error), "NoSuchKey");
    CHECK_TEXT(cos_error_message(error), "gone");
    CHECK_NUMBER(cos_error_kind(error), COS_ERROR_KIND_SERVICE);
    cos_error_free(error);
  }
  free(body);
}

/* Lengths count, not NULs: nothing ends with one here. */
/* A success is read to its end, beyond what is kept: the last of its items may have failed. */
static void items_behind_the_limit_of_bodies_count(void) {
  enum { ITEMS = 1000, KEY = 1050, ROOM = ITEMS * (KEY + 60) + 200 };
  static const char failed[] = "<Error><Key>last</Key><Code>AccessDenied</Code></Error>";
  for (int with_failure = 0; with_failure < 2; with_failure++) {
    char *body = malloc(ROOM), *at = body;
    at += sprintf(at, "<DeleteResult>");
    for (int i = 0; i < ITEMS; i++) at += sprintf(at, "<Deleted><Key>%0*d</Key></Deleted>", KEY, i);
    at += sprintf(at, "%s</DeleteResult>", with_failure ? failed : "");
    cos_exchange_t exchange = head_404();
    exchange.method = "POST";
    exchange.url = URL "?delete";
    exchange.status = 200;
    exchange.expect_root = "DeleteResult";
    exchange.body = body;
    exchange.body_len = (size_t)(at - body);
    CHECK(exchange.body_len > 1 << 20);
    cos_error_t *error = cos_error_from_response(&exchange);
    CHECK((error != NULL) == with_failure);
    CHECK_NUMBER(cos_error_part_count(error), (size_t)with_failure);
    CHECK_TEXT(cos_error_code(error), with_failure ? "AccessDenied" : "");
    CHECK_NUMBER(cos_error_origin_truncated(error), with_failure);
    if (error) check_every_accessor(error);
    cos_error_free(error);
    free(body);
  }
}

static void lengths_end_strings(void) {
  char *name = exact_copy("X-Cos-Request-Id", 16);
  char *value = exact_copy(ID, strlen(ID));
  char *body = exact_copy("<Error><Code>NoSuchKey</Code></Error>", 37);
  cos_header_t header = {.name = name, .value = value, .name_len = 16, .value_len = strlen(ID)};
  cos_exchange_t exchange = head_404();
  exchange.method = "GET";
  exchange.headers = &header;
  exchange.header_count = 1;
  exchange.body = body;
  exchange.body_len = 37;
  cos_error_t *error = cos_error_from_response(&exchange);
  CHECK_TEXT(cos_error_request_id(error), ID);
  CHECK_TEXT(cos_error_header_name(error, 0), "X-Cos-Request-Id");
  CHECK_TEXT(cos_error_code(error), "NoSuchKey");
  check_every_accessor(error);
  cos_error_free(error);
  free(name);
  free(value);
  free(body);
}

/* A receive buffer: what follows an empty value, or an empty block, belongs to another. */
static void nothing_is_read_behind_a_length_of_zero(void) {
  char *name = exact_copy("x-cos-request-id", 16);
  char *end = exact_copy("v", 1);
  cos_header_t header = {.name = name, .value = end + 1, .name_len = 16};
  cos_exchange_t exchange = head_404();
  exchange.headers = &header;
  exchange.header_count = 1;
  cos_error_t *error = cos_error_from_response(&exchange);
  CHECK_TEXT(cos_error_request_id(error), "");
  CHECK_NUMBER(cos_error_header_count(error), 1);
  CHECK_TEXT(cos_error_header_name(error, 0), "x-cos-request-id");
  CHECK_TEXT(cos_error_header_value(error, 0), "");
  cos_error_free(error);

  /* The same in a failure after the headers. */
  cos_client_failure_t failure = {.struct_size = sizeof failure, .reason = COS_ERROR_REASON_TIMEOUT,
                                  .headers = &header, .header_count = 1, .status = 200};
  error = cos_error_client(&failure);
  CHECK_TEXT(cos_error_header_value(error, 0), "");
  cos_error_free(error);

  exchange = head_404();
  exchange.raw_headers = end + 1;
  error = cos_error_from_response(&exchange);
  CHECK_NUMBER(cos_error_header_count(error), 0);
  cos_error_free(error);

  /* Names and values without lengths end with their NUL, and a value alone may have one. */
  header = (cos_header_t){.name = "x-cos-request-id", .value = ID "behind", .value_len = strlen(ID)};
  exchange = head_404();
  exchange.headers = &header;
  exchange.header_count = 1;
  error = cos_error_from_response(&exchange);
  CHECK_TEXT(cos_error_request_id(error), ID);
  cos_error_free(error);
  free(name);
  free(end);
}

static void a_header_block_is_read_as_on_the_wire(void) {
  static const char *const blocks[] = {
      "HTTP/1.1 404 Not Found\r\nServer: tencent-cos\r\nX-Cos-Request-Id: " ID "\r\nx-a: 1\r\nX-A: 2\r\n\r\n",
      "Server: tencent-cos\nx-cos-request-id:" ID "\nx-a:1\nx-a:  2  \n",
  };
  for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
    size_t length = strlen(blocks[i]);
    char *exact = exact_copy(blocks[i], length);
    cos_exchange_t exchange = head_404();
    exchange.raw_headers = exact;
    exchange.raw_headers_len = length;
    cos_error_t *error = cos_error_from_response(&exchange);
    CHECK_NUMBER(cos_error_responder(error), COS_RESPONDER_COS);
    CHECK_TEXT(cos_error_request_id(error), ID);
    CHECK_NUMBER(cos_error_header_count(error), 4);
    CHECK_TEXT(cos_error_header(error, "x-A"), "1");
    CHECK_TEXT(cos_error_header_value(error, 3), "2");
    check_every_accessor(error);
    cos_error_free(error);
    free(exact);
  }
}

static void sizes_of_other_versions_are_understood(void) {
  struct { cos_exchange_t exchange; const char *unknown[8]; } newer = {.exchange = head_404()};
  for (size_t size = 0; size <= sizeof(size_t); size++) {
    newer.exchange.struct_size = size;
    cos_error_t *error = cos_error_from_response(&newer.exchange);
    CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_INVALID_ARGUMENT);
    char expected[80];
    snprintf(expected, sizeof expected, "exchange.struct_size %zu: set it to sizeof(cos_exchange_t)", size);
    CHECK_TEXT(cos_error_message(error), expected);
    cos_error_free(error);
  }

  newer.unknown[0] = (const char *)1;
  newer.exchange.struct_size = sizeof newer;
  cos_error_t *error = cos_error_from_response(&newer.exchange);
  CHECK_TEXT(cos_error_code(error), "NoSuchBucket");
  cos_error_free(error);

  /* An older caller, whose struct ended before the header fields. */
  cos_exchange_t older = head_404();
  older.struct_size = offsetof(cos_exchange_t, headers);
  older.headers = (const cos_header_t *)1;
  older.header_count = 1;
  older.body = (const void *)1;
  older.body_len = 1;
  older.key = (const char *)1;
  error = cos_error_from_response(&older);
  CHECK_TEXT(cos_error_code(error), "NoSuchBucket");
  CHECK_NUMBER(cos_error_header_count(error), 0);
  cos_error_free(error);

  /* One whose struct ended with received_at_ms, and one that counted half of a pointer. */
  const size_t sizes[] = {offsetof(cos_exchange_t, expect_cos), offsetof(cos_exchange_t, key) + 4};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    cos_exchange_t success = {.struct_size = sizes[i], .method = "GET", .url = URL "k", .status = 200,
                              .expect_cos = 1, .headers_filtered = 1};
    if (i == 1) success.key = (const char *)1;
    CHECK(cos_error_from_response(&success) == NULL);
  }
}

/* A captive portal answers for COS. */
static void marks_of_cos_are_expected_where_the_caller_says_so(void) {
  const cos_header_t portal = {.name = "Server", .value = "nginx"};
  cos_exchange_t exchange = {.struct_size = sizeof exchange, .method = "HEAD", .url = URL, .status = 200,
                             .headers = &portal, .header_count = 1};
  CHECK(cos_error_from_response(&exchange) == NULL);
  exchange.expect_cos = 1;
  cos_error_t *error = cos_error_from_response(&exchange);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_BAD_RESPONSE);
  CHECK_NUMBER(cos_error_status(error), 200);
  check_every_accessor(error);
  cos_error_free(error);
}

/* A browser shows some headers only: those that are not there may have been there. */
static void filtered_headers_prove_nothing(void) {
  const cos_header_t shown = {.name = "Content-Type", .value = "application/xml"};
  cos_exchange_t exchange = {.struct_size = sizeof exchange, .method = "HEAD", .url = URL, .status = 200,
                             .headers = &shown, .header_count = 1, .expect_cos = 1, .headers_filtered = 1};
  CHECK(cos_error_from_response(&exchange) == NULL);
  exchange.status = 404;
  cos_error_t *error = cos_error_from_response(&exchange);
  CHECK_NUMBER(cos_error_responder(error), COS_RESPONDER_UNKNOWN);
  CHECK_TEXT(cos_error_code(error), "NoSuchBucket");
  cos_error_free(error);

  exchange.headers_filtered = 0;
  error = cos_error_from_response(&exchange);
  CHECK_NUMBER(cos_error_responder(error), COS_RESPONDER_OTHER);
  CHECK_TEXT(cos_error_code(error), "Http404");
  cos_error_free(error);
}

static void unknowns_stay_unknown(void) {
  static const char body[] = "<Error><Code>NoSuchKey</Code><Message>m</Message></Error>";
  cos_exchange_t exchange = {.struct_size = sizeof exchange, .body = body, .body_len = sizeof body - 1};
  cos_error_t *error = cos_error_from_response(&exchange);
  CHECK_TEXT(cos_error_code(error), "NoSuchKey");
  CHECK_NUMBER(cos_error_status(error), 0);
  CHECK_TEXT(cos_error_method(error), "");
  CHECK_TEXT(cos_error_url(error), "");
  CHECK_NUMBER(cos_error_responder(error), COS_RESPONDER_UNKNOWN);
  CHECK_NUMBER(cos_error_clock_skew_s(error), COS_SKEW_UNKNOWN);
  check_every_accessor(error);
  cos_error_free(error);

  /* A method that is not known is not HEAD: its body is read. */
  exchange.status = 404;
  exchange.url = URL "k";
  error = cos_error_from_response(&exchange);
  CHECK_NUMBER(cos_error_code_source(error), COS_CODE_SOURCE_BODY);
  cos_error_free(error);

  exchange = (cos_exchange_t){.struct_size = sizeof exchange, .status = 200};
  CHECK(cos_error_from_response(&exchange) == NULL);
}

static void an_exchange_that_says_nothing_is_a_mistake(void) {
  const cos_header_t none = {.name = "Server", .value = "tencent-cos"};
  const cos_exchange_t empty[] = {
      {.struct_size = sizeof(cos_exchange_t)},
      {.struct_size = sizeof(cos_exchange_t), .method = "HEAD", .url = URL, .bucket = "b", .received_at_ms = 1},
      {.struct_size = sizeof(cos_exchange_t), .headers = &none, .body = "", .raw_headers = "HTTP/1.1 404 x"},
      {.struct_size = sizeof(cos_exchange_t), .body_truncated = 1, .expect_root = "R", .expect_cos = 1},
  };
  for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
    cos_error_t *error = cos_error_from_response(&empty[i]);
    CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_INVALID_ARGUMENT);
    CHECK_TEXT(cos_error_message(error),
               "status is missing: set the HTTP status of the response, its headers or its body");
    cos_error_free(error);
  }
}

static void wrong_members_are_named(void) {
  const struct { const char *name; cos_exchange_t exchange; } wrong[] = {
      {"status \"-1\": ", {.struct_size = sizeof(cos_exchange_t), .status = -1}},
      {"status \"100\": ", {.struct_size = sizeof(cos_exchange_t), .status = 100}},
      {"status \"199\": ", {.struct_size = sizeof(cos_exchange_t), .status = 199}},
      {"status \"99\": ", {.struct_size = sizeof(cos_exchange_t), .status = 99}},
      {"status \"1000\": ", {.struct_size = sizeof(cos_exchange_t), .status = 1000}},
      {"status", {.struct_size = sizeof(cos_exchange_t), .status = 70000}},
      {"method", {.struct_size = sizeof(cos_exchange_t), .status = 404, .method = "G\xFFT"}},
      {"bucket", {.struct_size = sizeof(cos_exchange_t), .status = 404, .bucket = "b\xFF"}},
      {"key", {.struct_size = sizeof(cos_exchange_t), .status = 404, .key = "k\xFF"}},
      {"expect_root", {.struct_size = sizeof(cos_exchange_t), .status = 404, .expect_root = "R\xFF"}},
  };
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    cos_error_t *error = cos_error_from_response(&wrong[i].exchange);
    CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_INVALID_ARGUMENT);
    CHECK_HAS(cos_error_message(error), wrong[i].name);
    cos_error_free(error);
  }
}

int main(void) {
  header_fields_have_a_limit();
  header_bytes_have_a_limit();
  bodies_are_kept_to_a_limit_and_marked();
  items_behind_the_limit_of_bodies_count();
  lengths_end_strings();
  nothing_is_read_behind_a_length_of_zero();
  a_header_block_is_read_as_on_the_wire();
  sizes_of_other_versions_are_understood();
  marks_of_cos_are_expected_where_the_caller_says_so();
  filtered_headers_prove_nothing();
  unknowns_stay_unknown();
  an_exchange_that_says_nothing_is_a_mistake();
  wrong_members_are_named();
  return check_report();
}
