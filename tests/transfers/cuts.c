/* Answers that end too early, at every kind of boundary: never a success, never half a file. */
#include <errno.h>
#include <stdlib.h>

#include "ask.h"
#include "bodies.h"
#include "check.h"
#include "fault.h"
#include "peer.h"

enum { LENGTH = 200000 };

/* Where the answer ends. */
static const struct {
  const char *fault;
  int32_t status;
  int in_body; /* the header block is whole */
} cuts[] = {
    {"cut-head-0", 0, 0},
    {"cut-head-10", 0, 0},
    {"cut-head-40", 200, 0},
    {"cut-0", 200, 1},
    {"cut-1", 200, 1},
    {"cut-65536", 200, 1},
    {"cut-199999", 200, 1},
    {"length-more-1", 200, 1},
    {"length-more-100000", 200, 1},
    {"chunked-1000, cut-0", 200, 1},
    {"chunked-1000, cut-1500", 200, 1},
    {"chunked-1000, cut-2000", 200, 1},
    {"chunked-1000, cut-chunk-0", 200, 1},
    {"chunked-1000, cut-chunk-3", 200, 1},
    {"cut-last-chunk", 200, 1},
};

static void check_cut(cos_client_options_t *options, size_t at, sink_kind_t kind, int reset) {
  char name[160], fault[80];
  sink_t sink;
  cos_client_t *client = client_from(options);
  snprintf(fault, sizeof fault, "%s%s", cuts[at].fault, reset ? ", rst" : "");
  snprintf(name, sizeof name, "%s to %s", fault, sink_names[kind]);
  const fault_t expected = {
      .name = name,
      .reason = COS_ERROR_REASON_CONNECTION_LOST,
      .status = cuts[at].status,
      .retry = COS_RETRY_YES,
      .request_sent = 1,
      .truncated = cuts[at].in_body,
      .responder = cuts[at].in_body ? COS_RESPONDER_COS : COS_RESPONDER_UNKNOWN,
      .os_errno = reset ? ECONNRESET : 0,
      .message = {FAULT_HOST},
      .advice = "broke",
  };
  check_subject = name;
  cos_request_t *request = ask("GET", "whole", fault);
  sink_open(&sink, kind, request);
  cos_error_t *error = refused(client, request);
  check_subject = name;
  sink_close_failed(&sink);
  check_fault(error, &expected);
  cos_client_free(client);
}

static void nothing_half_is_kept(void) {
  for (size_t at = 0; at < sizeof cuts / sizeof *cuts; at++)
    for (int kind = 0; kind < SINKS; kind++)
      for (int reset = 0; reset < 2; reset++) check_cut(http_options(standin_address()), at, (sink_kind_t)kind, reset);
}

static void nor_under_tls(void) {
  for (size_t at = 0; at < sizeof cuts / sizeof *cuts; at++) {
    cos_client_options_t *options = https_options(port("good"));
    cos_client_options_set_ca_file(options, ca_file());
    check_cut(options, at, OVER_FILE, 0);
  }
}

#define HEADS "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\nTransfer-Encoding: chunked\r\n\r\n"

/* Between the bytes that say that it is the last chunk, and their end. */
static void the_end_of_the_last_chunk_belongs_to_it(void) {
  static const peer_answer_t ends[] = {
      {.bytes = HEADS "3\r\nabc", .end = PEER_CLOSE},
      {.bytes = HEADS "3\r\nabc\r", .end = PEER_CLOSE},
      {.bytes = HEADS "3\r\nabc\r\n", .end = PEER_CLOSE},
      {.bytes = HEADS "3\r\nabc\r\n0", .end = PEER_CLOSE},
      {.bytes = HEADS "3\r\nabc\r\n0\r", .end = PEER_CLOSE},
  };
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    sink_t sink;
    peer_t *peer = peer_start(&ends[i], 1, PEER_READ_ALL);
    cos_client_t *client = client_from(http_options(peer_address(peer)));
    cos_request_t *request = ask("GET", "whole", NULL);
    check_subject = ends[i].bytes + sizeof HEADS - 1;
    sink_open(&sink, OVER_FILE, request);
    cos_error_t *error = refused(client, request);
    CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_CONNECTION_LOST);
    CHECK_NUMBER(cos_error_status(error), 200);
    sink_close_failed(&sink);
    cos_error_free(error);
    cos_client_free(client);
    peer_stop(peer);
  }
  check_subject = "";
}

int main(void) {
  files_begin();
  ports_start();
  cos_client_t *client = client_of(1);
  store(client, "whole", LENGTH);
  size_t before = descriptors();
  nothing_half_is_kept();
  nor_under_tls();
  the_end_of_the_last_chunk_belongs_to_it();
  CHECK_NUMBER(descriptors(), before);
  cos_client_free(client);
  ports_stop();
  files_end();
  return check_report();
}
