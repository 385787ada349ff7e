/* Finds request ids and error bodies in the lines of a log, in bounded memory. */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "read.h"

/* Longer lines are read in pieces, which end at the next blank if one is near. */
enum { LONGEST_LINE = 64 * 1024, LONGEST_ID = 128, LONGEST_PIECE = LONGEST_LINE - 2 * LONGEST_ID, LONGEST_CODE = 64 };

/* The lines of an input: those of its beginning first. */
typedef struct {
  input_t *input;
  size_t used;
  uint64_t number;
  int is_within_line; /* the last piece was not the end of its line */
  char text[LONGEST_LINE + 1];
  size_t length;
} lines_t;

static int next_byte(lines_t *lines) {
  if (lines->used < lines->input->length) return (unsigned char)lines->input->bytes[lines->used++];
  return lines->input->is_whole ? EOF : getc(lines->input->file);
}

/* Reads the next line behind the first bytes of the text, or a piece of a long line that ends
   between two words where it can. NULs become blanks. 0 at the end. */
static int next_line(lines_t *lines, size_t begin) {
  int byte = 0;
  lines->length = begin;
  lines->number += !lines->is_within_line;
  while (lines->length < LONGEST_LINE && (byte = next_byte(lines)) != EOF && byte != '\n') {
    lines->text[lines->length++] = byte ? (char)byte : ' ';
    if (lines->length > LONGEST_PIECE && byte == ' ') break;
  }
  lines->text[lines->length] = '\0';
  lines->is_within_line = byte != '\n';
  return lines->length > begin || byte == '\n';
}

/* Adds the lines up to the end of an error body that begins in this one: COS indents its bodies. */
static void add_rest_of_body(lines_t *lines) {
  const char *found = strstr(lines->text, "<Error>");
  while (found && !strstr(found, "</Error>") && lines->length < LONGEST_PIECE) {
    size_t begin = lines->length;
    if (!lines->is_within_line) lines->text[begin++] = '\n';
    if (!next_line(lines, begin)) return;
    found = lines->text + begin;
  }
}

static int is_of_id(char c) { return isalnum((unsigned char)c) || c == '+' || c == '/'; }

/* The request id in a run of letters of base64: the whole, or what follows a slash of a path. */
static const char *id_within(char *run, cos_id_t *id) {
  char *at = run;
  while (!cos_id_read(at, id)) {
    at = strpbrk(at, "/+");
    if (!at) return NULL;
    at++;
  }
  return at;
}

/* The next request id from *at on, copied; *at moves behind it. */
static const char *next_id(const char **at, char *copy, cos_id_t *id) {
  while (**at) {
    const char *start = *at;
    while (is_of_id(**at)) ++*at;
    size_t length = (size_t)(*at - start);
    while (length && (**at == '=' || **at == '*')) ++*at;
    size_t whole = (size_t)(*at - start);
    if (length >= 16 && whole < LONGEST_ID) {
      memcpy(copy, start, whole);
      copy[whole] = '\0';
      const char *found = id_within(copy, id);
      if (found) return found;
    }
    if (*at == start) ++*at;
  }
  return NULL;
}

/* The first code of the catalogue in a line, as it is written there; "" if there is none. */
static const char *code_within(const char *line, char *copy) {
  while (*line) {
    size_t length = 0;
    while (isalnum((unsigned char)line[length])) length++;
    if (length > 3 && length < LONGEST_CODE && isupper((unsigned char)*line)) {
      memcpy(copy, line, length);
      copy[length] = '\0';
      /* Words such as "Redirect", "REDIRECT" or "forbidden" are not meant. */
      int is_compound = strcspn(copy + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") < length - 1;
      int has_small = strcspn(copy, "abcdefghijklmnopqrstuvwxyz") < length;
      if (is_compound && has_small && cos_code_retry(copy, COS_RESPONDER_UNKNOWN) >= 0) return copy;
    }
    line += length ? length : 1;
  }
  return "";
}

/* An error body in a line: from `<Error` on, or from the first brace. */
static int read_body(const settings_t *settings, const place_t *place, const char *line) {
  const char *start = strstr(line, "<Error");
  if (!start) start = strchr(line, '{');
  if (!start) return EXIT_UNKNOWN;
  cos_exchange_t exchange = {.struct_size = sizeof exchange, .body = start, .body_len = strlen(start)};
  cos_error_t *error = cos_error_from_response(&exchange);
  int is_found = error && is_of_service(error);
  if (is_found) print_error(settings, place, error);
  cos_error_free(error);
  return is_found ? EXIT_ERROR : EXIT_UNKNOWN;
}

static int read_ids(const settings_t *settings, const place_t *place, const char *line) {
  char copy[LONGEST_ID], code[LONGEST_CODE];
  cos_id_t id = {.struct_size = sizeof id};
  const char *at = line, *found = next_id(&at, copy, &id);
  if (!found) return EXIT_UNKNOWN;
  /* Looked for once: a line may have thousands of ids. */
  const char *of_line = code_within(line, code);
  for (; found; found = next_id(&at, copy, &id)) print_id(settings, place, found, &id, of_line);
  return EXIT_FINE;
}

/* Reads several lines: as one error body, or else one by one. */
static int read_block(const settings_t *settings, place_t place, char *text) {
  int result = read_body(settings, &place, text);
  if (result != EXIT_UNKNOWN) return result;
  for (char *line = text; line; place.line++) {
    char *end = strchr(line, '\n');
    if (end) *end = '\0';
    /* The whole was no body. */
    int found = line != text || end ? read_body(settings, &place, line) : EXIT_UNKNOWN;
    if (found == EXIT_UNKNOWN) found = read_ids(settings, &place, line);
    result = read_together(result, found);
    line = end ? end + 1 : NULL;
  }
  return result;
}

int read_lines(const settings_t *settings, input_t *input, int *read_error) {
  static lines_t lines;
  lines.input = input;
  lines.used = 0;
  lines.number = 0;
  lines.is_within_line = 0;
  int result = EXIT_UNKNOWN;
  errno = 0;
  while (next_line(&lines, 0)) {
    place_t place = {.name = input->name, .line = lines.number};
    add_rest_of_body(&lines);
    result = read_together(result, read_block(settings, place, lines.text));
  }
  *read_error = ferror(input->file) ? (errno ? errno : EIO) : 0;
  return result;
}
