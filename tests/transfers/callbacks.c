/* Readers and writers that fail, lie about lengths, or cannot go back: the call says so, and ends. */
#include <time.h>

#include "ask.h"
#include "bodies.h"
#include "check.h"
#include "fault.h"

enum { LENGTH = 300000 };

static void check_callback(cos_error_t *error, const char *name, int32_t status, int32_t sent, const char *says) {
  const fault_t expected = {.name = name,
                            .reason = COS_ERROR_REASON_CALLBACK,
                            .status = status,
                            .retry = COS_RETRY_NO,
                            .request_sent = sent,
                            .truncated = cos_error_origin_truncated(error),
                            .responder = cos_error_responder(error),
                            .message = {says},
                            .advice = "callback",
                            .attempts = MIXED_ATTEMPTS};
  check_fault(error, &expected);
}

/* How a reader goes wrong, of a body of LENGTH bytes. */
static const struct {
  const char *name, *says;
  size_t has, fails_at;
} readers[] = {
    {"fails at once", "failed after 0 bytes", LENGTH, 0},
    {"fails in the middle", "failed after 100000 bytes", LENGTH, 100000},
    {"gives fewer bytes", "after 299999 of 300000 bytes", 299999, NEVER},
    {"gives none", "after 0 of 300000 bytes", 0, NEVER},
};

/* No second try, though there might be: it would fail again. Nothing is stored. */
static void readers_that_go_wrong_end_the_call(cos_client_t *client) {
  for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
    for (int unknown = 0; unknown < 2; unknown++) {
      char name[100];
      source_t source = source_of(readers[i].has);
      int fails = readers[i].fails_at != NEVER;
      if (unknown && !fails) continue;
      snprintf(name, sizeof name, "a reader of %s length %s", unknown ? "unknown" : "known", readers[i].name);
      check_subject = name;
      source.fails_at = readers[i].fails_at;
      cos_request_t *request = ask("PUT", "reader", NULL);
      give(request, &source, unknown ? -1 : LENGTH, 1);
      cos_error_t *error = refused(client, request);
      check_subject = name;
      CHECK(cos_error_attempt_count(error) <= 1);
      check_callback(error, name, cos_error_status(error), cos_error_request_sent(error), readers[i].says);
      check_subject = name;
      CHECK_NUMBER(source.releases, 1);
      CHECK_NUMBER(source.rewinds, 0);
      CHECK_NUMBER(source.strays, 0);
      error = refused(client, ask("HEAD", "reader", NULL));
      CHECK_NUMBER(cos_error_status(error), 404);
      cos_error_free(error);
    }
  }
}

/* What lies behind the length is not asked for: not even whether it is there. */
static void a_length_is_all_that_is_read(cos_client_t *client) {
  source_t longer = source_of(LENGTH + 1), broken = source_of(LENGTH);
  source_t *const sources[] = {&longer, &broken};
  broken.fails_at = LENGTH;
  for (size_t i = 0; i < 2; i++) {
    cos_request_t *request = ask("PUT", "length", NULL);
    check_subject = "a reader that could give more, or fail then";
    give(request, sources[i], LENGTH, 0);
    cos_response_free(sent(client, request));
    CHECK_NUMBER(sources[i]->at, LENGTH);
    CHECK_NUMBER(sources[i]->releases, 1);
    check_stored(client, "length", 0, LENGTH);
  }
}

static void writers_that_refuse_end_the_call(cos_client_t *client) {
  static const size_t refusals[] = {0, 1, 100000, LENGTH - 1};
  store(client, "writer", LENGTH);
  for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
    drain_t drain = drain_of();
    char name[100];
    snprintf(name, sizeof name, "a writer that refuses more than %zu bytes", refusals[i]);
    check_subject = name;
    drain.refuses_at = refusals[i];
    cos_request_t *request = ask("GET", "writer", NULL);
    take(request, &drain, 1);
    cos_error_t *error = refused(client, request);
    check_subject = name;
    CHECK_NUMBER(cos_error_attempt_count(error), 1);
    check_callback(error, name, 200, 1, "wr");
    check_subject = name;
    CHECK(drain.at <= refusals[i]);
    check_drain(&drain, drain.at);
    CHECK_NUMBER(drain.rewinds, 0);
    CHECK_NUMBER(drain.releases, 1);
  }
}

/* A rewind that fails leaves things as they are: the failure before it is the error. */
static void rewinds_that_fail_end_the_tries(cos_client_t *client) {
  source_t source = source_of(LENGTH);
  drain_t drain = drain_of();
  cos_request_t *request = ask("PUT", "rewind", "fail-1-status-503");
  check_subject = "a reader whose rewind fails";
  source.rewind_says = 7;
  give(request, &source, LENGTH, 1);
  cos_error_t *error = refused(client, request);
  CHECK_NUMBER(cos_error_attempt_count(error), 1);
  CHECK_NUMBER(source.rewinds, 1);
  CHECK_NUMBER(source.releases, 1);
  CHECK(cos_error_status(error) == 503 || cos_error_reason(error) == COS_ERROR_REASON_CALLBACK);
  cos_error_free(error);

  store(client, "rewind", LENGTH);
  request = ask("GET", "rewind", "fail-1-cut-100000");
  check_subject = "a writer whose rewind fails";
  drain.rewind_says = 7;
  take(request, &drain, 1);
  error = refused(client, request);
  CHECK_NUMBER(cos_error_attempt_count(error), 1);
  CHECK_NUMBER(cos_error_status(error), 200);
  CHECK_NUMBER(drain.rewinds, 1);
  CHECK_NUMBER(drain.releases, 1);
  check_drain(&drain, drain.at);
  cos_error_free(error);
}

/* Longer than the io timeout. */
static void take_ones_time(size_t *calls) {
  if ((*calls)++ == 1) nanosleep(&(struct timespec){.tv_sec = 1, .tv_nsec = 300000000}, NULL);
}

static int64_t read_slowly(void *user_data, void *buffer, size_t size) {
  source_t *source = user_data;
  size_t given = source->length - source->at < size ? source->length - source->at : size;
  take_ones_time(&source->reads);
  pattern(buffer, source->at, given);
  source->at += given;
  return (int64_t)given;
}

static int32_t write_slowly(void *user_data, const void *bytes, size_t size) {
  drain_t *drain = user_data;
  take_ones_time(&drain->writes);
  if (drain->right == drain->at) drain->right += pattern_breaks(bytes, drain->at, size);
  drain->at += size;
  return 0;
}

/* The caller's own time is not the network's. */
static void callbacks_may_take_their_time(void) {
  source_t source = source_of(LENGTH);
  drain_t drain = drain_of();
  cos_client_options_t *options = http_options(standin_address());
  cos_client_options_set_io_timeout_ms(options, 1000);
  cos_client_t *client = client_from(options);
  check_subject = "callbacks that take their time";
  cos_request_t *request = ask("PUT", "slow", NULL);
  cos_request_set_body_reader(request, read_slowly, NULL, -1, &source, NULL);
  cos_response_free(sent(client, request));
  CHECK(source.reads > 1);
  request = ask("GET", "slow", NULL);
  cos_request_set_sink_writer(request, write_slowly, NULL, &drain, NULL);
  cos_response_free(sent(client, request));
  CHECK(drain.writes > 1);
  check_drain(&drain, LENGTH);
  cos_client_free(client);
}

/* What is registered is released once: when it is replaced, or with the request, also of one never sent. */
static void what_is_registered_is_released_once(void) {
  source_t sources[2] = {source_of(1), source_of(1)};
  drain_t drains[2] = {drain_of(), drain_of()};
  cos_request_t *request = cos_request_new("PUT", STANDIN_BUCKET, "key");
  check_subject = "what was registered";
  for (int i = 0; i < 2; i++) {
    give(request, &sources[i], 1, 1);
    take(request, &drains[i], 1);
  }
  CHECK(sources[0].releases == 1 && drains[0].releases == 1);
  CHECK(sources[1].releases == 0 && drains[1].releases == 0);
  cos_request_set_body(request, "x", 1);
  CHECK(sources[1].releases == 1);
  cos_request_free(request);
  CHECK(sources[0].releases == 1 && drains[0].releases == 1);
  CHECK(sources[1].releases == 1 && drains[1].releases == 1);
  CHECK(sources[0].reads == 0 && sources[1].reads == 0);
}

int main(void) {
  files_begin();
  ports_start();
  cos_client_t *client = client_of(3);
  readers_that_go_wrong_end_the_call(client);
  a_length_is_all_that_is_read(client);
  writers_that_refuse_end_the_call(client);
  rewinds_that_fail_end_the_tries(client);
  callbacks_may_take_their_time();
  what_is_registered_is_released_once();
  check_subject = "";
  cos_client_free(client);
  ports_stop();
  files_end();
  return check_report();
}
