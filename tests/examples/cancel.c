/* Downloads an object into a file until it is there, or until Ctrl-C.
     cancel BUCKET KEY FILE
   cos_cancel_trigger is one atomic store: a signal handler may call it, and the call
   ends within 100 ms, wherever it is. A file that was there before stays as it was. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "common.h"

/* A handler has no other way to it. Set before the handler is. */
static cos_cancel_t *cancel;

static void on_interrupt(int number) {
  (void)number;
  cos_cancel_trigger(cancel);
}

int main(int argc, char **argv) {
  struct sigaction action;
  cos_response_t *response = NULL;
  if (argc != 4) return fprintf(stderr, "usage: cancel BUCKET KEY FILE\n"), 2;
  cos_client_t *client = client_from_environment();
  if (!client) return 1;

  cancel = cos_cancel_new();
  memset(&action, 0, sizeof action);
  action.sa_handler = on_interrupt;
  sigaction(SIGINT, &action, NULL);

  cos_call_t *call = cos_call_new();
  cos_call_set_cancel(call, cancel);
  cos_request_t *request = cos_request_new("GET", argv[1], argv[2]);
  cos_request_set_sink_file(request, argv[3]);

  fprintf(stderr, "Ctrl-C ends this\n");
  cos_error_t *error = cos_client_send(client, request, call, &response);
  int is_cancelled = cos_error_reason(error) == COS_ERROR_REASON_CANCELLED;
  if (is_cancelled) fprintf(stderr, "cancelled; %s is as it was\n", argv[3]);
  if (!error) printf("%lld bytes in %s\n", (long long)cos_response_received(response), argv[3]);

  /* The handler must not meet a token that is gone. */
  signal(SIGINT, SIG_DFL);
  cos_response_free(response);
  cos_request_free(request);
  cos_call_free(call);
  cos_cancel_free(cancel);
  cos_client_free(client);
  if (is_cancelled) {
    cos_error_free(error);
    return 130;
  }
  return error ? report(error) : 0;
}
