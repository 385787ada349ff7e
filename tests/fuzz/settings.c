#include "settings.h"

#include <stdlib.h>
#include <string.h>

static const char *const names[SETTINGS] = {
    "region", "endpoint", "id",     "secret", "token", "agent", "proxy",      "connect",    "via",    "method",
    "bucket", "key",      "header", "query",  "body",  "md5",   "callregion", "callheader", "expires"};

static setting_t kind_of(const char *name) {
  size_t kind = 0;
  while (kind < SETTINGS && strcmp(names[kind], name) != 0) kind++;
  return (setting_t)kind;
}

static void put_line_ends(char *text) {
  for (; *text; text++) *text = (char)(*text == 0x05 ? '\n' : *text == 0x06 ? '\r' : *text);
}

static int is_header(setting_t kind) { return kind == SET_HEADER || kind == SET_CALL_HEADER; }

/* Cuts a pair at its first separator. */
static char *second_of(char *value, setting_t kind) {
  if (!is_header(kind) && kind != SET_QUERY) return NULL;
  char *sign = strchr(value, is_header(kind) ? ':' : '=');
  if (!sign) return NULL;
  *sign = '\0';
  return sign + 1;
}

/* A header without a colon is never set. */
static void add_setting(settings_t *settings, setting_t kind, char *value) {
  put_line_ends(value);
  char *second = second_of(value, kind);
  if (second || !is_header(kind)) settings->all[settings->count++] = (line_setting_t){kind, value, second};
  else free(value);
}

settings_t settings_of(slice_t input) {
  settings_t settings = {0};
  while (input.length && settings.count < MOST_SETTINGS) {
    char *line = text_of(take_line(&input)), *sign = strchr(line, '=');
    if (sign) *sign = '\0';
    setting_t kind = kind_of(line);
    if (sign && kind < SETTINGS) add_setting(&settings, kind, strdup(sign + 1));
    free(line);
  }
  return settings;
}

void free_settings(settings_t *settings) {
  for (size_t i = 0; i < settings->count; i++) free(settings->all[i].value);
}

const char *setting(const settings_t *settings, setting_t kind) {
  const char *found = NULL;
  for (size_t i = 0; i < settings->count; i++)
    if (settings->all[i].kind == kind) found = settings->all[i].value;
  return found;
}

int is_last(const settings_t *settings, size_t index, int (*same)(const char *, const char *)) {
  const line_setting_t *one = &settings->all[index];
  for (size_t i = index + 1; i < settings->count; i++)
    if (settings->all[i].kind == one->kind && same(settings->all[i].value, one->value) == 0) return 0;
  return 1;
}
