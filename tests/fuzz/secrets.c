#include "secrets.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "input.h"
#include "require.h"

/* How often a text may have been encoded, and which beginning of a secret is one. */
enum { ROUNDS = 4, SHOWN = 24 };

/* Two digits, or -1. */
static int octet(const char *at) {
  int high = hex_digit(at[0]), low = high < 0 ? -1 : hex_digit(at[1]);
  return low < 0 ? -1 : high * 16 + low;
}

/* Of HTML or XML. */
static int reference(const char *at, size_t *length) {
  static const struct { const char *name; char value; } named[] = {
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
  for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
    *length = strlen(named[i].name);
    if (!strncasecmp(at, named[i].name, *length)) return named[i].value;
  }
  if (at[1] != '#') return -1;
  int is_hex = tolower((unsigned char)at[2]) == 'x';
  const char *digits = at + 2 + is_hex;
  if (hex_digit(*digits) < 0) return -1;
  char *end;
  unsigned long value = strtoul(digits, &end, is_hex ? 16 : 10);
  *length = (size_t)(end - at) + 1;
  return *end == ';' && value < 0x80 ? (int)value : -1;
}

/* The encoded character at this place, and its length there, or -1. */
static int encoded(const char *at, size_t *length) {
  if (*at == '&') return reference(at, length);
  *length = 3;
  if (*at == '%') return octet(at + 1);
  if (*at != '\\') return -1;
  *length = 2;
  if (at[1] && strchr("/\\\"", at[1])) return at[1];
  *length = 6;
  int value = strncmp(at + 1, "u00", 3) ? -1 : octet(at + 4);
  return value < 0x80 ? value : -1;
}

/* In place. Forms write a space as a plus: both become spaces. */
static void decode(char *text) {
  for (int round = 0; round < ROUNDS; round++) {
    char *to = text;
    for (const char *at = text; *at;) {
      size_t length;
      int value = encoded(at, &length);
      if (value < 0) value = (unsigned char)*at, length = 1;
      if (value) *to++ = (char)value;
      at += length;
    }
    *to = '\0';
  }
  for (char *at = text; *at; at++) *at = *at == '+' ? ' ' : (char)tolower((unsigned char)*at);
}

static char *decoded(const char *text, size_t most) {
  char *copy = strndup(text, most);
  if (!copy) abort();
  decode(copy);
  return copy;
}

/* Not strstr, from whose arguments libFuzzer would learn the secrets. */
static int contains(const char *text, const char *piece) {
  for (; *text; text++) {
    size_t same = 0;
    while (piece[same] && text[same] == piece[same]) same++;
    if (!piece[same]) return 1;
  }
  return 0;
}

int shows_secret(const char *text, const secrets_t *secrets) {
  char *plain = decoded(text, strlen(text));
  int shows = 0;
  for (const char *const *value = secrets->values; *value && !shows; value++) {
    char *secret = decoded(*value, SHOWN);
    shows = contains(plain, secret);
    free(secret);
  }
  free(plain);
  return shows;
}

int spells_secret(const uint8_t *data, size_t size, const secrets_t *secrets) {
  char *text = malloc(size + 1);
  if (!text) abort();
  for (size_t i = 0; i < size; i++) text[i] = (char)(data[i] ? data[i] : ' ');
  text[size] = '\0';
  int spells = shows_secret(text, secrets);
  free(text);
  return spells;
}

static void require_text(const char *what, const char *text, const secrets_t *secrets) {
  REQUIRE(!shows_secret(text, secrets), "a secret in %s: %s", what, text);
}

void require_no_secret(const cos_error_t *error, const secrets_t *secrets) {
  if (!secrets->values[0]) return;
  require_text("message", cos_error_message(error), secrets);
  require_text("resource", cos_error_resource(error), secrets);
  require_text("url", cos_error_url(error), secrets);
  require_text("text", cos_error_text(error), secrets);
  require_text("json", cos_error_json(error), secrets);
  require_text("advice en", cos_error_advice(error, "en"), secrets);
  require_text("advice zh", cos_error_advice(error, "zh"), secrets);
  for (size_t i = 0; i < cos_error_cause_count(error); i++)
    require_text("cause", cos_error_cause(error, i), secrets);
}
