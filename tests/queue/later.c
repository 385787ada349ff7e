/* Uploads whose readers need downloads of the same client, more of them than there are connections. */
#include <pthread.h>

#include "check.h"
#include "deadline.h"
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

/* Readers that do not return before the reader of each other call is inside too, or that call has ended. */
typedef struct {
  size_t inside, ended; /* calls whose reader is inside, or that ended without it */
  int may_return;
  pthread_mutex_t lock;
  pthread_cond_t changed;
} crowd_t;

typedef struct {
  crowd_t *crowd;
  int is_inside, ends;
} stuck_t;

/* With the lock. */
static void leave(crowd_t *crowd) {
  crowd->may_return = 1;
  pthread_cond_broadcast(&crowd->changed);
}

/* With the lock. */
static void count(crowd_t *crowd, size_t *calls) {
  ++*calls;
  if (crowd->inside + crowd->ended == CROWD) leave(crowd);
}

static int64_t stay(void *user_data, void *buffer, size_t size) {
  stuck_t *stuck = user_data;
  crowd_t *crowd = stuck->crowd;
  (void)buffer, (void)size;
  pthread_mutex_lock(&crowd->lock);
  stuck->is_inside = 1;
  count(crowd, &crowd->inside);
  while (!crowd->may_return) pthread_cond_wait(&crowd->changed, &crowd->lock);
  pthread_mutex_unlock(&crowd->lock);
  return -1;
}

static void start_uploads(cos_client_t *client, cos_queue_t *queue, stuck_t *each) {
  cos_call_t *call = cos_call_new();
  cos_call_set_timeout_ms(call, SHORT_MS);
  for (size_t i = 0; i < CROWD; i++) {
    cos_request_t *request = cos_request_new("PUT", STANDIN_BUCKET, "stuck");
    cos_request_set_body_reader(request, stay, NULL, LENGTH, &each[i], NULL);
    start_one(client, queue, request, call, &each[i], NULL);
    cos_request_free(request);
  }
  cos_call_free(call);
}

/* A call ends by its reader, or by its timeout: before its turn, which is no attempt, or between that
   and its reader, which is one. */
static void check_end(const stuck_t *stuck, const cos_error_t *error) {
  int32_t reason = cos_error_reason(error);
  size_t attempts = cos_error_attempt_count(error);
  CHECK_NUMBER(stuck->ends, 1);
  CHECK(reason == COS_ERROR_REASON_TIMEOUT || (stuck->is_inside && reason == COS_ERROR_REASON_CALLBACK));
  CHECK(attempts == 1 || (!stuck->is_inside && attempts == 0));
}

/* Takes one completion. Returns whether the call timed out after its turn and before its reader. */
static int take_stuck(cos_queue_t *queue, crowd_t *crowd) {
  cos_completion_t completion = {.struct_size = sizeof completion};
  CHECK_NUMBER(cos_queue_next(queue, TAKEN_LIMIT_MS, &completion), 1);
  CHECK(completion.response == NULL);
  stuck_t *stuck = completion.user_data;
  if (!stuck) return 0;
  pthread_mutex_lock(&crowd->lock);
  stuck->ends++;
  check_end(stuck, completion.error);
  int is_between = !stuck->is_inside && cos_error_attempt_count(completion.error) == 1;
  if (!stuck->is_inside) count(crowd, &crowd->ended);
  pthread_mutex_unlock(&crowd->lock);
  cos_error_free(completion.error);
  return is_between;
}

/* Those that others go on instead of have a bound; those that wait beyond it end in time, and so do
   the others as soon as their readers return. */
static void readers_that_stay_have_a_bound(void) {
  static stuck_t each[CROWD];
  static crowd_t crowd = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
  size_t before = threads(), most = 0, between = 0;
  check_subject = "readers that stay";
  for (size_t i = 0; i < CROWD; i++) each[i] = (stuck_t){.crowd = &crowd};
  cos_client_t *client = client_from(options_of(UPLOADS));
  cos_queue_t *queue = cos_queue_new(NULL);
  start_uploads(client, queue, each);
  for (size_t taken = 0; taken < CROWD && !check_failures; taken++) {
    between += (size_t)take_stuck(queue, &crowd);
    if (threads() > most) most = threads();
  }
  pthread_mutex_lock(&crowd.lock);
  leave(&crowd);
  pthread_mutex_unlock(&crowd.lock);
  printf("%zu readers stayed; %zu calls timed out, %zu of them between their turn and their reader; %zu threads more\n",
         crowd.inside, crowd.ended, between, most - before);
  CHECK_NUMBER(crowd.inside + crowd.ended, CROWD);
  CHECK(crowd.inside > UPLOADS && crowd.inside <= UPLOADS + MOST_LENT);
  CHECK(most <= before + UPLOADS + MOST_LENT + 2);
  cos_queue_free(queue, 0);
  cos_client_free(client);
}

int main(void) {
  static const int32_t connections[] = {64, 4, 1};
  raise_descriptor_limit();
  deadline_begin();
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
