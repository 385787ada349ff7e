/*
 * The threads that run calls. They are the addon's own: libuv's four are for files
 * and names, which calls to COS must not keep waiting. A thread that has had nothing
 * to do for a while ends.
 */
#define _GNU_SOURCE /* sem_clockwait */

#include <errno.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <time.h>

#include "addon.h"

enum { IDLE_S = 10, STACK = 1 << 20 };

/* A thread. It ends by itself, and never while a call is on its way to it. */
typedef struct worker {
  struct worker *next; /* among the idle ones */
  call_t *call;        /* what it is woken for */
  sem_t wake;
} worker_t;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* The last to become idle is the first to work again: it is warm, and the others may end. */
static worker_t *idle;
/* Calls for threads that are about to start; there are none while a thread is idle. */
static call_t *ready, **ready_end = &ready;
/* Calls that have their turn; no thread is started for one while there are more threads than those. */
static size_t turns, threads;

/* Under the lock. */
static void begin_turn(client_t *client) {
  client->running++;
  turns++;
}

static void end_turn(client_t *client) {
  client->running--;
  turns--;
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

/* Under the lock: 1 if the worker was idle still. */
static int forget_idle(worker_t *worker) {
  worker_t **link = &idle;
  while (*link && *link != worker) link = &(*link)->next;
  if (!*link) return 0;
  *link = worker->next;
  return 1;
}

/* Nothing came for a while: 1 if the worker may end, 0 if a call is on its way to it. */
static int give_up(worker_t *worker) {
  pthread_mutex_lock(&lock);
  int forgotten = forget_idle(worker);
  if (forgotten) threads--;
  pthread_mutex_unlock(&lock);
  return forgotten;
}

/* The call that an idle worker is woken for; NULL: there was none for a while. */
static call_t *wait_for_call(worker_t *worker) {
  struct timespec until;
  /* Who hears of a call may start the next one: on the same CPU that comes first, and spares both the sleep. */
  sched_yield();
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec += IDLE_S;
  while (sem_clockwait(&worker->wake, CLOCK_MONOTONIC, &until) != 0)
    if (errno == ETIMEDOUT && give_up(worker)) return NULL;
  return worker->call;
}

/* Under the lock: a call that waits for others of its client to end waits no longer, if there is one. */
static void next_turn(client_t *client) {
  call_t *call = client->running < client->limit ? pop(&client->waiting, &client->waiting_end) : NULL;
  if (!call) return;
  call->queued = 0;
  begin_turn(client);
  push(&ready_end, call);
}

/* The next call, once `ended` has; NULL: from here on the worker is idle, and may be given one at any time. */
static call_t *next_call(worker_t *worker, call_t *ended) {
  pthread_mutex_lock(&lock);
  if (ended) {
    end_turn(ended->client);
    next_turn(ended->client);
  }
  call_t *call = pop(&ready, &ready_end);
  if (!call) {
    worker->next = idle;
    idle = worker;
  }
  pthread_mutex_unlock(&lock);
  return call;
}

static void *run(void *nothing) {
  worker_t worker = {0};
  sem_init(&worker.wake, 0, 0);
  call_t *call = next_call(&worker, NULL);
  while (call || (call = wait_for_call(&worker))) {
    call_run(call);
    /* JavaScript may start another call as soon as it hears of this one: then this worker is there for it. */
    call_t *next = next_call(&worker, call);
    call_end(call);
    call = next;
  }
  sem_destroy(&worker.wake);
  return nothing;
}

static void start_thread(void) {
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
}

/* Under the lock: the worker to wake once it is free, for it would wait for it; NULL: none. */
static worker_t *make_ready(call_t *call) {
  worker_t *worker = idle;
  begin_turn(call->client);
  if (worker) {
    idle = worker->next;
    worker->call = call;
  } else {
    push(&ready_end, call);
    if (threads < turns) start_thread();
  }
  return worker;
}

void pool_submit(call_t *call) {
  client_t *client = call->client;
  worker_t *worker = NULL;
  pthread_mutex_lock(&lock);
  call->queued = client->running >= client->limit;
  if (call->queued) push(&client->waiting_end, call);
  else worker = make_ready(call);
  int lost = !call->queued && threads == 0;
  if (lost) {
    /* Without a thread there is nothing else to run. */
    pop(&ready, &ready_end);
    end_turn(client);
  }
  pthread_mutex_unlock(&lock);
  if (worker) sem_post(&worker->wake);
  if (lost) call_fail_to_run(call);
}

/* A call that was told to end does not wait for its turn to hear it. */
void pool_hurry(call_t *call) {
  client_t *client = call->client;
  worker_t *worker = NULL;
  pthread_mutex_lock(&lock);
  if (call->queued) {
    call_t **link = &client->waiting;
    while (*link != call) link = &(*link)->next;
    if (!(*link = call->next)) client->waiting_end = link;
    call->queued = 0;
    worker = make_ready(call);
  }
  pthread_mutex_unlock(&lock);
  if (worker) sem_post(&worker->wake);
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
