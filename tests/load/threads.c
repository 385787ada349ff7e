/* One client in many threads: every answer is its own, no more connections are in use than
   threads need or options allow, and no more are idle than the client may keep. */
#include <unistd.h>

#include "calls.h"
#include "check.h"
#include "server.h"
#include "sockets.h"

enum { THREADS = 16, CALLS = 1000, FEW = 4, BUCKETS = 32, ENOUGH = 1024 };

typedef struct {
  findings_t findings;
  cos_client_t *client;
  size_t buckets, first_bucket, calls;
  int breaks;
} caller_t;

static void call(void *item) {
  caller_t *caller = item;
  char bucket[BUCKET_ROOM] = BUCKET;
  for (size_t i = 0; i < caller->calls; i += 2) {
    if (caller->buckets > 1) numbered_bucket(bucket, (caller->first_bucket + i) % caller->buckets);
    ask_often(caller->client, bucket, 2, &caller->findings);
    if (caller->breaks && i % 8 == 0) ask_for_break(caller->client, bucket, &caller->findings);
  }
}

/* The calls of a client with room for so many idle connections, all of which must succeed; the
   most connections that were open at once. */
static int most_connections(cos_client_options_t *options, int most_idle, size_t buckets, size_t calls, int breaks) {
  static caller_t callers[THREADS];
  cos_client_options_set_max_attempts(options, 1);
  cos_client_t *client = client_with_idle(options, most_idle);
  for (size_t i = 0; i < THREADS; i++) callers[i] = (caller_t){{.who = "a thread"}, client, buckets, i, calls, breaks};
  sockets_watch();
  at_once(THREADS, call, callers, sizeof *callers);
  int most = sockets_most();
  CHECK_NUMBER(sockets_inheritable(), 0);
  findings_t all = {.who = "threads"};
  for (int i = 0; i < THREADS; i++) add_findings(&all, &callers[i].findings);
  check_findings(&all);
  CHECK(all.calls >= THREADS * calls);
  cos_client_free(client);
  CHECK_NUMBER(sockets_open(), 0);
  return most;
}

static void check_at_most(const char *what, long count, long limit) {
  if (count > limit) printf("%s: %ld, not at most %ld\n", what, count, limit);
  CHECK(count <= limit);
}

static cos_client_options_t *with_few(scheme_t scheme) {
  cos_client_options_t *options = server_options(scheme);
  cos_client_options_set_max_connections(options, FEW);
  return options;
}

static void each_thread_needs_one_connection_at_most(scheme_t scheme, size_t calls) {
  long before = server_count("connections_accepted");
  check_at_most("open", most_connections(server_options(scheme), ENOUGH, 1, calls, 0), THREADS);
  check_at_most("accepted", server_count("connections_accepted") - before, THREADS);
}

static void few_connections_serve_many_threads(scheme_t scheme, size_t calls) {
  long before = server_count("connections_accepted");
  check_at_most("open", most_connections(with_few(scheme), ENOUGH, 1, calls, 0), FEW);
  check_at_most("accepted", server_count("connections_accepted") - before, FEW);
}

/* A connection that is lost counts as in use until it is closed. */
static void few_connections_are_few_at_any_time(scheme_t scheme, size_t calls) {
  check_at_most("open, when connections are lost", most_connections(with_few(scheme), ENOUGH, 1, calls, 1), FEW);
}

/* Those in use and those that are idle each have their bound. Where there is room for all, a bucket
   has as many as calls were at once, and none is made anew. */
static void idle_connections_have_a_bound_of_their_own(scheme_t scheme, size_t calls) {
  long before = server_count("connections_accepted");
  int most = most_connections(with_few(scheme), ENOUGH, BUCKETS, calls, 0);
  check_at_most("open, for many buckets", most, BUCKETS * FEW);
  check_at_most("accepted, for many buckets", server_count("connections_accepted") - before, BUCKETS * FEW);
  CHECK(most >= BUCKETS);
  for (int idle = FEW; idle < BUCKETS; idle *= 2) {
    most = most_connections(with_few(scheme), idle, BUCKETS, calls, 0);
    check_at_most("open, for more buckets than are kept", most, idle + FEW);
    CHECK(most > idle);
  }
}

int main(void) {
  server_start();
  each_thread_needs_one_connection_at_most(HTTP, CALLS);
  each_thread_needs_one_connection_at_most(HTTPS, CALLS / 4);
  few_connections_serve_many_threads(HTTP, CALLS / 4);
  few_connections_serve_many_threads(HTTPS, CALLS / 4);
  few_connections_are_few_at_any_time(HTTP, CALLS / 4);
  few_connections_are_few_at_any_time(HTTPS, CALLS / 10);
  idle_connections_have_a_bound_of_their_own(HTTP, CALLS / 4);
  idle_connections_have_a_bound_of_their_own(HTTPS, CALLS / 10);
  server_stop();
  return check_report();
}
