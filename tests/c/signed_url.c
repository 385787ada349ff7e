#include "signed_url.h"

#include <stdlib.h>

#include "check.h"
#include "percent.h"

void check_not_shown(const cos_error_t *error, const char *secret) {
  const struct { const char *name, *text; } outputs[] = {
      {"message", cos_error_message(error)},
      {"resource", cos_error_resource(error)},
      {"url", cos_error_url(error)},
      {"text", cos_error_text(error)},
      {"json", cos_error_json(error)},
      {"advice en", cos_error_advice(error, "en")},
      {"advice zh", cos_error_advice(error, "zh")},
      {"diagnose_steps", cos_error_diagnose_steps(error, "en")},
  };
  for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
    char what[120];
    snprintf(what, sizeof what, "%s is free of \"%.60s\", which", outputs[i].name, secret);
    check_that(!strstr(outputs[i].text, secret), what, __FILE__, __LINE__);
  }
}

static void check_parameter(const cos_error_t *error, const char *url, const char *name) {
  size_t length = strlen(name);
  for (const char *at = strstr(url, name); at; at = strstr(at + 1, name)) {
    if (at == url || !strchr("?&", at[-1]) || at[length] != '=') continue;
    const char *value = at + length + 1;
    char *secret = strndup(value, strcspn(value, "&#"));
    if (!secret) abort();
    if (*secret) {
      check_not_shown(error, secret);
      percent_decode(secret);
      check_not_shown(error, secret);
    }
    free(secret);
  }
}

void check_no_url_secret(const cos_error_t *error, const char *url) {
  static const char *const names[] = {"q-signature", "q-ak", "x-cos-security-token", "x-ci-security-token"};
  if (!url) return;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) check_parameter(error, url, names[i]);
}
