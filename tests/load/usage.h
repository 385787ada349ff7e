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

/* To be called first: of the arenas of threads malloc gives back only a part, so
   that their number would be measured; one arena is given back whole. */
void usage_will_be_measured(void);

usage_t usage(void);

/* Waits until descriptors and threads are as before, and sockets at most so
   many; at most that long. The usage then. */
usage_t usage_settled(const usage_t *before, size_t most_sockets, int limit_s);

/* Checks that it is so, and that memory has grown by at most 1 MiB. */
void check_usage(const usage_t *before, const usage_t *after, size_t most_sockets);

#endif
