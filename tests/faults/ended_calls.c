/* Calls that are told to end before they begin; and what is there after one that ended. */
#include "check.h"
#include "fault.h"
#include "ports.h"

static int32_t at_once(void *asked) {
  ++*(int *)asked;
  return 1;
}

static const fault_t cancelled = {
    .name = "before it begins",
    .reason = COS_ERROR_REASON_CANCELLED,
    .retry = COS_RETRY_NO,
    .message = {FAULT_HOST},
    .advice = "cancelled",
    .attempts = MIXED_ATTEMPTS,
};

/* Nothing is sent, not even a connection is made, nor is a kept one used. */
static void what_is_over_does_not_begin(void) {
  int asked = 0;
  cos_client_t *client = client_from(http_options(standin_address()));
  cos_cancel_t *cancel = cos_cancel_new();
  cos_call_t *by_token = cos_call_new(), *by_check = cos_call_new();
  cos_cancel_trigger(cancel);
  cos_call_set_cancel(by_token, cancel);
  cos_call_set_interrupt(by_check, at_once, &asked, NULL);
  for (int kept = 0; kept < 2; kept++) {
    standin_forget();
    check_fault(cos_head_bucket(client, STANDIN_BUCKET, by_token, NULL), &cancelled);
    check_fault(cos_head_bucket(client, STANDIN_BUCKET, by_check, NULL), &cancelled);
    CHECK_NUMBER(asked, kept + 1);
    CHECK_NUMBER(received(), 0);
    CHECK_NUMBER(counted("connections_accepted"), kept);
    cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
    CHECK_TEXT(cos_error_text(error), "");
    cos_error_free(error);
  }
  standin_forget();
  cos_client_shutdown(client);
  check_fault(cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL), &cancelled);
  CHECK_NUMBER(received(), 0);
  cos_call_free(by_token);
  cos_call_free(by_check);
  cos_cancel_free(cancel);
  cos_client_free(client);
}

static int32_t when_it_is_there(void *unused) {
  (void)unused;
  return received() > 0;
}

/* Its connection is closed, for its answer may still come; its place is free. */
static void the_only_connection_comes_back(void) {
  static const char *const buckets[] = {"fault-hang-1250000000", "fault-stall-0-1250000000",
                                        "fault-drip-1-and-big-64-1250000000"};
  cos_client_options_t *options = http_options(standin_address());
  cos_client_options_set_max_connections(options, 1);
  cos_client_t *client = client_from(options);
  cos_call_t *call = cos_call_new();
  cos_call_set_interrupt(call, when_it_is_there, NULL, NULL);
  for (size_t i = 0; i < 9; i++) {
    cos_request_t *request = cos_request_new("GET", buckets[i % 3], NULL);
    check_subject = buckets[i % 3];
    standin_forget();
    cos_error_t *error = cos_client_send(client, request, call, NULL);
    CHECK(error != NULL);
    cos_error_free(error);
    error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
    CHECK_TEXT(cos_error_text(error), "");
    cos_error_free(error);
    cos_request_free(request);
  }
  check_subject = "";
  cos_call_free(call);
  cos_client_free(client);
}

int main(void) {
  ports_start();
  what_is_over_does_not_begin();
  the_only_connection_comes_back();
  ports_stop();
  return check_report();
}
