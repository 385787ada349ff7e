/* Does COS accept what the library signs? */
#include <stdio.h>
#include <string.h>

#include "live.h"
#include "percent.h"

static const char HELLO[] = "hello world";

static int same(const reply_t *reply, const char *text) {
  size_t length;
  const char *body = reply_body(reply, &length);
  return !reply->error && length == strlen(text) && memcmp(body, text, length) == 0;
}

static verdict_t bucket_is_read(session_t *session, notes_t *notes) {
  reply_t first = ask(session, NULL, bucket_request(session, "HEAD"));
  cos_request_t *list = bucket_request(session, "GET");
  cos_request_set_query(list, "max-keys", "1");
  reply_t second = ask(session, NULL, list);
  note_reply(notes, "HEAD", &first);
  note_reply(notes, "GET", &second);
  verdict_t verdict = first.error ? DIFFERS : second.error ? SEEN : OK;
  reply_free(&first);
  reply_free(&second);
  return verdict;
}

static verdict_t odd_key(session_t *session, notes_t *notes) {
  static const char NAME[] = "odd/a b+c%20d&e=f#g?h~'()*!:@,;$[]{}^`|\"<>\xe5\xaf\xb9\xe8\xb1\xa1.txt";
  reply_t stored = put(session, NAME, HELLO, strlen(HELLO));
  reply_t got = get(session, NAME);
  cos_request_t *request = bucket_request(session, "GET");
  char prefix[200], key[400] = "";
  snprintf(prefix, sizeof prefix, "%sodd/a b+c%%20d&e=", session->prefix);
  cos_request_set_query(request, "prefix", prefix);
  cos_request_set_query(request, "encoding-type", "url");
  reply_t list = ask(session, NULL, request);
  reply_t gone = ask(session, NULL, object_request(session, "DELETE", NAME));
  int found = !list.error && element(reply_body(&list, NULL), "Key", key, sizeof key) != NULL;
  percent_decode(key);
  found = found && strcmp(key + strlen(session->prefix), NAME) == 0;
  note_reply(notes, "PUT", &stored);
  note_reply(notes, "GET", &got);
  note_reply(notes, "list", &list);
  note_reply(notes, "DELETE", &gone);
  note(notes, "listed under its name: %s", found ? "yes" : "no");
  verdict_t verdict = !stored.error && same(&got, HELLO) && found && !gone.error ? OK : DIFFERS;
  reply_free(&stored);
  reply_free(&got);
  reply_free(&list);
  reply_free(&gone);
  return verdict;
}

static verdict_t odd_headers(session_t *session, notes_t *notes) {
  static const char VALUE[] = "a b+c=%20&d;e,f/g:h\"i'j";
  cos_request_t *request = object_request(session, "PUT", "headers.txt");
  cos_request_set_body(request, HELLO, strlen(HELLO));
  cos_request_set_header(request, "x-cos-meta-odd", VALUE);
  cos_request_set_header(request, "Content-Type", "text/plain; charset=utf-8");
  cos_request_set_header(request, "Cache-Control", "max-age=60, no-transform");
  reply_t stored = ask(session, NULL, request);
  reply_t shown = head(session, "headers.txt");
  const char *value = reply_header(&shown, "x-cos-meta-odd");
  note_reply(notes, "PUT", &stored);
  note_reply(notes, "HEAD", &shown);
  note(notes, "x-cos-meta-odd came back as %s", value);
  verdict_t verdict = !stored.error && strcmp(value, VALUE) == 0 ? OK : DIFFERS;
  reply_free(&stored);
  reply_free(&shown);
  return verdict;
}

/* Sends a presigned URL as anybody would: its queries, and no other signature. */
static reply_t ask_url(session_t *session, const char *name, char *url) {
  variant_t plain = {.is_unsigned = 1};
  cos_client_t *client = variant_client(session, &plain);
  cos_request_t *request = object_request(session, "GET", name);
  char *query = strchr(url, '?'), *rest = NULL;
  for (char *pair = query ? strtok_r(query + 1, "&", &rest) : NULL; pair; pair = strtok_r(NULL, "&", &rest)) {
    char *value = strchr(pair, '=');
    if (value) *value++ = '\0';
    percent_decode(pair);
    if (value) percent_decode(value);
    cos_request_set_query(request, pair, value);
  }
  reply_t reply = ask(session, client, request);
  cos_client_free(client);
  return reply;
}

static verdict_t presigned(session_t *session, notes_t *notes) {
  reply_t stored = put(session, "presigned.txt", HELLO, strlen(HELLO));
  cos_request_t *request = object_request(session, "GET", "presigned.txt");
  cos_request_set_query(request, "response-content-type", "text/x-odd; a=\"b c\"");
  char *url = NULL;
  cos_error_t *error = cos_client_presign(session->client, request, NULL, 300, &url);
  cos_request_free(request);
  reply_t got = {error, NULL};
  if (!error) got = ask_url(session, "presigned.txt", url);
  note_reply(notes, "GET", &got);
  note(notes, "%s", session->account.token ? "with a token" : "without a token");
  verdict_t verdict = same(&got, HELLO) ? OK : DIFFERS;
  cos_text_free(url);
  reply_free(&stored);
  reply_free(&got);
  return verdict;
}

static verdict_t own_signature(session_t *session, notes_t *notes) {
  int64_t now = server_now(session);
  reply_t stored = put(session, "own.txt", HELLO, strlen(HELLO));
  reply_t got = ask_signed_at(session, "GET", "own.txt", now - 60, now + 600);
  note_reply(notes, "GET", &got);
  verdict_t verdict = same(&got, HELLO) ? OK : DIFFERS;
  reply_free(&stored);
  reply_free(&got);
  return verdict;
}

const check_t SIGNING[] = {
    {"bucket-is-read", "a signed HEAD and GET of the bucket succeed (GET needs cos:GetBucket)", bucket_is_read},
    {"odd-key", "keys are signed as COS reads them, whatever characters they have", odd_key},
    {"odd-headers", "header values are signed as COS reads them", odd_headers},
    {"presigned-url", "a presigned URL is valid without any other signature", presigned},
    {"own-signature", "a signature made without the library is valid (the checks of the clock need it)", own_signature},
    {NULL, NULL, NULL},
};
