/* A transfer of which one request meets with a fault, and what it must leave. */
#ifndef FAULTED_MOVE_H
#define FAULTED_MOVE_H

#include <cos_err.h>
#include <jansson.h>

#include "faulted_table.h"

typedef enum {
  INITIATE,
  FIRST_PART,
  MIDDLE_PART,
  LAST_PART,
  COMPLETE,
  ABORT,
  HEAD,
  FIRST_RANGE,
  LATER_RANGE,
  SMALL_GET,
  PHASES
} phase_t;

typedef enum { BLOCKING, STARTED, WITH_CHECKPOINT, WAYS } way_t;

typedef struct {
  const faulted_row_t *row;
  phase_t phase;
  way_t way;
  int64_t timeout_ms;
  /* Its own: no other transfer has its connections. */
  cos_client_t *client;
  char subject[160], name[32], key[64], path[256], checkpoint[256];
  /* What it ended in. */
  cos_error_t *error;
  int64_t took_ms;
} move_t;

/* Makes the file that every upload sends, and the object that it must become. */
void faulted_begin(void);
void faulted_end(void);

/* It may wait until its time is over. */
int move_hangs(const faulted_row_t *row, phase_t phase);

move_t move_new(const faulted_row_t *row, phase_t phase, way_t way, int64_t timeout_ms);

/* Adds the fault to those that the stand-in is told of. */
void move_add_faults(const move_t *move, json_t *told);

/* Runs it, and stores its error. */
void move_run(move_t *move);
void move_start(move_t *move, cos_queue_t *queue);

/* Checks the error and the file, or the object. */
void move_check(move_t *move);

/* An upload of this key and id was begun, and not ended: something must name it. */
void move_check_left(const move_t *move, const char *id);

/* Without the fault, a transfer with the checkpoint succeeds. Leaves nothing. */
void move_finish(move_t *move);

#endif
