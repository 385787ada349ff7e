#include "bodies.h"

#include <cos_err.h>
#include <stdlib.h>
#include <string.h>

body_t *body_of(const char *letters, const char *source, int *alive) {
  body_t *body = calloc(1, sizeof *body);
  if (!body) abort();
  body->letters = strdup(*letters ? letters : "9");
  body->source = source;
  body->length = source ? strlen(source) : 0;
  body->alive = alive;
  ++*alive;
  return body;
}

int can_rewind(const body_t *body) { return strpbrk(body->letters, "RF") != NULL; }

static char turn(body_t *body) {
  size_t last = strlen(body->letters) - 1;
  return body->letters[body->turn < last ? body->turn++ : last];
}

static void take(body_t *body, const void *bytes, size_t size) {
  if (size == 0) return;
  body->taken = realloc(body->taken, body->taken_length + size);
  if (!body->taken) abort();
  memcpy(body->taken + body->taken_length, bytes, size);
  body->taken_length += size;
  if (body->taken_length > body->most) body->most = body->taken_length;
}

/* As the last letter it counts once only. */
static int is_later(body_t *body, char letter) {
  if (letter != 'l' || (body->laters && body->turn + 1 == strlen(body->letters))) return 0;
  body->laters++;
  return 1;
}

static int fails(body_t *body, char letter) {
  if (letter == 'c') cos_callback_set_error("\x1b[31mthe disk secretKey=fUzZsEcReTkEyFUZZsecretKEY01\n is full");
  if (!strchr("cfmo", letter)) return 0;
  body->failed = 1;
  return 1;
}

int64_t read_body(void *data, void *buffer, size_t size) {
  body_t *body = data;
  char letter = turn(body);
  if (is_later(body, letter)) return COS_BODY_LATER;
  if (fails(body, letter)) return letter == 'o' ? (int64_t)size + 1 : letter == 'm' ? INT64_MIN : -1;
  if (letter == 'e') return 0;
  size_t most = letter >= '1' && letter <= '8' ? (size_t)(letter - '0') : size;
  size_t left = body->length - body->at;
  if (most > left) most = left;
  if (most > size) most = size;
  memcpy(buffer, body->source + body->at, most);
  take(body, body->source + body->at, most);
  body->at += most;
  return (int64_t)most;
}

int32_t write_body(void *data, const void *bytes, size_t size) {
  body_t *body = data;
  char letter = turn(body);
  if (is_later(body, letter)) return COS_BODY_LATER;
  take(body, bytes, size);
  return fails(body, letter) ? letter == 'm' ? INT32_MIN : 1 : 0;
}

int32_t rewind_body(void *data) {
  body_t *body = data;
  body->at = 0;
  body->taken_length = 0;
  if (!strchr(body->letters, 'F')) return 0;
  body->failed = 1;
  return -1;
}

void release_body(void *data) {
  body_t *body = data;
  --*body->alive;
  free(body->letters);
  free(body->taken);
  free(body);
}
