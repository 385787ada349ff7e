/* When a failed request is sent again, and what becomes of the tries. */
#include <stdlib.h>
#include <time.h>

#include "check.h"
#include "fault.h"
#include "peer.h"
#include "ports.h"

static cos_client_t *client_with(int32_t attempts) {
  cos_client_options_t *options = http_options(standin_address());
  cos_client_options_set_max_attempts(options, attempts);
  return client_from(options);
}

static const char *host_of(const char *bucket) {
  static char host[120];
  snprintf(host, sizeof host, "%s.cos." STANDIN_REGION ".myqcloud.com", bucket);
  return host;
}

/* What the stand-in received: so many tries, all but the first marked, each
   signed right. The mark is signed too, so a try with another's signature is not. */
static void check_tries(const char *method, size_t tries) {
  json_t *requests = standin_requests();
  CHECK_NUMBER(json_array_size(requests), tries);
  for (size_t i = 0; i < json_array_size(requests); i++) {
    json_t *request = json_array_get(requests, i);
    CHECK_TEXT(json_string_value(json_object_get(request, "method")), method);
    CHECK_TEXT(json_string_value(json_object_get(request, "signature")), "valid");
    CHECK_TEXT(received_header(request, "x-cos-sdk-retry"), i ? "true" : "");
    CHECK((strstr(received_header(request, "authorization"), "x-cos-sdk-retry") != NULL) == (i > 0));
  }
  json_decref(requests);
}

static void two_failures_and_a_success(void) {
  static const char bucket[] = "fault-fail-2-status-503-1250000000";
  cos_client_t *client = client_with(3);
  standin_forget();
  cos_error_t *error = cos_head_bucket(client, bucket, NULL, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  check_tries("HEAD", 3);
  cos_client_free(client);
}

/* Three different failures: each stands in the attempts, the last is the error. */
static void every_try_is_told(void) {
  cos_client_t *client = client_with(3);
  cos_attempt_t attempt = {.struct_size = sizeof attempt};
  standin_forget();
  standin_script("three-1250000000",
                 "[{\"status\": 500, \"headers\": [[\"x-cos-request-id\", \"first\"]], \"times\": 1},"
                 "{\"status\": 200, \"cut_after_bytes\": 5, \"times\": 1},"
                 "{\"status\": 503, \"headers\": [[\"x-cos-request-id\", \"third\"]], \"times\": 1}]");
  cos_error_t *error = cos_head_bucket(client, "three-1250000000", NULL, NULL);
  CHECK_NUMBER(cos_error_status(error), 503);
  CHECK_TEXT(cos_error_request_id(error), "third");
  CHECK_NUMBER(cos_error_attempt_count(error), 3);
  check_attempt(error, 0, host_of("three-1250000000"), 500, 0);
  CHECK_NUMBER(cos_error_attempt(error, 0, &attempt), 1);
  CHECK_TEXT(attempt.request_id, "first");
  check_attempt(error, 1, host_of("three-1250000000"), 0, COS_ERROR_REASON_CONNECTION_LOST);
  check_attempt(error, 2, host_of("three-1250000000"), 503, 0);
  CHECK_NUMBER(received(), 3);
  cos_error_free(error);
  cos_client_free(client);
}

static const struct {
  const char *bucket;
  size_t tries; /* of three that are allowed */
} failures[] = {
    {"fault-status-500-1250000000", 3},
    {"fault-status-502-1250000000", 3},
    {"fault-status-503-1250000000", 3},
    {"fault-status-504-1250000000", 3},
    {"fault-status-429-1250000000", 3},
    {"fault-close-1250000000", 3},
    {"fault-reset-1250000000", 3},
    {"fault-garbage-1250000000", 3},
    {"fault-gateway-502-1250000000", 3},
    {"fault-status-400-1250000000", 1},
    {"fault-denied-1250000000", 1},
    {"fault-explain-404-1250000000", 1},
    {"fault-status-405-1250000000", 1},
    {"fault-status-409-1250000000", 1},
    {"fault-status-412-1250000000", 1},
    {"fault-status-501-1250000000", 1},
    {"fault-gateway-404-1250000000", 1},
    {"fault-portal-302-1250000000", 1},
    {"fault-status-304-1250000000", 1},
    {"fault-redirect-301-cos-1250000000", 1},
    {"fault-redirect-307-cos-1250000000", 1},
};

/* Each on a client of its own: on a kept connection a reset is first taken for
   a connection that was closed while it was idle. */
static void only_what_may_pass_is_tried_again(void) {
  for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
    cos_client_t *client = client_with(3);
    check_subject = failures[i].bucket;
    standin_forget();
    cos_error_t *error = cos_head_bucket(client, failures[i].bucket, NULL, NULL);
    CHECK_NUMBER(cos_error_attempt_count(error), failures[i].tries);
    CHECK_NUMBER(cos_error_retry(error) == COS_RETRY_YES, failures[i].tries > 1);
    check_tries("HEAD", failures[i].tries);
    cos_error_free(error);
    cos_client_free(client);
  }
  check_subject = "";
}

/* PUT and POST are as replayable as HEAD: their body is in memory, and is sent again whole. */
static void bodies_are_sent_again(void) {
  cos_client_t *client = client_with(3);
  cos_request_t *request = cos_request_new("PUT", STANDIN_BUCKET, "again");
  cos_request_set_header(request, "x-standin-fault", "fail-2-status-500");
  cos_request_set_header(request, "x-standin-echo", "bodies");
  cos_request_set_body(request, "whole", 5);
  standin_forget();
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  check_tries("PUT", 3);
  json_t *requests = standin_requests();
  for (size_t i = 0; i < json_array_size(requests); i++)
    CHECK_NUMBER(json_integer_value(json_object_get(json_array_get(requests, i), "body_length")), 5);
  json_decref(requests);
  cos_request_free(request);
  cos_client_free(client);
}

static void one_attempt_is_one(void) {
  cos_client_t *client = client_with(1);
  standin_forget();
  cos_error_t *error = cos_head_bucket(client, "fault-status-503-1250000000", NULL, NULL);
  CHECK_NUMBER(cos_error_attempt_count(error), 1);
  CHECK_NUMBER(cos_error_retry(error), COS_RETRY_YES);
  check_tries("HEAD", 1);
  cos_error_free(error);
  cos_client_free(client);
}

/* The wait that was asked for is kept: measured from below only. */
static void retry_after_is_obeyed(void) {
  struct timespec begun, ended;
  cos_client_t *client = client_with(2);
  standin_forget();
  clock_gettime(CLOCK_MONOTONIC, &begun);
  cos_error_t *error = cos_head_bucket(client, "fault-retry-after-1-1250000000", NULL, NULL);
  clock_gettime(CLOCK_MONOTONIC, &ended);
  CHECK_NUMBER(cos_error_retry_after_ms(error), 1000);
  CHECK((ended.tv_sec - begun.tv_sec) * 1000 + (ended.tv_nsec - begun.tv_nsec) / 1000000 >= 1000);
  check_tries("HEAD", 2);
  cos_error_free(error);
  cos_client_free(client);
}

static void check_note(const cos_error_t *error, const char *note) {
  cos_attempt_t attempt = {.struct_size = sizeof attempt};
  CHECK_NUMBER(cos_error_attempt(error, cos_error_attempt_count(error) - 1, &attempt), 1);
  CHECK_TEXT(attempt.note, note);
}

/* Without a total timeout there is a longest wait too. */
static void a_wait_that_nobody_waits_for(void) {
  static const peer_answer_t busy = {
      .bytes = "HTTP/1.1 503 Slow Down\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\nRetry-After: 301, 2\r\n"
               "Content-Length: 0\r\n\r\n",
      .end = PEER_NEXT};
  peer_t *peer = peer_start(&busy, 1, PEER_READ_ALL);
  cos_client_options_t *options = http_options(peer_address(peer));
  cos_client_options_set_max_attempts(options, 3);
  cos_client_t *client = client_from(options);
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "key");
  cos_request_set_sink_file(request, "/tmp/cos_err-never-written");
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  CHECK_NUMBER(cos_error_retry_after_ms(error), 301000);
  CHECK_NUMBER(cos_error_attempt_count(error), 1);
  check_note(error, "not retried: Retry-After demands 301 s, more than the 300 s that a call waits at most");
  cos_error_free(error);
  cos_request_free(request);
  cos_client_free(client);
  peer_stop(peer);
}

/* A wait beyond the time left is not begun: the answer is told at once. */
static void a_wait_that_is_too_long_is_not_begun(void) {
  struct timespec begun, ended;
  cos_client_t *client = client_with(3);
  cos_call_t *call = cos_call_new();
  cos_call_set_timeout_ms(call, 20000);
  standin_forget();
  clock_gettime(CLOCK_MONOTONIC, &begun);
  cos_error_t *error = cos_head_bucket(client, "fault-retry-after-30-1250000000", call, NULL);
  clock_gettime(CLOCK_MONOTONIC, &ended);
  CHECK_NUMBER(cos_error_status(error), 503);
  CHECK_NUMBER(cos_error_retry(error), COS_RETRY_YES);
  CHECK_NUMBER(cos_error_retry_after_ms(error), 30000);
  CHECK_NUMBER(cos_error_attempt_count(error), 1);
  check_note(error, "not retried: Retry-After demands 30 s, more than the time left");
  /* Neither the 30 s asked for nor the 20 s that were left. */
  CHECK(ended.tv_sec - begun.tv_sec < 20);
  check_tries("HEAD", 1);
  cos_error_free(error);
  cos_call_free(call);
  cos_client_free(client);
}

int main(void) {
  ports_start();
  two_failures_and_a_success();
  every_try_is_told();
  only_what_may_pass_is_tried_again();
  bodies_are_sent_again();
  one_attempt_is_one();
  retry_after_is_obeyed();
  a_wait_that_nobody_waits_for();
  a_wait_that_is_too_long_is_not_begun();
  ports_stop();
  return check_report();
}
