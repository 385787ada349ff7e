/* A HEAD that failed is asked again in a way that has a body, if that was wanted. */
#include <strings.h>

#include "check.h"
#include "fault.h"
#include "ports.h"

#define DENIED "fault-denied-1250000000"
#define HOST_OF(bucket) bucket ".cos." STANDIN_REGION ".myqcloud.com"

static cos_client_t *client;

static cos_error_t *head(const char *bucket, const char *key, int explain, const char *fault) {
  cos_request_t *request = cos_request_new("HEAD", bucket, key);
  cos_call_t *call = cos_call_new();
  cos_call_set_explain(call, explain);
  if (fault) cos_request_set_header(request, "x-standin-fault", fault);
  if (fault) cos_request_set_header(request, "if-none-match", "\"other\"");
  standin_forget();
  cos_error_t *error = cos_client_send(client, request, call, NULL);
  cos_call_free(call);
  cos_request_free(request);
  return error;
}

static void check_target(size_t index, const char *method, const char *target) {
  json_t *requests = standin_requests();
  json_t *request = json_array_get(requests, index);
  CHECK_TEXT(json_string_value(json_object_get(request, "method")), method);
  CHECK_TEXT(json_string_value(json_object_get(request, "target")), target);
  CHECK_TEXT(json_string_value(json_object_get(request, "signature")), "valid");
  json_decref(requests);
}

static void nobody_asked(void) {
  cos_error_t *error = head(DENIED, NULL, 0, NULL);
  CHECK_NUMBER(cos_error_code_source(error), COS_CODE_SOURCE_STATUS);
  CHECK_TEXT(cos_error_origin_xml(error), "");
  CHECK_NUMBER(cos_error_attempt_count(error), 1);
  CHECK_NUMBER(received(), 1);
  cos_error_free(error);
}

/* The probe's words, the HEAD's question. */
static void the_probe_tells_what_the_head_could_not(void) {
  cos_attempt_t attempt = {.struct_size = sizeof attempt};
  const fault_t expected = {.name = "explained",
                            .status = 403,
                            .code = "AccessDenied",
                            .request_sent = 1,
                            .retry = COS_RETRY_AFTER_FIX,
                            .responder = COS_RESPONDER_COS,
                            .message = {"Access Denied"},
                            .attempts = 2,
                            .host = HOST_OF(DENIED)};
  cos_error_t *error = head(DENIED, NULL, 1, NULL);
  CHECK_NUMBER(cos_error_code_source(error), COS_CODE_SOURCE_PROBE);
  CHECK_HAS(cos_error_origin_xml(error), "<Code>AccessDenied</Code>");
  CHECK_TEXT(cos_error_method(error), "HEAD");
  CHECK_TEXT(cos_error_operation(error), "HeadBucket");
  CHECK_TEXT(cos_error_url(error), "http://" HOST_OF(DENIED) "/");
  CHECK_NUMBER(cos_error_attempt(error, 1, &attempt), 1);
  CHECK_TEXT(cos_error_request_id(error), attempt.request_id);
  CHECK_TEXT(cos_error_header(error, "x-cos-request-id"), attempt.request_id);
  CHECK_HAS(cos_error_origin_xml(error), attempt.request_id);
  check_fault(error, &expected);
  check_target(0, "HEAD", "/");
  check_target(1, "GET", "/?max-keys=1");
  CHECK_NUMBER(received(), 2);
}

static void an_object_is_asked_for_its_first_byte(void) {
  cos_error_t *error = head(STANDIN_BUCKET, "a key", 1, "denied");
  CHECK_NUMBER(cos_error_code_source(error), COS_CODE_SOURCE_PROBE);
  CHECK_TEXT(cos_error_operation(error), "HeadObject");
  cos_error_free(error);
  check_target(0, "HEAD", "/a%20key");
  check_target(1, "GET", "/a%20key");
  json_t *requests = standin_requests();
  CHECK_TEXT(received_header(json_array_get(requests, 0), "range"), "");
  CHECK_TEXT(received_header(json_array_get(requests, 1), "range"), "bytes=0-0");
  CHECK_TEXT(received_header(json_array_get(requests, 1), "if-none-match"), "\"other\"");
  CHECK_TEXT(received_header(json_array_get(requests, 1), "content-length"), "");
  json_decref(requests);
}

/* A probe that fares otherwise says nothing about the HEAD: it is only listed. */
static size_t header_count(json_t *request, const char *name) {
  size_t i, count = 0;
  json_t *pair;
  json_array_foreach(json_object_get(request, "headers"), i, pair) {
    count += strcasecmp(json_string_value(json_array_get(pair, 0)), name) == 0;
  }
  return count;
}

/* The probe has a Range of its own: that of the HEAD, or of its call, is not sent beside it. */
static void a_probe_has_one_range(void) {
  static const char *const keys[] = {"missing", NULL};
  for (size_t i = 0; i < 2; i++) {
    cos_request_t *request = cos_request_new("HEAD", keys[i] ? STANDIN_BUCKET : DENIED, keys[i]);
    cos_call_t *call = cos_call_new();
    cos_call_set_explain(call, 1);
    cos_call_add_header(call, "range", "bytes=5-9");
    cos_call_add_header(call, "If-Range", "\"etag\"");
    cos_call_add_header(call, "x-note", "kept");
    if (keys[i]) cos_request_set_header(request, "If-Range", "\"other\"");
    standin_forget();
    cos_error_t *error = cos_client_send(client, request, call, NULL);
    CHECK_NUMBER(cos_error_code_source(error), COS_CODE_SOURCE_PROBE);
    json_t *requests = standin_requests();
    json_t *probe = json_array_get(requests, 1);
    CHECK_NUMBER(header_count(probe, "Range"), keys[i] != NULL);
    CHECK_TEXT(received_header(probe, "Range"), keys[i] ? "bytes=0-0" : "");
    CHECK_NUMBER(header_count(probe, "If-Range"), 0);
    CHECK_TEXT(received_header(probe, "x-note"), "kept");
    json_decref(requests);
    cos_error_free(error);
    cos_call_free(call);
    cos_request_free(request);
  }
}

static void a_probe_that_differs_is_only_listed(void) {
  cos_error_t *error = head("fault-explain-differs-1250000000", NULL, 1, NULL);
  CHECK_NUMBER(cos_error_status(error), 403);
  CHECK_NUMBER(cos_error_code_source(error), COS_CODE_SOURCE_STATUS);
  CHECK_TEXT(cos_error_origin_xml(error), "");
  CHECK_NUMBER(received(), 2);
  CHECK_NUMBER(cos_error_attempt_count(error), 2);
  check_attempt(error, 0, HOST_OF("fault-explain-differs-1250000000"), 403, 0);
  check_attempt(error, 1, HOST_OF("fault-explain-differs-1250000000"), 200, 0);
  cos_error_free(error);

  standin_script("two-1250000000",
                 "[{\"status\": 403, \"headers\": [[\"x-cos-request-id\", \"one\"]], \"times\": 1},"
                 "{\"status\": 503, \"headers\": [[\"x-cos-request-id\", \"two\"]], \"times\": 5}]");
  error = head("two-1250000000", NULL, 1, NULL);
  CHECK_NUMBER(cos_error_status(error), 403);
  CHECK_TEXT(cos_error_request_id(error), "one");
  CHECK_NUMBER(cos_error_attempt_count(error), 2);
  check_attempt(error, 1, HOST_OF("two-1250000000"), 503, 0);
  /* Asked once: a probe is not tried again. */
  CHECK_NUMBER(received(), 2);
  cos_error_free(error);
}

/* A server may write anything as its request id: what the request carried is not shown again. */
static void a_listed_request_id_has_no_secrets(void) {
  static const char *const carried[] = {STANDIN_KEY, STANDIN_ID "x", "HiddenToken-0123456789"};
  cos_client_options_t *options = http_options(standin_address());
  cos_client_options_set_credentials(options, NULL, NULL, NULL);
  cos_client_t *anonymous = client_from(options);
  for (size_t i = 0; i < sizeof carried / sizeof *carried; i++) {
    char script[512];
    check_subject = carried[i];
    snprintf(script, sizeof script,
             "[{\"status\": 403, \"headers\": [[\"x-cos-request-id\", \"one\"]], \"times\": 1},"
             "{\"status\": 200, \"headers\": [[\"x-cos-request-id\", \"of %s\"]]}]",
             carried[i]);
    standin_script("echo-1250000000", script);
    int is_in_url = i == 2;
    /* The probe for an object has the query of the HEAD, and any content is a success. */
    cos_request_t *request = cos_request_new("HEAD", "echo-1250000000", "key");
    cos_call_t *call = cos_call_new();
    cos_call_set_explain(call, 1);
    if (is_in_url) cos_request_set_query(request, "x-cos-security-token", carried[i]);
    cos_error_t *error = cos_client_send(is_in_url ? anonymous : client, request, call, NULL);
    CHECK_NUMBER(cos_error_attempt_count(error), 2);
    CHECK_HAS(cos_error_json(error), "\"request_id\":\"of ");
    CHECK(strstr(cos_error_json(error), carried[i]) == NULL);
    cos_error_free(error);
    cos_call_free(call);
    cos_request_free(request);
  }
  check_subject = "";
  cos_client_free(anonymous);
}

static void only_some_failures_of_cos_are_asked_about(void) {
  static const struct {
    const char *bucket;
    size_t requests;
  } rows[] = {
      {STANDIN_BUCKET, 1},
      {"missing-1250000000", 2},
      {"fault-status-400-1250000000", 2},
      {"fault-status-405-1250000000", 2},
      {"fault-status-409-1250000000", 2},
      {"fault-status-501-1250000000", 1},
      {"fault-status-412-1250000000", 1},
      {"fault-gateway-404-1250000000", 1},
      {"fault-portal-302-1250000000", 1},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    check_subject = rows[i].bucket;
    cos_error_free(head(rows[i].bucket, NULL, 1, NULL));
    CHECK_NUMBER(received(), rows[i].requests);
  }
  check_subject = "";
}

/* The question was a HEAD's: what is not one is not asked twice. */
static void a_get_explains_itself(void) {
  cos_request_t *request = cos_request_new("GET", DENIED, NULL);
  cos_call_t *call = cos_call_new();
  cos_call_set_explain(call, 1);
  standin_forget();
  cos_error_t *error = cos_client_send(client, request, call, NULL);
  CHECK_NUMBER(cos_error_code_source(error), COS_CODE_SOURCE_BODY);
  CHECK_NUMBER(received(), 1);
  cos_error_free(error);
  cos_call_free(call);
  cos_request_free(request);
}

int main(void) {
  ports_start();
  client = client_from(http_options(standin_address()));
  nobody_asked();
  the_probe_tells_what_the_head_could_not();
  an_object_is_asked_for_its_first_byte();
  a_probe_has_one_range();
  a_probe_that_differs_is_only_listed();
  a_listed_request_id_has_no_secrets();
  only_some_failures_of_cos_are_asked_about();
  a_get_explains_itself();
  cos_client_free(client);
  ports_stop();
  return check_report();
}
