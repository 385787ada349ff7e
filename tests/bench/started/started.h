/*
 * What a contestant of this section is: it keeps many signed HEAD requests for a bucket in flight
 * on one thread, and shows what each learned to `learned` of ../calls/calls.h.
 */
#ifndef BENCH_STARTED_H
#define BENCH_STARTED_H

/** The most requests that are in flight at a time, and how many are: set before a contestant is opened. */
enum { MOST_IN_FLIGHT = 1024 };
extern long in_flight;

/** Makes the client, which lives as long as the process. */
typedef void start_open_fn(const char *connect_to);

/** Makes so many requests. */
typedef void start_many_fn(long count);

start_open_fn queue_open, multi_open, socket_open, bare_open;
start_many_fn queue_requests, multi_requests, socket_requests, bare_requests;

/** One request: started and taken, or by a blocking call. */
void queue_one(void);
void queue_blocking(void);

#endif
