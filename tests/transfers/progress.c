/* Progress is told from the first byte to the last, never backwards, and not too often. */
#include <time.h>

#include "ask.h"
#include "bodies.h"
#include "check.h"

enum { LENGTH = 5000000, INTERVAL_MS = 100 };

/* What was reported; `tries` counts the reports that went back to the begin. */
typedef struct {
  size_t calls, tries, wrong, releases;
  int64_t sent, to_send, received, to_receive;
  int64_t first_total; /* to receive, at the first byte of the last try */
  pthread_t caller;
} watched_t;

static int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void report(void *user_data, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive) {
  watched_t *watched = user_data;
  int starts = watched->calls++ == 0 || sent < watched->sent || received < watched->received;
  if (starts) {
    watched->tries++;
    watched->wrong += sent != 0 || received != 0;
  }
  if (received == 0) watched->first_total = to_receive;
  watched->wrong += sent < 0 || received < 0;
  watched->wrong += to_send >= 0 && sent > to_send;
  watched->wrong += to_receive >= 0 && received > to_receive;
  watched->wrong += !pthread_equal(pthread_self(), watched->caller);
  watched->sent = sent;
  watched->to_send = to_send;
  watched->received = received;
  watched->to_receive = to_receive;
}

static void released(void *user_data) { ((watched_t *)user_data)->releases++; }

/* Sends the request, watched; how it was at the end. */
static watched_t watch(cos_client_t *client, cos_request_t *request, size_t tries) {
  watched_t watched = {.caller = pthread_self()};
  int64_t begun = now_ms();
  cos_request_set_progress(request, report, &watched, released);
  cos_response_free(sent(client, request));
  int64_t elapsed = now_ms() - begun;
  CHECK(watched.calls >= 2 * tries);
  /* The first and the last of each try, and what time allows between: a bound that a slow machine only widens. */
  CHECK(watched.calls <= 2 * tries + (size_t)(elapsed / INTERVAL_MS) + 1);
  CHECK_NUMBER(watched.tries, tries);
  CHECK_NUMBER(watched.wrong, 0);
  CHECK_NUMBER(watched.releases, 1);
  return watched;
}

static void uploads_are_told(cos_client_t *client) {
  for (int kind = 0; kind < BODIES; kind++) {
    for (int fails_once = 0; fails_once < 2; fails_once++) {
      body_t body;
      if (fails_once && !body_can_rewind((body_kind_t)kind)) continue;
      cos_request_t *request = ask("PUT", "watched", fails_once ? "fail-1-status-503" : NULL);
      check_subject = body_names[kind];
      body_open(&body, (body_kind_t)kind, LENGTH, request);
      watched_t watched = watch(client, request, fails_once ? 2 : 1);
      CHECK_NUMBER(watched.sent, LENGTH);
      CHECK_NUMBER(watched.to_send, LENGTH);
      CHECK_NUMBER(watched.received, 0);
      body_close(&body);
    }
  }
}

static void downloads_are_told(cos_client_t *client) {
  static const struct {
    const char *fault;
    size_t tries;
    int64_t total; /* at the begin; at the end it is known */
  } answers[] = {{NULL, 1, LENGTH}, {"chunked", 1, -1}, {"no-length", 1, -1}, {"fail-1-cut-1000000", 2, LENGTH}};
  store(client, "watched", LENGTH);
  for (int kind = 0; kind < SINKS; kind++) {
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
      sink_t sink;
      if (answers[i].tries > 1 && !sink_can_rewind((sink_kind_t)kind)) continue;
      cos_request_t *request = ask("GET", "watched", answers[i].fault);
      check_subject = sink_names[kind];
      sink_open(&sink, (sink_kind_t)kind, request);
      watched_t watched = {.caller = pthread_self()};
      int64_t begun = now_ms();
      cos_request_set_progress(request, report, &watched, released);
      cos_response_t *response = sent(client, request);
      CHECK(watched.calls <= 2 * answers[i].tries + (size_t)((now_ms() - begun) / INTERVAL_MS) + 1);
      sink_close(&sink, response, LENGTH);
      cos_response_free(response);
      CHECK_NUMBER(watched.wrong, 0);
      CHECK_NUMBER(watched.tries, answers[i].tries);
      CHECK_NUMBER(watched.sent, 0);
      CHECK_NUMBER(watched.received, LENGTH);
      CHECK_NUMBER(watched.first_total, answers[i].total);
      CHECK_NUMBER(watched.to_receive, LENGTH);
      CHECK_NUMBER(watched.releases, 1);
    }
  }
}

/* A slow answer is told as it comes, not only at its end. */
static void slow_answers_are_told_meanwhile(cos_client_t *client) {
  for (int to_writer = 0; to_writer < 2; to_writer++) {
    drain_t drain = drain_of();
    cos_request_t *request = ask("GET", "watched", "trickle-100000-20");
    check_subject = to_writer ? "a second of an answer to a writer" : "a second of an answer to memory";
    if (to_writer) take(request, &drain, 0);
    watched_t watched = watch(client, request, 1);
    CHECK_NUMBER(watched.received, LENGTH);
    /* 50 pieces, 20 ms each: at least a second. */
    CHECK(watched.calls >= 5);
  }
}

/* The body of an error is not what was asked for: of its bytes nothing is told. */
static void errors_are_no_progress(cos_client_t *client) {
  watched_t watched = {.caller = pthread_self()};
  cos_request_t *request = ask("GET", "missing", NULL);
  check_subject = "an error";
  cos_request_set_progress(request, report, &watched, released);
  cos_error_free(refused(client, request));
  CHECK_NUMBER(watched.received, 0);
  CHECK_NUMBER(watched.wrong, 0);
  CHECK_NUMBER(watched.releases, 1);
}

int main(void) {
  files_begin();
  ports_start();
  cos_client_t *client = client_of(2);
  uploads_are_told(client);
  downloads_are_told(client);
  slow_answers_are_told_meanwhile(client);
  errors_are_no_progress(client);
  check_subject = "";
  cos_client_free(client);
  ports_stop();
  files_end();
  return check_report();
}
