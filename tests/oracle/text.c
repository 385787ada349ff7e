#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "random.h"

void text_add(text_t *text, const char *format, ...) {
  va_list rest;
  va_start(rest, format);
  int length = vsnprintf(text->bytes + text->length, MOST_TEXT - text->length, format, rest);
  va_end(rest);
  if (length < 0 || (size_t)length >= MOST_TEXT - text->length) abort();
  text->length += (size_t)length;
}

void text_add_point(text_t *text, uint32_t point) {
  if (point < 0x80) text_add(text, "%c", (int)point);
  else if (point < 0x800) text_add(text, "%c%c", 0xc0 | point >> 6, 0x80 | (point & 63));
  else if (point < 0x10000)
    text_add(text, "%c%c%c", 0xe0 | point >> 12, 0x80 | (point >> 6 & 63), 0x80 | (point & 63));
  else
    text_add(text, "%c%c%c%c", 0xf0 | point >> 18, 0x80 | (point >> 12 & 63), 0x80 | (point >> 6 & 63),
             0x80 | (point & 63));
}

uint32_t random_point(void) {
  switch (below(8)) {
    case 0: return (uint32_t)(0xc0 + below(0x40));
    case 1: return (uint32_t)(0x1f600 + below(0x40));
    case 2:
    case 3: return (uint32_t)(0x4e00 + below(0x5000));
    default: return (uint32_t)('!' + below('~' - '!' + 1));
  }
}

uint32_t random_point_of_value(void) {
  uint32_t point = random_point();
  return point == '@' ? 'a' : point;
}

void text_add_name(text_t *text) {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  for (size_t left = 3 + below(10); left; left--) text_add(text, "%c", letters[below(52)]);
}

char *exactly(const char *bytes, size_t length) {
  char *copy = malloc(length ? length : 1);
  if (!copy) abort();
  memcpy(copy, bytes, length);
  return copy;
}
