/* Any request through cos_client_send: objects put and read back, queries, errors with bodies. */
#include <pthread.h>
#include <stdlib.h>

#include "check.h"
#include "all_accessors.h"
#include "standin.h"

static cos_client_t *client;

/* Sends a request and frees it; what goes wrong fails a check. */
static cos_response_t *sent(cos_request_t *request) {
  cos_response_t *response = NULL;
  cos_error_t *error = cos_client_send(client, request, NULL, &response);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  cos_request_free(request);
  return response;
}

/* Sends a request that fails, and frees it. */
static cos_error_t *refused(cos_request_t *request) {
  cos_response_t *response = (cos_response_t *)request;
  cos_error_t *error = cos_client_send(client, request, NULL, &response);
  CHECK(error != NULL && response == NULL);
  cos_request_free(request);
  return error;
}

static void put(const char *key, const void *bytes, size_t length) {
  cos_request_t *request = cos_request_new("PUT", STANDIN_BUCKET, key);
  cos_request_set_body(request, bytes, length);
  cos_response_t *response = sent(request);
  CHECK_NUMBER(cos_response_status(response), 200);
  cos_response_free(response);
}

static void check_body(const cos_response_t *response, const void *bytes, size_t length) {
  size_t got = SIZE_MAX;
  const void *body = cos_response_body(response, &got);
  CHECK(body != NULL && cos_response_body(response, NULL) == body);
  CHECK_NUMBER(got, length);
  CHECK(got == length && memcmp(body, bytes, length) == 0);
}

static void objects_come_back_byte_for_byte(void) {
  static const char *const keys[] = {"a.txt", "dir/深圳 1.txt", "a+b&c=d?e#f%20g", "~!@$*()_-.,;:'"};
  static const char bytes[] = "one\0two\xFF\r\n";
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    check_subject = keys[i];
    put(keys[i], bytes, sizeof bytes);
    cos_response_t *response = sent(cos_request_new("GET", STANDIN_BUCKET, keys[i]));
    CHECK_NUMBER(cos_response_status(response), 200);
    check_body(response, bytes, sizeof bytes);
    CHECK_TEXT(cos_response_header(response, "CONTENT-LENGTH"), "11");
    CHECK_TEXT(cos_response_header(response, "x-no-such-field"), "");
    CHECK_TEXT(cos_response_header(response, NULL), "");
    CHECK(cos_response_header_count(response) > 3);
    check_every_field(response);
    cos_response_free(response);
    cos_response_free(sent(cos_request_new("DELETE", STANDIN_BUCKET, keys[i])));
  }
  check_subject = "";
}

static void empty_objects_are_objects(void) {
  put("empty", NULL, 0);
  cos_response_t *response = sent(cos_request_new("GET", STANDIN_BUCKET, "empty"));
  check_body(response, "", 0);
  cos_response_free(response);
  response = sent(cos_request_new("HEAD", STANDIN_BUCKET, "empty"));
  check_body(response, "", 0);
  cos_response_free(response);
}

static void lengths_are_sent_where_a_body_may_be(void) {
  standin_forget();
  cos_response_free(sent(cos_request_new("PUT", STANDIN_BUCKET, "nothing")));
  cos_response_free(sent(cos_request_new("GET", STANDIN_BUCKET, "nothing")));
  cos_response_free(sent(cos_request_new("HEAD", STANDIN_BUCKET, "nothing")));
  json_t *requests = standin_requests();
  CHECK_NUMBER(json_array_size(requests), 3);
  CHECK_TEXT(received_header(json_array_get(requests, 0), "Content-Length"), "0");
  CHECK_TEXT(received_header(json_array_get(requests, 1), "Content-Length"), "");
  CHECK_TEXT(received_header(json_array_get(requests, 2), "Content-Length"), "");
  for (size_t i = 0; i < 3; i++) {
    json_t *request = json_array_get(requests, i);
    CHECK_TEXT(json_string_value(json_object_get(request, "signature")), "valid");
    CHECK_TEXT(received_header(request, "Transfer-Encoding"), "");
  }
  json_decref(requests);
}

static void queries_and_headers_are_sent_and_signed(void) {
  put("list/a b", "1", 1);
  standin_forget();
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, NULL);
  cos_request_set_query(request, "prefix", "list/a b");
  cos_request_set_query(request, "max-keys", "5");
  cos_request_set_header(request, "x-cos-test", "value, with comma");
  cos_request_set_expect_root(request, "ListBucketResult");
  cos_response_t *response = sent(request);
  size_t length;
  const char *body = cos_response_body(response, &length);
  char *text = strndup(body, length);
  CHECK_HAS(text, "<Key>list/a b</Key>");
  free(text);
  cos_response_free(response);

  request = cos_request_new("GET", STANDIN_BUCKET, NULL);
  cos_request_set_query(request, "acl", NULL);
  cos_response_t *ignored = NULL;
  cos_error_free(cos_client_send(client, request, NULL, &ignored));
  cos_response_free(ignored);
  cos_request_free(request);

  json_t *requests = standin_requests();
  json_t *first = json_array_get(requests, 0);
  CHECK_TEXT(received_header(first, "x-cos-test"), "value, with comma");
  CHECK_HAS(json_string_value(json_object_get(first, "target")), "prefix=list%2Fa%20b");
  CHECK_HAS(json_string_value(json_object_get(json_array_get(requests, 1), "target")), "/?acl");
  for (size_t i = 0; i < json_array_size(requests); i++)
    CHECK_TEXT(json_string_value(json_object_get(json_array_get(requests, i), "signature")), "valid");
  json_decref(requests);
}

static void a_missing_object_is_told_by_the_body(void) {
  cos_error_t *error = refused(cos_request_new("GET", STANDIN_BUCKET, "no/such key"));
  CHECK_TEXT(cos_error_code(error), "NoSuchKey");
  CHECK_NUMBER(cos_error_code_source(error), COS_CODE_SOURCE_BODY);
  CHECK_NUMBER(cos_error_status(error), 404);
  CHECK_TEXT(cos_error_operation(error), "GetObject");
  CHECK_HAS(cos_error_origin_xml(error), "<Code>NoSuchKey</Code>");
  CHECK_HAS(cos_error_url(error), "no/such%20key");
  CHECK(*cos_error_request_id(error) && *cos_error_trace_id(error));
  check_every_accessor(error);
  cos_error_free(error);
}

static void a_wrong_key_is_told_by_the_body(void) {
  cos_client_options_t *options = standin_options();
  cos_client_options_set_credentials(options, STANDIN_ID, "WRONGKEYEXAMPLEEXAMPLEEXAMPLE000", NULL);
  cos_client_t *right = client;
  client = client_from(options);
  cos_error_t *error = refused(cos_request_new("GET", STANDIN_BUCKET, "a.txt"));
  CHECK_TEXT(cos_error_code(error), "SignatureDoesNotMatch");
  CHECK_NUMBER(cos_error_retry(error), COS_RETRY_AFTER_FIX);
  CHECK_NUMBER(cos_error_code_source(error), COS_CODE_SOURCE_BODY);
  check_every_accessor(error);
  cos_error_free(error);
  cos_client_free(client);
  client = right;
}

static void another_root_than_expected_is_no_success(void) {
  put("thing", "<CopyObjectResult/>", 19);
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "thing");
  cos_request_set_expect_root(request, "ListBucketResult");
  cos_error_t *error = refused(request);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_BAD_RESPONSE);
  CHECK_NUMBER(cos_error_status(error), 200);
  cos_error_free(error);
}

static void bodies_of_every_form_are_read(void) {
  const struct { const char *fault, *code; } forms[] = {
      {"status-403-AccessDenied, gzip", "AccessDenied"},
      {"status-403-AccessDenied, gbk", "AccessDenied"},
      {"status-403-AccessDenied, json", "AccessDenied"},
      {"status-409-BucketNotEmpty, missing-RequestId", "BucketNotEmpty"},
      {"status-403-AccessDenied, big-2048", "AccessDenied"},
      {"status-503-SlowDown, no-ids", "SlowDown"},
  };
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
    check_subject = forms[i].fault;
    cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "a.txt");
    cos_request_set_header(request, "x-standin-fault", forms[i].fault);
    cos_error_t *error = refused(request);
    CHECK_TEXT(cos_error_code(error), forms[i].code);
    CHECK_NUMBER(cos_error_code_source(error), COS_CODE_SOURCE_BODY);
    check_every_accessor(error);
    cos_error_free(error);
  }
  check_subject = "";
}

static void a_cut_error_body_is_still_the_services_error(void) {
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "a.txt");
  cos_request_set_header(request, "x-standin-fault", "status-404-NoSuchKey, cut-body");
  cos_error_t *error = refused(request);
  CHECK_NUMBER(cos_error_kind(error), COS_ERROR_KIND_SERVICE);
  CHECK_NUMBER(cos_error_status(error), 404);
  CHECK_NUMBER(cos_error_origin_truncated(error), 1);
  check_every_accessor(error);
  cos_error_free(error);
}

static void the_service_host_lists_buckets(void) {
  cos_response_t *response = sent(cos_request_new("GET", NULL, NULL));
  CHECK_NUMBER(cos_response_status(response), 200);
  cos_response_free(response);
}

/* One request and one set of settings, of 16 threads at once. */
enum { THREADS = 16, CALLS_OF_A_THREAD = 25 };

typedef struct {
  const cos_request_t *request;
  const cos_call_t *call;
  size_t right;
} shared_t;

static void *send_again_and_again(void *given) {
  shared_t *shared = given;
  for (int i = 0; i < CALLS_OF_A_THREAD; i++) {
    cos_response_t *response = NULL;
    cos_error_t *error = cos_client_send(client, shared->request, shared->call, &response);
    size_t length = 0;
    const char *body = cos_response_body(response, &length);
    shared->right += !error && length == 6 && memcmp(body, "shared", 6) == 0 &&
                     strcmp(cos_response_header(response, "Content-Type"), "text/x-shared") == 0;
    cos_error_free(error);
    cos_response_free(response);
  }
  return NULL;
}

static void threads_may_share_a_request(void) {
  pthread_t threads[THREADS];
  shared_t shared[THREADS];
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "shared");
  cos_call_t *call = cos_call_new();
  check_subject = "a request of many threads";
  put("shared", "shared", 6);
  cos_request_set_query(request, "response-content-type", "text/x-shared");
  cos_call_set_timeout_ms(call, 60000);
  for (int i = 0; i < THREADS; i++) {
    shared[i] = (shared_t){request, call, 0};
    CHECK_NUMBER(pthread_create(&threads[i], NULL, send_again_and_again, &shared[i]), 0);
  }
  for (int i = 0; i < THREADS; i++) {
    pthread_join(threads[i], NULL);
    CHECK_NUMBER(shared[i].right, CALLS_OF_A_THREAD);
  }
  /* Nobody uses it any more: it can be changed. */
  cos_request_set_query(request, "response-content-type", "text/other");
  cos_response_t *response = sent(request);
  CHECK_TEXT(cos_response_header(response, "Content-Type"), "text/other");
  cos_response_free(response);
  cos_call_free(call);
  check_subject = "";
}

/* A name that is set twice has its last value; a header that is added is there twice. */
static void setters_replace_and_add(void) {
  check_subject = "setters";
  standin_forget();
  cos_request_t *request = cos_request_new("PUT", STANDIN_BUCKET, "setters");
  cos_call_t *call = cos_call_new();
  cos_request_set_body(request, "first", 5);
  cos_request_set_body_file(request, "/no/such/file");
  cos_request_set_body(request, "last", 4);
  cos_request_set_query(request, "x-name", "first");
  cos_request_set_query(request, "x-name", "last");
  cos_request_set_header(request, "x-cos-meta-name", "first");
  cos_request_set_header(request, "X-Cos-Meta-Name", "last");
  cos_call_add_header(call, "x-cos-meta-more", "first");
  cos_call_add_header(call, "X-Cos-Meta-More", "last");
  cos_error_t *error = cos_client_send(client, request, call, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  cos_request_free(request);
  cos_call_free(call);
  json_t *requests = standin_requests();
  char *told = json_dumps(json_array_get(requests, 0), JSON_COMPACT);
  CHECK_TEXT(received_header(json_array_get(requests, 0), "x-cos-meta-name"), "last");
  CHECK_TEXT(received_header(json_array_get(requests, 0), "Content-Length"), "4");
  CHECK_HAS(told, "x-name=last");
  CHECK(told && !strstr(told, "x-name=first"));
  const char *more = told ? strstr(told, "\"first\"") : NULL;
  CHECK(more && strstr(more, "\"last\""));
  free(told);
  json_decref(requests);
  check_subject = "";
}

int main(void) {
  standin_start();
  client = standin_client();
  objects_come_back_byte_for_byte();
  empty_objects_are_objects();
  lengths_are_sent_where_a_body_may_be();
  queries_and_headers_are_sent_and_signed();
  a_missing_object_is_told_by_the_body();
  a_wrong_key_is_told_by_the_body();
  another_root_than_expected_is_no_success();
  bodies_of_every_form_are_read();
  a_cut_error_body_is_still_the_services_error();
  the_service_host_lists_buckets();
  threads_may_share_a_request();
  setters_replace_and_add();
  cos_client_free(client);
  standin_stop();
  return check_report();
}
