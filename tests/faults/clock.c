/* A clock that is wrong is set right; one that is not is left alone. */
#include <pthread.h>

#include "check.h"
#include "fault.h"
#include "ports.h"

enum { THREADS = 16 };

static cos_client_t *new_client(void) {
  cos_client_options_t *options = http_options(standin_address());
  cos_client_options_set_max_attempts(options, 3);
  return client_from(options);
}

static cos_error_t *sent(cos_client_t *client, const char *method, const char *bucket) {
  cos_request_t *request = cos_request_new(method, bucket, NULL);
  standin_forget();
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  cos_request_free(request);
  return error;
}

static void check_signature(size_t index, const char *begins) {
  json_t *requests = standin_requests();
  const char *verdict = json_string_value(json_object_get(json_array_get(requests, index), "signature"));
  CHECK(verdict && strncmp(verdict, begins, strlen(begins)) == 0);
  json_decref(requests);
}

/* A call that succeeds with its first signature. */
static void check_right_at_once(cos_client_t *client, const char *method, const char *bucket) {
  cos_error_t *error = sent(client, method, bucket);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  CHECK_NUMBER(received(), 1);
  check_signature(0, "valid");
}

static void a_clock_that_is_wrong_is_set_right(void) {
  static const char *const buckets[] = {"fault-skew-7200-1250000000", "fault-skew--7200-1250000000"};
  static const char *const methods[] = {"HEAD", "GET"};
  for (size_t i = 0; i < 4; i++) {
    cos_client_t *client = new_client();
    check_subject = buckets[i / 2];
    cos_error_t *error = sent(client, methods[i % 2], buckets[i / 2]);
    CHECK_TEXT(cos_error_text(error), "");
    cos_error_free(error);
    CHECK_NUMBER(received(), 2);
    check_signature(0, "invalid");
    check_signature(1, "valid");
    check_right_at_once(client, "HEAD", buckets[i / 2]);
    check_right_at_once(client, "GET", buckets[i / 2]);
    cos_client_free(client);
  }
  check_subject = "";
}

static struct {
  cos_client_t *client;
  const char *bucket;
  pthread_barrier_t start;
} together;

static void *send_together(void *unused) {
  (void)unused;
  cos_request_t *request = cos_request_new("GET", together.bucket, NULL);
  pthread_barrier_wait(&together.start);
  cos_error_t *error = cos_client_send(together.client, request, NULL, NULL);
  cos_request_free(request);
  return error;
}

/* The answers are slow, so that all have signed before the first knows better. */
static void a_clock_is_set_right_for_all_calls_at_once(void) {
  static const char *const buckets[] = {"fault-skew-7200-and-slow-100-1250000000",
                                        "fault-skew--7200-and-slow-100-1250000000"};
  for (size_t i = 0; i < 2; i++) {
    pthread_t threads[THREADS];
    check_subject = buckets[i];
    together.client = new_client();
    together.bucket = buckets[i];
    pthread_barrier_init(&together.start, NULL, THREADS);
    for (size_t j = 0; j < THREADS; j++) pthread_create(&threads[j], NULL, send_together, NULL);
    for (size_t j = 0; j < THREADS; j++) {
      void *error = NULL;
      pthread_join(threads[j], &error);
      CHECK_TEXT(cos_error_text(error), "");
      cos_error_free(error);
    }
    pthread_barrier_destroy(&together.start);
    check_right_at_once(together.client, "GET", buckets[i]);
    cos_client_free(together.client);
  }
  check_subject = "";
}

/* The second signature is right, and the answer still 403: the clock was not the reason. */
static void a_403_that_stays_one_moves_nothing(void) {
  static const char *const buckets[] = {"fault-denied-and-skew-7200-1250000000",
                                        "fault-denied-and-date-1970-1250000000"};
  for (size_t i = 0; i < 2; i++) {
    cos_client_t *client = new_client();
    check_subject = buckets[i];
    cos_error_t *error = sent(client, "HEAD", buckets[i]);
    CHECK_NUMBER(cos_error_status(error), 403);
    CHECK_NUMBER(cos_error_attempt_count(error), 2);
    CHECK_NUMBER(received(), 2);
    cos_error_free(error);
    check_right_at_once(client, "HEAD", STANDIN_BUCKET);
    cos_client_free(client);
  }
  check_subject = "";
}

/* ... nor does it undo what an earlier call found out. */
static void what_was_set_right_stays_right(void) {
  cos_client_t *client = new_client();
  cos_error_free(sent(client, "HEAD", "fault-skew-7200-1250000000"));
  cos_error_t *error = sent(client, "HEAD", "fault-denied-and-date-1970-1250000000");
  CHECK_NUMBER(cos_error_status(error), 403);
  cos_error_free(error);
  check_right_at_once(client, "HEAD", "fault-skew-7200-1250000000");
  cos_client_free(client);
}

static void a_plain_denial_is_no_word_about_the_clock(void) {
  static const char *const methods[] = {"HEAD", "GET"};
  cos_client_t *client = new_client();
  for (size_t i = 0; i < 2; i++) {
    cos_error_t *error = sent(client, methods[i], "forbidden-1250000000");
    CHECK_TEXT(cos_error_code(error), "AccessDenied");
    CHECK_NUMBER(cos_error_attempt_count(error), 1);
    CHECK_NUMBER(received(), 1);
    cos_error_free(error);
  }
  check_right_at_once(client, "HEAD", STANDIN_BUCKET);
  cos_client_free(client);
}

/* A copy in a cache is old: its Date says when it was made, and not what time it is. */
static void a_cached_copy_is_no_word_about_the_clock(void) {
  static const struct { const char *bucket; int32_t status; } rows[] = {
      {"fault-status-403-and-cached-7200-1250000000", 403},
      {"fault-status-404-and-cached-7200-1250000000", 404},
      {"fault-status-403-and-cached-1-1250000000", 403},
  };
  cos_client_t *client = new_client();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    check_subject = rows[i].bucket;
    cos_error_t *error = sent(client, "HEAD", rows[i].bucket);
    CHECK_NUMBER(cos_error_status(error), rows[i].status);
    CHECK_NUMBER(cos_error_clock_skew_s(error), COS_SKEW_UNKNOWN);
    CHECK(strstr(cos_error_advice(error, "en"), "clock") == NULL);
    CHECK_NUMBER(cos_error_attempt_count(error), 1);
    CHECK_NUMBER(received(), 1);
    cos_error_free(error);
  }
  check_right_at_once(client, "HEAD", STANDIN_BUCKET);
  cos_client_free(client);
  check_subject = "";
}

/* Without a signature there is no window that the clock could have missed. */
static void unsigned_requests_have_no_clock(void) {
  cos_client_options_t *options = http_options(standin_address());
  cos_client_options_set_credentials(options, NULL, NULL, NULL);
  cos_client_options_set_max_attempts(options, 3);
  cos_client_t *client = client_from(options);
  cos_error_t *error = sent(client, "HEAD", "fault-skew-7200-1250000000");
  CHECK_NUMBER(cos_error_status(error), 403);
  CHECK_NUMBER(received(), 1);
  cos_error_free(error);
  cos_client_free(client);
}

int main(void) {
  ports_start();
  a_clock_that_is_wrong_is_set_right();
  a_clock_is_set_right_for_all_calls_at_once();
  a_403_that_stays_one_moves_nothing();
  what_was_set_right_stays_right();
  a_plain_denial_is_no_word_about_the_clock();
  a_cached_copy_is_no_word_about_the_clock();
  unsigned_requests_have_no_clock();
  ports_stop();
  return check_report();
}
