#include "standin.h"

cos_client_options_t *standin_options(void) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, STANDIN_REGION);
  cos_client_options_set_endpoint(options, STANDIN_ENDPOINT);
  cos_client_options_set_connect_to(options, standin_address());
  cos_client_options_set_credentials(options, STANDIN_ID, STANDIN_KEY, NULL);
  return options;
}

cos_client_t *standin_client(void) { return client_from(standin_options()); }
