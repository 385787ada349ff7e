/* Checks that say what they saw. A program ends with `return check_report();`. */
#ifndef CHECK_H
#define CHECK_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* What is being checked, in front of every complaint: "" or the name of a row. */
extern const char *check_subject;
extern size_t check_failures;
/* Called after each check, unless it is NULL. */
extern void (*check_goes_on)(void);

#define CHECK(condition) check_that((condition) != 0, #condition, __FILE__, __LINE__)
#define CHECK_NUMBER(actual, expected) \
  check_number((int64_t)(actual), (int64_t)(expected), #actual, __FILE__, __LINE__)
#define CHECK_TEXT(actual, expected) check_text((actual), (expected), #actual, __FILE__, __LINE__)
/* The actual text contains the expected one. */
#define CHECK_HAS(actual, expected) check_has((actual), (expected), #actual, __FILE__, __LINE__)
/* The text is there, and is UTF-8. */
#define CHECK_UTF8(actual) check_utf8((actual), #actual, __FILE__, __LINE__)

void check_that(int holds, const char *what, const char *file, int line);
void check_number(int64_t actual, int64_t expected, const char *what, const char *file, int line);
void check_text(const char *actual, const char *expected, const char *what, const char *file, int line);
void check_has(const char *actual, const char *expected, const char *what, const char *file, int line);
void check_utf8(const char *actual, const char *what, const char *file, int line);

/* Prints the sum; 0 if all held, else 1. */
int check_report(void);

#endif
