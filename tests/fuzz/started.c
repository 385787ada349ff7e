#include "started.h"

#include <poll.h>
#include <string.h>

#include "require.h"

enum { MOST_CALLS = 4, RESUME_MS = 2, LIMIT_ROUNDS = 10000 };

/* The user_data of a completion. */
typedef struct {
  cos_started_t *started;
  int completions;
} own_t;

typedef struct {
  cos_client_t *client;
  cos_queue_t *queue;
  own_t calls[MOST_CALLS];
  size_t count;
  int notices, notify_releases, notifies, is_shut_down;
  started_end_t end;
} run_t;

/* On a thread of the library, or on that which frees the queue. */
static void discard(void *data) { __atomic_add_fetch(&((own_t *)data)->completions, 1, __ATOMIC_SEQ_CST); }
static void notice(void *data) { __atomic_add_fetch(&((run_t *)data)->notices, 1, __ATOMIC_SEQ_CST); }
static void release(void *data) { __atomic_add_fetch(&((run_t *)data)->notify_releases, 1, __ATOMIC_SEQ_CST); }

int may_end_started(const char *letters) { return strpbrk(letters, "ckF") != NULL; }

/* 0: it was refused, and is no call. */
static int start(run_t *run, const cos_request_t *request, const cos_call_t *call) {
  if (run->count == MOST_CALLS) return 0;
  own_t *own = &run->calls[run->count];
  cos_error_t *error = cos_client_start(run->client, request, call, run->queue, own, &own->started);
  REQUIRE(!error == !!own->started, "an error and a started call, or neither");
  if (error && run->count == 0) run->end = (started_end_t){.error = error, .was_refused = 1};
  else cos_error_free(error);
  run->count += !error;
  return !error;
}

static void look_at_descriptor(run_t *run) {
  intptr_t fd = -1, again = -1;
  cos_error_t *error = cos_queue_fd(run->queue, &fd);
  REQUIRE(!error && fd >= 0, "%s", cos_error_text(error));
  error = cos_queue_fd(run->queue, &again);
  REQUIRE(!error && fd == again, "%s", cos_error_text(error));
  struct pollfd watched = {.fd = (int)fd, .events = POLLIN};
  if (poll(&watched, 1, 0) == 0) REQUIRE(!run->is_shut_down, "a queue that is shut down is not readable");
}

static void free_queue(run_t *run, int32_t cancel) {
  cos_queue_free(run->queue, cancel);
  run->queue = NULL;
}

static void obey(run_t *run, char letter, const cos_request_t *request, const cos_call_t *call) {
  cos_started_t *first = run->calls[0].started;
  if (letter == 'c') cos_started_cancel(first);
  if (letter == 'r') cos_started_resume(first);
  if (letter == 'k') cos_client_shutdown(run->client);
  if (letter == 'w') (void)cos_client_wait(run->client, 0);
  if (!run->queue) return;
  if (letter == 's') cos_queue_shutdown(run->queue), run->is_shut_down = 1;
  if (letter == 'f' || letter == 'F') free_queue(run, letter == 'F');
  if (letter == 'n') cos_queue_set_notify(run->queue, notice, run, release), run->notifies++;
  if (letter == 'd' || letter == 'p') look_at_descriptor(run);
  if (letter == '2' && request && !run->end.was_refused) start(run, request, call);
}

static void note(run_t *run, const cos_completion_t *completion) {
  own_t *own = completion->user_data;
  REQUIRE(own >= run->calls && own < run->calls + run->count, "a completion of nothing");
  REQUIRE(completion->kind == COS_COMPLETION_CALL && completion->reserved == 0, "kind %d", completion->kind);
  REQUIRE(!completion->error == !!completion->response, "an error and a response, or neither");
  own->completions++;
  if (own == run->calls) {
    run->end.error = completion->error;
    run->end.response = completion->response;
    return;
  }
  cos_error_free(completion->error);
  cos_response_free(completion->response);
}

static size_t take(run_t *run, int at_once) {
  cos_completion_t completions[MOST_CALLS] = {{.struct_size = sizeof *completions}};
  if (!at_once) {
    int32_t taken = cos_queue_next(run->queue, RESUME_MS, completions);
    REQUIRE(taken >= -1 && taken <= 1 && (taken != -1 || run->is_shut_down), "taken %d", taken);
    if (taken == 1) note(run, completions);
    return taken == 1;
  }
  size_t count = cos_queue_take(run->queue, RESUME_MS, completions, MOST_CALLS);
  REQUIRE(count <= MOST_CALLS, "%zu completions", count);
  for (size_t i = 0; i < count; i++) note(run, &completions[i]);
  return count;
}

/* As often as readers and writers say later, somebody resumes the calls. */
static void take_all(run_t *run, int at_once) {
  size_t taken = 0;
  for (int rounds = 0; taken < run->count && rounds < LIMIT_ROUNDS; rounds++) {
    taken += take(run, at_once);
    for (size_t i = 0; i < run->count; i++) cos_started_resume(run->calls[i].started);
  }
  REQUIRE(taken == run->count, "%zu of %zu completions", taken, run->count);
  cos_completion_t more = {.struct_size = sizeof more};
  int32_t rest = cos_queue_next(run->queue, 0, &more);
  REQUIRE(rest == (run->is_shut_down ? -1 : 0), "one more completion: %d", rest);
}

static void resume_until_it_rests(run_t *run) {
  for (int rounds = 0; rounds < LIMIT_ROUNDS && cos_client_wait(run->client, RESUME_MS) != 1; rounds++)
    for (size_t i = 0; i < run->count; i++) cos_started_resume(run->calls[i].started);
}

static void end(run_t *run, int at_once) {
  if (run->queue) take_all(run, at_once);
  resume_until_it_rests(run);
  REQUIRE(cos_client_wait(run->client, 0) == 1, "calls run whose completions were taken");
  run->end.was_discarded = !run->queue && run->count;
  cos_queue_free(run->queue, 0);
  for (size_t i = 0; i < run->count; i++) {
    own_t *own = &run->calls[i];
    int completions = __atomic_load_n(&own->completions, __ATOMIC_SEQ_CST);
    REQUIRE(completions == 1, "%d completions of call %zu", completions, i);
    cos_started_cancel(own->started);
    cos_started_free(own->started);
  }
  int releases = __atomic_load_n(&run->notify_releases, __ATOMIC_SEQ_CST);
  REQUIRE(releases == run->notifies, "%d of %d notify functions were released", releases, run->notifies);
  run->end.calls = run->count;
}

started_end_t start_and_take(cos_client_t *client, const cos_request_t *request, const cos_call_t *call,
                             start_plan_t plan) {
  run_t run = {.client = client, .queue = cos_queue_new(discard)};
  start(&run, request, call);
  for (const char *letter = plan.letters; *letter; letter++) {
    if (*letter == 'i' && request) {
      plan.free_inputs(plan.data);
      request = NULL;
    }
    obey(&run, *letter, request, call);
  }
  end(&run, strchr(plan.letters, 't') != NULL);
  return run.end;
}
