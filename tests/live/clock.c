/* How exactly COS takes the signed window, and what it says outside of it. */
#include <stdio.h>
#include <string.h>

#include "live.h"

static const int DISTANCES[] = {5, 30, 60, 90, 300, 900};

/* Asks with windows that begin in so many seconds, or ended so many seconds ago. */
static verdict_t outside(session_t *session, notes_t *notes, int ahead) {
  int greatest = 0, refused = 0;
  for (size_t i = 0; i < sizeof DISTANCES / sizeof *DISTANCES; i++) {
    int64_t now = server_now(session), distance = DISTANCES[i];
    int64_t from = ahead ? now + distance : now - distance - 600;
    reply_t reply = ask_signed_at(session, "GET", "own.txt", from, from + 600);
    if (!reply.error) greatest = DISTANCES[i];
    refused += reply_status(&reply) == 403;
    note(notes, "%d s: %d %s", DISTANCES[i], reply_status(&reply), reply_code(&reply));
    reply_free(&reply);
  }
  note(notes, "accepted up to %d s", greatest);
  /* 5 s are within what a Date in whole seconds and the way there may cost. */
  return greatest <= 5 && refused >= 5 ? OK : DIFFERS;
}

static verdict_t window_ahead(session_t *session, notes_t *notes) { return outside(session, notes, 1); }

static verdict_t window_behind(session_t *session, notes_t *notes) { return outside(session, notes, 0); }

static verdict_t words(session_t *session, notes_t *notes) {
  int64_t now = server_now(session);
  reply_t reply = ask_signed_at(session, "GET", "own.txt", now - 7200, now - 3600);
  const char *body = reply_body(&reply, NULL);
  char server_time[40] = "";
  element(body, "ServerTime", server_time, sizeof server_time);
  note_reply(notes, "GET", &reply);
  note(notes, "ServerTime \"%s\"", server_time);
  int said = strstr(body, "Request has expired") != NULL;
  verdict_t verdict = reply_is(&reply, 403, "AccessDenied") && said ? OK : DIFFERS;
  reply_free(&reply);
  return verdict;
}

static verdict_t head_tells_the_time(session_t *session, notes_t *notes) {
  int64_t now = server_now(session);
  reply_t reply = ask_signed_at(session, "HEAD", "own.txt", now - 7200, now - 3600);
  int64_t skew = cos_error_clock_skew_s(reply.error);
  note_reply(notes, "HEAD", &reply);
  note(notes, "Date \"%s\"", reply_header(&reply, "Date"));
  if (skew == COS_SKEW_UNKNOWN) note(notes, "no clock skew");
  else note(notes, "clock skew %lld s; of this machine %lld s", (long long)skew, (long long)session->skew_s);
  verdict_t verdict = reply_status(&reply) == 403 && skew != COS_SKEW_UNKNOWN ? OK : DIFFERS;
  reply_free(&reply);
  return verdict;
}

const check_t CLOCK[] = {
    {"window-ahead", "a window that has not begun is refused: no tolerance beyond seconds", window_ahead},
    {"window-behind", "a window that has ended is refused: no tolerance beyond seconds", window_behind},
    {"expired-words", "GET outside its window is 403 AccessDenied, \"Request has expired\"", words},
    {"expired-head", "HEAD outside its window is 403 with a Date that gives the server's clock",
     head_tells_the_time},
    {NULL, NULL, NULL},
};
