/* Uploads a file, and shows how far it is.
     upload FILE BUCKET KEY
   The file is opened when the call begins and is only read. If a try fails and another
   may help, the library goes back to the first byte by itself; it compares the CRC-64
   of what it sent with that of what COS stored. */
#include <stdio.h>

#include "common.h"

/* Called at the first byte, at the last, and at most ten times a second between. */
static void show(void *user_data, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive) {
  const char *name = user_data;
  (void)received;
  (void)to_receive;
  if (to_send > 0) fprintf(stderr, "\r%s: %3d %%", name, (int)(sent * 100 / to_send));
}

int main(int argc, char **argv) {
  cos_response_t *response = NULL;
  if (argc != 4) {
    fprintf(stderr, "usage: upload FILE BUCKET KEY\n");
    return 2;
  }
  cos_client_t *client = client_from_environment();
  if (!client) return 1;

  cos_request_t *request = cos_request_new("PUT", argv[2], argv[3]);
  cos_request_set_body_file(request, argv[1]);
  cos_request_set_progress(request, show, argv[1], NULL);

  cos_error_t *error = cos_client_send(client, request, NULL, &response);
  fputc('\n', stderr);
  if (!error) printf("stored with ETag %s\n", cos_response_header(response, "ETag"));

  cos_response_free(response);
  cos_request_free(request);
  cos_client_free(client);
  return error ? report(error) : 0;
}
