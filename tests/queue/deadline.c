#include "deadline.h"

#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

enum { PATIENCE_S = 300 };
/* The last ones are those of Valgrind and of emulators. */
#define TOO_LATE (SIGRTMIN + 6)

static timer_t timer;
static struct itimerspec patience = {.it_value.tv_sec = PATIENCE_S};

static void say(const char *text) {
  ssize_t written = write(STDOUT_FILENO, text, strlen(text));
  (void)written;
}

static void give_up(int number) {
  (void)number;
  say("FAILED: no progress for ");
  char digits[] = "000000 s", *at = digits + 6;
  for (long left = (long)patience.it_value.tv_sec; left && at > digits; left /= 10) *--at = (char)('0' + left % 10);
  say(at);
  say(*check_subject ? ", in " : "");
  say(check_subject);
  say("\n");
  _exit(1);
}

/* A failed check gives no time: what fails again and again ends too. */
static void go_on(void) {
  if (!__atomic_load_n(&check_failures, __ATOMIC_RELAXED)) timer_settime(timer, 0, &patience, NULL);
}

void deadline_begin(void) {
  struct sigaction action = {.sa_handler = give_up};
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = TOO_LATE};
  const char *given = getenv("CHECK_PATIENCE_S");
  if (given && atol(given) > 0) patience.it_value.tv_sec = atol(given);
  /* What was found before is not lost in a buffer. */
  setvbuf(stdout, NULL, _IOLBF, 0);
  if (sigaction(TOO_LATE, &action, NULL) != 0 || timer_create(CLOCK_MONOTONIC, &event, &timer) != 0) abort();
  check_goes_on = go_on;
  go_on();
}
