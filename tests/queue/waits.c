/* Calls that wait for a server that never responds, with timeouts, tokens and interrupt checks: they
   need almost no processor time, and each ends soon when it is told to: waits SECONDS. With 0 the
   processor time is not measured; it is held to its bound from 20 on. */
#include <semaphore.h>
#include <stdlib.h>
#include <time.h>

#include "check.h"
#include "crowd.h"
#include "deadline.h"
#include "gate.h"
#include "resources.h"

/* MEASUREMENTS: a machine may stand still in some of them, in none of them is a call early. */
enum { CALLS = 2000, CONNECTIONS = 64, PROMISED_MS = 100, MEASUREMENTS = 5, TIMEOUT_MS = 1500 };
/* LONG_S: by then others look at what ends the calls that run. */
enum { BY_TOKEN, BY_HANDLE, BY_SHUTDOWN, LONG_S = 1 };
enum { MOST_PERCENT = 2, MOST_BRIEFLY = 10, WHOLE_S = 20 };

/* Sanitizers need most of the time themselves: what ends then ends, but not so soon. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
static const int time_tells = 0;
#else
static const int time_tells = 1;
#endif

static crowd_t *crowd_that_waits(int64_t timeout_ms, int flags) {
  gate_await_held(0);
  crowd_t *crowd = crowd_new(gate_options(CONNECTIONS), CALLS);
  crowd_start(crowd, "key", timeout_ms, flags);
  gate_await_held(CONNECTIONS);
  return crowd;
}

static void end(crowd_t *crowd) {
  if (crowd->queue) CHECK_NUMBER(crowd_poll(crowd), 0);
  crowd_check_once(crowd);
  crowd_free(crowd);
}

/* In hundredths of a percent of a core: other processes' time does not count. */
static int64_t used_in(long seconds) {
  int64_t begun = now_ms(), used = cpu_us();
  nanosleep(&(struct timespec){.tv_sec = seconds}, NULL);
  used = cpu_us() - used;
  return used * 10 / (now_ms() - begun);
}

/* The least of several measurements: on a busy machine the caches of all processes are cold. */
static void waiting_costs_nothing(long seconds) {
  crowd_t *crowd = crowd_that_waits(0, CROWD_CHECKS | CROWD_TOKENS);
  int64_t least = INT64_MAX;
  for (int i = 0; i < (seconds < WHOLE_S ? 1 : MEASUREMENTS) && least > MOST_PERCENT * 100; i++) {
    int64_t used = used_in(seconds);
    if (used < least) least = used;
  }
  printf("%d calls under way and %d waiting: %lld.%02lld %% of a core\n", CONNECTIONS, CALLS - CONNECTIONS,
         (long long)least / 100, (long long)least % 100);
  /* A short run tells that no thread looks without a pause, which takes a whole core. */
  if (time_tells) CHECK(least <= (seconds < WHOLE_S ? MOST_BRIEFLY : MOST_PERCENT) * 100);
  CHECK_NUMBER(gate_held(), CONNECTIONS);
  CHECK_NUMBER(crowd_poll(crowd), 0);
  cos_client_shutdown(crowd->client);
  crowd_take(crowd, CALLS);
  end(crowd);
}

static int64_t last_end_ms(const crowd_t *crowd) {
  int64_t last = 0;
  for (size_t i = 0; i < crowd->size; i++)
    if (crowd->members[i].ended_ms > last) last = crowd->members[i].ended_ms;
  return last;
}

/* How many milliseconds after it was told the last of them ended. */
static int64_t of_shutdown(void) {
  crowd_t *crowd = crowd_that_waits(0, CROWD_CHECKS);
  int64_t told = now_ms();
  cos_client_shutdown(crowd->client);
  /* All that wait, but for one whose interrupt check runs. */
  CHECK(crowd_poll(crowd) >= CALLS - CONNECTIONS - 1);
  crowd_take(crowd, CALLS);
  int64_t late = last_end_ms(crowd) - told;
  CHECK_NUMBER(crowd_failed(crowd, COS_ERROR_REASON_CANCELLED), CALLS);
  end(crowd);
  return late;
}

/* A function of a queue that stays, the first time that it is called. */
typedef struct {
  int calls;
  sem_t is_inside, may_return;
} stay_t;

static void stay(void *user_data) {
  stay_t *own = user_data;
  if (__atomic_fetch_add(&own->calls, 1, __ATOMIC_SEQ_CST) > 0) return;
  sem_post(&own->is_inside);
  sem_wait(&own->may_return);
}

/* Also those that had been told before, while the thread that ends them is held up by the first. */
static int64_t of_shutdown_behind(int by_token) {
  stay_t own = {.calls = 0};
  sem_init(&own.is_inside, 0, 0);
  sem_init(&own.may_return, 0, 0);
  crowd_t *crowd = crowd_that_waits(0, by_token ? CROWD_TOKENS : 0);
  cos_queue_set_notify(crowd->queue, stay, &own, NULL);
  for (size_t i = CONNECTIONS; i < CALLS; i++) {
    if (i % 3 == 0) continue;
    if (by_token)
      cos_cancel_trigger(crowd->members[i].cancel);
    else
      cos_started_cancel(crowd->members[i].started);
  }
  sem_wait(&own.is_inside);
  int64_t told = now_ms();
  cos_client_shutdown(crowd->client);
  /* But for one that this thread has just taken. */
  CHECK(crowd_poll(crowd) >= CALLS - CONNECTIONS - 1);
  sem_post(&own.may_return);
  crowd_take(crowd, CALLS);
  int64_t late = last_end_ms(crowd) - told;
  CHECK_NUMBER(crowd_failed(crowd, COS_ERROR_REASON_CANCELLED), CALLS);
  /* Until then the function may run. */
  CHECK_NUMBER(cos_client_wait(crowd->client, -1), 1);
  end(crowd);
  sem_destroy(&own.is_inside);
  sem_destroy(&own.may_return);
  return late;
}

static int64_t of_shutdown_behind_cancellations(void) { return of_shutdown_behind(0); }
static int64_t of_shutdown_behind_tokens(void) { return of_shutdown_behind(1); }

static int64_t of_freed_queue(void) {
  crowd_t *crowd = crowd_that_waits(0, CROWD_CHECKS);
  int64_t told = now_ms();
  cos_queue_free(crowd->queue, 1);
  crowd->queue = NULL;
  crowd_await_discarded(crowd, CALLS);
  int64_t late = now_ms() - told;
  end(crowd);
  return late;
}

static int64_t of_all_tokens(void) {
  crowd_t *crowd = crowd_that_waits(0, CROWD_TOKENS);
  for (size_t i = 0; i < CALLS; i++) cos_cancel_trigger(crowd->members[i].cancel);
  int64_t told = now_ms();
  crowd_take(crowd, CALLS);
  int64_t late = last_end_ms(crowd) - told;
  CHECK_NUMBER(crowd_failed(crowd, COS_ERROR_REASON_CANCELLED), CALLS);
  end(crowd);
  return late;
}

/* One after the other, running and waiting ones: the latest of all. */
static int64_t of_single_calls(int by_token) {
  crowd_t *crowd = crowd_that_waits(0, CROWD_TOKENS);
  int64_t latest = 0;
  size_t told = 0;
  for (size_t i = CONNECTIONS / 2; i < CALLS; i += CALLS / 10) {
    int64_t begun = now_ms();
    if (by_token)
      cos_cancel_trigger(crowd->members[i].cancel);
    else
      cos_started_cancel(crowd->members[i].started);
    crowd_take(crowd, ++told);
    CHECK_NUMBER(crowd->members[i].taken, 1);
    if (crowd->members[i].ended_ms - begun > latest) latest = crowd->members[i].ended_ms - begun;
  }
  cos_client_shutdown(crowd->client);
  crowd_take(crowd, CALLS);
  end(crowd);
  return latest;
}

/* Those that run, which have waited for long and have nothing that calls for a look meanwhile. */
static int64_t of_long_waits(int by) {
  crowd_t *crowd = crowd_that_waits(0, CROWD_TOKENS);
  nanosleep(&(struct timespec){.tv_sec = LONG_S}, NULL);
  int64_t told = now_ms();
  for (size_t i = 0; by != BY_SHUTDOWN && i < CONNECTIONS; i++) {
    if (by == BY_TOKEN)
      cos_cancel_trigger(crowd->members[i].cancel);
    else
      cos_started_cancel(crowd->members[i].started);
  }
  if (by == BY_SHUTDOWN) cos_client_shutdown(crowd->client);
  crowd_take(crowd, by == BY_SHUTDOWN ? CALLS : CONNECTIONS);
  int64_t late = last_end_ms(crowd) - told;
  for (size_t i = 0; i < CONNECTIONS; i++) CHECK_NUMBER(crowd->members[i].reason, COS_ERROR_REASON_CANCELLED);
  cos_client_shutdown(crowd->client);
  crowd_take(crowd, CALLS);
  end(crowd);
  return late;
}

static int64_t of_long_waits_by_token(void) { return of_long_waits(BY_TOKEN); }
static int64_t of_long_waits_by_handle(void) { return of_long_waits(BY_HANDLE); }
static int64_t of_long_waits_by_shutdown(void) { return of_long_waits(BY_SHUTDOWN); }

static int64_t of_tokens(void) { return of_single_calls(1); }
static int64_t of_cancellations(void) { return of_single_calls(0); }

/* Each has its own, as it was started. Some get the place of one that ended just before them. */
static int64_t of_deadlines(void) {
  int64_t latest = 0;
  crowd_t *crowd = crowd_that_waits(TIMEOUT_MS, CROWD_CHECKS);
  crowd_take(crowd, CALLS);
  CHECK_NUMBER(crowd_failed(crowd, COS_ERROR_REASON_TIMEOUT), CALLS);
  for (size_t i = 0; i < CALLS; i++) {
    const member_t *member = &crowd->members[i];
    int64_t late = member->ended_ms - member->started_ms - TIMEOUT_MS;
    /* The clock counts whole milliseconds here. */
    if (late < -1) CHECK_NUMBER(late, 0);
    if (late > latest) latest = late;
    CHECK(member->attempts <= 1);
  }
  end(crowd);
  return latest;
}

static const struct {
  const char *name;
  int64_t (*measure)(void);
} endings[] = {
    {"shutdown of the client", of_shutdown}, {"the queue is freed", of_freed_queue}, {"all tokens", of_all_tokens},
    {"tokens, one by one", of_tokens},       {"cancellations", of_cancellations},    {"deadlines", of_deadlines},
    {"shutdown behind handles", of_shutdown_behind_cancellations},
    {"shutdown behind tokens", of_shutdown_behind_tokens},
    {"tokens after long", of_long_waits_by_token},
    {"handles after long", of_long_waits_by_handle},
    {"shutdown after long", of_long_waits_by_shutdown},
};

static void waiting_ends_soon(void) {
  for (size_t row = 0; row < sizeof endings / sizeof *endings; row++) {
    int64_t least = INT64_MAX;
    check_subject = endings[row].name;
    for (int i = 0; i < (time_tells ? MEASUREMENTS : 1) && least > PROMISED_MS; i++) {
      int64_t late = endings[row].measure();
      if (late < least) least = late;
    }
    printf("%-24s ends waiting calls after %lld ms\n", endings[row].name, (long long)least);
    if (time_tells) CHECK(least <= PROMISED_MS);
  }
  check_subject = "";
}

int main(int argc, char **argv) {
  if (argc != 2) return fputs("usage: waits SECONDS\n", stderr), 2;
  deadline_begin();
  gate_start();
  gate_hold();
  if (atol(argv[1]) > 0) waiting_costs_nothing(atol(argv[1]));
  waiting_ends_soon();
  gate_stop();
  return check_report();
}
