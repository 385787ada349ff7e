/* Uploads whose readers need downloads of the same client, more of them than there are connections. */
#include <pthread.h>

#include "check.h"
#include "relays.h"
#include "resources.h"
#include "standin.h"
#include "taken.h"

enum { UPLOADS = 64, LENGTH = 300000, ENOUGH_MS = 60000, SHORT_MS = 3000, MOST_LENT = 1024, CROWD = 1200 };

static cos_client_options_t *options_of(int32_t connections) {
  cos_client_options_t *options = standin_options();
  cos_client_options_set_max_attempts(options, 1);
  cos_client_options_set_max_connections(options, connections);
  return options;
}

static size_t successes(const relays_t *relays) {
  size_t count = 0;
  for (size_t i = 0; i < relays->count; i++) count += (size_t)relays->each[i].is_success;
  return count;
}

static size_t at_once(int32_t connections) { return connections < UPLOADS ? (size_t)connections : UPLOADS; }

/* A reader that says COS_BODY_LATER holds up nobody. */
static void readers_that_say_later_all_end(int32_t connections) {
  relays_t relays = {.timeout_ms = ENOUGH_MS, .download_length = LENGTH, .at_once = at_once(connections)};
  size_t before = threads();
  relays_run(&relays, options_of(connections), UPLOADS);
  CHECK_NUMBER(successes(&relays), UPLOADS);
  CHECK_NUMBER(relays.downloads, UPLOADS);
  CHECK_NUMBER(relays.failed_downloads, 0);
  CHECK(relays.most_threads <= before + UPLOADS + (size_t)connections + 2);
  relays_free(&relays);
}

/* Nor does one that waits for its download itself, but for some time: fewer of them where they go one by one. */
static void readers_that_wait_all_end(int32_t connections) {
  size_t uploads = connections < UPLOADS ? UPLOADS / 4 : UPLOADS;
  relays_t relays = {.blocks = 1, .timeout_ms = ENOUGH_MS, .download_length = LENGTH, .at_once = at_once(connections)};
  size_t before = threads();
  relays_run(&relays, options_of(connections), uploads);
  CHECK_NUMBER(successes(&relays), uploads);
  CHECK_NUMBER(relays.failed_downloads, 0);
  CHECK(relays.most_threads <= before + uploads + (size_t)connections + 2);
  relays_free(&relays);
}

/* Readers that do not return until they are told. */
typedef struct {
  size_t inside;
  int may_return;
  pthread_mutex_t lock;
  pthread_cond_t changed;
} stuck_t;

static int64_t stay(void *user_data, void *buffer, size_t size) {
  stuck_t *stuck = user_data;
  (void)buffer, (void)size;
  pthread_mutex_lock(&stuck->lock);
  stuck->inside++;
  while (!stuck->may_return) pthread_cond_wait(&stuck->changed, &stuck->lock);
  pthread_mutex_unlock(&stuck->lock);
  return -1;
}

static void leave(stuck_t *stuck) {
  pthread_mutex_lock(&stuck->lock);
  stuck->may_return = 1;
  pthread_cond_broadcast(&stuck->changed);
  pthread_mutex_unlock(&stuck->lock);
}

static void start_uploads(cos_client_t *client, cos_queue_t *queue, stuck_t *stuck) {
  cos_call_t *call = cos_call_new();
  cos_call_set_timeout_ms(call, SHORT_MS);
  for (size_t i = 0; i < CROWD; i++) {
    cos_request_t *request = cos_request_new("PUT", STANDIN_BUCKET, "stuck");
    cos_request_set_body_reader(request, stay, NULL, LENGTH, stuck, NULL);
    start_one(client, queue, request, call, NULL, NULL);
    cos_request_free(request);
  }
  cos_call_free(call);
}

/* Those that others go on instead of have a bound; those that wait beyond it end in time, and so do
   the others as soon as their readers return. */
static void readers_that_stay_have_a_bound(void) {
  stuck_t stuck = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
  size_t before = threads(), most = 0, ended = 0, timeouts = 0;
  check_subject = "readers that stay";
  cos_client_t *client = client_from(options_of(UPLOADS));
  cos_queue_t *queue = cos_queue_new(NULL);
  start_uploads(client, queue, &stuck);
  for (; ended < CROWD && !check_failures; ended++) {
    cos_error_t *error = take_one(queue, NULL);
    timeouts += cos_error_reason(error) == COS_ERROR_REASON_TIMEOUT && cos_error_attempt_count(error) == 0;
    CHECK(error != NULL);
    cos_error_free(error);
    if (threads() > most) most = threads();
    pthread_mutex_lock(&stuck.lock);
    size_t inside = stuck.inside;
    pthread_mutex_unlock(&stuck.lock);
    if (inside + ended + 1 == CROWD) leave(&stuck);
  }
  printf("%zu readers stayed, %zu calls waited, %zu threads more\n", stuck.inside, timeouts, most - before);
  CHECK_NUMBER(stuck.inside + timeouts, CROWD);
  CHECK(stuck.inside > UPLOADS && stuck.inside <= UPLOADS + MOST_LENT);
  CHECK(most <= before + UPLOADS + MOST_LENT + 2);
  cos_queue_free(queue, 0);
  cos_client_free(client);
}

int main(void) {
  static const int32_t connections[] = {64, 4, 1};
  raise_descriptor_limit();
  standin_start();
  for (size_t i = 0; i < sizeof connections / sizeof *connections; i++) {
    char name[40];
    snprintf(name, sizeof name, "%d connections", connections[i]);
    check_subject = name;
    readers_that_say_later_all_end(connections[i]);
    readers_that_wait_all_end(connections[i]);
    check_subject = "";
  }
  readers_that_stay_have_a_bound();
  check_subject = "";
  standin_stop();
  return check_report();
}
