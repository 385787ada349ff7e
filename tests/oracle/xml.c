/* Error documents in five encodings, whole, cut or with one wrong byte: every element that expat saw to
   its end is in the error. What the rest says is a beginning of what was written, or nothing. */
#include <expat.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "cos_err.h"
#include "all_accessors.h"
#include "random.h"
#include "text.h"

enum { MOST_FIELDS = 40, MOST_VALUE = 2048 };

/* The children of the root, as expat sees them. */
typedef struct {
  size_t count;
  int depth, is_open;
  size_t length;
  struct {
    char name[32], value[MOST_VALUE];
  } fields[MOST_FIELDS];
} seen_t;

static const struct {
  const char *name, *iconv;
  int is_declared;
} encodings[] = {
    {"UTF-8", "UTF-8", 0}, {"UTF-16", "UTF-16LE", 1},          {"UTF-16", "UTF-16BE", 1},
    {"GBK", "GBK", 1},     {"ISO-8859-1", "ISO-8859-1", 1},
};

static void start(void *user_data, const XML_Char *name, const XML_Char **attributes) {
  seen_t *seen = user_data;
  (void)attributes;
  if (++seen->depth != 2 || seen->count == MOST_FIELDS) return;
  seen->is_open = 1;
  seen->length = 0;
  snprintf(seen->fields[seen->count].name, sizeof seen->fields->name, "%s", name);
}

static void characters(void *user_data, const XML_Char *text, int length) {
  seen_t *seen = user_data;
  if (!seen->is_open || seen->length + (size_t)length >= MOST_VALUE) return;
  memcpy(seen->fields[seen->count].value + seen->length, text, (size_t)length);
  seen->length += (size_t)length;
}

static void end(void *user_data, const XML_Char *name) {
  seen_t *seen = user_data;
  (void)name;
  if (seen->depth-- != 2 || !seen->is_open) return;
  char *value = seen->fields[seen->count++].value;
  value[seen->length] = '\0';
  seen->is_open = 0;
  size_t blanks = strspn(value, " \t\r\n");
  memmove(value, value + blanks, strlen(value + blanks) + 1);
  for (size_t length = strlen(value); length && strchr(" \t\r\n", value[length - 1]);) value[--length] = '\0';
}

static int of_gbk(void *user_data, const char *bytes) {
  unsigned char wide[4] = {0};
  char *from = (char *)bytes, *to = (char *)wide;
  size_t left = 2, room = sizeof wide;
  if (iconv(*(iconv_t *)user_data, &from, &left, &to, &room) == (size_t)-1) return -1;
  return wide[0] | wide[1] << 8;
}

static void close_gbk(void *user_data) {
  iconv_close(*(iconv_t *)user_data);
  free(user_data);
}

/* What expat does not read by itself. */
static int unknown(void *user_data, const XML_Char *name, XML_Encoding *encoding) {
  (void)user_data;
  if (strcasecmp(name, "GBK") != 0) return XML_STATUS_ERROR;
  iconv_t *converter = malloc(sizeof *converter);
  if (!converter) abort();
  *converter = iconv_open("UTF-16LE", "GBK");
  for (int i = 0; i < 256; i++) encoding->map[i] = i < 0x80 ? i : i == 0x80 || i == 0xff ? -1 : -2;
  encoding->data = converter;
  encoding->convert = of_gbk;
  encoding->release = close_gbk;
  return XML_STATUS_OK;
}

/* As far as expat reads. Whether it found a fault. */
static int read_with_expat(const char *bytes, size_t length, int is_whole, seen_t *seen) {
  memset(seen, 0, sizeof *seen);
  XML_Parser parser = XML_ParserCreate(NULL);
  XML_SetUserData(parser, seen);
  XML_SetElementHandler(parser, start, end);
  XML_SetCharacterDataHandler(parser, characters);
  XML_SetUnknownEncodingHandler(parser, unknown, NULL);
  int is_fine = XML_Parse(parser, bytes, (int)length, is_whole) == XML_STATUS_OK;
  XML_ParserFree(parser);
  return !is_fine;
}

static int can_write(size_t encoding, uint32_t point) {
  if (encoding < 3 || point < 0x80) return 1;
  return encoding == 3 ? point >= 0x4e00 && point < 0x9fa0 : point < 0x100;
}

static void add_value(text_t *text, size_t encoding) {
  for (size_t left = below(30); left; left--) {
    uint32_t point = random_point_of_value();
    if (once_in(60)) text_add(text, "<!-- %zu > -->", left);
    else if (once_in(40)) text_add(text, "<![CDATA[<&%zu>]]>", left);
    else if (once_in(40)) text_add(text, "<?pi %zu?>", left);
    else if (once_in(20)) text_add(text, " ");
    else if (point == '&') text_add(text, once_in(2) ? "&amp;" : "&#38;");
    else if (point == '<') text_add(text, once_in(2) ? "&lt;" : "&#x3c;");
    else if (point == '>') text_add(text, "&gt;");
    else if (!can_write(encoding, point) || once_in(20)) text_add(text, once_in(2) ? "&#x%x;" : "&#%u;", point);
    else text_add_point(text, point);
  }
}

static void add_element(text_t *text, const char *name, size_t encoding) {
  static const char *const attributes[] = {"", "", "", " a=\"b\"", " a='>'", " xmlns=\"u\" ", "\n"};
  text_add(text, "<%s%s>", name, attributes[below(7)]);
  add_value(text, encoding);
  text_add(text, "</%s%s>%s", name, once_in(8) ? " " : "", once_in(3) ? "\n  " : "");
}

/* A document, in UTF-8; where the start tag of its root ends. */
static size_t write_document(text_t *text, size_t encoding) {
  static const char *const names[] = {"Code", "Message", "Resource", "RequestId", "TraceId"};
  text->length = 0;
  if (encodings[encoding].is_declared || once_in(2))
    text_add(text, "<?xml version='1.0' encoding=\"%s\"?>%s", encodings[encoding].name, once_in(2) ? "\n" : "");
  text_add(text, "<Error>");
  size_t begin = text->length;
  for (size_t i = 0; i < 5; i++)
    if (!once_in(6)) add_element(text, names[i], encoding);
  for (size_t left = below(6); left; left--) {
    static text_t name;
    name.length = 0;
    text_add_name(&name);
    add_element(text, name.bytes, encoding);
  }
  text_add(text, "</Error>");
  return begin;
}

/* In the encoding, with a byte order mark for UTF-16, which XML demands. */
static size_t encode(const text_t *text, size_t encoding, char *out, size_t room) {
  char *from = (char *)text->bytes, *to = out;
  size_t left = text->length;
  if (encoding == 1 || encoding == 2) {
    memcpy(to, encoding == 1 ? "\xff\xfe" : "\xfe\xff", 2);
    to += 2;
    room -= 2;
  }
  iconv_t converter = iconv_open(encodings[encoding].iconv, "UTF-8");
  CHECK(iconv(converter, &from, &left, &to, &room) != (size_t)-1);
  iconv_close(converter);
  return (size_t)(to - out);
}

static const char *code_of(const cos_error_t *error) {
  return cos_error_code_source(error) == COS_CODE_SOURCE_BODY ? cos_error_code(error) : "";
}

static const char *value_of(const cos_error_t *error, const char *name) {
  if (strcmp(name, "Code") == 0) return code_of(error);
  if (strcmp(name, "Message") == 0) return cos_error_message(error);
  if (strcmp(name, "Resource") == 0) return cos_error_resource(error);
  if (strcasecmp(name, "RequestId") == 0) return cos_error_request_id(error);
  if (strcasecmp(name, "TraceId") == 0) return cos_error_trace_id(error);
  return cos_error_detail(error, name);
}

static int is_earlier(const seen_t *seen, size_t index) {
  for (size_t i = 0; i < index; i++)
    if (strcasecmp(seen->fields[i].name, seen->fields[index].name) == 0) return 1;
  return 0;
}

/* What was complete before the cut or the fault is there. */
static void check_complete(const cos_error_t *error, const seen_t *seen) {
  for (size_t i = 0; i < seen->count; i++)
    if (*seen->fields[i].value && !is_earlier(seen, i))
      CHECK_TEXT(value_of(error, seen->fields[i].name), seen->fields[i].value);
}

/* What comes after is the beginning of what was written. The message is the library's own if there is none. */
static void check_rest(const cos_error_t *error, const seen_t *seen, const seen_t *whole) {
  for (size_t i = seen->count; i < whole->count; i++) {
    const char *value = value_of(error, whole->fields[i].name);
    int is_own = strcmp(whole->fields[i].name, "Message") == 0;
    if (!is_own && !is_earlier(whole, i)) CHECK(strncmp(whole->fields[i].value, value, strlen(value)) == 0);
  }
}

static cos_error_t *read_document(const char *bytes, size_t length, int is_cut) {
  char *body = exactly(bytes, length);
  const cos_exchange_t exchange = {.struct_size = sizeof exchange,
                                   .method = "GET",
                                   .status = 404,
                                   .body = body,
                                   .body_len = length,
                                   .body_truncated = is_cut};
  cos_error_t *error = cos_error_from_response(&exchange);
  free(body);
  CHECK(error != NULL);
  if (error) check_every_accessor(error);
  return error;
}

static void compare(const char *bytes, size_t length, const seen_t *whole) {
  static seen_t seen;
  int is_cut = whole != NULL;
  read_with_expat(bytes, length, !is_cut, &seen);
  cos_error_t *error = read_document(bytes, length, is_cut);
  size_t before = check_failures;
  check_complete(error, &seen);
  if (whole) check_rest(error, &seen, whole);
  if (check_failures != before) printf("%.*s\n", (int)length, bytes);
  cos_error_free(error);
}

/* Within a character reference, which one wrong byte turns into any character: the library makes blanks of
   control characters, which expat keeps. */
static int is_in_reference(const char *bytes, size_t at) {
  for (size_t i = at; i > 0 && at - i < 8 && bytes[i - 1] != ';'; i--)
    if (bytes[i - 1] == '&') return 1;
  return 0;
}

static void one_round(void) {
  static text_t text;
  static char bytes[4 * MOST_TEXT];
  static seen_t whole;
  size_t encoding = below(sizeof encodings / sizeof *encodings), begin = write_document(&text, encoding);
  size_t length = encode(&text, encoding, bytes, sizeof bytes);
  CHECK(!read_with_expat(bytes, length, 1, &whole));
  compare(bytes, length, NULL);
  for (int i = 0; i < 4; i++) compare(bytes, below(length + 1), &whole);
  if (encoding != 0) return;
  size_t at = begin + below(length - begin);
  if (bytes[at] & 0x80 || is_in_reference(bytes, at)) return;
  bytes[at] = (char)('!' + below('~' - '!' + 1));
  compare(bytes, length, NULL);
}

int main(int count, char **arguments) { return random_rounds(count, arguments, one_round); }
