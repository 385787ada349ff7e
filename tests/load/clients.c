/* Many clients one after the other leave nothing behind, and their connections
   are for no other program. */
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "calls.h"
#include "check.h"
#include "server.h"
#include "usage.h"

enum { WARM_UP = 50, CLIENTS = 1000, PROGRAMS = 200, THREADS = 4 };

extern char **environ;

static void make_use_free(scheme_t scheme, int clients, findings_t *findings) {
  for (int i = 0; i < clients; i++) {
    cos_client_t *client = client_from(server_options(scheme));
    ask_often(client, BUCKET, 1 + (size_t)i % 2, findings);
    cos_client_free(client);
  }
}

static void clients_leave_nothing_behind(scheme_t scheme) {
  findings_t findings = {.who = "clients"};
  make_use_free(scheme, WARM_UP, &findings);
  usage_t before = usage_at_rest(0);
  make_use_free(scheme, CLIENTS, &findings);
  usage_t after = usage_settled(&before, before.sockets);
  check_usage(&before, &after, before.sockets, 0);
  CHECK_NUMBER(after.sockets, 0);
  if (scheme == HTTPS)
    check_heap(&before, &after);
  else
    CHECK_NUMBER(after.heap, before.heap);
  check_findings(&findings);
}

/* Ends a connection after each call, so that some are being made at any time. */
typedef struct {
  findings_t findings;
  cos_client_t *client;
  int *over;
} caller_t;

static void call_until_over(void *item) {
  caller_t *caller = item;
  do {
    ask_bucket(caller->client, BUCKET, &caller->findings);
    ask_for_break(caller->client, BUCKET, &caller->findings);
  } while (!__atomic_load_n(caller->over, __ATOMIC_ACQUIRE));
}

/* This program anew, with the number of its descriptors as its answer. */
static int descriptors_of_a_new_program(void) {
  char *arguments[] = {"/proc/self/exe", "count", NULL};
  pid_t child = 0;
  int status = -1;
  if (posix_spawn(&child, *arguments, NULL, NULL, arguments, environ) != 0) return -1;
  if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

typedef struct {
  caller_t caller;
  int expected, most;
} part_t;

static void play(void *item) {
  part_t *part = item;
  if (part->caller.client) {
    call_until_over(&part->caller);
    return;
  }
  for (int i = 0; i < PROGRAMS; i++) {
    int count = descriptors_of_a_new_program();
    if (count != part->expected) part->most = count;
  }
  __atomic_store_n(part->caller.over, 1, __ATOMIC_RELEASE);
}

static void other_programs_inherit_nothing(scheme_t scheme) {
  static part_t parts[THREADS + 1];
  int over = 0, expected = descriptors_of_a_new_program();
  CHECK(expected >= 3);
  cos_client_options_t *options = server_options(scheme);
  cos_client_options_set_max_attempts(options, 1);
  cos_client_t *client = client_from(options);
  for (int i = 0; i < THREADS; i++) parts[i] = (part_t){.caller = {{.who = "a thread"}, client, &over}};
  parts[THREADS] = (part_t){.caller = {.over = &over}, .expected = expected, .most = expected};
  at_once(THREADS + 1, play, parts, sizeof *parts);
  CHECK_NUMBER(parts[THREADS].most, expected);
  for (int i = 0; i < THREADS; i++) check_findings(&parts[i].caller.findings);
  cos_client_free(client);
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "count") == 0) return (int)usage().descriptors + (int)usage().sockets;
  usage_will_be_measured(argv);
  server_start();
  clients_leave_nothing_behind(HTTP);
  clients_leave_nothing_behind(HTTPS);
  other_programs_inherit_nothing(HTTP);
  other_programs_inherit_nothing(HTTPS);
  server_stop();
  return check_report();
}
