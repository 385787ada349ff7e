/* Ranges and conditions. */
#include <stdio.h>
#include <string.h>

#include "live.h"

static const char TEXT[] = "0123456789";

/* GET of the ten bytes with up to two headers; value NULL: the object's ETag. */
static reply_t asked_with(session_t *session, const char *name, const char *value, const char *range) {
  reply_t stored = put(session, "range.txt", TEXT, strlen(TEXT));
  cos_request_t *request = object_request(session, "GET", "range.txt");
  if (name) cos_request_set_header(request, name, value ? value : reply_header(&stored, "ETag"));
  if (range) cos_request_set_header(request, "Range", range);
  reply_free(&stored);
  return ask(session, NULL, request);
}

static verdict_t bytes(session_t *session, notes_t *notes, const char *condition, const char *range, int status,
                       const char *expected) {
  reply_t reply = asked_with(session, condition, condition ? "\"other\"" : NULL, range);
  size_t length;
  const char *body = reply_body(&reply, &length);
  note_reply(notes, range, &reply);
  note(notes, "Content-Range \"%s\", %d bytes", reply_header(&reply, "Content-Range"), (int)length);
  int equal = length == strlen(expected) && memcmp(body, expected, length) == 0;
  verdict_t verdict = !reply.error && reply_status(&reply) == status && equal ? OK : DIFFERS;
  reply_free(&reply);
  return verdict;
}

static verdict_t inside(session_t *session, notes_t *notes) {
  return bytes(session, notes, NULL, "bytes=5-7", 206, "567");
}

static verdict_t beyond_the_end(session_t *session, notes_t *notes) {
  return bytes(session, notes, NULL, "bytes=5-999", 206, "56789");
}

static verdict_t if_range(session_t *session, notes_t *notes) {
  return bytes(session, notes, "If-Range", "bytes=5-7", 200, TEXT);
}

static verdict_t refused(session_t *session, notes_t *notes, const char *name, const char *value, const char *range,
                         int status, const char *code) {
  reply_t reply = asked_with(session, name, value, range);
  note_reply(notes, "GET", &reply);
  verdict_t verdict = reply_is(&reply, status, code) ? OK : DIFFERS;
  reply_free(&reply);
  return verdict;
}

static verdict_t outside(session_t *session, notes_t *notes) {
  return refused(session, notes, NULL, NULL, "bytes=100-", 416, "InvalidRange");
}

static verdict_t if_match(session_t *session, notes_t *notes) {
  return refused(session, notes, "If-Match", "\"other\"", NULL, 412, "PreconditionFailed");
}

static verdict_t if_none_match(session_t *session, notes_t *notes) {
  reply_t reply = asked_with(session, "If-None-Match", NULL, NULL);
  note_reply(notes, "GET", &reply);
  verdict_t verdict = reply_status(&reply) == 304 ? OK : DIFFERS;
  reply_free(&reply);
  return verdict;
}

const check_t RANGES[] = {
    {"range", "the response to a range is 206 with its bytes", inside},
    {"range-beyond-end", "a range that ends beyond the object is cut at the object's end", beyond_the_end},
    {"range-outside", "a range outside the object is 416 InvalidRange", outside},
    {"if-range", "a range of a changed object (If-Range) is 200 with all bytes", if_range},
    {"if-match", "another ETag in If-Match is 412 PreconditionFailed", if_match},
    {"if-none-match", "the same ETag in If-None-Match is 304", if_none_match},
    {NULL, NULL, NULL},
};
