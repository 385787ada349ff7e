#include "faulted_move.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "moves.h"
#include "resources.h"

enum { SIZE = 2 * PART + 5, SMALL = 65536, ABORT_MS = 5000, LATE_MS = 30000 };

static const struct {
  const char *name, *target, *method, *message;
  of_request_t request;
} phases[PHASES] = {
    [INITIATE] = {"initiate", "?uploads", NULL, "", OF_INITIATE},
    [FIRST_PART] = {"first", "?partNumber=1&", NULL, "part 1 (bytes 0-1048575): ", OF_PART},
    [MIDDLE_PART] = {"middle", "?partNumber=2&", NULL, "part 2 (bytes 1048576-2097151): ", OF_PART},
    [LAST_PART] = {"last", "?partNumber=3&", NULL, "part 3 (bytes 2097152-2097156): ", OF_PART},
    [COMPLETE] = {"complete", "?uploadId=", "POST", "", OF_COMPLETE},
    [ABORT] = {"abort", "?uploadId=", "DELETE", "part 2 (bytes 1048576-2097151): ", REQUESTS},
    [HEAD] = {"head", "", "HEAD", "", OF_HEAD},
    [FIRST_RANGE] = {"range", "", "GET", "part 1 (bytes 0-1048575): ", OF_RANGE},
    [LATER_RANGE] = {"later", "", "GET", "part 2 (bytes 1048576-2097151): ", OF_RANGE},
    [SMALL_GET] = {"small", "", "GET", "", OF_GET},
};

static const char *const ways[WAYS] = {"blocking", "started", "checkpoint"};

/* For the requests of the test. */
static cos_client_t *asking;
static char whole_crc[32];

static int is_upload(const move_t *move) { return move->phase <= ABORT; }

static cos_client_t *client_with(int32_t attempts) {
  cos_client_options_t *options = standin_options();
  cos_client_options_set_max_attempts(options, attempts);
  return client_from(options);
}

/* The status of a request without a body; 0 if no response arrived. */
static int32_t asked(const char *method, const char *key, char crc[32]) {
  cos_response_t *response = NULL;
  cos_request_t *request = cos_request_new(method, STANDIN_BUCKET, key);
  cos_error_t *error = cos_client_send(asking, request, NULL, &response);
  int32_t status = error ? cos_error_status(error) : cos_response_status(response);
  if (crc) snprintf(crc, 32, "%s", cos_response_header(response, "x-cos-hash-crc64ecma"));
  cos_response_free(response);
  cos_error_free(error);
  cos_request_free(request);
  return status;
}

void faulted_begin(void) {
  asking = client_with(3);
  make_file("source", SIZE);
  store(asking, "source", SIZE);
  CHECK_NUMBER(asked("HEAD", "source", whole_crc), 200);
  CHECK(*whole_crc != 0);
}

void faulted_end(void) { cos_client_free(asking); }

static const char *expected_of(const faulted_row_t *row, phase_t phase) {
  return phase == ABORT ? "AccessDenied 403" : row->outcome[phases[phase].request];
}

int move_hangs(const faulted_row_t *row, phase_t phase) {
  int found = 0;
  for (int i = 0; i < REQUESTS; i++) {
    const char *outcome = row->outcome[i];
    int is_meant = phase == ABORT || phases[phase].request == (of_request_t)i;
    found |= is_meant && (strcmp(outcome, HANGS) == 0 || strcmp(outcome, MAY_HANG) == 0);
  }
  return found;
}

/* Nothing is known of its outcome. */
static int is_open(const move_t *move) {
  const char *expected = expected_of(move->row, move->phase);
  return strcmp(expected, ANY) == 0 || strcmp(expected, MAY_HANG) == 0;
}

move_t move_new(const faulted_row_t *row, phase_t phase, way_t way, int64_t timeout_ms) {
  static int number;
  move_t move = {.row = row, .phase = phase, .way = way, .timeout_ms = timeout_ms, .client = client_with(row->attempts)};
  snprintf(move.subject, sizeof move.subject, "%s, %s, %s", row->id, phases[phase].name, ways[way]);
  snprintf(move.name, sizeof move.name, "%d.%s", ++number, phases[phase].name);
  if (is_upload(&move))
    snprintf(move.key, sizeof move.key, "%s", move.name);
  else
    snprintf(move.key, sizeof move.key, "synthetic/%d/%s", phase == SMALL_GET ? SMALL : SIZE, move.name);
  snprintf(move.checkpoint, sizeof move.checkpoint, "%s.mark", path_of(move.name));
  snprintf(move.path, sizeof move.path, "%s", path_of(is_upload(&move) ? "source" : move.name));
  /* There is an older file, or none. */
  if (!is_upload(&move) && way == BLOCKING) make_text(move.name, "an older file");
  return move;
}

static void add_fault(json_t *told, const char *fault, const char *method, const char *key, const char *query) {
  char target[128];
  snprintf(target, sizeof target, "/%s%s", key, query);
  json_t *entry = json_pack("{s:s, s:s}", "faults", fault, "target", target);
  if (method) json_object_set_new(entry, "methods", json_pack("[s]", method));
  json_array_append_new(told, entry);
}

void move_add_faults(const move_t *move, json_t *told) {
  if (move->phase == ABORT) add_fault(told, "status-403-AccessDenied", NULL, move->key, phases[MIDDLE_PART].target);
  if (move->phase == LATER_RANGE) {
    add_fault(told, "", "GET", move->key, "");
    json_object_set_new(json_array_get(told, json_array_size(told) - 1), "times", json_integer(1));
  }
  add_fault(told, move->row->fault, phases[move->phase].method, move->key, phases[move->phase].target);
}

static cos_transfer_t *transfer_of(const move_t *move) {
  /* Which range is the first one is certain if there is one at a time. */
  cos_transfer_t *transfer = moves_in_parts(is_upload(move) && move->way == STARTED ? 3 : 1);
  if (move->way == WITH_CHECKPOINT) cos_transfer_set_checkpoint(transfer, move->checkpoint);
  return transfer;
}

static cos_call_t *call_of(const move_t *move) {
  cos_call_t *call = cos_call_new();
  cos_call_set_timeout_ms(call, move->timeout_ms);
  /* The stand-in counts the requests of each transfer. */
  cos_call_add_header(call, "x-standin-echo", move->name);
  return call;
}

void move_run(move_t *move) {
  cos_transfer_t *transfer = transfer_of(move);
  cos_call_t *call = call_of(move);
  cos_response_t *response = NULL;
  int64_t before = now_ms();
  move->error =
      is_upload(move)
          ? cos_client_upload_file(move->client, STANDIN_BUCKET, move->key, move->path, transfer, call, &response)
          : cos_client_download_file(move->client, STANDIN_BUCKET, move->key, move->path, transfer, call, &response);
  move->took_ms = now_ms() - before;
  cos_response_free(response);
  cos_call_free(call);
  cos_transfer_free(transfer);
}

void move_start(move_t *move, cos_queue_t *queue) {
  cos_transfer_t *transfer = transfer_of(move);
  cos_call_t *call = call_of(move);
  cos_error_t *error =
      is_upload(move)
          ? cos_client_start_upload_file(move->client, STANDIN_BUCKET, move->key, move->path, transfer, call, queue, move, NULL)
          : cos_client_start_download_file(move->client, STANDIN_BUCKET, move->key, move->path, transfer, call, queue, move, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  cos_call_free(call);
  cos_transfer_free(transfer);
}

/* A checksum is that of the whole object, and the completion is of no part. */
static void check_part_named(const move_t *move) {
  int is_whole = !is_upload(move) && strcmp(cos_error_code(move->error), "Checksum") == 0;
  if (is_whole || strcmp(cos_error_method(move->error), "POST") == 0) return;
  CHECK_HAS(cos_error_message(move->error), phases[move->phase].message);
  CHECK_HAS(cos_error_text(move->error), phases[move->phase].message);
}

static void check_error(const move_t *move) {
  char outcome[100];
  const char *code = cos_error_code(move->error);
  int32_t reason = cos_error_reason(move->error);
  const char *expected = expected_of(move->row, move->phase);
  if (is_open(move)) return;
  snprintf(outcome, sizeof outcome, *code ? "%s %d" : "%s", code, cos_error_status(move->error));
  if (strcmp(expected, HANGS) == 0)
    CHECK_TEXT(code, "Timeout");
  else
    CHECK_TEXT(outcome, expected);
  if (!move->error) return;
  CHECK_NUMBER(cos_error_kind(move->error), reason ? COS_ERROR_KIND_CLIENT : COS_ERROR_KIND_SERVICE);
  if (reason) CHECK_TEXT(code, cos_error_reason_name(reason));
  /* On a busy machine the time may be over before the part. */
  if (strcmp(expected, HANGS) != 0) check_part_named(move);
}

/* As the stand-in makes them. */
static unsigned char synthetic_at(size_t place) {
  uint32_t r = (uint32_t)(place % 1048573);
  return (unsigned char)(r ^ r >> 7 ^ r >> 14);
}

static void check_received(const move_t *move) {
  static unsigned char bytes[SIZE + 1];
  FILE *file = fopen(path_of(move->name), "rb");
  CHECK(file != NULL);
  size_t length = file ? fread(bytes, 1, sizeof bytes, file) : 0, right = 0;
  if (file) fclose(file);
  while (right < length && bytes[right] == synthetic_at(right)) right++;
  CHECK_NUMBER(length, move->phase == SMALL_GET ? SMALL : SIZE);
  CHECK_NUMBER(right, length);
}

static void check_file_after(const move_t *move) {
  if (!move->error)
    check_received(move);
  else if (move->way == BLOCKING)
    check_text_file(move->name, "an older file");
  else
    CHECK(access(path_of(move->name), F_OK) != 0);
}

/* What the completion did is unknown if its response was lost: then there is the whole object, or none. */
static void check_object_after(const move_t *move) {
  char crc[32];
  int32_t status = asked("HEAD", move->key, crc);
  if (!move->error) CHECK_NUMBER(status, 200);
  if (move->error && move->phase != COMPLETE && !is_open(move)) CHECK_NUMBER(status, 404);
  if (status == 200 && *crc) CHECK_TEXT(crc, whole_crc);
  if (status == 200 && !*crc) check_object(asking, move->key, SIZE);
}

void move_check(move_t *move) {
  check_subject = move->subject;
  CHECK(move->took_ms <= move->timeout_ms + ABORT_MS + LATE_MS);
  check_error(move);
  if (is_upload(move))
    check_object_after(move);
  else
    check_file_after(move);
  const char *id = cos_error_detail(move->error, "UploadId");
  /* Other uploads are aborted, or not known. */
  if (move->phase != ABORT && move->way != WITH_CHECKPOINT && !is_open(move)) CHECK_TEXT(id, "");
  if (access(move->checkpoint, F_OK) == 0) CHECK(move->error && move->way == WITH_CHECKPOINT);
  check_subject = "";
}

static int has_text(const char *path, const char *text) {
  char room[8192] = "";
  FILE *file = fopen(path, "rb");
  if (file && fread(room, 1, sizeof room - 1, file) > 0) CHECK(!ferror(file));
  if (file) fclose(file);
  return strstr(room, text) != NULL;
}

void move_check_left(const move_t *move, const char *id) {
  check_subject = move->subject;
  /* The response with the id was lost: the upload has no name that is known. */
  int is_unknown = move->phase == INITIATE && cos_error_kind(move->error) == COS_ERROR_KIND_CLIENT;
  int is_named = strcmp(cos_error_detail(move->error, "UploadId"), id) == 0 || has_text(move->checkpoint, id);
  CHECK(is_unknown || is_named);
  check_subject = "";
  if (move->way != WITH_CHECKPOINT || is_unknown) abort_upload(asking, move->key, id);
}

void move_finish(move_t *move) {
  check_subject = move->subject;
  if (move->error && move->way == WITH_CHECKPOINT) {
    cos_error_free(move->error);
    move->timeout_ms = 60000;
    move_run(move);
    CHECK_TEXT(cos_error_text(move->error), "");
    if (is_upload(move))
      check_object_after(move);
    else
      check_file_after(move);
  }
  CHECK(access(move->checkpoint, F_OK) != 0);
  if (is_upload(move))
    asked("DELETE", move->key, NULL);
  else
    remove(path_of(move->name));
  cos_error_free(move->error);
  cos_client_free(move->client);
  check_subject = "";
}
