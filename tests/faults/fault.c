#include "fault.h"

#include "check.h"
#include "all_accessors.h"
#include "standin.h"

static void check_advice(const cos_error_t *error, const fault_t *expected) {
  const char *zh = cos_error_advice(error, "zh");
  if (expected->advice) CHECK_HAS(cos_error_advice(error, "en"), expected->advice);
  /* A byte from E4 to E9 begins a Han character in UTF-8. */
  CHECK(strpbrk(zh, "\xE4\xE5\xE6\xE7\xE8\xE9") != NULL);
  CHECK(strcmp(zh, cos_error_advice(error, "en")) != 0);
}

void check_attempt(const cos_error_t *error, size_t index, const char *host, int32_t status, int32_t reason) {
  cos_attempt_t attempt = {.struct_size = sizeof attempt};
  CHECK_NUMBER(cos_error_attempt(error, index, &attempt), 1);
  CHECK_TEXT(attempt.host, host);
  CHECK_NUMBER(attempt.status, status);
  CHECK_NUMBER(attempt.reason, reason);
}

static void check_attempts(const cos_error_t *error, const fault_t *expected) {
  if (expected->attempts == MIXED_ATTEMPTS) return;
  size_t attempts = expected->attempts == NO_ATTEMPTS ? 0 : expected->attempts ? expected->attempts : 1;
  CHECK_NUMBER(cos_error_attempt_count(error), attempts);
  for (size_t i = 0; i < attempts; i++)
    check_attempt(error, i, expected->host ? expected->host : FAULT_HOST, expected->status,
                  expected->answered ? 0 : expected->reason);
}

void check_fault(cos_error_t *error, const fault_t *expected) {
  check_subject = expected->name;
  CHECK_NUMBER(cos_error_kind(error), expected->reason ? COS_ERROR_KIND_CLIENT : COS_ERROR_KIND_SERVICE);
  CHECK_TEXT(cos_error_reason_name(cos_error_reason(error)), cos_error_reason_name(expected->reason));
  CHECK_TEXT(cos_error_code(error), expected->code ? expected->code : cos_error_reason_name(expected->reason));
  if (expected->reason) CHECK_NUMBER(cos_error_code_source(error), COS_CODE_SOURCE_CLIENT);
  CHECK_NUMBER(cos_error_status(error), expected->status);
  CHECK_NUMBER(cos_error_retry(error), expected->retry);
  CHECK_NUMBER(cos_error_request_sent(error), expected->request_sent);
  CHECK_NUMBER(cos_error_origin_truncated(error), expected->truncated);
  CHECK_NUMBER(cos_error_responder(error), expected->responder);
  CHECK_NUMBER(cos_error_os_errno(error), expected->os_errno);
  for (size_t i = 0; i < MOST_PIECES && expected->message[i]; i++)
    CHECK_HAS(cos_error_message(error), expected->message[i]);
  if (expected->has_causes) CHECK(cos_error_cause_count(error) > 0);
  check_advice(error, expected);
  check_attempts(error, expected);
  if (error) check_every_accessor(error);
  cos_error_free(error);
  check_subject = "";
}

static cos_client_options_t *options_to(const char *address) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, STANDIN_REGION);
  cos_client_options_set_credentials(options, STANDIN_ID, STANDIN_KEY, NULL);
  if (address) cos_client_options_set_connect_to(options, address);
  cos_client_options_set_max_attempts(options, 1);
  return options;
}

cos_client_options_t *http_options(const char *address) {
  cos_client_options_t *options = options_to(address);
  cos_client_options_set_endpoint(options, STANDIN_ENDPOINT);
  return options;
}

cos_client_options_t *https_options(const char *address) { return options_to(address); }

cos_error_t *head_once(cos_client_options_t *options) {
  cos_client_t *client = client_from(options);
  cos_response_t *response = (cos_response_t *)client;
  cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, NULL, &response);
  CHECK((error == NULL) == (response != NULL));
  cos_response_free(response);
  cos_client_free(client);
  return error;
}
