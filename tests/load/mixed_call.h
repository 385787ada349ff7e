/* One call of the mixed load: what is asked, and whether its end is its own and right. */
#ifndef MIXED_CALL_H
#define MIXED_CALL_H

#include "calls.h"
#include "mixed_table.h"

/* Makes the objects and files that the calls use. */
void mixed_prepare(cos_client_t *client);

/* Removes the files, and checks that no other was left. */
void mixed_clean(void);

typedef struct {
  findings_t findings;
  cos_client_t *client;
  uint64_t seed;
  size_t *begun, calls; /* calls that all have begun, and that all are to make */
  unsigned *drawn;      /* of each row of the table */
} mixer_t;

/* Makes call after call until all are made. Which calls these are, depends on the
   seed and on nothing else; who makes which, on chance. */
void mix(void *mixer);

#endif
