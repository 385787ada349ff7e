/* What the process holds of the system. */
#ifndef USAGE_H
#define USAGE_H

#include <stddef.h>

typedef struct {
  /* Open descriptors without sockets, and sockets. */
  size_t descriptors, sockets;
  size_t threads;
  /* Bytes in memory, once malloc has given back what it can. */
  long resident;
  /* Bytes that malloc has given out. */
  size_t heap;
} usage_t;

/* To be called first, with main's arguments: what malloc keeps for later would be
   measured as well. Of the arenas of threads it gives back only a part, of one
   arena all; and what its caches hold it counts as given out: so the program
   begins anew without those. */
void usage_will_be_measured(char **arguments);

usage_t usage(void);

/* Waits until no thread is left but those of the program's start and so many that it
   has started itself since: a thread that has been joined, or that resolves a name for
   a call that is over, may be there for a moment. Checks that it is so. The usage then. */
usage_t usage_at_rest(size_t own_threads);

/* Waits until descriptors and threads are as before, and sockets at most so
   many, for 15 s at most. The usage then. */
usage_t usage_settled(const usage_t *before, size_t most_sockets);

/* Checks that it is so, and that memory has grown by at most 1 MiB, and by the buffers that
   so many clients may keep for their next requests. */
void check_usage(const usage_t *before, const usage_t *after, size_t most_sockets, size_t clients);

/* Checks that malloc has given out no more than before, but for the 16 bytes that it may give more than it was
   asked for, also to what lives on: the sessions of TLS, which all clients share. Less than a byte for each call. */
void check_heap(const usage_t *before, const usage_t *after);

#endif
