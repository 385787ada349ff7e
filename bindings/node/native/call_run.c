/* A call on a thread of the pool: its timeouts, and the library's function for it. */
#include "addon.h"

/* The library's default timeout of calls that transfer nothing. */
enum { TIMEOUT_MS = 60000, LATER_MS = 20 };

int64_t call_limit(const call_t *call) {
  if (call->timeout_ms != 0 || call->moves) return call->timeout_ms > 0 ? call->timeout_ms : 0;
  return TIMEOUT_MS;
}

/* The wait for a turn counts towards the timeout. */
static void shorten(call_t *call) {
  struct timespec now;
  int64_t limit = call_limit(call);
  if (!call->job.waited || limit == 0) return;
  clock_gettime(CLOCK_MONOTONIC, &now);
  limit -= (now.tv_sec - call->begun.tv_sec) * 1000 + (now.tv_nsec - call->begun.tv_nsec) / 1000000;
  call->timeout_ms = limit < 1 ? 1 : limit;
  cos_call_set_timeout_ms(call->settings, call->timeout_ms);
}

/* Later than the library's own timeout, which reports why the call ended. */
static void set_until(call_t *call) {
  int64_t ms = call_limit(call);
  if (ms == 0) return;
  clock_gettime(CLOCK_MONOTONIC, &call->until);
  ms += call->until.tv_nsec / 1000000 + LATER_MS;
  call->until.tv_sec += ms / 1000;
  call->until.tv_nsec = ms % 1000 * 1000000;
}

cos_error_t *call_failed(cos_error_reason_t reason, const char *message) {
  cos_client_failure_t failure = {.struct_size = sizeof failure, .reason = reason, .message = message};
  return cos_error_client(&failure);
}

cos_error_t *call_create_url(call_t *call) {
  cos_client_t *client = call->client->client;
  return call->plain ? cos_client_url(client, call->request, call->settings, &call->url)
                     : cos_client_presign(client, call->request, call->settings, call->expires_s, &call->url);
}

/* A provider that returns credentials after all does not notice the token: a cancelled call is detected here. */
static cos_error_t *sign(call_t *call) {
  cos_error_t *error = call->signs ? cos_client_sign(call->client->client, call->request, call->settings,
                                                     call->expires_s, &call->signed_request)
                                   : call_create_url(call);
  pthread_mutex_lock(&call->thread->lock);
  int aborted = call->aborted;
  pthread_mutex_unlock(&call->thread->lock);
  if (!error || !aborted) return error;
  cos_error_free(error);
  return call_failed(COS_ERROR_REASON_CANCELLED, "cancelled while waiting for credentials");
}

/* The error of a call that ends before its turn: the library was called with a triggered token, for the URL. */
static cos_error_t *expired(cos_error_t *cancelled) {
  if (cos_error_reason(cancelled) != COS_ERROR_REASON_CANCELLED) return cancelled;
  cos_client_failure_t failure = {.struct_size = sizeof failure, .reason = COS_ERROR_REASON_TIMEOUT};
  failure.message = "timed out while waiting for a free connection; set MaxConnections, or make fewer calls at once";
  failure.method = cos_error_method(cancelled);
  failure.url = cos_error_url(cancelled);
  failure.request_sent = -1;
  cos_error_t *error = cos_error_client(&failure);
  cos_error_free(cancelled);
  return error;
}

/* Under the lock, because JavaScript may cancel the call too. */
static void cancel_late(call_t *call) {
  pthread_mutex_lock(&call->thread->lock);
  if (!call->cancel) {
    call->cancel = cos_cancel_new();
    cos_call_set_cancel(call->settings, call->cancel);
  }
  cos_cancel_trigger(call->cancel);
  pthread_mutex_unlock(&call->thread->lock);
}

void call_run(job_t *job) {
  call_t *call = (call_t *)job;
  cos_client_t *client = call->client->client;
  cos_call_set_user_data(call->settings, call);
  shorten(call);
  set_until(call);
  if (job->late) cancel_late(call);
  if (call->presigns || call->signs)
    call->error = sign(call);
  else if (call->file)
    call->error = file_move(call);
  else if (call->request)
    call->error = cos_client_send(client, call->request, call->settings, &call->response);
  else
    call->error = cos_err_head_bucket(client, call->bucket, call->settings, &call->response);
  if (job->late) call->error = expired(call->error);
}
