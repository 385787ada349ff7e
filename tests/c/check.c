#include "check.h"

const char *check_subject = "";
size_t check_failures;
void (*check_goes_on)(void);
static size_t checks;

/* Servers of a test check from threads of their own. */
static int counted(int holds) {
  __atomic_add_fetch(&checks, 1, __ATOMIC_RELAXED);
  if (!holds) __atomic_add_fetch(&check_failures, 1, __ATOMIC_RELAXED);
  if (check_goes_on) check_goes_on();
  return holds;
}

static void complain(const char *what, const char *file, int line) {
  const char *name = strrchr(file, '/');
  printf("%s:%d: %s%s%s", name ? name + 1 : file, line, check_subject, *check_subject ? ": " : "", what);
}

void check_that(int holds, const char *what, const char *file, int line) {
  if (counted(holds)) return;
  complain(what, file, line);
  puts(" does not hold");
}

void check_number(int64_t actual, int64_t expected, const char *what, const char *file, int line) {
  if (counted(actual == expected)) return;
  complain(what, file, line);
  printf(" is %lld, not %lld\n", (long long)actual, (long long)expected);
}

void check_text(const char *actual, const char *expected, const char *what, const char *file, int line) {
  if (counted(actual && strcmp(actual, expected) == 0)) return;
  complain(what, file, line);
  printf(" is \"%s\", not \"%s\"\n", actual ? actual : "(NULL)", expected);
}

void check_has(const char *actual, const char *expected, const char *what, const char *file, int line) {
  if (counted(actual && strstr(actual, expected))) return;
  complain(what, file, line);
  printf(" is \"%s\", without \"%s\"\n", actual ? actual : "(NULL)", expected);
}

/* The length of the well-formed sequence at s, 0 if there is none (Unicode 15, table 3-7). */
static size_t sequence(const unsigned char *s) {
  if (s[0] < 0x80) return 1;
  if (s[0] < 0xC2 || s[0] > 0xF4) return 0;
  size_t length = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
  unsigned char low = s[0] == 0xE0 ? 0xA0 : s[0] == 0xF0 ? 0x90 : 0x80;
  unsigned char high = s[0] == 0xED ? 0x9F : s[0] == 0xF4 ? 0x8F : 0xBF;
  if (s[1] < low || s[1] > high) return 0;
  for (size_t i = 2; i < length; i++)
    if (s[i] < 0x80 || s[i] > 0xBF) return 0;
  return length;
}

void check_utf8(const char *actual, const char *what, const char *file, int line) {
  size_t step = 1;
  const unsigned char *at = (const unsigned char *)actual;
  while (at && *at && step) at += step = sequence(at);
  if (counted(actual && step)) return;
  complain(what, file, line);
  puts(actual ? " is not UTF-8" : " is NULL");
}

int check_report(void) {
  printf("%zu checks, %zu failed\n", checks, check_failures);
  return check_failures || !checks;
}
