/*
 * The threads that run calls. They are the addon's own: libuv's four are for files
 * and names, which calls to COS must not keep waiting. A thread that has had nothing
 * to do for a while ends.
 */
#include <errno.h>
#include <signal.h>
#include <time.h>

#include "addon.h"

enum { IDLE_S = 10, STACK = 1 << 20 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t work;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static call_t *ready, **ready_end = &ready;
static size_t ready_count, idle, threads;

static void prepare(void) {
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&work, &attributes);
  pthread_condattr_destroy(&attributes);
}

static void push(call_t ***end, call_t *call) {
  call->next = NULL;
  **end = call;
  *end = &call->next;
}

static call_t *pop(call_t **first, call_t ***end) {
  call_t *call = *first;
  if (call && !(*first = call->next)) *end = first;
  return call;
}

/* The next call to run; NULL: there was none for a while. */
static call_t *next_call(void) {
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec += IDLE_S;
  while (!ready) {
    idle++;
    int waited = pthread_cond_timedwait(&work, &lock, &until);
    idle--;
    if (waited == ETIMEDOUT && !ready) return NULL;
  }
  ready_count--;
  return pop(&ready, &ready_end);
}

static void *run(void *nothing) {
  pthread_mutex_lock(&lock);
  for (call_t *call; (call = next_call());) {
    pthread_mutex_unlock(&lock);
    call_run(call);
    pthread_mutex_lock(&lock);
  }
  threads--;
  pthread_mutex_unlock(&lock);
  return nothing;
}

static int start_thread(void) {
  pthread_attr_t attributes;
  pthread_t thread;
  sigset_t all, before;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, STACK);
  /* Signals are for Node's threads. */
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  int failed = pthread_create(&thread, &attributes, run, NULL);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  if (!failed) threads++;
  return !failed;
}

/* What is to be done once the lock is free: a thread that is woken under it would wait for it. */
typedef enum { NOTHING, WAKE, LOST } then_t;

/* Under the lock. LOST: there is no thread, and none can be made. */
static then_t make_ready(call_t *call) {
  push(&ready_end, call);
  call->client->running++;
  if (++ready_count <= idle) return WAKE;
  return start_thread() || threads > 0 ? NOTHING : LOST;
}

static void unlock(then_t then) {
  pthread_mutex_unlock(&lock);
  if (then == WAKE) pthread_cond_signal(&work);
}

void pool_submit(call_t *call) {
  client_t *client = call->client;
  then_t then = NOTHING;
  pthread_once(&once, prepare);
  pthread_mutex_lock(&lock);
  call->queued = client->running >= client->limit;
  if (call->queued) push(&client->waiting_end, call);
  else then = make_ready(call);
  if (then == LOST) {
    /* Without a thread there is nothing else to run. */
    ready = NULL;
    ready_end = &ready;
    ready_count = 0;
  }
  unlock(then);
  if (then == LOST) call_fail_to_run(call);
}

/* A call that was told to end does not wait for its turn to hear it. */
void pool_hurry(call_t *call) {
  client_t *client = call->client;
  then_t then = NOTHING;
  pthread_mutex_lock(&lock);
  if (call->queued) {
    call_t **link = &client->waiting;
    while (*link != call) link = &(*link)->next;
    if (!(*link = call->next)) client->waiting_end = link;
    call->queued = 0;
    then = make_ready(call);
  }
  unlock(then);
}

void pool_ended(call_t *call) {
  client_t *client = call->client;
  then_t then = NOTHING;
  pthread_mutex_lock(&lock);
  client->running--;
  if (client->running < client->limit) {
    call_t *next = pop(&client->waiting, &client->waiting_end);
    if (next) {
      next->queued = 0;
      then = make_ready(next);
    }
  }
  unlock(then);
}

void client_hold(client_t *client) {
  pthread_mutex_lock(&lock);
  client->references++;
  pthread_mutex_unlock(&lock);
}

void client_drop(client_t *client) {
  pthread_mutex_lock(&lock);
  size_t left = --client->references;
  pthread_mutex_unlock(&lock);
  if (left > 0) return;
  home_t *home = client->home;
  pthread_mutex_lock(&home->lock);
  if ((*client->link = client->next)) client->next->link = client->link;
  pthread_mutex_unlock(&home->lock);
  cos_client_free(client->client);
  home_drop(home);
  free(client);
}
