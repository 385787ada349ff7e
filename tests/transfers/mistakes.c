/* Mistakes in what a transfer is given: told by name before anything is sent. */
#include <stdlib.h>

#include "ask.h"
#include "check.h"
#include "all_accessors.h"
#include "files.h"
#include "streams.h"

static source_t source;
static drain_t drain;

static void negative_offset(cos_request_t *r) { cos_request_set_body_file_range(r, path_of("file"), -1, 1); }
static void negative_length(cos_request_t *r) { cos_request_set_body_file_range(r, path_of("file"), 0, -1); }
static void huge_range(cos_request_t *r) { cos_request_set_body_file_range(r, path_of("file"), INT64_MAX, INT64_MAX); }
static void no_path(cos_request_t *r) { cos_request_set_body_file(r, NULL); }
static void empty_path(cos_request_t *r) { cos_request_set_body_file(r, ""); }
static void no_range_path(cos_request_t *r) { cos_request_set_body_file_range(r, NULL, 0, 1); }
static void wrong_length(cos_request_t *r) { give(r, &source, -2, 1); }
static void no_reader(cos_request_t *r) { cos_request_set_body_reader(r, NULL, NULL, 1, NULL, NULL); }
static void no_sink_path(cos_request_t *r) { cos_request_set_sink_file(r, NULL); }
static void empty_sink_path(cos_request_t *r) { cos_request_set_sink_file(r, ""); }
static void no_writer(cos_request_t *r) { cos_request_set_sink_writer(r, NULL, NULL, NULL, NULL); }

/* Its MD5 would have to be known before it is read. */
static void md5_of_what_is_read_once(cos_request_t *r) {
  give(r, &source, 10, 0);
  cos_request_set_content_md5(r, 1);
}

static const struct {
  const char *what;
  void (*set)(cos_request_t *);
  const char *names;
} mistakes[] = {
    {"a negative offset", negative_offset, "offset"},
    {"a negative length", negative_length, "length"},
    {"a range beyond all files", huge_range, "body_file"},
    {"a body without path", no_path, "body_file"},
    {"a body with an empty path", empty_path, "body_file"},
    {"a range without path", no_range_path, "body_file"},
    {"a length of -2", wrong_length, "length"},
    {"no reader", no_reader, "read is missing"},
    {"a sink without path", no_sink_path, "sink_file"},
    {"a sink with an empty path", empty_sink_path, "sink_file"},
    {"no writer", no_writer, "write is missing"},
    {"MD5 of what is read once", md5_of_what_is_read_once, "content_md5"},
};

static void mistakes_are_told_by_name(cos_client_t *client) {
  for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
    cos_request_t *request = ask("PUT", "key", NULL);
    check_subject = mistakes[i].what;
    source = source_of(10);
    standin_forget();
    mistakes[i].set(request);
    cos_error_t *error = refused(client, request);
    CHECK_NUMBER(cos_error_kind(error), COS_ERROR_KIND_CLIENT);
    CHECK(cos_error_reason(error) == COS_ERROR_REASON_INVALID_ARGUMENT ||
          (strstr(mistakes[i].what, "empty path") && cos_error_reason(error) == COS_ERROR_REASON_LOCAL_IO));
    CHECK_HAS(cos_error_message(error), mistakes[i].names);
    CHECK_NUMBER(cos_error_request_sent(error), 0);
    CHECK_NUMBER(received(), 0);
    CHECK_NUMBER(source.reads, 0);
    if (error) check_every_accessor(error);
    cos_error_free(error);
  }
}

/* More than there was room for: nobody knows what it wrote over, but it goes no further. */
static int64_t too_much(void *user_data, void *buffer, size_t size) {
  (void)user_data;
  memset(buffer, 'x', size);
  return (int64_t)size + 1;
}

static int64_t far_too_much(void *user_data, void *buffer, size_t size) {
  (void)user_data;
  memset(buffer, 'x', size);
  return INT64_MAX;
}

static void readers_that_say_too_much_are_refused(cos_client_t *client) {
  int64_t (*const readers[])(void *, void *, size_t) = {too_much, far_too_much};
  for (size_t i = 0; i < 4; i++) {
    cos_request_t *request = ask("PUT", "too much", NULL);
    check_subject = "a reader that says more than there was room for";
    cos_request_set_body_reader(request, readers[i % 2], NULL, i < 2 ? 1000000 : -1, NULL, NULL);
    cos_error_t *error = refused(client, request);
    CHECK_TEXT(cos_error_code(error), "Callback");
    CHECK_HAS(cos_error_message(error), "reader");
    cos_error_free(error);
    error = refused(client, ask("HEAD", "too much", NULL));
    CHECK_NUMBER(cos_error_status(error), 404);
    cos_error_free(error);
  }
}

/* An answer that fits no memory fits a sink. */
static void sinks_have_no_limit(cos_client_t *client) {
  static const char key[] = "synthetic/68157440";
  check_subject = "an answer of 65 MiB";
  cos_error_t *error = refused(client, ask("GET", key, NULL));
  CHECK_TEXT(cos_error_code(error), "TooLarge");
  CHECK_NUMBER(cos_error_status(error), 200);
  CHECK_HAS(cos_error_message(error), "sink");
  cos_error_free(error);
  cos_request_t *request = ask("GET", key, NULL);
  drain = drain_of();
  take(request, &drain, 0);
  cos_response_t *response = sent(client, request);
  CHECK_NUMBER(cos_response_received(response), 68157440);
  CHECK_NUMBER(drain.at, 68157440);
  cos_response_free(response);
}

/* A copy that is current is left alone. */
static void what_is_current_is_not_replaced(cos_client_t *client) {
  check_subject = "If-None-Match";
  store(client, "current", 1000);
  cos_response_t *head = sent(client, ask("HEAD", "current", NULL));
  cos_request_t *request = ask("GET", "current", NULL);
  cos_request_set_header(request, "If-None-Match", cos_response_header(head, "ETag"));
  cos_request_set_sink_file(request, path_of("file"));
  cos_error_t *error = refused(client, request);
  CHECK_NUMBER(cos_error_status(error), 304);
  CHECK_TEXT(cos_error_code(error), "NotModified");
  check_text_file("file", "0123456789");
  check_folder("", "file");
  cos_error_free(error);
  cos_response_free(head);
}

int main(void) {
  files_begin();
  ports_start();
  make_text("file", "0123456789");
  cos_client_t *client = client_of(3);
  mistakes_are_told_by_name(client);
  readers_that_say_too_much_are_refused(client);
  sinks_have_no_limit(client);
  what_is_current_is_not_replaced(client);
  check_subject = "";
  cos_client_free(client);
  ports_stop();
  files_end();
  return check_report();
}
