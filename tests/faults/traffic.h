/* When a byte last moved between this process and an address. */
#ifndef TRAFFIC_H
#define TRAFFIC_H

#include <stdint.h>

typedef struct traffic traffic_t;

/* Watches the connections of this process to "IP:PORT". */
traffic_t *traffic_watch(const char *address);

/* The latest time of CLOCK_MONOTONIC, in nanoseconds, at which a byte was still
   to move: one that the system took for sending, or one that it received. At
   most a millisecond before that byte, on a quiet machine, and never after it.
   0: none did. Ends the watch. */
int64_t traffic_stop(traffic_t *traffic);

int64_t now_ns(void);

/* A descriptor that tells how long this thread has been ready to run while others ran in
   its place, in nanoseconds: time that a loaded machine takes. Any thread may ask, and a
   signal handler. 0 where the system keeps no account. */
int delay_of_this_thread(void);
int64_t delay_ns(int descriptor);

#endif
