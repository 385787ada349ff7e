/* URLs that carry their signature serve somebody without keys: for what was signed, until they end. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ask.h"
#include "check.h"
#include "all_accessors.h"
#include "fault.h"
#include "plain_http.h"
#include "provider.h"

/* The URL of a request, which is freed. The caller frees it with cos_text_free. */
static char *presigned(cos_client_t *client, cos_request_t *request, int64_t expires_s) {
  char *url = NULL;
  cos_error_t *error = cos_client_presign(client, request, NULL, expires_s, &url);
  CHECK_TEXT(cos_error_text(error), "");
  CHECK(url != NULL);
  cos_error_free(error);
  cos_request_free(request);
  return url;
}

static plain_answer_t use(const char *method, const char *url, const char *fields, const char *body) {
  return plain_http(standin_address(), method, url ? url : "", fields, body);
}

static const char key[] = "photos/\xe6\xb7\xb1\xe5\x9c\xb3 a+b&c=d?e#f%20g.jpg";

/* PUT, HEAD, GET and DELETE by URL; nothing is sent by the client meanwhile. */
static void an_url_does_what_was_signed(cos_client_t *client) {
  static const struct {
    const char *method, *body;
    int status;
    const char *answer;
  } steps[] = {{"PUT", "by URL", 200, ""}, {"HEAD", NULL, 200, ""}, {"GET", NULL, 200, "by URL"},
               {"DELETE", NULL, 204, ""}, {"GET", NULL, 404, "<Code>NoSuchKey</Code>"}};
  for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
    check_subject = steps[i].method;
    standin_forget();
    char *url = presigned(client, cos_request_new(steps[i].method, STANDIN_BUCKET, key), 600);
    CHECK_NUMBER(received(), 0);
    CHECK(strncmp(url, "http://" FAULT_HOST "/photos/", 8 + strlen(FAULT_HOST)) == 0);
    plain_answer_t answer = use(steps[i].method, url, "", steps[i].body);
    CHECK_NUMBER(answer.status, steps[i].status);
    CHECK_HAS(answer.body, steps[i].answer);
    check_received(0, steps[i].method, FAULT_HOST, "valid");
    cos_text_free(url);
  }
}

/* For another method, key or parameter it was not signed. */
static void an_url_does_nothing_else(cos_client_t *client) {
  char other[2048];
  char *url = presigned(client, cos_request_new("GET", STANDIN_BUCKET, "one"), 600);
  check_subject = "what was not signed";
  CHECK_NUMBER(use("DELETE", url, "", NULL).status, 403);
  snprintf(other, sizeof other, "http://" FAULT_HOST "/two%s", strchr(url, '?'));
  CHECK_NUMBER(use("GET", other, "", NULL).status, 403);
  snprintf(other, sizeof other, "%s&acl", url);
  CHECK(use("GET", other, "", NULL).status != 200);
  cos_text_free(url);
}

/* Header fields and parameters of the request are signed with it: they must come as they were. */
static void fields_and_parameters_are_signed(cos_client_t *client) {
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "typed");
  store(client, "typed", 10);
  check_subject = "signed fields and parameters";
  cos_request_set_query(request, "response-content-type", "text/x-\xe6\xb7\xb1; charset=utf-8");
  cos_request_set_query(request, "without-value", NULL);
  cos_request_set_header(request, "x-cos-traffic-limit", "819200");
  standin_forget();
  char *url = presigned(client, request, 600);
  CHECK_HAS(url, "response-content-type=text%2Fx-%E6%B7%B1%3B%20charset%3Dutf-8");
  CHECK_HAS(url, "x-cos-traffic-limit");
  CHECK_NUMBER(use("GET", url, "", NULL).status, 403);
  CHECK_NUMBER(use("GET", url, "x-cos-traffic-limit: 819201\r\n", NULL).status, 403);
  CHECK_NUMBER(use("GET", url, "x-cos-traffic-limit: 819200\r\n", NULL).status, 200);
  cos_text_free(url);
}

static void an_url_ends(cos_client_t *client) {
  const int64_t wrong[] = {0, -1, INT64_MIN};
  const struct timespec half = {.tv_nsec = 500000000};
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "typed");
  char *url = presigned(client, cos_request_new("GET", STANDIN_BUCKET, "typed"), 1);
  check_subject = "an URL that ended";
  /* It ends some time after the second it was made for, and never works again. */
  plain_answer_t answer = use("GET", url, "", NULL);
  for (int i = 0; i < 20 && answer.status == 200; i++) {
    nanosleep(&half, NULL);
    answer = use("GET", url, "", NULL);
  }
  CHECK_NUMBER(answer.status, 403);
  CHECK_HAS(answer.body, "<Message>Request has expired");
  cos_text_free(url);
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    url = (char *)&wrong;
    cos_error_t *error = cos_client_presign(client, request, NULL, wrong[i], &url);
    CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_INVALID_ARGUMENT);
    CHECK_HAS(cos_error_message(error), "expires_s");
    CHECK(url == NULL);
    cos_error_free(error);
  }
  cos_request_free(request);
}

/* A token is part of the URL, signed; a provider is asked for it. */
static void tokens_are_in_the_url(void) {
  provider_t provider = {.tokens = {"STANDINTOKEN+/=token"}};
  cos_client_t *client = provided_client(&provider, 1);
  check_subject = "a token";
  char *url = presigned(client, cos_request_new("GET", STANDIN_BUCKET, "typed"), 600);
  CHECK_HAS(url, "x-cos-security-token=STANDINTOKEN%2B%2F%3Dtoken");
  CHECK_NUMBER(use("GET", url, "", NULL).status, 200);
  CHECK_NUMBER(provider.calls, 1);
  cos_text_free(url);
  cos_client_free(client);
  CHECK_NUMBER(provider.releases, 1);
}

/* How often a name stands in an URL. */
static int count(const char *url, const char *name) {
  int found = 0;
  for (; url && (url = strstr(url, name)) != NULL; url += strlen(name)) found++;
  return found;
}

/* A token that the caller gives is not doubled; one that is sent stays the client's own. */
static void own_tokens_are_in_the_url_once(void) {
  static const char *const names[] = {"x-cos-security-token", "X-Cos-Security-Token"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    provider_t provider = {.tokens = {"STANDINTOKENown"}};
    cos_client_t *client = provided_client(&provider, 1);
    cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "typed");
    check_subject = names[i];
    cos_request_set_query(request, names[i], "STANDINTOKENown");
    char *url = presigned(client, request, 600);
    CHECK_NUMBER(count(url, "STANDINTOKENown"), 1);
    CHECK_NUMBER(use("GET", url, "", NULL).status, 200);
    cos_text_free(url);
    request = cos_request_new("GET", STANDIN_BUCKET, "typed");
    cos_request_set_header(request, names[i], "STANDINTOKENown");
    url = presigned(client, request, 600);
    CHECK_NUMBER(count(url, "STANDINTOKENown"), 0);
    CHECK_HAS(url, "x-cos-security-token");
    CHECK_NUMBER(use("GET", url, "x-cos-security-token: STANDINTOKENown\r\n", NULL).status, 200);
    cos_text_free(url);
    cos_client_free(client);
  }
}

/* Headers that the client sets itself when it sends: they are signed here, and refused there. */
static void framing_headers_are_signed(cos_client_t *client) {
  static const struct {
    const char *name, *value;
  } rows[] = {{"Content-Length", "6"}, {"host", FAULT_HOST}, {"Expect", "100-continue"}, {"Transfer-Encoding", "chunked"}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    check_subject = rows[i].name;
    cos_request_t *request = cos_request_new("PUT", STANDIN_BUCKET, "framed");
    cos_request_set_header(request, rows[i].name, rows[i].value);
    cos_error_t *error = cos_client_send(client, request, NULL, NULL);
    CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_INVALID_ARGUMENT);
    CHECK_HAS(cos_error_message(error), rows[i].name);
    cos_error_free(error);
    char *url = presigned(client, request, 600);
    if (i < 2) CHECK_NUMBER(use("PUT", url, "", "framed").status, 200);
    if (i == 0) CHECK_NUMBER(use("PUT", url, "", "longer than that").status, 403);
    cos_text_free(url);
  }
}

/* What cannot be signed is told, and no URL is made. */
static void mistakes_are_told(cos_client_t *client) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, STANDIN_REGION);
  cos_client_t *anonymous = client_from(options);
  provider_t silent = {.fails_from = 1, .error = "no vault"};
  cos_client_t *provided = provided_client(&silent, 1);
  const struct {
    const char *name;
    cos_client_t *client;
    const char *bucket;
    int32_t reason;
    const char *says;
  } rows[] = {
      {"a client without keys", anonymous, STANDIN_BUCKET, COS_ERROR_REASON_INVALID_CREDENTIALS, "credentials"},
      {"a provider without keys", provided, STANDIN_BUCKET, COS_ERROR_REASON_INVALID_CREDENTIALS, "no vault"},
      {"a wrong bucket", client, "mybucket", COS_ERROR_REASON_INVALID_ARGUMENT, "mybucket"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char *url = (char *)&rows;
    cos_request_t *request = cos_request_new("GET", rows[i].bucket, "typed");
    cos_error_t *error = cos_client_presign(rows[i].client, request, NULL, 600, &url);
    check_subject = rows[i].name;
    CHECK_NUMBER(cos_error_reason(error), rows[i].reason);
    CHECK_HAS(cos_error_message(error), rows[i].says);
    CHECK_NUMBER(cos_error_request_sent(error), 0);
    CHECK(url == NULL);
    if (error) check_every_accessor(error);
    cos_error_free(error);
    cos_request_free(request);
  }
  cos_client_free(anonymous);
  cos_client_free(provided);
}

int main(void) {
  ports_start();
  cos_client_t *client = client_of(1);
  an_url_does_what_was_signed(client);
  an_url_does_nothing_else(client);
  fields_and_parameters_are_signed(client);
  an_url_ends(client);
  tokens_are_in_the_url();
  own_tokens_are_in_the_url_once();
  framing_headers_are_signed(client);
  mistakes_are_told(client);
  check_subject = "";
  cos_client_free(client);
  ports_stop();
  return check_report();
}
