/* Successes whose body is not what was asked for: the status came too early. */
#include "check.h"
#include "fault.h"
#include "peer.h"
#include "standin.h"

#define BEGIN "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\n"

static cos_error_t *copy_from(peer_t *peer) {
  cos_client_t *client = client_from(http_options(peer_address(peer)));
  cos_request_t *request = cos_request_new("PUT", STANDIN_BUCKET, "copy");
  cos_request_set_header(request, "x-cos-copy-source", FAULT_HOST "/key");
  cos_request_set_expect_root(request, "CopyObjectResult");
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  cos_request_free(request);
  cos_client_free(client);
  return error;
}

/* A success that announces itself before it is sure: the body says what became of it. */
static void answers_of_another_root(void) {
  static const struct {
    const char *name, *rest;
    fault_t expected;
  } roots[] = {
      {"an <Error> behind white space",
       "Content-Length: 70\r\n\r\n  \r\n <Error><Code>InternalError</Code><Message>Late.</Message></Error>",
       {.code = "InternalError", .retry = COS_RETRY_YES, .message = {"Late."}}},
      {"another root",
       "Content-Length: 51\r\n\r\n<ListBucketResult><Name>b</Name></ListBucketResult>",
       {.reason = COS_ERROR_REASON_BAD_RESPONSE,
        .retry = COS_RETRY_NO,
        .message = {"200", "ListBucketResult", "CopyObjectResult"}}},
      {"a root without end",
       "Connection: close\r\n\r\n<CopyObjectResult><ETag>1</ETag>",
       {.reason = COS_ERROR_REASON_BAD_RESPONSE, .retry = COS_RETRY_NO, .message = {"200", "CopyObjectResult"}}},
      {"a cut root",
       "Content-Length: 100\r\n\r\n<CopyObjectResult><ETag>1</ETag>",
       {.reason = COS_ERROR_REASON_CONNECTION_LOST,
        .retry = COS_RETRY_YES,
        .truncated = 1,
        .message = {"200", "cut before", "CopyObjectResult", "complete"}}},
      {"nothing but white space",
       "Content-Length: 4\r\n\r\n\r\n\r\n",
       {.reason = COS_ERROR_REASON_BAD_RESPONSE, .retry = COS_RETRY_NO, .message = {"200", "CopyObjectResult"}}},
  };
  for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
    char bytes[1000];
    fault_t expected = roots[i].expected;
    snprintf(bytes, sizeof bytes, BEGIN "%s", roots[i].rest);
    const peer_answer_t answer = {.bytes = bytes, .end = PEER_CLOSE};
    peer_t *peer = peer_start(&answer, 1, PEER_READ_ALL);
    expected.name = roots[i].name;
    expected.status = 200;
    expected.request_sent = 1;
    expected.responder = COS_RESPONDER_COS;
    check_fault(copy_from(peer), &expected);
    peer_stop(peer);
  }
}

static void the_root_that_was_asked_for(void) {
  static const peer_answer_t good = {.bytes = BEGIN "Content-Length: 19\r\n\r\n<CopyObjectResult/>", .end = PEER_CLOSE};
  peer_t *peer = peer_start(&good, 1, PEER_READ_ALL);
  cos_error_t *error = copy_from(peer);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  peer_stop(peer);
}

int main(void) {
  answers_of_another_root();
  the_root_that_was_asked_for();
  return check_report();
}
