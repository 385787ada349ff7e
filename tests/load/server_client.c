#include <sys/resource.h>

#include "check.h"
#include "server.h"

/* The total timeout. A busy machine may stand still for longer than connecting may take by default,
   and what these tests show is not how long it takes. */
enum { CONNECT_MS = 60000 };

cos_client_options_t *server_options(scheme_t scheme) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_connect_timeout_ms(options, CONNECT_MS);
  cos_client_options_set_region(options, SERVER_REGION);
  cos_client_options_set_connect_to(options, server_address(scheme));
  cos_client_options_set_credentials(options, SERVER_ID, SERVER_KEY, NULL);
  if (scheme == HTTP) cos_client_options_set_endpoint(options, SERVER_ENDPOINT);
  if (scheme == HTTPS) cos_client_options_set_ca_file(options, server_ca_file());
  return options;
}

cos_client_t *client_with_idle(cos_client_options_t *options, int most_idle) {
  struct rlimit usual, lower;
  CHECK_NUMBER(getrlimit(RLIMIT_NOFILE, &usual), 0);
  lower = usual;
  lower.rlim_cur = (rlim_t)most_idle * 4;
  CHECK_NUMBER(setrlimit(RLIMIT_NOFILE, &lower), 0);
  cos_client_t *client = client_from(options);
  CHECK_NUMBER(setrlimit(RLIMIT_NOFILE, &usual), 0);
  return client;
}
