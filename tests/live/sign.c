/* A signature made without the library: it gives the signed window that a check wants,
   and judges the library's own. */
#include <stdio.h>
#include <string.h>

#include "live.h"

typedef struct sha1 {
  uint32_t h[5];
  uint8_t block[64];
  uint64_t length;
} sha1_t;

static uint32_t rotated(uint32_t x, int by) { return x << by | x >> (32 - by); }

static void mix(sha1_t *sha) {
  uint32_t w[80], a = sha->h[0], b = sha->h[1], c = sha->h[2], d = sha->h[3], e = sha->h[4];
  for (int i = 0; i < 80; i++) {
    const uint8_t *p = sha->block + 4 * (i & 15);
    w[i] = i < 16 ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]
                  : rotated(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    uint32_t f = i < 20 ? (b & c) | (~b & d) : i < 40 || i >= 60 ? b ^ c ^ d : (b & c) | (b & d) | (c & d);
    uint32_t k = i < 20 ? 0x5a827999 : i < 40 ? 0x6ed9eba1 : i < 60 ? 0x8f1bbcdc : 0xca62c1d6;
    uint32_t t = rotated(a, 5) + f + e + k + w[i];
    e = d, d = c, c = rotated(b, 30), b = a, a = t;
  }
  sha->h[0] += a, sha->h[1] += b, sha->h[2] += c, sha->h[3] += d, sha->h[4] += e;
}

static void begin(sha1_t *sha) {
  static const sha1_t START = {{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0}, {0}, 0};
  *sha = START;
}

static void add(sha1_t *sha, const void *bytes, size_t size) {
  for (const uint8_t *at = bytes; size--; at++) {
    sha->block[sha->length++ & 63] = *at;
    if ((sha->length & 63) == 0) mix(sha);
  }
}

static void finish(sha1_t *sha, uint8_t digest[20]) {
  uint64_t bits = sha->length * 8;
  uint8_t end[8];
  add(sha, "\x80", 1);
  while ((sha->length & 63) != 56) add(sha, "", 1);
  for (int i = 0; i < 8; i++) end[i] = (uint8_t)(bits >> (56 - 8 * i));
  add(sha, end, 8);
  for (int i = 0; i < 20; i++) digest[i] = (uint8_t)(sha->h[i / 4] >> (24 - 8 * (i & 3)));
}

static void to_hex(const uint8_t digest[20], char hex[41]) {
  for (int i = 0; i < 20; i++) snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}

void sha1_hex(const char *text, char hex[41]) {
  sha1_t sha;
  uint8_t digest[20];
  begin(&sha);
  add(&sha, text, strlen(text));
  finish(&sha, digest);
  to_hex(digest, hex);
}

void hmac_hex(const char *key, const char *text, char hex[41]) {
  uint8_t padded[2][64], digest[20] = {0};
  sha1_t sha;
  size_t length = strlen(key);
  begin(&sha);
  if (length > 64) {
    add(&sha, key, length);
    finish(&sha, digest);
  }
  for (size_t i = 0; i < 64; i++) {
    uint8_t byte = length > 64 ? (i < 20 ? digest[i] : 0) : (i < length ? (uint8_t)key[i] : 0);
    padded[0][i] = byte ^ 0x36;
    padded[1][i] = byte ^ 0x5c;
  }
  begin(&sha);
  add(&sha, padded[0], 64);
  add(&sha, text, strlen(text));
  finish(&sha, digest);
  begin(&sha);
  add(&sha, padded[1], 64);
  add(&sha, digest, 20);
  finish(&sha, digest);
  to_hex(digest, hex);
}

reply_t ask_signed_at(session_t *session, const char *method, const char *name, int64_t from, int64_t to) {
  static const char TOKEN[] = "x-cos-security-token";
  const account_t *account = &session->account;
  char window[48], lower[8] = "", token[6200] = "", http[8000], hash[41], to_sign[200], key[41], signature[41];
  for (size_t i = 0; method[i] && i + 1 < sizeof lower; i++) lower[i] = (char)(method[i] | 0x20);
  snprintf(window, sizeof window, "%lld;%lld", (long long)from, (long long)to);
  if (account->token) {
    size_t used = (size_t)snprintf(token, sizeof token, "%s=", TOKEN);
    percent_encode(account->token, token + used, sizeof token - used);
  }
  /* Keys below the prefix that are asked for here need no encoding, nor does the host. */
  snprintf(http, sizeof http, "%s\n/%s%s\n%s\nhost=%s.cos.%s.myqcloud.com\n", lower, name ? session->prefix : "",
           name ? name : "", token, session->bucket, session->region);
  sha1_hex(http, hash);
  snprintf(to_sign, sizeof to_sign, "sha1\n%s\n%s\n", window, hash);
  hmac_hex(account->key, window, key);
  hmac_hex(key, to_sign, signature);

  variant_t plain = {.is_unsigned = 1};
  cos_client_t *client = variant_client(session, &plain);
  cos_request_t *request = name ? object_request(session, method, name) : bucket_request(session, method);
  cos_request_set_query(request, "q-sign-algorithm", "sha1");
  cos_request_set_query(request, "q-ak", account->id);
  cos_request_set_query(request, "q-sign-time", window);
  cos_request_set_query(request, "q-key-time", window);
  cos_request_set_query(request, "q-header-list", "host");
  cos_request_set_query(request, "q-url-param-list", account->token ? TOKEN : "");
  cos_request_set_query(request, "q-signature", signature);
  if (account->token) cos_request_set_query(request, TOKEN, account->token);
  reply_t reply = ask(session, client, request);
  cos_client_free(client);
  return reply;
}
