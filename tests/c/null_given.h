/* Valid arguments for every kind of pointer in cos_err.h. */
#ifndef NULL_GIVEN_H
#define NULL_GIVEN_H

#include <cos_err.h>

typedef struct {
  cos_error_t *error;
  cos_client_t *client;
  cos_client_options_t *options;
  cos_request_t *request;
  cos_call_t *call;
  cos_cancel_t *cancel;
  cos_exchange_t exchange;
  cos_client_failure_t failure;
  cos_error_fields_t fields;
  cos_error_part_t part;
  cos_attempt_t attempt;
  size_t length;
  cos_client_t *client_out;
  cos_response_t *response_out;
} given_t;

/* Fresh objects, so that a NULL one call keeps does not reach the next. The
   client dials a port where nobody listens. */
given_t given_new(void);
void given_free(given_t *given);

/* Callbacks for parameters that take one. */
int32_t given_check(void *user_data);
void given_release(void *user_data);

/* The error a call must give for a required argument that is NULL: it names it. Freed. */
void check_names(cos_error_t *error, const char *argument);

#endif
