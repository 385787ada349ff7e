/* fork while other threads are inside the library: whatever they hold, the child
   can make calls, and read errors, within their time. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "calls.h"
#include "check.h"
#include "child.h"
#include "server.h"

enum { THREADS = 8, FORKS = 150, IDLE_FORKS = 200, CHILD_CALLS = 4, MANY = 256, TIMEOUT_MS = 120000 };

typedef struct {
  findings_t findings;
  cos_client_t *client;
  size_t buckets;
  int *over;
} caller_t;

/* Connections are made, lost, waited for and given back all the time, or closed
   for another bucket's sake: which takes a look at all of them, under a lock. */
static void call_until_over(void *item) {
  caller_t *caller = item;
  char bucket[BUCKET_ROOM] = BUCKET;
  for (size_t i = 0; !__atomic_load_n(caller->over, __ATOMIC_ACQUIRE); i++) {
    if (caller->buckets > 1) numbered_bucket(bucket, i % caller->buckets);
    ask_often(caller->client, bucket, 4, &caller->findings);
    ask_for_break(caller->client, bucket, &caller->findings);
  }
}

/* Uses the client or not, frees it or not, ends so or so. */
static void child_among_calls(cos_client_t *client, cos_client_options_t *options, int round) {
  findings_t findings = {.who = "child"};
  if (round % 3) ask_often(client, BUCKET, CHILD_CALLS, &findings);
  if (round / 2 % 2 == 0) cos_client_free(client);
  cos_client_t *other = client_from(options);
  ask_often(other, BUCKET, 1, &findings);
  cos_client_free(other);
  child_end(&findings, round % 2 ? BY_EXIT : BY__EXIT);
}

/* What it frees is the parent's, whose locks are as they were. */
static void child_that_only_frees(cos_client_t *client) {
  findings_t findings = {.who = "child", .calls = 1};
  cos_client_free(client);
  child_end(&findings, BY__EXIT);
}

typedef struct {
  scheme_t scheme;
  cos_client_t *client;
  int *over;
  int forks;
} forker_t;

static void fork_often(void *item) {
  forker_t *forker = item;
  for (int round = 0; round < forker->forks && !check_failures; round++) {
    cos_client_options_t *options = server_options(forker->scheme);
    pid_t child = child_begin();
    if (child == 0) child_among_calls(forker->client, options, round);
    child_await(child, "a child among calls");
    cos_client_options_free(options);
  }
  for (int round = 0; round < IDLE_FORKS && !check_failures; round++) {
    pid_t child = child_begin();
    if (child == 0) child_that_only_frees(forker->client);
    child_await(child, "a child that only frees");
  }
  __atomic_store_n(forker->over, 1, __ATOMIC_RELEASE);
}

/* One of the items forks, the others call. */
typedef struct {
  caller_t caller;
  forker_t forker;
} part_t;

static void play(void *item) {
  part_t *part = item;
  if (part->forker.over)
    fork_often(&part->forker);
  else
    call_until_over(&part->caller);
}

/* Each connection serves some buckets in turn. */
static void forks_among_calls(scheme_t scheme, int32_t connections, size_t buckets, int forks) {
  static part_t parts[THREADS + 1];
  int over = 0;
  cos_client_options_t *options = server_options(scheme);
  cos_client_options_set_max_connections(options, connections);
  cos_client_options_set_max_attempts(options, 1);
  cos_client_options_set_total_timeout_ms(options, TIMEOUT_MS);
  cos_client_t *client = client_from(options);
  for (int i = 0; i < THREADS; i++) parts[i] = (part_t){.caller = {{.who = "parent's thread"}, client, buckets, &over}};
  parts[THREADS] = (part_t){.forker = {scheme, client, &over, forks}};
  at_once(THREADS + 1, play, parts, sizeof *parts);
  findings_t all = {.who = "parent's threads"};
  for (int i = 0; i < THREADS; i++) add_findings(&all, &parts[i].caller.findings);
  check_findings(&all);
  cos_client_free(client);
}

/* Looks into the catalogue, by code and by case. */
static void read_an_error(void *item) {
  findings_t *findings = item;
  cos_exchange_t exchange = {.struct_size = sizeof exchange, .method = "HEAD", .status = 403};
  cos_error_t *error = cos_error_from_response(&exchange);
  findings->calls++;
  if (!*cos_error_advice(error, "zh") || *cos_error_json(error) != '{') complain(findings, "an error without advice");
  cos_error_free(error);
}

static void fork_and_read(void *item) {
  findings_t *findings = item;
  for (int i = 0; i < 6; i++) {
    pid_t child = child_begin();
    if (child == 0) {
      findings_t own = {.who = "child"};
      read_an_error(&own);
      child_end(&own, BY__EXIT);
    }
    child_await(child, "a child of first use");
    findings->calls++;
  }
}

static void use_or_fork(void *item) {
  findings_t *findings = item;
  if (findings->who[0] == 'f')
    fork_and_read(findings);
  else
    read_an_error(findings);
}

/* In processes that have not used the library yet, like this one. */
static void forks_in_the_first_use(void) {
  for (int round = 0; round < 60 && !check_failures; round++) {
    pid_t fresh = child_begin();
    if (fresh == 0) {
      findings_t both[] = {{.who = "reads"}, {.who = "forks"}};
      at_once(2, use_or_fork, both, sizeof *both);
      add_findings(&both[0], &both[1]);
      child_end(&both[0], BY__EXIT);
    }
    child_await(fresh, "a process in its first use");
  }
}

static const struct {
  const char *name;
  scheme_t scheme;
  int32_t connections;
  size_t buckets;
  int forks;
} manners[] = {
    /* With fewer connections than threads, some always wait for one. */
    {"plain", HTTP, THREADS / 2, 1, FORKS},
    {"tls", HTTPS, THREADS / 2, 1, FORKS / 2},
    {"buckets", HTTP, MANY, 2 * MANY, FORKS / 2},
};

static int forks_in_manner(const char *name) {
  for (size_t i = 0; i < sizeof manners / sizeof *manners; i++) {
    if (strcmp(manners[i].name, name) != 0) continue;
    server_start();
    forks_among_calls(manners[i].scheme, manners[i].connections, manners[i].buckets, manners[i].forks);
    server_stop();
    return check_report();
  }
  return fputs("usage: fork_threads first|plain|tls|buckets\n", stderr), 2;
}

int main(int argc, char **argv) {
  const char *name = argc == 2 ? argv[1] : "";
  if (strcmp(name, "first") != 0) return forks_in_manner(name);
  forks_in_the_first_use();
  return check_report();
}
