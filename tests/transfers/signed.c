/* Requests that are signed for another HTTP stack: their headers, their limits, their mistakes. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "all_accessors.h"
#include "ask.h"
#include "check.h"
#include "curl_http.h"
#include "fault.h"
#include "files.h"

static const char hello[] = "hello";
static const char hello_md5[] = "XUFAKrxLKna5cZ2REBfFkg==";

static cos_signed_t *signed_of(cos_client_t *client, const cos_request_t *request, const cos_call_t *call) {
  cos_signed_t *signed_request = NULL;
  cos_error_t *error = cos_client_sign(client, request, call, 600, &signed_request);
  CHECK_TEXT(cos_error_text(error), "");
  CHECK(signed_request != NULL);
  cos_error_free(error);
  return signed_request;
}

/* The value of a header of the list; NULL if it has none, and a failed check if it has several. */
static const char *listed(const cos_signed_t *signed_request, const char *name) {
  const char *value = NULL;
  for (size_t i = 0; i < cos_signed_header_count(signed_request); i++) {
    if (strcasecmp(cos_signed_header_name(signed_request, i), name) != 0) continue;
    CHECK(value == NULL);
    value = cos_signed_header_value(signed_request, i);
  }
  return value;
}

static const char *or_none(const char *value) {
  return value ? value : "(none)";
}

static cos_request_t *object(const char *method) {
  return cos_request_new(method, STANDIN_BUCKET, "signed");
}

/* Headers of request and call go out as they were set; those of the stack are signed only. */
static void the_list_has_what_is_sent(cos_client_t *client) {
  static const char *const of_stack[] = {"Host", "Content-Length", "Transfer-Encoding", "Expect", "User-Agent"};
  cos_request_t *request = object("PUT");
  cos_call_t *call = cos_call_new();
  check_subject = "the list";
  cos_request_set_header(request, "X-COS-Meta-A", "1  2\t3");
  cos_request_set_header(request, "x-cos-meta-empty", "");
  cos_request_set_header(request, "Content-Length", "5");
  cos_request_set_header(request, "User-Agent", "mine/1");
  cos_request_set_header(request, "Expect", "100-continue");
  cos_call_add_header(call, "x-cos-acl", "private");
  cos_signed_t *signed_request = signed_of(client, request, call);
  CHECK_TEXT(cos_signed_method(signed_request), "PUT");
  CHECK_TEXT(cos_signed_url(signed_request), "http://" FAULT_HOST "/signed");
  CHECK_TEXT(cos_signed_header_name(signed_request, 0), "X-COS-Meta-A");
  CHECK_TEXT(cos_signed_header_value(signed_request, 0), "1  2\t3");
  CHECK_TEXT(or_none(listed(signed_request, "x-cos-meta-empty")), "");
  CHECK_TEXT(or_none(listed(signed_request, "x-cos-acl")), "private");
  for (size_t i = 0; i < sizeof of_stack / sizeof *of_stack; i++) CHECK(listed(signed_request, of_stack[i]) == NULL);
  CHECK_HAS(or_none(listed(signed_request, "Authorization")),
            "q-header-list=content-length;expect;host;x-cos-acl;x-cos-meta-a;x-cos-meta-empty&");
  CHECK_NUMBER(cos_signed_header_count(signed_request), 4);
  CHECK_TEXT(cos_signed_header_name(signed_request, 4), "");
  CHECK_TEXT(cos_signed_header_value(signed_request, SIZE_MAX), "");
  CHECK_NUMBER(curl_http(standin_address(), signed_request, "Expect: 100-continue", hello, NULL).status, 200);
  cos_signed_free(signed_request);
  cos_call_free(call);
  cos_request_free(request);
}

static void what_is_tampered_with_is_refused(cos_client_t *client) {
  static const tampered_t rows[] = {{"x-cos-meta-a", "other"}, {"x-cos-meta-a", NULL}, {"Content-MD5", "AAAA"}};
  cos_request_t *request = object("PUT");
  cos_request_set_header(request, "x-cos-meta-a", "one");
  cos_request_set_body(request, hello, strlen(hello));
  cos_request_set_content_md5(request, 1);
  cos_signed_t *signed_request = signed_of(client, request, NULL);
  check_subject = "tampered with";
  CHECK_NUMBER(curl_http(standin_address(), signed_request, NULL, hello, NULL).status, 200);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    standin_forget();
    curl_answer_t answer = curl_http(standin_address(), signed_request, NULL, hello, &rows[i]);
    CHECK_NUMBER(answer.status, 403);
    CHECK_HAS(answer.body, "<Code>SignatureDoesNotMatch</Code>");
  }
  cos_signed_free(signed_request);
  cos_request_free(request);
}

/* Bytes and files are read for the header that COS demands; the caller's own stays the only one. */
static void bodies_are_read_for_their_md5(cos_client_t *client) {
  static const char *const kinds[] = {"bytes", "file", "own", "not demanded"};
  make_text("body", hello);
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    cos_request_t *request = cos_request_new("PUT", STANDIN_BUCKET, i < 3 ? NULL : "signed");
    check_subject = kinds[i];
    if (i < 3) cos_request_set_query(request, "tagging", NULL);
    if (i == 1) cos_request_set_body_file(request, path_of("body"));
    else if (i == 3) cos_request_set_body_file(request, "/nowhere/at/all");
    else cos_request_set_body(request, hello, strlen(hello));
    if (i == 2) cos_request_set_header(request, "Content-MD5", "own");
    cos_signed_t *signed_request = signed_of(client, request, NULL);
    CHECK_TEXT(or_none(listed(signed_request, "Content-MD5")), i < 2 ? hello_md5 : i == 2 ? "own" : "(none)");
    if (i < 3) CHECK_HAS(or_none(listed(signed_request, "Authorization")), "q-header-list=content-md5;host&");
    cos_signed_free(signed_request);
    cos_request_free(request);
  }
}

/* The caller's token is the only one, wherever it stands. A request that is sent here has its own. */
static void tokens_are_given_once(void) {
  static const char *const places[] = {"client", "request", "call", "query"};
  static const char name[] = "x-cos-security-token";
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    cos_client_options_t *options = standin_options();
    cos_client_options_set_credentials(options, STANDIN_ID, STANDIN_KEY, i == 0 ? "STANDINTOKEN" : "STANDINTOKEN-other");
    cos_client_t *client = client_from(options);
    cos_request_t *request = cos_request_new("HEAD", STANDIN_BUCKET, NULL);
    cos_call_t *call = cos_call_new();
    check_subject = places[i];
    if (i == 1) cos_request_set_header(request, name, "STANDINTOKEN");
    if (i == 2) cos_call_add_header(call, name, "STANDINTOKEN");
    if (i == 3) cos_request_set_query(request, name, "STANDINTOKEN");
    cos_signed_t *signed_request = signed_of(client, request, call);
    CHECK_TEXT(or_none(listed(signed_request, name)), i < 3 ? "STANDINTOKEN" : "(none)");
    CHECK_HAS(or_none(listed(signed_request, "Authorization")), name);
    CHECK_NUMBER(curl_http(standin_address(), signed_request, NULL, NULL, NULL).status, 200);
    char *url = NULL;
    CHECK(cos_client_presign(client, request, call, 600, &url) == NULL);
    CHECK((i == 0 || i == 3) == (url && strstr(url, "security-token=STANDINTOKEN") != NULL));
    CHECK(url && !strstr(url, "STANDINTOKEN-other"));
    cos_text_free(url);
    cos_error_t *error = cos_client_send(client, request, call, NULL);
    CHECK((i > 0) == (cos_error_reason(error) == COS_ERROR_REASON_INVALID_ARGUMENT));
    cos_error_free(error);
    cos_signed_free(signed_request);
    cos_call_free(call);
    cos_request_free(request);
    cos_client_free(client);
  }
}

/* A CDN sends another Host than its own; "" signs none. */
static void another_host_may_be_signed(void) {
  cos_client_options_t *options = standin_options();
  cos_client_options_set_endpoint(options, "http://cdn.example.com");
  cos_client_t *client = client_from(options);
  cos_request_t *request = cos_request_new("HEAD", STANDIN_BUCKET, NULL);
  cos_call_t *call = cos_call_new();
  check_subject = "the signed host";
  cos_call_set_signed_host(call, FAULT_HOST);
  cos_signed_t *signed_request = signed_of(client, request, call);
  CHECK_TEXT(cos_signed_url(signed_request), "http://cdn.example.com/");
  CHECK_NUMBER(curl_http(standin_address(), signed_request, "Host: " FAULT_HOST, NULL, NULL).status, 200);
  cos_signed_free(signed_request);
  cos_call_set_signed_host(call, "");
  signed_request = signed_of(client, request, call);
  CHECK_HAS(or_none(listed(signed_request, "Authorization")), "&q-header-list=&");
  cos_signed_free(signed_request);
  standin_forget();
  cos_error_free(cos_client_send(client, request, call, NULL));
  json_t *requests = standin_requests();
  CHECK_TEXT(received_header(json_array_get(requests, 0), "Host"), "cdn.example.com");
  CHECK_HAS(received_header(json_array_get(requests, 0), "Authorization"), "&q-header-list=&");
  json_decref(requests);
  cos_call_free(call);
  cos_request_free(request);
  cos_client_free(client);
}

static long long begins_at(const cos_signed_t *signed_request) {
  const char *time = strstr(or_none(listed(signed_request, "Authorization")), "q-sign-time=");
  return time ? atoll(time + strlen("q-sign-time=")) : 0;
}

/* Signatures follow the server's clock, and their end is told by the system's. */
static void the_skew_moves_the_signature(cos_client_t *client) {
  static const int64_t skews[] = {0, 7200, -7200, COS_SKEW_UNKNOWN, INT64_MAX, 0};
  cos_request_t *request = object("GET");
  cos_signed_t *signed_request = signed_of(client, request, NULL);
  long long begin = begins_at(signed_request), end = cos_signed_expires_at_s(signed_request);
  cos_signed_free(signed_request);
  for (size_t i = 0; i < sizeof skews / sizeof *skews; i++) {
    check_subject = "a skew";
    int64_t counts = skews[i] == COS_SKEW_UNKNOWN || skews[i] == INT64_MAX ? -7200 : skews[i];
    cos_client_set_clock_skew_s(client, skews[i]);
    signed_request = signed_of(client, request, NULL);
    /* The seconds that pass meanwhile. */
    long long passed = (long long)cos_signed_expires_at_s(signed_request) - end;
    CHECK(passed >= 0 && passed < 600);
    CHECK_NUMBER(begins_at(signed_request) - begin, counts + passed);
    cos_signed_free(signed_request);
  }
  CHECK(llabs(end - (long long)time(NULL) - 600) < 600);
  cos_request_free(request);
}

/* A client without a region serves calls that name one. */
static void each_call_may_name_the_region(void) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_credentials(options, STANDIN_ID, STANDIN_KEY, NULL);
  cos_client_t *client = client_from(options);
  cos_request_t *request = object("GET");
  cos_call_t *call = cos_call_new();
  char *url = NULL;
  check_subject = "no region";
  cos_request_set_query(request, "versionId", "a b");
  cos_request_set_query(request, "acl", NULL);
  cos_error_t *error = cos_client_url(client, request, NULL, &url);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_INVALID_ARGUMENT);
  CHECK_HAS(cos_error_message(error), "region is missing");
  CHECK(url == NULL);
  cos_error_free(error);
  error = cos_err_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
  CHECK_HAS(cos_error_message(error), "region is missing");
  cos_error_free(error);
  cos_call_set_region(call, STANDIN_REGION);
  CHECK(cos_client_url(client, request, call, &url) == NULL);
  CHECK_TEXT(url, "https://" FAULT_HOST "/signed?versionId=a%20b&acl");
  cos_text_free(url);
  CHECK(cos_client_presign(client, request, call, 600, &url) == NULL);
  CHECK_HAS(url, "https://" FAULT_HOST "/signed?q-sign-algorithm=sha1&");
  cos_text_free(url);
  cos_call_free(call);
  cos_request_free(request);
  cos_client_free(client);
}

static int64_t never_read(void *user_data, void *buffer, size_t size) {
  (void)user_data, (void)buffer, (void)size;
  CHECK(!"a reader was read");
  return -1;
}

typedef struct {
  const char *name;
  int32_t reason;
  const char *says;
} mistake_t;

static void check_mistake(const mistake_t *row, cos_client_t *client, cos_request_t *request, cos_call_t *call,
                          int64_t expires_s) {
  cos_signed_t *signed_request = (cos_signed_t *)&hello;
  check_subject = row->name;
  cos_error_t *error = cos_client_sign(client, request, call, expires_s, &signed_request);
  CHECK_NUMBER(cos_error_reason(error), row->reason);
  CHECK_HAS(cos_error_message(error), row->says);
  CHECK_NUMBER(cos_error_request_sent(error), 0);
  CHECK(signed_request == NULL);
  if (error) check_every_accessor(error);
  cos_error_free(error);
  cos_request_free(request);
  cos_call_free(call);
}

static cos_request_t *document(void) {
  cos_request_t *request = cos_request_new("PUT", STANDIN_BUCKET, NULL);
  cos_request_set_query(request, "lifecycle", NULL);
  return request;
}

static void mistakes_name_their_way_out(cos_client_t *client) {
  enum { WRONG = COS_ERROR_REASON_INVALID_ARGUMENT };
  cos_client_t *anonymous = client_from(cos_client_options_new());
  cos_request_t *request = document();
  cos_request_set_body_reader(request, never_read, NULL, 5, NULL, NULL);
  check_mistake(&(mistake_t){"a reader", WRONG, "set the body as bytes or as a file"}, client, request, NULL, 600);
  request = document();
  cos_request_set_body_file(request, "/nowhere/at/all");
  check_mistake(&(mistake_t){"a file", COS_ERROR_REASON_LOCAL_IO, "/nowhere/at/all"}, client, request, NULL, 600);
  check_mistake(&(mistake_t){"no time", WRONG, "expires_s \"0\": must be from 1"}, client, object("GET"), NULL, 0);
  check_mistake(&(mistake_t){"a bucket", WRONG, "bucket \"mine\": add the APPID"}, client,
                cos_request_new("GET", "mine", NULL), NULL, 600);
  cos_call_t *call = cos_call_new();
  cos_call_set_signed_host(call, "http://a/b");
  check_mistake(&(mistake_t){"a host", WRONG, "signed_host \"http://a/b\": leave the scheme out"}, client, object("GET"), call, 600);
  call = cos_call_new();
  cos_call_set_signed_host(call, NULL);
  check_mistake(&(mistake_t){"no host", WRONG, "signed_host is missing"}, client, object("GET"), call, 600);
  call = cos_call_new();
  cos_call_set_region(call, STANDIN_REGION);
  check_mistake(&(mistake_t){"no keys", COS_ERROR_REASON_INVALID_CREDENTIALS, "credentials"}, anonymous, object("GET"),
                call, 600);
  check_mistake(&(mistake_t){"for ever", WRONG, "expires_s \"9223372036854775807\": must be from 1"}, client,
                object("GET"), NULL, INT64_MAX);
  request = object("GET");
  call = cos_call_new();
  cos_request_set_header(request, "range", "bytes=0-1");
  cos_call_add_header(call, "Range", "bytes=1-2");
  check_mistake(&(mistake_t){"a header twice", WRONG, "header name \"Range\": it is set for the request and for the call"},
                client, request, call, 600);
  request = object("GET");
  cos_request_set_header(request, "x-cos-security-token", "one");
  cos_request_set_query(request, "x-cos-security-token", "other");
  check_mistake(&(mistake_t){"a token twice", WRONG, "give the token once"}, client, request, NULL, 600);
  request = object("GET");
  cos_request_set_query(request, "x-cos-security-token", NULL);
  check_mistake(&(mistake_t){"an empty token", WRONG, "it is empty: set the token"}, client, request, NULL, 600);
  request = object("GET");
  cos_request_set_query(request, "q-signature", "0");
  check_mistake(&(mistake_t){"another signature", WRONG, "query name \"q-signature\": leave it out"}, client, request,
                NULL, 600);
  request = object("GET");
  cos_request_set_header(request, "Host", "evil/../");
  check_mistake(&(mistake_t){"a path as Host", WRONG, "Host \"evil/../\": use the host"}, client, request, NULL, 600);
  request = object("PUT");
  cos_request_set_header(request, "Content-Length", "abc");
  check_mistake(&(mistake_t){"a length", WRONG, "Content-Length \"abc\": use the number"}, client, request, NULL, 600);
  check_mistake(&(mistake_t){"no client", WRONG, "client is missing"}, NULL, object("GET"), NULL, 600);
  check_mistake(&(mistake_t){"no request", WRONG, "request is missing"}, client, NULL, NULL, 600);
  cos_client_free(anonymous);
}

int main(void) {
  ports_start();
  files_begin();
  cos_client_t *client = client_of(1);
  the_list_has_what_is_sent(client);
  what_is_tampered_with_is_refused(client);
  bodies_are_read_for_their_md5(client);
  tokens_are_given_once();
  another_host_may_be_signed();
  the_skew_moves_the_signature(client);
  each_call_may_name_the_region();
  mistakes_name_their_way_out(client);
  check_subject = "";
  cos_client_free(client);
  files_end();
  ports_stop();
  return check_report();
}
