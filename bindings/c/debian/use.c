/* A bucket that exists, and one that does not: use ADDRESS-OF-A-STAND-IN */
#include <cos_err.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
  cos_client_t *client = NULL;
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, "ap-guangzhou");
  cos_client_options_set_endpoint(options, "http://{bucket}.cos.{region}.myqcloud.com");
  cos_client_options_set_connect_to(options, argc > 1 ? argv[1] : NULL);
  cos_client_options_set_credentials(options, "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000",
                                     "STANDINSECRETKEYEXAMPLEEXAMPLE00", NULL);
  cos_error_t *error = cos_client_new(options, &client);
  cos_client_options_free(options);
  if (!error) error = cos_err_head_bucket(client, "examplebucket-1250000000", NULL, NULL);
  cos_error_t *expected = cos_err_head_bucket(client, "missing-1250000000", NULL, NULL);
  int wrong = error != NULL || strcmp(cos_error_code(expected), "NoSuchBucket") != 0 ||
              strcmp(cos_err_version(), COS_ERR_VERSION) != 0;
  printf("%s\n%s\n", cos_error_text(error), cos_error_text(expected));
  cos_error_free(error);
  cos_error_free(expected);
  cos_client_free(client);
  return wrong;
}
