/* Checks against the real COS: one bucket, one prefix, one report. */
#ifndef LIVE_H
#define LIVE_H

#include <cos_err.h>
#include <stddef.h>
#include <stdint.h>

/* What is known of the account. Strings live as long as the process. */
typedef struct account {
  const char *id, *key, *token; /* token NULL: permanent credentials */
} account_t;

typedef struct session {
  const char *bucket, *region;
  const char *connect_to; /* a stand-in's address; NULL: the real COS */
  account_t account, expired; /* expired.id NULL: none was given */
  char prefix[80]; /* of every key that is written; ends with "/" */
  cos_client_t *client; /* with the account's credentials */
  cos_cancel_t *cancel; /* ends the checks, not the cleaning */
  int cleaning;
  /* Of all responses: */
  int responses, without_id, without_server, retry_after, ids_read, ids_unread;
  int64_t id_off_s; /* the greatest distance between an id's time and Date */
  int64_t skew_s; /* the server's clock minus ours, by the last Date */
} session_t;

typedef enum verdict { OK, DIFFERS, SEEN, SKIPPED } verdict_t;

/* What a check has seen, for the report. */
typedef struct notes {
  char text[2000];
} notes_t;

#if defined(__GNUC__)
#define PRINTF_LIKE __attribute__((format(printf, 2, 3)))
#else
#define PRINTF_LIKE
#endif
/* Adds to the notes, without the secrets of the session that mask_for named. */
void note(notes_t *notes, const char *format, ...) PRINTF_LIKE;

/* One row of the table: what README or the code takes for granted, and how it is checked. */
typedef struct check {
  const char *name, *assumes;
  verdict_t (*run)(session_t *session, notes_t *notes);
} check_t;

/* The checks of each file. The array ends with a row without a name. */
extern const check_t SIGNING[], HEADS[], CLOCK[], CHECKSUMS[], RANGES[], WRITES[], DOMAINS[], IDS[];

/* What came of one request: exactly one of both, or neither if the call was cancelled. */
typedef struct reply {
  cos_error_t *error;
  cos_response_t *response;
} reply_t;

int reply_status(const reply_t *reply);
const char *reply_header(const reply_t *reply, const char *name);
/* The code of the error; "success". */
const char *reply_code(const reply_t *reply);
/* The body of a success; of an error as text. */
const char *reply_body(const reply_t *reply, size_t *length);
int reply_is(const reply_t *reply, int status, const char *code);
/* Notes status, code and, of an error, the message. */
void note_reply(notes_t *notes, const char *what, const reply_t *reply);
void reply_free(reply_t *reply);

/* A client that differs from the session's where a member is not NULL. One attempt. */
typedef struct variant {
  const account_t *account;
  const char *region, *domain;
  int is_unsigned;
} variant_t;
cos_client_t *variant_client(session_t *session, const variant_t *variant);

/* A request for the object PREFIX/name; the only way in which anything is written. */
cos_request_t *object_request(const session_t *session, const char *method, const char *name);
/* A request that reads the bucket. */
cos_request_t *bucket_request(const session_t *session, const char *method);
/* Sends and frees a request; client NULL: the session's. explain as cos_call_set_explain. */
reply_t ask(session_t *session, cos_client_t *client, cos_request_t *request);
reply_t ask_explained(session_t *session, cos_client_t *client, cos_request_t *request);
/* Shorthands. */
reply_t put(session_t *session, const char *name, const void *body, size_t length);
reply_t get(session_t *session, const char *name);
reply_t head(session_t *session, const char *name);

/* Removes everything below the prefix; how much is left then, -1: not known. */
int clean(session_t *session, notes_t *notes);

/* Unix seconds by the server's clock. */
int64_t server_now(const session_t *session);
/* A request with a signature in its query that this program makes itself, valid from one
   Unix second to another. name NULL: the bucket. */
reply_t ask_signed_at(session_t *session, const char *method, const char *name, int64_t from, int64_t to);
/* HMAC-SHA1 in hex, 40 digits. */
void hmac_hex(const char *key, const char *text, char hex[41]);
void sha1_hex(const char *text, char hex[41]);

/* The text of the first element of this name after from, in out; where it ends, NULL: none. */
const char *element(const char *from, const char *name, char *out, size_t size);
void percent_encode(const char *text, char *out, size_t size);

/* A copy of a text without the secrets and the bucket's name. Freed by the caller. */
void mask_for(const session_t *session);
char *masked(const char *text);

#endif
