#include "input.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

slice_t slice_of(const uint8_t *data, size_t size) { return (slice_t){(const char *)data, size}; }

static slice_t cut(slice_t *input, size_t at, size_t separator) {
  slice_t first = {input->bytes, at};
  input->bytes += at + separator;
  input->length -= at + separator;
  return first;
}

slice_t take_line(slice_t *input) {
  const char *end = input->length ? memchr(input->bytes, '\n', input->length) : NULL;
  return end ? cut(input, (size_t)(end - input->bytes), 1) : cut(input, input->length, 0);
}

slice_t take_block(slice_t *input) {
  for (size_t at = 0; at < input->length; at++) {
    const char *rest = input->bytes + at;
    size_t left = input->length - at;
    if (left >= 4 && memcmp(rest, "\r\n\r\n", 4) == 0) {
      slice_t block = {input->bytes, at + 2};
      cut(input, at, 4);
      return block;
    }
    if (left >= 2 && memcmp(rest, "\n\n", 2) == 0) {
      slice_t block = {input->bytes, at + 1};
      cut(input, at, 2);
      return block;
    }
  }
  return cut(input, input->length, 0);
}

char *copy_of(slice_t slice) {
  char *copy = malloc(slice.length ? slice.length : 1);
  if (!copy) abort();
  if (slice.length) memcpy(copy, slice.bytes, slice.length);
  return copy;
}

char *text_of(slice_t slice) {
  size_t length = slice.length ? strnlen(slice.bytes, slice.length) : 0;
  char *text = malloc(length + 1);
  if (!text) abort();
  if (length) memcpy(text, slice.bytes, length);
  text[length] = '\0';
  return text;
}

int has_letter(slice_t letters, char letter) {
  return letters.length && memchr(letters.bytes, letter, letters.length) != NULL;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = (char)tolower((unsigned char)c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

long number_of(slice_t slice) {
  char *text = text_of(slice);
  long number = strtol(text, NULL, 10);
  free(text);
  return number;
}
