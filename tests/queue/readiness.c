/* How a queue says that something is there: its descriptor, its function, and a take that waits. */
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include "check.h"
#include "client_from.h"
#include "deadline.h"
#include "gate.h"
#include "resources.h"
#include "taken.h"

/* SHUTDOWNS: a call may have begun before. */
enum { CALLS = 6, ROUNDS = 200, SHUTDOWNS = 50 };

static cos_client_t *client;

static void start_some(cos_queue_t *queue, const char *key, size_t count) {
  cos_request_t *request = gate_request(key);
  for (size_t i = 0; i < count; i++) start_one(client, queue, request, NULL, NULL, NULL);
  cos_request_free(request);
}

/* Readable just while a completion waits. */
static void a_descriptor_shows_completions(void) {
  cos_queue_t *queue = cos_queue_new(NULL);
  int fd = queue_fd(queue);
  check_subject = "a descriptor";
  CHECK_NUMBER(queue_fd(queue), fd);
  CHECK(fcntl(fd, F_GETFD) & FD_CLOEXEC);
  CHECK(fcntl(fd, F_GETFL) & O_NONBLOCK);
  CHECK(!is_readable(fd, 0));
  start_some(queue, "key", CALLS);
  gate_await_held(CALLS);
  CHECK(!is_readable(fd, 0));
  gate_open();
  CHECK_NUMBER(cos_client_wait(client, -1), 1);
  gate_hold();
  for (size_t left = CALLS; left > 0; left--) {
    /* Level-triggered: as often as it is asked. */
    CHECK(is_readable(fd, 0) && is_readable(fd, 0));
    check_code(take_one(queue, NULL), "", "");
  }
  CHECK(!is_readable(fd, 0));
  check_nothing_comes(queue);
  cos_queue_free(queue, 0);
}

/* Asked for while completions wait, or behind a shutdown, it is readable at once. */
static void a_descriptor_shows_what_was_before(void) {
  cos_queue_t *queue = cos_queue_new(NULL), *shut = cos_queue_new(NULL);
  check_subject = "a descriptor that is asked for late";
  start_some(queue, GATE_AT_ONCE, 1);
  CHECK_NUMBER(cos_client_wait(client, -1), 1);
  int fd = queue_fd(queue);
  CHECK(is_readable(fd, 0));
  check_code(take_one(queue, NULL), "", "");
  CHECK(!is_readable(fd, 0));
  cos_queue_shutdown(shut);
  CHECK(is_readable(queue_fd(shut), 0));
  cos_queue_free(queue, 0);
  cos_queue_free(shut, 0);
}

/* A loop that waits for the descriptor and then takes until there is nothing misses none. */
static void a_loop_misses_nothing(void) {
  cos_queue_t *queue = cos_queue_new(NULL);
  cos_completion_t completion = {.struct_size = sizeof completion};
  int fd = queue_fd(queue);
  size_t taken = 0;
  check_subject = "a loop";
  for (size_t begun = 0; taken < ROUNDS; begun += CALLS) {
    if (begun < ROUNDS) start_some(queue, GATE_AT_ONCE, CALLS < ROUNDS - begun ? CALLS : ROUNDS - begun);
    CHECK(is_readable(fd, TAKEN_LIMIT_MS));
    if (check_failures) break;
    while (cos_queue_next(queue, 0, &completion) == 1) {
      CHECK_TEXT(cos_error_text(completion.error), "");
      cos_error_free(completion.error);
      cos_response_free(completion.response);
      taken++;
    }
  }
  CHECK_NUMBER(taken, ROUNDS);
  CHECK(!is_readable(fd, 0));
  cos_queue_free(queue, 0);
}

/* Readable for ever, also while calls run that will complete. */
static void a_descriptor_shows_the_shutdown(void) {
  cos_queue_t *queue = cos_queue_new(NULL);
  cos_completion_t completion = {.struct_size = sizeof completion};
  int fd = queue_fd(queue);
  check_subject = "a descriptor of a queue that is shut down";
  start_some(queue, "key", 1);
  gate_await_held(1);
  cos_queue_shutdown(queue);
  CHECK(is_readable(fd, 0));
  CHECK_NUMBER(cos_queue_next(queue, 0, &completion), 0);
  gate_open();
  check_code(take_one(queue, NULL), "", "");
  gate_hold();
  CHECK_NUMBER(cos_queue_next(queue, -1, &completion), -1);
  CHECK_NUMBER(cos_queue_take(queue, -1, &completion, 1), 0);
  CHECK(is_readable(fd, 0));
  cos_queue_free(queue, 0);
}

typedef struct {
  int notices, releases, strays;
  pthread_t starter;
  cos_queue_t *queue;
} listener_t;

static void notice(void *user_data) {
  listener_t *listener = user_data;
  cos_completion_t completion = {.struct_size = sizeof completion};
  if (pthread_equal(pthread_self(), listener->starter)) __atomic_add_fetch(&listener->strays, 1, __ATOMIC_SEQ_CST);
  /* A callback does not wait. */
  CHECK_NUMBER(cos_queue_next(listener->queue, 1, &completion), -2);
  __atomic_add_fetch(&listener->notices, 1, __ATOMIC_SEQ_CST);
}

static void release(void *user_data) { __atomic_add_fetch(&((listener_t *)user_data)->releases, 1, __ATOMIC_SEQ_CST); }

static int count_of(const int *count) { return __atomic_load_n(count, __ATOMIC_SEQ_CST); }

/* So many completions come, and none is taken meanwhile. */
static void complete_some(cos_queue_t *queue, size_t count) {
  start_some(queue, "key", count);
  gate_await_held(count);
  gate_open();
  CHECK_NUMBER(cos_client_wait(client, -1), 1);
  gate_hold();
}

static void a_function_is_called_when_the_first_comes(void) {
  cos_queue_t *queue = cos_queue_new(NULL);
  listener_t first = {.starter = pthread_self(), .queue = queue}, second = first;
  check_subject = "a function";
  cos_queue_set_notify(queue, notice, &first, release);
  for (int round = 1; round <= 2; round++) {
    complete_some(queue, CALLS);
    CHECK_NUMBER(count_of(&first.notices), round);
    for (size_t i = 1; i < CALLS; i++) check_code(take_one(queue, NULL), "", "");
    /* It is not empty yet. */
    complete_some(queue, 1);
    CHECK_NUMBER(count_of(&first.notices), round);
    for (size_t i = 0; i < 2; i++) check_code(take_one(queue, NULL), "", "");
  }
  CHECK_NUMBER(count_of(&first.releases), 0);
  cos_queue_set_notify(queue, notice, &second, release);
  CHECK_NUMBER(count_of(&first.releases), 1);
  complete_some(queue, 1);
  CHECK_NUMBER(count_of(&first.notices), 2);
  CHECK_NUMBER(count_of(&second.notices), 1);
  check_code(take_one(queue, NULL), "", "");
  cos_queue_set_notify(queue, NULL, NULL, NULL);
  CHECK_NUMBER(count_of(&second.releases), 1);
  complete_some(queue, 1);
  cos_queue_free(queue, 0);
  CHECK_NUMBER(count_of(&first.releases) + count_of(&second.releases), 2);
  CHECK_NUMBER(count_of(&second.notices), 1);
  CHECK_NUMBER(count_of(&first.strays) + count_of(&second.strays), 0);
}

static void a_freed_queue_releases_its_function(void) {
  cos_queue_t *queue = cos_queue_new(NULL);
  listener_t listener = {.starter = pthread_self(), .queue = queue};
  check_subject = "a function of a freed queue";
  cos_queue_set_notify(queue, notice, &listener, release);
  cos_queue_free(queue, 0);
  CHECK_NUMBER(count_of(&listener.releases), 1);
  CHECK_NUMBER(count_of(&listener.notices), 0);
}

/* Also for a call that ends in the shutdown, before a thread has taken it: whoever shuts down may
   hold a lock that the function needs. */
static void a_function_is_not_called_in_a_shutdown(void) {
  cos_queue_t *queue = cos_queue_new(NULL);
  listener_t listener = {.starter = pthread_self(), .queue = queue};
  cos_request_t *request = gate_request("key");
  check_subject = "a function, and shutdowns";
  cos_queue_set_notify(queue, notice, &listener, release);
  for (int round = 1; round <= SHUTDOWNS && !check_failures; round++) {
    cos_client_t *own = client_from(gate_options(1));
    start_one(own, queue, request, NULL, NULL, NULL);
    cos_client_shutdown(own);
    CHECK_NUMBER(cos_client_wait(own, -1), 1);
    CHECK_NUMBER(count_of(&listener.notices), round);
    CHECK_NUMBER(count_of(&listener.strays), 0);
    check_code(take_one(queue, NULL), "Cancelled", "");
    cos_client_free(own);
  }
  cos_request_free(request);
  cos_queue_free(queue, 0);
  CHECK_NUMBER(count_of(&listener.releases), 1);
}

static void *wait_for_one(void *queue) {
  cos_completion_t completion = {.struct_size = sizeof completion};
  int32_t taken = cos_queue_next(queue, -1, &completion);
  cos_error_free(completion.error);
  cos_response_free(completion.response);
  return (void *)(intptr_t)taken;
}

/* All takers that wait are woken; without a time they wait for a completion, or the shutdown. */
static void takers_are_woken(void) {
  enum { TAKERS = 4 };
  pthread_t takers[TAKERS];
  cos_queue_t *queue = cos_queue_new(NULL);
  cos_completion_t completion = {.struct_size = sizeof completion};
  check_subject = "takers";
  int64_t begun = now_ms();
  CHECK_NUMBER(cos_queue_next(queue, 50, &completion), 0);
  CHECK_NUMBER(cos_queue_take(queue, 50, &completion, 1), 0);
  CHECK(now_ms() - begun >= 99);
  pthread_t one;
  void *taken = NULL;
  CHECK_NUMBER(pthread_create(&one, NULL, wait_for_one, queue), 0);
  start_some(queue, GATE_AT_ONCE, 1);
  pthread_join(one, &taken);
  CHECK_NUMBER((intptr_t)taken, 1);
  for (int i = 0; i < TAKERS; i++) CHECK_NUMBER(pthread_create(&takers[i], NULL, wait_for_one, queue), 0);
  cos_queue_shutdown(queue);
  for (int i = 0; i < TAKERS; i++) {
    pthread_join(takers[i], &taken);
    CHECK_NUMBER((intptr_t)taken, -1);
  }
  cos_queue_free(queue, 0);
}

int main(void) {
  deadline_begin();
  gate_start();
  client = client_from(gate_options(CALLS));
  a_descriptor_shows_completions();
  a_descriptor_shows_what_was_before();
  a_loop_misses_nothing();
  a_descriptor_shows_the_shutdown();
  a_function_is_called_when_the_first_comes();
  a_freed_queue_releases_its_function();
  a_function_is_not_called_in_a_shutdown();
  takers_are_woken();
  check_subject = "";
  cos_client_free(client);
  gate_stop();
  return check_report();
}
