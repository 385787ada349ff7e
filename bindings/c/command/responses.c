/* Finds the responses in a text. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "read.h"

/* A part of the input. */
typedef struct {
  const char *start;
  const char *end;
} span_t;

static size_t length_of(span_t span) { return (size_t)(span.end - span.start); }

static span_t from(const char *start, span_t whole) { return (span_t){start, whole.end}; }

static int starts_with(span_t span, const char *text) {
  size_t length = strlen(text);
  return length_of(span) >= length && strncasecmp(span.start, text, length) == 0;
}

static span_t without_blanks(span_t span) {
  if (starts_with(span, "\xef\xbb\xbf")) span.start += 3;
  while (span.start < span.end && isspace((unsigned char)*span.start)) span.start++;
  return span;
}

/* The status of "HTTP/1.1 404 Not Found" or "HTTP/2 404"; 0 if the text begins with no status line. */
static int status_of(span_t span) {
  int status = 0;
  if (!starts_with(span, "HTTP/")) return 0;
  const char *at = span.start + 5;
  while (at < span.end && (isdigit((unsigned char)*at) || *at == '.')) at++;
  if (at == span.start + 5 || span.end - at < 4 || *at != ' ') return 0;
  for (int i = 1; i <= 3; i++) {
    if (!isdigit((unsigned char)at[i])) return 0;
    status = status * 10 + (at[i] - '0');
  }
  return span.end - at == 4 || !isdigit((unsigned char)at[4]) ? status : 0;
}

/* What follows the next line end. */
static const char *next_line(span_t span) {
  const char *end = memchr(span.start, '\n', length_of(span));
  return end ? end + 1 : span.end;
}

/* What follows the blank line that ends a header block. */
static const char *end_of_block(span_t span) {
  while (span.start < span.end) {
    int is_blank = *span.start == '\n' || starts_with(span, "\r\n");
    span.start = next_line(span);
    if (is_blank) break;
  }
  return span.start;
}

/* The value of a header in a block; an empty span if there is none. */
static span_t header_value(span_t block, const char *name) {
  size_t length = strlen(name);
  for (; block.start < block.end; block.start = next_line(block)) {
    if (!starts_with(block, name) || block.start + length >= block.end || block.start[length] != ':') continue;
    span_t value = {block.start + length + 1, next_line(block)};
    return without_blanks(value);
  }
  return (span_t){block.end, block.end};
}

/* Whether another response to the same request follows: an interim response, a redirect
   that was followed, a refused attempt with other credentials, a proxy's tunnel. */
static int is_interim(span_t block, int status) {
  if (status < 200 || status == 401 || status == 407) return 1;
  if (status < 400 && status >= 300) return length_of(header_value(block, "location")) > 0;
  span_t line = {block.start, next_line(block)};
  for (; line.start < line.end; line.start++)
    if (starts_with(line, "connection established")) return 1;
  return 0;
}

/* Where a body ends: after Content-Length bytes if there the text ends or another response
   follows, else before the next line that is a status line. */
static const char *end_of_body(span_t rest, span_t block, int is_whole) {
  span_t announced = header_value(block, "content-length");
  if (length_of(announced) > 0 && isdigit((unsigned char)*announced.start)) {
    unsigned long long length = strtoull(announced.start, NULL, 10);
    if (length > length_of(rest) && !is_whole) return rest.end;
    if (length <= length_of(rest)) {
      span_t behind = without_blanks(from(rest.start + length, rest));
      if (length_of(behind) == 0 || status_of(behind)) return behind.start;
    }
  }
  for (; rest.start < rest.end; rest.start = next_line(rest))
    if (status_of(rest)) break;
  return rest.start;
}

/* Reads the response at the beginning of a text; *rest is what follows it. is_whole: nothing
   follows the text. */
static int read_response(const settings_t *settings, const place_t *place, span_t text, int is_whole, span_t *rest) {
  span_t block = text;
  int status = status_of(block);
  block.end = end_of_block(text);
  while (status_of(from(block.end, text)) && is_interim(block, status)) {
    block.start = block.end;
    status = status_of(from(block.start, text));
    block.end = end_of_block(from(block.start, text));
  }
  span_t body = {block.end, end_of_body(from(block.end, text), block, is_whole)};
  *rest = without_blanks(from(body.end, text));
  cos_exchange_t exchange = {
      .struct_size = sizeof exchange,
      .status = status < 200 ? 0 : status,
      .raw_headers = block.start,
      .raw_headers_len = length_of(block),
      .body = body.start,
      .body_len = length_of(body),
  };
  return read_exchange(settings, place, &exchange);
}

/* Whether a text begins with a header that responses of COS have. */
static int is_header_block(span_t text) {
  static const char *const names[] = {"x-cos-", "x-ci-", "x-amz-", "x-errno:", "server:", "date:", "content-type:",
                                      "content-length:", "connection:", "etag:", "last-modified:"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (starts_with(text, names[i])) return 1;
  return 0;
}

static int read_header_block(const settings_t *settings, const place_t *place, span_t text) {
  const char *end = end_of_block(text);
  cos_exchange_t exchange = {
      .struct_size = sizeof exchange,
      .raw_headers = text.start,
      .raw_headers_len = (size_t)(end - text.start),
      .body = end,
      .body_len = length_of(from(end, text)),
  };
  return read_exchange(settings, place, &exchange);
}

/* XML, JSON, gzip, or UTF-16. Of several JSON objects, each is a line of a log. */
static int is_body(span_t raw, span_t text) {
  if (starts_with(text, "<")) return 1;
  if (starts_with(text, "{")) {
    for (span_t line = from(next_line(text), text); line.start < line.end; line.start = next_line(line))
      if (*line.start == '{') return 0;
    return 1;
  }
  return starts_with(raw, "\x1f\x8b") || starts_with(raw, "\xff\xfe") || starts_with(raw, "\xfe\xff");
}

int read_responses(const settings_t *settings, const input_t *input) {
  place_t place = {.name = input->name};
  span_t raw = {input->bytes, input->bytes + input->length};
  span_t text = without_blanks(raw);
  if (is_header_block(text)) return read_header_block(settings, &place, text);
  if (is_body(raw, text)) {
    cos_exchange_t exchange = {.struct_size = sizeof exchange, .body = raw.start, .body_len = length_of(raw)};
    return read_exchange(settings, &place, &exchange);
  }
  int result = EXIT_UNKNOWN;
  while (status_of(text)) result = read_together(result, read_response(settings, &place, text, input->is_whole, &text));
  return result;
}
