/* Healthy calls that wait for a connection for longer than the io timeout: none of them fails, and
   each is one attempt. */
#include <pthread.h>

#include "check.h"
#include "client_from.h"
#include "crowd.h"
#include "deadline.h"
#include "gate.h"
#include "taken.h"

enum { CALLS = 400, CONNECTIONS = 4, TAKES_MS = 100, IO_TIMEOUT_MS = 3000, STACK = 256 << 10, SHORT_MS = 200 };

/* Attempts that fail are made again. */
static cos_client_options_t *options(void) {
  cos_client_options_t *options = gate_options(CONNECTIONS);
  cos_client_options_set_io_timeout_ms(options, IO_TIMEOUT_MS);
  cos_client_options_set_connect_timeout_ms(options, IO_TIMEOUT_MS);
  cos_client_options_set_max_attempts(options, 5);
  return options;
}

static void *call_and_wait(void *client) {
  cos_request_t *request = gate_request("key");
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  cos_request_free(request);
  return NULL;
}

static void call_on_threads(cos_client_t *client, pthread_t *callers) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, STACK);
  for (size_t i = 0; i < CALLS; i++) CHECK_NUMBER(pthread_create(&callers[i], &attributes, call_and_wait, client), 0);
  pthread_attr_destroy(&attributes);
}

/* Started calls of one client, and at the same time blocking ones of another. */
static void calls_that_wait_succeed(void) {
  static pthread_t callers[CALLS];
  gate_delay(TAKES_MS);
  cos_client_t *client = client_from(options());
  crowd_t *crowd = crowd_new(options(), CALLS);
  crowd_start(crowd, "key", 0, 0);
  call_on_threads(client, callers);
  crowd_take(crowd, CALLS);
  for (size_t i = 0; i < CALLS; i++) pthread_join(callers[i], NULL);
  CHECK_NUMBER(crowd_succeeded(crowd), CALLS);
  CHECK_NUMBER(gate_requests(), 2 * CALLS);
  CHECK_NUMBER(gate_connections(), 2 * CONNECTIONS);
  crowd_check_once(crowd);
  crowd_free(crowd);
  cos_client_free(client);
}

static void check_no_attempt(cos_error_t *error) {
  CHECK_NUMBER(cos_error_attempt_count(error), 0);
  CHECK_NUMBER(cos_error_request_sent(error), 0);
  check_code(error, "Timeout", "total timeout");
}

/* Of one that ends before its turn there was no attempt. */
static void calls_that_end_while_they_wait_made_none(void) {
  gate_hold();
  cos_client_t *client = client_from(gate_options(1));
  cos_queue_t *queue = cos_queue_new(NULL);
  cos_request_t *request = gate_request("key");
  cos_call_t *call = cos_call_new();
  cos_call_set_timeout_ms(call, SHORT_MS);
  start_one(client, queue, request, NULL, client, NULL);
  gate_await_held(1);
  start_one(client, queue, request, call, call, NULL);
  check_no_attempt(take_one(queue, call));
  check_no_attempt(cos_client_send(client, request, call, NULL));
  gate_open();
  check_code(take_one(queue, client), "", "");
  cos_call_free(call);
  cos_request_free(request);
  cos_client_free(client);
  cos_queue_free(queue, 0);
}

int main(void) {
  deadline_begin();
  gate_start();
  calls_that_wait_succeed();
  calls_that_end_while_they_wait_made_none();
  gate_stop();
  return check_report();
}
