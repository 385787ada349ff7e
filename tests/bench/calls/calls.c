/*
 * Makes requests by each contestant.
 *
 *   calls ADDRESSES time ROUNDS          name, p50 in µs, ratio to libcurl signed (median, least,
 *                                        greatest): one line each, tabs between
 *   calls ADDRESSES loop NAME COUNT      COUNT requests by one of them, for counters outside
 *   calls ADDRESSES count NAME FEW MANY  allocations and name lookups of one of the requests
 *                                        between FEW and MANY; needs the counters of
 *                                        ../read/count.c and lookups.c loaded before everything else
 *   calls ADDRESSES names                their names
 *
 * ADDRESSES: host:port for HTTP, host:port for HTTPS, the CA's file.
 */

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "calls.h"
#include "measure.h"

static struct contestant {
  const char *name;
  open_fn *open;
  request_fn *request;
  struct way way;
  void *state;
} contestants[] = {
    {"head/libcos_err", ours_open, ours_request, {0, HEAD_BUCKET, 1, 0, 0}, 0},
    {"head/libcurl", curl_open, curl_request, {0, HEAD_BUCKET, 1, 0, 0}, 0},
    {"head/libcurl-unsigned", curl_open, curl_request, {0, HEAD_BUCKET, 0, 0, 0}, 0},
    {"miss/libcos_err", ours_open, ours_request, {0, HEAD_MISSING, 1, 0, 0}, 0},
    {"miss/libcurl", curl_open, curl_request, {0, HEAD_MISSING, 1, 0, 0}, 0},
    {"miss/libcurl-unsigned", curl_open, curl_request, {0, HEAD_MISSING, 0, 0, 0}, 0},
    {"miss/libs3", s3_open, s3_request, {0, HEAD_MISSING, 1, 0, 0}, 0},
    {"get/libcos_err", ours_open, ours_request, {0, GET_MISSING, 1, 0, 0}, 0},
    {"get/libcurl", curl_open, curl_request, {0, GET_MISSING, 1, 0, 0}, 0},
    {"get/libcurl-unsigned", curl_open, curl_request, {0, GET_MISSING, 0, 0, 0}, 0},
    {"get/libs3", s3_open, s3_request, {0, GET_MISSING, 1, 0, 0}, 0},
    {"tls-head/libcos_err", ours_open, ours_request, {1, HEAD_BUCKET, 1, 0, 0}, 0},
    {"tls-head/libcurl", curl_open, curl_request, {1, HEAD_BUCKET, 1, 0, 0}, 0},
    {"tls-head/libcurl-unsigned", curl_open, curl_request, {1, HEAD_BUCKET, 0, 0, 0}, 0},
    {"tls-miss/libcos_err", ours_open, ours_request, {1, HEAD_MISSING, 1, 0, 0}, 0},
    {"tls-miss/libcurl", curl_open, curl_request, {1, HEAD_MISSING, 1, 0, 0}, 0},
    {"tls-miss/libcurl-unsigned", curl_open, curl_request, {1, HEAD_MISSING, 0, 0, 0}, 0},
    {"tls-get/libcos_err", ours_open, ours_request, {1, GET_MISSING, 1, 0, 0}, 0},
    {"tls-get/libcurl", curl_open, curl_request, {1, GET_MISSING, 1, 0, 0}, 0},
    {"tls-get/libcurl-unsigned", curl_open, curl_request, {1, GET_MISSING, 0, 0, 0}, 0},
};
enum { CONTESTANTS = sizeof contestants / sizeof *contestants };

/* What others of its kind are compared with: libcurl, which signs as we do. */
static size_t reference_of(size_t contestant) {
  const size_t kind = strcspn(contestants[contestant].name, "/") + 1;
  for (size_t i = 0; i < CONTESTANTS; i++) {
    if (strncmp(contestants[i].name, contestants[contestant].name, kind) == 0 &&
        strcmp(contestants[i].name + kind, "libcurl") == 0) {
      return i;
    }
  }
  return contestant;
}

static void run(struct contestant *contestant, long count) {
  if (contestant->state == NULL) {
    contestant->state = contestant->open(&contestant->way);
  }
  while (count-- > 0) {
    contestant->request(contestant->state);
  }
}

enum { TURNS = 10, COUNT = 200 };

/* One round: the contestants in short turns, so that what disturbs one disturbs
   all; the median request of each counts. */
static void time_round(double p50[CONTESTANTS]) {
  static double us[CONTESTANTS][TURNS * COUNT];
  for (size_t turn = 0; turn < TURNS; turn++) {
    for (size_t i = 0; i < CONTESTANTS; i++) {
      for (size_t n = 0; n < COUNT; n++) {
        const double start = now_s();
        run(&contestants[i], 1);
        us[i][turn * COUNT + n] = (now_s() - start) * 1e6;
      }
    }
  }
  for (size_t i = 0; i < CONTESTANTS; i++) {
    p50[i] = median(us[i], TURNS * COUNT);
  }
}

static void time_all(size_t rounds) {
  static double p50[MAX_ROUNDS][CONTESTANTS];
  double warm_up[CONTESTANTS];
  time_round(warm_up);
  for (size_t r = 0; r < rounds; r++) {
    time_round(p50[r]);
  }
  for (size_t i = 0; i < CONTESTANTS; i++) {
    double own[MAX_ROUNDS], ratio[MAX_ROUNDS];
    for (size_t r = 0; r < rounds; r++) {
      own[r] = p50[r][i];
      ratio[r] = p50[r][i] / p50[r][reference_of(i)];
    }
    const double middle = median(ratio, rounds);
    printf("%s\t%.2f\t%.2f\t%.2f\t%.2f\n", contestants[i].name, median(own, rounds), middle, ratio[0],
           ratio[rounds - 1]);
  }
}

static struct contestant *named(const char *name) {
  for (size_t i = 0; i < CONTESTANTS; i++) {
    if (strcmp(name, contestants[i].name) == 0) {
      return &contestants[i];
    }
  }
  fail(name, "no such contestant");
  return NULL;
}

static void count(struct contestant *contestant, long few, long many) {
  const unsigned long *allocations = dlsym(RTLD_DEFAULT, "bench_allocations");
  const unsigned long *lookups = dlsym(RTLD_DEFAULT, "bench_lookups");
  if (allocations == NULL || lookups == NULL || many <= few) {
    fail("calls", "the counters are not loaded");
  }
  run(contestant, few);
  const unsigned long before[] = {*allocations, *lookups};
  run(contestant, many - few);
  const double requests = (double)(many - few);
  printf("%.2f\t%.2f\n", (double)(*allocations - before[0]) / requests, (double)(*lookups - before[1]) / requests);
}

int main(int argc, char **argv) {
  const char *mode = argc > 4 ? argv[4] : "";
  const long number = argc > 5 ? atol(argv[argc - 1]) : 0;
  for (size_t i = 0; argc > 4 && i < CONTESTANTS; i++) {
    contestants[i].way.connect_to = argv[contestants[i].way.tls ? 2 : 1];
    contestants[i].way.ca_file = argv[3];
  }
  if (strcmp(mode, "time") == 0 && number > 0 && number <= MAX_ROUNDS) {
    time_all((size_t)number);
  } else if (strcmp(mode, "loop") == 0 && argc == 7) {
    run(named(argv[5]), number);
  } else if (strcmp(mode, "count") == 0 && argc == 8) {
    count(named(argv[5]), atol(argv[6]), number);
  } else if (strcmp(mode, "names") == 0) {
    for (size_t i = 0; i < CONTESTANTS; i++) {
      puts(contestants[i].name);
    }
  } else {
    fprintf(stderr, "usage: calls ADDRESSES time ROUNDS | loop NAME COUNT | count NAME FEW MANY | names\n");
    return 2;
  }
  return 0;
}
