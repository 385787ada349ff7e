/*
 * The threads that run jobs. They belong to the addon: libuv's four are for files
 * and names, which calls to COS must not delay. A thread that was idle for a while
 * ends.
 */
#define _GNU_SOURCE /* sem_clockwait */

#include <errno.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <time.h>

#include "addon.h"

/* BRIEF: the threads for jobs that are to be ended at once, however many those are. */
enum { IDLE_S = 10, STACK = 1 << 20, BRIEF = 4 };

/* A thread. It ends by itself, and never while a job is on its way to it. */
typedef struct worker {
  struct worker *next; /* among the idle ones */
  job_t *job;          /* what it is woken for */
  sem_t wake;
} worker_t;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* The last to become idle is the first to work again: it is warm, and the others may end. */
static worker_t *idle;
/* Jobs for threads that are about to start; there are none while a thread is idle. */
static job_t *ready, **ready_end = &ready;
/* Jobs that have their turn, and the brief ones among them. */
static size_t turns, briefs, threads;

/* Under the lock. */
static void begin_turn(job_t *job) {
  job->queue->running++;
  turns++;
  briefs += job->brief;
}

static void end_turn(job_t *job) {
  job->queue->running--;
  turns--;
  briefs -= job->brief;
}

static size_t needed(void) { return turns - briefs + (briefs < BRIEF ? briefs : BRIEF); }

static void push(job_t ***end, job_t *job) {
  job->next = NULL;
  **end = job;
  *end = &job->next;
}

static job_t *pop(job_t **first, job_t ***end) {
  job_t *job = *first;
  if (job && !(*first = job->next)) *end = first;
  return job;
}

/* Under the lock: returns 1 if the worker was still idle. */
static int forget_idle(worker_t *worker) {
  worker_t **link = &idle;
  while (*link && *link != worker) link = &(*link)->next;
  if (!*link) return 0;
  *link = worker->next;
  return 1;
}

/* After an idle time: returns 1 if the worker may end, 0 if a job is on its way to it. */
static int give_up(worker_t *worker) {
  pthread_mutex_lock(&lock);
  int forgotten = forget_idle(worker);
  if (forgotten) threads--;
  pthread_mutex_unlock(&lock);
  return forgotten;
}

/* Returns the job that an idle worker is woken for; NULL if there was none for a while. */
static job_t *wait_for_job(worker_t *worker) {
  struct timespec until;
  /* Who hears of a job's end may start the next one: on the same CPU that comes first, and spares both the sleep. */
  sched_yield();
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec += IDLE_S;
  while (sem_clockwait(&worker->wake, CLOCK_MONOTONIC, &until) != 0)
    if (errno == ETIMEDOUT && give_up(worker)) return NULL;
  return worker->job;
}

/* Under the lock: a job that waits for others of its queue to end waits no longer, if there is one. */
static void next_turn(queue_t *queue) {
  job_t *job = queue->running < queue->limit ? pop(&queue->waiting, &queue->waiting_end) : NULL;
  if (!job) return;
  job->waits = 0;
  begin_turn(job);
  push(&ready_end, job);
}

/* Returns the job that follows `ended`, or NULL: the worker is then idle, and may receive one at any time. */
static job_t *next_job(worker_t *worker, job_t *ended) {
  pthread_mutex_lock(&lock);
  if (ended) {
    end_turn(ended);
    next_turn(ended->queue);
  }
  job_t *job = pop(&ready, &ready_end);
  if (!job) {
    worker->next = idle;
    idle = worker;
  }
  pthread_mutex_unlock(&lock);
  return job;
}

static void *run(void *nothing) {
  worker_t worker = {0};
  sem_init(&worker.wake, 0, 0);
  job_t *job = next_job(&worker, NULL);
  while (job || (job = wait_for_job(&worker))) {
    job->run(job);
    /* JavaScript may start another job as soon as it hears of the end of this one: then this worker is there for it. */
    job_t *next = next_job(&worker, job);
    job->end(job);
    job = next;
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

/* Under the lock: the worker to wake once the lock is free, for which it would wait; NULL: none. */
static worker_t *make_ready(job_t *job) {
  worker_t *worker = idle;
  begin_turn(job);
  if (worker) {
    idle = worker->next;
    worker->job = job;
  } else {
    push(&ready_end, job);
    if (threads < needed()) start_thread();
  }
  return worker;
}

void queue_init(queue_t *queue, size_t limit) {
  *queue = (queue_t){.limit = limit};
  queue->waiting_end = &queue->waiting;
}

int pool_submit(job_t *job) {
  queue_t *queue = job->queue;
  worker_t *worker = NULL;
  pthread_mutex_lock(&lock);
  int waits = job->waits = job->waited = queue->running >= queue->limit;
  if (waits) push(&queue->waiting_end, job);
  else worker = make_ready(job);
  int lost = !waits && threads == 0;
  if (lost) {
    /* Without a thread there is nothing else to run. */
    pop(&ready, &ready_end);
    end_turn(job);
  }
  pthread_mutex_unlock(&lock);
  if (worker) sem_post(&worker->wake);
  if (lost) job->fail(job);
  return waits;
}

void pool_run_now(job_t *job, int late) {
  queue_t *queue = job->queue;
  worker_t *worker = NULL;
  pthread_mutex_lock(&lock);
  if (job->waits) {
    job_t **link = &queue->waiting;
    while (*link != job) link = &(*link)->next;
    if (!(*link = job->next)) queue->waiting_end = link;
    job->waits = 0;
    job->brief = 1;
    job->late = late;
    worker = make_ready(job);
  }
  pthread_mutex_unlock(&lock);
  if (worker) sem_post(&worker->wake);
}
