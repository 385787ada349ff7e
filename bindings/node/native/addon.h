/* The parts of the addon, and what they share. Only lib/native.js uses the addon. */
#ifndef COS_ADDON_H
#define COS_ADDON_H

#define COS_ERR_COEXIST
#define NAPI_VERSION 8

#include <cos_err.h>
#include <node_api.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The functions of JavaScript that the addon calls, in the order in which `open` takes them. */
enum { ON_DONE, ON_ASK, ON_PROGRESS, ON_LOG, BUILD_ERROR, HANDLERS };

typedef struct client client_t;
typedef struct call call_t;
typedef struct event event_t;
typedef struct file file_t;
typedef struct uv_async_s uv_async_t;

/*
 * One JavaScript thread: the main one, or a worker. It outlives its environment
 * for as long as a call does that was made there.
 */
typedef struct {
  pthread_mutex_t lock;
  pthread_cond_t ended; /* a call ended, while the thread is closed */
  napi_env env;
  napi_ref handlers[HANDLERS];
  event_t *events;  /* that JavaScript has not heard of, the last one first */
  uv_async_t *async; /* not to be used once closed */
  napi_async_context context;
  napi_async_cleanup_hook_handle hook;
  int closed;        /* set by JavaScript's thread, once */
  size_t posting;    /* threads that may be about to use `async` */
  size_t references; /* the environment, `async`, clients, calls */
  size_t running;    /* calls that have not ended */
  size_t pending;    /* calls that JavaScript has not heard of; JavaScript's thread only */
  client_t *clients;
  call_t **slots; /* a call is known to JavaScript by its slot */
  size_t slot_count, *free_slots, free_count;
} js_thread_t;

/* A job for a thread of the pool. */
typedef struct job job_t;
struct job {
  job_t *next;
  struct queue *queue;
  /* Under the pool's lock, until it runs: */
  int waits;  /* in its queue */
  int waited; /* it did not run at once */
  int brief;  /* it leaves the queue to be ended at once */
  int late;   /* its time was over before its turn came */
  void (*run)(job_t *job);
  /* Instead of `run`: there is no thread for the job. */
  void (*fail)(job_t *job);
  /* The last thing that is done with a job. */
  void (*end)(job_t *job);
};

/* Jobs of which a limited number runs at a time; under the pool's lock. */
typedef struct queue {
  size_t limit, running;
  job_t *waiting, **waiting_end;
} queue_t;

struct client {
  cos_client_t *client;
  js_thread_t *thread;
  client_t *next, **link; /* in thread->clients */
  double id;
  int64_t timeout_ms; /* 0: none was given */
  int ended;          /* JavaScript ended all its calls; under the thread's lock */
  size_t references; /* its JavaScript object, calls */
  queue_t queue;
};

struct event {
  event_t *next;
  /* Called on JavaScript's thread. `env` is NULL if that is at its end. */
  void (*deliver)(napi_env env, js_thread_t *thread, event_t *event);
  call_t *call;
  double client;
  int64_t numbers[4];
  const char *text; /* behind the event, in one piece of memory */
};

/* A request of a call to JavaScript; the call waits for the result. */
enum { ASK_NOTHING, ASK_READ, ASK_REWIND, ASK_WRITE, ASK_CREDENTIALS, ASK_HEAD };

struct call {
  job_t job; /* first: a job of the pool is a call */
  client_t *client;
  js_thread_t *thread;
  size_t slot;
  char *bucket; /* of a HEAD Bucket or a file, which have no request */
  cos_request_t *request;
  file_t *file; /* NULL, unless a file is uploaded or downloaded */
  cos_call_t *settings;
  cos_cancel_t *cancel;
  cos_error_t *error;
  cos_response_t *response;
  event_t done;
  int64_t timeout_ms; /* 0: none was given */
  struct timespec begun;
  int moves;          /* bytes of a file or a stream: without a time-out, for as long as it takes */
  struct timespec until; /* when it waits for JavaScript no longer; tv_sec 0: never */
  int presigns; /* no call, but a presigned URL */
  int plain;    /* that URL without a signature */
  int signs;    /* no call, but a signed request */
  int keeps;    /* JavaScript may read the document of the response */
  int64_t expires_s;
  char *url;
  cos_signed_t *signed_request;
  /* Under the thread's lock: */
  pthread_cond_t answered;
  int asking, aborted;
  int64_t answer;
  char *said; /* why a stream failed; NULL: nothing is told */
  void *buffer;
  size_t size;
  cos_credentials_t *credentials;
};

/* js_thread.c */
js_thread_t *js_thread_of(napi_env env);
void js_thread_hold(js_thread_t *thread);
void js_thread_drop(js_thread_t *thread);
int js_thread_take_slot(js_thread_t *thread, call_t *call);
void js_thread_free_slot(js_thread_t *thread, size_t slot);
call_t *js_thread_call(js_thread_t *thread, napi_value slot);
void js_thread_forget(js_thread_t *thread, call_t *call);
void js_thread_close(js_thread_t *thread);
/* Ends the calls of one client. */
void js_thread_end(js_thread_t *thread, client_t *client);
napi_value js_thread_handler(js_thread_t *thread, int which);

/* loop_events.c */
int loop_open(js_thread_t *thread, const char *name);
/* Returns 0 if the thread is closed; the caller then keeps the event. `ended`: a call ends with it. */
int js_thread_post(js_thread_t *thread, event_t *event, int ended);
/* Keeps the process alive while calls are in progress. */
void loop_keep(js_thread_t *thread);
void loop_release(js_thread_t *thread);

/* pool.c: threads that run jobs, shared by all threads of JavaScript. */
void queue_init(queue_t *queue, size_t limit);
/* Returns 1 if the job waits for its turn. */
int pool_submit(job_t *job);
/* A job that was cancelled, or whose time is over, does not wait for its turn. */
void pool_run_now(job_t *job, int late);

/* call.c */
napi_value call_start(napi_env env, napi_callback_info info);
napi_value call_cancel(napi_env env, napi_callback_info info);
napi_value call_expire(napi_env env, napi_callback_info info);
napi_value call_url(napi_env env, napi_callback_info info);

/* call_run.c */
void call_run(job_t *job);
/* The total timeout of the call in milliseconds; 0 if it has none. */
int64_t call_limit(const call_t *call);
cos_error_t *call_create_url(call_t *call);
cos_error_t *call_failed(cos_error_reason_t reason, const char *message);

/* request.c: converts a call's arguments to a request; returns a text if they are invalid. */
const char *request_of(napi_env env, const napi_value *argv, call_t *call);

/* file.c: calls that upload or download a file. */
/* Returns NULL if the method is another one, or there is no memory. */
file_t *file_new(const char *method, const char *key);
void file_free(file_t *file);
cos_error_t *file_move(call_t *call);

/* callbacks.c: the library's callbacks, which run on the thread of a call, those of a file on others too. */
int64_t callback_read(void *call, void *buffer, size_t size);
int32_t callback_rewind(void *call);
int32_t callback_write(void *call, const void *bytes, size_t size);
int32_t callback_head(void *call, const cos_response_t *head);
int32_t callback_provide(void *client, cos_credentials_t *credentials);
void callback_progress(void *call, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive);
/* The same for a file. */
void callback_moved(void *call, int64_t moved, int64_t size);
void callback_log(void *client, cos_log_level_t level, const char *line);
napi_value callback_answer(napi_env env, napi_callback_info info);
napi_value callback_fill(napi_env env, napi_callback_info info);
napi_value callback_credentials(napi_env env, napi_callback_info info);

/* client.c */
void client_hold(client_t *client);
void client_drop(client_t *client);
napi_value client_open(napi_env env, napi_callback_info info);
napi_value client_end(napi_env env, napi_callback_info info);
napi_value client_skew(napi_env env, napi_callback_info info);

/*
 * document.c: takes ownership of the response, whose document JavaScript then has, and whose body unless that is NULL.
 * Returns NULL if there is no memory.
 */
napi_value document_take(napi_env env, cos_response_t *response, napi_value *body);
napi_value document_read(napi_env env, napi_callback_info info);
napi_value document_write(napi_env env, napi_callback_info info);

/* signed.c: method, URL, Unix seconds, then names and values of the headers. */
napi_value signed_value(napi_env env, const cos_signed_t *signed_request);

/* error.c: takes ownership of the error, and creates that of JavaScript by one reading of its fields. */
napi_value error_value(napi_env env, js_thread_t *thread, cos_error_t *error);
napi_value error_text(napi_env env, napi_callback_info info);
napi_value error_list(napi_env env, napi_callback_info info);
napi_value error_body(napi_env env, napi_callback_info info);

/* answer.c */
napi_value answer_read(napi_env env, napi_callback_info info);
napi_value answer_document(napi_env env, napi_callback_info info);
napi_value sdk_read(napi_env env, napi_callback_info info);
napi_value failure_make(napi_env env, napi_callback_info info);

/* catalogue.c */
napi_value catalogue_codes(napi_env env, napi_callback_info info);
napi_value catalogue_code(napi_env env, napi_callback_info info);
napi_value catalogue_id(napi_env env, napi_callback_info info);

/* value.c */
typedef struct {
  char *at; /* NULL for undefined and null */
  size_t length;
  char small[256];
} text_t;

/* Returns what is wrong with a value as a text for C, or NULL. It is filled in both cases; text_free frees it. */
const char *text_get(napi_env env, napi_value value, text_t *text);
void text_free(text_t *text);
int64_t number_get(napi_env env, napi_value value);
int is_nothing(napi_env env, napi_value value);
int bytes_get(napi_env env, napi_value value, void **bytes, size_t *length);
napi_value string_make(napi_env env, const char *text, size_t length);
napi_value number_make(napi_env env, double number);
napi_value null_make(napi_env env);
napi_value undefined_make(napi_env env);
/* For use after a value could not be created. */
void exception_forget(napi_env env);
/* Calls a function of JavaScript; an exception from it becomes an uncaught one of the program. */
napi_value value_call(napi_env env, napi_value function, size_t count, const napi_value *arguments);
/* Reads the arguments of a call, count of them; missing ones are undefined. */
void arguments_get(napi_env env, napi_callback_info info, size_t count, napi_value *arguments);

#endif
