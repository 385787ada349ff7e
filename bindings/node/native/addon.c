/* The addon: its functions for JavaScript, once per thread of JavaScript. */
#include <time.h>

#include "addon.h"

static void forget_js_thread(napi_env env, void *thread, void *hint) {
  (void)env;
  (void)hint;
  js_thread_drop(thread);
}

static js_thread_t *js_thread_new(napi_env env) {
  js_thread_t *thread = calloc(1, sizeof *thread);
  pthread_condattr_t attributes;
  if (!thread) return NULL;
  thread->env = env;
  thread->references = 1;
  pthread_mutex_init(&thread->lock, NULL);
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&thread->ended, &attributes);
  pthread_condattr_destroy(&attributes);
  return thread;
}

/* open(done, ask, progress, log, build error) */
static napi_value open_js_thread(napi_env env, napi_callback_info info) {
  napi_value argv[HANDLERS];
  js_thread_t *thread = js_thread_new(env);
  if (!thread || !loop_open(thread, "cos-err")) {
    napi_throw_error(env, NULL, "cos-err cannot be woken on this thread");
    return NULL;
  }
  arguments_get(env, info, HANDLERS, argv);
  for (int i = 0; i < HANDLERS; i++) napi_create_reference(env, argv[i], 1, &thread->handlers[i]);
  napi_set_instance_data(env, thread, forget_js_thread, NULL);
  return NULL;
}

/* close(): the thread is about to end. */
static napi_value close_js_thread(napi_env env, napi_callback_info info) {
  (void)info;
  js_thread_close(js_thread_of(env));
  return NULL;
}

static napi_value version(napi_env env, napi_callback_info info) {
  (void)info;
  return string_make(env, cos_err_version(), NAPI_AUTO_LENGTH);
}

/* reason(number): the name of the reason */
static napi_value reason_name(napi_env env, napi_callback_info info) {
  napi_value argv[1];
  arguments_get(env, info, 1, argv);
  return string_make(env, cos_error_reason_name((int32_t)number_get(env, argv[0])), NAPI_AUTO_LENGTH);
}

NAPI_MODULE_INIT() {
  static const struct {
    const char *name;
    napi_callback function;
  } functions[] = {
      {"open", open_js_thread},      {"close", close_js_thread},         {"version", version},
      {"reason", reason_name},  {"client", client_open},       {"end", client_end},
      {"start", call_start},    {"cancel", call_cancel},       {"url", call_url},
      {"answer", callback_answer},   {"fill", callback_fill},            {"credentials", callback_credentials},
      {"text", error_text},     {"list", error_list},          {"body", error_body},
      {"read", answer_read},    {"failure", failure_make},     {"codes", catalogue_codes},
      {"code", catalogue_code}, {"id", catalogue_id},        {"document", document_read},
      {"skew", client_skew},         {"sdk", sdk_read},
      {"made", answer_document},      {"expire", call_expire},    {"xml", document_write},
  };
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    napi_value function = NULL;
    napi_create_function(env, functions[i].name, NAPI_AUTO_LENGTH, functions[i].function, NULL, &function);
    napi_set_named_property(env, exports, functions[i].name, function);
  }
  return exports;
}
