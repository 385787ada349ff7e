/* Arguments that are no use: an error at once, a number that the header tells, or an error that comes
   by the queue. */
#include <stdlib.h>

#include "check.h"
#include "client_from.h"
#include "deadline.h"
#include "gate.h"
#include "resources.h"
#include "taken.h"

enum { FILLED = 0x5A };

static cos_client_t *client;
static cos_request_t *at_once;

/* An error at once, and nothing in the queue. */
static void check_refused(cos_client_t *by, const cos_request_t *request, const cos_call_t *call, cos_queue_t *queue,
                          const char *piece) {
  cos_started_t *started = (cos_started_t *)client;
  cos_error_t *error = cos_client_start(by, request, call, queue, NULL, &started);
  CHECK_NUMBER(cos_error_request_sent(error), 0);
  check_code(error, "InvalidArgument", piece);
  CHECK(started == NULL);
  cos_completion_t completion = {.struct_size = sizeof completion};
  if (queue) CHECK(cos_queue_next(queue, 0, &completion) != 1);
}

static void null_is_told(void) {
  cos_queue_t *queue = cos_queue_new(NULL);
  cos_completion_t completion = {.struct_size = sizeof completion};
  intptr_t fd = 77;
  check_subject = "NULL";
  check_refused(NULL, at_once, NULL, queue, "client");
  check_refused(client, NULL, NULL, queue, "request");
  check_refused(client, at_once, NULL, NULL, "queue");
  check_code(cos_queue_fd(NULL, &fd), "InvalidArgument", "queue");
  CHECK_NUMBER(fd, -1);
  check_code(cos_queue_fd(queue, NULL), "InvalidArgument", "fd");
  CHECK_NUMBER(cos_queue_next(NULL, 0, &completion), -2);
  CHECK_NUMBER(cos_queue_next(queue, 0, NULL), -2);
  CHECK_NUMBER(cos_queue_take(NULL, 0, &completion, 1), 0);
  CHECK_NUMBER(cos_queue_take(queue, 0, NULL, 1), 0);
  CHECK_NUMBER(cos_queue_take(queue, 0, NULL, 0), 0);
  CHECK_NUMBER(cos_client_wait(NULL, 0), -2);
  cos_queue_shutdown(NULL);
  cos_queue_free(NULL, 0);
  cos_queue_free(NULL, 1);
  cos_queue_set_notify(NULL, NULL, NULL, NULL);
  cos_started_cancel(NULL);
  cos_started_resume(NULL);
  cos_started_free(NULL);
  cos_client_options_set_max_started(NULL, 1);
  cos_queue_free(queue, 0);
}

static void release(void *user_data) { ++*(int *)user_data; }

static void notify(void *user_data) { (void)user_data; }

/* Without a queue the function is released at once. */
static void a_function_without_a_queue_is_released(void) {
  int releases = 0;
  check_subject = "a function without a queue";
  cos_queue_set_notify(NULL, notify, &releases, release);
  CHECK_NUMBER(releases, 1);
}

/* Nothing is taken by a call that is wrong. */
static void wrong_sizes_and_times_take_nothing(void) {
  cos_queue_t *queue = cos_queue_new(NULL);
  check_subject = "sizes and times";
  start_one(client, queue, at_once, NULL, queue, NULL);
  CHECK(is_readable(queue_fd(queue), TAKEN_LIMIT_MS));
  for (size_t size = 0; size < sizeof(cos_completion_t); size++) {
    cos_completion_t small = {.struct_size = size};
    CHECK_NUMBER(cos_queue_next(queue, 0, &small), -2);
    CHECK_NUMBER(cos_queue_take(queue, 0, &small, 1), 0);
    CHECK(small.struct_size == size && !small.user_data && !small.error && !small.response);
  }
  cos_completion_t completion = {.struct_size = sizeof completion};
  CHECK_NUMBER(cos_queue_next(queue, -2, &completion), -2);
  CHECK_NUMBER(cos_queue_next(queue, INT64_MIN, &completion), -2);
  CHECK_NUMBER(cos_queue_take(queue, -2, &completion, 1), 0);
  CHECK_NUMBER(cos_queue_take(queue, 0, &completion, 0), 0);
  CHECK_NUMBER(cos_client_wait(client, -2), -2);
  CHECK(is_readable(queue_fd(queue), 0));
  check_code(take_one(queue, queue), "", "");
  cos_queue_free(queue, 0);
}

/* A struct that is larger than this version's, as that of a program of a later one. */
static void larger_structs_are_not_filled_beyond(size_t size) {
  enum { COUNT = 3 };
  char marks[COUNT];
  cos_queue_t *queue = cos_queue_new(NULL);
  unsigned char *array = malloc(COUNT * size);
  if (!array) abort();
  check_subject = "larger structs";
  memset(array, FILLED, COUNT * size);
  memcpy(array, &size, sizeof size);
  for (size_t i = 0; i < COUNT; i++) start_one(client, queue, at_once, NULL, &marks[i], NULL);
  CHECK_NUMBER(cos_client_wait(client, -1), 1);
  CHECK_NUMBER(cos_queue_take(queue, -1, (cos_completion_t *)(void *)array, COUNT), COUNT);
  for (size_t i = 0; i < COUNT; i++) {
    cos_completion_t completion;
    size_t beyond = sizeof completion;
    memcpy(&completion, array + i * size, sizeof completion);
    CHECK_NUMBER(completion.struct_size, size);
    CHECK_NUMBER(completion.kind, COS_COMPLETION_CALL);
    CHECK((char *)completion.user_data >= marks && (char *)completion.user_data < marks + COUNT);
    CHECK_TEXT(cos_error_text(completion.error), "");
    CHECK_NUMBER(cos_response_status(completion.response), 200);
    cos_error_free(completion.error);
    cos_response_free(completion.response);
    /* Either as it was, or cleared. */
    while (beyond < size && (array[i * size + beyond] == FILLED || array[i * size + beyond] == 0)) beyond++;
    CHECK_NUMBER(beyond, size);
  }
  free(array);
  cos_queue_free(queue, 0);
}

static void what_is_shut_down_starts_nothing(void) {
  cos_queue_t *queue = cos_queue_new(NULL), *shut = cos_queue_new(NULL);
  cos_client_t *over = client_from(gate_options(1));
  check_subject = "shut down";
  cos_queue_shutdown(shut);
  cos_queue_shutdown(shut);
  check_refused(client, at_once, NULL, shut, "queue");
  cos_client_shutdown(over);
  /* By the queue, as all but a few errors. */
  start_one(over, queue, at_once, NULL, over, NULL);
  check_code(take_one(queue, over), "Cancelled", "");
  check_nothing_comes(queue);
  cos_client_free(over);
  cos_queue_free(queue, 0);
  cos_queue_free(shut, 0);
}

static void mistakes_of_setters_are_told_at_once(void) {
  cos_queue_t *queue = cos_queue_new(NULL);
  cos_request_t *wrong = cos_request_new("HEAD", "no bucket", "key");
  cos_call_t *call = cos_call_new();
  check_subject = "mistakes of setters";
  cos_call_set_timeout_ms(call, 0);
  check_refused(client, wrong, NULL, queue, "bucket");
  check_refused(client, at_once, call, queue, "timeout");
  cos_call_free(call);
  cos_request_free(wrong);
  cos_queue_free(queue, 0);
}

int main(void) {
  deadline_begin();
  gate_start();
  size_t before = threads();
  client = client_from(gate_options(8));
  at_once = gate_request(GATE_AT_ONCE);
  null_is_told();
  a_function_without_a_queue_is_released();
  wrong_sizes_and_times_take_nothing();
  for (size_t size = sizeof(cos_completion_t); size <= sizeof(cos_completion_t) + 16; size++)
    larger_structs_are_not_filled_beyond(size);
  larger_structs_are_not_filled_beyond(4096);
  what_is_shut_down_starts_nothing();
  mistakes_of_setters_are_told_at_once();
  check_subject = "";
  cos_request_free(at_once);
  cos_client_free(client);
  threads_await(before);
  gate_stop();
  return check_report();
}
