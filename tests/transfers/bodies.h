/* The ways a body, or an answer, is given and taken. */
#ifndef BODIES_H
#define BODIES_H

#include <stddef.h>

#include "files.h"
#include "streams.h"

typedef enum { MEMORY, WHOLE_FILE, FILE_RANGE, READER, READER_ONCE, CHUNKS, BODIES } body_kind_t;

typedef struct {
  body_kind_t kind;
  size_t length;
  size_t begins; /* the place of the pattern where it begins */
  void *bytes;
  struct stat file;
  source_t source;
} body_t;

extern const char *const body_names[BODIES];

/* Sets a body of this kind and length. One at a time: files have the name "body". */
void body_open(body_t *body, body_kind_t kind, size_t length, cos_request_t *request);

/* After the request is freed: sources were released, files not touched. Removes the file. */
void body_close(body_t *body);

/* Whether it can be sent again once some of it was sent. */
int body_can_rewind(body_kind_t kind);

typedef enum { IN_MEMORY, TO_FILE, OVER_FILE, TO_WRITER, TO_WRITER_ONCE, SINKS } sink_kind_t;

typedef struct {
  sink_kind_t kind;
  drain_t drain;
} sink_t;

extern const char *const sink_names[SINKS];

/* Sets a sink: files in the folder "sinks", which is made; over an older one, or not. */
void sink_open(sink_t *sink, sink_kind_t kind, cos_request_t *request);

/* After a success, the request being freed: so many bytes of the pattern came. */
void sink_close(sink_t *sink, const cos_response_t *response, size_t length);

/* After a failure: a writer has at most the first bytes, files are as they were. */
void sink_close_failed(sink_t *sink);

int sink_can_rewind(sink_kind_t kind);

#endif
