/* A server's end of a connection, plain or TLS, that decides itself which bytes go
   in one record and which records go in one segment. */
#ifndef LINE_H
#define LINE_H

#include <openssl/ssl.h>
#include <stddef.h>

typedef struct line line_t;

/* Serves an accepted socket, over TLS unless `context` is NULL. NULL: no handshake
   came about; the socket is closed. */
line_t *line_open(int socket, SSL_CTX *context);
void line_close(line_t *line);

/* Some bytes; 0 at the end of the connection. */
size_t line_read(line_t *line, char *into, size_t room);

/* Bytes for the next segment; over TLS in a record of their own, or in several of
   16,384 bytes each. */
void line_put(line_t *line, const char *bytes, size_t length);

/* What TLS 1.3 sends at any time, for the next segment: a session ticket, or an update of the key. */
void line_put_ticket(line_t *line);
void line_put_key_update(line_t *line);

/* What TLS 1.2 sends to have the other end renegotiate: a HelloRequest, for the next segment. */
void line_put_renegotiation(line_t *line);

/* Over TLS a close_notify, sent at once. */
void line_end(line_t *line);

/* Sends what was put, in one segment if it is smaller than one. */
void line_send(line_t *line);

/* Sends the first bytes of what was put; the others are sent before what is put later. */
void line_send_first(line_t *line, size_t most);

int line_socket(const line_t *line);

/* Bytes that this end has sent so far, and the port of the other end. */
size_t line_sent(const line_t *line);
unsigned line_port(const line_t *line);

/* Waits until the other end, a socket of this process, has received so many bytes,
   read or not, or is closed. */
void line_arrives(unsigned port, size_t bytes);

/* The other end has read all that it has received, or is closed. */
int line_is_read(unsigned port);

#endif
