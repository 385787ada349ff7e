/* What your code does when COS is busy, and when a bucket is missing. */
#include <cos_err.h>
#include <stdio.h>
#include <string.h>

static int failures;

static void check(int holds, const char *what, const cos_error_t *error) {
  if (holds) return;
  failures++;
  printf("not so: %s: %s\n", what, error ? cos_error_text(error) : "success");
}

/* A client of the stand-in whose address is the first line of this file. */
static cos_client_t *client_of(const char *address_file) {
  char address[64] = "";
  FILE *file = fopen(address_file, "r");
  if (!file || fscanf(file, "http://%63[0-9.:]", address) != 1) printf("no address in %s\n", address_file);
  if (file) fclose(file);

  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_connect_to(options, address);
  cos_client_options_set_endpoint(options, "http://{bucket}.cos.{region}.myqcloud.com");
  cos_client_options_set_region(options, "ap-guangzhou");
  cos_client_options_set_credentials(options, "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000",
                                     "STANDINSECRETKEYEXAMPLEEXAMPLE00", NULL);
  cos_client_t *client = NULL;
  cos_error_t *error = cos_client_new(options, &client);
  check(!error, "a client is made", error);
  cos_error_free(error);
  cos_client_options_free(options);
  return client;
}

/* Puts where your program would put. */
static cos_error_t *upload(cos_client_t *client, const char *bucket) {
  cos_request_t *request = cos_request_new("PUT", bucket, "photos/a.jpg");
  cos_request_set_body(request, "hello", 5);
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  cos_request_free(request);
  return error;
}

int main(int argc, char **argv) {
  if (argc != 2) return fprintf(stderr, "usage: upload_test ADDRESS-FILE\n"), 2;
  cos_client_t *client = client_of(argv[1]);

  cos_error_t *error = upload(client, "examplebucket-1250000000");
  check(!error, "an upload succeeds", error);
  cos_error_free(error);

  error = upload(client, "fault-fail-1-status-503-1250000000");
  check(!error, "an upload survives one 503", error);
  cos_error_free(error);

  error = upload(client, "missing-1250000000");
  check(strcmp(cos_error_code(error), "NoSuchBucket") == 0, "a missing bucket is named", error);
  cos_error_free(error);

  cos_client_free(client);
  return failures != 0;
}
