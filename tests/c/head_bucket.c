/* HEAD Bucket against the stand-in: the good bucket, every kind of failure, and what a call may change. */
#include <pthread.h>
#include <unistd.h>

#include "check.h"
#include "all_accessors.h"
#include "standin.h"

static void a_good_bucket_is_no_error(void) {
  cos_client_t *client = standin_client();
  cos_response_t *response = NULL;
  cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, NULL, &response);
  CHECK_TEXT(cos_error_text(error), "");
  CHECK(error == NULL && response != NULL);
  check_every_field(response);
  CHECK_NUMBER(cos_response_status(response), 200);
  CHECK_TEXT(cos_response_bucket_region(response), STANDIN_REGION);
  CHECK_UTF8(cos_response_request_id(response));
  CHECK_TEXT(cos_response_request_id(response), cos_response_header(response, "X-Cos-Request-Id"));
  CHECK(*cos_response_request_id(response) != '\0');
  cos_response_free(response);

  CHECK(cos_err_head_bucket(client, STANDIN_BUCKET, NULL, NULL) == NULL);
  cos_client_free(client);
}

typedef struct {
  const char *bucket;
  int32_t kind, status;
  const char *code;
  int32_t source, responder, retry;
} failure_t;

#define SERVICE COS_ERROR_KIND_SERVICE
#define CLIENT COS_ERROR_KIND_CLIENT
#define DERIVED COS_CODE_SOURCE_STATUS
#define OF_CLIENT COS_CODE_SOURCE_CLIENT

static const failure_t failures[] = {
    {"missing-1250000000", SERVICE, 404, "NoSuchBucket", DERIVED, COS_RESPONDER_COS, COS_RETRY_AFTER_FIX},
    {"beijing-1250000000", SERVICE, 404, "NoSuchBucket", DERIVED, COS_RESPONDER_COS, COS_RETRY_AFTER_FIX},
    {"forbidden-1250000000", SERVICE, 403, "AccessDenied", DERIVED, COS_RESPONDER_COS, COS_RETRY_AFTER_FIX},
    {"fault-status-400-1250000000", SERVICE, 400, "BadRequest", DERIVED, COS_RESPONDER_COS, COS_RETRY_NO},
    {"fault-status-405-1250000000", SERVICE, 405, "MethodNotAllowed", DERIVED, COS_RESPONDER_COS, COS_RETRY_NO},
    {"fault-status-500-1250000000", SERVICE, 500, "InternalError", DERIVED, COS_RESPONDER_COS, COS_RETRY_YES},
    {"fault-status-503-1250000000", SERVICE, 503, "ServiceUnavailable", DERIVED, COS_RESPONDER_COS, COS_RETRY_YES},
    {"fault-gateway-404-1250000000", SERVICE, 404, "Http404", DERIVED, COS_RESPONDER_OTHER, COS_RETRY_NO},
    {"fault-gateway-502-1250000000", SERVICE, 502, "Http502", DERIVED, COS_RESPONDER_OTHER, COS_RETRY_YES},
    {"fault-portal-302-1250000000", SERVICE, 302, "Http302", DERIVED, COS_RESPONDER_OTHER, COS_RETRY_NO},
    {"fault-close-1250000000", CLIENT, 0, "ConnectionLost", OF_CLIENT, COS_RESPONDER_UNKNOWN, COS_RETRY_YES},
    {"fault-reset-1250000000", CLIENT, 0, "ConnectionLost", OF_CLIENT, COS_RESPONDER_UNKNOWN, COS_RETRY_YES},
    {"fault-garbage-1250000000", CLIENT, 0, "Protocol", OF_CLIENT, COS_RESPONDER_UNKNOWN, COS_RETRY_YES},
    {"fault-cut-headers-1250000000", CLIENT, 404, "ConnectionLost", OF_CLIENT, COS_RESPONDER_UNKNOWN, COS_RETRY_YES},
};

static void each_failure_says_what_happened(void) {
  cos_client_t *client = standin_client();
  for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
    const failure_t *expected = &failures[i];
    cos_response_t *response = (cos_response_t *)expected;
    check_subject = expected->bucket;
    cos_error_t *error = cos_head_bucket(client, expected->bucket, NULL, &response);
    CHECK(error != NULL && response == NULL);
    CHECK_NUMBER(cos_error_kind(error), expected->kind);
    CHECK_NUMBER(cos_error_status(error), expected->status);
    CHECK_TEXT(cos_error_code(error), expected->code);
    CHECK_NUMBER(cos_error_code_source(error), expected->source);
    CHECK_NUMBER(cos_error_responder(error), expected->responder);
    CHECK_NUMBER(cos_error_retry(error), expected->retry);
    CHECK_NUMBER(cos_error_request_sent(error), 1);
    CHECK_TEXT(cos_error_method(error), "HEAD");
    CHECK_TEXT(cos_error_operation(error), "HeadBucket");
    CHECK_HAS(cos_error_url(error), expected->bucket);
    CHECK((*cos_error_request_id(error) != '\0') == (expected->responder == COS_RESPONDER_COS));
    CHECK(cos_error_attempt_count(error) >= 1);
    check_every_accessor(error);
    cos_error_free(error);
  }
  check_subject = "";
  cos_client_free(client);
}

static void a_missing_bucket_is_explained(void) {
  cos_client_t *client = standin_client();
  cos_error_t *error = cos_head_bucket(client, "missing-1250000000", NULL, NULL);
  CHECK_HAS(cos_error_advice(error, "en"), STANDIN_REGION);
  CHECK_HAS(cos_error_advice(error, "zh"), STANDIN_REGION);
  CHECK_HAS(cos_error_advice(error, "zh"), "地域");
  CHECK_TEXT(cos_error_url(error), "http://missing-1250000000.cos.ap-guangzhou.myqcloud.com/");
  CHECK_TEXT(cos_error_origin_xml(error), "");
  CHECK_TEXT(cos_error_diagnose_url(error), "https://console.cloud.tencent.com/cos5/diagnose");
  CHECK_HAS(cos_error_diagnose_steps(error, NULL), cos_error_request_id(error));
  CHECK_HAS(cos_error_diagnose_steps(error, "zh-CN"), "请求 ID");
  CHECK_TEXT(cos_error_diagnose_steps(error, "tlh"), cos_error_diagnose_steps(error, "en"));
  CHECK(*cos_error_trace_id(error) != '\0');
  CHECK(cos_error_clock_skew_s(error) >= -2 && cos_error_clock_skew_s(error) <= 2);
  cos_error_free(error);
  cos_client_free(client);
}

static void a_refused_port_was_never_sent(void) {
  cos_client_options_t *options = standin_options();
  cos_client_options_set_connect_to(options, "127.0.0.1:1");
  cos_client_t *client = client_from(options);
  cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_CONNECT);
  CHECK_NUMBER(cos_error_request_sent(error), 0);
  CHECK_NUMBER(cos_error_retry(error), COS_RETRY_YES);
  CHECK(cos_error_os_errno(error) != 0);
  CHECK(cos_error_cause_count(error) >= 1);
  check_every_accessor(error);
  cos_error_free(error);
  cos_client_free(client);
}

static void time_runs_out_when_the_call_says(void) {
  cos_client_t *client = standin_client();
  cos_call_t *call = cos_call_new();
  cos_call_set_timeout_ms(call, 300);
  cos_error_t *error = cos_head_bucket(client, "fault-hang-1250000000", call, NULL);
  cos_attempt_t attempt = {.struct_size = sizeof attempt};
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_TIMEOUT);
  CHECK_NUMBER(cos_error_request_sent(error), 1);
  CHECK_NUMBER(cos_error_attempt(error, 0, &attempt), 1);
  CHECK(attempt.elapsed_ms >= 300);
  CHECK_NUMBER(attempt.reason, COS_ERROR_REASON_TIMEOUT);
  check_every_accessor(error);
  cos_error_free(error);

  /* The call's settings serve again, and the client still works. */
  CHECK(cos_head_bucket(client, STANDIN_BUCKET, call, NULL) == NULL);
  cos_call_free(call);
  cos_client_free(client);
}

static void a_call_may_ask_elsewhere(void) {
  cos_client_t *client = standin_client();
  cos_call_t *call = cos_call_new();
  cos_response_t *response = NULL;
  cos_call_set_region(call, "ap-beijing");
  cos_call_add_header(call, "x-standin-echo", "hello");
  CHECK(cos_head_bucket(client, "beijing-1250000000", call, &response) == NULL);
  CHECK_TEXT(cos_response_bucket_region(response), "ap-beijing");
  CHECK_TEXT(cos_response_header(response, "X-Standin-Echo"), "hello");
  cos_response_free(response);
  cos_call_free(call);

  call = cos_call_new();
  cos_call_set_region(call, "cos.ap-beijing");
  cos_call_set_timeout_ms(call, -1);
  cos_error_t *error = cos_head_bucket(client, "beijing-1250000000", call, NULL);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_INVALID_ARGUMENT);
  CHECK_HAS(cos_error_message(error), "cos.ap-beijing");
  cos_error_free(error);
  cos_call_free(call);
  cos_client_free(client);
}

/* The stand-in's clock is two hours off: told by its Date, the request is signed again by it. */
static void a_wrong_clock_is_corrected(void) {
  static const char *const buckets[] = {"fault-skew-7200-1250000000", "fault-skew--7200-1250000000"};
  for (size_t i = 0; i < sizeof buckets / sizeof *buckets; i++) {
    cos_client_t *client = standin_client();
    check_subject = buckets[i];
    standin_forget();
    cos_error_t *error = cos_head_bucket(client, buckets[i], NULL, NULL);
    CHECK_TEXT(cos_error_text(error), "");
    cos_error_free(error);
    json_t *requests = standin_requests();
    CHECK_NUMBER(json_array_size(requests), 2);
    json_decref(requests);

    /* It is kept: the next call is right at once. */
    standin_forget();
    CHECK(cos_head_bucket(client, buckets[i], NULL, NULL) == NULL);
    requests = standin_requests();
    CHECK_NUMBER(json_array_size(requests), 1);
    json_decref(requests);
    cos_client_free(client);
  }
  check_subject = "";
}

static void a_portals_empty_200_is_no_bucket(void) {
  cos_client_t *client = standin_client();
  cos_error_t *error = cos_head_bucket(client, "fault-portal-200-empty-1250000000", NULL, NULL);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_BAD_RESPONSE);
  CHECK_NUMBER(cos_error_status(error), 200);
  CHECK_NUMBER(cos_error_responder(error), COS_RESPONDER_OTHER);
  cos_error_free(error);
  cos_client_free(client);
}

static void *ask_often(void *client) {
  size_t wrong = 0;
  for (int i = 0; i < 20; i++) {
    cos_error_t *error = cos_head_bucket(client, i % 2 ? "missing-1250000000" : STANDIN_BUCKET, NULL, NULL);
    wrong += strcmp(cos_error_code(error), i % 2 ? "NoSuchBucket" : "") != 0;
    cos_error_free(error);
  }
  return (void *)wrong;
}

static void threads_share_a_client(void) {
  enum { THREADS = 8 };
  pthread_t threads[THREADS];
  cos_client_t *client = standin_client();
  for (int i = 0; i < THREADS; i++) CHECK_NUMBER(pthread_create(&threads[i], NULL, ask_often, client), 0);
  for (int i = 0; i < THREADS; i++) {
    void *wrong;
    CHECK_NUMBER(pthread_join(threads[i], &wrong), 0);
    CHECK(wrong == NULL);
  }
  cos_client_free(client);
}

int main(void) {
  standin_start();
  a_good_bucket_is_no_error();
  each_failure_says_what_happened();
  a_missing_bucket_is_explained();
  a_refused_port_was_never_sent();
  time_runs_out_when_the_call_says();
  a_call_may_ask_elsewhere();
  a_wrong_clock_is_corrected();
  a_portals_empty_200_is_no_bucket();
  threads_share_a_client();
  standin_stop();
  return check_report();
}
