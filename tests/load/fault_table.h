/* Faults that the stand-in has on demand, and what each must end in. */
#ifndef FAULT_TABLE_H
#define FAULT_TABLE_H

#include <stddef.h>
#include <stdint.h>

typedef enum { HEAD_BUCKET = 1, GET_OBJECT = 2, PUT_OBJECT = 4 } operation_t;

/* What ends a call whose answer does not come. */
typedef enum { BY_ITSELF, BY_TIMEOUT, BY_TOKEN, BY_INTERRUPT } end_t;

typedef struct {
  /* As x-standin-fault names it; NULL: none. */
  const char *fault;
  /* How often it is drawn, beside the others. */
  unsigned weight;
  /* The operations for which the row holds; 0: all. */
  unsigned operations;
  end_t end;
  /* Both 0: a success. */
  int32_t reason, status;
  /* Of an error of HEAD, which has no body, and of others; NULL: the same. */
  const char *head_code, *code;
  /* The header block arrives, so the id must come back. */
  int has_headers;
  /* The body is longer than what is kept, or cut. Never for HEAD. */
  int truncated;
} row_t;

extern const row_t fault_table[];
extern const size_t fault_table_length;

/* The row that a number of any size draws. */
size_t fault_table_draw(uint64_t number);

#endif
