/*
 * Signed HEAD requests for a bucket, many in flight on one thread of the program: started calls of
 * libcos_err, and libcurl's multi interface in its two forms; and what the server can take.
 *
 *   started cpu ADDRESS SERVER-PID ROUNDS [IN-FLIGHT]
 *                                           64 in flight, or so many: name; CPU µs a call of the client; ÷ libcurl by
 *                                           curl_multi_perform (median, least, greatest); ÷ the one
 *                                           by epoll; CPU µs a call of the server; µs that
 *                                           pass for a call: a line each
 *   started latency ADDRESS SAMPLES         p50 in µs of a blocking call, of a started one, and of
 *                                           their differences within a batch: one line
 *
 * Tabs between. ADDRESS: host:port for HTTP.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../calls/calls.h"
#include "../calls/measure.h"
#include "started.h"

enum { REQUESTS = 12800, WARM_UP = 2560, BATCH = 100, MAX_SAMPLES = 100000 };

static const struct contestant {
  const char *name;
  start_open_fn *open;
  start_many_fn *requests;
} contestants[] = {
    {"libcos_err", queue_open, queue_requests},
    {"libcurl", multi_open, multi_requests},
    {"libcurl-epoll", socket_open, socket_requests},
    {"bare", bare_open, bare_requests},
};
enum { CONTESTANTS = sizeof contestants / sizeof *contestants };

long in_flight = 64;

static double seconds_of(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int cpu(const char *address, const char *server_pid, size_t rounds) {
  static double client[MAX_ROUNDS][CONTESTANTS], server[MAX_ROUNDS][CONTESTANTS], wall[MAX_ROUNDS][CONTESTANTS];
  clockid_t of_server;
  if (clock_getcpuclockid((pid_t)atol(server_pid), &of_server) != 0) {
    fail("the server", "its CPU time cannot be read");
  }
  for (size_t i = 0; i < CONTESTANTS; i++) {
    contestants[i].open(address);
    contestants[i].requests(WARM_UP);
  }
  for (size_t r = 0; r < rounds; r++) {
    for (size_t k = 0; k < CONTESTANTS; k++) {
      const size_t i = r % 2 == 0 ? k : CONTESTANTS - 1 - k;
      const double own = seconds_of(CLOCK_PROCESS_CPUTIME_ID), other = seconds_of(of_server), start = now_s();
      contestants[i].requests(REQUESTS);
      wall[r][i] = (now_s() - start) / REQUESTS * 1e6;
      client[r][i] = (seconds_of(CLOCK_PROCESS_CPUTIME_ID) - own) / REQUESTS * 1e6;
      server[r][i] = (seconds_of(of_server) - other) / REQUESTS * 1e6;
    }
  }
  for (size_t i = 0; i < CONTESTANTS; i++) {
    double own[MAX_ROUNDS], ratio[MAX_ROUNDS], ratio_epoll[MAX_ROUNDS], other[MAX_ROUNDS], passed[MAX_ROUNDS];
    for (size_t r = 0; r < rounds; r++) {
      own[r] = client[r][i];
      other[r] = server[r][i];
      passed[r] = wall[r][i];
      ratio[r] = client[r][i] / client[r][1];
      ratio_epoll[r] = client[r][i] / client[r][2];
    }
    const double middle = median(ratio, rounds);
    printf("%s\t%.2f\t%.3f\t%.3f\t%.3f\t%.3f\t%.2f\t%.2f\n", contestants[i].name, median(own, rounds), middle, ratio[0],
           ratio[rounds - 1], median(ratio_epoll, rounds), median(other, rounds), median(passed, rounds));
  }
  return 0;
}

static double timed(void (*call)(void)) {
  const double start = now_s();
  call();
  return (now_s() - start) * 1e6;
}

static int latency(const char *address, size_t samples) {
  static double blocking[MAX_SAMPLES], started[MAX_SAMPLES], above[MAX_SAMPLES / BATCH];
  if (samples > MAX_SAMPLES || samples < BATCH) {
    fail("latency", "not so many samples");
  }
  queue_open(address);
  for (int i = 0; i < WARM_UP; i++) {
    queue_blocking();
    queue_one();
  }
  size_t batches = 0;
  for (size_t done = 0; done + BATCH <= samples; done += BATCH) {
    double of_blocking[BATCH], of_started[BATCH];
    for (size_t i = 0; i < BATCH; i++) {
      blocking[done + i] = of_blocking[i] = timed(queue_blocking);
    }
    for (size_t i = 0; i < BATCH; i++) {
      started[done + i] = of_started[i] = timed(queue_one);
    }
    above[batches++] = median(of_started, BATCH) - median(of_blocking, BATCH);
  }
  printf("%.2f\t%.2f\t%.2f\n", median(blocking, batches * BATCH), median(started, batches * BATCH),
         median(above, batches));
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 6) {
    in_flight = atol(argv[5]);
  }
  const int fits = in_flight >= 1 && in_flight <= MOST_IN_FLIGHT;
  if (argc >= 5 && fits && strcmp(argv[1], "cpu") == 0 && atol(argv[4]) >= 1 && atol(argv[4]) <= MAX_ROUNDS) {
    return cpu(argv[2], argv[3], (size_t)atol(argv[4]));
  }
  if (argc == 4 && strcmp(argv[1], "latency") == 0) {
    return latency(argv[2], (size_t)atol(argv[3]));
  }
  fail("usage", "started cpu ADDRESS SERVER-PID ROUNDS [IN-FLIGHT] | started latency ADDRESS SAMPLES");
  return 2;
}
