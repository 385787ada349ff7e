/* One call that fails, and what the error says: ten_lines STANDIN-ADDRESS */
#include <cos_err.h>
#include <stdio.h>

int main(int count, char **arguments) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, "ap-guangzhou");
  cos_client_options_set_endpoint(options, "http://{bucket}.cos.{region}.myqcloud.com");
  cos_client_options_set_connect_to(options, count > 1 ? arguments[1] : "");
  cos_client_t *client = NULL;
  cos_error_t *error = cos_client_new(options, &client);
  if (error == NULL) {
    error = cos_head_bucket(client, "missing-1250000000", NULL, NULL);
  }
  printf("%d %s %s\n", (int)cos_error_status(error), cos_error_code(error), cos_error_advice(error, "en"));
  cos_error_free(error);
  cos_client_free(client);
  cos_client_options_free(options);
  return 0;
}
