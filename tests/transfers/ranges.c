/* A response to a Range request brings that range, or the call fails: never other bytes. */
#include "ask.h"
#include "bodies.h"
#include "check.h"

#define LENGTH 100000

static cos_request_t *ranged(const char *method, const char *range, const char *fault) {
  cos_request_t *request = ask(method, "whole", fault);
  if (range) cos_request_set_header(request, "Range", range);
  return request;
}

static void ranges_come_as_asked_for(cos_client_t *client) {
  static const struct {
    const char *range;
    size_t at, length;
  } rows[] = {
      {"bytes=1000-1999", 1000, 1000},
      {"bytes=0-0", 0, 1},
      {"bytes=99000-", 99000, 1000},
      {"bytes=-1000", 99000, 1000},
      {"bytes=-200000", 0, LENGTH},
      /* Beyond the end: what there is. */
      {"bytes=99000-199000", 99000, 1000},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    check_subject = rows[i].range;
    cos_response_t *response = sent(client, ranged("GET", rows[i].range, NULL));
    CHECK_NUMBER(cos_response_status(response), 206);
    check_answer(response, rows[i].at, rows[i].length);
    cos_response_free(response);

    drain_t drain = drain_of();
    drain.begins = rows[i].at;
    cos_request_t *request = ranged("GET", rows[i].range, "chunked");
    take(request, &drain, 0);
    cos_response_free(sent(client, request));
    check_drain(&drain, rows[i].length);

    request = ranged("GET", rows[i].range, "no-length");
    cos_request_set_sink_file(request, path_of("part"));
    cos_response_free(sent(client, request));
    check_file("part", rows[i].at, rows[i].length);
  }
}

static const struct {
  const char *range, *fault, *message;
} wrong[] = {
    {"bytes=1000-1999", "range-ignored", "Range bytes=1000-1999 was sent, but HTTP 200 returned the whole object"},
    {"bytes=-1000", "range-ignored", "Range bytes=-1000 was sent, but HTTP 200"},
    {"bytes=1000-", "range-ignored, chunked", "Range bytes=1000- was sent, but HTTP 200"},
    {"bytes=0-1,5-6", "range-ignored", "Range bytes=0-1,5-6 was sent, but HTTP 200"},
    {"bytes=1000-1999", "range-other", "Range bytes=1000-1999 was sent, but the response has Content-Range bytes 0-999/100000"},
    {"bytes=1000-1999", "range-other, chunked", "Content-Range bytes 0-999/100000"},
    {"bytes=1000-1999", "range-short", "Content-Range bytes 1000-1000/100000"},
    {"bytes=-1000", "range-unasked", "Content-Range bytes 0-4/100000"},
    {"bytes=5-", "range-unasked", "Content-Range bytes 0-4/100000"},
    {"bytes=1000-1999", "range-unnamed", "does not name the bytes that it returns"},
    {"bytes=1000-1999", "range-multipart", "returned multipart/byteranges"},
    {NULL, "range-unasked", "HTTP 206 returned a part of the object, but no Range was sent"},
};

static void check_wrong(const cos_error_t *error, int32_t status, const char *message) {
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_BAD_RESPONSE);
  CHECK_NUMBER(cos_error_status(error), status);
  CHECK_NUMBER(cos_error_attempt_count(error), 1);
  CHECK(*cos_error_request_id(error) != '\0');
  CHECK_HAS(cos_error_message(error), message);
}

static void other_ranges_are_no_success(cos_client_t *client) {
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    for (int kind = 0; kind < SINKS; kind++) {
      char name[160];
      sink_t sink;
      cos_request_t *request = ranged("GET", wrong[i].range, wrong[i].fault);
      snprintf(name, sizeof name, "%s: %s, %s", sink_names[kind], wrong[i].range ? wrong[i].range : "none", wrong[i].fault);
      check_subject = name;
      sink_open(&sink, (sink_kind_t)kind, request);
      cos_error_t *error = refused(client, request);
      check_wrong(error, strncmp(wrong[i].fault, "range-ignored", 13) == 0 ? 200 : 206, wrong[i].message);
      CHECK_NUMBER(sink.drain.writes, 0);
      sink_close_failed(&sink);
      cos_error_free(error);
    }
  }
}

/* The whole object where it is just what was asked for, or allowed by If-Range. */
static void the_whole_may_be_the_range(cos_client_t *client) {
  static const char *const ranges[] = {"bytes=0-", "bytes=0-99999", "bytes=0-100000", "bytes=-100000", "bytes=-100001",
                                       "items=1-2", "bytes=9-5"};
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
    check_subject = ranges[i];
    cos_response_t *response = sent(client, ranged("GET", ranges[i], "range-ignored"));
    CHECK_NUMBER(cos_response_status(response), 200);
    check_answer(response, 0, LENGTH);
    cos_response_free(response);
  }
  check_subject = "If-Range";
  cos_request_t *request = ranged("GET", "bytes=5-9", "range-ignored");
  cos_request_set_header(request, "If-Range", "\"another\"");
  cos_response_t *response = sent(client, request);
  CHECK_NUMBER(cos_response_status(response), 200);
  check_answer(response, 0, LENGTH);
  cos_response_free(response);

  check_subject = "several ranges";
  response = sent(client, ranged("GET", "bytes=0-1,5-6", "range-unasked"));
  CHECK_NUMBER(cos_response_status(response), 206);
  cos_response_free(response);
}

/* A HEAD that tells the length of a part would be taken for the object's. */
static void head_is_compared_too(cos_client_t *client) {
  check_subject = "HEAD";
  cos_response_t *response = sent(client, ranged("HEAD", "bytes=1000-1999", "range-ignored"));
  CHECK_NUMBER(cos_response_status(response), 200);
  CHECK_TEXT(cos_response_header(response, "Content-Length"), "100000");
  cos_response_free(response);

  cos_error_t *error = refused(client, ranged("HEAD", NULL, "range-unasked"));
  check_wrong(error, 206, "HTTP 206 returned a part of the object, but no Range was sent");
  cos_error_free(error);
  error = refused(client, ranged("HEAD", "bytes=1000-1999", "range-other"));
  check_wrong(error, 206, "Range bytes=1000-1999 was sent");
  cos_error_free(error);
}

/* A header of the call counts like one of the request. */
static void a_range_of_the_call_counts(cos_client_t *client) {
  check_subject = "a header of the call";
  cos_call_t *call = cos_call_new();
  cos_call_add_header(call, "RANGE", "bytes=1000-1999");
  cos_request_t *request = ranged("GET", NULL, "range-ignored");
  cos_error_t *error = cos_client_send(client, request, call, NULL);
  check_wrong(error, 200, "Range bytes=1000-1999 was sent");
  cos_error_free(error);
  cos_request_free(request);

  request = ranged("GET", NULL, NULL);
  cos_response_t *response = NULL;
  error = cos_client_send(client, request, call, &response);
  CHECK(error == NULL);
  check_answer(response, 1000, 1000);
  cos_response_free(response);
  cos_request_free(request);
  cos_call_free(call);
}

int main(void) {
  files_begin();
  ports_start();
  cos_client_t *client = client_of(3);
  store(client, "whole", LENGTH);
  ranges_come_as_asked_for(client);
  other_ranges_are_no_success(client);
  the_whole_may_be_the_range(client);
  head_is_compared_too(client);
  a_range_of_the_call_counts(client);
  cos_client_free(client);
  ports_stop();
  files_end();
  return check_report();
}
