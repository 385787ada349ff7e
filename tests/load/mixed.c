/* Calls of every kind from many threads, with faults at random: mixed CALLS [http]. Each ends in
   its own right answer, on no more connections than allowed, in use and idle, and nothing is left behind. Half of
   the threads call over HTTP, half over HTTPS; or all over HTTP. COS_ERR_SEED gives other calls
   than the usual ones. */
#include <stdlib.h>

#include "advice_tables.h"
#include "check.h"
#include "mixed_call.h"
#include "server.h"
#include "sessions.h"
#include "sockets.h"
#include "usage.h"

enum { THREADS = 32, MOST_IN_USE = 12, MOST_IDLE = 12, WARM_UP = 1000, MOST_ROWS = 100, USUAL_SEED = 20251122 };

static cos_client_t *clients[2];
static scheme_t of_odd_threads = HTTPS;
static mixer_t mixers[THREADS];

static uint64_t seed_of_run(void) {
  const char *given = getenv("COS_ERR_SEED");
  uint64_t seed = given ? strtoull(given, NULL, 10) : USUAL_SEED;
  printf("COS_ERR_SEED=%llu\n", (unsigned long long)seed);
  fflush(stdout);
  return seed;
}

static void make_clients(void) {
  for (scheme_t scheme = HTTP; scheme <= HTTPS; scheme++) {
    cos_client_options_t *options = server_options(scheme);
    cos_client_options_set_max_connections(options, MOST_IN_USE);
    clients[scheme] = client_with_idle(options, MOST_IDLE);
  }
}

static void run(const char *name, uint64_t seed, size_t calls, int every_row) {
  unsigned drawn[MOST_ROWS] = {0};
  size_t begun = 0;
  findings_t all = {.who = name};
  sockets_watch();
  for (size_t i = 0; i < THREADS; i++)
    mixers[i] = (mixer_t){{.who = name}, clients[i % 2 ? of_odd_threads : HTTP], seed, &begun, calls, drawn};
  at_once(THREADS, mix, mixers, sizeof *mixers);
  for (size_t i = 0; i < THREADS; i++) add_findings(&all, &mixers[i].findings);
  printf("%s: %zu calls, at most %d connections\n", name, all.calls, sockets_most());
  check_findings(&all);
  CHECK_NUMBER(all.calls, calls);
  CHECK(sockets_most() <= 2 * (MOST_IN_USE + MOST_IDLE));
  CHECK_NUMBER(sockets_inheritable(), 0);
  for (size_t row = 0; every_row && row < mixed_table_length; row++) {
    check_subject = mixed_table[row].fault ? mixed_table[row].fault : "no fault";
    CHECK(drawn[row] > 0);
  }
  check_subject = "";
}

/* What is held when no client is: no connection, and no memory of calls. */
static usage_t without_clients(const usage_t *before) {
  if (of_odd_threads == HTTPS) sessions_fill();
  for (scheme_t scheme = HTTP; scheme <= HTTPS; scheme++) cos_client_free(clients[scheme]);
  usage_t after = usage_settled(before, 0);
  CHECK_NUMBER(after.sockets, 0);
  CHECK_NUMBER(after.descriptors, before->descriptors);
  return after;
}

/* It keeps memory of its own for what is freed. */
static int under_valgrind(void) {
  const char *preloaded = getenv("LD_PRELOAD");
  return preloaded && strstr(preloaded, "vgpreload");
}

int main(int argc, char **argv) {
  if (argc < 2 || mixed_table_length > MOST_ROWS) return fputs("usage: mixed CALLS [http]\n", stderr), 2;
  size_t calls = (size_t)atol(argv[1]);
  if (argc > 2) of_odd_threads = HTTP;
  usage_will_be_measured(argv);
  uint64_t seed = seed_of_run();
  advice_tables_expand();
  server_start();
  make_clients();
  mixed_prepare(clients[HTTP]);
  run("warm-up", seed + 1, calls < WARM_UP ? calls : WARM_UP, 0);
  usage_t before = usage_at_rest(0), before_without = without_clients(&before);
  make_clients();
  run("mixed", seed, calls, calls >= 2 * WARM_UP);
  usage_t after = usage_settled(&before, 2 * MOST_IDLE);
  usage_t after_without = without_clients(&before);
  if (under_valgrind()) after.resident = before.resident, after_without.resident = before_without.resident;
  check_usage(&before, &after, 2 * MOST_IDLE, 2);
  check_usage(&before_without, &after_without, 0, 0);
  check_heap(&before_without, &after_without);
  mixed_clean();
  server_stop();
  return check_report();
}
