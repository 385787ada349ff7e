/* Signals of the process are for its own threads: those of the library block them all. */
#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "client_from.h"
#include "crowd.h"
#include "deadline.h"
#include "gate.h"
#include "resources.h"

enum { CALLS = 40, CONNECTIONS = 8, SIGNALS = 200, LIMIT_MS = 60000 };

static int own, others;
static pthread_t main_thread;

static void on_signal(int number) {
  (void)number;
  __atomic_add_fetch(pthread_equal(pthread_self(), main_thread) ? &own : &others, 1, __ATOMIC_SEQ_CST);
}

/* "SigBlk:" of a thread of this process; 0 if it is gone. */
static unsigned long long blocked(const char *thread) {
  char path[80], line[200];
  unsigned long long mask = 0;
  snprintf(path, sizeof path, "/proc/self/task/%.16s/status", thread);
  FILE *status = fopen(path, "re");
  while (status && fgets(line, sizeof line, status))
    if (sscanf(line, "SigBlk: %llx", &mask) == 1) break;
  if (status) fclose(status);
  return mask;
}

static int blocks(unsigned long long mask, int number) { return mask >> (number - 1) & 1; }

/* All threads but this one and those that were there before; how many. */
static size_t check_threads(char (*before)[16], size_t before_count) {
  static const int numbers[] = {SIGINT,  SIGTERM, SIGUSR1, SIGUSR2, SIGCHLD, SIGALRM,
                                SIGPROF, SIGPIPE, SIGHUP,  SIGIO,   SIGURG};
  size_t count = 0;
  DIR *listed = opendir("/proc/self/task");
  for (struct dirent *entry; listed && (entry = readdir(listed));) {
    int is_known = *entry->d_name == '.';
    for (size_t i = 0; i < before_count; i++) is_known |= strcmp(before[i], entry->d_name) == 0;
    unsigned long long mask = is_known ? 0 : blocked(entry->d_name);
    if (is_known || !mask) continue;
    count++;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
      if (!blocks(mask, numbers[i])) CHECK_NUMBER(numbers[i], 0);
  }
  if (listed) closedir(listed);
  return count;
}

static size_t list_threads(char (*known)[16], size_t most) {
  size_t count = 0;
  DIR *listed = opendir("/proc/self/task");
  for (struct dirent *entry; listed && (entry = readdir(listed)) && count < most;)
    if (*entry->d_name != '.') snprintf(known[count++], sizeof *known, "%.15s", entry->d_name);
  if (listed) closedir(listed);
  return count;
}

/* Each in turn: the system gives a signal of the process to any thread that does not block it. */
static void send_signals(void) {
  struct sigaction action = {.sa_handler = on_signal};
  CHECK_NUMBER(sigaction(SIGUSR1, &action, NULL), 0);
  for (int i = 1; i <= SIGNALS; i++) {
    CHECK_NUMBER(kill(getpid(), SIGUSR1), 0);
    for (int64_t limit = now_ms() + LIMIT_MS; now_ms() < limit; pause_1_ms())
      if (__atomic_load_n(&own, __ATOMIC_SEQ_CST) + __atomic_load_n(&others, __ATOMIC_SEQ_CST) >= i) break;
  }
  CHECK_NUMBER(own, SIGNALS);
  CHECK_NUMBER(others, 0);
}

/* While the program's own thread blocks it too, nobody takes it. */
static void check_pending(void) {
  sigset_t set, before;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  CHECK_NUMBER(pthread_sigmask(SIG_BLOCK, &set, &before), 0);
  CHECK_NUMBER(kill(getpid(), SIGUSR1), 0);
  CHECK_NUMBER(sigpending(&set), 0);
  CHECK_NUMBER(sigismember(&set, SIGUSR1), 1);
  CHECK_NUMBER(pthread_sigmask(SIG_SETMASK, &before, NULL), 0);
  CHECK_NUMBER(own, SIGNALS + 1);
  CHECK_NUMBER(others, 0);
}

int main(void) {
  char known[16][16];
  main_thread = pthread_self();
  deadline_begin();
  gate_start();
  (void)threads();
  size_t count = list_threads(known, 16);
  crowd_t *crowd = crowd_new(gate_options(CONNECTIONS), CALLS);
  crowd_start(crowd, "key", 0, 0);
  gate_await_held(CONNECTIONS);
  /* At least the workers; and one that keeps the time of those that wait. */
  CHECK(check_threads(known, count) >= CONNECTIONS);
  send_signals();
  check_pending();
  gate_open();
  crowd_take(crowd, CALLS);
  CHECK_NUMBER(crowd_succeeded(crowd), CALLS);
  CHECK_NUMBER(others, 0);
  crowd_check_once(crowd);
  crowd_free(crowd);
  gate_stop();
  return check_report();
}
