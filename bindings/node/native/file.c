/* A file that is uploaded or downloaded, in parts if it is large. */
#include "addon.h"

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

void file_set_path(file_t *file, const char *path) {
  free(file->path);
  file->path = path ? strdup(path) : NULL;
}

void file_set_number(file_t *file, int which, int64_t number) {
  switch (which) {
    case FILE_PART_SIZE: cos_transfer_set_part_size(file->transfer, number); break;
    case FILE_PARALLEL: cos_transfer_set_parallel(file->transfer, number > INT32_MAX ? INT32_MAX : (int32_t)number); break;
    default: cos_transfer_set_threshold(file->transfer, number); break;
  }
}

cos_transfer_t *file_transfer(file_t *file) { return file->transfer; }

cos_error_t *file_move(call_t *call) {
  const file_t *file = call->file;
  cos_client_t *client = call->client->client;
  return file->uploads ? cos_client_upload_file(client, call->bucket, file->key, file->path, file->transfer,
                                                call->settings, &call->response)
                       : cos_client_download_file(client, call->bucket, file->key, file->path, file->transfer,
                                                  call->settings, &call->response);
}
