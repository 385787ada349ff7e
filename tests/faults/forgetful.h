/* A server behind a NAT that forgets: connections that were kept lead nowhere, without a
   reset, and new ones serve. On 127.0.0.1, in a thread of the test itself. */
#ifndef FORGETFUL_H
#define FORGETFUL_H

#include <stddef.h>

typedef struct forgetful forgetful_t;

typedef enum {
  LOST_RESPONSES, /* requests are read, and never responded to */
  LOST_SEGMENTS,  /* nothing arrives, and nothing is acknowledged */
} loss_t;

forgetful_t *forgetful_start(void);
void forgetful_stop(forgetful_t *server);

/* "127.0.0.1:PORT" */
const char *forgetful_address(const forgetful_t *server);

/* Holds its responses back until so many requests wait for one. */
void forgetful_gather(forgetful_t *server, size_t requests);

/* Forgets the connections that are open now. */
void forgetful_forget(forgetful_t *server, loss_t loss);

/* Connections that were made, and requests that came on one that was forgotten. */
size_t forgetful_connections(forgetful_t *server);
size_t forgetful_lost(forgetful_t *server);

#endif
