/* What a callback may do with the client whose call it belongs to: start, cancel, shut down and look into
   a queue; and what it may not, because it would wait for itself. */
#include <pthread.h>

#include "check.h"
#include "deadline.h"
#include "standin.h"
#include "taken.h"

enum { LENGTH = 3000000, VISITS = 3 };

/* One call, and what its callbacks do. */
typedef struct {
  cos_client_t *client, *other;
  cos_queue_t *queue;
  cos_request_t *request; /* of calls within */
  size_t at, visits, started;
  int ends_client; /* 1: shuts it down, 2: frees it, at the first visit */
} scene_t;

static void check_forbidden(const scene_t *scene) {
  cos_completion_t completion = {.struct_size = sizeof completion};
  cos_response_t *response = (cos_response_t *)scene->client;
  cos_signed_t *signed_request = (cos_signed_t *)scene->client;
  char *url = (char *)scene->client;
  check_code(cos_client_send(scene->client, scene->request, NULL, &response), "InvalidArgument", "client");
  check_code(cos_err_head_bucket(scene->client, STANDIN_BUCKET, NULL, NULL), "InvalidArgument", "client");
  check_code(cos_client_sign(scene->client, scene->request, NULL, 60, &signed_request), "InvalidArgument", "client");
  check_code(cos_client_presign(scene->client, scene->request, NULL, 60, &url), "InvalidArgument", "client");
  CHECK(!response && !signed_request && !url);
  CHECK_NUMBER(cos_client_wait(scene->client, 0), -2);
  CHECK_NUMBER(cos_client_wait(scene->client, -1), -2);
  CHECK_NUMBER(cos_queue_next(scene->queue, 1, &completion), -2);
  CHECK_NUMBER(cos_queue_next(scene->queue, -1, &completion), -2);
  CHECK_NUMBER(cos_queue_take(scene->queue, -1, &completion, 1), 0);
}

/* Another client may be waited for. */
static void check_allowed(scene_t *scene) {
  cos_completion_t completion = {.struct_size = sizeof completion};
  cos_queue_t *own = cos_queue_new(NULL);
  CHECK_NUMBER(cos_queue_next(own, 0, &completion), 0);
  cos_queue_free(own, 0);
  check_code(cos_err_head_bucket(scene->other, STANDIN_BUCKET, NULL, NULL), "", "");
  cos_started_t *started = NULL;
  if (!start_one(scene->client, scene->queue, scene->request, NULL, scene->request, &started)) return;
  scene->started++;
  if (scene->visits == 2) cos_started_cancel(started);
  cos_started_free(started);
}

static void visit(scene_t *scene) {
  /* Its own log lines, within what is started here, are another call's. */
  if (++scene->visits > VISITS) return;
  if (scene->visits == 1 && scene->ends_client == 1) cos_client_shutdown(scene->client);
  if (scene->visits == 1 && scene->ends_client == 2) cos_client_free(scene->client);
  if (scene->ends_client) return;
  check_forbidden(scene);
  check_allowed(scene);
}

static int64_t read_body(void *user_data, void *buffer, size_t size) {
  scene_t *scene = user_data;
  size_t given = LENGTH - scene->at < size ? LENGTH - scene->at : size;
  visit(scene);
  memset(buffer, 'x', given);
  scene->at += given;
  return (int64_t)given;
}

static int32_t write_body(void *user_data, const void *bytes, size_t size) {
  (void)bytes, (void)size;
  visit(user_data);
  return 0;
}

static void report(void *user_data, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive) {
  (void)sent, (void)to_send, (void)received, (void)to_receive;
  visit(user_data);
}

static int32_t look_at_head(void *user_data, const cos_response_t *head) {
  CHECK_NUMBER(cos_response_status(head), 200);
  visit(user_data);
  return 0;
}

static int32_t interrupt(void *user_data) {
  visit(user_data);
  return 0;
}

/* Of several calls at once: the first three visits are those of one thread at a time. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void write_log(void *user_data, cos_log_level_t level, const char *line) {
  (void)level, (void)line;
  if (pthread_mutex_trylock(&lock) != 0) return;
  visit(user_data);
  pthread_mutex_unlock(&lock);
}

static int32_t provide(void *user_data, cos_credentials_t *credentials) {
  visit(user_data);
  cos_credentials_set(credentials, STANDIN_ID, STANDIN_KEY, NULL, 0);
  return 0;
}

typedef enum { READER, WRITER, PROGRESS, HEAD, INTERRUPT, LOG, PROVIDER, KINDS } kind_t;

static const char *const names[KINDS] = {"a reader", "a writer", "a progress function", "a head function",
                                         "an interrupt check", "a log function", "a provider"};

static cos_request_t *request_of(kind_t kind, scene_t *scene) {
  char key[40];
  snprintf(key, sizeof key, "synthetic/%d", LENGTH);
  if (kind == INTERRUPT) return cos_request_new("GET", "fault-slow-200-1250000000", NULL);
  int is_upload = kind == READER;
  cos_request_t *request = cos_request_new(is_upload ? "PUT" : "GET", STANDIN_BUCKET, is_upload ? "inside" : key);
  if (kind == READER) cos_request_set_body_reader(request, read_body, NULL, LENGTH, scene, NULL);
  if (kind == WRITER) cos_request_set_sink_writer(request, write_body, NULL, scene, NULL);
  if (kind == PROGRESS) cos_request_set_progress(request, report, scene, NULL);
  if (kind == HEAD) cos_request_set_head(request, look_at_head, scene, NULL);
  return request;
}

static cos_client_t *client_of(kind_t kind, scene_t *scene) {
  cos_client_options_t *options = standin_options();
  cos_client_options_set_max_attempts(options, 1);
  if (kind == LOG) cos_client_options_set_log(options, COS_ERR_LOG_DEBUG, write_log, scene, NULL);
  if (kind == PROVIDER) cos_client_options_set_credentials_provider(options, provide, scene, NULL);
  return client_from(options);
}

/* The outer call, started or blocking. */
static cos_error_t *make(scene_t *scene, const cos_request_t *request, const cos_call_t *call, int is_started) {
  if (!is_started) return cos_client_send(scene->client, request, call, NULL);
  cos_queue_t *queue = cos_queue_new(NULL);
  start_one(scene->client, queue, request, call, scene, NULL);
  cos_error_t *error = take_one(queue, scene);
  cos_queue_free(queue, 0);
  return error;
}

/* Once no callback can start any more. */
static void take_those_within(scene_t *scene) {
  if (scene->ends_client != 2) CHECK_NUMBER(cos_client_wait(scene->client, -1), 1);
  for (size_t i = 0; i < scene->started; i++) {
    cos_error_t *error = take_one(scene->queue, scene->request);
    int32_t reason = cos_error_reason(error);
    if (reason != COS_ERROR_REASON_CANCELLED) CHECK_TEXT(cos_error_text(error), "");
    cos_error_free(error);
  }
  check_nothing_comes(scene->queue);
}

static void callbacks_do_what_they_may(kind_t kind, int is_started, int ends_client) {
  char name[80];
  scene_t scene = {.queue = cos_queue_new(NULL), .ends_client = ends_client};
  snprintf(name, sizeof name, "%s of a %s call, %s", names[kind], is_started ? "started" : "blocking",
           ends_client == 2   ? "which frees the client"
           : ends_client == 1 ? "which shuts down"
                              : "which goes on");
  check_subject = name;
  scene.request = cos_request_new("HEAD", STANDIN_BUCKET, NULL);
  scene.other = standin_client();
  scene.client = client_of(kind, &scene);
  cos_request_t *request = request_of(kind, &scene);
  cos_call_t *call = cos_call_new();
  if (kind == INTERRUPT) cos_call_set_interrupt(call, interrupt, &scene, NULL);
  cos_error_t *error = make(&scene, request, call, is_started);
  /* What has arrived already may be all that it waits for. */
  if (error || ends_client != 1) CHECK_TEXT(cos_error_code(error), ends_client == 1 ? "Cancelled" : "");
  cos_error_free(error);
  take_those_within(&scene);
  CHECK(scene.visits > 0);
  CHECK(ends_client || scene.started > 0);
  if (ends_client != 2) cos_client_free(scene.client);
  cos_client_free(scene.other);
  cos_call_free(call);
  cos_request_free(request);
  cos_request_free(scene.request);
  cos_queue_free(scene.queue, 0);
}

int main(void) {
  deadline_begin();
  standin_start();
  for (int kind = 0; kind < KINDS; kind++)
    for (int is_started = 0; is_started < 2; is_started++)
      for (int ends_client = 0; ends_client < 3; ends_client++)
        callbacks_do_what_they_may((kind_t)kind, is_started, ends_client);
  check_subject = "";
  standin_stop();
  return check_report();
}
