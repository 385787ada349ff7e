/* Errors from what SDKs kept, and the adapter for Tencent's C SDK on its recorded results. sdk c.jsonl */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "sdk_row.h"
#include "table.h"

/* The types of the C SDK and of APR that the adapter uses, as their headers declare them. */
typedef struct { int code; char *error_code; char *error_msg; char *req_id; } cos_status_t;
typedef struct { void *pool; int elt_size; int nelts; int nalloc; char *elts; } apr_array_header_t;
typedef struct { char *key; char *val; unsigned key_checksum; } apr_table_entry_t;
typedef struct apr_table_t { apr_array_header_t list; } cos_table_t;
static const apr_array_header_t *apr_table_elts(const cos_table_t *table) { return &table->list; }

#include <cos_err/c_sdk.h>

#define URL "https://examplebucket-1250000000.cos.ap-beijing.myqcloud.com/k"
enum { MOST = 32 };

static char *text_of(json_t *object, const char *name) {
  return (char *)(uintptr_t)json_string_value(json_object_get(object, name));
}

static cos_table_t headers_of(json_t *sdk, apr_table_entry_t *entries) {
  json_t *pairs = json_object_get(sdk, "resp_headers"), *pair;
  size_t i;
  CHECK(json_array_size(pairs) <= MOST);
  json_array_foreach(pairs, i, pair) {
    entries[i].key = (char *)(uintptr_t)json_string_value(json_array_get(pair, 0));
    entries[i].val = (char *)(uintptr_t)json_string_value(json_array_get(pair, 1));
  }
  return (cos_table_t){.list = {.nelts = (int)json_array_size(pairs), .elts = (char *)entries}};
}

static void each_row(json_t *row) {
  check_subject = table_text(row, "id");
  json_t *sdk = json_object_get(row, "sdk");
  apr_table_entry_t entries[MOST] = {{0}};
  const cos_table_t headers = headers_of(sdk, entries);
  const cos_status_t status = {
      .code = (int)json_integer_value(json_object_get(sdk, "code")),
      .error_code = text_of(sdk, "error_code"),
      .error_msg = text_of(sdk, "error_msg"),
      .req_id = text_of(sdk, "req_id"),
  };
  const cos_sdk_request_t request = {.method = table_text(row, "method"), .url = NULL};
  cos_error_t *error = cos_error_from_status(&status, &headers, &request);
  check_sdk_row(error, row);
  cos_error_free(error);
}

static void what_the_program_knows_is_added(void) {
  const cos_status_t status = {.code = 404, .error_code = (char *)(uintptr_t)"NosuchKey"};
  const cos_sdk_request_t request = {.method = "HEAD", .url = URL};
  cos_error_t *error = cos_error_from_status(&status, NULL, &request);
  CHECK_TEXT(cos_error_code(error), "NoSuchKey");
  CHECK_NUMBER(cos_error_code_source(error), COS_CODE_SOURCE_STATUS);
  CHECK_TEXT(cos_error_operation(error), "HeadObject");
  CHECK_NUMBER(cos_error_lost(error), COS_LOST_CODE | COS_LOST_MESSAGE | COS_LOST_REQUEST_ID | COS_LOST_TRACE_ID |
                                          COS_LOST_HEADERS);
  cos_error_free(error);
}

static void codes_of_the_c_sdk_are_reasons(void) {
  const struct { int code; cos_error_reason_t reason; } rows[] = {
      {-998, COS_ERROR_REASON_CONNECT},      {-995, COS_ERROR_REASON_TIMEOUT},  {-990, COS_ERROR_REASON_DNS},
      {-994, COS_ERROR_REASON_INVALID_ARGUMENT}, {-989, COS_ERROR_REASON_TLS}, {-978, COS_ERROR_REASON_CHECKSUM},
      {-985, COS_ERROR_REASON_LOCAL_IO},     {-997, COS_ERROR_REASON_CALLBACK},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const cos_status_t status = {.code = rows[i].code, .error_code = (char *)(uintptr_t)"ClientError"};
    cos_error_t *error = cos_error_from_status(&status, NULL, NULL);
    CHECK_NUMBER(cos_error_reason(error), rows[i].reason);
    CHECK_NUMBER(cos_error_lost(error), 0);
    cos_error_free(error);
  }
  const cos_status_t success = {.code = 204};
  CHECK(cos_error_from_status(&success, NULL, NULL) == NULL);
  CHECK(cos_error_from_status(NULL, NULL, NULL) == NULL);
}

static void words_that_say_nothing_are_marked(void) {
  cos_sdk_error_t sdk = {.struct_size = sizeof sdk, .message = "it failed", .code = "Oops"};
  cos_error_t *error = cos_error_from_sdk(&sdk);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_CONNECT);
  CHECK_NUMBER(cos_error_lost(error), COS_LOST_REASON);
  CHECK_NUMBER(cos_error_request_sent(error), 1);
  CHECK_TEXT(cos_error_message(error), "it failed");
  cos_error_free(error);
}

static void what_was_kept_without_the_body(void) {
  const cos_header_t header = {.name = "Server", .value = "tencent-cos"};
  const cos_header_t details[] = {{.name = "ServerTime", .value = "2026-11-21T08:00:00Z"}, {.name = "Odd", .value = "1"}};
  cos_sdk_error_t sdk = {.struct_size = sizeof sdk, .status = 403, .code = "RequestTimeTooSkewed", .headers = &header,
                         .header_count = 1, .details = details, .detail_count = 2};
  cos_error_t *error = cos_error_from_sdk(&sdk);
  CHECK_TEXT(cos_error_detail(error, "Odd"), "1");
  CHECK_TEXT(cos_error_detail(error, "ServerTime"), "2026-11-21T08:00:00Z");
  CHECK_NUMBER(cos_error_lost(error) & (COS_LOST_HEADERS | COS_LOST_BODY), COS_LOST_BODY);
  cos_error_free(error);
  sdk.headers_filtered = 1;
  error = cos_error_from_sdk(&sdk);
  CHECK_NUMBER(cos_error_lost(error) & (COS_LOST_HEADERS | COS_LOST_BODY), COS_LOST_HEADERS | COS_LOST_BODY);
  cos_error_free(error);
  /* What the body has is not added again. */
  sdk.body = "<Error><Code>RequestTimeTooSkewed</Code><Odd>2</Odd></Error>";
  sdk.body_len = strlen(sdk.body);
  error = cos_error_from_sdk(&sdk);
  CHECK_TEXT(cos_error_detail(error, "Odd"), "2");
  CHECK_TEXT(cos_error_detail(error, "ServerTime"), "");
  cos_error_free(error);
}

static void check_refused(const cos_sdk_error_t *sdk, const char *name) {
  cos_error_t *error = cos_error_from_sdk(sdk);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_INVALID_ARGUMENT);
  CHECK_HAS(cos_error_message(error), name);
  CHECK_NUMBER(cos_error_lost(error), 0);
  cos_error_free(error);
}

static void arguments(void) {
  check_refused(NULL, "sdk");
  check_refused(&(cos_sdk_error_t){.struct_size = 8}, "sdk.struct_size");
  check_refused(&(cos_sdk_error_t){.struct_size = sizeof(cos_sdk_error_t), .status = 100}, "status");
  check_refused(&(cos_sdk_error_t){.struct_size = sizeof(cos_sdk_error_t), .reason = 11}, "reason");
  CHECK_NUMBER(cos_error_lost(NULL), 0);
  /* A caller of an earlier header knows fewer members. */
  cos_sdk_error_t sdk = {.struct_size = offsetof(cos_sdk_error_t, code), .status = 404, .code = "NoSuchKey"};
  cos_error_t *error = cos_error_from_sdk(&sdk);
  CHECK(cos_error_lost(error) & COS_LOST_CODE);
  cos_error_free(error);
}

int main(int argc, char **argv) {
  if (argc != 2) return fputs("usage: sdk c.jsonl\n", stderr), 2;
  table_each(argv[1], each_row);
  check_subject = "";
  what_the_program_knows_is_added();
  codes_of_the_c_sdk_are_reasons();
  words_that_say_nothing_are_marked();
  what_was_kept_without_the_body();
  arguments();
  return check_report();
}
