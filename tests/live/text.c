/* Small texts: elements of XML, percent-encoding, notes, masking. */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "live.h"

static const session_t *session;

void mask_for(const session_t *whose) { session = whose; }

void note(notes_t *notes, const char *format, ...) {
  size_t used = strlen(notes->text);
  va_list list;
  va_start(list, format);
  int length = vsnprintf(NULL, 0, format, list);
  va_end(list);
  char *whole = length < 0 ? NULL : malloc((size_t)length + 1);
  if (!whole) abort();
  va_start(list, format);
  vsnprintf(whole, (size_t)length + 1, format, list);
  va_end(list);
  /* Masked before it is cut: half a secret would not be found. */
  char *shown = masked(whole);
  snprintf(notes->text + used, sizeof notes->text - used, "%s%s", used ? "; " : "", shown);
  free(whole);
  free(shown);
}

const char *element(const char *from, const char *name, char *out, size_t size) {
  char tag[64];
  snprintf(tag, sizeof tag, "<%s>", name);
  const char *begin = strstr(from, tag);
  if (!begin) return NULL;
  begin += strlen(tag);
  const char *end = strstr(begin, "</");
  if (!end || (size_t)(end - begin) >= size) return NULL;
  memcpy(out, begin, (size_t)(end - begin));
  out[end - begin] = '\0';
  return end;
}

void percent_encode(const char *text, char *out, size_t size) {
  size_t used = 0;
  for (; *text && used + 4 <= size; text++) {
    unsigned char c = (unsigned char)*text;
    if (isalnum(c) || strchr("-_.~", c)) out[used++] = (char)c;
    else used += (size_t)snprintf(out + used, 4, "%%%02X", c);
  }
  out[used < size ? used : size - 1] = '\0';
}

/* text with a word in place of every occurrence of secret; frees text. */
static char *replaced(char *text, const char *secret, const char *word) {
  if (!secret || strlen(secret) < 4) return text;
  for (char *at = text; (at = strstr(at, secret)) != NULL; at += strlen(word)) {
    size_t before = (size_t)(at - text), rest = strlen(at + strlen(secret));
    char *longer = malloc(before + strlen(word) + rest + 1);
    if (!longer) abort();
    memcpy(longer, text, before);
    memcpy(longer + before, word, strlen(word));
    memcpy(longer + before + strlen(word), at + strlen(secret), rest + 1);
    at = longer + before;
    free(text);
    text = longer;
  }
  return text;
}

char *masked(const char *text) {
  const account_t *accounts[] = {&session->account, &session->expired};
  const char *appid = strrchr(session->bucket, '-');
  char *copy = malloc(strlen(text) + 1);
  if (!copy) abort();
  memcpy(copy, text, strlen(text) + 1);
  for (size_t i = 0; i < 2; i++) {
    copy = replaced(copy, accounts[i]->token, "(token)");
    copy = replaced(copy, accounts[i]->key, "(SecretKey)");
    copy = replaced(copy, accounts[i]->id, "(SecretId)");
  }
  copy = replaced(copy, session->bucket, "BUCKET-APPID");
  return replaced(copy, appid ? appid + 1 : NULL, "APPID");
}
