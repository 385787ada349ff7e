/* Requests by libcurl, on one easy handle that is kept; signed with OpenSSL,
   the body read by expat. */

#include <curl/curl.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../read/read.h"
#include "answer.h"
#include "calls.h"

enum { HEX = 2 * SHA_DIGEST_LENGTH + 1 };

struct peer {
  CURL *easy;
  const struct way *way;
  /** The key of a window, made once for it, as libcos_err does. */
  char key_time[48];
  char key[HEX];
  time_t window_end;
  char body[1024];
  size_t length;
};

static void hex(const unsigned char *digest, char text[HEX]) {
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < SHA_DIGEST_LENGTH; i++) {
    *text++ = digits[digest[i] >> 4];
    *text++ = digits[digest[i] & 15];
  }
  *text = '\0';
}

static void keyed(const char *key, const char *text, char result[HEX]) {
  unsigned char digest[SHA_DIGEST_LENGTH];
  HMAC(EVP_sha1(), key, (int)strlen(key), (const unsigned char *)text, strlen(text), digest, NULL);
  hex(digest, result);
}

/** Signs the text that COS calls HttpString. */
static void sign_text(struct peer *peer, const char *http, char *header, size_t size) {
  const time_t now = time(NULL);
  if (now >= peer->window_end - 320) {
    peer->window_end = now + 900;
    snprintf(peer->key_time, sizeof peer->key_time, "%lld;%lld", (long long)now - 60, (long long)peer->window_end);
    keyed(SECRET_KEY, peer->key_time, peer->key);
  }
  char text[256], result[HEX];
  unsigned char digest[SHA_DIGEST_LENGTH];
  SHA1((const unsigned char *)http, strlen(http), digest);
  hex(digest, result);
  snprintf(text, sizeof text, "sha1\n%s\n%s\n", peer->key_time, result);
  keyed(peer->key, text, result);
  snprintf(header, size,
           "Authorization: q-sign-algorithm=sha1&q-ak=" SECRET_ID "&q-sign-time=%s&q-key-time=%s"
           "&q-header-list=host&q-url-param-list=&q-signature=%s",
           peer->key_time, peer->key_time, result);
}

static void sign(struct peer *peer, char *header, size_t size) {
  static const char *const asked[] = {
      [HEAD_BUCKET] = "head\n/\n\nhost=" HOST "\n",
      [HEAD_MISSING] = "head\n/" KEY "\n\nhost=" HOST "\n",
      [GET_MISSING] = "get\n/" KEY "\n\nhost=" HOST "\n",
  };
  sign_text(peer, asked[peer->way->what], header, size);
}

void curl_authorization(const char *method, const char *path, char *header, size_t size) {
  static struct peer peer;
  char http[256];
  snprintf(http, sizeof http, "%s\n%s\n\nhost=" HOST "\n", method, path);
  sign_text(&peer, http, header, size);
}

static size_t keep(char *bytes, size_t size, size_t count, void *state) {
  struct peer *peer = state;
  const size_t length = size * count;
  if (length >= sizeof peer->body - peer->length) {
    return 0;
  }
  memcpy(peer->body + peer->length, bytes, length);
  peer->length += length;
  peer->body[peer->length] = '\0';
  return length;
}

void *curl_open(const struct way *way) {
  struct peer *peer = calloc(1, sizeof *peer);
  CURL *easy = curl_easy_init();
  if (peer == NULL || easy == NULL) {
    fail("libcurl", "no memory");
  }
  peer->easy = easy;
  peer->way = way;
  char connect_to[64];
  snprintf(connect_to, sizeof connect_to, "::%s", way->connect_to);
  const char *scheme = way->tls ? "https" : "http";
  char url[128];
  snprintf(url, sizeof url, "%s://" HOST "/%s", scheme, way->what == HEAD_BUCKET ? "" : KEY);
  curl_easy_setopt(easy, CURLOPT_URL, url);
  curl_easy_setopt(easy, CURLOPT_CONNECT_TO, curl_slist_append(NULL, connect_to));
  curl_easy_setopt(easy, CURLOPT_CAINFO, way->ca_file);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "libcurl");
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 60000L);
  curl_easy_setopt(easy, CURLOPT_NOBODY, way->what == GET_MISSING ? 0L : 1L);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, keep);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, peer);
  return peer;
}

void curl_request(void *state) {
  struct peer *peer = state;
  struct curl_slist *headers = NULL;
  peer->length = 0;
  if (peer->way->sign) {
    char authorization[512];
    sign(peer, authorization, sizeof authorization);
    headers = curl_slist_append(NULL, authorization);
    curl_easy_setopt(peer->easy, CURLOPT_HTTPHEADER, headers);
  }
  const CURLcode code = curl_easy_perform(peer->easy);
  if (code != CURLE_OK) {
    fail("libcurl", curl_easy_strerror(code));
  }
  if (peer->way->what == GET_MISSING) {
    read_expat(peer->body, peer->length);
  } else {
    const int there = peer->way->what == HEAD_BUCKET;
    long status = 0;
    struct curl_header *header = NULL;
    curl_easy_getinfo(peer->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_header(peer->easy, there ? "x-cos-bucket-region" : "x-cos-request-id", 0, CURLH_HEADER, -1, &header);
    (there ? learned : missed)(status, header == NULL ? "" : header->value);
  }
  curl_slist_free_all(headers);
}
