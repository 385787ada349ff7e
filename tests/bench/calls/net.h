/*
 * What the servers of the benchmarks have in common: sockets on 127.0.0.1 that
 * one thread watches by epoll.
 */
#ifndef BENCH_CALLS_NET_H
#define BENCH_CALLS_NET_H

/** Ends the process with errno's text if `good` is not. */
void check(int good, const char *what);

/** Listens on a free port of 127.0.0.1, which goes to `port`. The socket. */
int listen_on(unsigned short *port);

/** Reports `events` of a socket under the name `who`. */
void watch(int epoll, int fd, unsigned events, void *who);

/** The next connection, which neither blocks nor waits for more to send. */
int welcome(int listener);

#endif
