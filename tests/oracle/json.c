/* Error documents in JSON, whole or cut: every member that jansson reads is in the error, and of a cut
   document each member that was complete before the cut. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "cos_err.h"
#include "all_accessors.h"
#include "random.h"
#include "text.h"

enum { MOST_MEMBERS = 20 };

typedef struct {
  text_t text;
  size_t count;
  struct {
    char name[32];
    size_t end; /* after the comma or brace that follows the member */
  } members[MOST_MEMBERS];
} document_t;

static void add_blank(text_t *text) {
  static const char *const blanks[] = {"", "", "", " ", "\n", "\t", "\r\n  "};
  text_add(text, "%s", blanks[below(7)]);
}

static void add_escaped(text_t *text, uint32_t point) {
  if (point < 0x10000) text_add(text, once_in(2) ? "\\u%04x" : "\\u%04X", point);
  else text_add(text, "\\u%04x\\u%04X", 0xd800 + (point - 0x10000) / 0x400, 0xdc00 + (point - 0x10000) % 0x400);
}

static void add_string(text_t *text) {
  text_add(text, "\"x");
  for (size_t left = below(30); left; left--) {
    uint32_t point = random_point_of_value();
    if (once_in(10)) add_escaped(text, point);
    else if (point == '"' || point == '\\') text_add(text, "\\%c", (int)point);
    else if (point == '/' && once_in(2)) text_add(text, "\\/");
    else text_add_point(text, point);
  }
  text_add(text, "\"");
}

static void add_value(text_t *text, int is_plain) {
  static const char *const others[] = {"null", "true", "false", "[1, {\"a\": \"}\"}]", "[]", "1.5", "-0.25e3"};
  if (is_plain || once_in(2)) add_string(text);
  else if (once_in(2)) text_add(text, "%zu", 1 + below(1 << 30));
  else text_add(text, "%s", others[below(7)]);
}

static int is_taken(const document_t *document, const char *name) {
  for (size_t i = 0; i < document->count; i++)
    if (strcasecmp(document->members[i].name, name) == 0) return 1;
  return 0;
}

static void add_member(document_t *document, const char *name, int is_plain) {
  text_t *text = &document->text;
  if (is_taken(document, name)) return;
  if (document->count) {
    text_add(text, ",");
    document->members[document->count - 1].end = text->length;
  }
  add_blank(text);
  text_add(text, "\"%s\"", name);
  add_blank(text);
  text_add(text, ":");
  add_blank(text);
  add_value(text, is_plain);
  add_blank(text);
  snprintf(document->members[document->count++].name, 32, "%s", name);
}

static const char *const codes[] = {"code", "Code", "errorCode", "error_code"};
static const char *const messages[] = {"message", "Message", "error_msg", "errorMsg"};
static const char *const ids[] = {"RequestId", "request_id", "requestid", "REQUEST_ID"};

static int is_one_of(const char *const names[4], const char *name) {
  for (size_t i = 0; i < 4; i++)
    if (strcmp(names[i], name) == 0) return 1;
  return 0;
}

static void write_document(document_t *document) {
  static text_t name;
  memset(document, 0, sizeof *document);
  text_add(&document->text, "{");
  add_member(document, codes[below(4)], 1);
  if (!once_in(4)) add_member(document, messages[below(4)], 1);
  if (!once_in(4)) add_member(document, ids[below(4)], 1);
  if (once_in(8)) add_member(document, "", 1);
  for (size_t left = below(8); left; left--) {
    name.length = 0;
    text_add_name(&name);
    add_member(document, name.bytes, 0);
  }
  text_add(&document->text, "}");
  document->members[document->count - 1].end = document->text.length;
}

static const char *value_of(const cos_error_t *error, const char *name) {
  if (is_one_of(codes, name)) return cos_error_code_source(error) == COS_CODE_SOURCE_BODY ? cos_error_code(error) : "";
  if (is_one_of(messages, name)) return cos_error_message(error);
  if (is_one_of(ids, name)) return cos_error_request_id(error);
  return cos_error_detail(error, name);
}

static void check_member(const cos_error_t *error, const char *name, json_t *value) {
  char number[32];
  const char *expected = json_string_value(value);
  if (json_is_integer(value)) {
    snprintf(number, sizeof number, "%lld", (long long)json_integer_value(value));
    expected = number;
  } else if (json_is_true(value) || json_is_false(value)) {
    expected = json_is_true(value) ? "true" : "false";
  } else if (json_is_null(value)) {
    expected = "";
  }
  if (expected) CHECK_TEXT(value_of(error, name), expected);
}

static void compare(const document_t *document, json_t *root, size_t length) {
  char *body = exactly(document->text.bytes, length);
  const cos_exchange_t exchange = {.struct_size = sizeof exchange,
                                   .method = "GET",
                                   .status = 400,
                                   .body = body,
                                   .body_len = length,
                                   .body_truncated = length < document->text.length};
  cos_error_t *error = cos_error_from_response(&exchange);
  free(body);
  CHECK(error != NULL);
  check_every_accessor(error);
  size_t before = check_failures;
  for (size_t i = 0; i < document->count; i++)
    if (document->members[i].end <= length)
      check_member(error, document->members[i].name, json_object_get(root, document->members[i].name));
  if (check_failures != before) printf("%.*s\n", (int)length, document->text.bytes);
  cos_error_free(error);
}

static void one_round(void) {
  static document_t document;
  write_document(&document);
  json_error_t fault;
  json_t *root = json_loadb(document.text.bytes, document.text.length, 0, &fault);
  CHECK(root != NULL);
  compare(&document, root, document.text.length);
  for (int i = 0; i < 4; i++) compare(&document, root, below(document.text.length));
  json_decref(root);
}

int main(int count, char **arguments) { return random_rounds(count, arguments, one_round); }
