/* Requests to the stand-in that a test makes by the way, and what it received. */
#ifndef ASK_H
#define ASK_H

#include <cos_err.h>
#include <stddef.h>

#include "ports.h"

/* Sends the request and frees it; what goes wrong fails a check. */
cos_response_t *sent(cos_client_t *client, cos_request_t *request);

/* Sends a request that fails, and frees it. */
cos_error_t *refused(cos_client_t *client, cos_request_t *request);

/* A request for an object of STANDIN_BUCKET that meets this fault; NULL: none.
   Faults that pass are counted for this request alone. */
cos_request_t *ask(const char *method, const char *key, const char *fault);

/* A client over HTTP, of so many tries. */
cos_client_t *client_of(int32_t attempts);

/* An object with the first bytes of the pattern. */
void store(cos_client_t *client, const char *key, size_t length);

/* The object holds just these bytes of the pattern. */
void check_stored(cos_client_t *client, const char *key, size_t at, size_t length);

/* The answer holds just these bytes of the pattern. */
void check_answer(const cos_response_t *response, size_t at, size_t length);

/* Notes of the tries of an error: one of them contains this piece. */
void check_note(const cos_error_t *error, const char *piece);

/* A file descriptor was left open by nobody: how many there are. */
size_t descriptors(void);

#endif
