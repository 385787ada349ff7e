/* Kept connections that a NAT or a load balancer has forgotten, without a reset: a request is
   repeated on a new connection at once, and the others are not waited for one by one. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "check.h"
#include "fault.h"
#include "forgetful.h"
#include "peer.h"
#include "standin.h"
#include "traffic.h"

enum { KEPT = 8, LARGE = 32 << 20, OTHERS_KEPT = 2 };

/* An I/O timeout that the test waits for, and one that a test must not come near to. */
enum { SHORT_MS = 1000, DEFAULT_MS = 30000 };

#define OTHER_BUCKET "other-1250000000"

typedef struct {
  const char *name, *method;
  size_t length; /* of a body in memory */
  int file;      /* a body from a file */
  int once;      /* the body comes from a reader that cannot rewind */
  int attempts;  /* that are allowed; 0: the default */
  int64_t timeout_ms;
  /* What the call reports: 0: it succeeds. */
  int32_t reason, os_errno;
} row_t;

static size_t clamp(size_t left, size_t room) { return left < room ? left : room; }

static int64_t read_zeros(void *left, void *into, size_t room) {
  size_t length = clamp(*(size_t *)left, room);
  memset(into, 0, length);
  *(size_t *)left -= length;
  return (int64_t)length;
}

typedef struct {
  cos_client_t *client;
  const char *bucket;
  pthread_t thread;
} caller_t;

static void *call_once(void *argument) {
  caller_t *caller = argument;
  return cos_head_bucket(caller->client, caller->bucket, NULL, NULL);
}

/* Makes so many connections by as many calls at once. */
static void keep(cos_client_t *client, forgetful_t *server, const char *bucket, size_t count) {
  caller_t callers[KEPT];
  size_t before = forgetful_connections(server);
  forgetful_gather(server, count);
  for (size_t i = 0; i < count; i++) {
    callers[i] = (caller_t){.client = client, .bucket = bucket};
    pthread_create(&callers[i].thread, NULL, call_once, &callers[i]);
  }
  for (size_t i = 0; i < count; i++) {
    void *error = NULL;
    pthread_join(callers[i].thread, &error);
    CHECK_TEXT(cos_error_text(error), "");
    cos_error_free(error);
  }
  forgetful_gather(server, 1);
  CHECK_NUMBER(forgetful_connections(server) - before, count);
}

static cos_request_t *request_of(const row_t *row, size_t *left) {
  cos_request_t *request = cos_request_new(row->method, STANDIN_BUCKET, "key");
  void *body = row->length ? calloc(1, row->length) : NULL;
  if (row->once) {
    *left = row->length;
    cos_request_set_body_reader(request, read_zeros, NULL, (int64_t)row->length, left, NULL);
  } else if (body) {
    cos_request_set_body(request, body, row->length);
  }
  if (row->file) cos_request_set_body_file(request, "/proc/self/exe");
  free(body);
  return request;
}

static cos_client_t *client_to(const forgetful_t *server, const row_t *row, int64_t io_timeout_ms) {
  cos_client_options_t *options = http_options(forgetful_address(server));
  cos_client_options_set_max_attempts(options, row->attempts ? row->attempts : 3);
  cos_client_options_set_io_timeout_ms(options, io_timeout_ms);
  return client_from(options);
}

static void check_outcome(cos_error_t *error, const row_t *row) {
  CHECK_TEXT(cos_error_reason_name(cos_error_reason(error)), cos_error_reason_name(row->reason));
  if (!row->reason) CHECK_TEXT(cos_error_text(error), "");
  CHECK_NUMBER(cos_error_attempt_count(error), row->reason != 0);
  CHECK_NUMBER(cos_error_request_sent(error), row->reason != 0);
  CHECK_NUMBER(cos_error_os_errno(error), row->os_errno);
  cos_error_free(error);
}

/* At once, on a new connection, which serves the later calls too. */
static void check_the_next(cos_client_t *client, forgetful_t *server, size_t lost) {
  for (int i = 0; i < 2; i++) {
    cos_error_t *error = cos_head_bucket(client, i ? OTHER_BUCKET : STANDIN_BUCKET, NULL, NULL);
    CHECK_TEXT(cos_error_text(error), "");
    cos_error_free(error);
  }
  CHECK_NUMBER(forgetful_lost(server), lost);
  CHECK_NUMBER(forgetful_connections(server), KEPT + OTHERS_KEPT + 2);
}

static void is_survived(const row_t *row, loss_t loss, int64_t io_timeout_ms) {
  size_t left = 0;
  check_subject = row->name;
  forgetful_t *server = forgetful_start();
  cos_client_t *client = client_to(server, row, io_timeout_ms);
  cos_request_t *request = request_of(row, &left);
  cos_call_t *call = row->timeout_ms ? cos_call_new() : NULL;
  if (call) cos_call_set_timeout_ms(call, row->timeout_ms);
  keep(client, server, OTHER_BUCKET, OTHERS_KEPT);
  keep(client, server, STANDIN_BUCKET, KEPT);
  forgetful_forget(server, loss);
  int64_t begun = now_ns();
  cos_error_t *error = cos_client_send(client, request, call, NULL);
  int64_t ended = now_ns();
  check_outcome(error, row);
  CHECK((ended - begun) / 1000000 < (loss == LOST_SEGMENTS ? DEFAULT_MS : io_timeout_ms + DEFAULT_MS));
  check_the_next(client, server, loss == LOST_RESPONSES);
  printf("%s: %.1f ms, the next two calls %.1f ms\n", row->name, (double)(ended - begun) / 1e6, (double)(now_ns() - ended) / 1e6);
  cos_call_free(call);
  cos_request_free(request);
  cos_client_free(client);
  forgetful_stop(server);
  check_subject = "";
}

/* Two attempts that are listed: one on a kept connection, one on a new one. */
static void the_attempts_are_listed(void) {
  row_t row = {.attempts = 2};
  forgetful_t *server = forgetful_start();
  cos_client_t *client = client_to(server, &row, SHORT_MS);
  cos_attempt_t attempt = {.struct_size = sizeof attempt};
  keep(client, server, STANDIN_BUCKET, KEPT);
  forgetful_forget(server, LOST_RESPONSES);
  forgetful_gather(server, 2);
  cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_TIMEOUT);
  CHECK_NUMBER(cos_error_attempt_count(error), 2);
  CHECK_NUMBER(cos_error_attempt(error, 0, &attempt), 1);
  CHECK_HAS(attempt.note, "on a new connection");
  CHECK_NUMBER(forgetful_lost(server), 1);
  CHECK_NUMBER(forgetful_connections(server), KEPT + 1);
  cos_error_free(error);
  cos_client_free(client);
  forgetful_stop(server);
}

/* The server's system acknowledges what nobody responds to. */
static const row_t without_responses[] = {
    {.name = "HEAD", .method = "HEAD"},
    {.name = "PUT of memory", .method = "PUT", .length = 3},
    {.name = "PUT of a file", .method = "PUT", .file = 1},
    {.name = "PUT of a reader", .method = "PUT", .length = 9, .once = 1, .reason = COS_ERROR_REASON_TIMEOUT},
    {.name = "POST", .method = "POST", .length = 3, .attempts = 1, .reason = COS_ERROR_REASON_TIMEOUT},
    {.name = "one attempt", .method = "GET", .attempts = 1, .reason = COS_ERROR_REASON_TIMEOUT},
    {.name = "total timeout", .method = "GET", .timeout_ms = SHORT_MS + 500, .reason = COS_ERROR_REASON_TIMEOUT},
};

/* Nothing is acknowledged: that is noticed long before a timeout, and costs no attempt. */
static const row_t without_segments[] = {
    {.name = "HEAD into nothing", .method = "HEAD", .attempts = 1},
    {.name = "PUT into nothing", .method = "PUT", .length = LARGE, .attempts = 1},
    {.name = "POST into nothing",
     .method = "POST",
     .length = 3,
     .attempts = 1,
     .reason = COS_ERROR_REASON_CONNECTION_LOST,
     .os_errno = ETIMEDOUT},
};

int main(int count, char **arguments) {
  /* With an argument: as many milliseconds instead of the short timeout. */
  int64_t timeout_ms = count > 1 ? atol(arguments[1]) : SHORT_MS;
  for (size_t i = 0; i < sizeof without_responses / sizeof *without_responses; i++) {
    const row_t *row = &without_responses[i];
    is_survived(row, LOST_RESPONSES, row->timeout_ms ? DEFAULT_MS : timeout_ms);
  }
  for (size_t i = 0; i < sizeof without_segments / sizeof *without_segments; i++)
    is_survived(&without_segments[i], LOST_SEGMENTS, DEFAULT_MS);
  the_attempts_are_listed();
  return check_report();
}
