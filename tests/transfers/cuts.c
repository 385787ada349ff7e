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

/* Under TLS an end without its notice may be somebody else's: not even an answer that only
   the end of the connection ends is taken for whole. */
static void an_end_without_notice_is_none(void) {
  static const char *const ends[] = {"no-length, no-crc, unclean", "no-length, no-crc, cut-1000, unclean",
                                     "chunked-1000, cut-1500, unclean"};
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    sink_t sink;
    cos_client_options_t *options = https_options(port("good"));
    cos_client_options_set_ca_file(options, ca_file());
    cos_client_t *client = client_from(options);
    cos_request_t *request = ask("GET", "whole", ends[i]);
    check_subject = ends[i];
    sink_open(&sink, OVER_FILE, request);
    cos_error_t *error = refused(client, request);
    CHECK_TEXT(cos_error_code(error), "ConnectionLost");
    CHECK_NUMBER(cos_error_origin_truncated(error), 1);
    sink_close_failed(&sink);
    cos_error_free(error);
    cos_client_free(client);
  }
}

#define HEADS "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\n"

/* Whole answers, up to the last byte that matters: behind the chunk of no bytes an
   empty line is left, without which the body is whole too (RFC 9112, section 8). */
static const char *const answers[] = {
    HEADS "Content-Length: 11\r\n\r\nhello world",
    HEADS "Transfer-Encoding: chunked\r\n\r\n5;of=two\r\nhello\r\n6\r\n world\r\n0\r\n",
};
enum { MOST_BYTES = 400 };

/* One connection for each place where the answer may end. */
static void check_each_end(const char *answer, sink_kind_t kind, peer_end_t how) {
  static peer_answer_t ends[MOST_BYTES];
  size_t length = strlen(answer);
  const char *body = strstr(answer, "\r\n\r\n") + 4;
  for (size_t i = 0; i < length; i++) ends[i] = (peer_answer_t){.bytes = i ? answer : NULL, .length = i, .end = how};
  peer_t *peer = peer_start(ends, length, PEER_READ_ALL);
  cos_client_t *client = client_from(http_options(peer_address(peer)));
  for (size_t i = 0; i < length; i++) {
    char name[100];
    sink_t sink;
    cos_request_t *request = ask("GET", "whole", NULL);
    snprintf(name, sizeof name, "%s after %zu bytes to %s", how == PEER_RESET ? "reset" : "closed", i, sink_names[kind]);
    check_subject = name;
    sink_open(&sink, kind, request);
    /* What a writer got is the begin of another object than the pattern. */
    cos_error_t *error = refused(client, request);
    CHECK_TEXT(cos_error_code(error), "ConnectionLost");
    CHECK_NUMBER(cos_error_status(error), i > 12 ? 200 : cos_error_status(error));
    CHECK_NUMBER(cos_error_origin_truncated(error), i >= (size_t)(body - answer));
    CHECK_NUMBER(cos_error_os_errno(error), how == PEER_RESET ? ECONNRESET : 0);
    sink_close_failed(&sink);
    cos_error_free(error);
  }
  check_subject = "";
  cos_client_free(client);
  peer_stop(peer);
}

static void every_byte_matters(void) {
  for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
    for (int kind = IN_MEMORY; kind <= OVER_FILE; kind += OVER_FILE - IN_MEMORY)
      for (int reset = 0; reset < 2; reset++)
        check_each_end(answers[i], (sink_kind_t)kind, reset ? PEER_RESET : PEER_CLOSE);
}

int main(void) {
  files_begin();
  ports_start();
  cos_client_t *client = client_of(1);
  store(client, "whole", LENGTH);
  size_t before = descriptors();
  nothing_half_is_kept();
  nor_under_tls();
  an_end_without_notice_is_none();
  every_byte_matters();
  CHECK_NUMBER(descriptors(), before);
  cos_client_free(client);
  ports_stop();
  files_end();
  return check_report();
}
