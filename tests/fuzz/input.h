/* What a fuzz input consists of: lines, and a rest. */
#ifndef INPUT_H
#define INPUT_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  const char *bytes;
  size_t length;
} slice_t;

slice_t slice_of(const uint8_t *data, size_t size);

/* Cuts the first line off. The line has no line feed; an empty slice if nothing is left. */
slice_t take_line(slice_t *input);

/* Cuts off everything before the first empty line, which belongs to neither. Without one, everything. */
slice_t take_block(slice_t *input);

/* A copy that ends exactly with its NUL, so that AddressSanitizer sees every byte read beyond it.
   A NUL inside ends the text early. The caller frees it. */
char *text_of(slice_t slice);

/* A copy of exactly its length. The caller frees it. */
char *copy_of(slice_t slice);

/* Whether a set of letters contains one. */
int has_letter(slice_t letters, char letter);

/* The value of a hexadecimal digit in either case; -1: it is none. */
int hex_digit(char c);

/* The number at the beginning, 0 without one. */
long number_of(slice_t slice);

#endif
