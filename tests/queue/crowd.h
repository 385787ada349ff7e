/* Many started calls of one client, and what became of each. */
#ifndef CROWD_H
#define CROWD_H

#include <cos_err.h>
#include <pthread.h>
#include <stddef.h>

typedef struct crowd crowd_t;

/* One of its calls: the user_data of its completion. */
typedef struct {
  crowd_t *crowd;
  size_t number;
  cos_started_t *started;
  cos_cancel_t *cancel;      /* NULL without CROWD_TOKENS */
  int has_check;
  int told;                  /* the test ended it */
  int taken, discarded;      /* how often its completion was */
  int releases;              /* of the interrupt check's user_data; written by the library's threads */
  int succeeded;
  int32_t reason;            /* of its error */
  int32_t attempts;          /* of its error */
  int64_t started_ms, ended_ms; /* when it was started, and its completion taken */
} member_t;

struct crowd {
  size_t size;
  member_t *members;
  cos_client_t *client;
  cos_queue_t *queue;
  size_t started, taken, discarded; /* so far */
  size_t most_threads;              /* that were seen, with those of the test */
  long owner;                       /* the process that started the calls */
};

/* CROWD_TOKENS: each call has a token of its own. CROWD_CHECKS: each has an interrupt check,
   whose memory is freed when it is released. */
enum { CROWD_TOKENS = 1, CROWD_CHECKS = 2 };

/* A client made from the options, which are freed, and a queue. */
crowd_t *crowd_new(cos_client_options_t *options, size_t size);

/* Starts all calls, HEADs of `key`, with this timeout; 0: the client's. Request and call are
   changed and freed at once. */
void crowd_start(crowd_t *crowd, const char *key, int64_t timeout_ms, int flags);

/* Takes completions, until so many in all have been taken, or none has come for long. */
void crowd_take(crowd_t *crowd, size_t count);

/* Takes those that are there; how many. */
size_t crowd_poll(crowd_t *crowd);

/* Waits until so many completions in all have been discarded. */
void crowd_await_discarded(crowd_t *crowd, size_t count);

/* Each call has completed exactly once and has released what it had; nothing else has come. */
void crowd_check_once(crowd_t *crowd);

/* Releases and discards of calls that another process has started. */
size_t crowd_strays(void);

/* How many of its calls succeeded, or failed for this reason. */
size_t crowd_succeeded(const crowd_t *crowd);
size_t crowd_failed(const crowd_t *crowd, int32_t reason);

/* Frees the tokens, the started calls, and the client and the queue that are not NULL. All calls
   have ended. */
void crowd_free(crowd_t *crowd);

#endif
