/* A start takes its request and call as they are: what is done to them afterwards is nothing to it. */
#include <stdlib.h>

#include "check.h"
#include "deadline.h"
#include "resources.h"
#include "standin.h"
#include "taken.h"

enum { CALLS = 40, LENGTH = 5000 };

static cos_client_t *client;
static cos_queue_t *queue;

static const char *object_key(size_t number) {
  static char key[40];
  snprintf(key, sizeof key, "snapshot/%zu", number);
  return key;
}

/* One request object and one call object are changed after each start, and freed after the last;
   one connection, so that most of the calls wait meanwhile. */
static void objects_may_be_changed(void) {
  static char body[LENGTH];
  cos_request_t *request = cos_request_new("PUT", STANDIN_BUCKET, "snapshot");
  cos_call_t *call = cos_call_new();
  check_subject = "objects that are changed";
  standin_forget();
  for (size_t i = 0; i < CALLS; i++) {
    memset(body, (int)('a' + i % 26), sizeof body);
    cos_request_set_body(request, body, 1 + i);
    cos_request_set_header(request, "x-cos-meta-number", object_key(i));
    start_one(client, queue, request, call, NULL, NULL);
  }
  cos_request_set_header(request, "x-cos-meta-number", "late");
  cos_request_set_query(request, "acl", NULL);
  cos_request_set_body(request, "late", 4);
  cos_call_add_header(call, "x-cos-meta-late", "late");
  cos_call_set_region(call, "ap-beijing");
  cos_call_set_timeout_ms(call, 1);
  cos_request_free(request);
  cos_call_free(call);
  for (size_t i = 0; i < CALLS; i++) check_code(take_one(queue, NULL), "", "");
  json_t *requests = standin_requests();
  CHECK_NUMBER(json_array_size(requests), CALLS);
  for (size_t i = 0; i < CALLS; i++) {
    json_t *received = json_array_get(requests, i);
    char length[24];
    snprintf(length, sizeof length, "%zu", 1 + i);
    /* First in, first out. */
    CHECK_TEXT(received_header(received, "x-cos-meta-number"), object_key(i));
    CHECK_TEXT(received_header(received, "content-length"), length);
    CHECK_TEXT(received_header(received, "x-cos-meta-late"), "");
  }
  json_decref(requests);
}

/* A setter on a request that a call holds is neither lost nor seen by that call. */
static void a_request_may_be_sent_again(void) {
  cos_request_t *request = cos_request_new("HEAD", STANDIN_BUCKET, NULL);
  check_subject = "a request that is changed and sent again";
  standin_forget();
  for (size_t i = 0; i < CALLS; i++) {
    cos_request_set_header(request, "x-cos-meta-number", object_key(i));
    start_one(client, queue, request, NULL, NULL, NULL);
  }
  cos_request_set_header(request, "x-cos-meta-number", object_key(CALLS));
  check_code(cos_client_send(client, request, NULL, NULL), "", "");
  cos_request_free(request);
  for (size_t i = 0; i < CALLS; i++) check_code(take_one(queue, NULL), "", "");
  json_t *requests = standin_requests();
  CHECK_NUMBER(json_array_size(requests), CALLS + 1);
  int seen[CALLS + 1] = {0};
  for (size_t i = 0; i <= CALLS; i++) {
    const char *number = strrchr(received_header(json_array_get(requests, i), "x-cos-meta-number"), '/');
    size_t at = number ? strtoul(number + 1, NULL, 10) : CALLS + 1;
    if (at <= CALLS) seen[at]++;
  }
  for (size_t i = 0; i <= CALLS; i++)
    if (seen[i] != 1) CHECK_NUMBER(seen[i], 1);
  json_decref(requests);
}

typedef struct {
  int releases;
} owner_t;

static void release(void *user_data) { __atomic_add_fetch(&((owner_t *)user_data)->releases, 1, __ATOMIC_SEQ_CST); }

static int64_t read_some(void *user_data, void *buffer, size_t size) {
  (void)user_data;
  memset(buffer, 'x', size < LENGTH ? size : LENGTH);
  return size < LENGTH ? (int64_t)size : LENGTH;
}

static int32_t go_on(void *user_data) {
  (void)user_data;
  return 0;
}

/* Everything of a call is released before its completion can be taken. */
static void all_is_released_before_it_is_taken(void) {
  owner_t body = {0}, check = {0};
  check_subject = "what a call releases";
  for (int i = 1; i <= CALLS; i++) {
    cos_request_t *request = cos_request_new("PUT", STANDIN_BUCKET, "released");
    cos_call_t *call = cos_call_new();
    cos_request_set_body_reader(request, read_some, NULL, LENGTH, &body, release);
    cos_call_set_interrupt(call, go_on, &check, release);
    start_one(client, queue, request, call, NULL, NULL);
    cos_request_free(request);
    cos_call_free(call);
    cos_error_t *error = take_one(queue, NULL);
    CHECK_NUMBER(__atomic_load_n(&body.releases, __ATOMIC_SEQ_CST), i);
    CHECK_NUMBER(__atomic_load_n(&check.releases, __ATOMIC_SEQ_CST), i);
    check_code(error, "", "");
  }
}

int main(void) {
  deadline_begin();
  standin_start();
  size_t before = threads();
  cos_client_options_t *options = standin_options();
  cos_client_options_set_max_connections(options, 1);
  client = client_from(options);
  queue = cos_queue_new(NULL);
  objects_may_be_changed();
  a_request_may_be_sent_again();
  all_is_released_before_it_is_taken();
  check_subject = "";
  check_nothing_comes(queue);
  cos_queue_free(queue, 0);
  cos_client_free(client);
  threads_await(before);
  standin_stop();
  return check_report();
}
