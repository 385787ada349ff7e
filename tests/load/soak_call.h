/* One call of the soak: what is asked, how it ends, and whether that is right. */
#ifndef SOAK_CALL_H
#define SOAK_CALL_H

#include <stdint.h>

#include "calls.h"
#include "fault_table.h"

enum { TOTAL_MS = 2000, LATE_MS = 500 };

/* Makes the objects that the calls get. */
void soak_prepare(cos_client_t *client);

typedef struct {
  findings_t findings;
  cos_client_t *client;
  /* Its place among the timers. */
  size_t place;
  /* State of its generator. */
  uint64_t random;
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

#endif
