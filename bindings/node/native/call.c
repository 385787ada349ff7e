/* A call, from JavaScript to a thread of the pool and back. */
#include <stdio.h>

#include "addon.h"

/* Bodies from this size on are handed over instead of copied. */
enum { HANDED_OVER = 1 << 16 };

void call_free(call_t *call) {
  cos_error_free(call->error);
  cos_response_free(call->response);
  cos_request_free(call->request);
  cos_call_free(call->settings);
  cos_cancel_free(call->cancel);
  pthread_cond_destroy(&call->answered);
  free(call->headers);
  cos_text_free(call->url);
  free(call->bucket);
  client_drop(call->client);
  home_drop(call->home);
  free(call);
}

static call_t *call_new(client_t *client) {
  call_t *call = calloc(1, sizeof *call);
  if (!call) return NULL;
  call->client = client;
  call->home = client->home;
  call->done.kind = EVENT_DONE;
  call->done.call = call;
  pthread_cond_init(&call->answered, NULL);
  client_hold(client);
  home_hold(call->home);
  return call;
}

/* Names and values, each ended by a NUL, as the fields of an error have them. */
static void collect_headers(call_t *call) {
  const cos_response_t *response = call->response;
  size_t count = cos_response_header_count(response), length = 0;
  for (size_t i = 0; i < count; i++)
    length += strlen(cos_response_header_name(response, i)) + strlen(cos_response_header_value(response, i)) + 2;
  char *at = call->headers = malloc(length + 1);
  if (!at) return;
  for (size_t i = 0; i < count; i++) {
    at = stpcpy(at, cos_response_header_name(response, i)) + 1;
    at = stpcpy(at, cos_response_header_value(response, i)) + 1;
  }
  call->headers_length = length;
}

/* Nobody may touch the call after this: JavaScript's thread frees it. */
static void end(call_t *call) {
  home_t *home = call->home;
  home_hold(home);
  pool_ended(call);
  if (!home_post(home, &call->done, 1)) {
    home_lose(home, call);
    call_free(call);
  }
  home_drop(home);
}

void call_run(call_t *call) {
  cos_client_t *client = call->client->client;
  ask_current = call;
  if (call->expires_s)
    call->error = cos_client_presign(client, call->request, call->expires_s, &call->url);
  else if (call->request)
    call->error = cos_client_send(client, call->request, call->settings, &call->response);
  else
    call->error = cos_err_head_bucket(client, call->bucket, call->settings, &call->response);
  ask_current = NULL;
  if (call->response) collect_headers(call);
  end(call);
}

void call_fail_to_run(call_t *call) {
  cos_client_failure_t failure = {.struct_size = sizeof failure, .reason = COS_ERROR_REASON_INTERNAL};
  failure.message = "no thread could be made for the call";
  call->error = cos_error_client(&failure);
  end(call);
}

static void forget_response(napi_env env, void *body, void *response) {
  (void)env;
  (void)body;
  cos_response_free(response);
}

static napi_value body_value(napi_env env, call_t *call) {
  napi_value value = undefined_make(env);
  size_t length = 0;
  const void *body = cos_response_body(call->response, &length);
  if (length >= HANDED_OVER &&
      napi_create_external_buffer(env, length, (void *)(uintptr_t)body, forget_response, call->response, &value) ==
          napi_ok) {
    call->response = NULL;
  } else if (length > 0) {
    /* Electron, for one, takes no memory that is not its own. */
    napi_create_buffer_copy(env, length, body, NULL, &value);
  }
  return value;
}

static void tell(napi_env env, call_t *call) {
  const cos_response_t *response = call->response;
  const char *request_id = cos_response_request_id(response);
  napi_value arguments[] = {
      number_make(env, (double)call->slot),
      null_make(env),
      number_make(env, cos_response_status(response)),
      string_make(env, request_id, strlen(request_id)),
      string_make(env, call->headers ? call->headers : "", call->headers_length),
      number_make(env, (double)cos_response_received(response)),
      undefined_make(env),
  };
  if (response) arguments[6] = body_value(env, call);
  else if (call->url) arguments[6] = string_make(env, call->url, strlen(call->url));
  cos_error_t *error = call->error;
  call->error = NULL;
  if (error) arguments[1] = error_value(env, call->home, error);
  napi_value handler = home_handler(call->home, ON_DONE);
  call_free(call);
  value_call(env, handler, sizeof arguments / sizeof *arguments, arguments);
}

void call_deliver(napi_env env, call_t *call) {
  home_t *home = call->home;
  home_free_slot(home, call->slot);
  if (!env) {
    call_free(call);
    return;
  }
  if (--home->pending == 0) napi_unref_threadsafe_function(env, home->events);
  tell(env, call);
}

/* start(client, method or undefined, bucket, key, region, instructions): the call's slot, or what is wrong. */
napi_value call_start(napi_env env, napi_callback_info info) {
  napi_value argv[6];
  void *client = NULL;
  arguments_get(env, info, 6, argv);
  if (napi_get_value_external(env, argv[0], &client) != napi_ok) return NULL;
  call_t *call = call_new(client);
  const char *wrong = call ? request_of(env, argv + 1, call) : "there is no memory for the call";
  home_t *home = ((client_t *)client)->home;
  if (!wrong && !home_take_slot(home, call)) wrong = "this thread of JavaScript is at its end";
  if (wrong) {
    if (call) call_free(call);
    return string_make(env, wrong, strlen(wrong));
  }
  if (home->pending++ == 0) napi_ref_threadsafe_function(env, home->events);
  napi_value slot = number_make(env, (double)call->slot);
  pool_submit(call);
  return slot;
}

/* presign(client, method, bucket, key, undefined, instructions): [URL], or an error, or a text as of start. */
napi_value call_presign(napi_env env, napi_callback_info info) {
  napi_value argv[6], result;
  void *client = NULL;
  arguments_get(env, info, 6, argv);
  if (napi_get_value_external(env, argv[0], &client) != napi_ok) return NULL;
  call_t *call = call_new(client);
  const char *wrong = call ? request_of(env, argv + 1, call) : "there is no memory for the call";
  if (!wrong) call->error = cos_client_presign(call->client->client, call->request, call->expires_s, &call->url);
  if (wrong) {
    result = string_make(env, wrong, strlen(wrong));
  } else if (call->error) {
    result = error_value(env, call->home, call->error);
    call->error = NULL;
  } else {
    napi_value url = string_make(env, call->url, strlen(call->url));
    napi_create_array_with_length(env, 1, &result);
    napi_set_element(env, result, 0, url);
  }
  if (call) call_free(call);
  return result;
}

/* cancel(slot) */
napi_value call_cancel(napi_env env, napi_callback_info info) {
  napi_value argv[1];
  home_t *home = home_of(env);
  arguments_get(env, info, 1, argv);
  call_t *call = home_call(home, argv[0]);
  if (!call) return NULL;
  pthread_mutex_lock(&home->lock);
  call->aborted = 1;
  cos_cancel_trigger(call->cancel);
  pthread_cond_signal(&call->answered);
  pthread_mutex_unlock(&home->lock);
  pool_hurry(call);
  return NULL;
}
