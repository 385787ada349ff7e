#include "relays.h"

#include <stdlib.h>

#include "check.h"
#include "resources.h"
#include "standin.h"

enum { LIMIT_MS = 60000, PATIENCE_MS = 1000 };

/* The user_data of a download is its relay, and that of an upload the byte behind its beginning. */
static void *of_upload(relay_t *relay) { return (char *)relay + 1; }

static void start_download(relay_t *relay) {
  char key[64];
  snprintf(key, sizeof key, "synthetic/%zu/%zu", relay->all->download_length, relay->number);
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, key);
  cos_call_t *call = cos_call_new();
  cos_call_set_timeout_ms(call, relay->all->timeout_ms);
  cos_error_t *error = cos_client_start(relay->all->client, request, call, relay->all->queue, relay, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  cos_call_free(call);
  cos_request_free(request);
}

/* Copies what has come; without a body the upload fails. */
static int64_t read_body(relay_t *relay, void *buffer, size_t size) {
  size_t length = 0;
  const char *body = cos_response_body(relay->body, &length);
  if (!relay->body) return -1;
  size_t given = length - relay->at < size ? length - relay->at : size;
  memcpy(buffer, body + relay->at, given);
  relay->at += given;
  return (int64_t)given;
}

/* Where all connections are in use by uploads, none is left for a download. */
static void start_downloads(relays_t *all) {
  for (size_t i = 0; i < all->count && all->asked >= all->at_once; i++) {
    relay_t *relay = &all->each[i];
    if (!relay->is_asked || relay->is_begun) continue;
    relay->is_begun = 1;
    start_download(relay);
  }
}

static int64_t read_later(void *user_data, void *buffer, size_t size) {
  relay_t *relay = user_data;
  relays_t *all = relay->all;
  pthread_mutex_lock(&all->lock);
  all->asked += !relay->is_asked;
  relay->is_asked = 1;
  start_downloads(all);
  while (all->blocks && !relay->has_ended) pthread_cond_wait(&all->came, &all->lock);
  int has_ended = relay->has_ended;
  pthread_mutex_unlock(&all->lock);
  return has_ended ? read_body(relay, buffer, size) : COS_BODY_LATER;
}

static void start_upload(relay_t *relay) {
  char key[64];
  snprintf(key, sizeof key, "copy/%zu", relay->number);
  cos_request_t *request = cos_request_new("PUT", STANDIN_BUCKET, key);
  cos_call_t *call = cos_call_new();
  cos_call_set_timeout_ms(call, relay->all->timeout_ms);
  cos_request_set_body_reader(request, read_later, NULL, (int64_t)relay->all->download_length, relay, NULL);
  cos_error_t *error =
      cos_client_start(relay->all->client, request, call, relay->all->queue, of_upload(relay), &relay->started);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  cos_call_free(call);
  cos_request_free(request);
}

static void download_ended(relay_t *relay, cos_completion_t *completion) {
  relays_t *all = relay->all;
  pthread_mutex_lock(&all->lock);
  relay->body = completion->response;
  relay->has_ended = 1;
  pthread_cond_broadcast(&all->came);
  pthread_mutex_unlock(&all->lock);
  all->downloads++;
  all->failed_downloads += completion->error != NULL;
  if (!all->blocks) cos_started_resume(relay->started);
}

static void upload_ended(relay_t *relay, const cos_completion_t *completion, int64_t ended_ms) {
  relay->ends++;
  relay->ended_ms = ended_ms;
  relay->reason = cos_error_reason(completion->error);
  relay->is_success = completion->response != NULL;
  if (relay->is_success)
    CHECK_TEXT(cos_response_header(completion->response, "x-cos-hash-crc64ecma"),
               cos_response_header(relay->body, "x-cos-hash-crc64ecma"));
  cos_response_free(completion->response);
}

static void take(relays_t *relays, const cos_completion_t *completion, int64_t begun) {
  size_t offset = (size_t)((char *)completion->user_data - (char *)relays->each);
  cos_completion_t taken = *completion;
  if (offset >= relays->count * sizeof *relays->each) {
    CHECK_TEXT("a completion", "a completion of a call that was started");
    return;
  }
  relay_t *relay = &relays->each[offset / sizeof *relays->each];
  if (completion->user_data == (void *)relay)
    download_ended(relay, &taken);
  else
    upload_ended(relay, &taken, now_ms() - begun);
  cos_error_free(completion->error);
}

/* Its upload, and its download if there was one. */
static size_t ended(relays_t *relays) {
  size_t count = 0;
  pthread_mutex_lock(&relays->lock);
  for (size_t i = 0; i < relays->count; i++)
    count += relays->each[i].ends && relays->each[i].has_ended == relays->each[i].is_begun;
  pthread_mutex_unlock(&relays->lock);
  return count;
}

void relays_run(relays_t *relays, cos_client_options_t *options, size_t count) {
  cos_completion_t completion = {.struct_size = sizeof completion};
  relays->client = client_from(options);
  relays->queue = cos_queue_new(NULL);
  relays->count = count;
  if (!(relays->each = calloc(count, sizeof *relays->each))) abort();
  pthread_mutex_init(&relays->lock, NULL);
  pthread_cond_init(&relays->came, NULL);
  int64_t begun = now_ms();
  for (size_t i = 0; i < count; i++) relays->each[i] = (relay_t){.all = relays, .number = i};
  for (size_t i = 0; i < count; i++) start_upload(&relays->each[i]);
  while (ended(relays) < count && now_ms() - begun < LIMIT_MS) {
    if (threads() > relays->most_threads) relays->most_threads = threads();
    if (cos_queue_next(relays->queue, PATIENCE_MS, &completion) == 1) take(relays, &completion, begun);
  }
  CHECK_NUMBER(ended(relays), count);
  CHECK_NUMBER(cos_queue_next(relays->queue, 0, &completion), 0);
}

void relays_free(relays_t *relays) {
  for (size_t i = 0; i < relays->count; i++) {
    CHECK_NUMBER(relays->each[i].ends, 1);
    cos_started_free(relays->each[i].started);
    cos_response_free(relays->each[i].body);
  }
  cos_queue_free(relays->queue, 1);
  cos_client_free(relays->client);
  free(relays->each);
  pthread_mutex_destroy(&relays->lock);
  pthread_cond_destroy(&relays->came);
}
