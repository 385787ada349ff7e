/* Interrupt checks of calls that wait for others: asked all the time, by a thread of the library; one
   that takes its time holds up nobody but its own call. */
#include <pthread.h>
#include <semaphore.h>

#include "check.h"
#include "client_from.h"
#include "deadline.h"
#include "gate.h"
#include "resources.h"
#include "taken.h"

/* ROUNDS: the thread may be still about to wait when it is needed. LONG: the check of a call that waits for long was
   called so often. */
enum { ASKED = 5, TIMEOUT_MS = 8000, ROUNDS = 10, LONG = 15 };

static cos_client_t *client;
static cos_queue_t *queue;
static cos_request_t *held, *at_once;

typedef struct {
  pthread_t starter;
  int times, strays, ends, waits;
  sem_t is_asked, may_go_on;
} asked_t;

/* Ends the call, if it is to, when it was asked often enough. */
static int32_t ask(void *user_data) {
  asked_t *asked = user_data;
  asked->strays += pthread_equal(pthread_self(), asked->starter) != 0;
  asked->times++;
  if (asked->times == 1 && asked->waits) {
    sem_post(&asked->is_asked);
    sem_wait(&asked->may_go_on);
  }
  return asked->ends && asked->times >= ASKED;
}

static cos_call_t *call_with(asked_t *asked) {
  cos_call_t *call = cos_call_new();
  asked->starter = pthread_self();
  sem_init(&asked->is_asked, 0, 0);
  sem_init(&asked->may_go_on, 0, 0);
  cos_call_set_interrupt(call, ask, asked, NULL);
  cos_call_set_timeout_ms(call, TIMEOUT_MS);
  return call;
}

static void done(asked_t *asked, cos_call_t *call) {
  cos_call_free(call);
  sem_destroy(&asked->is_asked);
  sem_destroy(&asked->may_go_on);
  CHECK_NUMBER(asked->strays, 0);
}

/* The only connection is in use. */
static void occupy(void) {
  gate_hold();
  start_one(client, queue, held, NULL, client, NULL);
  gate_await_held(1);
}

static void a_check_ends_its_call(void) {
  asked_t asked = {.ends = 1};
  cos_call_t *call = call_with(&asked);
  check_subject = "a check that ends its call";
  occupy();
  start_one(client, queue, at_once, call, &asked, NULL);
  cos_error_t *error = take_one(queue, &asked);
  CHECK_NUMBER(asked.times, ASKED);
  CHECK_NUMBER(cos_error_attempt_count(error), 0);
  check_code(error, "Cancelled", "");
  gate_open();
  check_code(take_one(queue, client), "", "");
  done(&asked, call);
}

/* The thread that becomes free while the check runs finds nothing to do, and has to be woken. */
static void a_slow_check_holds_up_nobody(void) {
  asked_t asked = {.waits = 1}, other = {.ends = 0};
  cos_call_t *call = call_with(&asked), *hasty = call_with(&other);
  char mark = 0;
  check_subject = "a check that takes its time";
  occupy();
  start_one(client, queue, at_once, call, &asked, NULL);
  sem_wait(&asked.is_asked);
  gate_open();
  check_code(take_one(queue, client), "", "");
  start_one(client, queue, at_once, hasty, &mark, NULL);
  check_code(take_one(queue, &mark), "", "");
  sem_post(&asked.may_go_on);
  check_code(take_one(queue, &asked), "", "");
  done(&asked, call);
  done(&other, hasty);
}

/* The same, where the other call is started before the thread becomes free, or its check is asked as well. */
static void slow_checks_hold_up_nobody(void) {
  enum { CALLS = 6 };
  asked_t asked[CALLS] = {{0}};
  cos_call_t *calls[CALLS];
  check_subject = "checks that take their time";
  occupy();
  for (size_t i = 0; i < CALLS; i++) {
    asked[i].waits = i == 0;
    calls[i] = call_with(&asked[i]);
    start_one(client, queue, at_once, calls[i], NULL, NULL);
  }
  sem_wait(&asked[0].is_asked);
  gate_open();
  check_code(take_one(queue, client), "", "");
  sem_post(&asked[0].may_go_on);
  for (size_t i = 0; i < CALLS; i++) check_code(take_one(queue, NULL), "", "");
  for (size_t i = 0; i < CALLS; i++) done(&asked[i], calls[i]);
}

/* Stays inside once its call waits for long. */
static int32_t ask_of_long_wait(void *user_data) {
  asked_t *asked = user_data;
  if (++asked->times >= LONG && asked->waits) {
    asked->waits = 0;
    sem_post(&asked->is_asked);
    sem_wait(&asked->may_go_on);
  }
  return __atomic_load_n(&asked->ends, __ATOMIC_SEQ_CST);
}

static void start_long(cos_client_t *of, asked_t *asked, cos_call_t **call) {
  *call = call_with(asked);
  cos_call_set_timeout_ms(*call, TAKEN_LIMIT_MS);
  cos_call_set_interrupt(*call, ask_of_long_wait, asked, NULL);
  start_one(of, queue, held, *call, asked, NULL);
}

/* Also not the checks of others that wait for long. */
static void a_slow_check_in_a_long_wait_holds_up_nobody(void) {
  asked_t slow = {.waits = 1}, other = {.ends = 0};
  cos_call_t *calls[2];
  check_subject = "a check that takes its time in a long wait";
  gate_hold();
  cos_client_t *of_two = client_from(gate_options(2));
  start_long(of_two, &slow, &calls[0]);
  start_long(of_two, &other, &calls[1]);
  sem_wait(&slow.is_asked);
  __atomic_store_n(&other.ends, 1, __ATOMIC_SEQ_CST);
  check_code(take_one(queue, &other), "Cancelled", "");
  __atomic_store_n(&slow.ends, 1, __ATOMIC_SEQ_CST);
  sem_post(&slow.may_go_on);
  check_code(take_one(queue, &slow), "Cancelled", "");
  done(&slow, calls[0]);
  done(&other, calls[1]);
  cos_client_free(of_two);
}

/* Also not calls that wait for a thread: the one whose place is lent meanwhile has a call, too. */
static void a_slow_check_in_a_long_wait_ends_calls_that_wait(void) {
  asked_t slow = {.waits = 1};
  char mark = 0;
  cos_call_t *call;
  cos_started_t *waiting;
  check_subject = "a check that takes its time while others wait for a thread";
  gate_hold();
  start_long(client, &slow, &call);
  sem_wait(&slow.is_asked);
  start_one(client, queue, held, NULL, &slow, NULL);
  start_one(client, queue, at_once, NULL, &mark, &waiting);
  cos_started_cancel(waiting);
  check_code(take_one(queue, &mark), "Cancelled", "");
  cos_started_free(waiting);
  sem_post(&slow.may_go_on);
  gate_open();
  for (int i = 0; i < 2; i++) check_code(take_one(queue, &slow), "", "");
  done(&slow, call);
}

/* The check waits for a call that needs the only connection, which its own call has. */
static void a_check_in_a_long_wait_lends_the_place_of_its_call(void) {
  asked_t slow = {.waits = 1};
  char mark = 0;
  cos_call_t *call;
  check_subject = "a check that waits for another call";
  gate_hold();
  start_long(client, &slow, &call);
  sem_wait(&slow.is_asked);
  start_one(client, queue, at_once, NULL, &mark, NULL);
  check_code(take_one(queue, &mark), "", "");
  sem_post(&slow.may_go_on);
  gate_open();
  check_code(take_one(queue, &slow), "", "");
  done(&slow, call);
}

int main(void) {
  deadline_begin();
  gate_start();
  client = client_from(gate_options(1));
  queue = cos_queue_new(NULL);
  held = gate_request("key");
  at_once = gate_request(GATE_AT_ONCE);
  a_check_ends_its_call();
  for (int round = 0; round < ROUNDS && !check_failures; round++) {
    a_slow_check_holds_up_nobody();
    slow_checks_hold_up_nobody();
  }
  a_slow_check_in_a_long_wait_holds_up_nobody();
  a_slow_check_in_a_long_wait_ends_calls_that_wait();
  a_check_in_a_long_wait_lends_the_place_of_its_call();
  check_subject = "";
  cos_request_free(held);
  cos_request_free(at_once);
  cos_client_free(client);
  cos_queue_free(queue, 0);
  gate_stop();
  return check_report();
}
