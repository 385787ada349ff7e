/*
 * HEAD requests by many threads at once: one client of libcos_err for all of
 * them, and for libcurl an easy handle for each.
 *
 *   threads ADDRESSES ROUNDS THREADS...   threads; name; requests a second; ÷ libcurl signed (median,
 *                                         least, greatest): one line each, tabs between
 *
 * ADDRESSES: host:port for HTTP, host:port for HTTPS, the CA's file.
 */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "../calls/calls.h"
#include "../calls/measure.h"

/* Requests of a turn, shared out among the threads. */
enum { MAX_THREADS = 64, REQUESTS = 9600, WARM_UP = 640 };

static struct contestant {
  const char *name;
  open_fn *open;
  request_fn *request;
  struct way way;
  /** All threads use the same. */
  int is_shared;
  void *states[MAX_THREADS];
} contestants[] = {
    {"libcos_err", ours_open, ours_request, {0, HEAD_BUCKET, 1, 0, 0}, 1, {0}},
    {"libcurl", curl_open, curl_request, {0, HEAD_BUCKET, 1, 0, 0}, 0, {0}},
    {"libcurl-unsigned", curl_open, curl_request, {0, HEAD_BUCKET, 0, 0, 0}, 0, {0}},
};
enum { CONTESTANTS = sizeof contestants / sizeof *contestants, REFERENCE = 1 };

struct work {
  pthread_barrier_t *begin;
  request_fn *request;
  void *state;
  long count;
};

static void *loop(void *argument) {
  struct work *work = argument;
  pthread_barrier_wait(work->begin);
  while (work->count-- > 0) {
    work->request(work->state);
  }
  return NULL;
}

/** Requests a second of so many threads, from when all are there until the last is done. */
static double turn(struct contestant *contestant, size_t threads, long requests) {
  static struct work works[MAX_THREADS];
  static pthread_t ids[MAX_THREADS];
  pthread_barrier_t begin;
  pthread_barrier_init(&begin, NULL, (unsigned)threads + 1);
  const long each = requests / (long)threads;
  for (size_t i = 0; i < threads; i++) {
    void **state = &contestant->states[contestant->is_shared ? 0 : i];
    if (*state == NULL) {
      *state = contestant->open(&contestant->way);
    }
    works[i] = (struct work){&begin, contestant->request, *state, each};
    if (pthread_create(&ids[i], NULL, loop, &works[i]) != 0) {
      fail(contestant->name, "no thread");
    }
  }
  pthread_barrier_wait(&begin);
  const double start = now_s();
  for (size_t i = 0; i < threads; i++) {
    pthread_join(ids[i], NULL);
  }
  const double took = now_s() - start;
  pthread_barrier_destroy(&begin);
  return (double)(each * (long)threads) / took;
}

static void time_all(size_t rounds, size_t threads) {
  static double rate[MAX_ROUNDS][CONTESTANTS];
  for (size_t i = 0; i < CONTESTANTS; i++) {
    turn(&contestants[i], threads, WARM_UP);
  }
  for (size_t r = 0; r < rounds; r++) {
    for (size_t k = 0; k < CONTESTANTS; k++) {
      const size_t i = r % 2 == 0 ? k : CONTESTANTS - 1 - k;
      rate[r][i] = turn(&contestants[i], threads, REQUESTS);
    }
  }
  for (size_t i = 0; i < CONTESTANTS; i++) {
    double own[MAX_ROUNDS], ratio[MAX_ROUNDS];
    for (size_t r = 0; r < rounds; r++) {
      own[r] = rate[r][i];
      ratio[r] = rate[r][i] / rate[r][REFERENCE];
    }
    const double middle = median(ratio, rounds);
    printf("%zu\t%s\t%.0f\t%.3f\t%.3f\t%.3f\n", threads, contestants[i].name, median(own, rounds), middle, ratio[0],
           ratio[rounds - 1]);
  }
}

int main(int argc, char **argv) {
  const long rounds = argc > 5 ? atol(argv[4]) : 0;
  if (rounds < 1 || rounds > MAX_ROUNDS) {
    fail("usage", "threads ADDRESSES ROUNDS THREADS...");
  }
  for (size_t i = 0; i < CONTESTANTS; i++) {
    contestants[i].way.connect_to = argv[1];
    contestants[i].way.ca_file = argv[3];
  }
  for (int i = 5; i < argc; i++) {
    const long threads = atol(argv[i]);
    if (threads < 1 || threads > MAX_THREADS) {
      fail(argv[i], "not so many threads");
    }
    time_all((size_t)rounds, (size_t)threads);
  }
  return 0;
}
