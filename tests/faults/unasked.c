/* What a server says unasked between the requests of one call, or behind a response that
   is longer than is kept: no attempt takes it for its own. */
#include <stdlib.h>
#include <time.h>

#include "check.h"
#include "fault.h"
#include "peer.h"
#include "ports.h"

typedef struct {
  const char *name, *method, *key, *fault; /* to which the surplus is joined */
  int explain;
  int32_t status; /* of the error; 0: an object of 77 bytes */
  const char *code;
} call_t;

/* Calls of more requests than one come first. Nobody can wait for a surplus amid them: it
   comes with the response. */
enum { OF_MORE_REQUESTS = 4, WITH_THE_RESPONSE = 2 };

static const call_t calls[] = {
    {"a retry", "GET", "synthetic/77", "fail-1-status-503-and-", 0, 0, ""},
    {"a retry of what is refused", "PUT", "denied/key", "fail-1-status-503-and-", 0, 403, "AccessDenied"},
    {"a HEAD that is explained", "HEAD", "key", "explain-404, ", 1, 404, "NoSuchBucket"},
    {"a request signed anew", "GET", "synthetic/77", "skew-7200, ", 0, 0, ""},
    {"an error longer than is kept", "GET", "missing", "big-1500, ", 0, 404, "NoSuchKey"},
    {"a refusal", "PUT", "denied/key", "", 0, 403, "AccessDenied"},
};

static const char *const surpluses[] = {"surplus", "surplus-record", "surplus-later", "surplus-idle-1"};

static cos_client_t *client_of(int tls) {
  cos_client_options_t *options = tls ? https_options(port("good")) : http_options(standin_address());
  if (tls) cos_client_options_set_ca_file(options, ca_file());
  cos_client_options_set_max_attempts(options, 3);
  return client_from(options);
}

static void check_call(cos_client_t *client, const call_t *call, const char *fault) {
  cos_request_t *request = cos_request_new(call->method, STANDIN_BUCKET, call->key);
  if (*call->method == 'P') cos_request_set_body(request, "hello", 5);
  cos_call_t *settings = cos_call_new();
  if (fault) cos_call_add_header(settings, "x-standin-fault", fault);
  cos_call_set_explain(settings, call->explain);
  cos_response_t *response = NULL;
  cos_error_t *error = cos_client_send(client, request, settings, &response);
  size_t length = 0;
  cos_response_body(response, &length);
  CHECK_NUMBER(cos_error_status(error), call->status);
  CHECK_TEXT(cos_error_code(error), call->code);
  CHECK_NUMBER(length, call->status ? 0 : 77);
  cos_error_free(error);
  cos_response_free(response);
  cos_call_free(settings);
  cos_request_free(request);
}

/* Until what nobody asked for lies in this process's socket. */
static void await_surplus(long long count) {
  const struct timespec moment = {.tv_nsec = 1000000};
  while (counted("surplus") < count) nanosleep(&moment, NULL);
}

static void attempts_get_their_own_responses(void) {
  static const call_t refused = {"", "PUT", "denied/key", "", 0, 403, "AccessDenied"};
  static const call_t object = {"", "GET", "synthetic/77", "", 0, 0, ""};
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    size_t times = i < OF_MORE_REQUESTS ? WITH_THE_RESPONSE : sizeof surpluses / sizeof *surpluses;
    for (size_t j = 0; j < 2 * times; j++) {
      char subject[200], fault[100];
      snprintf(fault, sizeof fault, "%s%s", calls[i].fault, surpluses[j / 2]);
      snprintf(subject, sizeof subject, "%s, %s%s", calls[i].name, fault, j % 2 ? ", under TLS" : "");
      check_subject = subject;
      cos_client_t *client = client_of(j % 2);
      long long surplus = counted("surplus");
      check_call(client, &calls[i], fault);
      /* Behind a first attempt only, it has met the second. */
      if (strncmp(calls[i].fault, "fail", 4) != 0) await_surplus(surplus + 1);
      check_call(client, &refused, NULL);
      check_call(client, &object, NULL);
      cos_client_free(client);
    }
  }
  check_subject = "";
}

#define RESPONSE(status, id) \
  "HTTP/1.1 " status "\r\nServer: tencent-cos\r\nx-cos-request-id: " id "\r\nContent-Length: 0\r\n\r\n"

/* Behind the response to CONNECT, in its segment. */
static void a_tunnel_begins_in_silence(void) {
  static const peer_answer_t answers[] = {
      {.bytes = "HTTP/1.1 200 Connection established\r\n\r\n" RESPONSE("200 OK", "foreign"), .end = PEER_NEXT},
      {.bytes = RESPONSE("403 Forbidden", "own"), .end = PEER_NEXT},
  };
  static const char *const methods[] = {"HEAD", "GET", "PUT", "DELETE"};
  for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
    check_subject = methods[i];
    peer_t *peer = peer_start(answers, 2, PEER_READ_ALL);
    /* An address of its own makes a tunnel of http:// too. */
    cos_client_options_t *options = http_options("127.0.0.1:80");
    char url[64];
    snprintf(url, sizeof url, "http://%s", peer_address(peer));
    cos_client_options_set_proxy(options, url);
    cos_client_t *client = client_from(options);
    cos_request_t *request = cos_request_new(methods[i], STANDIN_BUCKET, "key");
    cos_response_t *response = NULL;
    cos_error_t *error = cos_client_send(client, request, NULL, &response);
    CHECK(error != NULL);
    CHECK_TEXT(cos_response_request_id(response), "");
    CHECK(strcmp(cos_error_request_id(error), "foreign") != 0);
    cos_error_free(error);
    cos_response_free(response);
    cos_request_free(request);
    cos_client_free(client);
    peer_stop(peer);
  }
  check_subject = "";
}


int main(void) {
  ports_start();
  attempts_get_their_own_responses();
  a_tunnel_begins_in_silence();
  ports_stop();
  return check_report();
}
