/* Everything below the prefix goes away again: objects, versions, uploads. */
#include <stdio.h>
#include <string.h>

#include "live.h"
#include "percent.h"

/* A page of a listing that names keys below the prefix, URL-encoded. */
static reply_t page(session_t *session, const char *sub_resource) {
  cos_request_t *request = bucket_request(session, "GET");
  if (sub_resource) cos_request_set_query(request, sub_resource, NULL);
  cos_request_set_query(request, "prefix", session->prefix);
  cos_request_set_query(request, "encoding-type", "url");
  return ask(session, NULL, request);
}

/* Deletes an object, a version of it, or an upload. 1 if that succeeded. */
static int removed(session_t *session, const char *key, const char *query, const char *value) {
  size_t length = strlen(session->prefix);
  /* What a listing names beside our own is left alone. */
  if (strncmp(key, session->prefix, length) != 0) return 0;
  cos_request_t *request = object_request(session, "DELETE", key + length);
  if (query) cos_request_set_query(request, query, value);
  reply_t reply = ask(session, NULL, request);
  int done = !reply.error;
  reply_free(&reply);
  return done;
}

/* Deletes what a page lists. query: the parameter that picks one of several of a key,
   from the element id. How many are listed; -1: there is no page. */
static int remove_listed(session_t *session, const char *sub_resource, const char *query, const char *id) {
  reply_t reply = page(session, sub_resource);
  int listed = 0;
  char key[1200], value[300] = "";
  const char *at = reply_body(&reply, NULL);
  if (reply.error) {
    reply_free(&reply);
    return -1;
  }
  while ((at = element(at, "Key", key, sizeof key)) != NULL) {
    if (id && !element(at, id, value, sizeof value)) break;
    percent_decode(key);
    removed(session, key, query, value);
    listed++;
  }
  reply_free(&reply);
  return listed;
}

static int is_versioned(session_t *session) {
  char status[20];
  cos_request_t *request = bucket_request(session, "GET");
  cos_request_set_query(request, "versioning", NULL);
  reply_t reply = ask(session, NULL, request);
  /* Where that may not be read there may be versions, which a deletion leaves behind. */
  int versioned = reply.error || element(reply_body(&reply, NULL), "Status", status, sizeof status) != NULL;
  reply_free(&reply);
  return versioned;
}

int clean(session_t *session, notes_t *notes) {
  int left = 0, uploads = 0, versions = 0;
  session->cleaning = 1;
  /* The checks write far less than the 1000 keys of a page; the second look is the proof. */
  for (int round = 0; round < 2; round++) {
    uploads = remove_listed(session, "uploads", "uploadId", "UploadId");
    left = remove_listed(session, NULL, NULL, NULL);
    if (is_versioned(session)) versions = remove_listed(session, "versions", "versionId", "VersionId");
  }
  session->cleaning = 0;
  if (left < 0) note(notes, "the prefix could not be listed: look below it yourself");
  if (uploads < 0) note(notes, "uploads could not be listed (cos:ListMultipartUploads)");
  if (versions < 0) note(notes, "versions could not be listed (cos:GetBucketVersioning, cos:GetBucketObjectVersions)");
  if (left < 0 || versions < 0) return -1;
  return left + versions + (uploads > 0 ? uploads : 0);
}
