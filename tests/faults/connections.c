/* Connections that close while idle, answers that come early, redirects, bodies that HEAD announces. */
#include <stdlib.h>

#include "check.h"
#include "fault.h"
#include "peer.h"
#include "ports.h"
#include "relay.h"

/* More than the buffers of a line hold. */
enum { LARGE = 32 << 20 };

/* Of a request: its TLS handshake, its header block and more. */
enum { PART = 100000 };

static cos_client_t *http_client(const char *address) { return client_from(http_options(address)); }

static cos_client_t *https_client(const char *address) {
  cos_client_options_t *options = https_options(address);
  cos_client_options_set_ca_file(options, ca_file());
  return client_from(options);
}

static cos_client_t *client_of(int tls) { return tls ? https_client(port("good")) : http_client(standin_address()); }

static cos_error_t *send_with(cos_client_t *client, const char *method, const char *fault, size_t length) {
  cos_request_t *request = cos_request_new(method, STANDIN_BUCKET, "key");
  void *body = length ? calloc(1, length) : NULL;
  if (fault) cos_request_set_header(request, "x-standin-fault", fault);
  if (body) cos_request_set_body(request, body, length);
  free(body);
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  cos_request_free(request);
  return error;
}

static void check_success(cos_error_t *error) {
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
}

/* The close is seen before the connection is used, or only when it is: the
   reset comes in place of the second answer. Neither costs one of the tries. */
static void a_stale_connection_is_replaced_silently(void) {
  static const char *const faults[] = {"keepalive-close", "reset-after-1"};
  for (size_t i = 0; i < 4; i++) {
    const char *fault = faults[i / 2];
    cos_client_t *client = client_of(i % 2);
    check_subject = fault;
    standin_forget();
    long long before = counted("connections_accepted");
    check_success(send_with(client, "PUT", fault, 3));
    check_success(send_with(client, "PUT", fault, 3));
    CHECK_NUMBER(counted("connections_accepted") - before, 2);
    json_t *requests = standin_requests();
    size_t tries = json_array_size(requests);
    CHECK(tries == 2 || tries == 3);
    for (size_t j = 0; j < tries; j++) CHECK_TEXT(received_header(json_array_get(requests, j), "x-cos-sdk-retry"), "");
    json_decref(requests);
    cos_client_free(client);
  }
  check_subject = "";
}

/* Once: a server that closes every connection is told as it is. */
static void a_server_that_always_resets_is_no_stale_connection(void) {
  static const peer_answer_t answers[] = {
      {.bytes = "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\nContent-Length: 0\r\n\r\n",
       .end = PEER_NEXT},
      {.end = PEER_RESET},
  };
  peer_t *peer = peer_start(answers, 2, PEER_READ_ALL);
  cos_client_t *client = http_client(peer_address(peer));
  check_success(send_with(client, "GET", NULL, 0));
  cos_error_t *error = send_with(client, "GET", NULL, 0);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_CONNECTION_LOST);
  CHECK_NUMBER(cos_error_attempt_count(error), 1);
  CHECK_NUMBER(peer_requests(peer), 3);
  CHECK_NUMBER(peer_connections(peer), 2);
  cos_error_free(error);
  cos_client_free(client);
  peer_stop(peer);
}

/* The server has read the whole request when it closes. A POST may have done its
   work by then, so its caller hears of it; anything else is sent again silently. */
static void a_post_is_not_sent_again_silently(void) {
  static const char ok[] =
      "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\nContent-Length: 0\r\n\r\n";
  static const peer_answer_t answers[] = {
      {.bytes = ok, .end = PEER_NEXT},
      {.end = PEER_CLOSE},
      {.bytes = ok, .end = PEER_NEXT},
  };
  static const struct {
    const char *name, *method;
    size_t length, requests;
  } rows[] = {
      {"POST", "POST", 3, 2},
      {"POST without a body", "POST", 0, 2},
      {"PUT", "PUT", 3, 3},
      {"GET", "GET", 0, 3},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    check_subject = rows[i].name;
    peer_t *peer = peer_start(answers, 3, PEER_READ_ALL);
    cos_client_t *client = http_client(peer_address(peer));
    check_success(send_with(client, rows[i].method, NULL, rows[i].length));
    cos_error_t *error = send_with(client, rows[i].method, NULL, rows[i].length);
    int lost = rows[i].requests == 2;
    CHECK_TEXT(cos_error_reason_name(cos_error_reason(error)),
               cos_error_reason_name(lost ? COS_ERROR_REASON_CONNECTION_LOST : 0));
    CHECK_NUMBER(cos_error_attempt_count(error), lost);
    CHECK_NUMBER(cos_error_request_sent(error), lost);
    CHECK_NUMBER(peer_requests(peer), rows[i].requests);
    CHECK_NUMBER(peer_connections(peer), rows[i].requests - 1);
    cos_error_free(error);
    cos_client_free(client);
    peer_stop(peer);
  }
  check_subject = "";
}

/* The server says no while the body is still on its way, and closes. */
static void an_early_answer_is_the_answer(void) {
  for (int tls = 0; tls < 2; tls++) {
    cos_client_t *client = client_of(tls);
    check_subject = tls ? "early-403 under TLS" : "early-403";
    cos_error_t *error = send_with(client, "PUT", "early-403", LARGE);
    CHECK_NUMBER(cos_error_kind(error), COS_ERROR_KIND_SERVICE);
    CHECK_NUMBER(cos_error_status(error), 403);
    CHECK_TEXT(cos_error_code(error), "AccessDenied");
    CHECK_NUMBER(cos_error_code_source(error), COS_CODE_SOURCE_BODY);
    CHECK_NUMBER(cos_error_request_sent(error), 1);
    CHECK_NUMBER(cos_error_attempt_count(error), 1);
    cos_error_free(error);
    check_success(send_with(client, "PUT", NULL, 3));
    cos_client_free(client);
  }
  check_subject = "";
}

/* ... or does not close, and takes no more of the body: nothing is waited for. */
static void an_early_answer_without_an_end(void) {
  static const peer_answer_t no = {
      .bytes =
          "HTTP/1.1 403 Forbidden\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\nContent-Length: 39\r\n\r\n"
          "<Error><Code>AccessDenied</Code></Error>",
      .end = PEER_SILENCE};
  peer_t *peer = peer_start(&no, 1, PEER_READ_HEAD);
  cos_client_t *client = http_client(peer_address(peer));
  cos_error_t *error = send_with(client, "PUT", NULL, LARGE);
  CHECK_NUMBER(cos_error_status(error), 403);
  CHECK_TEXT(cos_error_code(error), "AccessDenied");
  cos_error_free(error);
  cos_client_free(client);
  peer_stop(peer);
}

/* ... or on a line that takes no more, where the rest of the body would block. */
static void an_early_answer_on_a_full_line(void) {
  for (int tls = 0; tls < 2; tls++) {
    check_subject = tls ? "a full line under TLS" : "a full line";
    relay_t *relay = relay_start(tls ? port("good") : standin_address(), PART, -1);
    cos_client_t *client = tls ? https_client(relay_address(relay)) : http_client(relay_address(relay));
    cos_error_t *error = send_with(client, "PUT", "early-403", LARGE);
    CHECK_NUMBER(cos_error_status(error), 403);
    CHECK_NUMBER(cos_error_code_source(error), COS_CODE_SOURCE_BODY);
    cos_error_free(error);
    cos_client_free(client);
    relay_stop(relay);
  }
  check_subject = "";
}

/* A line that stands still for longer than the library's look at it, in the middle of a body. */
static void an_upload_survives_a_pause(void) {
  for (int tls = 0; tls < 2; tls++) {
    check_subject = tls ? "a pause under TLS" : "a pause";
    relay_t *relay = relay_start(tls ? port("good") : standin_address(), LARGE / 2, 300);
    cos_client_t *client = tls ? https_client(relay_address(relay)) : http_client(relay_address(relay));
    standin_forget();
    check_success(send_with(client, "PUT", NULL, LARGE));
    CHECK_NUMBER(relay_pauses(relay), 1);
    CHECK_NUMBER(received(), 1);
    cos_client_free(client);
    relay_stop(relay);
  }
  check_subject = "";
}

static void redirects_are_told_and_not_followed(void) {
  static const peer_answer_t never = {.end = PEER_CLOSE};
  static const int statuses[] = {301, 302, 303, 307, 308};
  peer_t *elsewhere = peer_start(&never, 1, PEER_READ_ALL);
  cos_client_t *client = http_client(standin_address());
  for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
    char script[200];
    snprintf(script, sizeof script, "{\"status\": %d, \"headers\": [[\"Location\", \"http://%s/key\"]], \"times\": 1}",
             statuses[i], peer_address(elsewhere));
    standin_script(STANDIN_BUCKET, script);
    standin_forget();
    cos_error_t *error = send_with(client, "GET", NULL, 0);
    CHECK_NUMBER(cos_error_status(error), statuses[i]);
    CHECK_NUMBER(received(), 1);
    cos_error_free(error);
  }
  CHECK_NUMBER(peer_connections(elsewhere), 0);
  cos_client_free(client);
  peer_stop(elsewhere);
}

/* The body that a HEAD's answer announces never comes, and the connection serves on. */
static void a_heads_body_is_not_awaited(void) {
  static const peer_answer_t answers[] = {
      {.bytes = "HTTP/1.1 404 Not Found\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\nContent-Length: 500\r\n\r\n",
       .end = PEER_NEXT},
      {.bytes = "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\nContent-Length: 5000000000\r\n\r\n",
       .end = PEER_NEXT},
      {.bytes = "HTTP/1.1 404 Not Found\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\nTransfer-Encoding: "
                "chunked\r\n\r\n",
       .end = PEER_NEXT},
      {.bytes = "HTTP/1.1 304 Not Modified\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\nContent-Length: 7\r\n\r\n",
       .end = PEER_NEXT},
  };
  static const int statuses[] = {404, 0, 404, 304};
  peer_t *peer = peer_start(answers, 4, PEER_READ_ALL);
  cos_client_t *client = http_client(peer_address(peer));
  for (size_t i = 0; i < 4; i++) {
    cos_error_t *error = send_with(client, "HEAD", NULL, 0);
    CHECK_NUMBER(cos_error_status(error), statuses[i]);
    CHECK_NUMBER(cos_error_origin_truncated(error), 0);
    cos_error_free(error);
  }
  CHECK_NUMBER(peer_connections(peer), 1);
  cos_client_free(client);
  peer_stop(peer);
}

int main(void) {
  ports_start();
  a_stale_connection_is_replaced_silently();
  a_server_that_always_resets_is_no_stale_connection();
  a_post_is_not_sent_again_silently();
  an_early_answer_is_the_answer();
  an_early_answer_without_an_end();
  an_early_answer_on_a_full_line();
  an_upload_survives_a_pause();
  redirects_are_told_and_not_followed();
  a_heads_body_is_not_awaited();
  ports_stop();
  return check_report();
}
