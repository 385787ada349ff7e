/* A client's life: made from options, shared connections, what it sends of itself, freed. */
#include <stdlib.h>
#include <strings.h>

#include "check.h"
#include "every.h"
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
    CHECK_HAS(cos_error_message(error), "it has a user or password in it");
    CHECK(!strstr(cos_error_json(error), "HIDDEN"));
    cos_error_free(error);
    cos_client_options_free(options);
  }
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
  a_request_may_name_its_agent();
  standin_stop();
  without_keys_requests_are_unsigned();
  keys_come_from_the_environment_only_when_asked();
  an_environment_that_is_no_text_is_refused();
  one_connection_serves_calls_in_a_row();
  return check_report();
}
