/* Single calls that are started and taken. */
#ifndef TAKEN_H
#define TAKEN_H

#include <cos_err.h>

/* How long something is waited for that comes. */
enum { TAKEN_LIMIT_MS = 60000 };

/* Starts a call; 1 if that did not fail. An error fails a check. */
int start_one(cos_client_t *client, cos_queue_t *queue, const cos_request_t *request, const cos_call_t *call,
              void *user_data, cos_started_t **started);

/* The next completion's outcome; that it belongs to user_data is a check. The response is freed. */
cos_error_t *take_one(cos_queue_t *queue, const void *user_data);

/* A HEAD of the gate, started and taken: a check that it succeeds. */
void check_usable(cos_client_t *client, cos_queue_t *queue);

/* Nothing is to be taken. */
void check_nothing_comes(cos_queue_t *queue);

/* The code of an error, which is freed; and that its message has this piece. */
void check_code(cos_error_t *error, const char *code, const char *piece);

int queue_fd(cos_queue_t *queue);

/* Whether it is, or becomes so within the time. */
int is_readable(int fd, int timeout_ms);

#endif
