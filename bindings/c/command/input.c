/* Reads files and standard input. */
#include "input.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int read_error(const input_t *input) { return ferror(input->file) ? (errno ? errno : EIO) : 0; }

int input_open(input_t *input, const char *path) {
  int is_stdin = strcmp(path, "-") == 0;
  *input = (input_t){.name = is_stdin ? "stdin" : path};
  errno = 0;
  input->file = is_stdin ? stdin : fopen(path, "rb");
  if (!input->file) return errno;
  input->bytes = malloc(INPUT_LIMIT + 1);
  if (!input->bytes) return ENOMEM;
  input->length = fread(input->bytes, 1, INPUT_LIMIT, input->file);
  input->bytes[input->length] = '\0';
  if (read_error(input)) return read_error(input);
  int next = input->length < INPUT_LIMIT ? EOF : getc(input->file);
  input->is_whole = next == EOF;
  if (next != EOF) ungetc(next, input->file);
  return read_error(input);
}

int input_drain(input_t *input) {
  char discarded[16 * 1024];
  errno = 0;
  while (fread(discarded, 1, sizeof discarded, input->file) > 0) continue;
  return read_error(input);
}

void input_close(input_t *input) {
  if (input->file && input->file != stdin) fclose(input->file);
  free(input->bytes);
}
