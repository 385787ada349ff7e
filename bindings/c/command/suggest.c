/* The nearest code to one that was misspelt, and the names of the reasons. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "command.h"

/* Longer texts are no code with a mistake in it. */
enum { LONGEST = 64 };

static const cos_error_reason_t reasons[] = {
    COS_ERROR_REASON_INVALID_ARGUMENT, COS_ERROR_REASON_INVALID_CREDENTIALS,
    COS_ERROR_REASON_DNS,              COS_ERROR_REASON_CONNECT,
    COS_ERROR_REASON_PROXY,            COS_ERROR_REASON_TLS,
    COS_ERROR_REASON_TIMEOUT,          COS_ERROR_REASON_CONNECTION_LOST,
    COS_ERROR_REASON_PROTOCOL,         COS_ERROR_REASON_BAD_RESPONSE,
    COS_ERROR_REASON_TOO_LARGE,        COS_ERROR_REASON_CHECKSUM,
    COS_ERROR_REASON_LOCAL_IO,         COS_ERROR_REASON_CANCELLED,
    COS_ERROR_REASON_CALLBACK,         COS_ERROR_REASON_INTERNAL,
};

const char *reason_name(size_t index) {
  return index < sizeof reasons / sizeof *reasons ? cos_error_reason_name(reasons[index]) : NULL;
}

cos_error_reason_t reason_of(const char *name) {
  for (size_t i = 0; reason_name(i); i++)
    if (strcasecmp(reason_name(i), name) == 0) return reasons[i];
  return 0;
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Letters to change, add, remove or swap with their neighbour, ignoring case. */
static size_t distance(const char *a, const char *b) {
  size_t rows[3][LONGEST + 1];
  size_t a_length = strlen(a), b_length = strlen(b);
  size_t *before = rows[0], *last = rows[1], *now = rows[2];
  for (size_t j = 0; j <= b_length; j++) last[j] = j;
  for (size_t i = 1; i <= a_length; i++) {
    now[0] = i;
    for (size_t j = 1; j <= b_length; j++) {
      int a_is = tolower((unsigned char)a[i - 1]), b_is = tolower((unsigned char)b[j - 1]);
      now[j] = least(least(last[j], now[j - 1]) + 1, last[j - 1] + (a_is != b_is));
      int is_swapped = i > 1 && j > 1 && a_is == tolower((unsigned char)b[j - 2]) &&
                       b_is == tolower((unsigned char)a[i - 2]);
      if (is_swapped) now[j] = least(now[j], before[j - 2] + 1);
    }
    size_t *free_row = before;
    before = last, last = now, now = free_row;
  }
  return last[b_length];
}

static void nearer(const char *text, const char *name, const char **best, size_t *best_distance) {
  if (strlen(name) > LONGEST) return;
  size_t found = distance(text, name);
  if (found < *best_distance) *best = name, *best_distance = found;
}

const char *suggested_code(const char *text) {
  size_t length = strlen(text);
  if (length < 3 || length > LONGEST) return NULL;
  /* A quarter of the letters may be wrong. */
  size_t best_distance = 2 + length / 4;
  const char *best = NULL;
  for (size_t i = 0; i < cos_code_count(); i++) {
    const char *name = cos_code_name(i);
    /* Of numbers, any other one is near. */
    if (isalpha((unsigned char)name[0])) nearer(text, name, &best, &best_distance);
  }
  for (size_t i = 0; reason_name(i); i++) nearer(text, reason_name(i), &best, &best_distance);
  return best;
}
