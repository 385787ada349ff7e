#include "check.h"
#include "standin.h"

cos_client_options_t *standin_options(void) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, STANDIN_REGION);
  cos_client_options_set_endpoint(options, STANDIN_ENDPOINT);
  cos_client_options_set_connect_to(options, standin_address());
  cos_client_options_set_credentials(options, STANDIN_ID, STANDIN_KEY, NULL);
  return options;
}

cos_client_t *client_from(cos_client_options_t *options) {
  cos_client_t *client = NULL;
  cos_error_t *error = cos_client_new(options, &client);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  cos_client_options_free(options);
  return client;
}

cos_client_t *standin_client(void) { return client_from(standin_options()); }
