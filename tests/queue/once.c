/* Thousands of started calls of one client need few threads, and each completes exactly once,
   whatever ends it while some hundreds run and thousands wait: once CALLS CONNECTIONS. */
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "crowd.h"
#include "deadline.h"
#include "gate.h"
#include "resources.h"

enum { SEED = 20, MOST_BESIDE = 2 };

static size_t calls;
static int32_t connections;
static size_t threads_before;

/* As many as may run do, and the others wait. */
static crowd_t *crowd_under_way(int flags) {
  gate_hold();
  gate_await_held(0);
  threads_await(threads_before);
  crowd_t *crowd = crowd_new(gate_options(connections), calls);
  crowd_start(crowd, "key", 0, flags);
  gate_await_held((size_t)connections);
  size_t ended = crowd_poll(crowd), running = gate_held();
  CHECK_NUMBER(ended, 0);
  CHECK_NUMBER(running, connections);
  printf("%s: %zu run, %zu wait, %zu threads more\n", check_subject, running, calls - running - ended,
         threads() - threads_before);
  return crowd;
}

static void check_threads(const crowd_t *crowd) {
  size_t most = threads_before + (size_t)connections + MOST_BESIDE;
  if (crowd->most_threads > most) CHECK_NUMBER(crowd->most_threads - threads_before, connections + MOST_BESIDE);
}

/* Nothing more comes, and nothing runs any more. */
static void end(crowd_t *crowd) {
  if (crowd->queue) CHECK_NUMBER(crowd_poll(crowd), 0);
  if (crowd->client) CHECK_NUMBER(cos_client_wait(crowd->client, -1), 1);
  crowd_check_once(crowd);
  check_threads(crowd);
  crowd_free(crowd);
}

/* As many as run at once. They have a limit, with which a client that waits for them fails and does not hang. */
static void freeing_waits_for_no_call(void) {
  enum { LIMIT_MS = 60000 };
  check_subject = "freeing waits for no call";
  size_t running = (size_t)connections;
  gate_hold();
  gate_await_held(0);
  threads_await(threads_before);
  crowd_t *crowd = crowd_new(gate_options(connections), running);
  crowd_start(crowd, "key", LIMIT_MS, 0);
  gate_await_held(running);
  cos_client_free(crowd->client);
  crowd->client = NULL;
  CHECK_NUMBER(crowd_poll(crowd), 0);
  gate_open();
  crowd_take(crowd, running);
  CHECK_NUMBER(crowd_succeeded(crowd), running);
  end(crowd);
}

static void nothing_ends_them(void) {
  check_subject = "nothing ends them";
  crowd_t *crowd = crowd_under_way(0);
  gate_open();
  crowd_take(crowd, calls);
  CHECK_NUMBER(crowd_succeeded(crowd), calls);
  end(crowd);
}


typedef struct {
  pthread_t thread;
  pid_t id;
  crowd_t *crowd;
} taker_t;

/* Each of them has completions of its own. */
static void *take_some(void *argument) {
  taker_t *taker = argument;
  crowd_t *crowd = taker->crowd;
  taker->id = gettid();
  cos_completion_t completion = {.struct_size = sizeof completion};
  while (cos_queue_next(crowd->queue, -1, &completion) == 1) {
    member_t *member = completion.user_data;
    __atomic_add_fetch(&member->taken, 1, __ATOMIC_SEQ_CST);
    member->succeeded += completion.response != NULL;
    __atomic_add_fetch(&crowd->taken, 1, __ATOMIC_SEQ_CST);
    cos_error_free(completion.error);
    cos_response_free(completion.response);
  }
  return NULL;
}

/* The queue's shutdown wakes those that wait; what still comes is given out. */
static void the_queue_is_shut_down(void) {
  enum { TAKERS = 4 };
  taker_t takers[TAKERS];
  int begun = 0;
  check_subject = "the queue is shut down";
  crowd_t *crowd = crowd_under_way(CROWD_CHECKS);
  for (; begun < TAKERS; begun++) {
    takers[begun].crowd = crowd;
    if (pthread_create(&takers[begun].thread, NULL, take_some, &takers[begun]) != 0) break;
  }
  CHECK_NUMBER(begun, TAKERS);
  cos_queue_shutdown(crowd->queue);
  gate_open();
  while (begun-- > 0) thread_end(takers[begun].thread, &takers[begun].id);
  CHECK_NUMBER(crowd->taken, calls);
  CHECK_NUMBER(crowd_succeeded(crowd), calls);
  end(crowd);
}

/* Those that wait have completed when the function returns, but for one whose interrupt check runs. */
static void the_client_is_shut_down(void) {
  check_subject = "the client is shut down";
  crowd_t *crowd = crowd_under_way(CROWD_CHECKS);
  cos_client_shutdown(crowd->client);
  CHECK(crowd_poll(crowd) >= calls - (size_t)connections - 1);
  crowd_take(crowd, calls);
  CHECK_NUMBER(crowd_failed(crowd, COS_ERROR_REASON_CANCELLED), calls);
  end(crowd);
}

static void tell(member_t *member, int by_token) {
  member->told = 1;
  if (by_token)
    cos_cancel_trigger(member->cancel);
  else
    cos_started_cancel(member->started);
}

/* Half of them at random: running and waiting ones. The others succeed. */
static void some_are_told(int by_token) {
  check_subject = by_token ? "tokens" : "cancellations";
  crowd_t *crowd = crowd_under_way(by_token ? CROWD_TOKENS : CROWD_CHECKS);
  size_t told = 0, waiting = 0;
  for (size_t i = 0; i < calls; i++) {
    member_t *member = &crowd->members[(size_t)rand() % calls];
    if (member->told) continue;
    tell(member, by_token);
    told++;
    waiting += member->number >= (size_t)connections;
  }
  CHECK(told > waiting && waiting > 0);
  crowd_take(crowd, told);
  gate_open();
  crowd_take(crowd, calls);
  for (size_t i = 0; i < calls; i++) {
    const member_t *member = &crowd->members[i];
    if (member->succeeded == member->told) CHECK_NUMBER(member->succeeded, !member->told);
  }
  CHECK_NUMBER(crowd_failed(crowd, COS_ERROR_REASON_CANCELLED), told);
  end(crowd);
}

static void tokens_are_triggered(void) { some_are_told(1); }
static void calls_are_cancelled(void) { some_are_told(0); }

/* Without `cancel` each is carried out, although nobody takes its completion. */
static void both_are_freed(const char *name, int queue_first, int32_t cancel) {
  check_subject = name;
  crowd_t *crowd = crowd_under_way(CROWD_CHECKS);
  size_t before = gate_requests() - gate_held();
  if (!queue_first) cos_client_free(crowd->client);
  cos_queue_free(crowd->queue, cancel);
  if (queue_first) cos_client_free(crowd->client);
  crowd->client = NULL;
  crowd->queue = NULL;
  if (!cancel) gate_open();
  crowd_await_discarded(crowd, calls);
  if (!cancel) CHECK_NUMBER(gate_requests() - before, calls);
  end(crowd);
}

static void the_client_is_freed_first(void) { both_are_freed("the client is freed, then the queue", 0, 0); }
static void the_client_is_freed_and_the_queue_cancels(void) { both_are_freed("freed client, the queue cancels", 0, 1); }
static void the_queue_is_freed_first(void) { both_are_freed("the queue is freed, then the client", 1, 0); }
static void the_queue_is_freed_and_cancels(void) { both_are_freed("the queue cancels", 1, 1); }

static void (*const ways[])(void) = {
    freeing_waits_for_no_call,
    nothing_ends_them,
    the_queue_is_shut_down,
    the_client_is_shut_down,
    tokens_are_triggered,
    calls_are_cancelled,
    the_client_is_freed_first,
    the_client_is_freed_and_the_queue_cancels,
    the_queue_is_freed_first,
    the_queue_is_freed_and_cancels,
};

/* A failure in one of them may leave calls behind, which the others would count. */
int main(int argc, char **argv) {
  if (argc != 3) return fputs("usage: once CALLS CONNECTIONS\n", stderr), 2;
  calls = strtoul(argv[1], NULL, 10);
  connections = atoi(argv[2]);
  deadline_begin();
  gate_start();
  threads_before = threads();
  srand(SEED);
  for (size_t i = 0; i < sizeof ways / sizeof *ways && !check_failures; i++) ways[i]();
  check_subject = "";
  /* What a thread that still ends holds is lost, says Valgrind. */
  if (!check_failures) threads_await(threads_before);
  gate_stop();
  return check_report();
}
