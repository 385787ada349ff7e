/* Uploads whose bodies are downloads of the same client: a reader starts its download. */
#ifndef RELAYS_H
#define RELAYS_H

#include <cos_err.h>
#include <pthread.h>
#include <stddef.h>

typedef struct relays relays_t;

typedef struct {
  relays_t *all;
  size_t number;
  cos_started_t *started; /* of the upload */
  cos_response_t *body;   /* of the download; NULL until it came */
  int is_asked, is_begun, has_ended; /* the reader was called; the download was started, and has completed */
  size_t at;               /* bytes that were read */
  int ends;                /* completions of the upload */
  int32_t reason;          /* of its error */
  int is_success;
  int64_t ended_ms;        /* since the first was started */
} relay_t;

struct relays {
  cos_client_t *client;
  cos_queue_t *queue;
  relay_t *each;
  size_t count;
  int blocks;             /* a reader waits for its download, instead of COS_BODY_LATER */
  int64_t timeout_ms;     /* of each call */
  size_t download_length; /* in bytes */
  size_t at_once;         /* so many readers have been called before the first download is started */
  size_t asked;
  size_t downloads;       /* that have completed */
  size_t failed_downloads;
  size_t most_threads;
  pthread_mutex_t lock;
  pthread_cond_t came;
};

/* Starts so many uploads, and takes completions until each of their calls has ended. */
void relays_run(relays_t *relays, cos_client_options_t *options, size_t count);
void relays_free(relays_t *relays);

#endif
