/* Prints an URL with which anybody may make one request, until it ends.
     presign METHOD BUCKET KEY [SECONDS]
   Nothing is sent. Who has the URL has the right: treat it as a password.
     curl -T photo.jpg "$(presign PUT examplebucket-1250000000 photo.jpg 600)" */
#include <stdio.h>
#include <stdlib.h>

#include "common.h"

int main(int argc, char **argv) {
  char *url = NULL;
  if (argc < 4) {
    fprintf(stderr, "usage: presign METHOD BUCKET KEY [SECONDS]\n");
    return 2;
  }
  cos_client_t *client = client_from_environment();
  if (!client) return 1;

  /* Queries and header fields of the request are signed with it; whoever uses the URL
     has to send those header fields as they are here. */
  cos_request_t *request = cos_request_new(argv[1], argv[2], argv[3]);
  if (argv[1][0] == 'G') cos_request_set_query(request, "response-content-disposition", "attachment");

  cos_error_t *error = cos_client_presign(client, request, NULL, argc > 4 ? atoll(argv[4]) : 900, &url);
  if (!error) puts(url);

  cos_text_free(url);
  cos_request_free(request);
  cos_client_free(client);
  return error ? report(error) : 0;
}
