#include "signature_rules.h"

#include <ctype.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "require.h"

enum { HEX = 41, MOST_PAIRS = MOST_SETTINGS };

typedef struct {
  char *name, *value; /* both percent-encoded, the name in lower case */
} pair_t;

static void hex(const unsigned char *bytes, char out[HEX]) {
  for (int i = 0; i < 20; i++) sprintf(out + 2 * i, "%02x", bytes[i]);
}

static void hmac(const char *key, const char *text, char out[HEX]) {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  HMAC(EVP_sha1(), key, (int)strlen(key), (const unsigned char *)text, strlen(text), bytes, NULL);
  hex(bytes, out);
}

static char *encoded(const char *text, size_t length) {
  char *out = malloc(3 * length + 1), *to = out;
  if (!out) abort();
  for (size_t i = 0; i < length; i++) {
    unsigned char byte = (unsigned char)text[i];
    if (isalnum(byte) || strchr("-._~", byte)) *to++ = (char)byte;
    else to += sprintf(to, "%%%02X", byte);
  }
  *to = '\0';
  return out;
}

static pair_t pair_of(const char *name, size_t name_length, const char *value, size_t value_length) {
  pair_t pair = {encoded(name, name_length), encoded(value, value_length)};
  for (char *at = pair.name; *at; at++) *at = (char)tolower((unsigned char)*at);
  return pair;
}

static int by_name(const void *one, const void *other) {
  return strcmp(((const pair_t *)one)->name, ((const pair_t *)other)->name);
}

/* Sorts, joins into `name=value&...`, and compares the names with a list of the signature. */
static char *joined(pair_t *pairs, size_t count, const char *list, const char *what) {
  size_t room = 1;
  for (size_t i = 0; i < count; i++) room += strlen(pairs[i].name) + strlen(pairs[i].value) + 2;
  char *all = calloc(room, 1), *names = calloc(room, 1);
  if (!all || !names) abort();
  qsort(pairs, count, sizeof *pairs, by_name);
  for (size_t i = 0; i < count; i++) {
    sprintf(all + strlen(all), "%s%s=%s", i ? "&" : "", pairs[i].name, pairs[i].value);
    sprintf(names + strlen(names), "%s%s", i ? ";" : "", pairs[i].name);
  }
  size_t length = strcspn(list, "&\r");
  REQUIRE(strlen(names) == length && strncmp(names, list, length) == 0, "%s %s, not %.*s", what, names, (int)length, list);
  free(names);
  return all;
}

static void free_pairs(pair_t *pairs, size_t count) {
  for (size_t i = 0; i < count; i++) {
    free(pairs[i].name);
    free(pairs[i].value);
  }
}

/* Whether a name repeats, which COS does not define. */
static int repeats(const pair_t *pairs, size_t count) {
  for (size_t i = 0; i < count; i++)
    for (size_t j = 0; j < i; j++)
      if (strcmp(pairs[i].name, pairs[j].name) == 0) return 1;
  return 0;
}

static size_t parameters_of(const settings_t *settings, pair_t *pairs) {
  size_t count = 0;
  for (size_t i = 0; i < settings->count; i++) {
    const line_setting_t *one = &settings->all[i];
    if (one->kind != SET_QUERY || !is_last(settings, i, strcmp)) continue;
    const char *value = one->second ? one->second : "";
    pairs[count++] = pair_of(one->value, strlen(one->value), value, strlen(value));
  }
  return count;
}

/* A header that the list names. */
static int is_signed(const char *list, const char *name, size_t length) {
  char *wanted = encoded(name, length);
  size_t wanted_length = strlen(wanted);
  int found = 0;
  for (const char *at = list; !found; at++) {
    size_t one = strcspn(at, ";&\r");
    found = one == wanted_length && strncasecmp(at, wanted, one) == 0;
    at += one;
    if (*at != ';') break;
  }
  free(wanted);
  return found;
}

static size_t headers_of(const char *request, const char *list, pair_t *pairs) {
  size_t count = 0;
  for (const char *line = strstr(request, "\r\n") + 2; strncmp(line, "\r\n", 2) != 0; line = strstr(line, "\r\n") + 2) {
    size_t name = strcspn(line, ":"), length = (size_t)(strstr(line, "\r\n") - line);
    if (count < MOST_PAIRS && is_signed(list, line, name))
      pairs[count++] = pair_of(line, name, line + name + 2, length - name - 2);
  }
  return count;
}

/* What follows `NAME=` in the Authorization. */
static const char *member(const char *authorization, const char *name) {
  const char *at = strstr(authorization, name);
  REQUIRE(at && at < strstr(authorization, "\r\n"), "no %s in %.300s", name, authorization);
  return at + strlen(name);
}

static void digest(const char *text, char out[HEX]) {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  EVP_Digest(text, strlen(text), bytes, NULL, EVP_sha1(), NULL);
  hex(bytes, out);
}

static void require_signature(const char *authorization, const char *secret, const char *text) {
  char sum[HEX], key[HEX], signature[HEX], to_sign[256];
  const char *time = member(authorization, "&q-key-time=");
  char *window = strndup(time, strcspn(time, "&"));
  digest(text, sum);
  hmac(secret, window, key);
  snprintf(to_sign, sizeof to_sign, "sha1\n%s\n%s\n", window, sum);
  hmac(key, to_sign, signature);
  REQUIRE(strncmp(member(authorization, "&q-signature="), signature, HEX - 1) == 0, "signed otherwise than:\n%s", text);
  free(window);
}

static char *text_to_sign(const char *request, const char *object, const char *query, const char *headers) {
  size_t method = strcspn(request, " "), room = method + strlen(query) + strlen(headers) + 8;
  if (!object) object = "";
  char *text = malloc(room + strlen(object));
  if (!text) abort();
  sprintf(text, "%.*s\n/%s\n%s\n%s\n", (int)method, request, object, query, headers);
  for (size_t i = 0; i < method; i++) text[i] = (char)tolower((unsigned char)text[i]);
  return text;
}

void require_signature_rules(const char *request, const settings_t *settings, const char *id, const char *key) {
  pair_t parameters[MOST_PAIRS], headers[MOST_PAIRS];
  const char *authorization = strcasestr(request, "\r\nauthorization: ") + 17;
  REQUIRE(strncmp(member(authorization, "&q-ak="), id, strlen(id)) == 0, "q-ak is not %s", id);
  const char *list = member(authorization, "&q-header-list=");
  size_t count = parameters_of(settings, parameters), signed_count = headers_of(request, list, headers);
  if (!repeats(parameters, count) && !repeats(headers, signed_count)) {
    char *query = joined(parameters, count, member(authorization, "&q-url-param-list="), "parameters");
    char *lines = joined(headers, signed_count, list, "headers");
    char *text = text_to_sign(request, setting(settings, SET_KEY), query, lines);
    require_signature(authorization, key, text);
    free(text);
    free(query);
    free(lines);
  }
  free_pairs(parameters, count);
  free_pairs(headers, signed_count);
}
