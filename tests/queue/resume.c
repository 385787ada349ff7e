/* When a body that comes later comes: before its call waits, twice, after the end, never, and never
   although it is resumed all the time. */
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

#include "check.h"
#include "deadline.h"
#include "resources.h"
#include "standin.h"

enum { LIMIT_MS = 60000, PIECES = 4000, SHORT_MS = 300, DOWNLOAD = 400000, RESUMES = 3 };

static cos_client_t *client;
static cos_queue_t *queue;

/* A body that alternates between COS_BODY_LATER and a piece. */
typedef struct {
  cos_started_t *started;
  size_t length, at, calls, laters;
  int is_ready;      /* the next call gets a piece */
  int resumes_itself; /* before it says COS_BODY_LATER */
  int never;
  int interrupts;    /* what the interrupt check returns */
  int releases;      /* of the reader or writer */
  sem_t said_later, has_started;
} body_t;

static body_t body_of(size_t length) {
  body_t body = {.length = length};
  sem_init(&body.said_later, 0, 0);
  sem_init(&body.has_started, 0, 0);
  return body;
}

static void end_body(body_t *body) {
  cos_started_free(body->started);
  sem_destroy(&body->said_later);
  sem_destroy(&body->has_started);
}

static int says_later(body_t *body) {
  if (body->calls++ == 0) sem_wait(&body->has_started);
  if (body->never || !body->is_ready) {
    body->is_ready = 1;
    body->laters++;
    if (body->resumes_itself) cos_started_resume(body->started);
    sem_post(&body->said_later);
    return 1;
  }
  body->is_ready = 0;
  return 0;
}

static int64_t read_piece(void *user_data, void *buffer, size_t size) {
  body_t *body = user_data;
  if (says_later(body)) return COS_BODY_LATER;
  if (body->at == body->length || size == 0) return 0;
  *(char *)buffer = (char)('a' + body->at++ % 26);
  return 1;
}

/* A writer that says it has taken nothing. */
static int32_t write_piece(void *user_data, const void *bytes, size_t size) {
  body_t *body = user_data;
  (void)bytes;
  if (says_later(body)) return COS_BODY_LATER;
  body->at += size;
  return 0;
}

static void release(void *user_data) { ((body_t *)user_data)->releases++; }

static cos_request_t *upload(body_t *body) {
  cos_request_t *request = cos_request_new("PUT", STANDIN_BUCKET, "later");
  cos_request_set_body_reader(request, read_piece, NULL, (int64_t)body->length, body, release);
  return request;
}

static cos_request_t *download(body_t *body) {
  char key[64];
  snprintf(key, sizeof key, "synthetic/%zu", body->length);
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, key);
  cos_request_set_sink_writer(request, write_piece, NULL, body, release);
  return request;
}

static void start(body_t *body, cos_request_t *request, cos_call_t *call) {
  cos_error_t *error = cos_client_start(client, request, call, queue, body, &body->started);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  cos_request_free(request);
  cos_call_free(call);
  sem_post(&body->has_started);
}

/* The end of the only call, which uses its body no more: its error, NULL if it succeeded. */
static cos_error_t *end_of(body_t *body) {
  cos_completion_t completion = {.struct_size = sizeof completion};
  int taken = cos_queue_next(queue, LIMIT_MS, &completion);
  CHECK_NUMBER(taken, 1);
  /* The call goes on for ever, and uses its body. */
  if (taken != 1) exit(check_report());
  CHECK(completion.user_data == body);
  CHECK_NUMBER(body->releases, 1);
  cos_response_free(completion.response);
  return completion.error;
}

static void check_success(body_t *body) {
  cos_error_t *error = end_of(body);
  CHECK_TEXT(cos_error_text(error), "");
  CHECK_NUMBER(body->at, body->length);
  CHECK(body->laters > 0);
  cos_error_free(error);
}

static void check_ended(body_t *body, const char *code) {
  cos_error_t *error = end_of(body);
  CHECK_TEXT(cos_error_code(error), code);
  cos_error_free(error);
  /* There is nothing more to resume, on any thread. */
  size_t calls = body->calls;
  cos_started_resume(body->started);
  cos_started_cancel(body->started);
  CHECK_NUMBER(cos_client_wait(client, LIMIT_MS), 1);
  CHECK_NUMBER(body->calls, calls);
  CHECK_NUMBER(body->releases, 1);
}

static void *resume_often(void *argument) {
  body_t *body = argument;
  for (;;) {
    sem_wait(&body->said_later);
    if (__atomic_load_n(&body->started, __ATOMIC_ACQUIRE) == NULL) return NULL;
    cos_started_resume(body->started);
  }
}

/* The other thread resumes a call while its callback returns: now before it waits, now after that. */
static void no_resume_is_lost(void) {
  body_t up = body_of(PIECES), down = body_of(DOWNLOAD);
  body_t *bodies[] = {&up, &down};
  for (size_t i = 0; i < 2; i++) {
    pthread_t resumer;
    body_t *body = bodies[i];
    check_subject = i ? "a writer that is resumed often" : "a reader that is resumed often";
    start(body, i ? download(body) : upload(body), NULL);
    CHECK_NUMBER(pthread_create(&resumer, NULL, resume_often, body), 0);
    check_success(body);
    cos_started_t *started = body->started;
    __atomic_store_n(&body->started, NULL, __ATOMIC_RELEASE);
    sem_post(&body->said_later);
    pthread_join(resumer, NULL);
    body->started = started;
    end_body(body);
  }
}

/* From within the callback, which only then says COS_BODY_LATER. */
static void a_resume_may_come_first(void) {
  body_t up = body_of(PIECES), down = body_of(DOWNLOAD);
  up.resumes_itself = down.resumes_itself = 1;
  check_subject = "resumed before it waits";
  start(&up, upload(&up), NULL);
  check_success(&up);
  start(&down, download(&down), NULL);
  check_success(&down);
  end_body(&up);
  end_body(&down);
}

static void a_call_may_be_resumed_twice(void) {
  body_t body = body_of(1);
  check_subject = "resumed twice, and after its end";
  start(&body, upload(&body), NULL);
  sem_wait(&body.said_later);
  cos_started_resume(body.started);
  cos_started_resume(body.started);
  /* Once for the byte, and once for the end, where that is asked for. */
  for (int i = 0; i < 2; i++) cos_started_resume(body.started);
  check_success(&body);
  for (int i = 0; i < 2; i++) cos_started_resume(body.started);
  end_body(&body);
}

typedef enum { BY_STARTED, BY_TOKEN, BY_TIMEOUT, BY_IO_TIMEOUT, BY_SHUTDOWN, BY_CHECK, WAYS } way_t;

static const struct {
  const char *name, *code;
} ways[WAYS] = {
    {"cancelled while it waits", "Cancelled"},       {"its token while it waits", "Cancelled"},
    {"its timeout while it waits", "Timeout"},       {"the io timeout while it waits", "Timeout"},
    {"its client's shutdown while it waits", "Cancelled"}, {"its interrupt check while it waits", "Cancelled"},
};

static int is_told(way_t way) { return way != BY_TIMEOUT && way != BY_IO_TIMEOUT; }

static void tell(way_t way, body_t *body, cos_cancel_t *cancel) {
  if (way == BY_STARTED) cos_started_cancel(body->started);
  if (way == BY_TOKEN) cos_cancel_trigger(cancel);
  if (way == BY_SHUTDOWN) cos_client_shutdown(client);
  if (way == BY_CHECK) __atomic_store_n(&body->interrupts, 1, __ATOMIC_RELEASE);
}

static int32_t interrupt(void *user_data) {
  return __atomic_load_n(&((body_t *)user_data)->interrupts, __ATOMIC_ACQUIRE);
}

static cos_client_t *client_that_ends(way_t way) {
  cos_client_options_t *options = standin_options();
  cos_client_options_set_max_attempts(options, 1);
  if (way == BY_IO_TIMEOUT) cos_client_options_set_io_timeout_ms(options, SHORT_MS);
  return client_from(options);
}

/* All timeouts hold, also where resumes bring nothing; afterwards the callback is not called again. */
static void a_call_ends_while_it_waits(way_t way, int is_download, int is_resumed) {
  body_t body = body_of(is_download ? DOWNLOAD : 1);
  cos_client_t *usual = client;
  cos_call_t *call = cos_call_new();
  cos_cancel_t *cancel = cos_cancel_new();
  char subject[80];
  snprintf(subject, sizeof subject, "%s%s", ways[way].name, is_resumed ? ", resumed for nothing" : "");
  check_subject = subject;
  body.never = 1;
  /* There is a resume whenever it looks, and nothing for it. */
  body.resumes_itself = is_resumed;
  client = client_that_ends(way);
  cos_call_set_cancel(call, cancel);
  if (way == BY_TIMEOUT) cos_call_set_timeout_ms(call, SHORT_MS);
  if (way == BY_CHECK) cos_call_set_interrupt(call, interrupt, &body, NULL);
  start(&body, is_download ? download(&body) : upload(&body), call);
  /* A timeout may come before the second time. */
  for (int i = 0; i < (is_resumed && is_told(way) ? RESUMES : 1); i++) sem_wait(&body.said_later);
  tell(way, &body, cancel);
  check_ended(&body, ways[way].code);
  check_subject = "";
  cos_cancel_free(cancel);
  end_body(&body);
  cos_client_free(client);
  client = usual;
}

/* A queue that is freed ends it too. */
static void a_freed_queue_ends_a_call_that_waits(void) {
  body_t body = body_of(1);
  cos_queue_t *own = cos_queue_new(NULL), *usual = queue;
  check_subject = "its queue is freed while it waits";
  body.never = 1;
  queue = own;
  start(&body, upload(&body), NULL);
  sem_wait(&body.said_later);
  cos_queue_free(own, 1);
  queue = usual;
  CHECK_NUMBER(cos_client_wait(client, LIMIT_MS), 1);
  CHECK_NUMBER(body.releases, 1);
  end_body(&body);
}

/* A call that nobody can resume does not wait. */
static void a_blocking_call_does_not_wait(int is_download) {
  body_t body = body_of(is_download ? DOWNLOAD : 1);
  check_subject = "a blocking call";
  body.never = 1;
  sem_post(&body.has_started);
  cos_request_t *request = is_download ? download(&body) : upload(&body);
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  CHECK_TEXT(cos_error_code(error), "Callback");
  cos_error_free(error);
  cos_request_free(request);
  CHECK_NUMBER(body.calls, 1);
  CHECK_NUMBER(body.releases, 1);
  end_body(&body);
}

int main(void) {
  deadline_begin();
  standin_start();
  size_t before = threads();
  client = standin_client();
  queue = cos_queue_new(NULL);
  a_resume_may_come_first();
  /* What is not resumed ends by the io timeout, which is long. */
  if (!check_failures) no_resume_is_lost();
  if (!check_failures) a_call_may_be_resumed_twice();
  for (int way = 0; way < WAYS && !check_failures; way++)
    for (int kind = 0; kind < 4 && !check_failures; kind++)
      a_call_ends_while_it_waits((way_t)way, kind & 1, kind & 2);
  if (!check_failures) a_freed_queue_ends_a_call_that_waits();
  for (int is_download = 0; is_download < 2; is_download++) a_blocking_call_does_not_wait(is_download);
  check_subject = "";
  CHECK_NUMBER(cos_queue_next(queue, 0, &(cos_completion_t){.struct_size = sizeof(cos_completion_t)}), 0);
  cos_queue_free(queue, 0);
  cos_client_free(client);
  threads_await(before);
  standin_stop();
  return check_report();
}
