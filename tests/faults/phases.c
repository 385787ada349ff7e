#include <stdlib.h>

#include "check.h"
#include "dns.h"
#include "scene.h"

#define OF_COS "Server: tencent-cos\r\nx-cos-request-id: id\r\n"
#define HEAD_OF_MUCH "HTTP/1.1 200 OK\r\n" OF_COS "Content-Length: 1000000\r\n\r\n"
#define NOT_FOUND "HTTP/1.1 404 Not Found\r\n" OF_COS "Content-Length: 1000\r\n\r\n<Error><Code>NoSuchKey</Code>"

/* A body that no buffer on the way holds; the bytes of a request that are those of its TLS handshake and more. */
enum { BODY = 64 << 20, PART = 100000 };

static const peer_answer_t silence = {.end = PEER_SILENCE};
static const peer_answer_t half_a_head = {.bytes = "HTTP/1.1 200 OK\r\n" OF_COS, .end = PEER_SILENCE};
static const peer_answer_t half_a_body = {.bytes = HEAD_OF_MUCH "half", .end = PEER_SILENCE};
static const peer_answer_t half_an_error = {.bytes = NOT_FOUND, .end = PEER_SILENCE};
static char dripping[16384];
static const peer_answer_t drip = {
    .bytes = dripping, .length = sizeof dripping, .end = PEER_SILENCE, .drip_ms = 2, .at_once = sizeof HEAD_OF_MUCH};
static const peer_answer_t later = {
    .bytes = "HTTP/1.1 503 Slow Down\r\n" OF_COS "Retry-After: 30\r\nContent-Length: 0\r\n\r\n", .end = PEER_NEXT};
static const peer_answer_t denied_and_silence[] = {
    {.bytes = "HTTP/1.1 403 Forbidden\r\n" OF_COS "Content-Length: 0\r\n\r\n", .end = PEER_NEXT},
    {.end = PEER_SILENCE}};
static cos_request_t *get, *head, *put, *stalled;

void scenes_begin(void) {
  char *body = calloc(1, BODY);
  if (!body) abort();
  memset(dripping, 'x', sizeof dripping);
  memcpy(dripping, HEAD_OF_MUCH, sizeof HEAD_OF_MUCH - 1);
  get = cos_request_new("GET", STANDIN_BUCKET, "key");
  head = cos_request_new("HEAD", STANDIN_BUCKET, "key");
  put = cos_request_new("PUT", STANDIN_BUCKET, "key");
  stalled = cos_request_new("GET", STANDIN_BUCKET, NULL);
  cos_request_set_body(put, body, BODY);
  cos_request_set_header(stalled, "x-standin-fault", "stall-5");
  free(body);
}

void scenes_end(void) {
  cos_request_free(get);
  cos_request_free(head);
  cos_request_free(put);
  cos_request_free(stalled);
}

cos_request_t *usual_request(void) { return get; }

static void meet(scene_t *scene, const peer_answer_t *answer, peer_read_t read) {
  scene->peer = peer_start(answer, 1, read);
  scene->address = peer_address(scene->peer);
  scene_connect(scene, http_options(scene->address));
}

static void open_dns(scene_t *scene) {
  dns_answers(DNS_SILENT);
  scene_connect(scene, http_options(NULL));
}

static void open_connect(scene_t *scene) {
  scene->backlog = backlog_start();
  scene_connect(scene, http_options(backlog_address(scene->backlog)));
}

static void open_proxy(scene_t *scene) {
  char url[64];
  cos_client_options_t *options = https_options(NULL);
  scene->peer = peer_start(&silence, 1, PEER_READ_ALL);
  snprintf(url, sizeof url, "http://%s", peer_address(scene->peer));
  cos_client_options_set_proxy(options, url);
  scene_connect(scene, options);
}

static void open_handshake(scene_t *scene) {
  scene->peer = peer_start(&silence, 1, PEER_READ_NONE);
  scene_connect(scene, https_options(peer_address(scene->peer)));
}

static void open_send(scene_t *scene) {
  scene->request = put;
  meet(scene, &silence, PEER_READ_NONE);
}

static void open_wait(scene_t *scene) { meet(scene, &silence, PEER_READ_ALL); }
static void open_head(scene_t *scene) { meet(scene, &half_a_head, PEER_READ_ALL); }
static void open_body(scene_t *scene) { meet(scene, &half_a_body, PEER_READ_ALL); }
static void open_drip(scene_t *scene) { meet(scene, &drip, PEER_READ_ALL); }
static void open_error(scene_t *scene) { meet(scene, &half_an_error, PEER_READ_ALL); }

static cos_client_options_t *tls_options(const char *address) {
  cos_client_options_t *options = https_options(address);
  cos_client_options_set_ca_file(options, ca_file());
  standin_forget();
  return options;
}

static void open_tls_send(scene_t *scene) {
  scene->request = put;
  scene->relay = relay_start(port("good"), PART, -1);
  scene->address = relay_address(scene->relay);
  scene_connect(scene, tls_options(scene->address));
}

static void open_tls_body(scene_t *scene) {
  scene->request = stalled;
  scene->address = port("good");
  scene_connect(scene, tls_options(scene->address));
}

static void open_retry(scene_t *scene) {
  scene->peer = peer_start(&later, 1, PEER_READ_ALL);
  cos_client_options_t *options = http_options(peer_address(scene->peer));
  cos_client_options_set_max_attempts(options, 2);
  scene_connect(scene, options);
}

static void open_probe(scene_t *scene) {
  scene->request = head;
  scene->peer = peer_start(denied_and_silence, 2, PEER_READ_ALL);
  scene->address = peer_address(scene->peer);
  scene_connect(scene, http_options(scene->address));
}

static void *hold(void *argument) {
  scene_t *scene = argument;
  cos_call_t *call = cos_call_new();
  cos_call_set_cancel(call, scene->holder_cancel);
  cos_error_free(cos_client_send(scene->client, get, call, NULL));
  cos_call_free(call);
  return NULL;
}

/* Another call has the only connection, and bytes enough not to time out. */
static void open_crowd(scene_t *scene) {
  scene->peer = peer_start(&drip, 1, PEER_READ_ALL);
  cos_client_options_t *options = http_options(peer_address(scene->peer));
  cos_client_options_set_max_connections(options, 1);
  scene_connect(scene, options);
  scene->holder_cancel = cos_cancel_new();
  start_deaf(&scene->holder, hold, scene);
  while (peer_requests(scene->peer) == 0) pause_ms(1);
}

const phase_t phases[] = {
    {.name = "waiting for DNS",
     .says = "resolving",
     .limit = BY_CONNECT_TIMEOUT,
     .needs_namespace = 1,
     .open = open_dns},
    {.name = "connecting", .says = "connecting", .limit = BY_CONNECT_TIMEOUT, .open = open_connect},
    {.name = "waiting for a proxy", .says = "proxy", .limit = BY_CONNECT_TIMEOUT, .open = open_proxy},
    {.name = "TLS handshake", .says = "TLS handshake", .limit = BY_CONNECT_TIMEOUT, .open = open_handshake},
    {.name = "sending", .says = "sending", .request_sent = 1, .limit = BY_IO_TIMEOUT, .open = open_send},
    {.name = "sending under TLS", .says = "sending", .request_sent = 1, .limit = BY_IO_TIMEOUT, .open = open_tls_send},
    {.name = "waiting for the response",
     .says = "waiting for the response",
     .request_sent = 1,
     .limit = BY_IO_TIMEOUT,
     .open = open_wait},
    {.name = "half a header block",
     .says = "response",
     .request_sent = 1,
     .status = 200,
     .limit = BY_IO_TIMEOUT,
     .open = open_head},
    {.name = "a body that stalls",
     .says = "reading",
     .in_body = 1,
     .request_sent = 1,
     .status = 200,
     .limit = BY_IO_TIMEOUT,
     .open = open_body},
    {.name = "a body that stalls under TLS",
     .says = "reading",
     .in_body = 1,
     .request_sent = 1,
     .status = 200,
     .limit = BY_IO_TIMEOUT,
     .open = open_tls_body},
    {.name = "a body that drips",
     .says = "reading",
     .in_body = 1,
     .request_sent = 1,
     .status = 200,
     .limit = BY_TOTAL_TIMEOUT_ONLY,
     .open = open_drip},
    {.name = "an error that stalls",
     .in_body = 1,
     .request_sent = 1,
     .status = 404,
     .limit = BY_IO_TIMEOUT,
     .service_code = "NoSuchKey",
     .open = open_error},
    {.name = "asking again to explain",
     .answered = 1,
     .request_sent = 1,
     .status = 403,
     .limit = BY_IO_TIMEOUT,
     .service_code = "AccessDenied",
     .service_retry = COS_RETRY_AFTER_FIX,
     .requests = 2,
     .explain = 1,
     .open = open_probe},
    {.name = "waiting for a connection",
     .says = "free connection",
     .no_attempt = 1,
     .limit = BY_TOTAL_TIMEOUT_ONLY,
     .open = open_crowd},
    {.name = "waiting for the next attempt",
     .says = "next attempt",
     .answered = 1,
     .request_sent = 1,
     .status = 503,
     .limit = BY_NONE,
     .open = open_retry},
};
const size_t phase_count = sizeof phases / sizeof *phases;
