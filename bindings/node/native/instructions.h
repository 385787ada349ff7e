/* The instructions of a call, as lib/ lists them: each is a number, followed by its values. */
#ifndef COS_INSTRUCTIONS_H
#define COS_INSTRUCTIONS_H

#include "addon.h"

/* The numbers are those of lib/native.js. */
enum {
  QUERY = 1,   /* name, value or undefined */
  HEADER,      /* name, value */
  CALL_HEADER, /* name, value */
  TIMEOUT,     /* milliseconds */
  EXPLAIN,
  BODY,       /* Uint8Array */
  BODY_FILE,  /* path */
  BODY_RANGE, /* path, offset, length */
  READER,     /* length or -1, whether it can be rewound */
  SINK_FILE,  /* path */
  SINK,       /* whether it can be rewound */
  PROGRESS,
  CONTENT_MD5, /* on or off */
  EXPECT_ROOT, /* name */
  CANCEL,      /* whether it is triggered at once */
  PRESIGN,     /* seconds */
  SINK_SYNC,
  SIGN,        /* seconds */
  SIGNED_HOST, /* host */
  HEAD,
  DOCUMENT,
  URL,
  MOVED_FILE, /* path */
  PART_SIZE,  /* bytes */
  PARALLEL,   /* parts */
  THRESHOLD,  /* bytes */
  CHECKPOINT, /* path */
  VERSION,    /* id */
};

typedef struct {
  napi_env env;
  napi_value list;
  uint32_t at;
  const char *wrong;
  const char *named;
} reader_t;

napi_value take_value(reader_t *reader);
int64_t take_number(reader_t *reader);
/* A number of the program, which must be whole. */
int64_t take_given(reader_t *reader, const char *name);
/* `name` is for a complaint. */
text_t *take_text(reader_t *reader, text_t *text, const char *name);
void take_pair(reader_t *reader, void *object, void (*set)(void *, const char *, const char *), const char *what);

/* Follows an instruction of a call that moves a file. Returns 0 if it is the same as for other calls. */
int file_instruct(reader_t *reader, call_t *call, int64_t what);

#endif
