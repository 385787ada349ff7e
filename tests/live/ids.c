/* What marks a response as one of COS. The last checks: they count all responses. */
#include <stdio.h>
#include <string.h>

#include "live.h"

static verdict_t body_and_header(session_t *session, notes_t *notes) {
  reply_t reply = get(session, "missing");
  char id[200] = "", trace[400] = "";
  const char *body = reply_body(&reply, NULL);
  element(body, "RequestId", id, sizeof id);
  element(body, "TraceId", trace, sizeof trace);
  note_reply(notes, "GET", &reply);
  int same = *id && strcmp(id, reply_header(&reply, "x-cos-request-id")) == 0;
  note(notes, "RequestId and x-cos-request-id are %s; TraceId %s, x-cos-trace-id %s", same ? "the same" : "different",
       *trace ? "is there" : "is missing", *reply_header(&reply, "x-cos-trace-id") ? "is there" : "is missing");
  reply_free(&reply);
  return same ? OK : DIFFERS;
}

static verdict_t marks(session_t *session, notes_t *notes) {
  note(notes, "%d responses, %d without x-cos-request-id, %d without Server: tencent-*", session->responses,
       session->without_id, session->without_server);
  return session->responses && !session->without_id && !session->without_server ? OK : DIFFERS;
}

static verdict_t time_in_id(session_t *session, notes_t *notes) {
  note(notes, "%d ids begin with a time, %d do not; at most %lld s from Date", session->ids_read, session->ids_unread,
       (long long)session->id_off_s);
  return session->ids_read && !session->ids_unread && session->id_off_s <= 2 ? OK : DIFFERS;
}

static verdict_t retry_after(session_t *session, notes_t *notes) {
  note(notes, "%d of %d responses have Retry-After", session->retry_after, session->responses);
  return SEEN;
}

const check_t IDS[] = {
    {"ids-of-an-error", "an error has the same request id in body and header", body_and_header},
    {"marks-of-cos", "every response of COS has x-cos-request-id and Server: tencent-*", marks},
    {"time-in-id", "a request id begins with the time, in base64", time_in_id},
    {"retry-after", "COS was never seen to send Retry-After", retry_after},
    {NULL, NULL, NULL},
};
