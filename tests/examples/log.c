/* Reads an object into memory, and tells on stderr all that the library does for it.
     log BUCKET KEY */
#include <stdio.h>

#include "common.h"

/* A line is one event, "event=retry attempt=2 wait_ms=87 ...", and holds no secret. It
   comes on the thread that makes the call, and lives during this function. */
static void tell(void *user_data, cos_log_level_t level, const char *line) {
  static const char *const names[] = {"", "error", "warn", "info", "debug"};
  fprintf((FILE *)user_data, "level=%s %s\n", names[level], line);
}

int main(int argc, char **argv) {
  cos_client_t *client = NULL;
  cos_response_t *response = NULL;
  size_t length = 0;
  if (argc != 3) return fprintf(stderr, "usage: log BUCKET KEY\n"), 2;

  cos_client_options_t *options = options_from_environment();
  /* COS_ERR_LOG_INFO: tries that failed and why others follow, and all that is graver. */
  cos_client_options_set_log(options, COS_ERR_LOG_DEBUG, tell, stderr, NULL);
  cos_error_t *error = cos_client_new(options, &client);
  cos_client_options_free(options);
  if (error) return report(error);

  cos_request_t *request = cos_request_new("GET", argv[1], argv[2]);
  error = cos_client_send(client, request, NULL, &response);
  const void *body = cos_response_body(response, &length);
  if (!error) fwrite(body, 1, length, stdout);

  cos_response_free(response);
  cos_request_free(request);
  cos_client_free(client);
  return error ? report(error) : 0;
}
