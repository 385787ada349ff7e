#include "curl_http.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "check.h"

static size_t take(char *bytes, size_t size, size_t count, void *user_data) {
  curl_answer_t *answer = user_data;
  size_t length = size * count, room = sizeof answer->body - 1 - answer->length;
  if (length > room) return 0;
  memcpy(answer->body + answer->length, bytes, length);
  answer->length += length;
  return length;
}

/* libcurl writes a header without a value with a semicolon. */
static void append(struct curl_slist **list, const char *name, const char *value) {
  size_t size = strlen(name) + strlen(value) + 3;
  char *line = malloc(size);
  if (!line) abort();
  if (*value) snprintf(line, size, "%s: %s", name, value);
  else snprintf(line, size, "%s;", name);
  *list = curl_slist_append(*list, line);
  free(line);
}

static struct curl_slist *headers_of(const cos_signed_t *signed_request, const tampered_t *tampered) {
  struct curl_slist *list = NULL;
  for (size_t i = 0; i < cos_signed_header_count(signed_request); i++) {
    const char *name = cos_signed_header_name(signed_request, i);
    const char *value = cos_signed_header_value(signed_request, i);
    if (tampered && strcasecmp(name, tampered->name) == 0) value = tampered->value;
    if (value) append(&list, name, value);
  }
  return list;
}

static void set_body(CURL *easy, const char *method, const char *body) {
  if (!body && (strcmp(method, "PUT") == 0 || strcmp(method, "POST") == 0)) body = "";
  if (body) curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)strlen(body));
  if (body) curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body);
}

curl_answer_t curl_http(const char *address, const cos_signed_t *signed_request, const char *line, const char *body,
                        const tampered_t *tampered) {
  curl_answer_t answer = {0};
  char rule[100];
  const char *method = cos_signed_method(signed_request);
  struct curl_slist *to = NULL, *headers = headers_of(signed_request, tampered);
  CURL *easy = curl_easy_init();
  snprintf(rule, sizeof rule, "::%s", address);
  to = curl_slist_append(NULL, rule);
  if (line) headers = curl_slist_append(headers, line);
  curl_easy_setopt(easy, CURLOPT_URL, cos_signed_url(signed_request));
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy, CURLOPT_CONNECT_TO, to);
  curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
  set_body(easy, method, body);
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method);
  curl_easy_setopt(easy, CURLOPT_NOBODY, strcmp(method, "HEAD") == 0 ? 1L : 0L);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &answer);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT, 60L);
  CHECK_TEXT(curl_easy_strerror(curl_easy_perform(easy)), curl_easy_strerror(CURLE_OK));
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer.status);
  curl_easy_cleanup(easy);
  curl_slist_free_all(headers);
  curl_slist_free_all(to);
  return answer;
}
