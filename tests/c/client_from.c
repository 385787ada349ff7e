#include "client_from.h"

#include "check.h"

cos_client_t *client_from(cos_client_options_t *options) {
  cos_client_t *client = NULL;
  cos_error_t *error = cos_client_new(options, &client);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  cos_client_options_free(options);
  return client;
}
