#include "resources.h"

#include <dirent.h>
#include <pthread.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

enum { LIMIT_MS = 60000 };

int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void pause_1_ms(void) { nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL); }

int64_t cpu_us(void) {
  struct rusage used;
  CHECK_NUMBER(getrusage(RUSAGE_SELF, &used), 0);
  int64_t seconds = used.ru_utime.tv_sec + used.ru_stime.tv_sec;
  return seconds * 1000000 + used.ru_utime.tv_usec + used.ru_stime.tv_usec;
}

static void *write_id(void *id) {
  *(pid_t *)id = gettid();
  return NULL;
}

void thread_end(pthread_t thread, const pid_t *id) {
  char path[40];
  pthread_join(thread, NULL);
  snprintf(path, sizeof path, "/proc/self/task/%ld", (long)*id);
  while (access(path, F_OK) == 0) pause_1_ms();
}

static void await_sanitizer(void) {
  static int is_there;
  pthread_t first;
  pid_t id = 0;
  if (!is_there++ && pthread_create(&first, NULL, write_id, &id) == 0) thread_end(first, &id);
}

size_t threads(void) {
  size_t count = 0;
  await_sanitizer();
  DIR *listed = opendir("/proc/self/task");
  for (struct dirent *entry; listed && (entry = readdir(listed));) count += *entry->d_name != '.';
  if (listed) closedir(listed);
  return count;
}

void threads_await(size_t count) {
  for (int64_t limit = now_ms() + LIMIT_MS; threads() != count && now_ms() < limit;) pause_1_ms();
  CHECK_NUMBER(threads(), count);
}

void raise_descriptor_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}
