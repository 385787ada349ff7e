/* A server in a process of its own: this process has the client's descriptors only. It sends a
   script once, as the response to the request with the script's number, and a numbered
   response of its own to every other request. */
#ifndef EXCHANGE_SERVER_H
#define EXCHANGE_SERVER_H

#include <stddef.h>

typedef enum {
  TRANSPORT_PLAIN,
  TRANSPORT_TLS_12,
  TRANSPORT_TLS_13,
  TRANSPORT_NO_TLS, /* https:// for the client, and the script instead of a handshake */
  TRANSPORTS
} transport_t;

typedef enum {
  END_CLOSE,  /* the end of the stream, over TLS without a close_notify */
  END_NOTIFY, /* the same with a close_notify */
  END_RESET,
  END_KEEP,   /* the connection stays open */
  ENDS
} ending_t;

typedef enum {
  CUT_NOT,    /* one record in one segment */
  CUT_RECORD, /* two records in one segment */
  CUT_SEGMENT,
  CUT_PAUSE,  /* two segments, the second once the first had time to be read */
  CUT_BYTES,  /* the first bytes one by one */
  CUTS
} cut_t;

enum { MOST_REPLIES = 6 };

/* A part of the script. */
typedef struct {
  ending_t ending;
  size_t begin, length;
} reply_t;

typedef struct {
  unsigned long number;
  ending_t ending;
  cut_t cut;
  size_t at;            /* where it is cut */
  int raw;              /* over TLS: what follows the cut is sent as it is, not as a record */
  int tickets;          /* over TLS 1.3: a ticket and an update of the key come first */
  int any;              /* any request gets the script, whatever its number */
  size_t length;
  size_t count;         /* not 0: so many requests get a reply each, and the following ones the server's own */
  reply_t replies[MOST_REPLIES];
} plan_t;

enum { MOST_SCRIPT = 1 << 17, MOST_REQUEST = 1 << 17 };

/* Writes the certificate of its authority to a PEM file. */
void server_start(const char *ca_file, const char *host);

/* "127.0.0.1:PORT" */
const char *server_address(transport_t transport);

/* Copies the script of the next call. */
void server_plan(const plan_t *plan, const void *script);

/* Waits until everything of the planned script is in the client's socket, read or not.
   0: no request came for it. */
int server_said(void);

/* The bytes of the last request, NUL-terminated, and their number. */
const char *server_request(size_t *length);

/* Waits until the server has nothing to do: then it has read all that was sent to it. */
void server_rests(void);

/* A request since the plan was set, from 0, NUL-terminated; NULL: it was not kept. */
const char *server_request_at(size_t index, size_t *length);

/* How many requests were read since the plan was set. */
size_t server_requests(void);

/* The id of the server's own response to a call: also its body. */
enum { ID_ROOM = 40 };
void server_id(char id[ID_ROOM], unsigned long number);

#endif
