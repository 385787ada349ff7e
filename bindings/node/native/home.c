/* A JavaScript thread: its slots for calls, its end. */
#include <sched.h>
#include <time.h>

#include "addon.h"

/* How long the end of a thread waits for cancelled calls: they need 100 ms. */
enum { CLOSE_WAIT_S = 1 };

home_t *home_of(napi_env env) {
  void *home = NULL;
  napi_get_instance_data(env, &home);
  return home;
}

void home_hold(home_t *home) { __atomic_add_fetch(&home->references, 1, __ATOMIC_RELAXED); }

void home_drop(home_t *home) {
  if (__atomic_sub_fetch(&home->references, 1, __ATOMIC_ACQ_REL) > 0) return;
  pthread_mutex_destroy(&home->lock);
  pthread_cond_destroy(&home->ended);
  free(home->slots);
  free(home->free_slots);
  free(home);
}

static int make_slots(home_t *home) {
  size_t count = home->slot_count ? home->slot_count * 2 : 64;
  call_t **slots = realloc(home->slots, count * sizeof *slots);
  if (slots) home->slots = slots;
  size_t *numbers = realloc(home->free_slots, count * sizeof *numbers);
  if (numbers) home->free_slots = numbers;
  if (!slots || !numbers) return 0;
  /* The lowest number comes first. */
  for (size_t slot = count; slot-- > home->slot_count;) {
    slots[slot] = NULL;
    numbers[home->free_count++] = slot;
  }
  home->slot_count = count;
  return 1;
}

/*
 * Slots belong to JavaScript's thread. Other threads touch them only once the home is
 * closed, and then under the lock, as that thread does too from then on.
 */
int home_take_slot(home_t *home, call_t *call) {
  if (home->closed || (home->free_count == 0 && !make_slots(home))) return 0;
  call->slot = home->free_slots[--home->free_count];
  home->slots[call->slot] = call;
  __atomic_add_fetch(&home->running, 1, __ATOMIC_RELAXED);
  return 1;
}

static void forget_slot(home_t *home, size_t slot) {
  home->slots[slot] = NULL;
  home->free_slots[home->free_count++] = slot;
}

void home_free_slot(home_t *home, size_t slot) {
  if (home->closed) pthread_mutex_lock(&home->lock);
  forget_slot(home, slot);
  if (home->closed) pthread_mutex_unlock(&home->lock);
}

call_t *home_call(home_t *home, napi_value slot) {
  int64_t number = number_get(home->env, slot);
  return !home->closed && number >= 0 && (size_t)number < home->slot_count ? home->slots[number] : NULL;
}

/* A call ended, and no caller receives its result. */
void home_lose(home_t *home, call_t *call) {
  pthread_mutex_lock(&home->lock);
  forget_slot(home, call->slot);
  __atomic_sub_fetch(&home->running, 1, __ATOMIC_RELAXED);
  pthread_cond_broadcast(&home->ended);
  pthread_mutex_unlock(&home->lock);
}

napi_value home_handler(home_t *home, int which) {
  napi_value function = NULL;
  napi_get_reference_value(home->env, home->handlers[which], &function);
  return function;
}

/* Under the lock: cancels the calls of one client, or of all if it is NULL. Waiting calls start, to be ended at once. */
static void end_calls(home_t *home, client_t *only) {
  for (client_t *client = home->clients; client; client = client->next)
    if (!only || client == only) cos_client_shutdown(client->client);
  for (size_t slot = 0; slot < home->slot_count; slot++) {
    call_t *call = home->slots[slot];
    if (!call || (only && call->client != only)) continue;
    pthread_cond_signal(&call->answered);
    pool_hurry(&call->job);
  }
}

void home_end(home_t *home, client_t *client) {
  pthread_mutex_lock(&home->lock);
  client->ended = 1;
  end_calls(home, client);
  pthread_mutex_unlock(&home->lock);
}

/*
 * The thread ends, and so do its calls, which removes their temporary files. Their
 * results are discarded. It runs once for `exit`, which comes before the environment's
 * own end but is not there for a worker that is terminated, and once for that.
 */
void home_close(home_t *home) {
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_sec += CLOSE_WAIT_S;
  pthread_mutex_lock(&home->lock);
  int first = !home->closed;
  __atomic_store_n(&home->closed, 1, __ATOMIC_SEQ_CST);
  while (__atomic_load_n(&home->posting, __ATOMIC_SEQ_CST) > 0) sched_yield();
  if (first) end_calls(home, NULL);
  while (__atomic_load_n(&home->running, __ATOMIC_RELAXED) > 0 &&
         pthread_cond_timedwait(&home->ended, &home->lock, &until) == 0) {
  }
  pthread_mutex_unlock(&home->lock);
}
