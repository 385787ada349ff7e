/* CA files as editors, shells and OpenSSL write them, and files with a bad certificate in them. */
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "fault.h"
#include "ports.h"

static char folder[] = "/tmp/cos_err-ca-XXXXXX", path[64];

/* The file of a shell command's output; $CA is the stand-in's CA. */
static const char *made_by(const char *command) {
  char line[1000];
  snprintf(path, sizeof path, "%s/ca.pem", folder);
  snprintf(line, sizeof line, "(%s) > %s", command, path);
  CHECK_NUMBER(system(line), 0);
  return path;
}

static void files_that_are_read(void) {
  static const char *const commands[] = {
      "cat $CA",
      "printf '\\357\\273\\277'; cat $CA",
      "sed 's/$/\\r/' $CA",
      "printf '\\357\\273\\277'; sed 's/$/\\r/' $CA",
      "openssl x509 -in $CA -addtrust serverAuth -setalias name -trustout",
      "sed 's/ CERTIFICATE/ X509 CERTIFICATE/' $CA",
      "printf '\\357\\273\\277'; openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -subj /CN=other; "
      "printf '\\357\\273\\277'; cat $CA",
      "printf '\\377\\376'; iconv -f UTF-8 -t UTF-16LE $CA",
      "sed 's/^/  /' $CA",
      "tr '\\n' '\\r' < $CA",
      "echo text; openssl genpkey -algorithm ed25519; cat $CA; echo text",
  };
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
    check_subject = commands[i];
    cos_client_options_t *options = https_options(port("good"));
    cos_client_options_set_ca_file(options, made_by(commands[i]));
    cos_error_t *error = head_once(options);
    CHECK_TEXT(cos_error_text(error), "");
    cos_error_free(error);
  }
}

static void files_that_are_refused(void) {
  static const struct {
    const char *command, *says;
  } rows[] = {
      {"cat $CA; sed 3s/./*/ $CA", "certificate block 2 is not base64; correct or remove that block"},
      {"cat $CA $CA; sed 2s/M/A/ $CA; cat $CA", "certificate block 3 is damaged, or holds no certificate; correct"},
      {"cat $CA; sed 3d $CA", "certificate block 2 is cut, or holds no certificate; correct"},
      {"sed '$d' $CA; cat $CA", "certificate block 1 has no END line; correct"},
      {"cat $CA; sed '$d' $CA", "certificate block 2 has no END line; correct"},
      {"echo -----BEGIN CERTIFICATE-----; echo MAMCAQE=; echo -----END CERTIFICATE-----; cat $CA",
       "certificate block 1 is damaged, or holds no certificate; correct"},
      {"cat /dev/null", "must be a PEM file with CERTIFICATE blocks (it has none)"},
      {"openssl x509 -in $CA -outform DER", "must be a PEM file with CERTIFICATE blocks (it has none)"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    cos_client_t *client = NULL;
    cos_client_options_t *options = https_options(port("good"));
    char begins[100];
    check_subject = rows[i].command;
    cos_client_options_set_ca_file(options, made_by(rows[i].command));
    snprintf(begins, sizeof begins, "ca_file \"%s\": ", path);
    cos_error_t *error = cos_client_new(options, &client);
    CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_INVALID_ARGUMENT);
    CHECK_HAS(cos_error_message(error), begins);
    CHECK_HAS(cos_error_message(error), rows[i].says);
    CHECK(client == NULL);
    cos_error_free(error);
    cos_client_options_free(options);
  }
}

int main(void) {
  ports_start();
  CHECK(mkdtemp(folder) != NULL);
  setenv("CA", ca_file(), 1);
  files_that_are_read();
  files_that_are_refused();
  CHECK(unlink(path) == 0 && rmdir(folder) == 0);
  ports_stop();
  return check_report();
}
