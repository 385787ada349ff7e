/* The rows of live.jsonl: calls that are really made. */
#ifndef LIVE_H
#define LIVE_H

#include <cos_err.h>
#include <jansson.h>

/* What a call gave: an error, or else a response. */
typedef struct {
  cos_error_t *error;
  cos_response_t *response;
} live_result_t;

/* Makes the row's calls. cases: the folder of the tables; standin: its address. */
live_result_t live_call(json_t *row, const char *cases, const char *standin);

/* Compares what is expected. */
void live_check(json_t *row, const live_result_t *result);
void live_result_free(live_result_t *result);

#endif
