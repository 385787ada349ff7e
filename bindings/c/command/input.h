/* An input of cos-err read: its beginning in memory, the rest as a stream. */
#ifndef INPUT_H
#define INPUT_H

#include <stddef.h>
#include <stdio.h>

/* More than the headers and the body of an error response may have together. */
#define INPUT_LIMIT ((size_t)2 * 1024 * 1024)

typedef struct {
  const char *name;
  FILE *file;
  char *bytes;   /* the beginning, at most INPUT_LIMIT bytes, followed by a NUL */
  size_t length;
  int is_whole;  /* the beginning is all there is */
} input_t;

/* Opens a file, or standard input for "-", and reads its beginning. 0, or an error number. */
int input_open(input_t *input, const char *path);
/* Reads the rest and discards it, so that the program that writes it does not fail. */
int input_drain(input_t *input);
void input_close(input_t *input);

#endif
