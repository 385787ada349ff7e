/* Gets any number of objects at once by libcurl's multi interface: this library signs the
   requests, and reads the responses.
     curl_multi BUCKET KEY...
   Each transfer has its own result, and so its own error. */
#include <stdio.h>
#include <stdlib.h>

#include "common.h"
#include "curl_error.h"

typedef struct {
  const char *key;
  transfer_t *transfer;
} object_t;

/* Begins one; what cannot be signed is reported at once. */
static int begin(CURLM *multi, cos_client_t *client, const char *bucket, object_t *object) {
  cos_signed_t *signed_request = NULL;
  cos_request_t *request = cos_request_new("GET", bucket, object->key);
  cos_error_t *error = cos_client_sign(client, request, NULL, 60, &signed_request);
  cos_request_free(request);
  if (error) return report(error);
  object->transfer = transfer_signed(signed_request, 30);
  return !object->transfer || curl_multi_add_handle(multi, object->transfer->easy) != CURLM_OK;
}

static int end(const CURLMsg *message, object_t *objects, int count) {
  char *private = NULL;
  curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private);
  const transfer_t *transfer = (const transfer_t *)(void *)private;
  cos_error_t *error = transfer_error(transfer, message->data.result);
  for (int i = 0; i < count; i++) {
    if (objects[i].transfer != transfer) continue;
    if (error) printf("%s: %s\n", objects[i].key, cos_error_text(error));
    else printf("%s: %zu bytes\n", objects[i].key, transfer->body_len);
  }
  int failed = error != NULL;
  cos_error_free(error);
  return failed;
}

int main(int argc, char **argv) {
  int running = 0, left = 0, failed = 0, count = argc - 2;
  if (argc < 3) return fprintf(stderr, "usage: curl_multi BUCKET KEY...\n"), 2;
  cos_client_t *client = client_from_environment();
  object_t *objects = calloc((size_t)count, sizeof *objects);
  if (!client || !objects) return 1;
  curl_global_init(CURL_GLOBAL_DEFAULT);
  CURLM *multi = curl_multi_init();
  for (int i = 0; i < count; i++) {
    objects[i].key = argv[i + 2];
    failed |= begin(multi, client, argv[1], &objects[i]);
  }

  do {
    CURLMcode code = curl_multi_perform(multi, &running);
    for (CURLMsg *message; (message = curl_multi_info_read(multi, &left)) != NULL;)
      if (message->msg == CURLMSG_DONE) failed |= end(message, objects, count);
    if (running) code = curl_multi_poll(multi, NULL, 0, 1000, NULL);
    if (code != CURLM_OK) running = 0, failed = fprintf(stderr, "%s\n", curl_multi_strerror(code)) != 0;
  } while (running);

  for (int i = 0; i < count; i++) {
    if (objects[i].transfer) curl_multi_remove_handle(multi, objects[i].transfer->easy);
    transfer_free(objects[i].transfer);
  }
  free(objects);
  curl_multi_cleanup(multi);
  cos_client_free(client);
  curl_global_cleanup();
  return failed;
}
