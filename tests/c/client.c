/* A client's life: made from options, shared connections, what it sends of itself, freed. */
#include <stdlib.h>
#include <strings.h>

#include "check.h"
#include "all_accessors.h"
#include "standin.h"

static void options_serve_many_clients_and_are_not_needed_later(void) {
  cos_client_options_t *options = standin_options();
  cos_client_t *first = NULL, *second = NULL;
  CHECK(cos_client_new(options, &first) == NULL);
  CHECK(cos_client_new(options, &second) == NULL);
  cos_client_options_free(options);
  CHECK(first != NULL && second != NULL && first != second);
  CHECK(cos_head_bucket(first, STANDIN_BUCKET, NULL, NULL) == NULL);
  cos_client_free(first);
  CHECK(cos_head_bucket(second, STANDIN_BUCKET, NULL, NULL) == NULL);
  cos_client_free(second);
}

static void the_first_mistake_is_told_and_no_client_made(void) {
  cos_client_options_t *options = standin_options();
  cos_client_options_set_region(options, "cos.ap-beijing");
  cos_client_options_set_connect_to(options, "nowhere");
  for (int again = 0; again < 2; again++) {
    cos_client_t *client = (cos_client_t *)options;
    cos_error_t *error = cos_client_new(options, &client);
    CHECK(client == NULL);
    CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_INVALID_ARGUMENT);
    CHECK_HAS(cos_error_message(error), "region");
    CHECK_HAS(cos_error_message(error), "cos.ap-beijing");
    CHECK(!strstr(cos_error_message(error), "nowhere"));
    check_every_accessor(error);
    cos_error_free(error);
  }
  cos_client_options_free(options);
}

static void a_ca_file_that_is_not_there_is_named(void) {
  cos_client_options_t *options = standin_options();
  cos_client_t *client;
  cos_client_options_set_ca_file(options, "/no/such/ca.pem");
  cos_error_t *error = cos_client_new(options, &client);
  CHECK(client == NULL);
  CHECK_HAS(cos_error_message(error), "/no/such/ca.pem");
  check_every_accessor(error);
  cos_error_free(error);
  cos_client_options_free(options);
}

static void without_keys_requests_are_unsigned(void) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, STANDIN_REGION);
  cos_client_options_set_endpoint(options, STANDIN_ENDPOINT);
  cos_client_options_set_connect_to(options, standin_start());
  cos_client_t *client = client_from(options);
  cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
  CHECK_TEXT(cos_error_code(error), "AccessDenied");
  CHECK_HAS(cos_error_advice(error, "en"), "signature");
  cos_error_free(error);
  CHECK(cos_head_bucket(client, "public-1250000000", NULL, NULL) == NULL);
  cos_client_free(client);

  json_t *requests = standin_requests();
  CHECK_NUMBER(json_array_size(requests), 2);
  for (size_t i = 0; i < json_array_size(requests); i++)
    CHECK_TEXT(received_header(json_array_get(requests, i), "Authorization"), "");
  json_decref(requests);
  standin_stop();
}

static void keys_come_from_the_environment_only_when_asked(void) {
  setenv("COS_SECRET_ID", STANDIN_ID, 1);
  setenv("COS_SECRET_KEY", STANDIN_KEY, 1);
  setenv("COS_REGION", STANDIN_REGION, 1);
  setenv("COS_ENDPOINT", STANDIN_ENDPOINT, 1);
  const char *address = standin_start();

  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_connect_to(options, address);
  cos_client_options_load_env(options);
  cos_client_t *client = client_from(options);
  CHECK(cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL) == NULL);
  cos_client_free(client);

  options = cos_client_options_new();
  cos_client_options_set_connect_to(options, address);
  cos_error_t *error = cos_client_new(options, &client);
  if (!error) error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
  CHECK_HAS(cos_error_message(error), "region");
  cos_error_free(error);
  cos_client_free(client);
  cos_client_options_free(options);
  unsetenv("COS_SECRET_ID");
  unsetenv("COS_SECRET_KEY");
  unsetenv("COS_REGION");
  unsetenv("COS_ENDPOINT");
  standin_stop();
}

/* What is no text is a mistake, and not as if it were not there. */
static void an_environment_that_is_no_text_is_refused(void) {
  static const char *const names[] = {"COS_SECRET_ID", "COS_SECRET_KEY", "COS_SESSION_TOKEN", "COS_REGION",
                                      "COS_ENDPOINT"};
  static const char *const options_of[] = {"secret_id", "secret_key", "token", "region", "endpoint"};
  const size_t count = sizeof names / sizeof *names;
  const char *const right[] = {STANDIN_ID, STANDIN_KEY, "token", STANDIN_REGION, STANDIN_ENDPOINT};
  for (size_t wrong = 0; wrong < count; wrong++) {
    cos_client_t *client = NULL;
    cos_client_options_t *options = cos_client_options_new();
    check_subject = names[wrong];
    for (size_t i = 0; i < count; i++) setenv(names[i], i == wrong ? "http://x\xff" : right[i], 1);
    cos_client_options_load_env(options);
    cos_error_t *error = cos_client_new(options, &client);
    CHECK_NUMBER(cos_error_reason(error),
                 wrong < 3 ? COS_ERROR_REASON_INVALID_CREDENTIALS : COS_ERROR_REASON_INVALID_ARGUMENT);
    CHECK_HAS(cos_error_message(error), options_of[wrong]);
    CHECK(client == NULL);
    cos_error_free(error);
    cos_client_options_free(options);
  }
  for (size_t i = 0; i < count; i++) unsetenv(names[i]);
  check_subject = "";
}

static void passwords_in_endpoints_are_not_shown(void) {
  static const char *const endpoints[] = {"https://user:HIDDEN@host", "HTTPS://user:HIDDEN@host/", "ftp://u:HIDDEN@h",
                                          "user:HIDDEN@host", "http://u:HIDDEN@cos.ap-guangzhou.myqcloud.com"};
  for (size_t i = 0; i < sizeof endpoints / sizeof *endpoints; i++) {
    cos_client_t *client = NULL;
    cos_client_options_t *options = cos_client_options_new();
    cos_client_options_set_region(options, STANDIN_REGION);
    cos_client_options_set_endpoint(options, endpoints[i]);
    cos_error_t *error = cos_client_new(options, &client);
    CHECK_HAS(cos_error_message(error), "***@");
    CHECK_HAS(cos_error_message(error), "it contains a user or password");
    CHECK(!strstr(cos_error_json(error), "HIDDEN"));
    cos_error_free(error);
    cos_client_options_free(options);
  }
}

/* Options that reach the stand-in by an endpoint of one's own. */
static cos_client_options_t *options_for(const char *endpoint, const char *token) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, STANDIN_REGION);
  cos_client_options_set_endpoint(options, endpoint);
  cos_client_options_set_connect_to(options, standin_address());
  cos_client_options_set_credentials(options, STANDIN_ID, STANDIN_KEY, token);
  return options;
}

static void check_nothing_sent(void) {
  json_t *requests = standin_requests();
  CHECK_NUMBER(json_array_size(requests), 0);
  json_decref(requests);
}

/* The host would serve the bucket that it names, or the first segment of the path, whatever bucket a call is for. */
static void endpoints_of_cos_without_bucket_make_no_client(void) {
  static const char *const endpoints[] = {
      "http://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com", "http://cos.ap-guangzhou.myqcloud.com",
      "http://cos.accelerate.myqcloud.com", "http://examplebucket-1250000000.cos-website.ap-guangzhou.myqcloud.com",
      "http://{bucket}-1250000000.cos.ap-guangzhou.myqcloud.com"};
  standin_forget();
  for (size_t i = 0; i < 2 * sizeof endpoints / sizeof *endpoints; i++) {
    const char *endpoint = check_subject = endpoints[i / 2];
    cos_client_t *client = NULL;
    cos_client_options_t *options = options_for(i % 2 ? STANDIN_ENDPOINT : endpoint, NULL);
    if (i % 2) {
      setenv("COS_ENDPOINT", endpoint, 1);
      cos_client_options_load_env(options);
      unsetenv("COS_ENDPOINT");
    }
    cos_error_t *error = cos_client_new(options, &client);
    CHECK(client == NULL);
    CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_INVALID_ARGUMENT);
    CHECK_HAS(cos_error_message(error), endpoint);
    CHECK_HAS(cos_error_message(error), "use \"http://{bucket}.cos");
    cos_error_free(error);
    if (!error) {
      error = cos_head_bucket(client, "nosuch-1250000000", NULL, NULL);
      CHECK_TEXT(cos_error_text(error), "no call was to be made");
      cos_error_free(error);
    }
    cos_client_free(client);
    cos_client_options_free(options);
  }
  check_subject = "";
  check_nothing_sent();
}

static void check_refused(cos_client_t *client, const char *method, const char *bucket, const char *key) {
  cos_request_t *request = cos_request_new(method, bucket, key);
  cos_error_t *errors[2];
  char *url = NULL;
  errors[0] = cos_client_send(client, request, NULL, NULL);
  errors[1] = cos_client_presign(client, request, NULL, 600, &url);
  CHECK(url == NULL);
  for (size_t i = 0; i < 2; i++) {
    CHECK_NUMBER(cos_error_reason(errors[i]), COS_ERROR_REASON_INVALID_ARGUMENT);
    CHECK_NUMBER(cos_error_request_sent(errors[i]), 0);
    CHECK_HAS(cos_error_message(errors[i]), "bucket \"examplebucket-1250000000\"");
    CHECK_HAS(cos_error_message(errors[i]), "http://service.cos.myqcloud.com");
    cos_error_free(errors[i]);
  }
  cos_text_free(url);
  cos_request_free(request);
}

/* Such a host lists buckets; a call for a bucket would read or change another one by its path. */
static void the_service_host_serves_no_bucket(void) {
  cos_client_t *client = client_from(options_for("http://service.cos.myqcloud.com", NULL));
  standin_forget();
  check_refused(client, "HEAD", STANDIN_BUCKET, NULL);
  check_refused(client, "GET", STANDIN_BUCKET, NULL);
  check_refused(client, "PUT", STANDIN_BUCKET, "photos/a.jpg");
  check_refused(client, "DELETE", STANDIN_BUCKET, "photos/a.jpg");
  check_nothing_sent();
  cos_request_t *request = cos_request_new("GET", NULL, NULL);
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  json_t *requests = standin_requests();
  CHECK_TEXT(received_header(json_array_get(requests, 0), "Host"), "service.cos.myqcloud.com");
  json_decref(requests);
  cos_error_free(error);
  cos_request_free(request);
  cos_client_free(client);
}

/* A call's region is used, or the call fails: it is never ignored. */
static void a_region_beside_that_of_the_endpoint_is_a_mistake(void) {
  cos_client_t *client = client_from(options_for("http://{bucket}.cos." STANDIN_REGION ".myqcloud.com", NULL));
  cos_call_t *call = cos_call_new();
  CHECK(cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL) == NULL);
  cos_call_set_region(call, STANDIN_REGION);
  CHECK(cos_head_bucket(client, STANDIN_BUCKET, call, NULL) == NULL);
  standin_forget();
  cos_call_set_region(call, "ap-beijing");
  cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, call, NULL);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_INVALID_ARGUMENT);
  CHECK_HAS(cos_error_message(error), "region \"ap-beijing\"");
  check_nothing_sent();
  cos_error_free(error);
  cos_call_free(call);
  cos_client_free(client);
}

static void check_token(const char *endpoint, const char *name, const char *other) {
  cos_client_t *client = client_from(options_for(endpoint, "STANDINTOKEN"));
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "key");
  char *url = NULL;
  check_subject = endpoint;
  standin_forget();
  cos_error_free(cos_client_send(client, request, NULL, NULL));
  json_t *requests = standin_requests();
  CHECK_TEXT(received_header(json_array_get(requests, 0), name), "STANDINTOKEN");
  CHECK_TEXT(received_header(json_array_get(requests, 0), other), "");
  json_decref(requests);
  cos_error_free(cos_client_presign(client, request, NULL, 600, &url));
  CHECK_HAS(url ? url : "", name);
  CHECK(url && !strstr(url, other));
  cos_text_free(url);
  cos_request_free(request);
  cos_client_free(client);
  check_subject = "";
}

/* Only CI itself reads its own name of the token: any other host would see no token at all. */
static void a_token_has_the_name_of_the_hosts_service(void) {
  static const char cos[] = "x-cos-security-token", ci[] = "x-ci-security-token";
  check_token("http://{bucket}.ci.{region}.myqcloud.com", ci, cos);
  check_token("http://{bucket}.CI.{region}.tencentci.cn", ci, cos);
  check_token(STANDIN_ENDPOINT, cos, ci);
  check_token("http://img.ci.example.com", cos, ci);
  check_token("http://{bucket}.ci.{region}.example.com", cos, ci);
  check_token("http://{bucket}.ci.{region}.myqcloud.com.example.com", cos, ci);
}

/* A user agent of the request's own is the only one. */
static void a_request_may_name_its_agent(void) {
  cos_client_t *client = client_from(standin_options());
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, NULL);
  size_t agents = 0, at;
  json_t *pair;
  cos_request_set_header(request, "User-Agent", "mine/1");
  standin_forget();
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  json_t *requests = standin_requests();
  CHECK_TEXT(received_header(json_array_get(requests, 0), "User-Agent"), "mine/1");
  json_array_foreach(json_object_get(json_array_get(requests, 0), "headers"), at, pair)
    agents += strcasecmp(json_string_value(json_array_get(pair, 0)), "User-Agent") == 0;
  CHECK_NUMBER(agents, 1);
  json_decref(requests);
  cos_error_free(error);
  cos_request_free(request);
  cos_client_free(client);
}

static void one_connection_serves_calls_in_a_row(void) {
  standin_start();
  cos_client_options_t *options = standin_options();
  cos_client_options_set_user_agent(options, "tests/1.0");
  cos_client_t *client = client_from(options);
  for (int i = 0; i < 10; i++) {
    cos_error_t *error = cos_head_bucket(client, i % 2 ? "missing-1250000000" : STANDIN_BUCKET, NULL, NULL);
    CHECK((error != NULL) == i % 2);
    cos_error_free(error);
  }
  json_t *stats = standin_stats();
  json_t *requests = standin_requests();
  CHECK_NUMBER(json_integer_value(json_object_get(stats, "connections_accepted")), 2);
  CHECK_NUMBER(json_array_size(requests), 10);
  for (size_t i = 0; i < json_array_size(requests); i++) {
    json_t *request = json_array_get(requests, i);
    CHECK_TEXT(json_string_value(json_object_get(request, "method")), "HEAD");
    CHECK_TEXT(json_string_value(json_object_get(request, "target")), "/");
    CHECK_HAS(received_header(request, "User-Agent"), "libcos_err/" COS_ERR_VERSION " tests/1.0");
    CHECK_TEXT(received_header(request, "Content-Length"), "");
    if (i % 2 == 0) CHECK_TEXT(json_string_value(json_object_get(request, "signature")), "valid");
  }
  json_decref(stats);
  json_decref(requests);
  cos_client_free(client);
  standin_stop();
}

int main(void) {
  standin_start();
  options_serve_many_clients_and_are_not_needed_later();
  the_first_mistake_is_told_and_no_client_made();
  a_ca_file_that_is_not_there_is_named();
  passwords_in_endpoints_are_not_shown();
  endpoints_of_cos_without_bucket_make_no_client();
  the_service_host_serves_no_bucket();
  a_region_beside_that_of_the_endpoint_is_a_mistake();
  a_token_has_the_name_of_the_hosts_service();
  a_request_may_name_its_agent();
  standin_stop();
  without_keys_requests_are_unsigned();
  keys_come_from_the_environment_only_when_asked();
  an_environment_that_is_no_text_is_refused();
  one_connection_serves_calls_in_a_row();
  return check_report();
}
