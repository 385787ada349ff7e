#include "sessions.h"

#include "check.h"
#include "server.h"

/* rustls keeps 8 sessions for each host. A connection takes the newest one and leaves two. */
enum { KEPT = 8, CONNECTIONS = 2 * KEPT };

/* A client has connections of its own, but no sessions. */
static void connect_to(const char *endpoint) {
  cos_client_options_t *options = server_options(HTTPS);
  cos_client_options_set_endpoint(options, endpoint);
  cos_client_t *client = client_from(options);
  cos_error_t *error = cos_err_head_bucket(client, BUCKET, NULL, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  cos_client_free(client);
}

void sessions_fill(void) {
  for (int i = 0; i < CONNECTIONS; i++) {
    connect_to("https://{bucket}.cos.{region}.myqcloud.com");
    connect_to("https://{bucket}.cos.{region}.tencentcos.cn");
  }
}
