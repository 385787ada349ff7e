/* Started calls by libcos_err: default options, so with a total timeout; with 64 connections, or as many as
 * are in flight. */

#include <cos_err.h>
#include <stddef.h>

#include "../calls/answer.h"
#include "../calls/calls.h"
#include "started.h"

static cos_client_t *client;
static cos_queue_t *queue;
static cos_request_t *request;

static void demand(cos_error_t *error) {
  if (error != NULL) {
    fail("libcos_err", cos_error_text(error));
  }
}

void queue_open(const char *connect_to) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, REGION);
  cos_client_options_set_endpoint(options, "http://{bucket}.cos.{region}.myqcloud.com");
  cos_client_options_set_connect_to(options, connect_to);
  cos_client_options_set_credentials(options, SECRET_ID, SECRET_KEY, NULL);
  if (in_flight > 64) {
    cos_client_options_set_max_connections(options, (int32_t)in_flight);
  }
  demand(cos_client_new(options, &client));
  cos_client_options_free(options);
  queue = cos_queue_new(NULL);
  request = cos_request_new("HEAD", BUCKET, NULL);
}

static void start(void) {
  demand(cos_client_start(client, request, NULL, queue, NULL, NULL));
}

static void end(const cos_completion_t *completion) {
  demand(completion->error);
  learned(cos_response_status(completion->response), cos_response_bucket_region(completion->response));
  cos_response_free(completion->response);
}

void queue_requests(long count) {
  cos_completion_t completions[MOST_IN_FLIGHT] = {{.struct_size = sizeof completions[0]}};
  long left = count;
  for (; left > count - in_flight && left > 0; left--) {
    start();
  }
  for (long running = count - left; running > 0;) {
    const size_t taken = cos_queue_take(queue, -1, completions, (size_t)in_flight);
    for (size_t i = 0; i < taken; i++) {
      end(&completions[i]);
      if (left > 0) {
        start();
        left--;
      } else {
        running--;
      }
    }
  }
}

void queue_one(void) {
  cos_completion_t completion = {.struct_size = sizeof completion};
  start();
  if (cos_queue_next(queue, -1, &completion) != 1) {
    fail("libcos_err", "nothing came");
  }
  end(&completion);
}

void queue_blocking(void) {
  cos_response_t *response;
  demand(cos_client_send(client, request, NULL, &response));
  learned(cos_response_status(response), cos_response_bucket_region(response));
  cos_response_free(response);
}
