/* Calls that are numbered: what the server says to each, and what it says unasked.
   Everything follows from a call's number. */
#ifndef NUMBERED_H
#define NUMBERED_H

#include <stddef.h>

typedef enum {
  CALL_HEAD,
  CALL_GET,
  CALL_CHUNKS,  /* GET, and the body comes in chunks with a trailer */
  CALL_STOPPED, /* GET, and the sink gives up at its first bytes */
  CALL_PUT,
  CALL_POST,
  CALL_DELETE,
  CALL_204,
  CALL_304,
  CALL_FORMS
} call_form_t;

/* When the server says more than it was asked for. */
typedef enum {
  MORE_IN_THE_RECORD,   /* with the response; over TLS in the same record, up to its 16,384 bytes */
  MORE_IN_THE_SEGMENT,  /* the same segment; over TLS in a record of its own */
  MORE_LATER,           /* in a segment of its own, once the response is read from the socket */
  MORE_WHILE_IDLE,      /* the same, once the call has ended */
  MORE_TIMES,
} more_time_t;

extern const char *const call_form_names[CALL_FORMS];
extern const char *const more_time_names[MORE_TIMES];

typedef struct {
  unsigned long number;
  call_form_t form;
  const char *method;
  int status;
  int has_body; /* HEAD, 204 and 304 have none, whatever they announce */
  int refused;  /* a write that the server refuses with 403 */
  int interim;  /* interim responses come first */
  int has_more;
  more_time_t when;
} numbered_t;

enum { NUMBERED_ROOM = 20000, ID_SIZE = 40 };

numbered_t numbered(unsigned long number);

/* The id of its response, and of what comes unasked behind it. */
void numbered_id(char id[ID_SIZE], unsigned long number);
void surplus_id(char id[ID_SIZE], unsigned long number);

/* Writes the response; its length. `announced`: of a body that does not belong to it. */
size_t numbered_response(const numbered_t *call, size_t announced, char into[NUMBERED_ROOM]);

/* Writes the body of its response, without chunks; its length. */
size_t numbered_body(const numbered_t *call, char into[NUMBERED_ROOM]);

/* Writes a response that nobody asked for; its length. */
size_t surplus_response(const numbered_t *call, char into[NUMBERED_ROOM]);

#endif
