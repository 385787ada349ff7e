/* Heads and frames that are odd or wrong: one line costs itself at most, and a body is read in one way or not at all. */
#include "check.h"
#include "fault.h"
#include "peer.h"
#include "ports.h"

#define FIELDS "Server: tencent-cos\r\nx-cos-request-id: id\r\n"
#define BODY "Content-Length: 37\r\n\r\n<Error><Code>NoSuchKey</Code></Error>"
#define CODED "Transfer-Encoding: "
#define CHUNKED CODED "chunked\r\n\r\n" FIRST
#define FIRST "25\r\n<Error><Code>NoSuchKey</Code></Error>\r\n"

typedef struct {
  const char *name, *lines; /* of the head, behind its status line */
  const char *header, *value;
} line_t;

static const line_t lines[] = {
    {"a folded line", "CSP: a;\r\n b\r\n", "CSP", "a; b"},
    {"folds of tabs, blanks and LF", "CSP: a; \r\n\t b\n  c\r\n", "CSP", "a; b c"},
    {"a fold of the id", "X-Cos-Trace-Id:\r\n trace\r\n", "x-cos-trace-id", "trace"},
    {"a blank before the colon", "Via : 1.1 p\r\n", "Via", "1.1 p"},
    {"no colon", "nonsense\r\n folded: x\r\nA: b\r\n", "A", "b"},
    {"a line that begins with a blank", " before: x\r\nA: b\r\n", "A", "b"},
    {"no name", ": x\r\nA: b\r\n", "A", "b"},
    {"a name that is none", "a(b): c\r\na b: c\r\nA: b\r\n", "A", "b"},
    {"DEL in a value", "A: b\x7f"
                       "c\r\n",
     "A", "b c"},
    {"a bare CR in a value", "A: b\rc\r\n", "A", "b c"},
    {"a control character", "A: b\x01"
                            "c\r\n",
     "A", "b c"},
    {"a second CR", "A: b\r\r\n", "A", "b"},
};

static cos_error_t *get(cos_client_t *client) {
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "key");
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  cos_request_free(request);
  return error;
}

static void an_odd_line_costs_itself_at_most(void) {
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
    char bytes[600];
    snprintf(bytes, sizeof bytes, "HTTP/1.1 404 Not Found\r\n%s" FIELDS BODY, lines[i].lines);
    /* The head comes at once, and in pieces. */
    const peer_answer_t answers[] = {{.bytes = bytes, .end = PEER_NEXT}, {.bytes = bytes, .end = PEER_NEXT, .drip_ms = 1}};
    peer_t *peer = peer_start(answers, 2, PEER_READ_ALL);
    cos_client_t *client = client_from(http_options(peer_address(peer)));
    check_subject = lines[i].name;
    for (int again = 0; again < 2; again++) {
      cos_error_t *error = get(client);
      CHECK_NUMBER(cos_error_status(error), 404);
      CHECK_TEXT(cos_error_code(error), "NoSuchKey");
      CHECK_TEXT(cos_error_request_id(error), "id");
      CHECK_TEXT(cos_error_header(error, lines[i].header), lines[i].value);
      cos_error_free(error);
    }
    CHECK_NUMBER(peer_connections(peer), 1);
    cos_client_free(client);
    peer_stop(peer);
  }
  check_subject = "";
}

/* They cost nothing, however they come (RFC 9112, section 2.2). */
static void empty_lines_before_the_status_line(void) {
  static const char *const befores[] = {"\n", "\r\n", "\r\n\n", "\n\r\n\r\n"};
  for (size_t i = 0; i < sizeof befores / sizeof *befores; i++) {
    char bytes[600];
    snprintf(bytes, sizeof bytes, "%sHTTP/1.1 404 Not Found\r\n" FIELDS BODY, befores[i]);
    const peer_answer_t answers[] = {{.bytes = bytes, .end = PEER_NEXT}, {.bytes = bytes, .end = PEER_NEXT, .drip_ms = 1}};
    peer_t *peer = peer_start(answers, 2, PEER_READ_ALL);
    cos_client_t *client = client_from(http_options(peer_address(peer)));
    check_subject = "empty lines before the status line";
    for (int again = 0; again < 2; again++) {
      cos_error_t *error = get(client);
      CHECK_TEXT(cos_error_code(error), "NoSuchKey");
      CHECK_TEXT(cos_error_request_id(error), "id");
      cos_error_free(error);
    }
    CHECK_NUMBER(peer_connections(peer), 1);
    cos_client_free(client);
    peer_stop(peer);
  }
  check_subject = "";
}

/* Another recipient may have read the body's frame in it: the next response is awaited elsewhere. */
static void a_line_of_the_frame_that_is_left_out(void) {
  static const char *const left_out[] = {"Transfer-Encoding\x0b: chunked", " Transfer-Encoding: chunked",
                                         "Transfer-Encoding;chunked", "(Content-Length: 5"};
  for (size_t i = 0; i < sizeof left_out / sizeof *left_out; i++) {
    char bytes[600];
    snprintf(bytes, sizeof bytes, "HTTP/1.1 404 Not Found\r\n%s\r\n" FIELDS BODY, left_out[i]);
    const peer_answer_t answer = {.bytes = bytes, .end = PEER_NEXT};
    peer_t *peer = peer_start(&answer, 1, PEER_READ_ALL);
    cos_client_t *client = client_from(http_options(peer_address(peer)));
    check_subject = left_out[i];
    for (int again = 0; again < 2; again++) {
      cos_error_t *error = get(client);
      CHECK_TEXT(cos_error_code(error), "NoSuchKey");
      cos_error_free(error);
    }
    CHECK_NUMBER(peer_connections(peer), 2);
    cos_client_free(client);
    peer_stop(peer);
  }
  check_subject = "";
}

/* A control character in the reason phrase costs nothing. */
static void an_odd_reason_phrase(void) {
  const peer_answer_t odd = {.bytes = "HTTP/1.1 404 Not\x7f Found\r\n" FIELDS BODY, .end = PEER_CLOSE};
  peer_t *peer = peer_start(&odd, 1, PEER_READ_ALL);
  cos_client_t *client = client_from(http_options(peer_address(peer)));
  cos_error_t *error = get(client);
  CHECK_TEXT(cos_error_code(error), "NoSuchKey");
  cos_error_free(error);
  cos_client_free(client);
  peer_stop(peer);
}

typedef struct {
  const char *name, *bytes; /* behind the first headers */
  const char *says;
  int body; /* that of an error was read before */
  char version;
} frame_t;

static const frame_t frames[] = {
    {"a signed chunk", CHUNKED "+5\r\nhello\r\n0\r\n\r\n", "chunk", 1, '1'},
    {"a chunk in C's hex", CHUNKED "0x5\r\nhello\r\n0\r\n\r\n", "chunk", 1, '1'},
    {"a chunk behind a blank", CHUNKED " 5\r\nhello\r\n0\r\n\r\n", "chunk", 1, '1'},
    {"a chunk without a size", CHUNKED "\r\nhello\r\n0\r\n\r\n", "chunk", 1, '1'},
    {"a chunk's line that ends with LF", CHUNKED "5\nhello\r\n0\r\n\r\n", "chunk", 1, '1'},
    {"a last line that ends with LF", CHUNKED "0\r\n\n", "chunk", 1, '1'},
    {"a chunk of 2^64 bytes", CHUNKED "10000000000000000\r\nhello", "chunk", 1, '1'},
    {"xchunked with a length", CODED "xchunked\r\n" BODY, "transfer coding", 0, '1'},
    {"xchunked with no length", CODED "xchunked\r\nContent-Length: 0\r\n\r\n", "transfer coding", 0, '1'},
    {"gzip, chunked", CODED "gzip, chunked\r\n\r\n" FIRST "0\r\n\r\n", "transfer coding", 0, '1'},
    {"chunked twice", CODED "chunked\r\n" CODED "chunked\r\n\r\n" FIRST "0\r\n\r\n", "transfer coding", 0, '1'},
    {"chunked in HTTP/1.0", "Connection: keep-alive\r\n" CODED "chunked\r\n\r\n" FIRST "0\r\n\r\n", "transfer coding", 0,
     '0'},
};

/* The error of a service is the service's, whatever became of its body. */
static void check_unread(cos_error_t *error, const frame_t *frame, int status) {
  const fault_t refused = {
      .name = frame->name,
      .status = 404,
      .code = "NoSuchKey",
      .retry = COS_RETRY_NO,
      .request_sent = 1,
      .truncated = 1,
      .responder = COS_RESPONDER_COS,
      .answered = 1,
  };
  const fault_t broken = {
      .name = frame->name,
      .reason = COS_ERROR_REASON_PROTOCOL,
      .status = 200,
      .retry = COS_RETRY_YES,
      .request_sent = 1,
      .truncated = 1,
      .responder = COS_RESPONDER_COS,
      .message = {FAULT_HOST, "not HTTP", frame->says},
      .advice = "not valid HTTP",
      .has_causes = 1,
  };
  size_t length = 0;
  cos_error_origin_body(error, &length);
  CHECK_NUMBER(length, frame->body ? 37 : 0);
  CHECK_TEXT(cos_error_request_id(error), "id");
  check_fault(error, status == 404 ? &refused : &broken);
}

static void frames_that_cannot_be_read(void) {
  for (size_t i = 0; i < 2 * (sizeof frames / sizeof *frames); i++) {
    const frame_t *frame = &frames[i / 2];
    int status = i % 2 ? 404 : 200;
    char bytes[600];
    snprintf(bytes, sizeof bytes, "HTTP/1.%c %d \r\n" FIELDS "%s", frame->version, status, frame->bytes);
    const peer_answer_t answers[] = {
        {.bytes = bytes, .end = PEER_NEXT},
        {.bytes = "HTTP/1.1 200 OK\r\n" FIELDS "Content-Length: 0\r\n\r\n", .end = PEER_NEXT},
    };
    peer_t *peer = peer_start(answers, 2, PEER_READ_ALL);
    cos_client_t *client = client_from(http_options(peer_address(peer)));
    check_subject = frame->name;
    check_unread(get(client), frame, status);
    check_subject = frame->name;
    cos_error_t *error = get(client);
    CHECK_TEXT(cos_error_text(error), "");
    cos_error_free(error);
    CHECK_NUMBER(peer_connections(peer), 2);
    cos_client_free(client);
    peer_stop(peer);
  }
  check_subject = "";
}

int main(void) {
  an_odd_line_costs_itself_at_most();
  empty_lines_before_the_status_line();
  a_line_of_the_frame_that_is_left_out();
  an_odd_reason_phrase();
  frames_that_cannot_be_read();
  return check_report();
}
