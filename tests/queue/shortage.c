/* A system that has no more threads or descriptors for a queue: what cannot be done is an error at
   once or by the queue, and all of it works again afterwards. */
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>

#include "check.h"
#include "client_from.h"
#include "deadline.h"
#include "denied.h"
#include "gate.h"
#include "resources.h"
#include "taken.h"

enum { CALLS = 3, CONNECTIONS = 2, MOST_FAILING = 8 };

/* The threads that this program is refused: from which on, and how many; counted from 1. */
static int failing_from, failing, created;

/* In place of the C library's, for the library under test too. */
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument) {
  typedef int (*create_t)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
  static create_t real;
  int number = __atomic_add_fetch(&created, 1, __ATOMIC_SEQ_CST);
  if (!real) *(void **)&real = dlsym(RTLD_NEXT, "pthread_create");
  if (failing_from && number >= failing_from && number < failing_from + failing) return EAGAIN;
  return real(thread, attributes, run, argument);
}

static void refuse_threads(int from, int count) {
  created = 0;
  failing = count;
  failing_from = from;
}

static void no_thread_at_all_is_an_error_at_once(void) {
  cos_queue_t *queue = cos_queue_new(NULL);
  cos_client_t *client = client_from(gate_options(CONNECTIONS));
  cos_request_t *request = gate_request(GATE_AT_ONCE);
  cos_started_t *started = (cos_started_t *)queue;
  check_subject = "no thread";
  refuse_threads(1, 1000);
  for (int i = 0; i < 2; i++) {
    cos_error_t *error = cos_client_start(client, request, NULL, queue, NULL, &started);
    CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_LOCAL_IO);
    CHECK_NUMBER(cos_error_os_errno(error), EAGAIN);
    CHECK_NUMBER(cos_error_request_sent(error), 0);
    CHECK(started == NULL);
    check_code(error, "LocalIo", "thread");
  }
  CHECK(created > 0);
  check_nothing_comes(queue);
  CHECK_NUMBER(cos_client_wait(client, 0), 1);
  /* A call that needs no thread. */
  check_code(cos_client_send(client, request, NULL, NULL), "", "");
  refuse_threads(0, 0);
  check_usable(client, queue);
  cos_request_free(request);
  cos_client_free(client);
  cos_queue_free(queue, 0);
}

/* Whichever thread it is that is not to be had, worker or timekeeper, each call that was started
   completes once; and calls that wait can be ended. */
static void some_threads_are_enough(int from, int count) {
  char name[60], marks[CALLS];
  int started = 0, cancelled = 0;
  cos_queue_t *queue = cos_queue_new(NULL);
  cos_client_t *client = client_from(gate_options(CONNECTIONS));
  cos_request_t *request = gate_request("key");
  snprintf(name, sizeof name, "without %d threads from thread %d on", count, from);
  check_subject = name;
  gate_hold();
  refuse_threads(from, count);
  for (int i = 0; i < CALLS; i++) {
    cos_error_t *error = cos_client_start(client, request, NULL, queue, &marks[i], NULL);
    started += error == NULL;
    if (error) check_code(error, "LocalIo", "thread");
  }
  if (from > 1) CHECK_NUMBER(started, CALLS);
  cos_client_shutdown(client);
  for (int i = 0; i < started; i++) {
    cos_completion_t completion = {.struct_size = sizeof completion};
    CHECK_NUMBER(cos_queue_next(queue, TAKEN_LIMIT_MS, &completion), 1);
    cancelled += cos_error_reason(completion.error) == COS_ERROR_REASON_CANCELLED;
    cos_error_free(completion.error);
    cos_response_free(completion.response);
  }
  CHECK_NUMBER(cancelled, started);
  check_nothing_comes(queue);
  refuse_threads(0, 0);
  cos_client_free(client);
  client = client_from(gate_options(CONNECTIONS));
  check_usable(client, queue);
  cos_request_free(request);
  cos_client_free(client);
  cos_queue_free(queue, 0);
}

/* By the system itself, in a process that has no thread of the library yet. */
static void use_without_threads(const void *unused) {
  (void)unused;
  cos_queue_t *queue = cos_queue_new(NULL);
  cos_client_t *client = client_from(gate_options(CONNECTIONS));
  cos_request_t *request = gate_request(GATE_AT_ONCE);
  deny_threads();
  cos_error_t *error = cos_client_start(client, request, NULL, queue, NULL, NULL);
  CHECK_NUMBER(cos_error_os_errno(error), EAGAIN);
  check_code(error, "LocalIo", "thread");
  check_code(cos_client_send(client, request, NULL, NULL), "", "");
  cos_request_free(request);
  cos_client_free(client);
  cos_queue_free(queue, 0);
}

static void no_descriptor_is_an_error(void) {
  cos_queue_t *queue = cos_queue_new(NULL);
  cos_client_t *client = client_from(gate_options(CONNECTIONS));
  cos_request_t *request = gate_request(GATE_AT_ONCE);
  intptr_t fd = 77;
  check_subject = "no descriptor";
  descriptors_left(0);
  cos_error_t *error = cos_queue_fd(queue, &fd);
  CHECK_NUMBER(cos_error_os_errno(error), EMFILE);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_LOCAL_IO);
  CHECK(fd != 77);
  check_code(error, "LocalIo", "descriptor");
  /* The call that cannot connect completes. */
  start_one(client, queue, request, NULL, queue, NULL);
  error = take_one(queue, queue);
  CHECK_NUMBER(cos_error_os_errno(error), EMFILE);
  check_code(error, "LocalIo", "");
  descriptors_left(-1);
  CHECK(!is_readable(queue_fd(queue), 0));
  check_usable(client, queue);
  cos_request_free(request);
  cos_client_free(client);
  cos_queue_free(queue, 0);
}

/* A call that waits for long, while what wakes it cannot be had: it looks itself, as before. The
   thread for that is the first one that is created in the long wait. */
static void long_waits_need_neither_thread_nor_descriptor(int has_thread) {
  char marks[CONNECTIONS];
  cos_started_t *started[CONNECTIONS];
  cos_queue_t *queue = cos_queue_new(NULL);
  cos_client_t *client = client_from(gate_options(CONNECTIONS));
  cos_request_t *request = gate_request("key");
  check_subject = has_thread ? "a long wait without descriptors" : "a long wait without a thread";
  gate_hold();
  for (int i = 0; i < CONNECTIONS; i++) start_one(client, queue, request, NULL, &marks[i], &started[i]);
  gate_await_held(CONNECTIONS);
  refuse_threads(has_thread ? 0 : 1, 1000);
  if (has_thread) descriptors_left(0);
  /* Without a thread each call asks for one. */
  int expected = has_thread ? 1 : CONNECTIONS;
  for (int64_t limit = now_ms() + TAKEN_LIMIT_MS; created < expected && now_ms() < limit;) pause_1_ms();
  CHECK(created >= expected);
  cos_started_cancel(started[0]);
  check_code(take_one(queue, &marks[0]), "Cancelled", "");
  gate_open();
  check_code(take_one(queue, &marks[1]), "", "");
  descriptors_left(-1);
  refuse_threads(0, 0);
  check_usable(client, queue);
  for (int i = 0; i < CONNECTIONS; i++) cos_started_free(started[i]);
  cos_request_free(request);
  cos_client_free(client);
  cos_queue_free(queue, 0);
}

int main(void) {
  deadline_begin();
  gate_start();
  no_thread_at_all_is_an_error_at_once();
  for (int from = 1; from <= MOST_FAILING; from++) {
    some_threads_are_enough(from, 1);
    some_threads_are_enough(from, 1000);
  }
  no_descriptor_is_an_error();
  long_waits_need_neither_thread_nor_descriptor(0);
  long_waits_need_neither_thread_nor_descriptor(1);
  check_subject = "";
  in_a_child(use_without_threads, NULL);
  gate_stop();
  return check_report();
}
