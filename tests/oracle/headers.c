/* Header blocks as on the wire, after interim blocks, whole or cut: each line that is whole is in the
   error as it was written, in its order among lines of its name. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "cos_err.h"
#include "all_accessors.h"
#include "random.h"
#include "text.h"

enum { MOST_LINES = 30 };

typedef struct {
  text_t text;
  size_t begin, count; /* where the last block begins */
  struct {
    char name[32], value[200];
    size_t end;
  } lines[MOST_LINES];
} block_t;

static const char *end_of_line(void) { return once_in(5) ? "\n" : "\r\n"; }

static void add_line(block_t *block) {
  static text_t name, value;
  name.length = value.length = 0;
  text_add(&name, "x-");
  text_add_name(&name);
  for (size_t left = below(30); left; left--) {
    if (value.length && left > 1 && once_in(8)) text_add(&value, " ");
    text_add_point(&value, random_point());
  }
  if (!value.length) *value.bytes = '\0';
  text_add(&block->text, "%s:%s%s%s%s", name.bytes, once_in(4) ? "" : once_in(4) ? " \t" : " ", value.bytes,
           once_in(6) ? " " : "", end_of_line());
  memcpy(block->lines[block->count].name, name.bytes, name.length + 1);
  memcpy(block->lines[block->count].value, value.bytes, value.length + 1);
  block->lines[block->count++].end = block->text.length;
}

static void write_block(block_t *block) {
  block->text.length = block->count = 0;
  for (size_t left = below(3); left; left--) text_add(&block->text, "HTTP/1.1 100 Continue\r\nx-interim: no\r\n\r\n");
  block->begin = block->text.length;
  text_add(&block->text, "HTTP/1.%c 503 Busy%s", once_in(3) ? '0' : '1', end_of_line());
  for (size_t left = below(20); left; left--) {
    add_line(block);
    if (once_in(8) && block->count < MOST_LINES - 1) {
      size_t last = block->count - 1;
      text_add(&block->text, "%s: again%s", block->lines[last].name, end_of_line());
      memcpy(block->lines[block->count].name, block->lines[last].name, 32);
      strcpy(block->lines[block->count].value, "again");
      block->lines[block->count++].end = block->text.length;
    }
  }
  text_add(&block->text, "%s", end_of_line());
}

/* How many lines of this name come before. */
static size_t earlier(const block_t *block, size_t index) {
  size_t count = 0;
  for (size_t i = 0; i < index; i++) count += strcasecmp(block->lines[i].name, block->lines[index].name) == 0;
  return count;
}

static const char *value_at(const cos_error_t *error, const char *name, size_t skip) {
  for (size_t i = 0; i < cos_error_header_count(error); i++)
    if (strcasecmp(cos_error_header_name(error, i), name) == 0 && skip-- == 0) return cos_error_header_value(error, i);
  return "(missing)";
}

static void compare(const block_t *block, size_t length) {
  char *raw = exactly(block->text.bytes, length);
  const cos_exchange_t exchange = {
      .struct_size = sizeof exchange, .method = "HEAD", .raw_headers = raw, .raw_headers_len = length};
  cos_error_t *error = cos_error_from_response(&exchange);
  free(raw);
  CHECK(error != NULL);
  if (!error) return;
  check_every_accessor(error);
  size_t before = check_failures, whole = 0;
  CHECK_NUMBER(cos_error_status(error), 503);
  for (size_t i = 0; i < block->count; i++) {
    if (block->lines[i].end > length) break;
    whole++;
    CHECK_TEXT(value_at(error, block->lines[i].name, earlier(block, i)), block->lines[i].value);
  }
  CHECK(cos_error_header_count(error) == whole || cos_error_header_count(error) == whole + 1);
  if (length == block->text.length) CHECK_NUMBER(cos_error_header_count(error), whole);
  CHECK_TEXT(cos_error_header(error, "x-interim"), "");
  if (check_failures != before) printf("%.*s\n", (int)length, block->text.bytes);
  cos_error_free(error);
}

static void one_round(void) {
  static block_t block;
  write_block(&block);
  compare(&block, block.text.length);
  size_t status_line = (size_t)(strchr(block.text.bytes + block.begin, '\n') + 1 - block.text.bytes);
  for (int i = 0; i < 4; i++) compare(&block, status_line + below(block.text.length - status_line));
}

int main(int count, char **arguments) { return random_rounds(count, arguments, one_round); }
