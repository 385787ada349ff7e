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
enum { MOST_SAMPLES = 1 << 16, FEWEST_SAMPLES = 30, FEWEST_RESTS = 60, MIB = 1 << 20 };

/* By how much the median of the last third may be above that of the middle one. What is in use at a moment
   varies with the faults of that moment, and memory so much that it is judged at rest, where a client still has
   connections and their buffers; what is lost grows with each call. */
static const struct { const char *name; int64_t slack; int is_judged_at_rest; } columns[COLUMNS] = {
    {"resident_bytes", MIB, 1}, {"heap_bytes", MIB, 1}, {"descriptors", 2, 0},
    {"sockets", 12, 0},         {"threads", 8, 0},            {"connections", 12, 0},
};

static int64_t values[COLUMNS][MOST_SAMPLES], at_rest[COLUMNS][MOST_SAMPLES];
static size_t count, rests;
static size_t calls;
static int over;
static pthread_t sampler;
static FILE *file;

void sample_count_call(void) { __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED); }

static void read_usage(int64_t row[COLUMNS]) {
  usage_t now = usage();
  row[RESIDENT] = now.resident;
  row[HEAP] = (int64_t)now.heap;
  row[DESCRIPTORS] = (int64_t)now.descriptors;
  row[SOCKETS] = (int64_t)now.sockets;
  row[THREADS] = (int64_t)now.threads;
  row[CONNECTIONS] = server_count("connections_open");
}

static void take(int64_t second) {
  int64_t row[COLUMNS];
  read_usage(row);
  if (file) fprintf(file, "%lld", (long long)second);
  for (size_t i = 0; i < COLUMNS; i++) {
    values[i][count] = row[i];
    if (file) fprintf(file, "\t%lld", (long long)row[i]);
  }
  if (file) fprintf(file, "\t%zu\n", __atomic_load_n(&calls, __ATOMIC_RELAXED));
  if (file) fflush(file);
  count++;
}

void samples_rest(void) {
  if (rests == MOST_SAMPLES) return;
  int64_t row[COLUMNS];
  read_usage(row);
  for (size_t i = 0; i < COLUMNS; i++) at_rest[i][rests] = row[i];
  rests++;
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
  count = rests = 0;
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

static void check_column(size_t i, const int64_t *all, size_t length) {
  size_t third = length / 3;
  int64_t middle = median(all + third, third), last = median(all + 2 * third, third);
  printf("%s: %lld, then %lld\n", columns[i].name, (long long)middle, (long long)last);
  check_subject = columns[i].name;
  CHECK(last <= middle + columns[i].slack);
}

void samples_end(void) {
  __atomic_store_n(&over, 1, __ATOMIC_RELEASE);
  pthread_join(sampler, NULL);
  if (file) fclose(file);
  file = NULL;
  if (rests < FEWEST_RESTS) printf("memory is not compared: %zu moments at rest, of at least %d\n", rests, FEWEST_RESTS);
  for (size_t i = 0; i < COLUMNS; i++) {
    if (columns[i].is_judged_at_rest && rests >= FEWEST_RESTS) check_column(i, at_rest[i], rests);
    if (!columns[i].is_judged_at_rest && count >= FEWEST_SAMPLES) check_column(i, values[i], count);
  }
  check_subject = "";
}
