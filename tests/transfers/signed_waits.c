/* Signing may have to wait for a credentials provider, and no longer than its call allows. */
#include <time.h>

#include "all_accessors.h"
#include "check.h"
#include "ports.h"
#include "provider.h"

static cos_request_t *request;

/* The first who signs is inside the provider meanwhile. */
static void *sign_first(void *client) {
  cos_signed_t *signed_request = NULL;
  cos_error_t *error = cos_client_sign(client, request, NULL, 60, &signed_request);
  CHECK_TEXT(cos_error_text(error), "");
  CHECK(signed_request != NULL);
  cos_error_free(error);
  cos_signed_free(signed_request);
  return NULL;
}

static int32_t at_once(void *unused) {
  (void)unused;
  return 1;
}

static void check_ended(cos_error_t *error, const char *code, const char *says) {
  CHECK_TEXT(cos_error_code(error), code);
  CHECK_HAS(cos_error_message(error), says);
  CHECK_NUMBER(cos_error_request_sent(error), 0);
  if (error) check_every_accessor(error);
  cos_error_free(error);
}

static void check_both(cos_client_t *client, const cos_call_t *call, const char *code, const char *says) {
  cos_signed_t *signed_request = (cos_signed_t *)&request;
  char *url = (char *)&request;
  check_ended(cos_client_sign(client, request, call, 60, &signed_request), code, says);
  check_ended(cos_client_presign(client, request, call, 60, &url), code, says);
  CHECK(signed_request == NULL);
  CHECK(url == NULL);
}

int main(void) {
  ports_start();
  provider_t provider = {.tokens = {"STANDINTOKEN"}, .waits = 1};
  cos_client_t *client = provided_client(&provider, 1);
  cos_call_t *hasty = cos_call_new(), *interrupted = cos_call_new(), *cancelled = cos_call_new();
  cos_cancel_t *cancel = cos_cancel_new();
  pthread_t thread;
  request = cos_request_new("GET", STANDIN_BUCKET, "key");
  pthread_create(&thread, NULL, sign_first, client);
  await_provider(&provider);
  cos_call_set_timeout_ms(hasty, 120);
  cos_call_set_interrupt(interrupted, at_once, NULL, NULL);
  /* Longer than any wait for the token. */
  cos_call_set_timeout_ms(cancelled, 20000);
  cos_cancel_trigger(cancel);
  cos_call_set_cancel(cancelled, cancel);
  check_both(client, hasty, "Timeout", "timed out by the total timeout while waiting for credentials");
  check_both(client, interrupted, "Cancelled", "ended by the interrupt check while waiting for credentials");
  check_both(client, cancelled, "Cancelled", "cancelled by its token while waiting for credentials");
  __atomic_store_n(&provider.waits, 0, __ATOMIC_SEQ_CST);
  pthread_join(thread, NULL);
  CHECK_NUMBER(provider.calls, 1);
  cos_cancel_free(cancel);
  cos_call_free(hasty);
  cos_call_free(interrupted);
  cos_call_free(cancelled);
  cos_request_free(request);
  cos_client_free(client);
  ports_stop();
  return check_report();
}
