/* Signed URLs of random requests: path and parameters are those that were set, and the signature is that
   which OpenSSL computes by https://cloud.tencent.com/document/product/436/7778. */
#include <ctype.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "client_from.h"
#include "cos_err.h"
#include "random.h"
#include "text.h"

#define HOST "examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com"

enum { HEX = 41, MOST_PAIRS = 24 };

/* A header or parameter, as it was set and as it is signed. */
typedef struct {
  char name[400], value[400], coded_name[1200], coded_value[1200];
} pair_t;

typedef struct {
  size_t count;
  pair_t pairs[MOST_PAIRS];
} pairs_t;

static char id[64], key[64], token[64], object[400];
static pairs_t parameters, headers;

static void encode(const char *text, char *out) {
  for (; *text; text++) {
    unsigned char byte = (unsigned char)*text;
    if (isalnum(byte) || strchr("-._~", byte)) *out++ = (char)byte;
    else out += sprintf(out, "%%%02X", byte);
  }
  *out = '\0';
}

static void decode(const char *text, size_t length, char *out) {
  for (size_t i = 0; i < length; i++) {
    unsigned byte = (unsigned char)text[i];
    if (byte == '%' && sscanf(text + i + 1, "%2x", &byte) == 1) i += 2;
    *out++ = (char)byte;
  }
  *out = '\0';
}

static void add(pairs_t *pairs, const char *name, const char *value) {
  pair_t *pair = &pairs->pairs[pairs->count];
  snprintf(pair->name, sizeof pair->name, "%s", name);
  snprintf(pair->value, sizeof pair->value, "%s", value);
  encode(name, pair->coded_name);
  encode(value, pair->coded_value);
  for (char *at = pair->coded_name; *at; at++) *at = (char)tolower((unsigned char)*at);
  for (size_t i = 0; i < pairs->count; i++)
    if (strcmp(pairs->pairs[i].coded_name, pair->coded_name) == 0) return; /* COS does not define a second one */
  pairs->count++;
}

static void random_text(char *out, size_t most, int is_ascii) {
  static text_t text;
  text.length = 0;
  text_add(&text, "%c", (int)('a' + below(26)));
  for (size_t left = below(most); left; left--) {
    uint32_t point = random_point();
    text_add_point(&text, is_ascii && point > '~' ? ' ' : point);
  }
  text_add(&text, "%c", (int)('a' + below(26)));
  strcpy(out, text.bytes);
}

static void random_word(char *out, const char *begin, size_t length) {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  strcpy(out, begin);
  for (size_t at = strlen(begin); at < length; at++) out[at] = letters[below(62)], out[at + 1] = '\0';
}

static cos_client_t *random_client(void) {
  random_word(id, "AKID", 36);
  random_word(key, "", 32);
  random_word(token, "", once_in(3) ? 40 : 0);
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, "ap-guangzhou");
  cos_client_options_set_credentials(options, id, key, *token ? token : NULL);
  return client_from(options);
}

/* A key with the segment "." or ".." is refused, for other stacks would resolve it. */
static void without_dot_segments(char *path) {
  for (char *segment = path; *segment;) {
    size_t length = strcspn(segment, "/");
    int is_dots = length && length <= 2 && strspn(segment, ".") >= length;
    if (is_dots) *segment = '_';
    segment += length + (segment[length] == '/');
  }
}

static cos_request_t *random_request(const char *method) {
  char name[400], value[400];
  random_text(object, 30, 0);
  without_dot_segments(object);
  cos_request_t *request = cos_request_new(method, "examplebucket-1250000000", object);
  parameters.count = headers.count = 0;
  for (size_t left = below(6); left; left--) {
    random_text(name, 10, 0);
    random_text(value, 20, 0);
    size_t before = parameters.count;
    if (once_in(4)) *value = '\0';
    add(&parameters, name, value);
    if (parameters.count > before) cos_request_set_query(request, name, *value || once_in(2) ? value : NULL);
  }
  if (*token) add(&parameters, "x-cos-security-token", token);
  add(&headers, "host", HOST);
  for (size_t left = below(5); left; left--) {
    static text_t word;
    word.length = 0;
    text_add(&word, "X-Cos-Meta-");
    text_add_name(&word);
    random_text(value, 20, 1);
    size_t before = headers.count;
    add(&headers, word.bytes, value);
    if (headers.count > before) cos_request_set_header(request, word.bytes, value);
  }
  return request;
}

static int by_name(const void *one, const void *other) {
  return strcmp(((const pair_t *)one)->coded_name, ((const pair_t *)other)->coded_name);
}

/* `name=value&...` in order, and the list `name;...`. */
static void join(pairs_t *pairs, char *all, char *list) {
  *all = *list = '\0';
  qsort(pairs->pairs, pairs->count, sizeof(pair_t), by_name);
  for (size_t i = 0; i < pairs->count; i++) {
    const pair_t *pair = &pairs->pairs[i];
    all += sprintf(all, "%s%s=%s", i ? "&" : "", pair->coded_name, pair->coded_value);
    list += sprintf(list, "%s%s", i ? ";" : "", pair->coded_name);
  }
}

static void hex(const unsigned char *bytes, char out[HEX]) {
  for (int i = 0; i < 20; i++) sprintf(out + 2 * i, "%02x", bytes[i]);
}

static void hmac(const char *secret, const char *text, char out[HEX]) {
  unsigned char bytes[EVP_MAX_MD_SIZE];
  HMAC(EVP_sha1(), secret, (int)strlen(secret), (const unsigned char *)text, strlen(text), bytes, NULL);
  hex(bytes, out);
}

/* The value of a parameter of the URL, decoded; where it is named as it was set. */
static void parameter(const char *url, const char *name, char out[65536]) {
  char decoded[1200];
  *out = '\0';
  for (const char *at = strchr(url, '?'); at; at = strchr(at, '&')) {
    size_t length = strcspn(++at, "=&"), value = at[length] == '=' ? length + 1 : length;
    decode(at, length, decoded);
    if (strcmp(decoded, name) != 0) continue;
    decode(at + value, strcspn(at + value, "&"), out);
    return;
  }
  CHECK_TEXT("(missing)", name);
}

static void check_signature(const char *url, const char *method) {
  static char query[65536], lines[65536], list[65536], given[65536], text[3 * 65536], window[65536];
  char sum[HEX], signing[HEX], expected[HEX], to_sign[256], lower[16] = "";
  for (size_t i = 0; method[i]; i++) lower[i] = (char)tolower((unsigned char)method[i]), lower[i + 1] = '\0';
  join(&parameters, query, list);
  parameter(url, "q-url-param-list", given);
  CHECK_TEXT(given, list);
  join(&headers, lines, list);
  parameter(url, "q-header-list", given);
  CHECK_TEXT(given, list);
  parameter(url, "q-key-time", window);
  snprintf(text, sizeof text, "%s\n/%s\n%s\n%s\n", lower, object, query, lines);
  unsigned char bytes[EVP_MAX_MD_SIZE];
  EVP_Digest(text, strlen(text), bytes, NULL, EVP_sha1(), NULL);
  hex(bytes, sum);
  hmac(key, window, signing);
  snprintf(to_sign, sizeof to_sign, "sha1\n%.100s\n%s\n", window, sum);
  hmac(signing, to_sign, expected);
  parameter(url, "q-signature", given);
  CHECK_TEXT(given, expected);
  parameter(url, "q-ak", given);
  CHECK_TEXT(given, id);
}

static void check_url(const char *url) {
  static char decoded[65536];
  const char *path = strstr(url, HOST);
  CHECK(path != NULL);
  if (!path) return;
  path += strlen(HOST) + 1;
  decode(path, strcspn(path, "?"), decoded);
  CHECK_TEXT(decoded, object);
  for (size_t i = 0; i < parameters.count; i++) {
    parameter(url, parameters.pairs[i].name, decoded);
    CHECK_TEXT(decoded, parameters.pairs[i].value);
  }
}

static void one_round(void) {
  static const char *const methods[] = {"GET", "PUT", "HEAD", "POST", "DELETE"};
  const char *method = methods[below(5)];
  cos_client_t *client = random_client();
  cos_request_t *request = random_request(method);
  char *url = NULL;
  cos_error_t *error = cos_client_presign(client, request, NULL, (int64_t)(1 + below(100000)), &url);
  CHECK_TEXT(cos_error_text(error), "");
  size_t before = check_failures;
  if (url) check_url(url);
  if (url) check_signature(url, method);
  if (check_failures != before) printf("%s\n", url);
  cos_error_free(error);
  cos_text_free(url);
  cos_request_free(request);
  cos_client_free(client);
}

int main(int count, char **arguments) { return random_rounds(count, arguments, one_round); }
