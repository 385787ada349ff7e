/* Calls of every kind, faults of the stand-in, and what each must end in. */
#ifndef MIXED_TABLE_H
#define MIXED_TABLE_H

#include <stddef.h>
#include <stdint.h>

typedef enum {
  PUT_MEMORY,
  PUT_FILE,
  PUT_READER,
  PUT_CHUNKS,
  PUT_ONCE, /* a reader without rewind */
  GET_MEMORY,
  GET_FILE,
  GET_WRITER,
  GET_RANGE,
  GET_MISSING,
  HEAD_OBJECT,
  DELETE_OBJECT,
  DELETE_MANY, /* of which one is denied */
  LIST,
  COPY,
  KINDS
} kind_t;

extern const char *const kind_names[KINDS];

/* Sets of kinds. */
#define ONE(kind) (1u << (kind))
#define ALL (ONE(KINDS) - 1)
#define PUTS (ONE(PUT_MEMORY) | ONE(PUT_FILE) | ONE(PUT_READER) | ONE(PUT_CHUNKS))
#define WHOLES (ONE(GET_MEMORY) | ONE(GET_FILE) | ONE(GET_WRITER))
#define DOCUMENTS (ONE(LIST) | ONE(COPY))

typedef enum { BY_ITSELF, BY_TIMEOUT, BY_INTERRUPT } end_t;

typedef struct {
  const char *fault; /* as x-standin-fault names it; NULL: none */
  unsigned weight;   /* how often it is drawn, beside the others */
  unsigned kinds;    /* those for which the row holds */
  end_t end;
  const char *code; /* NULL: it ends as without a fault */
  int32_t reason;   /* 0: a service error */
  int32_t status;   /* -1: any */
  size_t attempts;
} row_t;

extern const row_t mixed_table[];
extern const size_t mixed_table_length;

/* The row that a number of any size draws for calls of this kind. */
const row_t *mixed_table_draw(kind_t kind, uint64_t number);

#endif
