/* A plugin whose calls run while the host does other things, and which may be unloaded at any
   time: load_plugin.c is such a host. The library calls functions of the plugin on threads of
   its own, so plugin_stop returns only when it has called the last one. */
#include <stdio.h>

#include "common.h"
#include "plugin.h"

enum { CALLS = 8 };

plugin_start_t plugin_start;
plugin_stop_t plugin_stop;

static cos_client_t *client;
static cos_queue_t *queue;
static int discarded, released;

static void on_log(void *user_data, cos_log_level_t level, const char *line) {
  (void)user_data, (void)level, (void)line;
}

static int32_t is_stopped(void *user_data) {
  (void)user_data;
  return 0;
}

/* Called for each call whose completion nobody took. */
static void on_discard(void *user_data) {
  (void)user_data;
  discarded++;
}

static void on_release(void *user_data) {
  (void)user_data;
  released++;
}

int plugin_start(const char *bucket) {
  cos_client_options_t *options = options_from_environment();
  cos_client_options_set_log(options, COS_ERR_LOG_DEBUG, on_log, NULL, on_release);
  cos_error_t *error = cos_client_new(options, &client);
  cos_client_options_free(options);
  if (error) return report(error);
  queue = cos_queue_new(on_discard);

  cos_call_t *call = cos_call_new();
  cos_call_set_interrupt(call, is_stopped, NULL, NULL);
  cos_request_t *request = cos_request_new("HEAD", bucket, NULL);
  for (int i = 0; i < CALLS && !error; i++)
    error = cos_client_start(client, request, call, queue, NULL, NULL);
  cos_request_free(request);
  cos_call_free(call);
  return error ? report(error) : 0;
}

void plugin_stop(void) {
  /* Ends the calls. Without it, the wait lasts until they have ended by themselves. */
  cos_client_shutdown(client);
  while (cos_client_wait(client, 1000) != 1) fprintf(stderr, "calls still run\n");
  /* Now no call runs: what is freed here calls discard and release, here. */
  cos_queue_free(queue, 1);
  cos_client_free(client);
  printf("%d completions discarded, %d releases\n", discarded, released);
}
