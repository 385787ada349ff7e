/* What one call may change: how it ends early, how often it tries, how much it asks. */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "all_accessors.h"
#include "standin.h"

static cos_client_t *client;
static cos_cancel_t *volatile token;

/* A call to a server that never answers, ended by its settings. */
static void check_cancelled(const cos_call_t *call, const char *bucket) {
  cos_error_t *error = cos_head_bucket(client, bucket, call, NULL);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_CANCELLED);
  CHECK_TEXT(cos_error_code(error), "Cancelled");
  CHECK_NUMBER(cos_error_retry(error), COS_RETRY_NO);
  check_every_accessor(error);
  cos_error_free(error);
}

/* Waits until the stand-in has the request: only then is there a call to end. */
static void wait_for_request(void) {
  for (size_t received = 0; received == 0;) {
    json_t *requests = standin_requests();
    received = json_array_size(requests);
    json_decref(requests);
  }
}

static void *trigger_when_sent(void *cancel) {
  wait_for_request();
  cos_cancel_trigger(cancel);
  return NULL;
}

static void a_token_ends_calls_from_another_thread(void) {
  cos_call_t *call = cos_call_new();
  cos_cancel_t *cancel = cos_cancel_new();
  pthread_t other;
  cos_call_set_cancel(call, cancel);
  standin_forget();
  CHECK_NUMBER(pthread_create(&other, NULL, trigger_when_sent, cancel), 0);
  check_cancelled(call, "fault-hang-1250000000");
  pthread_join(other, NULL);

  /* For good, and although the caller's reference is gone: nothing is sent. */
  cos_cancel_free(cancel);
  standin_forget();
  check_cancelled(call, STANDIN_BUCKET);
  json_t *requests = standin_requests();
  CHECK_NUMBER(json_array_size(requests), 0);
  json_decref(requests);

  cos_call_set_cancel(call, NULL);
  CHECK(cos_head_bucket(client, STANDIN_BUCKET, call, NULL) == NULL);
  cos_call_free(call);
}

static void trigger_from_handler(int number) {
  (void)number;
  cos_cancel_trigger(token);
}

static void *interrupt_when_sent(void *thread) {
  wait_for_request();
  pthread_kill(*(pthread_t *)thread, SIGUSR1);
  return NULL;
}

static void a_signal_handler_may_trigger(void) {
  struct sigaction before, action = {.sa_handler = trigger_from_handler};
  pthread_t self = pthread_self(), other;
  cos_call_t *call = cos_call_new();
  token = cos_cancel_new();
  cos_call_set_cancel(call, token);
  sigaction(SIGUSR1, &action, &before);
  standin_forget();
  CHECK_NUMBER(pthread_create(&other, NULL, interrupt_when_sent, &self), 0);
  check_cancelled(call, "fault-hang-1250000000");
  pthread_join(other, NULL);
  sigaction(SIGUSR1, &before, NULL);
  cos_cancel_free(token);
  cos_call_free(call);
}

typedef struct {
  pthread_t caller;
  int asked, elsewhere, released;
} asked_t;

static int32_t third_time(void *user_data) {
  asked_t *asked = user_data;
  asked->elsewhere += !pthread_equal(asked->caller, pthread_self());
  return ++asked->asked >= 3;
}

static void released(void *user_data) { ((asked_t *)user_data)->released++; }

static void an_interrupt_check_is_asked_on_the_callers_thread(void) {
  asked_t asked = {.caller = pthread_self()};
  cos_call_t *call = cos_call_new();
  cos_call_set_interrupt(call, third_time, &asked, released);
  check_cancelled(call, "fault-hang-1250000000");
  CHECK_NUMBER(asked.asked, 3);
  CHECK_NUMBER(asked.elsewhere, 0);
  CHECK_NUMBER(asked.released, 0);
  cos_call_free(call);
  CHECK_NUMBER(asked.released, 1);
}

static void what_is_given_up_is_released_once(void) {
  asked_t first = {.caller = pthread_self()}, second = first, refused = first;
  cos_call_t *call = cos_call_new();
  cos_call_set_interrupt(NULL, third_time, &refused, released);
  cos_call_set_interrupt(call, third_time, &first, released);
  cos_call_set_interrupt(call, third_time, &second, released);
  CHECK_NUMBER(refused.released, 1);
  CHECK_NUMBER(first.released, 1);
  CHECK_NUMBER(second.released, 0);
  cos_call_free(call);
  CHECK_NUMBER(first.released, 1);
  CHECK_NUMBER(second.released, 1);
}

static void *shut_down_when_sent(void *other) {
  wait_for_request();
  cos_client_shutdown(other);
  return NULL;
}

static void shutdown_ends_calls_for_good(void) {
  cos_client_t *kept = client;
  pthread_t other;
  client = standin_client();
  standin_forget();
  CHECK_NUMBER(pthread_create(&other, NULL, shut_down_when_sent, client), 0);
  check_cancelled(NULL, "fault-hang-1250000000");
  pthread_join(other, NULL);
  check_cancelled(NULL, STANDIN_BUCKET);
  cos_client_free(client);
  client = kept;
}

static void tries_are_counted_and_bounded(void) {
  for (int32_t most = 1; most <= 3; most++) {
    cos_client_options_t *options = standin_options();
    cos_client_options_set_max_attempts(options, most);
    cos_client_t *trying = client_from(options);
    standin_forget();
    cos_error_t *error = cos_head_bucket(trying, "fault-status-503-1250000000", NULL, NULL);
    json_t *requests = standin_requests();
    CHECK_NUMBER(cos_error_attempt_count(error), most);
    CHECK_NUMBER(json_array_size(requests), most);
    for (int32_t i = 0; i < most; i++) {
      cos_attempt_t attempt = {.struct_size = sizeof attempt};
      CHECK_NUMBER(cos_error_attempt(error, (size_t)i, &attempt), 1);
      CHECK_NUMBER(attempt.status, 503);
      CHECK(*attempt.request_id != '\0');
      json_t *request = json_array_get(requests, (size_t)i);
      CHECK_TEXT(received_header(request, "x-cos-sdk-retry"), i ? "true" : "");
      CHECK_TEXT(json_string_value(json_object_get(request, "signature")), "valid");
    }
    json_decref(requests);
    check_every_accessor(error);
    cos_error_free(error);
    cos_client_free(trying);
  }
}

static void explaining_asks_again_by_get(void) {
  cos_call_t *call = cos_call_new();
  cos_call_set_explain(call, 1);
  standin_forget();
  cos_error_t *error = cos_head_bucket(client, "forbidden-1250000000", call, NULL);
  CHECK_NUMBER(cos_error_status(error), 403);
  CHECK_TEXT(cos_error_code(error), "AccessDenied");
  CHECK_NUMBER(cos_error_code_source(error), COS_CODE_SOURCE_PROBE);
  CHECK_HAS(cos_error_origin_xml(error), "<Code>AccessDenied</Code>");
  CHECK_NUMBER(cos_error_attempt_count(error), 2);
  check_every_accessor(error);
  cos_error_free(error);
  json_t *requests = standin_requests();
  CHECK_NUMBER(json_array_size(requests), 2);
  CHECK_TEXT(json_string_value(json_object_get(json_array_get(requests, 0), "method")), "HEAD");
  CHECK_TEXT(json_string_value(json_object_get(json_array_get(requests, 1), "method")), "GET");
  CHECK_TEXT(json_string_value(json_object_get(json_array_get(requests, 1), "target")), "/?max-keys=1");
  json_decref(requests);

  standin_forget();
  CHECK(cos_head_bucket(client, STANDIN_BUCKET, call, NULL) == NULL);
  requests = standin_requests();
  CHECK_NUMBER(json_array_size(requests), 1);
  json_decref(requests);
  cos_call_free(call);
}

int main(void) {
  standin_start();
  client = standin_client();
  a_token_ends_calls_from_another_thread();
  a_signal_handler_may_trigger();
  an_interrupt_check_is_asked_on_the_callers_thread();
  what_is_given_up_is_released_once();
  shutdown_ends_calls_for_good();
  tries_are_counted_and_bounded();
  explaining_asks_again_by_get();
  cos_client_free(client);
  standin_stop();
  return check_report();
}
