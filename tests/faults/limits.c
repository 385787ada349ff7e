/* Answers that are larger than a client keeps. */
#include <stdlib.h>

#include "check.h"
#include "fault.h"
#include "peer.h"
#include "ports.h"

enum { MEBIBYTE = 1 << 20 };

static cos_client_t *client;

static cos_error_t *get(const char *bucket) {
  cos_request_t *request = cos_request_new("GET", bucket, "key");
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  cos_request_free(request);
  return error;
}

static void check_too_large(const char *bucket, const char *says) {
  char host[80];
  snprintf(host, sizeof host, "%s.cos." STANDIN_REGION ".myqcloud.com", bucket);
  const fault_t expected = {
      .name = bucket,
      .reason = COS_ERROR_REASON_TOO_LARGE,
      .status = 200,
      .retry = COS_RETRY_NO,
      .request_sent = 1,
      .message = {says},
      .advice = "header fields",
      .host = host,
  };
  cos_error_t *error = cos_head_bucket(client, bucket, NULL, NULL);
  CHECK_HAS(cos_error_url(error), host);
  check_fault(error, &expected);
}

static void header_blocks_have_a_limit(void) {
  cos_error_t *error = cos_head_bucket(client, "fault-header-fields-128-1250000000", NULL, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  check_too_large("fault-header-fields-129-1250000000", "128");
  error = cos_head_bucket(client, "fault-headers-60kb-1250000000", NULL, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  check_too_large("fault-headers-70kb-1250000000", "64 KiB");
}

/* 1 MiB is kept; the rest is read all the same, so that the connection lives. */
static void a_large_error_body_is_kept_in_part(void) {
  static const char bucket[] = "fault-big-2048-1250000000";
  const fault_t expected = {
      .name = bucket,
      .status = 404,
      .code = "NoSuchKey",
      .retry = COS_RETRY_NO,
      .request_sent = 1,
      .truncated = 1,
      .responder = COS_RESPONDER_COS,
      .host = "fault-big-2048-1250000000.cos." STANDIN_REGION ".myqcloud.com",
  };
  long long before = counted("connections_accepted");
  for (int again = 0; again < 3; again++) {
    size_t length = 0;
    cos_error_t *error = get(bucket);
    CHECK(cos_error_origin_body(error, &length) != NULL);
    CHECK_NUMBER(length, MEBIBYTE);
    CHECK(*cos_error_request_id(error) != '\0');
    check_fault(error, &expected);
  }
  CHECK_NUMBER(counted("connections_accepted") - before, 1);
}

/* More than anybody wants to wait for: the connection is given up, not the call. */
static void an_endless_error_body_ends(void) {
  cos_error_t *error = get("fault-big-65536-1250000000");
  CHECK_NUMBER(cos_error_status(error), 404);
  CHECK_TEXT(cos_error_code(error), "NoSuchKey");
  CHECK_NUMBER(cos_error_origin_truncated(error), 1);
  cos_error_free(error);
  error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
}

static void an_object_that_memory_does_not_hold(void) {
  static const char head[] =
      "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\nContent-Length: 67108865\r\n\r\n";
  const size_t length = sizeof head - 1 + 64 * MEBIBYTE + 1;
  const fault_t expected = {
      .name = "64 MiB and a byte",
      .reason = COS_ERROR_REASON_TOO_LARGE,
      .status = 200,
      .retry = COS_RETRY_NO,
      .request_sent = 1,
      .truncated = 1,
      .responder = COS_RESPONDER_COS,
      .message = {"64 MiB"},
      .advice = "sink",
  };
  char *bytes = malloc(length);
  if (!bytes) abort();
  memset(bytes, 'x', length);
  memcpy(bytes, head, sizeof head - 1);
  const peer_answer_t answer = {.bytes = bytes, .length = length, .end = PEER_CLOSE};
  peer_t *peer = peer_start(&answer, 1, PEER_READ_ALL);
  cos_client_t *other = client_from(http_options(peer_address(peer)));
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "key");
  check_fault(cos_client_send(other, request, NULL, NULL), &expected);
  cos_request_free(request);
  cos_client_free(other);
  peer_stop(peer);
  free(bytes);
}

int main(void) {
  ports_start();
  client = client_from(http_options(standin_address()));
  header_blocks_have_a_limit();
  a_large_error_body_is_kept_in_part();
  an_endless_error_body_ends();
  an_object_that_memory_does_not_hold();
  cos_client_free(client);
  ports_stop();
  return check_report();
}
