/* Servers that never come to an end: interim responses, trailers, a tail that drips. */
#include <stdlib.h>
#include <time.h>

#include "check.h"
#include "fault.h"
#include "peer.h"
#include "ports.h"

#define OF_COS "Server: tencent-cos\r\nx-cos-request-id: id\r\n"
#define CODE "<Error><Code>NoSuchKey</Code></Error>"
#define BYTES_64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define BYTES_320 BYTES_64 BYTES_64 BYTES_64 BYTES_64 BYTES_64
#define BYTES_640 BYTES_320 BYTES_320
#define PLAIN "HTTP/1.1 200 OK\r\n" OF_COS "Content-Length: 5\r\n\r\nhello"

enum { MEBIBYTE = 1 << 20, LARGE = 32 << 20 };

/* Far more than any of these calls takes, and far less than their servers go on for. */
enum { GENEROUS_S = 20 };

/* So many times the same, behind what comes first. */
static char *repeated(const char *first, const char *piece, size_t times, const char *last) {
  size_t length = strlen(piece), begun = strlen(first);
  char *bytes = malloc(begun + times * length + strlen(last) + 1);
  if (!bytes) abort();
  memcpy(bytes, first, begun);
  for (size_t i = 0; i < times; i++) memcpy(bytes + begun + i * length, piece, length);
  strcpy(bytes + begun + times * length, last);
  return bytes;
}

static int32_t into_nothing(void *user_data, const void *bytes, size_t length) {
  (void)user_data;
  (void)bytes;
  (void)length;
  return 0;
}

/* A call without a total timeout, for it has a sink; or a long upload. */
static cos_error_t *transfer(cos_client_t *client, const char *fault, int uploads) {
  cos_request_t *request = cos_request_new(uploads ? "PUT" : "GET", STANDIN_BUCKET, "key");
  void *body = uploads ? calloc(1, LARGE) : NULL;
  if (fault) cos_request_set_header(request, "x-standin-fault", fault);
  if (uploads) cos_request_set_body(request, body, LARGE);
  if (!uploads) cos_request_set_sink_writer(request, into_nothing, NULL, NULL, NULL);
  free(body);
  time_t begun = time(NULL);
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  CHECK(time(NULL) - begun < GENEROUS_S);
  cos_request_free(request);
  return error;
}

static cos_client_t *client_to(const char *address, int64_t io_timeout_ms) {
  cos_client_options_t *options = http_options(address);
  cos_client_options_set_io_timeout_ms(options, io_timeout_ms);
  return client_from(options);
}

static fault_t not_http(const char *name, const char *says) {
  const fault_t fault = {.name = name,
                         .reason = COS_ERROR_REASON_PROTOCOL,
                         .retry = COS_RETRY_YES,
                         .request_sent = 1,
                         .message = {FAULT_HOST, says},
                         .has_causes = 1};
  return fault;
}

static void interim_responses_are_bounded(void) {
  static const struct {
    const char *name, *piece;
    size_t times;
    int reads_head_only, ends;
    const char *says; /* NULL: a success */
  } rows[] = {
      {"64 of them", "HTTP/1.1 103 Early Hints\r\n\r\n", 64, 0, 1, NULL},
      {"65 of them", "HTTP/1.1 103 Early Hints\r\n\r\n", 65, 0, 1, "64 interim"},
      {"8 MiB of them", "HTTP/1.1 103 Early Hints\r\n\r\n", 300000, 0, 0, "64 interim"},
      {"many amid an upload", "HTTP/1.1 100 Continue\r\n\r\n", 300000, 1, 0, "64 interim"},
      {"empty lines amid an upload", "\r\n", 4 * MEBIBYTE, 1, 0, "64 KiB"},
      {"empty lines", "\n", 4 * MEBIBYTE, 0, 0, "64 KiB"},
      {"a few empty lines", "\r\n", 500, 0, 1, NULL},
      {"one without end", "HTTP/1.1 102 Processing\r\nA: ", 0, 0, 0, NULL},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    int endless = rows[i].times == 0;
    char *bytes = endless ? repeated(rows[i].piece, "aaaaaaaaaaaaaaaa", 300000, "")
                          : repeated("", rows[i].piece, rows[i].times, rows[i].ends ? PLAIN : "");
    const peer_answer_t answer = {.bytes = bytes, .end = rows[i].ends ? PEER_NEXT : PEER_SILENCE};
    peer_t *peer = peer_start(&answer, 1, rows[i].reads_head_only ? PEER_READ_HEAD : PEER_READ_ALL);
    cos_client_t *client = client_to(peer_address(peer), 10000);
    check_subject = rows[i].name;
    cos_error_t *error = transfer(client, NULL, rows[i].reads_head_only);
    if (rows[i].says || endless) {
      const fault_t expected = not_http(rows[i].name, endless ? "64 KiB" : rows[i].says);
      check_fault(error, &expected);
    } else {
      CHECK_TEXT(cos_error_text(error), "");
      cos_error_free(error);
    }
    cos_client_free(client);
    peer_stop(peer);
    free(bytes);
  }
  check_subject = "";
}

/* Interim responses alone do not keep a call alive, however slowly they come; and what is no
   whole one does not at all. */
static void interim_responses_are_no_progress(void) {
  static const struct {
    const char *name, *first, *piece;
    size_t times;
  } rows[] = {
      /* 8 of them, which count as signs of life, take 1.7 s, and 40 of them 9 s. */
      {"interim responses that drip", "", "HTTP/1.1 102 Wait\r\n\r\n", 40},
      {"empty lines that drip", "", "\r\n", 2000},
      {"an interim response that drips", "HTTP/1.1 102 Wait\r\nA: ", "aaaa", 1000},
  };
  for (size_t i = 0; i < 2 * (sizeof rows / sizeof *rows); i++) {
    int uploads = i % 2 == 1;
    const fault_t expected = {.name = rows[i / 2].name,
                              .reason = COS_ERROR_REASON_TIMEOUT,
                              .retry = COS_RETRY_YES,
                              .request_sent = 1,
                              .message = {uploads ? "sending" : "waiting for the response"},
                              .has_causes = 1};
    char *bytes = repeated(rows[i / 2].first, rows[i / 2].piece, rows[i / 2].times, "");
    const peer_answer_t drip = {.bytes = bytes, .end = PEER_SILENCE, .drip_ms = 11};
    peer_t *peer = peer_start(&drip, 1, uploads ? PEER_READ_HEAD : PEER_READ_ALL);
    cos_client_t *client = client_to(peer_address(peer), 1000);
    check_subject = rows[i / 2].name;
    check_fault(transfer(client, NULL, uploads), &expected);
    cos_client_free(client);
    peer_stop(peer);
    free(bytes);
  }
  check_subject = "";
}

static void trailers_are_bounded(void) {
  static const struct {
    const char *name, *trailer;
    size_t times;
    int ends;
    const char *says; /* NULL: a success */
  } rows[] = {
      {"128 trailers", "a: b\r\n", 128, 1, NULL},
      {"129 trailers", "a: b\r\n", 129, 1, "128 trailers"},
      {"trailers without end", "a: b\r\n", 1000000, 0, "128 trailers"},
      {"trailers of 80 KiB", "a: " BYTES_640 "\r\n",
       120, 1, "64 KiB"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const fault_t expected = {.name = rows[i].name,
                              .reason = COS_ERROR_REASON_TOO_LARGE,
                              .status = 200,
                              .retry = COS_RETRY_NO,
                              .request_sent = 1,
                              .truncated = 1,
                              .responder = COS_RESPONDER_COS,
                              .message = {rows[i].says},
                              .has_causes = 1};
    char *bytes = repeated("HTTP/1.1 200 OK\r\n" OF_COS "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
                           rows[i].trailer, rows[i].times, rows[i].ends ? "\r\n" : "");
    const peer_answer_t answer = {.bytes = bytes, .end = rows[i].ends ? PEER_NEXT : PEER_SILENCE};
    peer_t *peer = peer_start(&answer, 1, PEER_READ_ALL);
    cos_client_t *client = client_to(peer_address(peer), 10000);
    check_subject = rows[i].name;
    cos_error_t *error = transfer(client, NULL, 0);
    if (rows[i].says) {
      check_fault(error, &expected);
    } else {
      CHECK_TEXT(cos_error_text(error), "");
      cos_error_free(error);
    }
    cos_client_free(client);
    peer_stop(peer);
    free(bytes);
  }
  check_subject = "";
}

/* An error that is whole as far as it is kept is told at once, whatever drips behind it. */
static void an_error_does_not_wait_for_its_tail(void) {
  static const char *const heads[] = {
      "HTTP/1.1 404 Not Found\r\n" OF_COS "Content-Length: 3000000\r\n\r\n" CODE,
      "HTTP/1.1 404 Not Found\r\n" OF_COS "\r\n" CODE,
      "HTTP/1.1 404 Not Found\r\n" OF_COS "Transfer-Encoding: chunked\r\n\r\n2DC6C0\r\n" CODE,
  };
  for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
    char *bytes = repeated(heads[i], " ", 3000000 - strlen(CODE), "");
    const peer_answer_t drip = {.bytes = bytes, .end = PEER_SILENCE, .drip_ms = 100, .at_once = MEBIBYTE + 4096};
    const fault_t expected = {.name = heads[i],
                              .status = 404,
                              .code = "NoSuchKey",
                              .retry = COS_RETRY_NO,
                              .request_sent = 1,
                              .truncated = 1,
                              .responder = COS_RESPONDER_COS,
                              .answered = 1};
    peer_t *peer = peer_start(&drip, 1, PEER_READ_ALL);
    cos_client_t *client = client_to(peer_address(peer), 30000);
    check_subject = heads[i];
    cos_error_t *error = transfer(client, NULL, 0);
    size_t length = 0;
    cos_error_origin_body(error, &length);
    CHECK_NUMBER(length, MEBIBYTE);
    check_fault(error, &expected);
    cos_client_free(client);
    peer_stop(peer);
    free(bytes);
  }
  check_subject = "";
}

int main(void) {
  interim_responses_are_bounded();
  interim_responses_are_no_progress();
  trailers_are_bounded();
  an_error_does_not_wait_for_its_tail();
  return check_report();
}
