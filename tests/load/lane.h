/* A server for the numbered calls of one thread, which come one after the other. */
#ifndef LANE_H
#define LANE_H

#include <openssl/ssl.h>

typedef struct lane lane_t;

typedef enum {
  LANE_ASKED,   /* never says more than it was asked for */
  LANE_TICKETS, /* sends session tickets and key updates of TLS 1.3 where LANE_SURPLUS sends a response */
  LANE_SURPLUS, /* says more as the calls' numbers have it */
} lane_manner_t;

/* Over TLS unless `context`, which is borrowed, is NULL. */
lane_t *lane_start(SSL_CTX *context, lane_manner_t manner);
void lane_stop(lane_t *lane);

/* "127.0.0.1:PORT" */
const char *lane_address(const lane_t *lane);

/* The call with this number has ended. Waits until all that the server says for it is
   in the caller's socket, read or not; `sent`: its request has reached the server, or will. */
void lane_settle(lane_t *lane, unsigned long number, int sent);

size_t lane_connections(lane_t *lane);
size_t lane_surplus(lane_t *lane);

#endif
