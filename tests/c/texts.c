/* Texts for logs have a largest size, whatever a server sends; the accessors have all of it. */
#include <cos_err.h>
#include <jansson.h>
#include <stdlib.h>

#include "check.h"

#define URL "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/"
#define ELLIPSIS "\xe2\x80\xa6"
#define OPEN "<Error><Code>NoSuchKey</Code><Message>"
#define CLOSE "</Message><RequestId>body-id</RequestId></Error>"

enum { TEXT = 4096, JSON = 65536, LONG = 900000, PARTS = 1000, LONGEST_KEY = 850 };

/* A text of so many bytes, of one piece again and again; the caller frees it. */
static char *repeated(const char *piece, size_t length) {
  char *text = malloc(length + 1);
  if (!text) abort();
  for (size_t i = 0; i < length; i++) text[i] = piece[i % strlen(piece)];
  text[length] = '\0';
  return text;
}

static char *joined(const char *a, const char *b, const char *c) {
  char *text = malloc(strlen(a) + strlen(b) + strlen(c) + 1);
  if (!text) abort();
  strcpy(text, a);
  strcat(text, b);
  return strcat(text, c);
}

static cos_error_t *error_of(const char *url, const char *body, const char *code) {
  cos_header_t header = {.name = "x-cos-error-code", .value = code};
  cos_exchange_t exchange = {.struct_size = sizeof exchange, .method = "GET", .url = url, .status = 404};
  exchange.body = body;
  exchange.body_len = strlen(body);
  exchange.headers = &header;
  exchange.header_count = code != NULL;
  return cos_error_from_response(&exchange);
}

/* Frees the error. */
static void check_sizes(cos_error_t *error, int is_cut) {
  const char *text = cos_error_text(error), *json = cos_error_json(error);
  CHECK(strlen(text) <= TEXT);
  CHECK(strlen(json) <= JSON);
  CHECK_UTF8(text);
  CHECK_UTF8(json);
  json_t *digest = json_loads(json, JSON_REJECT_DUPLICATES, NULL);
  CHECK(json_is_object(digest));
  CHECK_NUMBER(json_is_true(json_object_get(digest, "truncated")), is_cut);
  CHECK_TEXT(json_string_value(json_object_get(digest, "diagnose_url")), cos_error_diagnose_url(error));
  json_decref(digest);
  cos_error_free(error);
}

static void a_long_message(const char *piece, size_t length, int is_cut) {
  char *message = repeated(piece, length), *body = joined(OPEN, message, CLOSE);
  cos_error_t *error = error_of(URL "key", body, NULL);
  check_subject = piece;
  CHECK_NUMBER(strlen(cos_error_message(error)), length);
  CHECK_HAS(cos_error_text(error), "NoSuchKey (HTTP 404): ");
  CHECK_HAS(cos_error_text(error), ELLIPSIS " [request id body-id; GET " URL "key]");
  check_sizes(error, is_cut);
  free(message);
  free(body);
}

/* 850 bytes of a key, percent-encoded. */
static void the_longest_key_is_shown_whole(void) {
  char *path = repeated("%E4%B8%AD", 3 * LONGEST_KEY / 9 * 9), *url = joined(URL, path, "");
  char *message = repeated("m", TEXT), *body = joined(OPEN, message, CLOSE);
  cos_error_t *error = error_of(url, body, NULL);
  check_subject = "the longest key";
  CHECK_HAS(cos_error_text(error), "mmmm" ELLIPSIS " [request id body-id; GET ");
  CHECK_HAS(cos_error_text(error), url);
  CHECK_NUMBER(strlen(cos_error_text(error)), TEXT);
  check_sizes(error, 0);
  free(path);
  free(url);
  free(message);
  free(body);
}

/* URL, code and ids that no server of COS sends. */
static void everything_is_long(void) {
  char *long_text = repeated("\"\\x", 50000), *url = joined(URL, long_text, "");
  cos_error_t *error = error_of(url, "", long_text);
  check_subject = "a long URL and code";
  CHECK_NUMBER(strlen(cos_error_code(error)), 50000);
  CHECK_TEXT(cos_error_url(error), url);
  CHECK_HAS(cos_error_text(error), ELLIPSIS " (HTTP 404): ");
  CHECK_HAS(cos_error_text(error), " [GET " URL);
  check_sizes(error, 1);
  free(long_text);
  free(url);
}

static void many_parts(void) {
  static const char end[] = "<Error><Key>key</Key><Code>AccessDenied</Code><Message>x</Message></Error>";
  char *message = repeated("m", 900);
  char *part = joined("<Error><Key>key</Key><Code>AccessDenied</Code><Message>", message, "</Message></Error>");
  char *parts = repeated(part, PARTS * strlen(part)), *body = joined("<DeleteResult>", parts, "</DeleteResult>");
  cos_error_t *error = error_of(URL "?delete", body, NULL);
  check_subject = "many parts";
  CHECK_NUMBER(cos_error_part_count(error), PARTS);
  json_t *digest = json_loads(cos_error_json(error), 0, NULL), *shown = json_object_get(digest, "parts");
  size_t count = json_array_size(shown);
  CHECK(count >= 60 && count < PARTS);
  CHECK_TEXT(json_string_value(json_object_get(json_array_get(shown, count - 1), "message")), message);
  json_decref(digest);
  check_sizes(error, 1);
  /* As many small ones fit. */
  free(parts);
  parts = repeated(end, 300 * strlen(end));
  free(body);
  body = joined("<DeleteResult>", parts, "</DeleteResult>");
  error = error_of(URL "?delete", body, NULL);
  digest = json_loads(cos_error_json(error), 0, NULL);
  CHECK_NUMBER(json_array_size(json_object_get(digest, "parts")), 300);
  json_decref(digest);
  check_sizes(error, 0);
  free(message);
  free(part);
  free(parts);
  free(body);
}

int main(void) {
  a_long_message("m", LONG, 1);
  a_long_message("\\\"", LONG, 1);
  a_long_message("\xe4\xb8\xad", LONG, 1);
  a_long_message("m", 10000, 0);
  the_longest_key_is_shown_whole();
  everything_is_long();
  many_parts();
  return check_report();
}
