#include "signed_wire.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "require.h"

static const char *const of_stack[] = {"host", "content-length", "transfer-encoding", "expect", "user-agent"};

static int is_of_stack(const char *name) {
  for (size_t i = 0; i < sizeof of_stack / sizeof *of_stack; i++)
    if (strcasecmp(name, of_stack[i]) == 0) return 1;
  return 0;
}

static int is_own(const settings_t *settings, size_t index) {
  const line_setting_t *one = &settings->all[index];
  if (!is_of_stack(one->value)) return 0;
  return one->kind == SET_CALL_HEADER || (one->kind == SET_HEADER && is_last(settings, index, strcasecmp));
}

/* A value without the blanks at its ends, which no signature covers. */
static void add_own(FILE *wire, const line_setting_t *one) {
  const char *value = one->second + strspn(one->second, " \t");
  size_t length = strlen(value);
  while (length && strchr(" \t", value[length - 1])) length--;
  fprintf(wire, "%s: %.*s\r\n", one->value, (int)length, value);
}

static void add_host(FILE *wire, const char *host, const settings_t *settings) {
  for (size_t i = 0; i < settings->count; i++)
    if (is_own(settings, i) && strcasecmp(settings->all[i].value, "host") == 0) return;
  fprintf(wire, "Host: %.*s\r\n", (int)strcspn(host, "/?"), host);
}

static void add_listed(FILE *wire, const cos_signed_t *signed_request) {
  size_t authorizations = 0;
  for (size_t i = 0; i < cos_signed_header_count(signed_request); i++) {
    const char *name = cos_signed_header_name(signed_request, i), *value = cos_signed_header_value(signed_request, i);
    REQUIRE(*name && !is_of_stack(name), "the list has %s", name);
    REQUIRE(!strpbrk(name, "\r\n: ") && !strpbrk(value, "\r\n"), "%s: %s is no header", name, value);
    authorizations += strcmp(name, "Authorization") == 0;
    fprintf(wire, "%s: %s\r\n", name, value);
  }
  REQUIRE(authorizations == 1, "%zu times Authorization", authorizations);
}

char *signed_wire(const cos_signed_t *signed_request, const settings_t *settings) {
  char *text = NULL;
  size_t size = 0;
  FILE *wire = open_memstream(&text, &size);
  const char *url = cos_signed_url(signed_request), *host = strstr(url, "://");
  REQUIRE(wire && host, "no URL: %s", url);
  host += 3;
  fprintf(wire, "%s %s HTTP/1.1\r\n", cos_signed_method(signed_request), host + strcspn(host, "/?"));
  add_host(wire, host, settings);
  for (size_t i = 0; i < settings->count; i++)
    if (is_own(settings, i)) add_own(wire, &settings->all[i]);
  add_listed(wire, signed_request);
  fprintf(wire, "\r\n");
  fclose(wire);
  return text;
}
