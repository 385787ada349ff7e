/* A call that is started, and whose completion is taken from a queue of its own. */
#ifndef STARTED_H
#define STARTED_H

#include <cos_err.h>
#include <stddef.h>

/* What is done once it was started, letter by letter: c cancels it, r resumes it, k shuts the client down,
   s the queue; f frees the queue, F does and ends the call; n sets a function to be notified, d asks for the
   descriptor, p polls it, w waits for the client, i frees request and call, 2 starts it once more, t takes
   the completions all at once. */
typedef struct {
  const char *letters;
  void (*free_inputs)(void *data);
  void *data;
} start_plan_t;

typedef struct {
  cos_error_t *error;
  cos_response_t *response;
  size_t calls;     /* that began */
  int was_discarded; /* error and response were thrown away with the queue */
  int was_refused;   /* at once */
} started_end_t;

/* Whether the letters may end the call before its own end. */
int may_end_started(const char *letters);

/* The end of the first call. Nothing runs any more then. */
started_end_t start_and_take(cos_client_t *client, const cos_request_t *request, const cos_call_t *call,
                             start_plan_t plan);

#endif
