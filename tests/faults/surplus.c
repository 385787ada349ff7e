/* Bytes that no request asked for: never the next call's response. */
#include <stdlib.h>
#include <time.h>

#include "check.h"
#include "fault.h"
#include "peer.h"
#include "ports.h"

#define OF_COS "Server: tencent-cos\r\nx-cos-request-id: id\r\n"
#define PLAIN "HTTP/1.1 200 OK\r\n" OF_COS "Content-Length: 5\r\n\r\nhello"

typedef struct {
  const char *method, *fault;
  int32_t status; /* 0: a success */
  const char *key; /* NULL: a small object */
} call_t;

static const call_t calls[] = {
    {"HEAD", "surplus-later", 0, NULL},
    {"HEAD", "surplus-body", 0, NULL},
    {"GET", "surplus", 0, NULL},
    {"GET", "surplus", 0, "synthetic/1000000"},
    {"GET", "surplus-record", 0, NULL},
    {"GET", "whole-16384, surplus-record", 0, NULL},
    {"GET", "whole-16385, surplus-later", 0, NULL},
    {"GET", "surplus-idle-1", 0, NULL},
    {"GET", "surplus-idle-1, surplus-status-408", 0, NULL},
    {"GET", "status-404, surplus-later", 404, NULL},
    {"GET", "status-304, surplus-body", 304, NULL},
    {"PUT", "surplus-later", 0, NULL},
    {"DELETE", "surplus-later", 0, NULL},
    {"DELETE", "surplus-body", 0, NULL},
};

static cos_client_t *client_of(int tls) {
  cos_client_options_t *options = tls ? https_options(port("good")) : http_options(standin_address());
  if (tls) cos_client_options_set_ca_file(options, ca_file());
  return client_from(options);
}

/* Takes pieces that are larger than a response's buffer. */
static int32_t take(void *user_data, const void *bytes, size_t size) {
  (void)user_data, (void)bytes, (void)size;
  return 0;
}

static cos_error_t *send_with(cos_client_t *client, const char *method, const char *key, const char *fault) {
  cos_request_t *request = cos_request_new(method, STANDIN_BUCKET, key);
  if (fault) cos_request_set_header(request, "x-standin-fault", fault);
  if (strcmp(method, "GET") == 0) cos_request_set_sink_writer(request, take, NULL, NULL, NULL);
  if (strcmp(method, "PUT") == 0) cos_request_set_body(request, "hello", 5);
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  cos_request_free(request);
  return error;
}

static void check_status(cos_error_t *error, int32_t status) {
  CHECK_NUMBER(cos_error_status(error), status);
  if (!status) CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
}

/* Until what nobody asked for lies in this process's socket. */
static void await_surplus(long long count) {
  const struct timespec moment = {.tv_nsec = 1000000};
  while (counted("surplus") < count) nanosleep(&moment, NULL);
}

/* The calls behind it: one that is refused, and must not seem to work; one whose object is its own. */
static void check_next(cos_client_t *client) {
  check_status(send_with(client, "PUT", "denied/key", NULL), 403);
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "synthetic/77");
  cos_response_t *response = NULL;
  size_t length = 0;
  check_status(cos_client_send(client, request, NULL, &response), 0);
  cos_response_body(response, &length);
  CHECK_NUMBER(length, 77);
  cos_response_free(response);
  cos_request_free(request);
}

static void surplus_is_nobodys(void) {
  for (size_t i = 0; i < 2 * (sizeof calls / sizeof *calls); i++) {
    const call_t *call = &calls[i / 2];
    char subject[80];
    snprintf(subject, sizeof subject, "%s %s%s", call->method, call->fault, i % 2 ? " under TLS" : "");
    check_subject = subject;
    cos_client_t *client = client_of(i % 2);
    long long connections = counted("connections_accepted"), surplus = counted("surplus");
    int reads = *call->method == 'H' || *call->method == 'G';
    const char *key = call->key ? call->key : reads ? "synthetic/5" : "key";
    check_status(send_with(client, call->method, key, call->fault), call->status);
    await_surplus(surplus + 1);
    check_next(client);
    CHECK_NUMBER(counted("connections_accepted") - connections, 2);
    cos_client_free(client);
  }
  check_subject = "";
}

/* Nothing of TLS's own, such as tickets that come late, costs a connection. */
static void a_clean_server_needs_one_connection(void) {
  static const char *const methods[] = {"HEAD", "GET", "PUT", "GET", "HEAD", "DELETE"};
  for (int tls = 0; tls < 2; tls++) {
    cos_client_t *client = client_of(tls);
    check_subject = tls ? "a clean server under TLS" : "a clean server";
    check_status(send_with(client, "PUT", "key", NULL), 0);
    long long connections = counted("connections_accepted");
    for (size_t i = 0; i < 60; i++) {
      const char *method = methods[i % 6];
      int gone = i % 6 == 5;
      check_status(send_with(client, method, gone ? "other" : "key", NULL), 0);
    }
    CHECK_NUMBER(counted("connections_accepted") - connections, 0);
    cos_client_free(client);
  }
  check_subject = "";
}

/* Whose end is in doubt: the response is used, and its connection is not. */
static void connections_in_doubt_are_closed(void) {
  static const struct {
    const char *name, *method, *bytes;
    size_t connections;
  } rows[] = {
      {"204 that announces a body", "DELETE", "HTTP/1.1 204 No Content\r\n" OF_COS "Content-Length: 5\r\n\r\n", 2},
      {"204 in chunks", "DELETE", "HTTP/1.1 204 No Content\r\n" OF_COS "Transfer-Encoding: chunked\r\n\r\n", 2},
      {"204 that announces none", "DELETE", "HTTP/1.1 204 No Content\r\n" OF_COS "Content-Length: 0\r\n\r\n", 1},
      {"100 that announces a body", "GET", "HTTP/1.1 100 Continue\r\nContent-Length: 1\r\n\r\n" PLAIN, 2},
      {"a length beside chunks", "GET",
       "HTTP/1.1 200 OK\r\n" OF_COS
       "Content-Length: 99\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
       2},
      {"identity", "GET", "HTTP/1.1 200 OK\r\n" OF_COS "Transfer-Encoding: identity\r\nContent-Length: 5\r\n\r\nhello", 2},
      {"a length with a blank before its colon", "GET", "HTTP/1.1 200 OK\r\n" OF_COS "Content-Length : 5\r\n\r\nhello", 2},
      {"HEAD that announces", "HEAD", "HTTP/1.1 200 OK\r\n" OF_COS "Content-Length: 5\r\n\r\n", 1},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const peer_answer_t answers[] = {{.bytes = rows[i].bytes, .end = PEER_NEXT}, {.bytes = PLAIN, .end = PEER_NEXT}};
    peer_t *peer = peer_start(answers, 2, PEER_READ_ALL);
    cos_client_t *client = client_from(http_options(peer_address(peer)));
    check_subject = rows[i].name;
    check_status(send_with(client, rows[i].method, "key", NULL), 0);
    check_status(send_with(client, "GET", "key", NULL), 0);
    CHECK_NUMBER(peer_connections(peer), rows[i].connections);
    cos_client_free(client);
    peer_stop(peer);
  }
  check_subject = "";
}

int main(void) {
  ports_start();
  surplus_is_nobodys();
  a_clean_server_needs_one_connection();
  connections_in_doubt_are_closed();
  ports_stop();
  return check_report();
}
