/* Bytes that do not match their checksum, or are more or fewer than they should be. */
#include <stdlib.h>

#include "ask.h"
#include "bodies.h"
#include "check.h"
#include "fault.h"

enum { LENGTH = 150000 };

static void check_sum(cos_error_t *error, const char *name) {
  const fault_t expected = {.name = name,
                            .reason = COS_ERROR_REASON_CHECKSUM,
                            .status = 200,
                            .retry = COS_RETRY_YES,
                            .request_sent = 1,
                            .responder = COS_RESPONDER_COS,
                            .message = {"CRC-64", "x-cos-hash-crc64ecma"},
                            .advice = "checksum"};
  check_fault(error, &expected);
}

/* What a copy stores is not what was sent, wherever the source is named. */
static void copies_are_not_compared(cos_client_t *client) {
  check_subject = "a copy";
  store(client, "source", 3);
  for (int by_call = 0; by_call < 2; by_call++) {
    const char source[] = STANDIN_BUCKET ".cos." STANDIN_REGION ".myqcloud.com/source";
    cos_request_t *request = ask("PUT", "copied", NULL);
    cos_call_t *call = cos_call_new();
    if (by_call) cos_call_add_header(call, "x-cos-copy-source", source);
    if (!by_call) cos_request_set_header(request, "x-cos-copy-source", source);
    cos_error_t *error = cos_client_send(client, request, call, NULL);
    CHECK_TEXT(cos_error_text(error), "");
    cos_error_free(error);
    cos_call_free(call);
    cos_request_free(request);
    check_stored(client, "copied", 0, 3);
  }
}

/* What the service says that it stored is not what was sent. */
static void uploads_are_compared(cos_client_t *client) {
  for (int kind = 0; kind < BODIES; kind++) {
    body_t body;
    cos_request_t *request = ask("PUT", "sum", "wrong-crc");
    check_subject = body_names[kind];
    body_open(&body, (body_kind_t)kind, LENGTH, request);
    check_sum(refused(client, request), body_names[kind]);
    body_close(&body);

    request = ask("PUT", "sum", "no-crc");
    body_open(&body, (body_kind_t)kind, LENGTH, request);
    cos_response_free(sent(client, request));
    body_close(&body);
  }
}

/* What came is not what the service says it has: no file, no memory, no writer may believe it. */
static void downloads_are_compared(cos_client_t *client) {
  static const char *const wrong[] = {"wrong-crc", "corrupt-0", "corrupt-149999", "chunked, corrupt-70000",
                                      "no-length, corrupt-5", "no-length, wrong-crc"};
  store(client, "sum", LENGTH);
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    for (int kind = 0; kind < SINKS; kind++) {
      char name[120];
      sink_t sink;
      cos_request_t *request = ask("GET", "sum", wrong[i]);
      snprintf(name, sizeof name, "%s to %s", wrong[i], sink_names[kind]);
      check_subject = name;
      sink_open(&sink, (sink_kind_t)kind, request);
      check_sum(refused(client, request), name);
      check_subject = name;
      /* All of it was given to a writer before the sum was known. */
      CHECK_NUMBER(sink.drain.at, kind >= TO_WRITER ? LENGTH : 0);
      sink.drain.right = sink.drain.at;
      sink_close_failed(&sink);
    }
  }
}

/* The end of a connection hides what is missing; the checksum does not. */
static void fewer_bytes_than_were_stored(cos_client_t *client) {
  static const char *const fewer[] = {"length-less-1", "length-less-1000", "no-length, cut-1000"};
  for (size_t i = 0; i < sizeof fewer / sizeof *fewer; i++) {
    for (int kind = 0; kind < SINKS; kind++) {
      char name[120];
      sink_t sink;
      cos_request_t *request = ask("GET", "sum", fewer[i]);
      snprintf(name, sizeof name, "%s to %s", fewer[i], sink_names[kind]);
      check_subject = name;
      sink_open(&sink, (sink_kind_t)kind, request);
      check_sum(refused(client, request), name);
      check_subject = name;
      sink_close_failed(&sink);
      /* Bytes beyond an announced length are not the begin of the next answer. */
      check_stored(client, "sum", 0, LENGTH);
    }
  }
}

/* Without a sum, or with one of another thing, there is nothing to compare. */
static void what_has_no_sum_is_taken_as_it_comes(cos_client_t *client) {
  static const struct {
    const char *fault, *range;
    size_t at, length;
  } answers[] = {
      {"no-crc", NULL, 0, LENGTH},
      {"no-crc, chunked", NULL, 0, LENGTH},
      {NULL, "bytes=0-9", 0, 10},
      {"wrong-crc", "bytes=100-", 100, LENGTH - 100},
  };
  for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
    cos_request_t *request = ask("GET", "sum", answers[i].fault);
    check_subject = answers[i].fault ? answers[i].fault : answers[i].range;
    if (answers[i].range) cos_request_set_header(request, "Range", answers[i].range);
    cos_response_t *response = sent(client, request);
    check_answer(response, answers[i].at, answers[i].length);
    cos_response_free(response);
  }
  cos_response_free(sent(client, ask("HEAD", "sum", "wrong-crc")));
}

/* MD5 as RFC 1864 has it: of the body, 16 bytes in base64. */
static void content_md5_is_sent_when_asked_for(cos_client_t *client) {
  static const char hello[] = "hello world", md5[] = "XrY7u+Ae7tCTyyK7j1rNww==";
  make_text("hello", hello);
  for (int kind = 0; kind < 3; kind++) {
    cos_request_t *request = ask("PUT", "hello", NULL);
    check_subject = kind == 0 ? "MD5 of memory" : kind == 1 ? "MD5 of a file" : "no MD5";
    if (kind == 1) cos_request_set_body_file(request, path_of("hello"));
    if (kind != 1) cos_request_set_body(request, hello, strlen(hello));
    if (kind != 2) cos_request_set_content_md5(request, 1);
    standin_forget();
    cos_response_free(sent(client, request));
    json_t *requests = standin_requests();
    json_t *first = json_array_get(requests, 0);
    CHECK_TEXT(received_header(first, "content-md5"), kind == 2 ? "" : md5);
    CHECK((strstr(received_header(first, "authorization"), "content-md5") != NULL) == (kind != 2));
    json_decref(requests);
  }
  check_subject = "";
}

/* Of a body that was sent wrong, COS says so itself; a sum of the caller's own is left alone. */
static void a_digest_of_the_callers_own_is_sent(cos_client_t *client) {
  cos_request_t *request = ask("PUT", "hello", NULL);
  cos_request_set_header(request, "Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==");
  cos_request_set_body(request, "hello", 5);
  cos_error_t *error = refused(client, request);
  CHECK_NUMBER(cos_error_kind(error), COS_ERROR_KIND_SERVICE);
  CHECK_NUMBER(cos_error_status(error), 400);
  cos_error_free(error);
}

int main(void) {
  files_begin();
  ports_start();
  cos_client_t *client = client_of(1);
  uploads_are_compared(client);
  copies_are_not_compared(client);
  downloads_are_compared(client);
  fewer_bytes_than_were_stored(client);
  what_has_no_sum_is_taken_as_it_comes(client);
  content_md5_is_sent_when_asked_for(client);
  a_digest_of_the_callers_own_is_sent(client);
  cos_client_free(client);
  ports_stop();
  files_end();
  return check_report();
}
