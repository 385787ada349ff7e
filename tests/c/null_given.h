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
  cos_transfer_t *transfer;
  cos_cancel_t *cancel;
  cos_signed_t *signed_request;
  cos_queue_t *queue;
  cos_completion_t completion;
  intptr_t descriptor;
  cos_exchange_t exchange;
  cos_client_failure_t failure;
  cos_sdk_error_t sdk;
  cos_error_fields_t fields;
  cos_response_fields_t response_fields;
  cos_error_part_t part;
  cos_attempt_t attempt;
  cos_id_t id;
  size_t length;
  cos_client_t *client_out;
  cos_response_t *response_out;
  cos_signed_t *signed_out;
  cos_started_t *started_out;
  char *text_out;
} given_t;

/* Fresh objects, so that a NULL one call keeps does not reach the next. The
   client dials a port where nobody listens. */
given_t given_new(void);
void given_free(given_t *given);

/* Callbacks for parameters that take one. */
int32_t given_check(void *user_data);
void given_release(void *user_data);
int32_t given_provide(void *user_data, cos_credentials_t *credentials);
int64_t given_read(void *user_data, void *buffer, size_t size);
int32_t given_write(void *user_data, const void *bytes, size_t size);
int32_t given_head(void *user_data, const cos_response_t *head);
void given_report(void *user_data, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive);
void given_moved(void *user_data, int64_t moved, int64_t size);
void given_log(void *user_data, cos_log_level_t level, const char *line);

/* The error a call must give for a required argument that is NULL: it names it. Freed. */
void check_names(cos_error_t *error, const char *argument);

#endif
