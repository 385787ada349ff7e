/* Fuzzes cos_error_from_response, cos_error_client, cos_scan_next and cos_xml_from_json. An input has seven lines (method,
   status, letters, expected root, URL, bucket, key), the headers, an empty line, the body.
   The letters: t the body is truncated, a the time of arrival is known, r headers as on the wire,
   c marks of COS are expected, f headers are filtered, s the URL carries secrets, and x: the
   input is a failure of the caller's transport. Bytes below 0x20 stand for secrets (`stand_ins`). */
#include <cos_err.h>
#include <string.h>

#include "document_rules.h"
#include "error_rules.h"
#include "input.h"
#include "require.h"
#include "secrets.h"

#define ID "AKIDfuzzFUZZfuzzFUZZfuzzFUZZfuzz1234"
#define SIGNATURE "5eed5eed0123456789abcdef5eed5eed01234567"
#define TOKEN "fUzZtOkEn+of/URL/0123456789abcdefghijklmnop=="
#define ENCODED "fUzZtOkEn%2Bof%2FURL%2F0123456789abcdefghijklmnop%3D%3D"
#define NAMED_SIGNATURE "fee1fee1fedcba9876543210fee1fee1fedcba98"
#define NAMED_TOKEN "nAmEdToKeN0123456789zyxwvutsrqponmlkjihgfedcba"
#define SIGNED_URL                                                                                              \
  "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/folder/a%20b?q-sign-algorithm=sha1&q-ak=" ID  \
  "&q-sign-time=1700000000;1700000600&q-key-time=1700000000;1700000600&q-header-list=host&q-url-param-list="    \
  "&q-signature=" SIGNATURE "&x-cos-security-token=" ENCODED

enum { MOST_HEADERS = 300, MOST_INPUT = 1 << 18, LONGEST_STAND_IN = 120 };

/* The first half repeats what a signed URL carries. The second names its values, after a blank
   that no encoding takes for the end of another character. */
static const struct { char byte; int of_url; const char *text; } stand_ins[] = {
    {0x01, 1, SIGNATURE},
    {0x02, 1, TOKEN},
    {0x03, 1, "fuzztoken%2bof%2furl%2f0123456789abcdefghijklmnop%3d%3d"},
    {0x04, 1, "fUzZtOkEn%252Bof%252FURL%252F0123456789abcdefghijklmnop%253D%253D"},
    {0x05, 1, "5EED5EED0123456789ABCDEF5EED5EED01234567"},
    {0x06, 1, ID},
    {0x07, 0, " q-signature=" NAMED_SIGNATURE},
    {0x0e, 0, " x-cos-security-token=" NAMED_TOKEN},
    {0x0f, 0, " Authorization: q-sign-algorithm=sha1&q-ak=AKIDnamed&q-signature=" NAMED_SIGNATURE},
    {0x10, 0, " https://user:" NAMED_TOKEN "@proxy.example.com/"},
    {0x11, 0, " secretKey=" NAMED_TOKEN},
    {0x12, 0, " q-signature%3D" NAMED_SIGNATURE "%26"},
    {0x13, 0, " \"q-signature\": \"" NAMED_SIGNATURE "\""},
    {0x14, 0, " q-signature&#61;" NAMED_SIGNATURE "&#38;"},
    {0x15, 1, "fUzZtOkEn of/URL/0123456789abcdefghijklmnop=="},
    {0x16, 0, " &lt;SecretKey&gt;" NAMED_TOKEN "&lt;/SecretKey&gt;"},
    {0x17, 0, " X-Cos-Security-Token: " NAMED_TOKEN},
    {0x18, 0, " Authorization: Bearer " NAMED_TOKEN},
    {0x19, 0, " {\\\"secret_key\\\":\\\"" NAMED_TOKEN "\\\"}"},
    {0x1a, 1, "fUzZtOkEn&#43;of&#x2F;URL&#47;0123456789abcdefghijklmnop&#61;&#61;"},
    {0x1b, 1, "fUzZtOkEn\\u002bof\\/URL\\/0123456789abcdefghijklmnop\\u003d\\u003D"},
    {0x1c, 0, " q-signature\\u003d" NAMED_SIGNATURE "\\u0026"},
    {0x1d, 0, " \\u0022secretKey\\u0022\\u003a\\u0022" NAMED_TOKEN "\\u0022"},
    {0x1e, 0, " https:\\/\\/user:" NAMED_TOKEN "@proxy.example.com\\/"},
    {0x1f, 1, "fUzZtOkEn&#43;of&#x2F;URL&#47;0123456789abcdefghijklmnop&#6… "},
};

typedef struct {
  char *method, *root, *url, *bucket, *key;
  long status;
  slice_t letters, headers, body; /* headers and body are copies */
} situation_t;

static const char *stand_in(char byte, int of_url) {
  for (size_t i = 0; i < sizeof stand_ins / sizeof *stand_ins; i++)
    if (stand_ins[i].byte == byte) return stand_ins[i].of_url && !of_url ? "" : stand_ins[i].text;
  return NULL;
}

/* A copy with the secrets in place. */
static slice_t filled(slice_t slice, int of_url) {
  char *all = malloc(slice.length * LONGEST_STAND_IN + 1);
  if (!all) abort();
  size_t length = 0;
  for (size_t i = 0; i < slice.length; i++) {
    const char *text = stand_in(slice.bytes[i], of_url);
    if (text) length += strlen(strcpy(all + length, text));
    else all[length++] = slice.bytes[i];
  }
  slice_t copy = {copy_of((slice_t){all, length}), length};
  free(all);
  return copy;
}

static situation_t situation_of(slice_t input) {
  situation_t one = {0};
  one.method = text_of(take_line(&input));
  one.status = number_of(take_line(&input));
  one.letters = take_line(&input);
  one.root = text_of(take_line(&input));
  one.url = text_of(take_line(&input));
  one.bucket = text_of(take_line(&input));
  one.key = text_of(take_line(&input));
  int of_url = has_letter(one.letters, 's');
  if (of_url) {
    free(one.url);
    one.url = text_of((slice_t){SIGNED_URL, strlen(SIGNED_URL)});
  }
  one.headers = filled(take_block(&input), of_url);
  one.body = filled(input, of_url);
  return one;
}

static void free_situation(situation_t *one) {
  char *const texts[] = {one->method, one->root, one->url, one->bucket, one->key};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) free(texts[i]);
  free((char *)one->headers.bytes);
  free((char *)one->body.bytes);
}

static const char *given(const char *text) { return *text ? text : NULL; }

/* One header per line that has a name, name and value in memory of their own. */
static size_t split_headers(slice_t block, cos_header_t *headers) {
  size_t count = 0;
  while (block.length && count < MOST_HEADERS) {
    slice_t line = take_line(&block), name = line;
    const char *colon = line.length ? memchr(line.bytes, ':', line.length) : NULL;
    if (!colon || colon == line.bytes) continue;
    name.length = (size_t)(colon - line.bytes);
    slice_t value = {colon + 1, line.length - name.length - 1};
    headers[count++] = (cos_header_t){copy_of(name), copy_of(value), name.length, value.length};
  }
  return count;
}

static void free_headers(cos_header_t *headers, size_t count) {
  for (size_t i = 0; i < count; i++) {
    free((char *)headers[i].name);
    free((char *)headers[i].value);
  }
}

static cos_error_t *read_response(const situation_t *one, const cos_header_t *headers, size_t count) {
  int as_on_the_wire = has_letter(one->letters, 'r');
  cos_exchange_t exchange = {
      .struct_size = sizeof exchange,
      .method = given(one->method),
      .url = given(one->url),
      .status = (int32_t)one->status,
      .headers = as_on_the_wire ? NULL : headers,
      .header_count = as_on_the_wire ? 0 : count,
      .raw_headers = as_on_the_wire ? one->headers.bytes : NULL,
      .raw_headers_len = as_on_the_wire ? one->headers.length : 0,
      .body = one->body.bytes,
      .body_len = one->body.length,
      .body_truncated = has_letter(one->letters, 't'),
      .expect_root = given(one->root),
      .bucket = given(one->bucket),
      .key = given(one->key),
      .received_at_ms = has_letter(one->letters, 'a') ? INT64_C(1764288000000) : 0,
      .expect_cos = has_letter(one->letters, 'c'),
      .headers_filtered = has_letter(one->letters, 'f'),
  };
  cos_error_t *error = cos_error_from_response(&exchange);
  int may_succeed = one->status == 0 || one->status / 100 == 2 || one->status == 303;
  REQUIRE(error || may_succeed, "status %ld is a success", one->status);
  return error;
}

/* The body is the message, the root the cause; `status` selects the reason too. */
static cos_error_t *report_failure(const situation_t *one, const cos_header_t *headers, size_t count) {
  static const int reasons[] = {
      COS_ERROR_REASON_INVALID_ARGUMENT, COS_ERROR_REASON_INVALID_CREDENTIALS, COS_ERROR_REASON_DNS,
      COS_ERROR_REASON_CONNECT,          COS_ERROR_REASON_PROXY,               COS_ERROR_REASON_TLS,
      COS_ERROR_REASON_TIMEOUT,          COS_ERROR_REASON_CONNECTION_LOST,     COS_ERROR_REASON_PROTOCOL,
      COS_ERROR_REASON_BAD_RESPONSE,     COS_ERROR_REASON_TOO_LARGE,           COS_ERROR_REASON_CHECKSUM,
      COS_ERROR_REASON_LOCAL_IO,         COS_ERROR_REASON_CANCELLED,           COS_ERROR_REASON_CALLBACK};
  char *message = text_of(one->body);
  unsigned long choice = (unsigned long)one->status;
  cos_client_failure_t failure = {
      .struct_size = sizeof failure,
      .reason = reasons[choice % (sizeof reasons / sizeof *reasons)],
      .message = given(message),
      .os_errno = (int32_t)(choice / 1000 % 200),
      .method = given(one->method),
      .url = given(one->url),
      .cause = given(one->root),
      .headers = headers,
      .header_count = count,
      .status = has_letter(one->letters, 't') ? (int32_t)(choice % 1000) : 0,
      .request_sent = has_letter(one->letters, 'a') - has_letter(one->letters, 'f'),
  };
  cos_error_t *error = cos_error_client(&failure);
  REQUIRE(error, "no error");
  free(message);
  return error;
}

static cos_error_t *read_situation(const situation_t *one) {
  cos_header_t headers[MOST_HEADERS];
  size_t count = has_letter(one->letters, 'r') ? 0 : split_headers(one->headers, headers);
  cos_error_t *error = has_letter(one->letters, 'x') ? report_failure(one, headers, count)
                                                     : read_response(one, headers, count);
  free_headers(headers, count);
  return error;
}

/* Takes the body as JSON of a request's document, and as the document of a success. */
static void write_body(slice_t body) {
  char *json = text_of(body);
  require_written_rules(json);
  /* A NUL in a name reads as another character than in a path. */
  cos_response_t *response = cos_response_new(200, NULL, 0, json, strlen(json));
  require_document_rules(response);
  cos_response_free(response);
  free(json);
}

/* Scans the body as a text, in two pieces: each error in it keeps the rules too. */
static void scan_body(slice_t body, uint64_t variation, const secrets_t *secrets) {
  cos_scan_t *scan = cos_scan_new();
  size_t half = body.length / 2;
  if (half) cos_scan_feed(scan, body.bytes, half);
  if (body.length > half) cos_scan_feed(scan, body.bytes + half, body.length - half);
  cos_scan_feed(scan, NULL, 0);
  cos_finding_t finding = {.struct_size = sizeof finding};
  while (cos_scan_next(scan, &finding)) {
    REQUIRE(finding.offset < body.length, "a finding behind the text");
    require_error_rules(finding.error, variation);
    if (finding.error) require_no_secret(finding.error, secrets);
    cos_error_free(finding.error);
  }
  cos_scan_free(scan);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const secrets_t named = {{NAMED_SIGNATURE, NAMED_TOKEN}};
  static const secrets_t all = {{NAMED_SIGNATURE, NAMED_TOKEN, SIGNATURE, TOKEN, ID}};
  if (size > MOST_INPUT || spells_secret(data, size, &all)) return -1;
  situation_t one = situation_of(slice_of(data, size));
  int of_url = has_letter(one.letters, 's');
  cos_error_t *error = read_situation(&one), *again = read_situation(&one);
  scan_body(one.body, variation_of(data, size), &named);
  write_body(one.body);
  free_situation(&one);
  require_same(error, again);
  cos_error_free(again);
  require_error_rules(error, variation_of(data, size));
  if (error) require_no_secret(error, of_url ? &all : &named);
  cos_error_free(error);
  return 0;
}
