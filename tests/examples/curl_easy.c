/* Sends one request by libcurl, signed by this library, which also says why it failed.
     curl_easy METHOD BUCKET KEY [SECONDS]
   A retry is the program's own affair: cos_error_retry says whether it makes sense. */
#include <stdio.h>
#include <stdlib.h>

#include "common.h"
#include "curl_error.h"

int main(int argc, char **argv) {
  char *url = NULL;
  if (argc < 4) return fprintf(stderr, "usage: curl_easy METHOD BUCKET KEY [SECONDS]\n"), 2;
  cos_client_t *client = client_from_environment();
  if (!client) return 1;
  curl_global_init(CURL_GLOBAL_DEFAULT);

  cos_request_t *request = cos_request_new(argv[1], argv[2], argv[3]);
  cos_error_t *error = cos_client_presign(client, request, NULL, 60, &url);
  cos_request_free(request);

  transfer_t *transfer = error ? NULL : transfer_new(argv[1], url, argc > 4 ? atol(argv[4]) : 30);
  if (transfer) error = transfer_error(transfer, curl_easy_perform(transfer->easy));
  if (transfer && !error) fwrite(transfer->body, 1, transfer->body_len, stdout);
  int failed = error ? report(error) : !transfer;

  transfer_free(transfer);
  cos_text_free(url);
  cos_client_free(client);
  curl_global_cleanup();
  return failed;
}
