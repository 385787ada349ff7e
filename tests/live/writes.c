/* Copies and deletions. */
#include <stdio.h>
#include <string.h>

#include "live.h"

static reply_t copied(session_t *session, const char *from) {
  char source[500];
  cos_request_t *request = object_request(session, "PUT", "copy.txt");
  snprintf(source, sizeof source, "%s.cos.%s.myqcloud.com/%s%s", session->bucket, session->region, session->prefix, from);
  cos_request_set_header(request, "x-cos-copy-source", source);
  cos_request_set_expect_root(request, "CopyObjectResult");
  return ask(session, NULL, request);
}

static verdict_t copy(session_t *session, notes_t *notes) {
  reply_t stored = put(session, "source.txt", "hello", 5);
  reply_t reply = copied(session, "source.txt");
  note_reply(notes, "PUT", &reply);
  verdict_t verdict = !stored.error && !reply.error ? OK : DIFFERS;
  reply_free(&stored);
  reply_free(&reply);
  return verdict;
}

static verdict_t copy_of_nothing(session_t *session, notes_t *notes) {
  reply_t reply = copied(session, "missing");
  note_reply(notes, "PUT", &reply);
  verdict_t verdict = strcmp(reply_code(&reply), "NoSuchKey") == 0 ? OK : DIFFERS;
  reply_free(&reply);
  return verdict;
}

static verdict_t delete_of_nothing(session_t *session, notes_t *notes) {
  reply_t reply = ask(session, NULL, object_request(session, "DELETE", "missing"));
  note_reply(notes, "DELETE", &reply);
  verdict_t verdict = !reply.error && reply_status(&reply) == 204 ? OK : DIFFERS;
  reply_free(&reply);
  return verdict;
}

static verdict_t delete_many(session_t *session, notes_t *notes) {
  char list[600], deleted[200] = "";
  reply_t stored = put(session, "many-1", "x", 1);
  snprintf(list, sizeof list,
           "<Delete><Quiet>false</Quiet><Object><Key>%smany-1</Key></Object><Object><Key>%smany-2</Key></Object></Delete>",
           session->prefix, session->prefix);
  /* POST of the bucket, but the keys of its list are below the prefix. */
  cos_request_t *request = cos_request_new("POST", session->bucket, NULL);
  cos_request_set_query(request, "delete", NULL);
  cos_request_set_expect_root(request, "DeleteResult");
  cos_request_set_body(request, list, strlen(list));
  reply_t reply = ask(session, NULL, request);
  note_reply(notes, "POST ?delete", &reply);
  const char *second = element(reply_body(&reply, NULL), "Key", deleted, sizeof deleted);
  int both = second && element(second, "Key", deleted, sizeof deleted) != NULL;
  note(notes, "%s listed as deleted", both ? "both are" : "not both are");
  verdict_t verdict = !stored.error && !reply.error && both ? OK : DIFFERS;
  reply_free(&stored);
  reply_free(&reply);
  return verdict;
}

const check_t WRITES[] = {
    {"copy", "the response to a copy is a CopyObjectResult", copy},
    {"copy-of-nothing", "copying a missing object is NoSuchKey, in a 404 or inside a 200", copy_of_nothing},
    {"delete-of-nothing", "deleting a missing object is 204", delete_of_nothing},
    {"delete-many", "delete-multiple lists each key, also that of a missing object", delete_many},
    {NULL, NULL, NULL},
};
