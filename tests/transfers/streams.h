/* Callbacks that give and take the pattern of files.h, and that fail when they are told to. */
#ifndef STREAMS_H
#define STREAMS_H

#include <cos_err.h>
#include <pthread.h>

/* Never: where a source or a drain does not fail. */
#define NEVER SIZE_MAX

typedef struct {
  size_t begins;   /* the place of the pattern that its first byte has */
  size_t length;   /* bytes in all */
  size_t fails_at; /* the place from which on reading fails */
  size_t most;     /* bytes at once; 0: as many as are asked for */
  int32_t rewind_says;
  /* What came of it. */
  size_t at, reads, rewinds, releases, strays;
  pthread_t caller;
} source_t;

typedef struct {
  size_t refuses_at; /* the place from which on bytes are refused */
  int32_t rewind_says;
  size_t at, right, writes, rewinds, releases, strays;
  size_t begins; /* the place of the pattern that the first byte is expected to have */
  pthread_t caller;
} drain_t;

/* Ready for calls of this thread. */
source_t source_of(size_t length);
drain_t drain_of(void);

/* A body of the announced length, -1: unknown; with or without rewind. */
void give(cos_request_t *request, source_t *source, int64_t length, int can_rewind);

/* A sink, with or without rewind. */
void take(cos_request_t *request, drain_t *drain, int can_rewind);

/* It holds so many bytes, all of them right; and was released if the request was freed. */
void check_drain(const drain_t *drain, size_t length);

#endif
