/* Answers that are right but odd, and connections on which more comes than was asked for. */
#include "check.h"
#include "fault.h"
#include "peer.h"
#include "ports.h"

#define OF_COS "Server: tencent-cos\r\nx-cos-request-id: id\r\n"
#define OK "HTTP/1.1 200 OK\r\n" OF_COS
#define PLAIN OK "Content-Length: 5\r\n\r\nhello"

typedef struct {
  const char *name, *bytes;
  peer_end_t end;
  size_t connections; /* for this answer and a plain one behind it */
} odd_t;

static const odd_t successes[] = {
    {"plain", PLAIN, PEER_NEXT, 1},
    {"100 first", "HTTP/1.1 100 Continue\r\n\r\n" PLAIN, PEER_NEXT, 1},
    {"103 first", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" PLAIN, PEER_NEXT, 1},
    {"chunks", OK "Transfer-Encoding: chunked\r\n\r\n2;name=value\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n", PEER_NEXT, 1},
    {"chunks and a trailer", OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nx-cos-trailer: 1\r\n\r\n",
     PEER_NEXT, 1},
    {"no empty line after the trailers", OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nx-cos-trailer: 1\r\n",
     PEER_CLOSE, 2},
    {"an empty line first", "\r\n" PLAIN, PEER_NEXT, 1},
    {"no length", OK "\r\nhello", PEER_CLOSE, 2},
    {"HTTP/1.0", "HTTP/1.0 200 OK\r\n" OF_COS "\r\nhello", PEER_CLOSE, 2},
    {"Connection: close", OK "Connection: close\r\nContent-Length: 5\r\n\r\nhello", PEER_CLOSE, 2},
    {"Connection: close, and it stays open", OK "Connection: x, Close\r\nContent-Length: 5\r\n\r\nhello", PEER_NEXT, 2},
    {"the same length twice", OK "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", PEER_NEXT, 1},
    {"no reason phrase", "HTTP/1.1 200\r\n" OF_COS "Content-Length: 5\r\n\r\nhello", PEER_NEXT, 1},
    {"bytes that nobody asked for", PLAIN "HTTP/1.1 404 Not Found\r\n" OF_COS "Content-Length: 0\r\n\r\n", PEER_NEXT,
     2},
};

/* Requests with a body take another way. */
typedef struct sender {
  const char *method;
  const char *body;
} sender_t;

static const sender_t get = {"GET", ""}, put = {"PUT", "sent"}, *const senders[] = {&get, &put};

static cos_error_t *send_to(cos_client_t *client, const sender_t *sender, const char *expected) {
  cos_request_t *request = cos_request_new(sender->method, STANDIN_BUCKET, "key");
  if (*sender->body) cos_request_set_body(request, sender->body, strlen(sender->body));
  cos_response_t *response = NULL;
  size_t length = 0;
  cos_error_t *error = cos_client_send(client, request, NULL, &response);
  const void *body = cos_response_body(response, &length);
  if (!error) CHECK(length == strlen(expected) && memcmp(body, expected, length) == 0);
  cos_response_free(response);
  cos_request_free(request);
  return error;
}

static void check_success(cos_error_t *error) {
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
}

static void understood(const odd_t *odd, const sender_t *sender) {
  const peer_answer_t answers[] = {{.bytes = odd->bytes, .end = odd->end}, {.bytes = PLAIN, .end = PEER_NEXT}};
  peer_t *peer = peer_start(answers, 2, PEER_READ_ALL);
  cos_client_t *client = client_from(http_options(peer_address(peer)));
  check_subject = odd->name;
  check_success(send_to(client, sender, "hello"));
  check_success(send_to(client, sender, "hello"));
  CHECK_NUMBER(peer_connections(peer), odd->connections);
  cos_client_free(client);
  peer_stop(peer);
  check_subject = "";
}

static void what_is_odd_is_understood(void) {
  for (size_t i = 0; i < sizeof successes / sizeof *successes; i++) {
    for (size_t j = 0; j < sizeof senders / sizeof *senders; j++) understood(&successes[i], senders[j]);
  }
}

/* A body where none may be: not taken for the answer to the next request. */
static void a_head_that_is_answered_with_a_body(void) {
  static const peer_answer_t answers[] = {
      {.bytes = "HTTP/1.1 404 Not Found\r\n" OF_COS
                "Content-Length: 57\r\n\r\nHTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
       .end = PEER_NEXT},
      {.bytes = PLAIN, .end = PEER_NEXT},
  };
  peer_t *peer = peer_start(answers, 2, PEER_READ_ALL);
  cos_client_t *client = client_from(http_options(peer_address(peer)));
  cos_error_t *error = send_to(client, &(sender_t){"HEAD", ""}, "");
  CHECK_NUMBER(cos_error_status(error), 404);
  cos_error_free(error);
  check_success(send_to(client, &get, "hello"));
  CHECK_NUMBER(peer_connections(peer), 2);
  cos_client_free(client);
  peer_stop(peer);
}

static void not_http(const char *bytes, const sender_t *sender) {
  const peer_answer_t answer = {.bytes = bytes, .end = PEER_CLOSE};
  const fault_t expected = {
      .name = bytes + strlen(OK),
      .reason = COS_ERROR_REASON_PROTOCOL,
      .status = 200,
      .retry = COS_RETRY_YES,
      .request_sent = 1,
      .message = {FAULT_HOST, "not HTTP"},
      .advice = "not valid HTTP",
      .has_causes = 1,
  };
  peer_t *peer = peer_start(&answer, 1, PEER_READ_ALL);
  cos_client_t *client = client_from(http_options(peer_address(peer)));
  check_fault(send_to(client, sender, "hello"), &expected);
  cos_client_free(client);
  peer_stop(peer);
}

static void lengths_that_contradict_are_no_http(void) {
  static const char *const answers[] = {
      OK "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
      OK "Content-Length: five\r\n\r\nhello",
      OK "Content-Length: -5\r\n\r\nhello",
  };
  for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
    for (size_t j = 0; j < sizeof senders / sizeof *senders; j++) not_http(answers[i], senders[j]);
  }
}

static int32_t count_call(void *calls, const void *bytes, size_t size) {
  (void)bytes, (void)size;
  ++*(size_t *)calls;
  return 0;
}

/* What lies ready goes to the writer at once: each of its calls may cost a change of language. */
static void small_chunks_come_together(void) {
  enum { CHUNKS = 2000 };
  static char bytes[200 + 6 * CHUNKS];
  strcpy(bytes, OK "Transfer-Encoding: chunked\r\n\r\n");
  for (size_t i = 0; i < CHUNKS; i++) strcat(bytes, "1\r\na\r\n");
  strcat(bytes, "0\r\n\r\n");
  const peer_answer_t answer = {.bytes = bytes, .end = PEER_NEXT};
  peer_t *peer = peer_start(&answer, 1, PEER_READ_ALL);
  cos_client_t *client = client_from(http_options(peer_address(peer)));
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "key");
  size_t calls = 0;
  cos_request_set_sink_writer(request, count_call, NULL, &calls, NULL);
  check_success(cos_client_send(client, request, NULL, NULL));
  CHECK(calls >= 1 && calls < CHUNKS / 10);
  cos_request_free(request);
  cos_client_free(client);
  peer_stop(peer);
}

int main(void) {
  what_is_odd_is_understood();
  a_head_that_is_answered_with_a_body();
  lengths_that_contradict_are_no_http();
  small_chunks_come_together();
  return check_report();
}
