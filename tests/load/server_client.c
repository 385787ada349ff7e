#include "server.h"

cos_client_options_t *server_options(scheme_t scheme) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, SERVER_REGION);
  cos_client_options_set_connect_to(options, server_address(scheme));
  cos_client_options_set_credentials(options, SERVER_ID, SERVER_KEY, NULL);
  if (scheme == HTTP) cos_client_options_set_endpoint(options, SERVER_ENDPOINT);
  if (scheme == HTTPS) cos_client_options_set_ca_file(options, server_ca_file());
  return options;
}
