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

/* A provider that takes longer than its call allows ends that call; what it gave serves the next one. */
static void a_slow_provider_ends_its_call(void) {
  provider_t provider = {.tokens = {"STANDINTOKEN"}, .takes_ms = 300};
  cos_client_t *client = provided_client(&provider, 1);
  cos_call_t *hasty = cos_call_new();
  cos_signed_t *signed_request = NULL;
  cos_call_set_timeout_ms(hasty, 50);
  check_ended(cos_client_sign(client, request, hasty, 60, &signed_request), "Timeout", "while waiting for credentials");
  CHECK(signed_request == NULL);
  CHECK_TEXT(cos_error_text(cos_client_sign(client, request, NULL, 60, &signed_request)), "");
  CHECK_NUMBER(provider.calls, 1);
  cos_signed_free(signed_request);
  cos_call_free(hasty);
  cos_client_free(client);
}

/* A signature holds from the time at which it is made, and no longer than its credentials. */
static void the_wait_takes_nothing_from_the_signature(void) {
  enum { LASTS_S = 600 };
  provider_t slow = {.tokens = {"STANDINTOKEN"}, .takes_ms = 2000}, brief = {.tokens = {"STANDINTOKEN"}, .lives_s = 300};
  cos_client_t *clients[] = {provided_client(&slow, 1), provided_client(&brief, 1)};
  for (size_t i = 0; i < 2; i++) {
    cos_signed_t *signed_request = NULL;
    int64_t begun = time(NULL);
    CHECK_TEXT(cos_error_text(cos_client_sign(clients[i], request, NULL, LASTS_S, &signed_request)), "");
    int64_t lasts_s = cos_signed_expires_at_s(signed_request) - begun;
    if (i == 0) CHECK(lasts_s >= LASTS_S + 2);
    if (i == 1) CHECK(lasts_s >= 299 && lasts_s < LASTS_S);
    cos_signed_free(signed_request);
    cos_client_free(clients[i]);
  }
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
  a_slow_provider_ends_its_call();
  the_wait_takes_nothing_from_the_signature();
  cos_request_free(request);
  cos_client_free(client);
  ports_stop();
  return check_report();
}
