/* The C side of the binding: callbacks into Python. */
#include <cos_err.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Python's functions, which cffi defines further down. */
static int32_t cos_py_interrupt(void *state);
static int64_t cos_py_read(void *state, void *buffer, size_t size);
static int32_t cos_py_rewind(void *state);
static int32_t cos_py_write(void *state, const void *bytes, size_t size);
static void cos_py_progress(void *state, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive);
static int32_t cos_py_head(void *state, const cos_response_t *head);
static int32_t cos_py_provide(void *state, cos_credentials_t *credentials);
static void cos_py_log(void *state, cos_log_level_t level, const char *line);
static void cos_py_discard(void *call);

/* While the interpreter ends, Python up to 3.13 ends a daemon thread that waits for it by
   pthread_exit, which unwinds its stack; the library's frames must not be. Such a thread
   stays here instead, until the process is gone. */
static void stay(const int *returned) {
  while (!*returned) pause();
}

#define GUARDED __attribute__((cleanup(stay))) int returned = 0

static int32_t guarded_interrupt(void *state) {
  GUARDED;
  int32_t end = cos_py_interrupt(state);
  returned = 1;
  return end;
}

static int64_t guarded_read(void *state, void *buffer, size_t size) {
  GUARDED;
  int64_t length = cos_py_read(state, buffer, size);
  returned = 1;
  return length;
}

static int32_t guarded_rewind(void *state) {
  GUARDED;
  int32_t failed = cos_py_rewind(state);
  returned = 1;
  return failed;
}

static int32_t guarded_write(void *state, const void *bytes, size_t size) {
  GUARDED;
  int32_t failed = cos_py_write(state, bytes, size);
  returned = 1;
  return failed;
}

static void guarded_progress(void *state, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive) {
  GUARDED;
  cos_py_progress(state, sent, to_send, received, to_receive);
  returned = 1;
}

static void guarded_moved(void *state, int64_t moved, int64_t size) { guarded_progress(state, moved, size, moved, size); }

static int32_t guarded_head(void *state, const cos_response_t *head) {
  GUARDED;
  int32_t failed = cos_py_head(state, head);
  returned = 1;
  return failed;
}

static int32_t guarded_provide(void *state, cos_credentials_t *credentials) {
  GUARDED;
  int32_t failed = cos_py_provide(state, credentials);
  returned = 1;
  return failed;
}

static void guarded_log(void *state, cos_log_level_t level, const char *line) {
  GUARDED;
  cos_py_log(state, level, line);
  returned = 1;
}

/* Set when the interpreter ends: queues may be freed after that, and Python must not be called then. */
static volatile int closing;

static void cos_py_close(void) { closing = 1; }

static void guarded_discard(void *call) {
  if (closing) return;
  GUARDED;
  cos_py_discard(call);
  returned = 1;
}

/* A body in Python's memory, which stays where it is as long as the call has it. */
typedef struct {
  const char *bytes;
  size_t length, taken;
} memory_t;

static int64_t memory_read(void *state, void *buffer, size_t size) {
  memory_t *memory = state;
  size_t left = memory->length - memory->taken, length = size < left ? size : left;
  memcpy(buffer, memory->bytes + memory->taken, length);
  memory->taken += length;
  return (int64_t)length;
}

static int32_t memory_rewind(void *state) {
  ((memory_t *)state)->taken = 0;
  return 0;
}

/* Copies the bytes if there is no memory for the reader. */
static void cos_py_set_memory(cos_request_t *request, const char *bytes, size_t length) {
  memory_t *memory = malloc(sizeof *memory);
  if (memory) {
    *memory = (memory_t){bytes, length, 0};
    cos_request_set_body_reader(request, memory_read, memory_rewind, (int64_t)length, memory, free);
  } else {
    cos_request_set_body(request, bytes, length);
  }
}

static cos_queue_t *cos_py_queue_new(void) { return cos_queue_new(guarded_discard); }

/* What a thread of Python waits for that takes from a queue: completions ring, and so do Python's functions. The queue
   may ring when the thread has left it, so both hold it. */
typedef struct cos_py_bell_t {
  sem_t rung;
  atomic_int holders;
} cos_py_bell_t;

static void bell_ring(void *bell) { sem_post(&((cos_py_bell_t *)bell)->rung); }

static void bell_drop(void *data) {
  cos_py_bell_t *bell = data;
  if (bell && atomic_fetch_sub(&bell->holders, 1) == 1) {
    sem_destroy(&bell->rung);
    free(bell);
  }
}

/* NULL if there is no memory. */
static cos_py_bell_t *cos_py_bell_new(cos_queue_t *queue) {
  cos_py_bell_t *bell = malloc(sizeof *bell);
  if (bell) {
    sem_init(&bell->rung, 0, 0);
    atomic_init(&bell->holders, 2);
    cos_queue_set_notify(queue, bell_ring, bell, bell_drop);
  }
  return bell;
}

static void cos_py_bell_free(cos_py_bell_t *bell) { bell_drop(bell); }

static void cos_py_bell_ring(cos_py_bell_t *bell) { bell_ring(bell); }

/* Returns when it has rung, after the time, or when a signal arrived. */
static void cos_py_bell_wait(cos_py_bell_t *bell, int64_t ms) {
  struct timespec end;
  clock_gettime(CLOCK_REALTIME, &end);
  end.tv_nsec += ms % 1000 * 1000000;
  end.tv_sec += ms / 1000 + end.tv_nsec / 1000000000;
  end.tv_nsec %= 1000000000;
  sem_timedwait(&bell->rung, &end);
}

/* A state is a handle of cffi, which Python keeps for as long as it may be used. */
static void cos_py_set_interrupt(cos_call_t *call, void *state) {
  cos_call_set_interrupt(call, guarded_interrupt, state, NULL);
}

static void cos_py_set_reader(cos_request_t *request, int32_t can_rewind, int64_t length, void *state) {
  cos_request_set_body_reader(request, guarded_read, can_rewind ? guarded_rewind : NULL, length, state, NULL);
}

static void cos_py_set_writer(cos_request_t *request, int32_t can_rewind, void *state) {
  cos_request_set_sink_writer(request, guarded_write, can_rewind ? guarded_rewind : NULL, state, NULL);
}

static void cos_py_set_progress(cos_request_t *request, void *state) {
  cos_request_set_progress(request, guarded_progress, state, NULL);
}

static void cos_py_set_moved(cos_transfer_t *transfer, void *state) {
  cos_transfer_set_progress(transfer, guarded_moved, state, NULL);
}

static void cos_py_set_head(cos_request_t *request, void *state) {
  cos_request_set_head(request, guarded_head, state, NULL);
}

static void cos_py_set_provider(cos_client_options_t *options, void *state) {
  cos_client_options_set_credentials_provider(options, guarded_provide, state, NULL);
}

static void cos_py_set_log(cos_client_options_t *options, cos_log_level_t level, void *state) {
  cos_client_options_set_log(options, level, guarded_log, state, NULL);
}
