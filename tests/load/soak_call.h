/* One call of the soak: what is asked, how it ends, and whether that is right. */
#ifndef SOAK_CALL_H
#define SOAK_CALL_H

#include <stdint.h>

#include "calls.h"
#include "fault_table.h"

enum { TOTAL_MS = 2000, LATE_MS = 500 };

/* What one call asks, and when it must end. */
typedef struct {
  const row_t *row;
  operation_t operation;
  char id[ID_ROOM], key[ID_ROOM];
  int large;
  int64_t begun_ms, limit_ms;
  /* When its interrupt check ends it; and its token. */
  int64_t due_ms;
  cos_cancel_t *token;
} asked_t;

/* Makes the objects that the calls get. */
void soak_prepare(cos_client_t *client);

typedef struct {
  findings_t findings;
  cos_client_t *client;
  /* Its place among the timers. */
  size_t place;
  /* State of its generator. */
  uint64_t random;
  /* How late a call may end, on a machine that does something else as well; 0: LATE_MS. */
  int64_t late_ms;
  /* What all share: calls of each row of the table, and those with a wrong end;
     how many rows were begun in order, so that each has its turn before chance
     decides. */
  unsigned *drawn, *wrong;
  size_t *begun;
} soaker_t;

/* A number from 0 to below `limit`. */
uint64_t soak_random(soaker_t *soaker, uint64_t limit);

/* Draws a fault and an operation, makes the call and judges its end. */
void soak_call(soaker_t *soaker);

/* The same in two steps: the completion has `asked` as its user_data. */
void soak_start(soaker_t *soaker, asked_t *asked, cos_queue_t *queue);
void soak_end(soaker_t *soaker, asked_t *asked, cos_error_t *error, cos_response_t *response);

#endif
