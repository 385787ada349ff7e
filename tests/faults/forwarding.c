/* http:// through a proxy that forwards: requests in the absolute form (RFC 9112, section 3.2.2). */
#include <errno.h>
#include <stdlib.h>

#include "check.h"
#include "fault.h"
#include "peer.h"
#include "ports.h"

#define OTHER_BUCKET "fault-no-crc-1250000000"
#define SECRET "us%20er:secret-word@"
/* The same in base64, as it is sent. */
#define CODED "dXMgZXI6c2VjcmV0LXdvcmQ="

static const char *through(const char *user, const char *address) {
  static char url[120];
  snprintf(url, sizeof url, "http://%s%s", user, address);
  return url;
}

static char lines[65536];

static void keep_line(void *user_data, cos_log_level_t level, const char *line) {
  char *all = user_data;
  (void)level;
  if (strlen(all) + strlen(line) + 2 < sizeof lines) strcat(strcat(all, line), "\n");
}

/* The proxy is told the URL's host itself: there is no connect_to. */
static cos_client_t *client_through(const char *url) {
  cos_client_options_t *options = http_options(NULL);
  cos_client_options_set_proxy(options, url);
  cos_client_options_set_log(options, COS_ERR_LOG_DEBUG, keep_line, lines, NULL);
  return client_from(options);
}

static void check_no_secret(const cos_error_t *error) {
  const char *texts[] = {cos_error_text(error), cos_error_json(error), cos_error_message(error),
                         cos_error_advice(error, "en"), lines};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    CHECK(!strstr(texts[i], "secret-word") && !strstr(texts[i], CODED));
  for (size_t i = 0; i < cos_error_cause_count(error); i++) CHECK(!strstr(cos_error_cause(error, i), CODED));
}

static void check_sent(cos_client_t *client, cos_request_t *request, const char *body) {
  cos_response_t *response = NULL;
  cos_error_t *error = cos_client_send(client, request, NULL, &response);
  CHECK_TEXT(cos_error_text(error), "");
  size_t length = 0;
  const void *bytes = cos_response_body(response, &length);
  if (body) CHECK(length == strlen(body) && memcmp(bytes, body, length) == 0);
  cos_error_free(error);
  cos_response_free(response);
  cos_request_free(request);
}

/* What the proxy received: the whole URL, signed as without a proxy, on one connection for all hosts. */
static void check_forwarded(const char *const *targets, size_t count) {
  json_t *requests = standin_requests();
  json_int_t first = -1;
  CHECK_NUMBER(json_array_size(requests), count);
  for (size_t i = 0; i < count; i++) {
    json_t *request = json_array_get(requests, i);
    CHECK_TEXT(json_string_value(json_object_get(request, "target")), targets[i]);
    CHECK_TEXT(json_string_value(json_object_get(request, "signature")), "valid");
    CHECK(json_is_true(json_object_get(request, "proxy")));
    json_int_t connection = json_integer_value(json_object_get(request, "connection"));
    if (first < 0) first = connection;
    CHECK_NUMBER(connection, first);
  }
  json_decref(requests);
}

static void requests_go_through_in_the_absolute_form(void) {
  static const char *const targets[] = {
      "http://" FAULT_HOST "/",
      "http://" FAULT_HOST "/folder/a%20b%2B.txt",
      "http://" FAULT_HOST "/folder/a%20b%2B.txt?response-content-type=text%2Fx",
      "http://" OTHER_BUCKET ".cos." STANDIN_REGION ".myqcloud.com/synthetic/70000",
      "http://" FAULT_HOST "/folder/a%20b%2B.txt",
  };
  long long tunnels = counted("tunnels");
  cos_client_t *client = client_through(through("", port("proxy")));
  standin_forget();
  cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  cos_request_t *request = cos_request_new("PUT", STANDIN_BUCKET, "folder/a b+.txt");
  cos_request_set_body(request, "GET / HTTP/1.1\r\n\r\n", 18);
  check_sent(client, request, NULL);
  request = cos_request_new("GET", STANDIN_BUCKET, "folder/a b+.txt");
  cos_request_set_query(request, "response-content-type", "text/x");
  check_sent(client, request, "GET / HTTP/1.1\r\n\r\n");
  check_sent(client, cos_request_new("GET", OTHER_BUCKET, "synthetic/70000"), NULL);
  check_sent(client, cos_request_new("DELETE", STANDIN_BUCKET, "folder/a b+.txt"), NULL);
  check_forwarded(targets, sizeof targets / sizeof *targets);
  CHECK_NUMBER(counted("tunnels") - tunnels, 0);
  cos_client_free(client);
}

static size_t count_of(const char *text, const char *piece) {
  size_t count = 0;
  for (const char *at = text; (at = strcasestr(at, piece)); at++) count++;
  return count;
}

/* To the letter: the first line, one Host, the credentials once. */
static void check_head(const char *user, const char *endpoint, const char *line, const char *host) {
  static const peer_answer_t yes = {.bytes = "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\n\r\n",
                                    .end = PEER_NEXT};
  char head[4096], host_line[120];
  peer_t *peer = peer_start(&yes, 1, PEER_READ_ALL);
  cos_client_options_t *options = http_options(NULL);
  cos_client_options_set_endpoint(options, endpoint);
  cos_client_options_set_proxy(options, through(user, peer_address(peer)));
  cos_client_t *client = client_from(options);
  check_subject = endpoint;
  for (size_t i = 0; i < 2; i++) {
    cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
    CHECK_TEXT(cos_error_text(error), "");
    cos_error_free(error);
    peer_latest(peer, head);
    CHECK(strncmp(head, line, strlen(line)) == 0);
    snprintf(host_line, sizeof host_line, "\r\nhost: %s\r\n", host);
    CHECK_NUMBER(count_of(head, "\r\nhost:"), 1);
    CHECK_NUMBER(count_of(head, host_line), 1);
    CHECK_NUMBER(count_of(head, "\r\nProxy-Authorization: Basic " CODED "\r\n"), *user ? 1 : 0);
    CHECK_NUMBER(count_of(head, "Proxy-"), *user ? 1 : 0);
  }
  CHECK_NUMBER(peer_connections(peer), 1);
  cos_client_free(client);
  peer_stop(peer);
  check_subject = "";
}

static void the_head_is_right_to_the_letter(void) {
  check_head("", STANDIN_ENDPOINT, "HEAD http://" FAULT_HOST "/ HTTP/1.1\r\n", FAULT_HOST);
  check_head(SECRET, STANDIN_ENDPOINT, "HEAD http://" FAULT_HOST "/ HTTP/1.1\r\n", FAULT_HOST);
  check_head(SECRET, "http://img.example.com:8080", "HEAD http://img.example.com:8080/ HTTP/1.1\r\n",
             "img.example.com:8080");
  check_head("", "http://[::1]:9000", "HEAD http://[::1]:9000/ HTTP/1.1\r\n", "[::1]:9000");
  check_head("", "http://my_minio:9000", "HEAD http://my_minio:9000/ HTTP/1.1\r\n", "my_minio:9000");
}

/* Within a tunnel nothing of the proxy's is sent: that goes to the host. */
static void tunnels_keep_the_credentials_from_the_host(void) {
  static const peer_answer_t answers[] = {
      {.bytes = "HTTP/1.1 200 Connection established\r\n\r\n", .end = PEER_NEXT},
      {.bytes = "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\n\r\n", .end = PEER_NEXT},
  };
  char head[4096];
  peer_t *peer = peer_start(answers, 2, PEER_READ_ALL);
  cos_client_options_t *options = http_options("127.0.0.1:80");
  cos_client_options_set_proxy(options, through(SECRET, peer_address(peer)));
  cos_error_t *error = head_once(options);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  peer_latest(peer, head);
  CHECK(strncmp(head, "HEAD / HTTP/1.1\r\n", 17) == 0);
  CHECK(!strcasestr(head, "Proxy-") && !strstr(head, CODED));
  peer_stop(peer);
}

/* A status that only proxies send is the proxy's; of others nobody knows who sent them. */
static void a_proxy_may_refuse(void) {
  const fault_t expected = {
      .name = "407",
      .reason = COS_ERROR_REASON_PROXY,
      .status = 407,
      .retry = COS_RETRY_NO,
      .responder = COS_RESPONDER_OTHER,
      .message = {"the proxy 127.0.0.1:", "refused the request to ", FAULT_HOST, "407"},
      .advice = "user name, password",
  };
  /* As a careless proxy would: what it was sent comes back. */
  static const peer_answer_t no = {
      .bytes = "HTTP/1.1 407 Who are you\r\nServer: gate\r\nX-Echo: Proxy-Authorization: Basic " CODED
               "\r\nContent-Length: 55\r\n\r\n<p>Proxy-Authorization: Basic " CODED "</p>",
      .end = PEER_NEXT};
  for (size_t i = 0; i < 2; i++) {
    peer_t *peer = peer_start(&no, 1, PEER_READ_ALL);
    cos_client_t *client = client_through(through(i ? SECRET : "", peer_address(peer)));
    cos_request_t *request = cos_request_new("PUT", STANDIN_BUCKET, "key");
    cos_request_set_body(request, "bytes", 5);
    cos_error_t *error = cos_client_send(client, request, NULL, NULL);
    check_no_secret(error);
    CHECK_TEXT(cos_error_header(error, "Server"), "gate");
    check_fault(error, &expected);
    CHECK_NUMBER(peer_requests(peer), 1);
    cos_request_free(request);
    cos_client_free(client);
    peer_stop(peer);
  }
}

/* Pages of a proxy that repeat its credentials without the header's name, encoded or not. */
static void what_a_proxy_repeats_is_masked(void) {
  static const char *const said[] = {
      "no such user: " CODED,
      "no such user: dXMgZXI6c2VjcmV0LXdvcmQ",
      "no such user: dXMgZXI6c2VjcmV0LXdvcmQ%3D",
      "us er may not use secret-word here",
      "us er may not use secret%2Dword here",
  };
  for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
    char page[200], bytes[600];
    snprintf(page, sizeof page, "<Error><Code>Gate</Code><Message>%s</Message></Error>", said[i]);
    snprintf(bytes, sizeof bytes, "HTTP/1.1 403 No\r\nServer: gate\r\nContent-Length: %zu\r\n\r\n%s", strlen(page), page);
    const peer_answer_t no = {.bytes = bytes, .end = PEER_NEXT};
    peer_t *peer = peer_start(&no, 1, PEER_READ_ALL);
    cos_client_t *client = client_through(through(SECRET, peer_address(peer)));
    cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "key");
    cos_error_t *error = cos_client_send(client, request, NULL, NULL);
    check_subject = said[i];
    check_no_secret(error);
    CHECK_HAS(cos_error_message(error), "***");
    CHECK(!strstr(cos_error_message(error), "dXMgZXI6") && !strstr(cos_error_message(error), "%2Dword"));
    cos_error_free(error);
    cos_request_free(request);
    cos_client_free(client);
    peer_stop(peer);
  }
  check_subject = "";
}

static void check_page(int32_t status, int32_t retry) {
  char bucket[40], host[80];
  snprintf(bucket, sizeof bucket, "fault-proxy-%d-1250000000", (int)status);
  snprintf(host, sizeof host, "%s.cos." STANDIN_REGION ".myqcloud.com", bucket);
  cos_client_t *client = client_through(through(SECRET, port("proxy")));
  cos_request_t *request = cos_request_new("GET", bucket, "key");
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  check_subject = bucket;
  check_no_secret(error);
  CHECK_NUMBER(cos_error_kind(error), COS_ERROR_KIND_SERVICE);
  CHECK_NUMBER(cos_error_status(error), status);
  CHECK_NUMBER(cos_error_responder(error), COS_RESPONDER_OTHER);
  CHECK_NUMBER(cos_error_retry(error), retry);
  CHECK_HAS(cos_error_advice(error, "en"), "proxy");
  cos_error_free(error);
  cos_request_free(request);
  cos_client_free(client);
  check_subject = "";
}

static void pages_of_a_proxy_are_not_of_cos(void) {
  check_page(403, COS_RETRY_NO);
  check_page(502, COS_RETRY_YES);
  check_page(503, COS_RETRY_YES);
  check_page(504, COS_RETRY_YES);
}

/* COS itself has the last word on what it sends, whatever its status is. */
static void a_407_with_the_marks_of_cos_is_of_cos(void) {
  static const peer_answer_t odd = {
      .bytes = "HTTP/1.1 407 Odd\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\nContent-Length: 0\r\n\r\n"};
  peer_t *peer = peer_start(&odd, 1, PEER_READ_ALL);
  cos_client_t *client = client_through(through("", peer_address(peer)));
  cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
  CHECK_NUMBER(cos_error_kind(error), COS_ERROR_KIND_SERVICE);
  CHECK_NUMBER(cos_error_responder(error), COS_RESPONDER_COS);
  cos_error_free(error);
  cos_client_free(client);
  peer_stop(peer);
}

static void a_proxy_that_is_not_there(void) {
  const char *address = refused_address();
  const fault_t refused = {
      .name = "a proxy that refuses",
      .reason = COS_ERROR_REASON_PROXY,
      .retry = COS_RETRY_NO,
      .os_errno = ECONNREFUSED,
      .message = {"cannot connect to the proxy ", address, FAULT_HOST, "refused"},
      .advice = "proxy",
      .has_causes = 1,
  };
  cos_client_options_t *options = http_options(NULL);
  cos_client_options_set_proxy(options, through(SECRET, address));
  check_fault(head_once(options), &refused);

  const fault_t silent = {
      .name = "a proxy whose queue is full",
      .reason = COS_ERROR_REASON_TIMEOUT,
      .retry = COS_RETRY_YES,
      .message = {"timed out", "connecting", port("backlog")},
      .advice = "Time",
  };
  for (int tls = 0; tls < 2; tls++) {
    options = tls ? https_options(NULL) : http_options(NULL);
    cos_client_options_set_proxy(options, through("", port("backlog")));
    cos_client_options_set_connect_timeout_ms(options, 200);
    check_fault(head_once(options), &silent);
  }
}

int main(void) {
  ports_start();
  requests_go_through_in_the_absolute_form();
  the_head_is_right_to_the_letter();
  tunnels_keep_the_credentials_from_the_host();
  a_proxy_may_refuse();
  what_a_proxy_repeats_is_masked();
  pages_of_a_proxy_are_not_of_cos();
  a_407_with_the_marks_of_cos_is_of_cos();
  a_proxy_that_is_not_there();
  CHECK(!strstr(lines, "secret-word") && !strstr(lines, CODED) && *lines);
  ports_stop();
  return check_report();
}
