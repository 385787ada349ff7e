/* Text that grows, and random characters for it. */
#ifndef TEXT_H
#define TEXT_H

#include <stddef.h>
#include <stdint.h>

enum { MOST_TEXT = 1 << 16 };

typedef struct {
  size_t length;
  char bytes[MOST_TEXT]; /* NUL-terminated */
} text_t;

/* Printf at the end of the text. */
void text_add(text_t *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A code point in UTF-8. */
void text_add_point(text_t *text, uint32_t point);

/* A character that is not blank: ASCII, of Latin-1, Chinese, or beyond 16 bits. */
uint32_t random_point(void);

/* The same without `@`: the library masks what is between `://` and that. */
uint32_t random_point_of_value(void);

/* A name of letters, at most 12. */
void text_add_name(text_t *text);

/* The text in memory of exactly its length, for sanitizers to watch; the caller frees it. */
char *exactly(const char *bytes, size_t length);

#endif
