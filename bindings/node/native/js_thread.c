/* A JavaScript thread: its slots for calls, its end. */
#include <sched.h>
#include <time.h>

#include "addon.h"

/* How long the end of a thread waits for cancelled calls: they need 100 ms. */
enum { CLOSE_WAIT_S = 1 };

js_thread_t *js_thread_of(napi_env env) {
  void *thread = NULL;
  napi_get_instance_data(env, &thread);
  return thread;
}

void js_thread_hold(js_thread_t *thread) { __atomic_add_fetch(&thread->references, 1, __ATOMIC_RELAXED); }

void js_thread_drop(js_thread_t *thread) {
  if (__atomic_sub_fetch(&thread->references, 1, __ATOMIC_ACQ_REL) > 0) return;
  pthread_mutex_destroy(&thread->lock);
  pthread_cond_destroy(&thread->ended);
  free(thread->slots);
  free(thread->free_slots);
  free(thread);
}

static int make_slots(js_thread_t *thread) {
  size_t count = thread->slot_count ? thread->slot_count * 2 : 64;
  call_t **slots = realloc(thread->slots, count * sizeof *slots);
  if (slots) thread->slots = slots;
  size_t *numbers = realloc(thread->free_slots, count * sizeof *numbers);
  if (numbers) thread->free_slots = numbers;
  if (!slots || !numbers) return 0;
  /* The lowest number comes first. */
  for (size_t slot = count; slot-- > thread->slot_count;) {
    slots[slot] = NULL;
    numbers[thread->free_count++] = slot;
  }
  thread->slot_count = count;
  return 1;
}

/*
 * Slots belong to JavaScript's thread. Other threads touch them only once the thread is
 * closed, and then under the lock, as that thread does too from then on.
 */
int js_thread_take_slot(js_thread_t *thread, call_t *call) {
  if (thread->closed || (thread->free_count == 0 && !make_slots(thread))) return 0;
  call->slot = thread->free_slots[--thread->free_count];
  thread->slots[call->slot] = call;
  __atomic_add_fetch(&thread->running, 1, __ATOMIC_RELAXED);
  return 1;
}

static void forget_slot(js_thread_t *thread, size_t slot) {
  thread->slots[slot] = NULL;
  thread->free_slots[thread->free_count++] = slot;
}

void js_thread_free_slot(js_thread_t *thread, size_t slot) {
  if (thread->closed) pthread_mutex_lock(&thread->lock);
  forget_slot(thread, slot);
  if (thread->closed) pthread_mutex_unlock(&thread->lock);
}

call_t *js_thread_call(js_thread_t *thread, napi_value slot) {
  int64_t number = number_get(thread->env, slot);
  return !thread->closed && number >= 0 && (size_t)number < thread->slot_count ? thread->slots[number] : NULL;
}

/* A call ended, and no caller receives its result. */
void js_thread_forget(js_thread_t *thread, call_t *call) {
  pthread_mutex_lock(&thread->lock);
  forget_slot(thread, call->slot);
  __atomic_sub_fetch(&thread->running, 1, __ATOMIC_RELAXED);
  pthread_cond_broadcast(&thread->ended);
  pthread_mutex_unlock(&thread->lock);
}

napi_value js_thread_handler(js_thread_t *thread, int which) {
  napi_value function = NULL;
  napi_get_reference_value(thread->env, thread->handlers[which], &function);
  return function;
}

/* Under the lock: cancels the calls of one client, or of all if it is NULL. Waiting calls start, to be ended at once. */
static void end_calls(js_thread_t *thread, client_t *only) {
  for (client_t *client = thread->clients; client; client = client->next)
    if (!only || client == only) cos_client_shutdown(client->client);
  for (size_t slot = 0; slot < thread->slot_count; slot++) {
    call_t *call = thread->slots[slot];
    if (!call || (only && call->client != only)) continue;
    pthread_cond_signal(&call->answered);
    pool_run_now(&call->job, 0);
  }
}

void js_thread_end(js_thread_t *thread, client_t *client) {
  pthread_mutex_lock(&thread->lock);
  client->ended = 1;
  end_calls(thread, client);
  pthread_mutex_unlock(&thread->lock);
}

/*
 * The thread ends, and so do its calls, which removes their temporary files. Their
 * results are discarded. It runs once for `exit`, which comes before the environment's
 * own end but is not there for a worker that is terminated, and once for that.
 */
void js_thread_close(js_thread_t *thread) {
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec += CLOSE_WAIT_S;
  pthread_mutex_lock(&thread->lock);
  int first = !thread->closed;
  __atomic_store_n(&thread->closed, 1, __ATOMIC_SEQ_CST);
  while (__atomic_load_n(&thread->posting, __ATOMIC_SEQ_CST) > 0) sched_yield();
  if (first) end_calls(thread, NULL);
  while (__atomic_load_n(&thread->running, __ATOMIC_RELAXED) > 0 &&
         pthread_cond_timedwait(&thread->ended, &thread->lock, &until) == 0) {
  }
  pthread_mutex_unlock(&thread->lock);
}
