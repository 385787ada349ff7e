/* Something that is not COS answers with 200 in its place. */
#include "check.h"
#include "fault.h"
#include "ports.h"

static cos_client_t *client;

static cos_error_t *sent(const char *method, const char *bucket, const char *key) {
  cos_request_t *request = cos_request_new(method, bucket, key);
  cos_response_t *response = NULL;
  cos_error_t *error = cos_client_send(client, request, NULL, &response);
  CHECK((error == NULL) == (response != NULL));
  cos_response_free(response);
  cos_request_free(request);
  return error;
}

static void check_portal(const char *method, const char *bucket, const char *key, const char *body) {
  char host[80];
  snprintf(host, sizeof host, "%s.cos." STANDIN_REGION ".myqcloud.com", bucket);
  const fault_t expected = {
      .name = method,
      .reason = COS_ERROR_REASON_BAD_RESPONSE,
      .status = 200,
      .retry = COS_RETRY_NO,
      .request_sent = 1,
      .responder = COS_RESPONDER_OTHER,
      .message = {"200", "not COS"},
      .advice = "portal",
      .host = host,
  };
  cos_error_t *error = sent(method, bucket, key);
  CHECK_TEXT(cos_error_request_id(error), "");
  /* The advice sends people to the body: it must be there. */
  check_subject = method;
  CHECK_HAS(cos_error_origin_xml(error), body);
  check_fault(error, &expected);
}

static void a_page_is_no_answer_of_cos(void) {
  static const char bucket[] = "fault-portal-200-html-1250000000";
  check_portal("HEAD", bucket, NULL, "");
  check_portal("HEAD", bucket, "key", "");
  check_portal("GET", bucket, NULL, "Sign in");
  check_portal("GET", bucket, "key", "Sign in");
  check_portal("PUT", bucket, "key", "Sign in");
  check_portal("DELETE", bucket, "key", "Sign in");
}

static void an_empty_200_is_no_bucket(void) {
  static const char bucket[] = "fault-portal-200-empty-1250000000";
  check_portal("HEAD", bucket, NULL, "");
  check_portal("GET", bucket, "key", "");
  check_portal("PUT", bucket, "key", "");
}

/* Whatever a 2xx means, COS leaves its marks on it. */
static void every_2xx_has_the_marks_of_cos(void) {
  static const struct { const char *method, *range, *script; int32_t status; } rows[] = {
      {"DELETE", NULL, "{\"status\": 204, \"headers\": [[\"Via\", \"1.1 gate\"]], \"body\": \"\", \"times\": 1}", 204},
      {"GET", "bytes=0-3", "{\"status\": 206, \"headers\": [[\"Via\", \"1.1 gate\"]], \"body\": \"page\", \"times\": 1}", 206},
      {"PUT", NULL, "{\"status\": 201, \"headers\": [[\"Via\", \"1.1 gate\"]], \"body\": \"\", \"times\": 1}", 201},
      {"HEAD", NULL, "{\"status\": 204, \"headers\": [[\"Via\", \"1.1 gate\"]], \"body\": \"\", \"times\": 1}", 204},
      {"HEAD", "bytes=0-3", "{\"status\": 206, \"headers\": [[\"Via\", \"1.1 gate\"]], \"body\": \"\", \"times\": 1}", 206},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    check_subject = rows[i].script;
    standin_script(STANDIN_BUCKET, rows[i].script);
    cos_request_t *request = cos_request_new(rows[i].method, STANDIN_BUCKET, "key");
    if (rows[i].range) cos_request_set_header(request, "Range", rows[i].range);
    cos_error_t *error = cos_client_send(client, request, NULL, NULL);
    CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_BAD_RESPONSE);
    CHECK_NUMBER(cos_error_status(error), rows[i].status);
    CHECK_NUMBER(cos_error_responder(error), COS_RESPONDER_OTHER);
    cos_error_free(error);
    cos_request_free(request);
  }
  check_subject = "";
}

/* A domain of one's own may be served by anything that leaves the marks out. */
static void custom_endpoints_are_exempt(void) {
  cos_call_t *call = cos_call_new();
  cos_client_options_t *options = http_options(standin_address());
  cos_client_options_set_endpoint(options, "http://files.example.com");
  cos_client_t *custom = client_from(options);
  cos_call_add_header(call, "x-standin-fault", "portal-200-empty");
  cos_error_t *error = cos_head_bucket(custom, STANDIN_BUCKET, call, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  cos_client_free(custom);
  cos_call_free(call);
}

int main(void) {
  ports_start();
  cos_client_options_t *options = https_options(port("good"));
  cos_client_options_set_ca_file(options, ca_file());
  client = client_from(options);
  a_page_is_no_answer_of_cos();
  an_empty_200_is_no_bucket();
  every_2xx_has_the_marks_of_cos();
  custom_endpoints_are_exempt();
  cos_client_free(client);
  ports_stop();
  return check_report();
}
