/* The head of a success comes before its body, for every retry, and may be refused. */
#include <string.h>

#include "all_accessors.h"
#include "ask.h"
#include "check.h"
#include "files.h"

typedef struct {
  int heads, bodies_before, refuses, releases;
  size_t written;
  char status_and_length[64];
} look_t;

static int32_t look(void *user_data, const cos_response_t *head) {
  look_t *seen = user_data;
  size_t length = 1;
  seen->heads++;
  seen->bodies_before += seen->written != 0;
  snprintf(seen->status_and_length, sizeof seen->status_and_length, "%d %s", cos_response_status(head),
           cos_response_header(head, "Content-Length"));
  cos_response_body(head, &length);
  CHECK_NUMBER(length, 0);
  CHECK_NUMBER(cos_response_count(head, ""), 0);
  if (seen->refuses) cos_callback_set_error("too large for me");
  return seen->refuses;
}

static void released(void *user_data) {
  ((look_t *)user_data)->releases++;
}

static int32_t take(void *user_data, const void *bytes, size_t size) {
  (void)bytes;
  ((look_t *)user_data)->written += size;
  return 0;
}

static int32_t forget(void *user_data) {
  ((look_t *)user_data)->written = 0;
  return 0;
}

static cos_request_t *watched(const char *fault, look_t *seen, int has_sink) {
  cos_request_t *request = ask("GET", "looked-at", fault);
  cos_request_set_head(request, look, seen, released);
  if (has_sink) cos_request_set_sink_writer(request, take, forget, seen, NULL);
  return request;
}

/* Also where a first attempt fails, or is cut in the middle. */
static void heads_come_first(cos_client_t *client) {
  static const struct {
    const char *fault;
    int heads;
  } rows[] = {{NULL, 1}, {"fail-1-times-then-ok:status-503", 1}, {"fail-1-times-then-ok:cut-4000", 2}};
  for (int has_sink = 0; has_sink < 2; has_sink++)
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
      look_t seen = {0};
      check_subject = rows[i].fault ? rows[i].fault : "no fault";
      cos_response_t *response = sent(client, watched(rows[i].fault, &seen, has_sink));
      CHECK_NUMBER(seen.heads, has_sink ? rows[i].heads : 1);
      CHECK_NUMBER(seen.bodies_before, 0);
      CHECK_NUMBER(seen.releases, 1);
      CHECK_TEXT(seen.status_and_length, "200 10000");
      CHECK_NUMBER(cos_response_received(response), 10000);
      if (has_sink) CHECK_NUMBER(seen.written, 10000);
      if (has_sink) CHECK_HAS(cos_response_fault(response), "sink");
      cos_response_free(response);
    }
}

/* Errors have no head to be looked at, whatever their status is. */
static void errors_are_not_looked_at(cos_client_t *client) {
  static const char *const faults[] = {"status-404", "status-200-InternalError"};
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
    look_t seen = {0};
    check_subject = faults[i];
    cos_request_t *request = watched(faults[i], &seen, 0);
    cos_request_set_query(request, "acl", NULL);
    cos_error_t *error = refused(client, request);
    CHECK_NUMBER(seen.heads, 0);
    cos_error_free(error);
  }
}

static void a_refusal_ends_the_call(cos_client_t *client) {
  for (int has_sink = 0; has_sink < 2; has_sink++) {
    look_t seen = {.refuses = 7};
    check_subject = "a refusal";
    cos_error_t *error = refused(client, watched(NULL, &seen, has_sink));
    CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_CALLBACK);
    CHECK_NUMBER(cos_error_retry(error), COS_RETRY_NO);
    CHECK_NUMBER(cos_error_attempt_count(error), 1);
    CHECK_HAS(cos_error_message(error), "the head function refused the response: too large for me");
    CHECK_NUMBER(seen.heads, 1);
    CHECK_NUMBER(seen.written, 0);
    CHECK_NUMBER(seen.releases, 1);
    if (error) check_every_accessor(error);
    cos_error_free(error);
  }
}

/* A file that was there stays, because nothing of the body was wanted. */
static void a_refusal_leaves_files_alone(cos_client_t *client) {
  look_t seen = {.refuses = 1};
  make_text("kept", "kept");
  cos_request_t *request = watched(NULL, &seen, 0);
  cos_request_set_sink_file(request, path_of("kept"));
  cos_error_free(refused(client, request));
  check_text_file("kept", "kept");
  check_folder("", "kept");
}

/* Bodies of errors end with a NUL as well. */
static void bodies_end_with_a_nul(cos_client_t *client) {
  static const char *const texts[] = {"<Error><Code>A</Code></Error>", "\xff<", "", "a"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    size_t length = 1;
    cos_exchange_t exchange = {.struct_size = sizeof exchange, .status = 400};
    exchange.body = texts[i];
    exchange.body_len = strlen(texts[i]);
    cos_error_t *error = cos_error_from_response(&exchange);
    const char *body = cos_error_origin_body(error, &length);
    CHECK_NUMBER(length, strlen(texts[i]));
    CHECK_TEXT(body, texts[i]);
    cos_error_free(error);
  }
  cos_response_t *response = sent(client, ask("GET", "looked-at", NULL));
  size_t length = 0;
  const char *body = cos_response_body(response, &length);
  CHECK_NUMBER(length, 10000);
  CHECK_NUMBER(body[length], 0);
  cos_response_free(response);
}

int main(void) {
  ports_start();
  files_begin();
  cos_client_t *client = client_of(3);
  store(client, "looked-at", 10000);
  heads_come_first(client);
  errors_are_not_looked_at(client);
  a_refusal_ends_the_call(client);
  a_refusal_leaves_files_alone(client);
  bodies_end_with_a_nul(client);
  check_subject = "";
  cos_client_free(client);
  files_end();
  ports_stop();
  return check_report();
}
