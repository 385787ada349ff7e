#include "common.h"

#include <stdio.h>
#include <stdlib.h>

cos_client_options_t *options_from_environment(void) {
  cos_client_options_t *options = cos_client_options_new();
  const char *address = getenv("COS_CONNECT_TO");
  cos_client_options_load_env(options);
  if (address) cos_client_options_set_connect_to(options, address);
  return options;
}

cos_client_t *client_from_environment(void) {
  cos_client_options_t *options = options_from_environment();
  cos_client_t *client = NULL;
  cos_error_t *error = cos_client_new(options, &client);
  cos_client_options_free(options);
  if (error) report(error);
  return client;
}

int report(cos_error_t *error) {
  fprintf(stderr, "%s\n", cos_error_text(error));
  fprintf(stderr, "%s\n", cos_error_advice(error, "en"));
  cos_error_free(error);
  return 1;
}
