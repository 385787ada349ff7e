/* Every phase of a call ends when it is told to, or when its time is over. */
#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "namespace.h"
#include "scene.h"
#include "traffic.h"

typedef enum { TOKEN, SIGNAL, SHUTDOWN, INTERRUPT, TOTAL_TIMEOUT, PHASE_TIMEOUT, ENDINGS } ending_t;

static const struct {
  const char *name, *says;
  int32_t reason, retry;
} endings[] = {
    [TOKEN] = {"token", "token", COS_ERROR_REASON_CANCELLED, COS_RETRY_NO},
    [SIGNAL] = {"token of a signal handler", "token", COS_ERROR_REASON_CANCELLED, COS_RETRY_NO},
    [SHUTDOWN] = {"shutdown", "shutdown", COS_ERROR_REASON_CANCELLED, COS_RETRY_NO},
    [INTERRUPT] = {"interrupt", "interrupt", COS_ERROR_REASON_CANCELLED, COS_RETRY_NO},
    [TOTAL_TIMEOUT] = {"total timeout", "total timeout", COS_ERROR_REASON_TIMEOUT, COS_RETRY_YES},
    [PHASE_TIMEOUT] = {"timeout of the phase", "timed out", COS_ERROR_REASON_TIMEOUT, COS_RETRY_YES},
};

/* Long enough for a call to come to any phase, as a rule: it is doubled where it was not. */
enum { TIMEOUT_MS = 250, LONGEST_MS = 16000 };

/* What the library promises. Time in which its thread was ready to run and others ran
   in its place is the machine's, and not counted. That account is not all: the kernel's
   own work is not in it, so a late end is measured again, and late thrice is late. */
enum { PROMISED_MS = 100, MEASUREMENTS = 3 };

/* One call under way. The signal's handler has no other way to it. */
static struct {
  scene_t scene;
  ending_t ending;
  cos_cancel_t *cancel;
  pthread_t caller;
  int64_t asked; /* when it was told to end, nanoseconds; 0: not yet */
  int delays;    /* of the caller */
  int64_t delay; /* of the caller up to then */
  int64_t asker_delay;
  int64_t timeout_ms;
  size_t checks, strays, releases;
} run;

static void ask(void) {
  run.delay = delay_ns(run.delays);
  __atomic_store_n(&run.asked, now_ns(), __ATOMIC_SEQ_CST);
}

static void on_alarm(int number) {
  (void)number;
  ask();
  cos_cancel_trigger(run.cancel);
}

static int32_t check_whether(void *user_data) {
  CHECK(user_data == &run);
  run.checks++;
  run.strays += !pthread_equal(pthread_self(), run.caller);
  return __atomic_load_n(&run.asked, __ATOMIC_SEQ_CST) != 0;
}

static void release(void *user_data) {
  CHECK(user_data == &run);
  run.releases++;
}

static void *end(void *unused) {
  const struct itimerval soon = {.it_value.tv_usec = 1000};
  scene_await(&run.scene);
  if (run.ending == SIGNAL) {
    setitimer(ITIMER_REAL, &soon, NULL);
    return unused;
  }
  int own = delay_of_this_thread();
  int64_t before = delay_ns(own);
  ask();
  if (run.ending == TOKEN) cos_cancel_trigger(run.cancel);
  if (run.ending == SHUTDOWN) cos_client_shutdown(run.scene.client);
  run.asker_delay = delay_ns(own) - before;
  close(own);
  return unused;
}

static cos_call_t *make_call(void) {
  cos_call_t *call = cos_call_new();
  cos_call_set_explain(call, run.scene.phase->explain);
  if (run.ending == TOKEN || run.ending == SIGNAL) cos_call_set_cancel(call, run.cancel);
  if (run.ending == INTERRUPT) cos_call_set_interrupt(call, check_whether, &run, release);
  if (run.ending == TOTAL_TIMEOUT) cos_call_set_timeout_ms(call, run.timeout_ms);
  return call;
}

/* The io timeout begins anew with each byte that moves, and the system takes
   some long after its buffers seemed full. */
static int counts_from_bytes(const phase_t *phase, ending_t ending) {
  return ending == PHASE_TIMEOUT && phase->limit == BY_IO_TIMEOUT && run.scene.address;
}

/* Makes the call; how many nanoseconds after it was told it ended. */
static int64_t measure(const phase_t *phase, ending_t ending, int64_t timeout_ms, cos_error_t **error) {
  int by_thread = ending < TOTAL_TIMEOUT;
  pthread_t thread;
  memset(&run, 0, sizeof run);
  run.ending = ending;
  run.timeout_ms = timeout_ms;
  run.cancel = cos_cancel_new();
  run.caller = pthread_self();
  run.delays = delay_of_this_thread();
  scene_open(&run.scene, phase, ending == PHASE_TIMEOUT ? timeout_ms : 0);
  cos_call_t *call = make_call();
  if (by_thread) start_deaf(&thread, end, NULL);
  traffic_t *traffic = counts_from_bytes(phase, ending) ? traffic_watch(run.scene.address) : NULL;
  run.delay = delay_ns(run.delays);
  int64_t begun = now_ns();
  *error = cos_client_send(run.scene.client, run.scene.request, call, NULL);
  int64_t ended = now_ns(), delayed = delay_ns(run.delays);
  int64_t moved = traffic ? traffic_stop(traffic) : 0;
  if (by_thread) pthread_join(thread, NULL);
  /* A call that ended by itself must not free what the alarm still needs. */
  while (by_thread && !__atomic_load_n(&run.asked, __ATOMIC_SEQ_CST)) pause_ms(1);
  CHECK_NUMBER(run.releases, 0);
  cos_call_free(call);
  CHECK_NUMBER(run.releases, ending == INTERRUPT);
  CHECK_NUMBER(run.strays, 0);
  cos_cancel_free(run.cancel);
  scene_close(&run.scene);
  close(run.delays);
  int64_t due = (moved > begun ? moved : begun) + timeout_ms * (int64_t)1000000;
  int64_t late = ended - (by_thread ? run.asked : due);
  CHECK(late >= 0);
  return late - (delayed - run.delay) - run.asker_delay;
}

/* A total timeout may pass on a busy machine before the call has come to its phase. */
static int came_too_soon(const cos_error_t *error, const phase_t *phase, ending_t ending) {
  return ending == TOTAL_TIMEOUT && phase->says && !strstr(cos_error_message(error), phase->says);
}

static void check_end(const phase_t *phase, ending_t ending) {
  char name[120];
  int64_t late = 0, timeout_ms = TIMEOUT_MS;
  cos_error_t *error = NULL;
  const int is_ours = !phase->service_code;
  const fault_t expected = {
      .name = name,
      .reason = is_ours ? endings[ending].reason : 0,
      .status = phase->status,
      .code = phase->service_code,
      .retry = is_ours ? endings[ending].retry : phase->service_retry,
      .request_sent = phase->request_sent,
      .truncated = phase->in_body,
      .responder = phase->in_body || phase->answered ? COS_RESPONDER_COS : COS_RESPONDER_UNKNOWN,
      .answered = phase->answered,
      .attempts = phase->explain ? MIXED_ATTEMPTS : phase->no_attempt ? NO_ATTEMPTS : 1,
      .message = {is_ours ? FAULT_HOST : NULL, phase->says, endings[ending].says},
      .advice = !is_ours                                             ? NULL
                : endings[ending].reason == COS_ERROR_REASON_TIMEOUT ? "Time ran out"
                                                                     : "cancelled",
  };
  snprintf(name, sizeof name, "%s: %s", phase->name, endings[ending].name);
  check_subject = name;
  for (int i = 0; i < MEASUREMENTS; i++) {
    cos_error_free(error);
    late = measure(phase, ending, timeout_ms, &error);
    for (; came_too_soon(error, phase, ending) && timeout_ms < LONGEST_MS; timeout_ms *= 2) {
      cos_error_free(error);
      late = measure(phase, ending, 2 * timeout_ms, &error);
    }
    if (late <= PROMISED_MS * (int64_t)1000000) break;
  }
  CHECK(late <= PROMISED_MS * (int64_t)1000000);
  check_fault(error, &expected);
}

/* A wait for a retry that goes beyond the time left is not begun. */
static int can_end(const phase_t *phase, ending_t ending) {
  if (ending == PHASE_TIMEOUT) return phase->limit < BY_TOTAL_TIMEOUT_ONLY;
  return ending != TOTAL_TIMEOUT || phase->limit != BY_NONE;
}

int main(int argc, char **argv) {
  int own_network = namespace_enter();
  struct sigaction action = {.sa_handler = on_alarm};
  sigaction(SIGALRM, &action, NULL);
  ports_start();
  scenes_begin();
  for (size_t i = 0; i < phase_count; i++) {
    if (phases[i].needs_namespace && !own_network) continue;
    if (argc > 1 && strcmp(argv[1], phases[i].name) != 0) continue;
    for (int ending = 0; ending < ENDINGS; ending++)
      if (can_end(&phases[i], (ending_t)ending)) check_end(&phases[i], (ending_t)ending);
  }
  scenes_end();
  ports_stop();
  return check_report();
}
