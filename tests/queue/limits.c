/* How many calls may be there at once: those that are started, those of one request, those of a client
   that is waited for. */
#include "check.h"
#include "client_from.h"
#include "deadline.h"
#include "gate.h"
#include "taken.h"

enum { CONNECTIONS = 8, TIMEOUT_MS = 10000 };

static cos_client_t *client;
static cos_request_t *at_once, *held;

/* An error at once, and no completion. */
static void check_refused(cos_client_t *limited) {
  cos_queue_t *queue = cos_queue_new(NULL);
  check_code(cos_client_start(limited, at_once, NULL, queue, NULL, NULL), "InvalidArgument", "max_started");
  check_nothing_comes(queue);
  cos_queue_free(queue, 0);
}

/* Those that wait, that run, and whose completion was not taken. */
static void starts_have_a_limit(void) {
  enum { MOST = 3 };
  cos_queue_t *queue = cos_queue_new(NULL), *other = cos_queue_new(NULL);
  cos_client_options_t *options = gate_options(1);
  check_subject = "max_started";
  cos_client_options_set_max_started(options, MOST);
  cos_client_t *limited = client_from(options);
  for (int i = 0; i < MOST; i++) start_one(limited, queue, held, NULL, NULL, NULL);
  check_refused(limited);
  gate_await_held(1);
  gate_open();
  CHECK_NUMBER(cos_client_wait(limited, -1), 1);
  gate_hold();
  check_refused(limited);
  check_code(take_one(queue, NULL), "", "");
  check_usable(limited, other);
  /* Those that a freed queue throws away do not count, and a blocking call never does. */
  start_one(limited, other, at_once, NULL, NULL, NULL);
  CHECK_NUMBER(cos_client_wait(limited, -1), 1);
  check_refused(limited);
  check_code(cos_client_send(limited, at_once, NULL, NULL), "", "");
  cos_queue_free(queue, 0);
  for (int i = 1; i < MOST; i++) start_one(limited, other, at_once, NULL, NULL, NULL);
  CHECK_NUMBER(cos_client_wait(limited, -1), 1);
  cos_client_free(limited);
  cos_queue_free(other, 0);
}

static void limits_are_checked(void) {
  static const int64_t wrong[] = {0, -1, INT64_MIN};
  check_subject = "max_started of no use";
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    cos_client_t *none = client;
    cos_client_options_t *options = gate_options(1);
    cos_client_options_set_max_started(options, wrong[i]);
    check_code(cos_client_new(options, &none), "InvalidArgument", "max_started");
    CHECK(none == NULL);
    cos_client_options_free(options);
  }
}

static int32_t take_bytes(void *user_data, const void *bytes, size_t size) {
  (void)user_data, (void)bytes, (void)size;
  return 0;
}

static int32_t rewind_it(void *user_data) {
  (void)user_data;
  return 0;
}

/* A writer can be in one call at a time; once that has ended, in the next. */
static void a_writer_is_in_one_call_at_a_time(void) {
  char marks[2];
  cos_queue_t *queue = cos_queue_new(NULL);
  cos_request_t *request = cos_request_new("GET", GATE_BUCKET, "key");
  check_subject = "a request with a writer";
  cos_request_set_sink_writer(request, take_bytes, rewind_it, NULL, NULL);
  start_one(client, queue, request, NULL, &marks[0], NULL);
  gate_await_held(1);
  /* Neither gets as far as its timeout. */
  cos_call_t *call = cos_call_new();
  cos_call_set_timeout_ms(call, TIMEOUT_MS);
  start_one(client, queue, request, call, &marks[1], NULL);
  check_code(take_one(queue, &marks[1]), "InvalidArgument", "sink_writer");
  check_code(cos_client_send(client, request, call, NULL), "InvalidArgument", "sink_writer");
  CHECK_NUMBER(gate_held(), 1);
  cos_call_free(call);
  gate_open();
  check_code(take_one(queue, &marks[0]), "", "");
  check_code(cos_client_send(client, request, NULL, NULL), "", "");
  start_one(client, queue, request, NULL, &marks[0], NULL);
  check_code(take_one(queue, &marks[0]), "", "");
  gate_hold();
  cos_request_free(request);
  cos_queue_free(queue, 0);
}

/* Without one in any number. */
static void other_requests_are_in_any_number_of_calls(void) {
  cos_queue_t *queue = cos_queue_new(NULL);
  check_subject = "a request in many calls";
  for (int i = 0; i < CONNECTIONS; i++) start_one(client, queue, held, NULL, NULL, NULL);
  gate_await_held(CONNECTIONS);
  gate_open();
  for (int i = 0; i < CONNECTIONS; i++) check_code(take_one(queue, NULL), "", "");
  gate_hold();
  cos_queue_free(queue, 0);
}

static void a_client_is_waited_for(void) {
  cos_queue_t *queue = cos_queue_new(NULL);
  check_subject = "waiting for a client";
  /* A completion can be taken a moment before its call is over. */
  CHECK_NUMBER(cos_client_wait(client, -1), 1);
  CHECK_NUMBER(cos_client_wait(client, 0), 1);
  start_one(client, queue, held, NULL, NULL, NULL);
  gate_await_held(1);
  CHECK_NUMBER(cos_client_wait(client, 0), 0);
  CHECK_NUMBER(cos_client_wait(client, 20), 0);
  gate_open();
  CHECK_NUMBER(cos_client_wait(client, -1), 1);
  gate_hold();
  check_code(take_one(queue, NULL), "", "");
  CHECK_NUMBER(cos_client_wait(client, 0), 1);
  cos_queue_free(queue, 0);
}

int main(void) {
  deadline_begin();
  gate_start();
  client = client_from(gate_options(CONNECTIONS));
  at_once = gate_request(GATE_AT_ONCE);
  held = gate_request("key");
  starts_have_a_limit();
  limits_are_checked();
  a_writer_is_in_one_call_at_a_time();
  other_requests_are_in_any_number_of_calls();
  a_client_is_waited_for();
  check_subject = "";
  cos_request_free(at_once);
  cos_request_free(held);
  cos_client_free(client);
  gate_stop();
  return check_report();
}
