/* Responses to HEAD requests that fail, and to the same request as GET. */
#include <stdio.h>
#include <string.h>

#include "live.h"

/* A HEAD, explained by a GET: status and code that are expected. sent_by NULL: the session's client. */
static verdict_t explained(session_t *session, notes_t *notes, cos_client_t *sent_by, cos_request_t *request,
                           int status, const char *code) {
  reply_t reply = ask_explained(session, sent_by, request);
  size_t length = 0;
  note_reply(notes, "HEAD", &reply);
  cos_error_origin_body(reply.error, &length);
  int probed = cos_error_code_source(reply.error) == COS_CODE_SOURCE_PROBE;
  note(notes, "code from %s, request sent %d time(s)", probed ? "the GET" : "the status",
       (int)cos_error_attempt_count(reply.error));
  verdict_t verdict = reply_is(&reply, status, code) && probed ? OK : DIFFERS;
  reply_free(&reply);
  return verdict;
}

static verdict_t no_such_bucket(session_t *session, notes_t *notes) {
  char name[120];
  const char *appid = strrchr(session->bucket, '-'), *mark = strrchr(session->prefix, '-');
  /* The 12 random digits of the prefix. */
  snprintf(name, sizeof name, "none-%.12s%s", mark + 1, appid);
  return explained(session, notes, NULL, cos_request_new("HEAD", name, NULL), 404, "NoSuchBucket");
}

static verdict_t no_such_key(session_t *session, notes_t *notes) {
  return explained(session, notes, NULL, object_request(session, "HEAD", "missing"), 404, "NoSuchKey");
}

static verdict_t wrong_account(session_t *session, notes_t *notes, const account_t *account, const char *code) {
  variant_t wrong = {.account = account};
  cos_client_t *client = variant_client(session, &wrong);
  verdict_t verdict = explained(session, notes, client, bucket_request(session, "HEAD"), 403, code);
  cos_client_free(client);
  return verdict;
}

static verdict_t wrong_key(session_t *session, notes_t *notes) {
  account_t account = session->account;
  account.key = "WRONGKEYOFTHELIVECHECKS000000000";
  return wrong_account(session, notes, &account, "SignatureDoesNotMatch");
}

static verdict_t unknown_id(session_t *session, notes_t *notes) {
  account_t account = {"AKIDUNKNOWNIDOFTHELIVECHECKS00000000", "WRONGKEYOFTHELIVECHECKS000000000", NULL};
  return wrong_account(session, notes, &account, "InvalidAccessKeyId");
}

static verdict_t without_signature(session_t *session, notes_t *notes) {
  variant_t plain = {.is_unsigned = 1};
  cos_client_t *client = variant_client(session, &plain);
  reply_t reply = ask_explained(session, client, bucket_request(session, "HEAD"));
  note_reply(notes, "HEAD", &reply);
  verdict_t verdict = !reply.error ? SEEN : reply_is(&reply, 403, "AccessDenied") ? OK : DIFFERS;
  if (!reply.error) note(notes, "everybody may read this bucket");
  reply_free(&reply);
  cos_client_free(client);
  return verdict;
}

/* A token that is not valid: 400 or 403 to the HEAD, and a code that says so. */
static verdict_t bad_token(session_t *session, notes_t *notes, const account_t *account) {
  variant_t with = {.account = account};
  cos_client_t *client = variant_client(session, &with);
  reply_t first = ask(session, client, bucket_request(session, "HEAD"));
  cos_request_t *list = bucket_request(session, "GET");
  cos_request_set_query(list, "max-keys", "1");
  reply_t second = ask(session, client, list);
  note_reply(notes, "HEAD", &first);
  note_reply(notes, "GET", &second);
  int status = reply_status(&first);
  const char *code = reply_code(&second);
  int named = strcmp(code, "ExpiredToken") == 0 || strcmp(code, "InvalidAccessKeyId") == 0;
  verdict_t verdict = (status == 400 || status == 403) && named ? OK : DIFFERS;
  reply_free(&first);
  reply_free(&second);
  cos_client_free(client);
  return verdict;
}

static verdict_t invalid_token(session_t *session, notes_t *notes) {
  account_t account = session->account;
  account.token = "INVALIDTOKENOFTHELIVECHECKS";
  return bad_token(session, notes, &account);
}

static verdict_t expired_token(session_t *session, notes_t *notes) {
  if (session->expired.id) return bad_token(session, notes, &session->expired);
  note(notes, "needs COS_LIVE_EXPIRED_ID, COS_LIVE_EXPIRED_KEY and COS_LIVE_EXPIRED_TOKEN");
  return SKIPPED;
}

static verdict_t other_region(session_t *session, notes_t *notes) {
  const char *other = strcmp(session->region, "ap-guangzhou") == 0 ? "ap-beijing" : "ap-guangzhou";
  variant_t there = {.region = other};
  cos_client_t *client = variant_client(session, &there);
  reply_t first = ask(session, client, bucket_request(session, "HEAD"));
  reply_t second = ask(session, client, bucket_request(session, "GET"));
  note_reply(notes, "HEAD", &first);
  note_reply(notes, "GET", &second);
  note(notes, "HEAD has Location \"%s\", x-cos-bucket-region \"%s\"", reply_header(&first, "Location"),
       reply_header(&first, "x-cos-bucket-region"));
  int status = reply_status(&first);
  const char *hint = cos_error_region_hint(first.error);
  /* Where the response names the region, the hint must be that one. */
  int redirects = status == 301 || status == 302 || status == 307;
  verdict_t verdict = (status == 404 && !*hint) || (redirects && strcmp(hint, session->region) == 0) ? OK : DIFFERS;
  reply_free(&first);
  reply_free(&second);
  cos_client_free(client);
  return verdict;
}

const check_t HEADS[] = {
    {"head-no-such-bucket", "the response to HEAD is 404 without a code; GET gives NoSuchBucket", no_such_bucket},
    {"head-no-such-key", "the response to HEAD is 404 without a code; GET gives NoSuchKey", no_such_key},
    {"head-wrong-key", "the response to HEAD is 403 without a code; GET gives SignatureDoesNotMatch", wrong_key},
    {"head-unknown-id", "the response to HEAD is 403 without a code; GET gives InvalidAccessKeyId", unknown_id},
    {"head-unsigned", "HEAD and GET without a signature are 403 AccessDenied", without_signature},
    {"head-invalid-token", "the response to HEAD is 400 or 403; GET gives InvalidAccessKeyId or ExpiredToken", invalid_token},
    {"head-expired-token", "the response to HEAD is 400 or 403; GET gives ExpiredToken or InvalidAccessKeyId", expired_token},
    {"head-other-region", "HEAD in another region is 404, or a redirect that names the region", other_region},
    {NULL, NULL, NULL},
};
