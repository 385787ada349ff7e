/* The server or proxy of one hostile row: the first request gets the row's bytes, each later one a
   response whose id and body are the request's own key. */
#ifndef HOSTILE_SERVER_H
#define HOSTILE_SERVER_H

#include "hostile_table.h"

typedef struct hostile_server hostile_server_t;

/* Makes the certificates; the authority's is written to this file. */
void hostile_begin(const char *ca_file, const char *host);
void hostile_end(void);

/* Sends only the first `cut` bytes of the row's, and closes; SIZE_MAX: all of the row. */
hostile_server_t *hostile_start(const hostile_t *row, size_t cut);

/* "127.0.0.1:PORT" */
const char *hostile_address(const hostile_server_t *server);

/* Whether the row's bytes are sent, or as many as the client took. */
int hostile_has_sent(hostile_server_t *server);

/* Waits until the row's bytes are sent and have arrived in this process, read or not, or the client has
   closed. Bytes that were sent. */
size_t hostile_sent(hostile_server_t *server);

size_t hostile_connections(hostile_server_t *server);

/* Waits until the client has closed all connections: it must be freed before. */
void hostile_stop(hostile_server_t *server);

#endif
