/* Fuzzes queues: two clients, two queues, and calls that are started, resumed, cancelled, waited for, taken
   and thrown away in the order of the input's bytes, also inside of callbacks, while clients and queues are
   shut down and freed. The first byte is the number of requests that get no response. Each pair of bytes
   after it is a step (`steps`) and its operand. */
#include <cos_err.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "error_rules.h"
#include "exchange_server.h"
#include "features.h"
#include "input.h"
#include "process.h"
#include "require.h"

#define ENDPOINT "http://{bucket}.cos.{region}.myqcloud.com"
#define BUCKET "examplebucket-1250000000"

enum { PAIR = 2, MOST_CALLS = 12, MOST_INPUT = 96, CONNECTIONS = 2, TOTAL_MS = 150, PAUSE_MS = 2, LIMIT_MS = 20000 };

typedef struct run run_t;

/* A call, which is also the user_data of its completion and of its callbacks. */
typedef struct {
  run_t *run;
  size_t client, queue;
  unsigned laters, inside; /* how often it waits to be resumed; what its callback does */
  cos_started_t *started;
  _Atomic int completions, alive; /* of its callbacks */
} call_t;

struct run {
  /* Held while a callback uses a client or a queue, so that none is freed meanwhile. */
  pthread_mutex_t lock;
  cos_client_t *clients[PAIR];
  cos_queue_t *queues[PAIR];
  _Atomic int is_shut_down[PAIR]; /* queues, before they are */
  cos_cancel_t *token;
  call_t calls[MOST_CALLS];
  _Atomic size_t count;
  _Atomic int notifies, notify_releases;
};

static char folder[] = "/tmp/cos-err-queues-XXXXXX", source[sizeof folder + 8], sink[sizeof folder + 8];

static void remove_folder(void) {
  unlink(source);
  unlink(sink);
  rmdir(folder);
}

int LLVMFuzzerInitialize(int *count, char ***arguments) {
  (void)count, (void)arguments;
  REQUIRE(mkdtemp(folder), "%s", strerror(errno));
  snprintf(source, sizeof source, "%s/source", folder);
  snprintf(sink, sizeof sink, "%s/sink", folder);
  FILE *to = fopen(source, "w");
  REQUIRE(to && fputs("a file", to) >= 0 && fclose(to) == 0, "%s", strerror(errno));
  server_start("/dev/null", BUCKET ".cos.ap-guangzhou.myqcloud.com");
  atexit(remove_folder);
  return 0;
}

static void note(const run_t *run, const cos_completion_t *completion) {
  call_t *call = completion->user_data;
  REQUIRE(call >= run->calls && call < run->calls + run->count, "a completion of nothing");
  REQUIRE(completion->kind == COS_COMPLETION_CALL && !completion->error == !!completion->response, "kind %d", completion->kind);
  REQUIRE(call->alive == 0, "%d callbacks are left after the completion", call->alive);
  call->completions++;
  require_error_rules(completion->error, (uint64_t)(call - run->calls));
  cos_error_free(completion->error);
  cos_response_free(completion->response);
}

static void discard(void *data) {
  call_t *call = data;
  REQUIRE(call->alive == 0, "%d callbacks are left of a call that is thrown away", call->alive);
  call->completions++;
}

static void notice(void *data) { (void)data; }
static void release_notice(void *data) { ((run_t *)data)->notify_releases++; }
static void release(void *data) { ((call_t *)data)->alive--; }

static void start(run_t *run, size_t client, size_t queue, unsigned operand);

static void refused_inside(run_t *run, size_t client) {
  cos_response_t *response = NULL;
  cos_error_t *error = cos_head_bucket(run->clients[client], BUCKET, NULL, &response);
  REQUIRE(!response && cos_error_reason(error) == COS_ERROR_REASON_INVALID_ARGUMENT, "a blocking call in a callback: %s",
          cos_error_json(error));
  cos_error_free(error);
  int32_t waited = cos_client_wait(run->clients[client], -1);
  REQUIRE(waited == -2, "a wait in a callback: %d", waited);
}

/* What a callback may do with its own client and queue. */
static void act_inside(call_t *call) {
  run_t *run = call->run;
  pthread_mutex_lock(&run->lock);
  cos_completion_t completion = {.struct_size = sizeof completion};
  cos_client_t *client = run->clients[call->client];
  cos_queue_t *queue = run->queues[call->queue];
  unsigned inside = call->inside;
  call->inside = 0;
  if (inside == 1) cos_started_cancel(call->started);
  if (inside == 2) cos_started_resume(call->started);
  if (inside == 3 && client) cos_client_shutdown(client);
  if (inside == 4 && client) refused_inside(run, call->client);
  if (inside == 5 && queue && cos_queue_next(queue, 0, &completion) == 1) note(run, &completion);
  if (inside == 5 && queue) REQUIRE(cos_queue_next(queue, 1, &completion) == -2, "a wait for a queue in a callback");
  if (inside == 6 && client && queue) start(run, call->client, call->queue, 0);
  if (inside == 7 && queue) run->is_shut_down[call->queue] = 1, cos_queue_shutdown(queue);
  pthread_mutex_unlock(&run->lock);
}

/* Whether the call waits now. */
static int is_later(call_t *call) {
  act_inside(call);
  if (!call->laters) return 0;
  call->laters--;
  return 1;
}

static int64_t read_nothing(void *data, void *buffer, size_t size) {
  (void)buffer, (void)size;
  return is_later(data) ? COS_BODY_LATER : 0;
}

static int32_t write_nowhere(void *data, const void *bytes, size_t size) {
  (void)bytes, (void)size;
  return is_later(data) ? COS_BODY_LATER : 0;
}

static void report(void *data, int64_t moved, int64_t size) {
  REQUIRE(moved >= 0 && (size < 0 || moved <= size), "%lld of %lld", (long long)moved, (long long)size);
  act_inside(data);
}

static cos_error_t *start_file(run_t *run, call_t *call, const cos_call_t *settings, int is_upload) {
  cos_transfer_t *transfer = cos_transfer_new();
  call->alive++;
  cos_transfer_set_progress(transfer, report, call, release);
  cos_client_t *client = run->clients[call->client];
  cos_queue_t *queue = run->queues[call->queue];
  cos_error_t *error =
      is_upload ? cos_client_start_upload_file(client, BUCKET, "key", source, transfer, settings, queue, call, &call->started)
                : cos_client_start_download_file(client, BUCKET, "key", sink, transfer, settings, queue, call, &call->started);
  cos_transfer_free(transfer);
  return error;
}

static cos_error_t *start_request(run_t *run, call_t *call, const cos_call_t *settings, unsigned kind) {
  cos_request_t *request = cos_request_new(kind == 1 ? "GET" : kind == 2 ? "PUT" : "HEAD", BUCKET, "key");
  call->alive += kind == 1 || kind == 2;
  if (kind == 1) cos_request_set_sink_writer(request, write_nowhere, NULL, call, release);
  if (kind == 2) cos_request_set_body_reader(request, read_nothing, NULL, 0, call, release);
  cos_error_t *error =
      cos_client_start(run->clients[call->client], request, settings, run->queues[call->queue], call, &call->started);
  cos_request_free(request);
  return error;
}

/* The operand: the kind of call, how often it waits, what it does inside. */
static void start(run_t *run, size_t client, size_t queue, unsigned operand) {
  size_t index = run->count;
  do {
    if (index == MOST_CALLS) return;
  } while (!atomic_compare_exchange_weak(&run->count, &index, index + 1));
  call_t *call = &run->calls[index];
  *call = (call_t){.run = run, .client = client, .queue = queue, .laters = operand / 5 % 3, .inside = operand / 15 % 8};
  unsigned kind = operand % 5;
  cos_call_t *settings = cos_call_new();
  cos_call_set_timeout_ms(settings, TOTAL_MS);
  if (operand > 127) cos_call_set_cancel(settings, run->token);
  cos_error_t *error = kind < 3 ? start_request(run, call, settings, kind) : start_file(run, call, settings, kind == 3);
  cos_call_free(settings);
  REQUIRE(!error == !!call->started, "an error and a started call, or neither");
  if (!error) return;
  REQUIRE(cos_error_reason(error) == COS_ERROR_REASON_INVALID_ARGUMENT && run->is_shut_down[queue], "%s", cos_error_json(error));
  REQUIRE(call->alive == 0, "callbacks of a call that was refused");
  cos_error_free(error);
  call->completions = 1;
}

static void take(run_t *run, cos_queue_t *queue, size_t most) {
  cos_completion_t completions[MOST_CALLS] = {{.struct_size = sizeof *completions}};
  size_t taken = cos_queue_take(queue, PAUSE_MS, completions, most);
  REQUIRE(taken <= most, "%zu of %zu completions", taken, most);
  for (size_t i = 0; i < taken; i++) note(run, &completions[i]);
}

static void look_at_descriptor(cos_queue_t *queue) {
  intptr_t fd = -1, again = -1;
  cos_error_t *error = cos_queue_fd(queue, &fd), *other = cos_queue_fd(queue, &again);
  REQUIRE(!error && !other && fd >= 0 && fd == again, "%s", cos_error_text(error ? error : other));
  struct pollfd watched = {.fd = (int)fd, .events = POLLIN};
  REQUIRE(poll(&watched, 1, 0) >= 0 || errno == EINTR, "%s", strerror(errno));
}

/* Nobody finds it any more, and nobody uses it. */
static void *unlinked(run_t *run, void *place) {
  void *found;
  pthread_mutex_lock(&run->lock);
  memcpy(&found, place, sizeof found);
  memset(place, 0, sizeof found);
  pthread_mutex_unlock(&run->lock);
  return found;
}

static void step_of_queue(run_t *run, unsigned step, unsigned operand) {
  size_t which = operand % PAIR;
  cos_queue_t *queue = run->queues[which];
  if (!queue) return;
  if (step == 5) run->is_shut_down[which] = 1, cos_queue_shutdown(queue);
  if (step == 6) cos_queue_free(unlinked(run, &run->queues[which]), operand / 2 % 2);
  if (step == 7) take(run, queue, 1 + operand / 2 % MOST_CALLS);
  if (step == 8) run->notifies++, cos_queue_set_notify(queue, notice, run, release_notice);
  if (step == 9) look_at_descriptor(queue);
}

static void obey(run_t *run, unsigned step, unsigned operand) {
  size_t client = operand % PAIR, queue = operand / 2 % PAIR;
  call_t *call = run->count ? &run->calls[operand % run->count] : NULL;
  if (step == 0 && run->clients[client] && run->queues[queue]) start(run, client, queue, operand);
  if (step == 1 && call) cos_started_cancel(call->started);
  if (step == 2 && call) cos_started_resume(call->started);
  if (step == 3 && run->clients[client]) cos_client_shutdown(run->clients[client]);
  if (step == 4) cos_client_free(unlinked(run, &run->clients[client]));
  step_of_queue(run, step, operand);
  if (step == 10 && run->clients[client]) (void)cos_client_wait(run->clients[client], operand / 2 % 4);
  if (step == 11) cos_cancel_trigger(run->token);
  if (step == 12) usleep(operand * 20);
}

static size_t unfinished(const run_t *run) {
  size_t left = 0;
  for (size_t i = 0; i < run->count; i++) left += run->calls[i].completions == 0;
  return left;
}

/* Every call ends: by itself, resumed as often as it likes, or by its timeout. */
static void finish(run_t *run) {
  long begun = now_ms();
  while (unfinished(run)) {
    REQUIRE(now_ms() - begun < LIMIT_MS, "%zu calls do not end", unfinished(run));
    for (size_t i = 0; i < run->count; i++) cos_started_resume(run->calls[i].started);
    for (size_t i = 0; i < PAIR; i++)
      if (run->queues[i]) take(run, run->queues[i], MOST_CALLS);
    if (!run->queues[0] && !run->queues[1]) usleep(PAUSE_MS * 1000);
  }
  for (size_t i = 0; i < PAIR; i++) {
    if (run->clients[i]) REQUIRE(cos_client_wait(run->clients[i], -1) == 1, "calls run whose completions were taken");
    cos_client_free(run->clients[i]);
    cos_queue_free(run->queues[i], 0);
  }
}

static void require_end(const run_t *run) {
  for (size_t i = 0; i < run->count; i++) {
    const call_t *call = &run->calls[i];
    REQUIRE(call->completions == 1, "%d completions of call %zu", call->completions, i);
    REQUIRE(call->alive == 0, "%d callbacks of call %zu are left", call->alive, i);
    cos_started_free(call->started);
  }
}

static cos_client_t *client_of_server(void) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, "ap-guangzhou");
  cos_client_options_set_credentials(options, "AKIDEXAMPLE", "KEY", NULL);
  cos_client_options_set_endpoint(options, ENDPOINT);
  cos_client_options_set_connect_to(options, server_address(TRANSPORT_PLAIN));
  cos_client_options_set_max_connections(options, CONNECTIONS);
  cos_client_options_set_max_attempts(options, 1);
  cos_client_t *client = NULL;
  cos_error_t *error = cos_client_new(options, &client);
  REQUIRE(client, "%s", cos_error_text(error));
  cos_client_options_free(options);
  return client;
}

static void plan_silence(unsigned requests) {
  static unsigned long number;
  plan_t plan = {.any = requests > 0, .count = requests, .number = requests ? ++number : 0};
  for (unsigned i = 0; i < requests; i++) plan.replies[i].ending = END_KEEP;
  server_plan(&plan, "");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 3 || size > MOST_INPUT) return -1;
  features_of_seed(data, size);
  run_t *run = calloc(1, sizeof *run);
  if (!run) abort();
  pthread_mutex_init(&run->lock, NULL);
  plan_silence(data[0] % MOST_REPLIES);
  run->token = cos_cancel_new();
  for (size_t i = 0; i < PAIR; i++) {
    run->clients[i] = client_of_server();
    run->queues[i] = cos_queue_new(discard);
  }
  for (size_t i = 1; i + 1 < size; i += 2) obey(run, data[i] % 13, data[i + 1]);
  finish(run);
  require_end(run);
  cos_cancel_free(run->token);
  long begun = now_ms();
  while (run->notify_releases != run->notifies) {
    REQUIRE(now_ms() - begun < LIMIT_MS, "%d of %d notify functions were released", run->notify_releases, run->notifies);
    usleep(PAUSE_MS * 1000);
  }
  pthread_mutex_destroy(&run->lock);
  free(run);
  server_rests();
  unlink(sink);
  return 0;
}
