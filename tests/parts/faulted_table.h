/* The rows of tests/cases/faults.jsonl: every fault of the stand-in, and what a transfer makes of it. */
#ifndef FAULTED_TABLE_H
#define FAULTED_TABLE_H

#include <stddef.h>

/* The request of a transfer that meets with the fault. */
typedef enum { OF_INITIATE, OF_PART, OF_COMPLETE, OF_HEAD, OF_RANGE, OF_GET, REQUESTS } of_request_t;

/* Outcomes that are no error: the table's README says what they mean. */
#define FINE ""
#define ANY "any"
#define HANGS "hangs"
#define MAY_HANG "may hang"

typedef struct {
  const char *id;
  const char *name;  /* as the stand-in lists it */
  const char *fault; /* as x-standin-fault has it */
  /* Code and status of the error, with a blank between, or one of those above. */
  const char *outcome[REQUESTS];
  int attempts; /* of each request */
} faulted_row_t;

extern faulted_row_t *faulted_table;
extern size_t faulted_table_length;

/* Reads the table. Its texts last until faulted_table_free. */
void faulted_table_read(const char *path);
void faulted_table_free(void);

#endif
