/* cos-err head-bucket: whether a bucket can be reached. */
#include "print.h"

static cos_error_t *ask(const settings_t *settings, const char *bucket, cos_response_t **response) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_load_env(options);
  if (settings->region) cos_client_options_set_region(options, settings->region);
  if (settings->endpoint) cos_client_options_set_endpoint(options, settings->endpoint);
  cos_client_t *client = NULL;
  cos_error_t *error = cos_client_new(options, &client);
  cos_client_options_free(options);
  if (!error) error = cos_err_head_bucket(client, bucket, NULL, response);
  cos_client_free(client);
  return error;
}

int command_head_bucket(const settings_t *settings, int count, char **arguments) {
  if (count != 1) return fputs("cos-err: head-bucket needs one NAME, as examplebucket-1250000000\n", stderr), EXIT_USAGE;
  place_t place = {.name = arguments[0]};
  cos_response_t *response = NULL;
  cos_error_t *error = ask(settings, arguments[0], &response);
  if (error) print_error(settings, &place, error);
  else print_success(settings, &place, cos_response_status(response), cos_response_request_id(response));
  int result = error ? EXIT_ERROR : EXIT_FINE;
  cos_error_free(error);
  cos_response_free(response);
  return result;
}
