/* What the process holds over a long time: endurance SECONDS [SAMPLES]. 32 threads make calls, one thread
   starts calls on a queue, two move files in parts, all with faults at random. Once a second the usage is
   written to the file SAMPLES, and now and then all calls come to their end; in the last third the usage must be
   what it was in the middle one. */
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "moved_files.h"
#include "samples.h"
#include "server.h"
#include "soak_call.h"
#include "timers.h"
#include "usage.h"

enum { THREADS = 32, IN_FLIGHT = 24, MOVERS = 2, WORKERS = THREADS + 1 + MOVERS, MOST_ROWS = 100, WARM_UP_S = 5 };

/* Between two moments without a call. */
enum { ROUND_S = 5 };

/* The total timeout; how late a call may be, for nothing here is about time. */
enum { TIMEOUT_MS = 30000, PATIENT_MS = 60000 };

typedef enum { CALLS, STARTS, FILES } kind_t;

typedef struct {
  kind_t kind;
  soaker_t soaker;
  mover_t mover;
  int64_t until_ms;
} worker_t;

static worker_t workers[WORKERS];
static cos_client_t *clients[2];
static unsigned drawn[MOST_ROWS], wrong[MOST_ROWS];
static size_t begun;

/* As many calls under way as there are places, each with one of the timers. */
static void start_until(worker_t *worker) {
  static soaker_t places[IN_FLIGHT];
  static asked_t asked[IN_FLIGHT];
  cos_queue_t *queue = cos_queue_new(NULL);
  for (size_t i = 0; i < IN_FLIGHT; i++) {
    places[i] = worker->soaker;
    places[i].place = worker->soaker.place + i;
    places[i].random += i;
    soak_start(&places[i], &asked[i], queue);
  }
  for (size_t left = IN_FLIGHT; left;) {
    cos_completion_t completion = {.struct_size = sizeof completion};
    CHECK_NUMBER(cos_queue_next(queue, -1, &completion), 1);
    size_t place = (size_t)((asked_t *)completion.user_data - asked);
    soak_end(&places[place], &asked[place], completion.error, completion.response);
    if (now_ms() < worker->until_ms) soak_start(&places[place], &asked[place], queue);
    else left--;
  }
  cos_queue_free(queue, 0);
  for (size_t i = 0; i < IN_FLIGHT; i++) add_findings(&worker->soaker.findings, &places[i].findings);
}

static void work(void *item) {
  worker_t *worker = item;
  if (worker->kind == STARTS) {
    start_until(worker);
    return;
  }
  while (now_ms() < worker->until_ms) {
    if (worker->kind == CALLS) soak_call(&worker->soaker);
    else move_file(&worker->mover);
    sample_count_call();
  }
}

static void run(findings_t *all, uint64_t seed, int seconds) {
  for (size_t i = 0; i < WORKERS; i++) {
    cos_client_t *client = clients[i % 2];
    kind_t kind = i < THREADS ? CALLS : i == THREADS ? STARTS : FILES;
    workers[i] = (worker_t){kind,
                            {{.who = all->who}, client, i, seed * WORKERS + i, PATIENT_MS, drawn, wrong, &begun},
                            {{.who = all->who}, client, i, seed * WORKERS + i, 0},
                            now_ms() + seconds * 1000};
  }
  at_once(WORKERS, work, workers, sizeof *workers);
  for (size_t i = 0; i < WORKERS; i++) {
    add_findings(all, &workers[i].soaker.findings);
    add_findings(all, &workers[i].mover.findings);
  }
}

/* Many rounds, until the time is over. */
static void run_rounds(const char *name, uint64_t seed, int seconds) {
  findings_t all = {.who = name};
  for (int64_t end = now_ms() + seconds * 1000; now_ms() < end; seed++) {
    run(&all, seed, ROUND_S);
    samples_rest();
  }
  printf("%s: %zu calls\n", name, all.calls);
  check_findings(&all);
}

static void make_clients(void) {
  for (scheme_t scheme = HTTP; scheme <= HTTPS; scheme++) {
    cos_client_options_t *options = server_options(scheme);
    cos_client_options_set_total_timeout_ms(options, TIMEOUT_MS);
    clients[scheme] = client_from(options);
  }
}

static usage_t without_clients(const usage_t *before) {
  for (scheme_t scheme = HTTP; scheme <= HTTPS; scheme++) cos_client_free(clients[scheme]);
  return usage_settled(before, 0);
}

static uint64_t seed_of_run(void) {
  const char *given = getenv("COS_ERR_SEED");
  uint64_t seed = given ? strtoull(given, NULL, 10) : (uint64_t)now_ms() * 1000003 + (uint64_t)getpid();
  printf("COS_ERR_SEED=%llu\n", (unsigned long long)seed);
  fflush(stdout);
  return seed;
}

int main(int argc, char **argv) {
  if (argc < 2 || atoi(argv[1]) < 1) return fputs("usage: endurance SECONDS [SAMPLES]\n", stderr), 2;
  usage_will_be_measured(argv);
  uint64_t seed = seed_of_run();
  server_start();
  timers_start();
  make_clients();
  soak_prepare(clients[HTTP]);
  moved_files_begin(clients[HTTP]);
  run_rounds("warm-up", seed, WARM_UP_S);
  usage_t before = usage_settled(&(usage_t){.threads = 1}, 0), before_without = without_clients(&before);
  make_clients();
  samples_begin(argc > 2 ? argv[2] : NULL);
  run_rounds("endurance", seed + WARM_UP_S, atoi(argv[1]));
  samples_end();
  moved_files_end(clients[HTTP], THREADS + 1, MOVERS);
  usage_t after_without = without_clients(&before_without);
  check_usage(&before_without, &after_without, 0, 0);
  timers_stop();
  server_stop();
  return check_report();
}
