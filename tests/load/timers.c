#include "timers.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

static struct {
  pthread_mutex_t lock;
  cos_cancel_t *token;
  int64_t due_ms;
} timers[TIMERS];

static pthread_t thread;
static int over;

int64_t now_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void *trigger_what_is_due(void *unused) {
  const struct timespec pause = {0, 5000000};
  while (!__atomic_load_n(&over, __ATOMIC_ACQUIRE)) {
    for (size_t i = 0; i < TIMERS; i++) {
      pthread_mutex_lock(&timers[i].lock);
      if (timers[i].token && now_ms() >= timers[i].due_ms) {
        cos_cancel_trigger(timers[i].token);
        timers[i].token = NULL;
      }
      pthread_mutex_unlock(&timers[i].lock);
    }
    nanosleep(&pause, NULL);
  }
  return unused;
}

void timers_start(void) {
  over = 0;
  for (size_t i = 0; i < TIMERS; i++) pthread_mutex_init(&timers[i].lock, NULL);
  if (pthread_create(&thread, NULL, trigger_what_is_due, NULL) != 0) abort();
}

void timers_stop(void) {
  __atomic_store_n(&over, 1, __ATOMIC_RELEASE);
  pthread_join(thread, NULL);
  for (size_t i = 0; i < TIMERS; i++) pthread_mutex_destroy(&timers[i].lock);
}

void timer_set(size_t place, cos_cancel_t *token, int64_t due_ms) {
  pthread_mutex_lock(&timers[place].lock);
  timers[place].token = token;
  timers[place].due_ms = due_ms;
  pthread_mutex_unlock(&timers[place].lock);
}

void timer_clear(size_t place) { timer_set(place, NULL, 0); }
