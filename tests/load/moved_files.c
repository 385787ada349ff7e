#include "moved_files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "server.h"

#define FILES_BUCKET "files-1250000000"

enum { MIB = 1 << 20, LENGTH = 3 * MIB + 77, PATH = 64 };

static const char *const faults[] = {"status-503", "rst", "cut-10", "no-crc", "slow-5"};
static char folder[] = "/tmp/cos-err-moved-XXXXXX", source[PATH];
static char content[LENGTH];

static uint64_t draw(mover_t *mover, uint64_t limit) {
  mover->random = mover->random * UINT64_C(6364136223846793005) + 1442695040888963407u;
  return (mover->random >> 33) % limit;
}

static void in_folder(char path[PATH], const char *name, size_t place) {
  snprintf(path, PATH, "%s/%s-%zu", folder, name, place);
}

void moved_files_begin(cos_client_t *client) {
  if (!mkdtemp(folder)) perror(folder), exit(1);
  for (size_t i = 0; i < LENGTH; i++) content[i] = (char)(i * 31 + i / 251);
  snprintf(source, sizeof source, "%s/source", folder);
  FILE *to = fopen(source, "wb");
  CHECK(to && fwrite(content, 1, LENGTH, to) == LENGTH && fclose(to) == 0);
  cos_request_t *request = cos_request_new("PUT", FILES_BUCKET, NULL);
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  cos_request_free(request);
}

static int is_whole(const char *path) {
  char *bytes = malloc(LENGTH + 1);
  FILE *from = fopen(path, "rb");
  size_t length = from && bytes ? fread(bytes, 1, LENGTH + 1, from) : 0;
  int whole = length == LENGTH && memcmp(bytes, content, LENGTH) == 0;
  if (from) fclose(from);
  free(bytes);
  return whole;
}

/* The next requests of the bucket, whosever they are, meet a fault. More than one attempt makes one good. */
static void plan_fault(mover_t *mover) {
  char plan[64];
  const char *fault = faults[draw(mover, sizeof faults / sizeof *faults)];
  snprintf(plan, sizeof plan, "{\"faults\": \"%s\", \"times\": %d}", fault, 1 + (int)draw(mover, 4));
  server_set("faults/" FILES_BUCKET, plan);
}

/* With a checkpoint that stays after a failure: the next one goes on. */
static cos_error_t *move(mover_t *mover, int is_upload, const char *key, const char *path) {
  char checkpoint[PATH];
  cos_transfer_t *transfer = cos_transfer_new();
  cos_call_t *call = cos_call_new();
  cos_cancel_t *token = cos_cancel_new();
  cos_response_t *response = NULL;
  in_folder(checkpoint, is_upload ? "up" : "down", mover->place);
  cos_transfer_set_part_size(transfer, MIB);
  cos_transfer_set_threshold(transfer, MIB);
  cos_transfer_set_parallel(transfer, 1 + (int32_t)draw(mover, 4));
  cos_transfer_set_checkpoint(transfer, checkpoint);
  if (!mover->is_last && draw(mover, 8) == 0) cos_cancel_trigger(token);
  cos_call_set_cancel(call, token);
  cos_error_t *error = is_upload ? cos_client_upload_file(mover->client, FILES_BUCKET, key, source, transfer, call, &response)
                                 : cos_client_download_file(mover->client, FILES_BUCKET, key, path, transfer, call, &response);
  cos_response_free(response);
  cos_cancel_free(token);
  cos_call_free(call);
  cos_transfer_free(transfer);
  return error;
}

void move_file(mover_t *mover) {
  char key[PATH], path[PATH];
  int is_upload = draw(mover, 2) == 0;
  snprintf(key, sizeof key, "moved-%zu", mover->place);
  in_folder(path, "moved", mover->place);
  char checkpoint[PATH];
  in_folder(checkpoint, "up", mover->place);
  int goes_on = access(checkpoint, F_OK) == 0;
  if (draw(mover, 2)) plan_fault(mover);
  cos_error_t *error = move(mover, is_upload, key, path);
  int reason = cos_error_reason(error);
  mover->findings.calls++;
  int is_missing = !is_upload && cos_error_status(error) == 404;
  /* A lost Complete that succeeded, of this transfer or of the one that it goes on with, where the object cannot be told
     from an older one: a HEAD without its checksum. The 404 itself may have been cut, and has then no code. */
  int is_doubtful = is_upload && cos_error_status(error) == 404 && strcmp(cos_error_method(error), "POST") == 0 &&
                    (goes_on || cos_error_attempt_count(error) > 1);
  int is_explained = is_doubtful || !error || is_missing || reason == COS_ERROR_REASON_CANCELLED || reason == COS_ERROR_REASON_CONNECTION_LOST ||
                     reason == COS_ERROR_REASON_TIMEOUT || cos_error_status(error) == 503;
  if (!is_explained) complain(&mover->findings, "%s: %s", is_upload ? "upload" : "download", cos_error_json(error));
  if (!error && !is_upload && !is_whole(path)) complain(&mover->findings, "a file that differs");
  if (error && access(path, F_OK) == 0) complain(&mover->findings, "a file after a failure");
  unlink(path);
  cos_error_free(error);
}

/* Without a fault, what was left half comes to its end. */
static void finish(cos_client_t *client, size_t place) {
  mover_t mover = {.client = client, .place = place, .is_last = 1};
  char key[PATH], path[PATH];
  snprintf(key, sizeof key, "moved-%zu", place);
  in_folder(path, "moved", place);
  for (int is_upload = 1; is_upload >= 0; is_upload--) {
    cos_error_t *error = move(&mover, is_upload, key, path);
    CHECK_TEXT(cos_error_text(error), "");
    cos_error_free(error);
  }
  CHECK(is_whole(path));
  unlink(path);
}

void moved_files_end(cos_client_t *client, size_t first_place, size_t count) {
  server_set("faults/" FILES_BUCKET, "[]");
  for (size_t place = first_place; place < first_place + count; place++) finish(client, place);
  unlink(source);
  CHECK_NUMBER(rmdir(folder), 0);
}
