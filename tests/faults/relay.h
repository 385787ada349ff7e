/* A line between a client and a server, which can be held up. */
#ifndef RELAY_H
#define RELAY_H

#include <stddef.h>

typedef struct relay relay_t;

/* Relays to "127.0.0.1:PORT". After so many bytes from a client, it takes no
   more of them for so many milliseconds, once; -1: for good. What the server
   says passes at all times. */
relay_t *relay_start(const char *target, size_t bytes, int pause_ms);
const char *relay_address(const relay_t *relay);

/* Lines that are held up, or were. */
size_t relay_pauses(relay_t *relay);
void relay_stop(relay_t *relay);

#endif
