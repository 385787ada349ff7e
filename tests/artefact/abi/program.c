/* A program of the last release: it is compiled against the header that bindings/c/abi has kept, and
   runs with this library. It fills or reads a member near the end of each struct. */
#include <stdlib.h>

#include <cos_err.h>

#include "check.h"

static const char *const body =
    "<Error><Code>NoSuchKey</Code><Message>gone</Message><RequestId>NjNjMQ==</RequestId></Error>";
static const char *const parts =
    "<DeleteResult><Error><Key>a</Key><Code>AccessDenied</Code><Message>no</Message></Error></DeleteResult>";

static cos_header_t header(const char *name, const char *value) {
  /* With lengths, so that all members count. */
  return (cos_header_t){name, value, strlen(name), strlen(value)};
}

static void reads_responses(void) {
  cos_header_t headers[] = {header("x-cos-request-id", "NjNjMQ=="), header("Server", "tencent-cos")};
  cos_exchange_t exchange = {.struct_size = sizeof exchange, .method = "GET", .status = 404};
  exchange.url = "https://b-1250000000.cos.ap-guangzhou.myqcloud.com/k";
  exchange.headers = headers;
  exchange.header_count = 2;
  exchange.body = body;
  exchange.body_len = strlen(body);
  exchange.body_truncated = 1;
  cos_error_t *error = cos_error_from_response(&exchange);
  cos_error_fields_t fields = {.struct_size = sizeof fields};
  CHECK_NUMBER(cos_error_fields(error, &fields), 1);
  CHECK_NUMBER(fields.kind, COS_ERROR_KIND_SERVICE);
  CHECK_NUMBER(fields.status, 404);
  CHECK_NUMBER(fields.clock_skew_s, COS_SKEW_UNKNOWN);
  CHECK_TEXT(fields.code, COS_ERROR_CODE_NO_SUCH_KEY);
  CHECK_NUMBER(fields.header_count, 2);
  CHECK_NUMBER(fields.origin_truncated, 1);
  CHECK_NUMBER(fields.cause_count, cos_error_cause_count(error));
  CHECK_TEXT(cos_error_header(error, "server"), "tencent-cos");
  cos_error_free(error);

  /* The last members: without them a page of a portal is a success. */
  cos_exchange_t portal = {.struct_size = sizeof portal, .method = "GET", .status = 200, .expect_cos = 1};
  error = cos_error_from_response(&portal);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_BAD_RESPONSE);
  cos_error_free(error);
}

static void reads_parts(void) {
  cos_exchange_t exchange = {.struct_size = sizeof exchange, .method = "POST", .status = 200};
  exchange.body = parts;
  exchange.body_len = strlen(parts);
  cos_error_t *error = cos_error_from_response(&exchange);
  cos_error_part_t part = {.struct_size = sizeof part};
  CHECK_NUMBER(cos_error_part(error, 0, &part), 1);
  CHECK_TEXT(part.key, "a");
  CHECK_TEXT(part.code, COS_ERROR_CODE_ACCESS_DENIED);
  CHECK_NUMBER(part.retry, COS_RETRY_AFTER_FIX);
  cos_error_free(error);
}

static void reads_failures(void) {
  cos_client_failure_t failure = {.struct_size = sizeof failure, .reason = COS_ERROR_REASON_CONNECTION_LOST};
  failure.os_errno = 104;
  failure.status = 200;
  failure.request_sent = 1;
  failure.cause = "the cause";
  cos_error_t *error = cos_error_client(&failure);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_CONNECTION_LOST);
  CHECK_NUMBER(cos_error_os_errno(error), 104);
  CHECK_NUMBER(cos_error_status(error), 200);
  CHECK_NUMBER(cos_error_request_sent(error), 1);
  CHECK_TEXT(cos_error_cause(error, 0), "the cause");
  cos_error_free(error);

  cos_header_t detail = header("Key", "k");
  cos_sdk_error_t sdk = {.struct_size = sizeof sdk, .method = "GET", .status = 403, .code = "AccessDenied"};
  sdk.details = &detail;
  sdk.detail_count = 1;
  error = cos_error_from_sdk(&sdk);
  CHECK_TEXT(cos_error_code(error), COS_ERROR_CODE_ACCESS_DENIED);
  CHECK_TEXT(cos_error_detail(error, "Key"), "k");
  CHECK((cos_error_lost(error) & COS_LOST_REQUEST_ID) != 0);
  cos_error_free(error);
}

static void scans_and_reads_ids(void) {
  static const char *const id = "NWRjMDFiNTJfOWUxMzU4NjRfM2ZiMl9kZTk=";
  cos_id_t read = {.struct_size = sizeof read};
  CHECK_NUMBER(cos_id_read(id, &read), 1);
  CHECK_NUMBER(read.responder, COS_RESPONDER_COS);
  cos_scan_t *scan = cos_scan_new();
  char line[128];
  int length = snprintf(line, sizeof line, "one\nrequest id %s\n", id);
  cos_scan_feed(scan, line, (size_t)length);
  cos_scan_feed(scan, NULL, 0);
  cos_finding_t finding = {.struct_size = sizeof finding};
  CHECK_NUMBER(cos_scan_next(scan, &finding), 1);
  CHECK_NUMBER(finding.kind, COS_FINDING_REQUEST_ID);
  CHECK_NUMBER(finding.line, 2);
  CHECK_TEXT(finding.request_id, id);
  CHECK_NUMBER(finding.made_at_s, read.made_at_s);
  cos_error_free(finding.error);
  cos_scan_free(scan);
}

static void reads_successes(void) {
  static const char *const listing = "<ListBucketResult><Contents><Key>k</Key></Contents></ListBucketResult>";
  cos_header_t headers[] = {header("x-cos-request-id", "NjNjMQ==")};
  cos_response_t *response = cos_response_new(200, headers, 1, listing, strlen(listing));
  cos_response_fields_t fields = {.struct_size = sizeof fields};
  CHECK_NUMBER(cos_response_fields(response, &fields), 1);
  CHECK_NUMBER(fields.status, 200);
  CHECK_TEXT(fields.request_id, "NjNjMQ==");
  CHECK_NUMBER(fields.body_len, strlen(listing));
  CHECK_TEXT(cos_response_value(response, "Contents[0]/Key"), "k");
  cos_response_free(response);
}

/* A port at which nobody listens. */
static cos_client_t *client_of_nobody(void) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, "ap-guangzhou");
  cos_client_options_set_endpoint(options, "http://127.0.0.1:1");
  cos_client_options_set_credentials(options, "AKID", "KEY", NULL);
  cos_client_options_set_max_attempts(options, 1);
  cos_client_t *client = NULL;
  cos_error_free(cos_client_new(options, &client));
  cos_client_options_free(options);
  return client;
}

static void makes_calls(void) {
  cos_client_t *client = client_of_nobody();
  cos_response_t *response = NULL;
  cos_error_t *error = cos_head_bucket(client, "b-1250000000", NULL, &response);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_CONNECT);
  cos_attempt_t attempt = {.struct_size = sizeof attempt};
  CHECK_NUMBER(cos_error_attempt(error, 0, &attempt), 1);
  CHECK_NUMBER(attempt.reason, COS_ERROR_REASON_CONNECT);
  CHECK_TEXT(attempt.host, "127.0.0.1:1");
  cos_error_free(error);

  cos_queue_t *queue = cos_queue_new(NULL);
  cos_request_t *request = cos_request_new("HEAD", "b-1250000000", "k");
  int mine = 0;
  CHECK(!cos_client_start(client, request, NULL, queue, &mine, NULL));
  cos_completion_t completion = {.struct_size = sizeof completion};
  CHECK_NUMBER(cos_queue_next(queue, -1, &completion), 1);
  CHECK_NUMBER(completion.kind, COS_COMPLETION_CALL);
  CHECK(completion.user_data == &mine);
  CHECK(!completion.response);
  CHECK_NUMBER(cos_error_reason(completion.error), COS_ERROR_REASON_CONNECT);
  cos_error_free(completion.error);
  cos_request_free(request);
  cos_queue_free(queue, 1);
  cos_client_free(client);
}

int main(void) {
  CHECK_NUMBER(COS_ERR_ABI, 0);
  reads_responses();
  reads_parts();
  reads_failures();
  scans_and_reads_ids();
  reads_successes();
  makes_calls();
  return check_report();
}
