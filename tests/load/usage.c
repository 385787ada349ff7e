#include "usage.h"

#include <dirent.h>
#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

enum { MIB = 1 << 20, KEPT_BUFFERS = 8 * MIB, SETTLE_S = 15, HEAP_SLACK = 1024 };

/* Sanitizers keep what is freed. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
static const int memory_tells = 0;
#else
static const int memory_tells = 1;
#endif

/* Main, and the sanitizer's own. */
static size_t threads_at_start;

static size_t threads(void) {
  size_t count = 0;
  DIR *listed = opendir("/proc/self/task");
  for (struct dirent *entry; listed && (entry = readdir(listed));) count += *entry->d_name != '.';
  if (listed) closedir(listed);
  return count;
}

#if defined(__SANITIZE_THREAD__)
static void *nothing(void *unused) { return unused; }

/* It starts a thread of its own with the program's first. */
static void await_sanitizer(void) {
  pthread_t first;
  if (pthread_create(&first, NULL, nothing, NULL) == 0) pthread_join(first, NULL);
}
#else
static void await_sanitizer(void) {}
#endif

void usage_will_be_measured(char **arguments) {
  if (!getenv("GLIBC_TUNABLES")) {
    setenv("GLIBC_TUNABLES", "glibc.malloc.tcache_count=0", 1);
    execv("/proc/self/exe", arguments);
  }
  mallopt(M_ARENA_MAX, 1);
  await_sanitizer();
  threads_at_start = threads();
}

usage_t usage(void) {
  usage_t now = {.threads = threads()};
  DIR *listed = opendir("/proc/self/fd");
  for (struct dirent *entry; listed && (entry = readdir(listed));) {
    char to[64] = "";
    if (readlinkat(dirfd(listed), entry->d_name, to, sizeof to - 1) < 0) continue;
    if (strncmp(to, "socket:", 7) == 0)
      now.sockets++;
    else
      now.descriptors++;
  }
  if (listed) closedir(listed);
  now.heap = mallinfo2().uordblks;
  malloc_trim(0);
  long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  CHECK(file && fscanf(file, "%*d %ld", &pages) == 1);
  if (file) fclose(file);
  now.resident = pages * sysconf(_SC_PAGESIZE);
  return now;
}

usage_t usage_at_rest(size_t own_threads) {
  const struct timespec pause = {0, 100000000};
  time_t limit = time(NULL) + SETTLE_S;
  while (threads() != threads_at_start + own_threads && time(NULL) < limit) nanosleep(&pause, NULL);
  CHECK_NUMBER(threads(), threads_at_start + own_threads);
  return usage();
}

usage_t usage_settled(const usage_t *before, size_t most_sockets) {
  const struct timespec pause = {0, 100000000};
  time_t limit = time(NULL) + SETTLE_S;
  usage_t now = usage();
  while ((now.descriptors != before->descriptors || now.threads != before->threads || now.sockets > most_sockets) &&
         time(NULL) < limit) {
    nanosleep(&pause, NULL);
    now = usage();
  }
  return now;
}

void check_usage(const usage_t *before, const usage_t *after, size_t most_sockets, size_t clients) {
  long most_memory = before->resident + MIB + (long)clients * KEPT_BUFFERS;
  printf("descriptors %zu, sockets %zu, threads %zu, memory %ld KiB; then %zu, %zu, %zu, %+ld KiB\n",
         before->descriptors, before->sockets, before->threads, before->resident / 1024, after->descriptors,
         after->sockets, after->threads, (after->resident - before->resident) / 1024);
  CHECK_NUMBER(after->descriptors, before->descriptors);
  CHECK_NUMBER(after->threads, before->threads);
  CHECK(after->sockets <= most_sockets);
  if (memory_tells) CHECK(after->resident <= most_memory);
}

void check_heap(const usage_t *before, const usage_t *after) {
  printf("heap %zu bytes; then %zu\n", before->heap, after->heap);
  CHECK(after->heap <= before->heap + HEAP_SLACK);
}
