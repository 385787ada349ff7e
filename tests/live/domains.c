/* The backup domain, and what tells where a bucket is. */
#include <stdio.h>
#include <string.h>

#include "live.h"

static verdict_t backup(session_t *session, notes_t *notes) {
  variant_t there = {.domain = "tencentcos.cn"};
  cos_client_t *client = variant_client(session, &there);
  reply_t stored = put(session, "backup.txt", "hello", 5);
  reply_t bucket = ask(session, client, bucket_request(session, "HEAD"));
  reply_t got = ask(session, client, object_request(session, "GET", "backup.txt"));
  size_t length;
  const char *body = reply_body(&got, &length);
  note_reply(notes, "HEAD of the bucket", &bucket);
  note_reply(notes, "GET of an object", &got);
  int equal = !got.error && length == 5 && memcmp(body, "hello", 5) == 0;
  verdict_t verdict = !stored.error && !bucket.error && equal ? OK : DIFFERS;
  reply_free(&stored);
  reply_free(&bucket);
  reply_free(&got);
  cos_client_free(client);
  return verdict;
}

static verdict_t region(session_t *session, notes_t *notes) {
  reply_t reply = ask(session, NULL, bucket_request(session, "HEAD"));
  const char *told = reply_header(&reply, "x-cos-bucket-region");
  note_reply(notes, "HEAD", &reply);
  note(notes, "x-cos-bucket-region %s", told);
  verdict_t verdict = strcmp(told, session->region) == 0 ? OK : DIFFERS;
  reply_free(&reply);
  return verdict;
}

const check_t DOMAINS[] = {
    {"backup-domain", "tencentcos.cn serves the same buckets and objects, signed for its own host", backup},
    {"bucket-region", "the response to HEAD of a bucket has its region", region},
    {NULL, NULL, NULL},
};
