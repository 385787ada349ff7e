/*
 * Callbacks of the library while a call runs: bytes, credentials. Only JavaScript's
 * thread can provide them; the thread of the call waits for it. Progress and log lines are
 * passed on without waiting.
 */
#include <errno.h>
#include <stdio.h>

#include "addon.h"

typedef void deliver_t(napi_env env, js_thread_t *thread, event_t *event);
static deliver_t deliver_question, deliver_head, deliver_progress, deliver_line;

/* The text has these bytes, and then those; a NUL may be among them. */
static event_t *event_of(deliver_t *deliver, const char *text, size_t length, const char *more, size_t more_length) {
  event_t *event = calloc(1, sizeof *event + length + more_length);
  if (!event) return NULL;
  char *at = (char *)(event + 1);
  event->deliver = deliver;
  event->text = memcpy(at, text, length);
  memcpy(at + length, more, more_length);
  return event;
}

static event_t *event_new(deliver_t *deliver, const char *text) {
  return event_of(deliver, text, strlen(text) + 1, "", 0);
}

/* Under the lock: JavaScript has not returned a result, and the call goes on. */
static int is_awaited(const call_t *call) {
  return call->asking && !call->aborted && !call->client->ended && !call->thread->closed;
}

/* Under the lock: waits until JavaScript has returned a result, or the call is over. */
static void wait_for_answer(call_t *call) {
  int ended = 0;
  while (!ended && is_awaited(call)) {
    if (call->until.tv_sec == 0) {
      pthread_cond_wait(&call->answered, &call->thread->lock);
    } else {
      ended = pthread_cond_timedwait(&call->answered, &call->thread->lock, &call->until) == ETIMEDOUT;
    }
  }
}

/* Posts the event of a request and waits. Returns -1 if there will be no result, or the call is over. */
static int64_t ask_by(event_t *event, call_t *call, int what, void *buffer, size_t size,
                      cos_credentials_t *credentials) {
  js_thread_t *thread = call->thread;
  int64_t answer = -1;
  if (!event) return -1;
  event->call = call;
  pthread_mutex_lock(&thread->lock);
  call->asking = what;
  call->buffer = buffer;
  call->size = size;
  call->credentials = credentials;
  pthread_mutex_unlock(&thread->lock);
  int posted = js_thread_post(thread, event, 0);
  if (!posted) free(event);
  pthread_mutex_lock(&thread->lock);
  if (posted) wait_for_answer(call);
  if (!call->asking) answer = call->answer;
  call->asking = ASK_NOTHING;
  char *said = call->said;
  call->said = NULL;
  pthread_mutex_unlock(&thread->lock);
  if (said) cos_callback_set_error(said);
  free(said);
  return answer;
}

static int64_t ask(call_t *call, int what, void *buffer, size_t size, cos_credentials_t *credentials) {
  return ask_by(event_new(deliver_question, ""), call, what, buffer, size, credentials);
}

int64_t callback_read(void *call, void *buffer, size_t size) { return ask(call, ASK_READ, buffer, size, NULL); }

int32_t callback_rewind(void *call) { return (int32_t)ask(call, ASK_REWIND, NULL, 0, NULL); }

int32_t callback_write(void *call, const void *bytes, size_t size) {
  return (int32_t)ask(call, ASK_WRITE, (void *)(uintptr_t)bytes, size, NULL);
}

/* Everything of the head is in the event: the call may be over, and its response freed, when JavaScript reads it. */
int32_t callback_head(void *call, const cos_response_t *head) {
  cos_response_fields_t fields = {.struct_size = sizeof fields};
  cos_response_fields(head, &fields);
  size_t length = strlen(fields.request_id) + 1;
  event_t *event = event_of(deliver_head, fields.request_id, length, fields.headers, fields.headers_len);
  if (event) {
    event->numbers[0] = fields.status;
    event->numbers[1] = (int64_t)(length + fields.headers_len);
  }
  return (int32_t)ask_by(event, call, ASK_HEAD, NULL, 0, NULL);
}

int32_t callback_provide(void *client, cos_credentials_t *credentials) {
  call_t *call = cos_credentials_user_data(credentials);
  (void)client;
  /* A presigned URL is made on JavaScript's own thread, which cannot wait for itself. */
  if (call) return (int32_t)ask(call, ASK_CREDENTIALS, NULL, 0, credentials);
  cos_credentials_set_error(credentials, "getCredentials has not been called yet: set Credentials for the call");
  return -1;
}

static void tell(js_thread_t *thread, event_t *event) {
  if (!js_thread_post(thread, event, 0)) free(event);
}

void callback_progress(void *call, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive) {
  event_t *event = event_new(deliver_progress, "");
  if (!event) return;
  const int64_t numbers[] = {sent, to_send, received, to_receive};
  memcpy(event->numbers, numbers, sizeof numbers);
  event->call = call;
  tell(((call_t *)call)->thread, event);
}

void callback_moved(void *call, int64_t moved, int64_t size) { callback_progress(call, moved, size, moved, size); }

void callback_log(void *client, cos_log_level_t level, const char *line) {
  client_t *teller = client;
  event_t *event = event_new(deliver_line, line);
  if (!event) return;
  event->client = teller->id;
  event->numbers[0] = level;
  tell(teller->thread, event);
}

/* Under the lock. */
static void answer(call_t *call, int64_t value) {
  call->answer = value;
  call->asking = ASK_NOTHING;
  pthread_cond_signal(&call->answered);
}

/*
 * The bytes to write; NULL if the call no longer waits, or there is no memory. They are copied
 * under the lock, because a call that is over goes on, and frees them. No value is created under
 * the lock: that may collect garbage, and freeing a client takes the lock.
 */
static napi_value piece_value(napi_env env, call_t *call, size_t size) {
  napi_value bytes = NULL;
  void *room = NULL;
  if (napi_create_buffer(env, size, &room, &bytes) != napi_ok) exception_forget(env);
  pthread_mutex_lock(&call->thread->lock);
  int waits = call->asking == ASK_WRITE && call->size == size;
  if (waits && room) memcpy(room, call->buffer, size);
  else if (waits) answer(call, -1);
  pthread_mutex_unlock(&call->thread->lock);
  return waits && room ? bytes : NULL;
}

static void tell_question(napi_env env, call_t *call) {
  js_thread_t *thread = call->thread;
  pthread_mutex_lock(&thread->lock);
  int what = call->asking;
  size_t size = call->size;
  pthread_mutex_unlock(&thread->lock);
  if (what == ASK_NOTHING) return;
  napi_value bytes = what == ASK_WRITE ? piece_value(env, call, size) : undefined_make(env);
  if (!bytes) return;
  napi_value arguments[] = {number_make(env, (double)call->slot), number_make(env, what),
                            number_make(env, (double)size), bytes, number_make(env, call->client->id)};
  value_call(env, js_thread_handler(thread, ON_ASK), 5, arguments);
}

/* Calls of a closed thread free themselves when they end: their events may come too late. */
static int is_heard(napi_env env, const js_thread_t *thread) { return env && !thread->closed; }

static void deliver_question(napi_env env, js_thread_t *thread, event_t *event) {
  if (is_heard(env, thread)) tell_question(env, event->call);
  free(event);
}

static void tell_head(napi_env env, call_t *call, const event_t *event) {
  js_thread_t *thread = call->thread;
  pthread_mutex_lock(&thread->lock);
  int waits = call->asking == ASK_HEAD;
  pthread_mutex_unlock(&thread->lock);
  if (!waits) return;
  napi_value arguments[] = {number_make(env, (double)call->slot), number_make(env, ASK_HEAD),
                            number_make(env, (double)event->numbers[0]),
                            string_make(env, event->text, (size_t)event->numbers[1]),
                            number_make(env, call->client->id)};
  value_call(env, js_thread_handler(thread, ON_ASK), 5, arguments);
}

static void deliver_head(napi_env env, js_thread_t *thread, event_t *event) {
  if (is_heard(env, thread)) tell_head(env, event->call, event);
  free(event);
}

static void deliver_progress(napi_env env, js_thread_t *thread, event_t *event) {
  if (is_heard(env, thread)) {
    napi_value arguments[5] = {number_make(env, (double)event->call->slot)};
    for (int i = 0; i < 4; i++) arguments[i + 1] = number_make(env, (double)event->numbers[i]);
    value_call(env, js_thread_handler(thread, ON_PROGRESS), 5, arguments);
  }
  free(event);
}

static void deliver_line(napi_env env, js_thread_t *thread, event_t *event) {
  if (is_heard(env, thread)) {
    napi_value arguments[] = {number_make(env, event->client), number_make(env, (double)event->numbers[0]),
                              string_make(env, event->text, strlen(event->text))};
    value_call(env, js_thread_handler(thread, ON_LOG), 3, arguments);
  }
  free(event);
}

/* answer(slot, number, why it failed or undefined) */
napi_value callback_answer(napi_env env, napi_callback_info info) {
  napi_value argv[3];
  text_t said;
  js_thread_t *thread = js_thread_of(env);
  arguments_get(env, info, 3, argv);
  int64_t value = number_get(env, argv[1]);
  const char *wrong = text_get(env, argv[2], &said);
  pthread_mutex_lock(&thread->lock);
  call_t *call = js_thread_call(thread, argv[0]);
  if (call && call->asking) {
    if (!wrong && said.at) call->said = strdup(said.at);
    answer(call, value);
  }
  pthread_mutex_unlock(&thread->lock);
  text_free(&said);
  return NULL;
}

/* fill(slot, bytes): the number of them that were taken. */
napi_value callback_fill(napi_env env, napi_callback_info info) {
  napi_value argv[2];
  js_thread_t *thread = js_thread_of(env);
  void *bytes;
  size_t length;
  arguments_get(env, info, 2, argv);
  bytes_get(env, argv[1], &bytes, &length);
  pthread_mutex_lock(&thread->lock);
  call_t *call = js_thread_call(thread, argv[0]);
  if (call && call->asking == ASK_READ) {
    if (length > call->size) length = call->size;
    if (length > 0) memcpy(call->buffer, bytes, length);
    answer(call, (int64_t)length);
  }
  pthread_mutex_unlock(&thread->lock);
  return number_make(env, (double)length);
}

/* credentials(slot, failure or null, id, key, token, expiry): what is wrong, or undefined. */
napi_value callback_credentials(napi_env env, napi_callback_info info) {
  napi_value argv[6];
  text_t texts[4];
  const char *wrong = NULL;
  js_thread_t *thread = js_thread_of(env);
  arguments_get(env, info, 6, argv);
  int64_t expiry = number_get(env, argv[5]);
  for (int i = 0; i < 4; i++) {
    const char *found = text_get(env, argv[i + 1], &texts[i]);
    if (found) wrong = found;
  }
  pthread_mutex_lock(&thread->lock);
  call_t *call = js_thread_call(thread, argv[0]);
  if (call && call->asking == ASK_CREDENTIALS) {
    if (wrong || texts[0].at)
      cos_credentials_set_error(call->credentials, wrong ? "a key is no text" : texts[0].at);
    else
      cos_credentials_set(call->credentials, texts[1].at, texts[2].at, texts[3].at, expiry);
    answer(call, wrong || texts[0].at ? -1 : 0);
  }
  pthread_mutex_unlock(&thread->lock);
  for (int i = 0; i < 4; i++) text_free(&texts[i]);
  return NULL;
}
