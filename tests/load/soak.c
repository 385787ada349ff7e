/* Random faults from many threads: soak SECONDS. Every call ends in its own right
   answer, within its time, and nothing is left behind. COS_ERR_SEED repeats a run. */
#include <stdlib.h>
#include <unistd.h>

#include "advice_tables.h"
#include "check.h"
#include "server.h"
#include "sessions.h"
#include "soak_call.h"
#include "timers.h"
#include "usage.h"

enum { THREADS = 16, WARM_UP_S = 5, MOST_ROWS = 100 };

typedef struct {
  soaker_t soaker;
  int64_t until_ms;
} part_t;

static part_t parts[THREADS];
static cos_client_t *clients[2];

static void soak_until(void *item) {
  part_t *part = item;
  while (now_ms() < part->until_ms) soak_call(&part->soaker);
}

/* Half of the threads over HTTP, half over HTTPS. */
static void soak(const char *name, uint64_t seed, int seconds) {
  unsigned drawn[MOST_ROWS] = {0}, wrong[MOST_ROWS] = {0};
  size_t begun = 0;
  findings_t all = {.who = name};
  for (size_t i = 0; i < THREADS; i++)
    parts[i] = (part_t){{{.who = name}, clients[i % 2], i, seed * THREADS + i, 0, drawn, wrong, &begun},
                        now_ms() + seconds * 1000};
  at_once(THREADS, soak_until, parts, sizeof *parts);
  for (size_t i = 0; i < THREADS; i++) add_findings(&all, &parts[i].soaker.findings);
  printf("%s: %zu calls\n", name, all.calls);
  check_findings(&all);
  for (size_t row = 0; row < fault_table_length; row++) {
    check_subject = fault_table[row].fault ? fault_table[row].fault : "no fault";
    CHECK(drawn[row] > 0);
    CHECK_NUMBER(wrong[row], 0);
  }
  check_subject = "";
}

static void make_clients(void) {
  char by_name[64];
  for (scheme_t scheme = HTTP; scheme <= HTTPS; scheme++) {
    cos_client_options_t *options = server_options(scheme);
    cos_client_options_set_total_timeout_ms(options, TOTAL_MS);
    /* By name, for the helper threads that resolve it. */
    snprintf(by_name, sizeof by_name, "localhost%s", strchr(server_address(scheme), ':'));
    cos_client_options_set_connect_to(options, by_name);
    clients[scheme] = client_from(options);
  }
}

static uint64_t seed_of_run(void) {
  const char *given = getenv("COS_ERR_SEED");
  uint64_t seed = given ? strtoull(given, NULL, 10) : (uint64_t)now_ms() * 1000003 + (uint64_t)getpid();
  printf("COS_ERR_SEED=%llu\n", (unsigned long long)seed);
  fflush(stdout);
  return seed;
}

/* What is held when no client is: no connection, and no memory of calls. */
static usage_t without_clients(const usage_t *before) {
  sessions_fill();
  for (scheme_t scheme = HTTP; scheme <= HTTPS; scheme++) cos_client_free(clients[scheme]);
  usage_t after = usage_settled(before, 0);
  CHECK_NUMBER(after.sockets, 0);
  CHECK_NUMBER(after.descriptors, before->descriptors);
  return after;
}

/* Looks at the process twice, before and after, each time with clients and without.
   With them idle connections are not compared: faults end some, and each thread may
   leave one for each host that it asked, the backup host of HTTPS among them. */
static void nothing_is_left(uint64_t seed, int seconds) {
  const size_t most_sockets = THREADS / 2 + THREADS / 2 * 2;
  make_clients();
  soak_prepare(clients[HTTP]);
  soak("warm-up", seed + 1, WARM_UP_S);
  usage_t before = usage_at_rest(TIMER_THREADS), before_without = without_clients(&before);
  make_clients();
  soak("soak", seed, seconds);
  usage_t after = usage_settled(&before, most_sockets);
  check_usage(&before, &after, most_sockets, 2);
  usage_t after_without = without_clients(&before);
  check_usage(&before_without, &after_without, 0, 0);
  check_heap(&before_without, &after_without);
}

int main(int argc, char **argv) {
  if (argc != 2 || fault_table_length > MOST_ROWS) return fputs("usage: soak SECONDS\n", stderr), 2;
  usage_will_be_measured(argv);
  uint64_t seed = seed_of_run();
  advice_tables_expand();
  server_start();
  timers_start();
  nothing_is_left(seed, atoi(argv[1]));
  timers_stop();
  server_stop();
  return check_report();
}
