/* Started calls that have waited for long, each in another phase of a call: they end as soon as those
   that have just begun to wait, and a response that comes late is whole. */
#include <string.h>

#include "check.h"
#include "namespace.h"
#include "scene.h"
#include "traffic.h"

/* LONG_MS: by then one thread of the library looks at what ends the calls of all others. */
enum { LONG_MS = 900, PROMISED_MS = 100, MEASUREMENTS = 5, LIMIT_MS = 60000 };

/* Sanitizers need most of the time themselves. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
static const int time_tells = 0;
#else
static const int time_tells = 1;
#endif

typedef enum { TOKEN, HANDLE, SHUTDOWN, INTERRUPT, ENDINGS } ending_t;

static const char *const names[] = {"token", "handle", "shutdown", "interrupt check"};

static int32_t check_flag(void *flag) { return __atomic_load_n((int *)flag, __ATOMIC_SEQ_CST); }

static cos_error_t *take(cos_queue_t *queue) {
  cos_completion_t completion = {.struct_size = sizeof completion};
  CHECK_NUMBER(cos_queue_next(queue, LIMIT_MS, &completion), 1);
  CHECK(completion.response == NULL);
  return completion.error;
}

/* Starts the scene's call and ends it after a long wait; how many milliseconds later it completed. */
static int64_t measure(const phase_t *phase, ending_t ending, cos_error_t **error) {
  int flag = 0;
  scene_t scene;
  cos_started_t *started = NULL;
  cos_queue_t *queue = cos_queue_new(NULL);
  cos_cancel_t *cancel = cos_cancel_new();
  cos_call_t *call = cos_call_new();
  memset(&scene, 0, sizeof scene);
  scene_open(&scene, phase, 0);
  cos_call_set_explain(call, phase->explain);
  if (ending == TOKEN) cos_call_set_cancel(call, cancel);
  if (ending == INTERRUPT) cos_call_set_interrupt(call, check_flag, &flag, NULL);
  *error = cos_client_start(scene.client, scene.request, call, queue, NULL, &started);
  CHECK_TEXT(cos_error_text(*error), "");
  scene_await(&scene);
  pause_ms(LONG_MS);
  int64_t told = now_ns();
  __atomic_store_n(&flag, ending == INTERRUPT, __ATOMIC_SEQ_CST);
  if (ending == TOKEN) cos_cancel_trigger(cancel);
  if (ending == HANDLE) cos_started_cancel(started);
  if (ending == SHUTDOWN) cos_client_shutdown(scene.client);
  *error = take(queue);
  int64_t late = now_ns() - told;
  cos_started_free(started);
  cos_cancel_free(cancel);
  cos_call_free(call);
  cos_queue_free(queue, 0);
  scene_close(&scene);
  return late / 1000000;
}

/* Never a success, and never the end of the connection. */
static void check_error(cos_error_t *error, const phase_t *phase) {
  CHECK_TEXT(cos_error_code(error), phase->service_code ? phase->service_code : "Cancelled");
  CHECK_NUMBER(cos_error_status(error), phase->status);
  cos_error_free(error);
}

static void a_long_wait_ends(const phase_t *phase, ending_t ending) {
  char name[120];
  int64_t least = INT64_MAX;
  snprintf(name, sizeof name, "%s: %s", phase->name, names[ending]);
  check_subject = name;
  for (int i = 0; i < (time_tells ? MEASUREMENTS : 1) && least > PROMISED_MS; i++) {
    cos_error_t *error;
    int64_t late = measure(phase, ending, &error);
    check_error(error, phase);
    if (late < least) least = late;
  }
  if (time_tells && least > PROMISED_MS) CHECK_NUMBER(least, PROMISED_MS);
}

#define OBJECT_KEY "synthetic/300000"
enum { OBJECT = 300000, SLOW = 6 };

static cos_client_options_t *plain(void) { return http_options(port("http")); }

static cos_client_options_t *tls(void) {
  cos_client_options_t *options = https_options(port("good"));
  cos_client_options_set_ca_file(options, ca_file());
  return options;
}

static cos_client_options_t *through_proxy(void) {
  char proxy[64];
  cos_client_options_t *options = tls();
  snprintf(proxy, sizeof proxy, "http://%s", port("proxy"));
  cos_client_options_set_proxy(options, proxy);
  return options;
}

static const struct {
  const char *name;
  cos_client_options_t *(*options)(void);
} ways[] = {{"plain", plain}, {"TLS", tls}, {"TLS through a proxy", through_proxy}};

static void start(cos_client_t *client, const char *fault, cos_queue_t *queue, cos_started_t **started) {
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, OBJECT_KEY);
  cos_call_t *call = cos_call_new();
  cos_call_add_header(call, "x-standin-fault", fault);
  cos_error_t *error = cos_client_start(client, request, call, queue, NULL, started);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  cos_call_free(call);
  cos_request_free(request);
}

/* The client has compared the checksum. */
static void take_whole(cos_queue_t *queue) {
  size_t length = 0;
  cos_completion_t completion = {.struct_size = sizeof completion};
  CHECK_NUMBER(cos_queue_next(queue, LIMIT_MS, &completion), 1);
  CHECK_TEXT(cos_error_text(completion.error), "");
  CHECK(cos_response_body(completion.response, &length) != NULL);
  CHECK_NUMBER(length, OBJECT);
  cos_error_free(completion.error);
  cos_response_free(completion.response);
}

/* Others of the client are ended one by one meanwhile, each of which wakes all. */
static void late_responses_are_whole(cos_client_options_t *options) {
  cos_started_t *others[SLOW];
  cos_client_options_set_max_connections(options, 2 * SLOW);
  cos_client_t *client = client_from(options);
  cos_queue_t *queue = cos_queue_new(NULL), *of_others = cos_queue_new(NULL);
  for (size_t i = 0; i < SLOW; i++) start(client, "hang", of_others, &others[i]);
  for (size_t i = 0; i < SLOW; i++) start(client, i % 2 ? "trickle-100000-900" : "slow-2500", queue, NULL);
  while (received() < (size_t)2 * SLOW) pause_ms(1);
  pause_ms(LONG_MS);
  for (size_t i = 0; i < SLOW; i++) {
    cos_started_cancel(others[i]);
    cos_error_t *error = take(of_others);
    CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_CANCELLED);
    cos_error_free(error);
    cos_started_free(others[i]);
  }
  for (size_t i = 0; i < SLOW; i++) take_whole(queue);
  cos_queue_free(queue, 0);
  cos_queue_free(of_others, 0);
  cos_client_free(client);
}

static void responses_after_long_waits_are_whole(void) {
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
    check_subject = ways[i].name;
    standin_forget();
    late_responses_are_whole(ways[i].options());
  }
}

int main(int argc, char **argv) {
  int own_network = namespace_enter();
  ports_start();
  scenes_begin();
  if (argc == 1) responses_after_long_waits_are_whole();
  for (size_t i = 0; i < phase_count; i++) {
    if (phases[i].needs_namespace && !own_network) continue;
    if (argc > 1 && strcmp(argv[1], phases[i].name) != 0) continue;
    for (int ending = 0; ending < ENDINGS; ending++) a_long_wait_ends(&phases[i], (ending_t)ending);
  }
  scenes_end();
  ports_stop();
  return check_report();
}
