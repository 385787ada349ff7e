/* What servers and proxies may do wrong, out of malice or not, and what a call makes of it. */
#ifndef HOSTILE_TABLE_H
#define HOSTILE_TABLE_H

#include <stddef.h>
#include <stdint.h>

/* Where the bytes of a row are sent. */
typedef enum {
  AS_RESPONSE,     /* over HTTP */
  OVER_TLS_12,
  OVER_TLS_13,
  AS_HANDSHAKE,    /* in response to a ClientHello */
  BY_PROXY,        /* in response to CONNECT */
  BY_FORWARDER,    /* in response to a request that a proxy forwards */
} place_t;

/* What becomes of the connection after the bytes. */
typedef enum {
  THEN_OPEN,   /* the next request on it gets a response of its own */
  THEN_CLOSE,  /* the end of the stream, over TLS without a close_notify */
  THEN_NOTIFY, /* the same with a close_notify */
  THEN_RESET,
} then_t;

/* What TLS itself does before the bytes. */
typedef enum { QUIET, RENEGOTIATES, UPDATES_KEYS, SENDS_TICKETS } tls_act_t;

/* Which connection the next call uses. */
typedef enum { NEXT_ON_ANOTHER, NEXT_ON_THE_SAME } next_t;

/* Members left out are 0. */
typedef struct {
  const char *name;
  const char *because; /* why the row is there */
  place_t place;
  const char *method; /* NULL: GET */
  const char *bytes;
  size_t length;      /* of `bytes`; 0: up to the NUL */
  const char *piece;  /* follows `bytes` again and again, until the client closes; NULL: nothing does */
  size_t piece_length;
  then_t then;
  int at_each_byte; /* a run for each byte, before which the connection ends; the row's outcome is that of all */
  size_t first_byte; /* of those */
  int one_by_one;   /* each byte in a record, or segment, of its own */
  int is_raw;       /* over TLS: not in a record */
  const char *begun;  /* over TLS: one more record, sent behind `bytes` up to its byte `begun_bytes`; */
  size_t begun_bytes; /* the rest of it comes before the response to the next request */
  tls_act_t act;
  size_t acts; /* how often; 0: once */
  int32_t reason; /* expected of the call; 0: of a service error, or a success if the status is 2xx */
  int32_t status;
  const char *body; /* of a success; NULL: "hello" */
  next_t next;
  int64_t timeout_ms;    /* the call's total timeout, if the row is to meet it; 0: one that no row meets */
  size_t most_taken;     /* bytes that an endless row may send before it is given up; 0: MOST_TAKEN */
  size_t most_memory;    /* that the peak of the process may grow; 0: MOST_MEMORY */
  int64_t most_ms;       /* that the call may take beyond `timeout_ms`; 0: MOST_MS */
} hostile_t;

/* A row takes milliseconds. The bound of time is for the busiest of machines. */
enum { MOST_TAKEN = 16 << 20, MOST_MEMORY = 8 << 20, MOST_MS = 30000 };

extern const hostile_t hostile_rows[];
extern const size_t hostile_count;

#endif
