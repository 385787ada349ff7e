/* Tokens that COS does not take: others are asked for, once, where they may help. */
#include "ask.h"
#include "check.h"
#include "provider.h"
#include "streams.h"

/* The token ends before its time: COS says so, and is asked again with another. */
static void an_expired_token_is_renewed_once(void) {
  static const char *const methods[] = {"GET", "HEAD", "PUT"};
  for (size_t i = 0; i < 3; i++) {
    provider_t provider = {.tokens = {"short", "STANDINTOKEN-2"}};
    cos_client_t *client = provided_client(&provider, 3);
    check_subject = methods[i];
    standin_set("token/short", "{\"requests\": 2}");
    standin_forget();
    for (size_t call = 0; call < 3; call++) {
      cos_request_t *request = cos_request_new(methods[i], STANDIN_BUCKET, "there");
      if (i == 2) cos_request_set_body(request, "0123456789", 10);
      cos_response_free(sent(client, request));
    }
    CHECK_NUMBER(received(), 4);
    check_token(1, "short");
    check_token(2, "short");
    check_token(3, "STANDINTOKEN-2");
    CHECK_NUMBER(provider.calls, 2);
    cos_client_free(client);
  }
}

/* Not twice: another token that has expired is the end. */
static void a_second_expired_token_is_the_error(void) {
  static const struct {
    const char *method, *first, *second, *code;
    int32_t status, retry;
  } rows[] = {
      {"GET", "EXPIREDTOKEN-1", "EXPIREDTOKEN-2", "ExpiredToken", 400, COS_RETRY_AFTER_FIX},
      {"HEAD", "EXPIREDTOKEN-1", "EXPIREDTOKEN-2", "BadRequest", 400, COS_RETRY_AFTER_FIX},
      {"HEAD", "DENIEDTOKEN-1", "DENIEDTOKEN-2", "AccessDenied", 403, COS_RETRY_AFTER_FIX},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    provider_t provider = {.tokens = {rows[i].first, rows[i].second}};
    cos_client_t *client = provided_client(&provider, 5);
    check_subject = rows[i].first;
    standin_forget();
    cos_error_t *error = refused(client, cos_request_new(rows[i].method, STANDIN_BUCKET, "there"));
    CHECK_TEXT(cos_error_code(error), rows[i].code);
    CHECK_NUMBER(cos_error_status(error), rows[i].status);
    CHECK_NUMBER(cos_error_retry(error), rows[i].retry);
    CHECK_NUMBER(cos_error_attempt_count(error), 2);
    check_note(error, "credentials renewed");
    CHECK_NUMBER(received(), 2);
    check_token(1, rows[i].second);
    CHECK_NUMBER(provider.calls, 2);
    CHECK(!strstr(cos_error_json(error), rows[i].second));
    cos_error_free(error);
    cos_client_free(client);
  }
}

/* The same token again would be refused again; a refusal that says why is no token's fault. */
static void what_a_token_cannot_mend_is_not_asked_for(void) {
  static const struct {
    const char *name, *token, *fault, *method;
    int calls;
  } rows[] = {
      {"the same token", "EXPIREDTOKEN", NULL, "GET", 2},
      {"GET 403 with a body", "STANDINTOKEN", "denied", "GET", 1},
      {"HEAD 404", "STANDINTOKEN", "head-404", "HEAD", 1},
      {"HEAD 403 without a token", "", "denied", "HEAD", 1},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    provider_t provider = {.tokens = {rows[i].token}};
    cos_client_t *client = provided_client(&provider, 5);
    check_subject = rows[i].name;
    standin_forget();
    cos_error_t *error = refused(client, ask(rows[i].method, "there", rows[i].fault));
    CHECK_NUMBER(cos_error_attempt_count(error), 1);
    CHECK_NUMBER(received(), 1);
    CHECK_NUMBER(provider.calls, rows[i].calls);
    cos_error_free(error);
    cos_client_free(client);
  }
}

/* A reader that is used up cannot be signed anew; the next call has the new token. */
static void a_reader_is_not_sent_again(void) {
  provider_t provider = {.tokens = {"EXPIREDTOKEN", "STANDINTOKEN"}};
  source_t source = source_of(100000);
  cos_client_t *client = provided_client(&provider, 3);
  check_subject = "a reader without rewind, and an expired token";
  cos_request_t *request = ask("PUT", "reader", NULL);
  give(request, &source, 100000, 0);
  cos_error_t *error = refused(client, request);
  CHECK_TEXT(cos_error_code(error), "ExpiredToken");
  CHECK_NUMBER(cos_error_attempt_count(error), 1);
  check_note(error, "rewound");
  cos_error_free(error);
  cos_response_free(sent(client, ask("GET", "there", NULL)));
  CHECK_NUMBER(provider.calls, 2);
  cos_client_free(client);
}

int main(void) {
  ports_start();
  cos_client_t *client = client_of(1);
  store(client, "there", 10);
  an_expired_token_is_renewed_once();
  a_second_expired_token_is_the_error();
  what_a_token_cannot_mend_is_not_asked_for();
  a_reader_is_not_sent_again();
  check_subject = "";
  cos_client_free(client);
  ports_stop();
  return check_report();
}
