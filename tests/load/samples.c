#include "samples.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "check.h"
#include "server.h"
#include "usage.h"

enum { RESIDENT, HEAP, DESCRIPTORS, SOCKETS, THREADS, CONNECTIONS, COLUMNS };
enum { MOST_SAMPLES = 1 << 16, FEWEST_SAMPLES = 30, KIB = 1024, MIB = 1 << 20 };

/* By how much the median of the last third may be above that of the middle one. What is in use at a moment
   varies with the faults of that moment; what is lost grows with each call. */
static const struct { const char *name; int64_t slack; } columns[COLUMNS] = {
    {"resident_bytes", 2 * MIB}, {"heap_bytes", MIB}, {"descriptors", 2}, {"sockets", 12}, {"threads", 8}, {"connections", 12},
};

static int64_t values[COLUMNS][MOST_SAMPLES];
static size_t count;
static size_t calls;
static int over;
static pthread_t sampler;
static FILE *file;

void sample_count_call(void) { __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED); }

static void take(int64_t second) {
  usage_t now = usage();
  const int64_t row[COLUMNS] = {now.resident, (int64_t)now.heap, (int64_t)now.descriptors, (int64_t)now.sockets,
                                (int64_t)now.threads, server_count("connections_open")};
  if (file) fprintf(file, "%lld", (long long)second);
  for (size_t i = 0; i < COLUMNS; i++) {
    values[i][count] = row[i];
    if (file) fprintf(file, "\t%lld", (long long)row[i]);
  }
  if (file) fprintf(file, "\t%zu\n", __atomic_load_n(&calls, __ATOMIC_RELAXED));
  if (file) fflush(file);
  count++;
}

static void *sample(void *unused) {
  const struct timespec second = {.tv_sec = 1};
  time_t begun = time(NULL);
  while (!__atomic_load_n(&over, __ATOMIC_ACQUIRE) && count < MOST_SAMPLES) {
    take(time(NULL) - begun);
    nanosleep(&second, NULL);
  }
  return unused;
}

void samples_begin(const char *path) {
  over = 0;
  count = 0;
  if (path) {
    file = fopen(path, "w");
    if (!file) perror(path), exit(1);
    fputs("second", file);
    for (size_t i = 0; i < COLUMNS; i++) fprintf(file, "\t%s", columns[i].name);
    fputs("\tcalls\n", file);
  }
  if (pthread_create(&sampler, NULL, sample, NULL) != 0) abort();
}

static int by_value(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

static int64_t median(const int64_t *from, size_t length) {
  static int64_t sorted[MOST_SAMPLES];
  memcpy(sorted, from, length * sizeof *from);
  qsort(sorted, length, sizeof *sorted, by_value);
  return sorted[length / 2];
}

void samples_end(void) {
  __atomic_store_n(&over, 1, __ATOMIC_RELEASE);
  pthread_join(sampler, NULL);
  if (file) fclose(file);
  file = NULL;
  if (count < FEWEST_SAMPLES) return;
  size_t third = count / 3;
  for (size_t i = 0; i < COLUMNS; i++) {
    int64_t middle = median(values[i] + third, third), last = median(values[i] + 2 * third, third);
    printf("%s: %lld, then %lld\n", columns[i].name, (long long)middle, (long long)last);
    check_subject = columns[i].name;
    CHECK(last <= middle + columns[i].slack);
  }
  check_subject = "";
}
