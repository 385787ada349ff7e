/* Credentials that are asked for when they are needed, by one thread for all, and renewed in time. */
#include <time.h>

#include "check.h"
#include "fault.h"
#include "peer.h"
#include "ports.h"
#include "provider.h"

enum { THREADS = 16, CALLS = 5 };

static cos_error_t *get(cos_client_t *client, const char *key) {
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, key);
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  cos_request_free(request);
  return error;
}

static void check_success(cos_error_t *error) {
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
}

typedef struct {
  cos_client_t *client;
  size_t failed;
} caller_t;

static void *call_often(void *argument) {
  caller_t *caller = argument;
  for (int i = 0; i < CALLS; i++) {
    cos_error_t *error = cos_head_bucket(caller->client, STANDIN_BUCKET, NULL, NULL);
    caller->failed += error != NULL;
    cos_error_free(error);
  }
  return NULL;
}

static void one_thread_asks_for_all(void) {
  provider_t provider = {.tokens = {"STANDINTOKEN"}, .takes_ms = 50};
  cos_client_t *client = provided_client(&provider, 1);
  pthread_t threads[THREADS];
  caller_t callers[THREADS];
  standin_forget();
  CHECK_NUMBER(provider.calls, 0);
  for (size_t i = 0; i < THREADS; i++) {
    callers[i] = (caller_t){.client = client};
    start_deaf(&threads[i], call_often, &callers[i]);
  }
  for (size_t i = 0; i < THREADS; i++) {
    pthread_join(threads[i], NULL);
    CHECK_NUMBER(callers[i].failed, 0);
  }
  CHECK_NUMBER(provider.calls, 1);
  CHECK_NUMBER(provider.most_inside, 1);
  CHECK_NUMBER(received(), THREADS * CALLS);
  check_token(0, "STANDINTOKEN");
  check_token(THREADS * CALLS - 1, "STANDINTOKEN");
  CHECK_NUMBER(provider.releases, 0);
  cos_client_free(client);
  CHECK_NUMBER(provider.releases, 1);
}

static int32_t at_once(void *unused) {
  (void)unused;
  return 1;
}

/* Who waits for another's provider is in a call that ends when it is told to. */
static void waiting_for_credentials_can_end(void) {
  provider_t provider = {.tokens = {"STANDINTOKEN"}, .waits = 1};
  cos_client_t *client = provided_client(&provider, 1);
  cos_call_t *hasty = cos_call_new(), *interrupted = cos_call_new();
  caller_t caller = {.client = client};
  pthread_t thread;
  start_deaf(&thread, call_often, &caller);
  await_provider(&provider);
  cos_call_set_timeout_ms(hasty, 120);
  cos_call_set_interrupt(interrupted, at_once, NULL, NULL);
  cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, hasty, NULL);
  CHECK_TEXT(cos_error_code(error), "Timeout");
  CHECK_HAS(cos_error_message(error), "credentials");
  CHECK_NUMBER(cos_error_request_sent(error), 0);
  cos_error_free(error);
  error = cos_head_bucket(client, STANDIN_BUCKET, interrupted, NULL);
  CHECK_TEXT(cos_error_code(error), "Cancelled");
  CHECK_NUMBER(cos_error_request_sent(error), 0);
  cos_error_free(error);
  __atomic_store_n(&provider.waits, 0, __ATOMIC_SEQ_CST);
  pthread_join(thread, NULL);
  CHECK_NUMBER(caller.failed, 0);
  CHECK_NUMBER(provider.calls, 1);
  cos_call_free(hasty);
  cos_call_free(interrupted);
  cos_client_free(client);
}

/* A call that has ended asks nobody. */
static void an_ended_call_asks_nobody(void) {
  provider_t provider = {.tokens = {"STANDINTOKEN"}};
  cos_client_t *client = provided_client(&provider, 1);
  cos_call_t *call = cos_call_new();
  cos_cancel_t *cancel = cos_cancel_new();
  cos_cancel_trigger(cancel);
  cos_call_set_cancel(call, cancel);
  cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, call, NULL);
  CHECK_TEXT(cos_error_code(error), "Cancelled");
  CHECK_NUMBER(provider.calls, 0);
  cos_error_free(error);
  cos_client_shutdown(client);
  error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
  CHECK_TEXT(cos_error_code(error), "Cancelled");
  CHECK_NUMBER(provider.calls, 0);
  cos_error_free(error);
  cos_call_free(call);
  cos_cancel_free(cancel);
  cos_client_free(client);
}

/* What a provider says becomes part of one line. */
static void what_a_provider_says_is_one_line(void) {
  provider_t provider = {.tokens = {"STANDINTOKEN"}, .fails_from = 1, .error = "line 1\nline 2"};
  cos_client_t *client = provided_client(&provider, 1);
  cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
  CHECK_TEXT(cos_error_code(error), "InvalidCredentials");
  CHECK_HAS(cos_error_message(error), "line 1 line 2");
  cos_error_free(error);
  cos_client_free(client);
}

typedef struct {
  cos_client_t *client;
  cos_cancel_t *cancel;
  cos_error_t *error;
} cancelled_t;

static void *call_cancelled(void *argument) {
  cancelled_t *cancelled = argument;
  cos_call_t *call = cos_call_new();
  cos_call_set_cancel(call, cancelled->cancel);
  cancelled->error = cos_head_bucket(cancelled->client, STANDIN_BUCKET, call, NULL);
  cos_call_free(call);
  return NULL;
}

/* A provider that gives up for a call that was told to end fails no other call. */
static void giving_up_for_one_is_for_that_one(void) {
  provider_t provider = {.tokens = {"STANDINTOKEN"}, .waits = 1, .cancel = cos_cancel_new()};
  cos_client_t *client = provided_client(&provider, 1);
  cancelled_t cancelled = {.client = client, .cancel = provider.cancel};
  caller_t caller = {.client = client};
  pthread_t first, second;
  start_deaf(&first, call_cancelled, &cancelled);
  await_provider(&provider);
  start_deaf(&second, call_often, &caller);
  nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
  __atomic_store_n(&provider.waits, 0, __ATOMIC_SEQ_CST);
  pthread_join(first, NULL);
  pthread_join(second, NULL);
  CHECK_TEXT(cos_error_code(cancelled.error), "Cancelled");
  CHECK_HAS(cos_error_message(cancelled.error), "token");
  CHECK_NUMBER(cos_error_request_sent(cancelled.error), 0);
  cos_error_free(cancelled.error);
  CHECK_NUMBER(caller.failed, 0);
  CHECK_NUMBER(provider.calls, 2);
  cos_client_free(client);
  cos_cancel_free(provider.cancel);
}

/* Many clients of the same options have the same provider, which is released after the last. */
static void options_may_make_many_clients(void) {
  provider_t provider = {.tokens = {NULL}};
  cos_client_options_t *options = provided_options(&provider, 1);
  cos_client_t *clients[3];
  for (int i = 0; i < 3; i++) {
    cos_error_free(cos_client_new(options, &clients[i]));
    CHECK(clients[i] != NULL);
  }
  cos_client_options_free(options);
  standin_forget();
  for (int i = 0; i < 3; i++) {
    check_success(cos_head_bucket(clients[i], STANDIN_BUCKET, NULL, NULL));
    check_token((size_t)i, "");
    CHECK_NUMBER(provider.releases, 0);
    cos_client_free(clients[i]);
  }
  CHECK_NUMBER(provider.releases, 1);
  options = provided_options(&provider, 1);
  cos_client_options_set_credentials(options, STANDIN_ID, STANDIN_KEY, NULL);
  CHECK_NUMBER(provider.releases, 2);
  cos_client_options_free(options);
  CHECK_NUMBER(provider.releases, 2);
}

/* The client's clock follows the server's, so time can pass without anybody waiting:
   a server that is 3 500 s ahead leaves 100 s of an hour. */
static const char *const later = "fault-skew-3500-1250000000";

static void credentials_are_renewed_before_they_end(void) {
  for (int fails = 0; fails < 2; fails++) {
    provider_t provider = {
        .tokens = {"STANDINTOKEN-1", "STANDINTOKEN-2"}, .lives_s = 3600, .fails_from = fails ? 2 : 0, .error = "down"};
    cos_client_t *client = provided_client(&provider, 3);
    check_success(cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL));
    check_success(cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL));
    CHECK_NUMBER(provider.calls, 1);
    /* Sets the clock, which takes a second try: that is signed with what is new. */
    standin_forget();
    check_success(cos_head_bucket(client, later, NULL, NULL));
    CHECK_NUMBER(received(), 2);
    check_token(0, "STANDINTOKEN-1");
    /* What is valid for a while yet serves where no other is to be had. */
    check_token(1, fails ? "STANDINTOKEN-1" : "STANDINTOKEN-2");
    CHECK_NUMBER(provider.calls, 2);
    cos_client_free(client);
  }
}

/* Their time is over, and others are not to be had. */
static void credentials_that_ended_are_not_used(void) {
  provider_t provider = {.tokens = {"STANDINTOKEN"}, .lives_s = 3000, .fails_from = 2, .error = "the vault is sealed"};
  cos_client_t *client = provided_client(&provider, 3);
  check_success(cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL));
  standin_forget();
  cos_error_t *error = cos_head_bucket(client, later, NULL, NULL);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_INVALID_CREDENTIALS);
  CHECK_TEXT(cos_error_cause(error, 0), "the vault is sealed");
  CHECK_NUMBER(received(), 1);
  cos_error_free(error);
  cos_client_free(client);
}

static int32_t sets_nothing(void *user_data, cos_credentials_t *credentials) {
  (void)user_data;
  (void)credentials;
  return 0;
}

static int32_t sets_a_blank(void *user_data, cos_credentials_t *credentials) {
  (void)user_data;
  cos_credentials_set(credentials, STANDIN_ID, "STANDINSECRET KEYWITHABLANK00", NULL, 0);
  return 0;
}

static int32_t sets_no_key(void *user_data, cos_credentials_t *credentials) {
  (void)user_data;
  cos_credentials_set(credentials, STANDIN_ID, NULL, NULL, 0);
  return 0;
}

static int32_t fails_without_a_word(void *user_data, cos_credentials_t *credentials) {
  (void)user_data;
  (void)credentials;
  return -1;
}

static int32_t fails_with_a_word(void *user_data, cos_credentials_t *credentials) {
  (void)user_data;
  cos_credentials_set_error(credentials, "role \xe5\xbc\x80\xe5\x8f\x91 may not be assumed");
  return 5;
}

/* Nothing is sent without credentials; what the provider said stands under the error. */
static void providers_that_fail_are_told(void) {
  static const struct {
    const char *name;
    int32_t (*provide)(void *, cos_credentials_t *);
    const char *cause;
  } providers[] = {
      {"sets nothing", sets_nothing, NULL},
      {"sets a blank", sets_a_blank, NULL},
      {"sets no key", sets_no_key, NULL},
      {"fails without a word", fails_without_a_word, NULL},
      {"fails with a word", fails_with_a_word, "role \xe5\xbc\x80\xe5\x8f\x91 may not be assumed"},
  };
  for (size_t i = 0; i < sizeof providers / sizeof *providers; i++) {
    cos_client_options_t *options = standin_options();
    cos_client_options_set_credentials_provider(options, providers[i].provide, NULL, NULL);
    cos_client_t *client = client_from(options);
    const fault_t expected = {.name = providers[i].name,
                              .reason = COS_ERROR_REASON_INVALID_CREDENTIALS,
                              .retry = COS_RETRY_NO,
                              .attempts = MIXED_ATTEMPTS,
                              .advice = "SecretId",
                              .has_causes = providers[i].cause != NULL};
    standin_forget();
    cos_error_t *error = get(client, "key");
    check_subject = providers[i].name;
    CHECK_NUMBER(received(), 0);
    CHECK(!strstr(cos_error_json(error), "KEYWITHABLANK"));
    if (providers[i].cause) CHECK_TEXT(cos_error_cause(error, 0), providers[i].cause);
    if (providers[i].cause) CHECK_HAS(cos_error_message(error), providers[i].cause);
    check_fault(error, &expected);
    cos_client_free(client);
  }
}

static void the_last_credentials_set_count(void) {
  provider_t provider = {.tokens = {"STANDINTOKEN"}};
  cos_client_options_t *options = provided_options(&provider, 1);
  cos_client_options_set_credentials(options, STANDIN_ID, STANDIN_KEY, NULL);
  CHECK_NUMBER(provider.releases, 1);
  cos_client_t *client = client_from(options);
  standin_forget();
  check_success(cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL));
  check_token(0, "");
  CHECK_NUMBER(provider.calls, 0);
  cos_client_free(client);
  options = standin_options();
  cos_client_options_set_credentials_provider(options, fails_with_a_word, NULL, NULL);
  cos_client_options_set_credentials_provider(options, NULL, NULL, NULL);
  client = client_from(options);
  standin_forget();
  cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
  CHECK_NUMBER(cos_error_status(error), 403);
  CHECK_NUMBER(received(), 1);
  cos_error_free(error);
  cos_client_free(client);
}

int main(void) {
  ports_start();
  one_thread_asks_for_all();
  waiting_for_credentials_can_end();
  giving_up_for_one_is_for_that_one();
  an_ended_call_asks_nobody();
  what_a_provider_says_is_one_line();
  options_may_make_many_clients();
  credentials_are_renewed_before_they_end();
  credentials_that_ended_are_not_used();
  providers_that_fail_are_told();
  check_subject = "";
  the_last_credentials_set_count();
  ports_stop();
  return check_report();
}
