/* A file that is uploaded or downloaded, in parts if it is large. */
#include "instructions.h"

struct file {
  int uploads;
  char *key, *path;
  cos_transfer_t *transfer;
};

file_t *file_new(const char *method, const char *key) {
  int uploads = strcmp(method, "UPLOAD") == 0;
  if (!uploads && strcmp(method, "DOWNLOAD") != 0) return NULL;
  file_t *file = calloc(1, sizeof *file);
  if (!file) return NULL;
  file->uploads = uploads;
  file->key = key ? strdup(key) : NULL;
  file->transfer = cos_transfer_new();
  return file;
}

void file_free(file_t *file) {
  if (!file) return;
  cos_transfer_free(file->transfer);
  free(file->key);
  free(file->path);
  free(file);
}

static void add_header(void *transfer, const char *name, const char *value) {
  cos_transfer_add_header(transfer, name, value);
}

static int32_t small(int64_t number) { return number > INT32_MAX ? INT32_MAX : (int32_t)number; }

static void take_file_text(reader_t *reader, call_t *call, int64_t what) {
  text_t text;
  file_t *file = call->file;
  take_text(reader, &text, what == CHECKPOINT ? "CheckPoint" : what == VERSION ? "VersionId" : "FilePath");
  if (reader->wrong) {
  } else if (what == CHECKPOINT) {
    cos_transfer_set_checkpoint(file->transfer, text.at);
  } else if (what == VERSION) {
    cos_transfer_set_version_id(file->transfer, text.at);
  } else {
    call->moves = 1;
    free(file->path);
    file->path = text.at ? strdup(text.at) : NULL;
  }
  text_free(&text);
}

int file_instruct(reader_t *reader, call_t *call, int64_t what) {
  cos_transfer_t *transfer = call->file->transfer;
  switch (what) {
    case HEADER: take_pair(reader, transfer, add_header, "a header field"); return 1;
    case PROGRESS: cos_transfer_set_progress(transfer, callback_moved, call, NULL); return 1;
    case CONTENT_MD5: cos_transfer_set_content_md5(transfer, small(take_number(reader))); return 1;
    case MOVED_FILE:
    case CHECKPOINT:
    case VERSION: take_file_text(reader, call, what); return 1;
    case PART_SIZE: cos_transfer_set_part_size(transfer, take_number(reader)); return 1;
    case PARALLEL: cos_transfer_set_parallel(transfer, small(take_number(reader))); return 1;
    case THRESHOLD: cos_transfer_set_threshold(transfer, take_number(reader)); return 1;
    default: return 0;
  }
}

cos_error_t *file_move(call_t *call) {
  const file_t *file = call->file;
  cos_client_t *client = call->client->client;
  return file->uploads ? cos_client_upload_file(client, call->bucket, file->key, file->path, file->transfer,
                                                call->settings, &call->response)
                       : cos_client_download_file(client, call->bucket, file->key, file->path, file->transfer,
                                                  call->settings, &call->response);
}
