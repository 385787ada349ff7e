/* A call, from JavaScript to a thread of the pool and back. */
#include "addon.h"

/* Bodies from this size on are handed over instead of copied. */
enum { HANDED_OVER = 1 << 16 };

static void call_free(call_t *call) {
  cos_error_free(call->error);
  cos_response_free(call->response);
  cos_request_free(call->request);
  file_free(call->file);
  cos_call_free(call->settings);
  cos_cancel_free(call->cancel);
  pthread_cond_destroy(&call->answered);
  cos_text_free(call->url);
  cos_signed_free(call->signed_request);
  free(call->bucket);
  client_drop(call->client);
  js_thread_drop(call->thread);
  free(call);
}

/* The call must not be used after this: JavaScript's thread frees it. */
static void end(job_t *job) {
  call_t *call = (call_t *)job;
  js_thread_t *thread = call->thread;
  js_thread_hold(thread);
  if (!js_thread_post(thread, &call->done, 1)) {
    js_thread_forget(thread, call);
    call_free(call);
  }
  js_thread_drop(thread);
}

static void fail(job_t *job) {
  ((call_t *)job)->error = call_failed(COS_ERROR_REASON_INTERNAL, "no thread could be made for the call");
  end(job);
}

static void forget_response(napi_env env, void *body, void *response) {
  (void)env;
  (void)body;
  cos_response_free(response);
}

/* The body, the URL, or the signed request; NULL if JavaScript has no memory for it. */
static napi_value body_value(napi_env env, call_t *call, const cos_response_fields_t *fields) {
  napi_value value = NULL;
  size_t length = fields->body_len;
  if (call->signed_request) return signed_value(env, call->signed_request);
  if (call->url) return string_make(env, call->url, strlen(call->url));
  if (length == 0) return undefined_make(env);
  if (length >= HANDED_OVER &&
      napi_create_external_buffer(env, length, (void *)(uintptr_t)fields->body, forget_response, call->response,
                                  &value) == napi_ok) {
    call->response = NULL;
    return value;
  }
  /* Electron, for one, takes no memory that is not its own. */
  napi_create_buffer_copy(env, length, fields->body, NULL, &value);
  return value;
}

/* done(slot, error): it failed. */
static void tell_error(napi_env env, call_t *call, cos_error_t *error) {
  js_thread_t *thread = call->thread;
  napi_value slot = number_make(env, (double)call->slot);
  call_free(call);
  napi_value arguments[] = {slot, error_value(env, thread, error)};
  value_call(env, js_thread_handler(thread, ON_DONE), 2, arguments);
}

static cos_error_t *no_room(napi_env env) {
  exception_forget(env);
  return call_failed(COS_ERROR_REASON_TOO_LARGE, "JavaScript has no memory for the body: set Output");
}

/* The handle of the document, or why there is none; undefined if it is not wanted. */
static napi_value document_value(napi_env env, call_t *call, const cos_response_fields_t *fields, napi_value *body) {
  if (!call->keeps) return undefined_make(env);
  if (fields->body_len == 0) {
    const char *fault = cos_response_fault(call->response);
    return string_make(env, fault, strlen(fault));
  }
  cos_response_t *response = call->response;
  call->response = NULL;
  return document_take(env, response, body);
}

/* done(slot, null, status, request id, headers, received, body, URL or signed request, document) */
static void tell(napi_env env, call_t *call) {
  cos_response_fields_t fields = {.struct_size = sizeof fields, .request_id = "", .headers = ""};
  cos_response_fields(call->response, &fields);
  napi_value request_id = string_make(env, fields.request_id, strlen(fields.request_id));
  napi_value headers = string_make(env, fields.headers, fields.headers_len);
  napi_value body = NULL, document = document_value(env, call, &fields, &body);
  if (call->response || !call->keeps) body = body_value(env, call, &fields);
  if (!body || !document) {
    tell_error(env, call, no_room(env));
    return;
  }
  napi_value arguments[] = {
      number_make(env, (double)call->slot),
      null_make(env),
      number_make(env, fields.status),
      request_id,
      headers,
      number_make(env, (double)fields.received),
      body,
      document,
  };
  napi_value handler = js_thread_handler(call->thread, ON_DONE);
  call_free(call);
  value_call(env, handler, sizeof arguments / sizeof *arguments, arguments);
}

static void deliver_done(napi_env env, js_thread_t *thread, event_t *event) {
  call_t *call = event->call;
  js_thread_free_slot(thread, call->slot);
  if (!env) {
    call_free(call);
    return;
  }
  if (--thread->pending == 0) loop_release(thread);
  cos_error_t *error = call->error;
  call->error = NULL;
  if (error) tell_error(env, call, error);
  else tell(env, call);
}

static call_t *call_new(client_t *client) {
  call_t *call = calloc(1, sizeof *call);
  if (!call) return NULL;
  call->client = client;
  call->thread = client->thread;
  call->job = (job_t){.queue = &client->queue, .run = call_run, .fail = fail, .end = end};
  call->done.deliver = deliver_done;
  call->done.call = call;
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&call->answered, &attributes);
  pthread_condattr_destroy(&attributes);
  call->timeout_ms = client->timeout_ms;
  client_hold(client);
  js_thread_hold(call->thread);
  return call;
}

/* The slot of a call, or, if it waits for its turn, an array of it and the milliseconds within which that must come. */
static napi_value slot_value(napi_env env, size_t slot, int64_t limit) {
  napi_value value = number_make(env, (double)slot), list;
  if (limit == 0) return value;
  napi_create_array_with_length(env, 2, &list);
  napi_set_element(env, list, 0, value);
  napi_set_element(env, list, 1, number_make(env, (double)limit));
  return list;
}

/* start(client, method or undefined, bucket, key, region, instructions): the call's slot, or what is wrong. */
napi_value call_start(napi_env env, napi_callback_info info) {
  napi_value argv[6];
  void *client = NULL;
  arguments_get(env, info, 6, argv);
  if (napi_get_value_external(env, argv[0], &client) != napi_ok) return NULL;
  call_t *call = call_new(client);
  const char *wrong = call ? request_of(env, argv + 1, call) : "there is no memory for the call";
  js_thread_t *thread = ((client_t *)client)->thread;
  if (!wrong && !js_thread_take_slot(thread, call)) wrong = "this thread of JavaScript is at its end";
  if (wrong) {
    if (call) call_free(call);
    return string_make(env, wrong, strlen(wrong));
  }
  if (thread->pending++ == 0) loop_keep(thread);
  /* Once it was submitted, the call may end at any time, but JavaScript's thread alone frees it. */
  clock_gettime(CLOCK_MONOTONIC, &call->begun);
  size_t slot = call->slot;
  int64_t limit = call_limit(call);
  return slot_value(env, slot, pool_submit(&call->job) ? limit : 0);
}

/* url(client, method, bucket, key, region, instructions): [URL], or an error, or a text as of start. */
napi_value call_url(napi_env env, napi_callback_info info) {
  napi_value argv[6], result;
  void *client = NULL;
  arguments_get(env, info, 6, argv);
  if (napi_get_value_external(env, argv[0], &client) != napi_ok) return NULL;
  call_t *call = call_new(client);
  const char *wrong = call ? request_of(env, argv + 1, call) : "there is no memory for the call";
  if (!wrong) call->error = call_create_url(call);
  if (wrong) {
    result = string_make(env, wrong, strlen(wrong));
  } else if (call->error) {
    result = error_value(env, call->thread, call->error);
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
  js_thread_t *thread = js_thread_of(env);
  arguments_get(env, info, 1, argv);
  call_t *call = js_thread_call(thread, argv[0]);
  if (!call) return NULL;
  pthread_mutex_lock(&thread->lock);
  call->aborted = 1;
  cos_cancel_trigger(call->cancel);
  pthread_cond_signal(&call->answered);
  pthread_mutex_unlock(&thread->lock);
  pool_run_now(&call->job, 0);
  return NULL;
}

/* expire(slot): the time of a call is over, which ends it if it still waits for its turn. */
napi_value call_expire(napi_env env, napi_callback_info info) {
  napi_value argv[1];
  arguments_get(env, info, 1, argv);
  call_t *call = js_thread_call(js_thread_of(env), argv[0]);
  if (call) pool_run_now(&call->job, 1);
  return NULL;
}
