/* Readers and writers that work, give little, or fail, as letters say. */
#ifndef BODIES_H
#define BODIES_H

#include <stdint.h>

#include "input.h"

/* One that a call uses, freed by its release function. The letters, one for each time that it is called, the
   last for all that follow: a digit gives up to that number of bytes, e ends, f fails, c fails with a text,
   o claims more than there was room for, m is the least number, l has the call wait until it is resumed.
   Anywhere: R can rewind, F fails to. */
typedef struct {
  char *letters;
  const char *source; /* of a reader */
  size_t length, at, turn;
  char *taken;        /* by a writer, or given by a reader, since it was rewound last */
  size_t taken_length, most; /* since then, and at most between two times */
  int failed, *alive;
  int laters;         /* how often a call had to wait */
} body_t;

body_t *body_of(const char *letters, const char *source, int *alive);
int can_rewind(const body_t *body);

int64_t read_body(void *body, void *buffer, size_t size);
int32_t write_body(void *body, const void *bytes, size_t size);
int32_t rewind_body(void *body);
void release_body(void *body);

#endif
