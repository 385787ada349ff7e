/* Answers that are cut, reset, too large, or none: what came of them is kept. */
#include <errno.h>
#include <stdlib.h>

#include "check.h"
#include "fault.h"
#include "peer.h"
#include "standin.h"

#define STATUS "HTTP/1.1 404 Not Found\r\n"
#define FIELDS "Server: tencent-cos\r\nx-cos-request-id: id-of-the-header\r\nx-cos-trace-id: trace\r\n"
#define COMPLETE \
  "<?xml version='1.0'?><Error><Code>NoSuchKey</Code><Message>None there.</Message><RequestId>id</RequestId>"
#define LOST COS_ERROR_REASON_CONNECTION_LOST
#define PROTOCOL COS_ERROR_REASON_PROTOCOL

typedef struct {
  peer_answer_t answer;
  fault_t expected;
} row_t;

/* No status: nothing is known but that the request went out. */
#define NOTHING(what, says, ends, cause, number) \
  {{.bytes = (says), .end = (ends)},             \
   {.name = (what),                              \
    .reason = (cause),                           \
    .retry = COS_RETRY_YES,                      \
    .request_sent = 1,                           \
    .os_errno = (number),                        \
    .message = {FAULT_HOST},                     \
    .has_causes = 1,                             \
    .advice = (cause) == LOST ? "broke" : "not valid HTTP"}}

/* The status line came, and not all of the header block. */
#define HEADLESS(what, says, ends, number) \
  {{.bytes = (says), .end = (ends)},       \
   {.name = (what),                        \
    .reason = LOST,                        \
    .status = 404,                         \
    .retry = COS_RETRY_YES,                \
    .request_sent = 1,                     \
    .os_errno = (number),                  \
    .message = {FAULT_HOST, "response"},     \
    .has_causes = 1,                       \
    .advice = "broke"}}

static const row_t rows[] = {
    NOTHING("net-empty-reply", NULL, PEER_CLOSE, LOST, 0),
    NOTHING("net-garbage", "SSH-2.0-OpenSSH_9.9\r\n", PEER_CLOSE, PROTOCOL, 0),
    NOTHING("garbage and silence", "SSH-2.0-OpenSSH_9.9\r\n", PEER_SILENCE, PROTOCOL, 0),
    NOTHING("a TLS alert", "\x15\x03\x01\x00\x02\x02\x28", PEER_CLOSE, PROTOCOL, 0),
    NOTHING("a status that is no number", "HTTP/1.1 abc What\r\n\r\n", PEER_CLOSE, PROTOCOL, 0),
    NOTHING("a reset", NULL, PEER_RESET, LOST, ECONNRESET),
    NOTHING("a cut status line", "HTTP/1.1 4", PEER_CLOSE, LOST, 0),
    HEADLESS("a cut reason phrase", "HTTP/1.1 404 Not Fou", PEER_CLOSE, 0),
    HEADLESS("a status line alone", STATUS, PEER_CLOSE, 0),
    HEADLESS("a cut header block", STATUS FIELDS "Content-Le", PEER_CLOSE, 0),
    HEADLESS("a header block without end", STATUS FIELDS "Content-Length: 0\r\n", PEER_CLOSE, 0),
    HEADLESS("a header block and a reset", STATUS FIELDS, PEER_RESET, ECONNRESET),
    NOTHING("a status below 100", "HTTP/1.1 099 What\r\n\r\n", PEER_CLOSE, PROTOCOL, 0),
    NOTHING("a status of four digits", "HTTP/1.1 4040 What\r\n\r\n", PEER_CLOSE, PROTOCOL, 0),
};

static cos_error_t *get_from(peer_t *peer) {
  cos_client_t *client = client_from(http_options(peer_address(peer)));
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "key");
  cos_response_t *response = NULL;
  cos_error_t *error = cos_client_send(client, request, NULL, &response);
  CHECK((error == NULL) == (response != NULL));
  cos_response_free(response);
  cos_request_free(request);
  cos_client_free(client);
  return error;
}

static void answers_that_are_none(void) {
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    peer_t *peer = peer_start(&rows[i].answer, 1, PEER_READ_ALL);
    check_fault(head_once(http_options(peer_address(peer))), &rows[i].expected);
    check_fault(get_from(peer), &rows[i].expected);
    peer_stop(peer);
  }
}

/* The status line comes in pieces: its number is known all the same. */
static void a_status_line_in_pieces(void) {
  const peer_answer_t drip = {.bytes = STATUS FIELDS, .end = PEER_CLOSE, .drip_ms = 1};
  const fault_t expected = {.name = "a header block in pieces, cut",
                            .reason = LOST,
                            .status = 404,
                            .retry = COS_RETRY_YES,
                            .request_sent = 1,
                            .message = {FAULT_HOST}};
  peer_t *peer = peer_start(&drip, 1, PEER_READ_ALL);
  check_fault(head_once(http_options(peer_address(peer))), &expected);
  peer_stop(peer);
}

/* An interim answer is none. */
static void an_interim_answer_and_the_end(void) {
  const peer_answer_t interim = {.bytes = "HTTP/1.1 100 Continue\r\n\r\n", .end = PEER_CLOSE};
  const fault_t expected = {.name = "100 Continue and the end",
                            .reason = LOST,
                            .retry = COS_RETRY_YES,
                            .request_sent = 1,
                            .message = {FAULT_HOST}};
  peer_t *peer = peer_start(&interim, 1, PEER_READ_ALL);
  check_fault(get_from(peer), &expected);
  peer_stop(peer);
}

/* A cut error body: a service error that keeps what was complete, and the bytes. */
static void cut_error_bodies(void) {
  static const row_t cuts[] = {
      {{.bytes = STATUS FIELDS "Content-Length: 500\r\n\r\n" COMPLETE "<Resource>/k", .end = PEER_CLOSE},
       {.name = "fewer bytes than announced"}},
      {{.bytes = STATUS FIELDS "Content-Length: 500\r\n\r\n" COMPLETE "<Resource>/k", .end = PEER_RESET},
       {.name = "a reset in the body"}},
      {{.bytes = STATUS FIELDS "Transfer-Encoding: chunked\r\n\r\n1f4\r\n" COMPLETE "<Resource>/k", .end = PEER_CLOSE},
       {.name = "an end within a chunk"}},
      {{.bytes = STATUS FIELDS "Transfer-Encoding: chunked\r\n\r\n75\r\n" COMPLETE "<Resource>/k\r\n",
        .end = PEER_CLOSE},
       {.name = "no last chunk"}},
  };
  for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
    fault_t expected = {.name = cuts[i].expected.name,
                        .status = 404,
                        .code = "NoSuchKey",
                        .request_sent = 1,
                        .retry = COS_RETRY_NO,
                        .truncated = 1,
                        .responder = COS_RESPONDER_COS,
                        .message = {"None there."}};
    peer_t *peer = peer_start(&cuts[i].answer, 1, PEER_READ_ALL);
    cos_error_t *error = get_from(peer);
    check_subject = expected.name;
    CHECK_NUMBER(cos_error_code_source(error), COS_CODE_SOURCE_BODY);
    CHECK_TEXT(cos_error_request_id(error), "id");
    CHECK_TEXT(cos_error_trace_id(error), "trace");
    CHECK_TEXT(cos_error_origin_xml(error), COMPLETE "<Resource>/k");
    CHECK_TEXT(cos_error_resource(error), "http://" FAULT_HOST "/key");
    check_fault(error, &expected);
    peer_stop(peer);
  }
}

/* Chunks that break off are a cut body too. How much of it is kept is ureq's to
   say: it drops what it decoded in the same pass as the fault. */
static void a_chunk_without_size(void) {
  static const char body[] = COMPLETE "<Resource>/k";
  static const peer_answer_t broken = {
      .bytes = STATUS FIELDS "Transfer-Encoding: chunked\r\n\r\n75\r\n" COMPLETE "<Resource>/k\r\nzz\r\n",
      .end = PEER_CLOSE};
  peer_t *peer = peer_start(&broken, 1, PEER_READ_ALL);
  cos_error_t *error = get_from(peer);
  size_t length = sizeof body;
  const void *kept = cos_error_origin_body(error, &length);
  CHECK_NUMBER(cos_error_kind(error), COS_ERROR_KIND_SERVICE);
  CHECK_NUMBER(cos_error_status(error), 404);
  CHECK_NUMBER(cos_error_origin_truncated(error), 1);
  CHECK_TEXT(cos_error_code(error), "NoSuchKey");
  CHECK_TEXT(cos_error_trace_id(error), "trace");
  CHECK(length < sizeof body && memcmp(kept, body, length) == 0);
  cos_error_free(error);
  peer_stop(peer);
}

/* A success that is cut is no success, and none of its fields is lost. */
static void a_cut_success(void) {
  static const peer_answer_t cut = {.bytes = "HTTP/1.1 200 OK\r\n" FIELDS "Content-Length: 100\r\n\r\nthe beginning",
                                    .end = PEER_CLOSE};
  const fault_t expected = {.name = "a cut object",
                            .reason = LOST,
                            .status = 200,
                            .retry = COS_RETRY_YES,
                            .request_sent = 1,
                            .truncated = 1,
                            .responder = COS_RESPONDER_COS,
                            .message = {FAULT_HOST, "complete"},
                            .advice = "broke",
                            .has_causes = 1};
  peer_t *peer = peer_start(&cut, 1, PEER_READ_ALL);
  cos_error_t *error = get_from(peer);
  size_t length = 0;
  CHECK_TEXT(cos_error_request_id(error), "id-of-the-header");
  CHECK_TEXT(cos_error_header(error, "Content-Length"), "100");
  CHECK(memcmp(cos_error_origin_body(error, &length), "the beginning", 13) == 0 && length == 13);
  check_fault(error, &expected);
  peer_stop(peer);
}

int main(void) {
  answers_that_are_none();
  a_status_line_in_pieces();
  an_interim_answer_and_the_end();
  cut_error_bodies();
  a_chunk_without_size();
  a_cut_success();
  return check_report();
}
