/* Asks whether buckets may be used, with credentials that are read from a file when they
   are needed, and again before they end.
     credentials FILE BUCKET...
   The file has four lines: SecretId, SecretKey, token, and the Unix time at which the
   token ends (0: never). In earnest this would be a role's, from a metadata service. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common.h"

static char *read_line(FILE *file, char *line, int room) {
  if (!fgets(line, room, file)) *line = '\0';
  line[strcspn(line, "\r\n")] = '\0';
  return line;
}

/* Called by one thread at a time; what it sets is copied. */
static int32_t provide(void *user_data, cos_credentials_t *credentials) {
  const char *path = user_data;
  char id[200], key[200], token[2000], end[40];
  FILE *file = fopen(path, "r");
  if (!file) {
    char why[400];
    snprintf(why, sizeof why, "%s: %s", path, strerror(errno));
    cos_credentials_set_error(credentials, why);
    return 1;
  }
  read_line(file, id, sizeof id);
  read_line(file, key, sizeof key);
  read_line(file, token, sizeof token);
  read_line(file, end, sizeof end);
  fclose(file);
  fprintf(stderr, "read %s\n", path);
  cos_credentials_set(credentials, id, key, *token ? token : NULL, atoll(end));
  return 0;
}

int main(int argc, char **argv) {
  cos_client_t *client = NULL;
  int failed = 0;
  if (argc < 3) return fprintf(stderr, "usage: credentials FILE BUCKET...\n"), 2;

  cos_client_options_t *options = options_from_environment();
  cos_client_options_set_credentials_provider(options, provide, argv[1], NULL);
  cos_error_t *error = cos_client_new(options, &client);
  cos_client_options_free(options);
  if (error) return report(error);

  for (int i = 2; i < argc; i++) {
    error = cos_head_bucket(client, argv[i], NULL, NULL);
    printf("%s: %s\n", argv[i], error ? cos_error_code(error) : "yes");
    if (error) failed = report(error);
  }
  cos_client_free(client);
  return failed;
}
