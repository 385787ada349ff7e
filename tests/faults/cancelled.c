/* Threads that are cancelled (pthread_cancel) while a call runs: the call ends as it would
   have, and the thread after it. */
#include <pthread.h>

#include "check.h"
#include "fault.h"
#include "peer.h"
#include "ports.h"

enum { LIMIT_MS = 300 };

typedef struct {
  void (*calls)(void *data);
  void *data;
  pthread_t thread; /* set by the thread itself, before its calls */
  int state, cleaned, survived;
} victim_t;

static void clean(void *victim) { ((victim_t *)victim)->cleaned = 1; }

/* Makes its calls, and ends at the first cancellation point of its own. */
static void *live(void *data) {
  victim_t *victim = data;
  victim->thread = pthread_self();
  pthread_cleanup_push(clean, victim);
  victim->calls(victim->data);
  pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &victim->state);
  pthread_testcancel();
  victim->survived = 1;
  pthread_cleanup_pop(0);
  return NULL;
}

static void check_victim(victim_t *victim) {
  pthread_t thread;
  void *result = NULL;
  CHECK_NUMBER(pthread_create(&thread, NULL, live, victim), 0);
  CHECK_NUMBER(pthread_join(thread, &result), 0);
  CHECK(result == PTHREAD_CANCELED);
  CHECK_NUMBER(victim->cleaned, 1);
  CHECK_NUMBER(victim->survived, 0);
  CHECK_NUMBER(victim->state, PTHREAD_CANCEL_ENABLE);
}

static void cancel(void *victim) { CHECK_NUMBER(pthread_cancel(((victim_t *)victim)->thread), 0); }

/* The request to end stays pending for the calls that follow. */
static void cancel_oneself(void) {
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
  CHECK_NUMBER(pthread_cancel(pthread_self()), 0);
  pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
}

static void head_of_a_silent_server(void *address) {
  const fault_t expected = {
      .name = "cancelled in a HEAD",
      .reason = COS_ERROR_REASON_TIMEOUT,
      .retry = COS_RETRY_YES,
      .request_sent = 1,
      .message = {"timed out", "total timeout", FAULT_HOST},
      .advice = "Time",
  };
  cos_client_options_t *options = http_options(address);
  cos_client_options_set_total_timeout_ms(options, LIMIT_MS);
  check_fault(head_once(options), &expected);
}

static void a_call_that_waits_ends_in_its_time(void) {
  static const peer_answer_t silence = {.end = PEER_SILENCE};
  peer_t *peer = peer_start(&silence, 1, PEER_READ_ALL);
  victim_t victim = {.calls = head_of_a_silent_server, .data = (void *)peer_address(peer)};
  peer_when_asked(peer, cancel, &victim);
  check_subject = "cancelled in a HEAD";
  check_victim(&victim);
  CHECK_NUMBER(peer_requests(peer), 1);
  peer_stop(peer);
}

/* Files are opened and read, connections made, used and closed. */
static void a_life_of_a_client(void *unused) {
  (void)unused;
  cancel_oneself();
  cos_client_options_t *options = https_options(port("good"));
  cos_client_options_set_ca_file(options, ca_file());
  cos_client_t *client = client_from(options);
  for (int i = 0; i < 2; i++) {
    cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
    CHECK_TEXT(cos_error_text(error), "");
    cos_error_free(error);
  }
  cos_client_shutdown(client);
  cos_client_free(client);
}

static void a_client_freed_with_its_connection(void *unused) {
  (void)unused;
  cos_client_t *client = client_from(http_options(standin_address()));
  cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  cancel_oneself();
  cos_client_free(client);
}

static void count_a_line(void *count, cos_log_level_t level, const char *line) {
  (void)level, (void)line;
  pthread_testcancel();
  ++*(int *)count;
}

static void count_a_release(void *count) {
  pthread_testcancel();
  ++*(int *)count;
}

/* Callbacks run with cancellation disabled too: to write a log line is a cancellation point. */
static void callbacks_of_a_call(void *unused) {
  (void)unused;
  int lines = 0, releases = 0;
  cancel_oneself();
  cos_client_options_t *options = http_options(standin_address());
  cos_client_options_set_log(options, COS_ERR_LOG_DEBUG, count_a_line, &lines, NULL);
  cos_error_free(head_once(options));
  CHECK(lines > 0);
  cos_call_t *call = cos_call_new();
  cos_call_set_interrupt(call, NULL, &releases, count_a_release);
  cos_call_free(call);
  options = cos_client_options_new();
  cos_client_options_set_log(options, COS_ERR_LOG_DEBUG, count_a_line, &releases, count_a_release);
  cos_client_options_free(options);
  CHECK_NUMBER(releases, 2);
}

int main(void) {
  static const struct {
    const char *name;
    void (*calls)(void *);
  } lives[] = {
      {"a life of a client", a_life_of_a_client},
      {"a client freed with its connection", a_client_freed_with_its_connection},
      {"callbacks", callbacks_of_a_call},
  };
  ports_start();
  a_call_that_waits_ends_in_its_time();
  for (size_t i = 0; i < sizeof lives / sizeof *lives; i++) {
    victim_t victim = {.calls = lives[i].calls};
    check_subject = lives[i].name;
    check_victim(&victim);
  }
  ports_stop();
  return check_report();
}
