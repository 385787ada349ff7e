/* What the caller's own functions may do while a call runs: end it, free its request, use another client. */
#include "ask.h"
#include "bodies.h"
#include "check.h"
#include "fault.h"

enum { LENGTH = 3000000 };

static cos_client_t *client, *other;

typedef struct {
  cos_request_t *request;
  cos_cancel_t *cancel;
  source_t source;
  drain_t drain;
  int calls;
  int gives_up; /* fails when it has triggered the token */
} within_t;

static void check_cancelled(cos_error_t *error, const char *name, int32_t status) {
  const fault_t expected = {.name = name,
                            .reason = COS_ERROR_REASON_CANCELLED,
                            .status = status,
                            .retry = COS_RETRY_NO,
                            .request_sent = cos_error_request_sent(error),
                            .truncated = cos_error_origin_truncated(error),
                            .responder = cos_error_responder(error),
                            .message = {FAULT_HOST},
                            .advice = "cancelled"};
  check_fault(error, &expected);
}

/* The token, from the function that hears of progress, or takes or gives bytes: the call ends
   before its own end. */
static void trigger(void *user_data, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive) {
  within_t *within = user_data;
  (void)to_send, (void)to_receive;
  if (within->calls++ == 0) CHECK(sent == 0 && received == 0);
  cos_cancel_trigger(within->cancel);
}

static int32_t take_and_trigger(void *user_data, const void *bytes, size_t size) {
  within_t *within = user_data;
  (void)bytes;
  within->drain.at += size;
  cos_cancel_trigger(within->cancel);
  return within->gives_up;
}

static int64_t give_and_trigger(void *user_data, void *buffer, size_t size) {
  within_t *within = user_data;
  size_t given = LENGTH - within->source.at < size ? LENGTH - within->source.at : size;
  pattern(buffer, within->source.at, given);
  within->source.at += given;
  if (within->source.at <= 500000) return (int64_t)given;
  cos_cancel_trigger(within->cancel);
  return within->gives_up ? -1 : (int64_t)given;
}

static cos_error_t *cancelled_within(within_t *within, const char *method) {
  cos_call_t *call = cos_call_new();
  within->cancel = cos_cancel_new();
  cos_call_set_cancel(call, within->cancel);
  cos_request_t *request = ask(method, *method == 'G' ? "object" : "cancelled", NULL);
  if (*method == 'G') cos_request_set_sink_writer(request, take_and_trigger, NULL, within, NULL);
  if (*method == 'P') cos_request_set_body_reader(request, give_and_trigger, NULL, LENGTH, within, NULL);
  cos_error_t *error = cos_client_send(client, request, call, NULL);
  cos_request_free(request);
  cos_call_free(call);
  cos_cancel_free(within->cancel);
  return error;
}

static void a_call_may_be_cancelled_from_within(void) {
  within_t reported = {0};
  /* To give up because of it makes no other error of it. */
  for (int gives_up = 0; gives_up < 2; gives_up++) {
    within_t writing = {.gives_up = gives_up}, reading = {.gives_up = gives_up};
    check_cancelled(cancelled_within(&writing, "GET"), "cancelled by its writer", 200);
    CHECK(writing.drain.at > 0 && writing.drain.at < LENGTH);
    check_cancelled(cancelled_within(&reading, "PUT"), "cancelled by its reader", 0);
    CHECK(reading.source.at < LENGTH);
  }

  cos_call_t *call = cos_call_new();
  reported.cancel = cos_cancel_new();
  cos_call_set_cancel(call, reported.cancel);
  cos_request_t *request = ask("GET", "object", NULL);
  make_text("kept", "older");
  cos_request_set_sink_file(request, path_of("kept"));
  cos_request_set_progress(request, trigger, &reported, NULL);
  check_cancelled(cos_client_send(client, request, call, NULL), "cancelled by its progress", 200);
  check_text_file("kept", "older");
  check_folder("", "kept");
  cos_request_free(request);
  cos_call_free(call);
  cos_cancel_free(reported.cancel);
  cos_error_t *error = refused(client, ask("HEAD", "cancelled", NULL));
  CHECK_NUMBER(cos_error_status(error), 404);
  cos_error_free(error);
}

static void free_the_request(void *user_data, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive) {
  within_t *within = user_data;
  (void)sent, (void)to_send, (void)received, (void)to_receive;
  if (within->calls++) return;
  cos_request_free(within->request);
  /* What the call uses is not gone with it. */
  CHECK(within->source.releases == 0 && within->drain.releases == 0);
}

/* The call has its own reference, and lets go of everything at its end; also of a request it sends twice. */
static void a_request_may_be_freed_from_within(void) {
  for (int fails = 0; fails < 2; fails++) {
    within_t within = {.source = source_of(LENGTH), .drain = drain_of()};
    check_subject = "a request that is freed within its call";
    within.request = ask("PUT", "freed", fails ? "fail-1-status-503" : NULL);
    give(within.request, &within.source, LENGTH, 1);
    take(within.request, &within.drain, 1);
    cos_request_set_progress(within.request, free_the_request, &within, NULL);
    cos_error_t *error = cos_client_send(client, within.request, NULL, NULL);
    CHECK_TEXT(cos_error_text(error), "");
    CHECK(within.calls >= 2);
    CHECK(within.source.releases == 1 && within.drain.releases == 1);
    cos_error_free(error);
    check_stored(client, "freed", 0, LENGTH);
  }
}

static void change_the_request(void *user_data, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive) {
  within_t *within = user_data;
  (void)sent, (void)to_send, (void)received, (void)to_receive;
  if (within->calls++) return;
  cos_request_set_body(within->request, "other", 5);
  cos_request_set_query(within->request, "acl", NULL);
  cos_request_set_header(within->request, "x-cos-meta-late", "1");
}

/* It is the call's as it was when the call began. */
static void a_request_cannot_be_changed_from_within(void) {
  within_t within = {.source = source_of(LENGTH)};
  check_subject = "a request that is changed within its call";
  within.request = ask("PUT", "changed", "fail-1-status-503");
  give(within.request, &within.source, LENGTH, 1);
  cos_request_set_progress(within.request, change_the_request, &within, NULL);
  standin_forget();
  cos_error_t *error = cos_client_send(client, within.request, NULL, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  json_t *requests = standin_requests();
  CHECK_NUMBER(json_array_size(requests), 2);
  for (size_t i = 0; i < json_array_size(requests); i++)
    CHECK_TEXT(received_header(json_array_get(requests, i), "x-cos-meta-late"), "");
  json_decref(requests);
  cos_request_free(within.request);
  CHECK_NUMBER(within.source.releases, 1);
  check_stored(client, "changed", 0, LENGTH);
}

/* An object goes from one client to another, piece by piece, without a copy of it here. */
static int32_t append_elsewhere(void *user_data, const void *bytes, size_t size) {
  within_t *within = user_data;
  char position[24];
  cos_request_t *request = ask("POST", "appended", NULL);
  snprintf(position, sizeof position, "%zu", within->drain.at);
  cos_request_set_query(request, "append", NULL);
  cos_request_set_query(request, "position", position);
  cos_request_set_body(request, bytes, size);
  cos_error_t *error = cos_client_send(other, request, NULL, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  int failed = error != NULL;
  cos_error_free(error);
  cos_request_free(request);
  within->drain.at += size;
  return failed;
}

static void another_client_may_be_used_from_within(void) {
  within_t within = {0};
  cos_request_t *request = ask("GET", "object", NULL);
  check_subject = "an object that is passed on";
  cos_request_set_sink_writer(request, append_elsewhere, NULL, &within, NULL);
  cos_response_free(sent(client, request));
  check_stored(other, "appended", 0, LENGTH);
}

int main(void) {
  files_begin();
  ports_start();
  client = client_of(2);
  other = client_of(1);
  store(client, "object", LENGTH);
  a_call_may_be_cancelled_from_within();
  a_request_may_be_freed_from_within();
  a_request_cannot_be_changed_from_within();
  another_client_may_be_used_from_within();
  check_subject = "";
  cos_client_free(client);
  cos_client_free(other);
  ports_stop();
  files_end();
  return check_report();
}
