/* Answers that are larger than a client keeps, and requests larger than it sends. */
#include <stdlib.h>

#include "check.h"
#include "fault.h"
#include "peer.h"
#include "ports.h"

enum { MEBIBYTE = 1 << 20 };

/* More than a line of a request may have. */
enum { LONG = 17000 };

static cos_client_t *client;

static cos_error_t *get(const char *bucket) {
  cos_request_t *request = cos_request_new("GET", bucket, "key");
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  cos_request_free(request);
  return error;
}

/* The headers up to the limit are kept, and say who sent them. */
static void check_too_large(const char *bucket, const char *says, cos_responder_t responder) {
  char host[80];
  snprintf(host, sizeof host, "%s.cos." STANDIN_REGION ".myqcloud.com", bucket);
  const fault_t expected = {
      .name = bucket,
      .reason = COS_ERROR_REASON_TOO_LARGE,
      .status = 200,
      .retry = COS_RETRY_NO,
      .request_sent = 1,
      .responder = responder,
      .message = {says},
      .advice = "too many headers",
      .host = host,
  };
  cos_error_t *error = cos_head_bucket(client, bucket, NULL, NULL);
  CHECK_HAS(cos_error_url(error), host);
  check_fault(error, &expected);
}

static void header_blocks_have_a_limit(void) {
  cos_error_t *error = cos_head_bucket(client, "fault-header-fields-128-1250000000", NULL, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  check_too_large("fault-header-fields-129-1250000000", "128", COS_RESPONDER_COS);
  error = cos_head_bucket(client, "fault-headers-60kb-1250000000", NULL, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  check_too_large("fault-headers-70kb-1250000000", "64 KiB", COS_RESPONDER_UNKNOWN);
}

/* 1 MiB is kept; the rest is read all the same, so that the connection lives. */
static void a_large_error_body_is_kept_in_part(void) {
  static const char bucket[] = "fault-big-2048-1250000000";
  const fault_t expected = {
      .name = bucket,
      .status = 404,
      .code = "NoSuchKey",
      .retry = COS_RETRY_NO,
      .request_sent = 1,
      .truncated = 1,
      .responder = COS_RESPONDER_COS,
      .host = "fault-big-2048-1250000000.cos." STANDIN_REGION ".myqcloud.com",
  };
  long long before = counted("connections_accepted");
  for (int again = 0; again < 3; again++) {
    size_t length = 0;
    cos_error_t *error = get(bucket);
    CHECK(cos_error_origin_body(error, &length) != NULL);
    CHECK_NUMBER(length, MEBIBYTE);
    CHECK(*cos_error_request_id(error) != '\0');
    check_fault(error, &expected);
  }
  CHECK_NUMBER(counted("connections_accepted") - before, 1);
}

/* More than anybody wants to wait for: the connection is given up, not the call. */
static void an_endless_error_body_ends(void) {
  cos_error_t *error = get("fault-big-65536-1250000000");
  CHECK_NUMBER(cos_error_status(error), 404);
  CHECK_TEXT(cos_error_code(error), "NoSuchKey");
  CHECK_NUMBER(cos_error_origin_truncated(error), 1);
  cos_error_free(error);
  error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
}

static void an_object_that_memory_does_not_hold(void) {
  static const char head[] =
      "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\nContent-Length: 67108865\r\n\r\n";
  const size_t length = sizeof head - 1 + 64 * MEBIBYTE + 1;
  const fault_t expected = {
      .name = "64 MiB and a byte",
      .reason = COS_ERROR_REASON_TOO_LARGE,
      .status = 200,
      .retry = COS_RETRY_NO,
      .request_sent = 1,
      .truncated = 1,
      .responder = COS_RESPONDER_COS,
      .message = {"64 MiB"},
      .advice = "sink",
  };
  char *bytes = malloc(length);
  if (!bytes) abort();
  memset(bytes, 'x', length);
  memcpy(bytes, head, sizeof head - 1);
  const peer_answer_t answer = {.bytes = bytes, .length = length, .end = PEER_CLOSE};
  peer_t *peer = peer_start(&answer, 1, PEER_READ_ALL);
  cos_client_t *other = client_from(http_options(peer_address(peer)));
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "key");
  check_fault(cos_client_send(other, request, NULL, NULL), &expected);
  cos_request_free(request);
  cos_client_free(other);
  peer_stop(peer);
  free(bytes);
}

/* Lines between the pieces of a body: they are not kept for ever, nor waited for. */
static void lines_of_a_chunked_body_have_a_limit(void) {
  static const struct {
    const char *name, *begin;
    char goes_on;
  } lines[] = {
      {"a chunk's size", "", '0'},
      {"a chunk's extension", "5;a=", 'a'},
      {"a trailer", "5\r\nhello\r\n0\r\n", 'a'},
  };
  const size_t length = 2 * MEBIBYTE;
  char *bytes = malloc(length);
  if (!bytes) abort();
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
    const fault_t expected = {
        .name = lines[i].name,
        .reason = COS_ERROR_REASON_TOO_LARGE,
        .status = 200,
        .retry = COS_RETRY_NO,
        .request_sent = 1,
        .truncated = 1,
        .responder = COS_RESPONDER_COS,
        .message = {"chunk's size or trailer", "64 KiB"},
    };
    memset(bytes, lines[i].goes_on, length);
    int head = snprintf(bytes, length,
                        "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\n"
                        "Transfer-Encoding: chunked\r\n\r\n%s",
                        lines[i].begin);
    bytes[head] = lines[i].goes_on;
    const peer_answer_t answers[] = {
        {.bytes = bytes, .length = length, .end = PEER_SILENCE},
        {.bytes = "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\nContent-Length: 0\r\n\r\n",
         .end = PEER_NEXT},
    };
    peer_t *peer = peer_start(answers, 2, PEER_READ_ALL);
    cos_client_options_t *options = http_options(peer_address(peer));
    cos_client_options_set_max_attempts(options, 3);
    cos_client_options_set_io_timeout_ms(options, 10000);
    cos_client_t *other = client_from(options);
    cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "key");
    check_fault(cos_client_send(other, request, NULL, NULL), &expected);
    check_subject = lines[i].name;
    cos_error_t *error = cos_client_send(other, request, NULL, NULL);
    CHECK_TEXT(cos_error_text(error), "");
    CHECK_NUMBER(peer_requests(peer), 2);
    CHECK_NUMBER(peer_connections(peer), 2);
    check_subject = "";
    cos_error_free(error);
    cos_request_free(request);
    cos_client_free(other);
    peer_stop(peer);
  }
  free(bytes);
}

typedef struct {
  size_t lines, longest;
  int is_marked;
} lines_t;

static void measure(void *user_data, cos_log_level_t level, const char *line) {
  lines_t *seen = user_data;
  CHECK_UTF8(line);
  seen->lines++;
  if (strlen(line) > seen->longest) seen->longest = strlen(line);
  if (level == COS_ERR_LOG_ERROR) seen->is_marked = strstr(line, "\xe2\x80\xa6\"") != NULL;
}

/* A message of 900 KB, of plain letters and of what grows in quotes, for the longest key. */
static void a_log_line_has_a_largest_size(void) {
  static const char head[] =
      "HTTP/1.1 404 Not Found\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\nConnection: close\r\n\r\n"
      "<Error><Code>NoSuchKey</Code><Message>";
  static const char end[] = "</Message></Error>", letters[] = {'m', '"', '\\'};
  const size_t length = sizeof head - 1 + 900000 + sizeof end - 1;
  char *bytes = malloc(length), key[851];
  if (!bytes) abort();
  for (size_t i = 0; i < 850; i++) key[i] = "\xe4\xb8\xad"[i % 3];
  key[849] = '\0';
  for (size_t i = 0; i < sizeof letters; i++) {
    lines_t seen = {0};
    memset(bytes, letters[i], length);
    memcpy(bytes, head, sizeof head - 1);
    memcpy(bytes + length - (sizeof end - 1), end, sizeof end - 1);
    const peer_answer_t answer = {.bytes = bytes, .length = length, .end = PEER_CLOSE};
    peer_t *peer = peer_start(&answer, 1, PEER_READ_ALL);
    cos_client_options_t *options = http_options(peer_address(peer));
    cos_client_options_set_log(options, COS_ERR_LOG_DEBUG, measure, &seen, NULL);
    cos_client_t *other = client_from(options);
    cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, key);
    cos_error_t *error = cos_client_send(other, request, NULL, NULL);
    CHECK_NUMBER(strlen(cos_error_message(error)), 900000);
    CHECK_NUMBER(seen.lines, 2);
    CHECK(seen.longest > 4096 && seen.longest <= 8192);
    CHECK(seen.is_marked);
    cos_error_free(error);
    cos_request_free(request);
    cos_client_free(other);
    peer_stop(peer);
  }
  free(bytes);
}

static void a_request_has_a_longest_line(void) {
  static const char *const lines[] = {"a query that is too long",
                                      "a header field that is too long, after lines that are not"};
  static char value[LONG + 1];
  memset(value, 'x', LONG);
  cos_client_options_t *options = http_options(standin_address());
  cos_client_options_set_max_attempts(options, 3);
  cos_client_t *other = client_from(options);
  for (size_t i = 0; i < 2; i++) {
    const fault_t expected = {
        .name = lines[i],
        .reason = COS_ERROR_REASON_INVALID_ARGUMENT,
        .retry = COS_RETRY_NO,
        .message = {"16 KiB"},
        .advice = "argument",
    };
    cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, NULL);
    if (i == 0) cos_request_set_query(request, "prefix", value);
    if (i == 1) cos_request_set_header(request, "x-cos-meta-long", value);
    standin_forget();
    check_fault(cos_client_send(other, request, NULL, NULL), &expected);
    check_subject = lines[i];
    CHECK_NUMBER(received(), 0);
    cos_request_free(request);
    cos_error_t *error = cos_head_bucket(other, STANDIN_BUCKET, NULL, NULL);
    CHECK_TEXT(cos_error_text(error), "");
    cos_error_free(error);
  }
  check_subject = "";
  cos_client_free(other);
}

int main(void) {
  ports_start();
  client = client_from(http_options(standin_address()));
  header_blocks_have_a_limit();
  a_large_error_body_is_kept_in_part();
  an_endless_error_body_ends();
  an_object_that_memory_does_not_hold();
  lines_of_a_chunked_body_have_a_limit();
  a_request_has_a_longest_line();
  a_log_line_has_a_largest_size();
  cos_client_free(client);
  ports_stop();
  return check_report();
}
