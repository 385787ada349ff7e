/* The addon: its functions for JavaScript, once per thread of JavaScript. */
#include <time.h>

#include "addon.h"

static void forget_home(napi_env env, void *home, void *hint) {
  (void)env;
  (void)hint;
  home_drop(home);
}

static home_t *home_new(napi_env env) {
  home_t *home = calloc(1, sizeof *home);
  pthread_condattr_t attributes;
  if (!home) return NULL;
  home->env = env;
  home->references = 1;
  pthread_mutex_init(&home->lock, NULL);
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&home->ended, &attributes);
  pthread_condattr_destroy(&attributes);
  return home;
}

/* open(done, ask, progress, log, build error) */
static napi_value open_home(napi_env env, napi_callback_info info) {
  napi_value argv[HANDLERS];
  home_t *home = home_new(env);
  if (!home || !wake_open(home, "cos-err")) {
    napi_throw_error(env, NULL, "cos-err cannot be woken on this thread");
    return NULL;
  }
  arguments_get(env, info, HANDLERS, argv);
  for (int i = 0; i < HANDLERS; i++) napi_create_reference(env, argv[i], 1, &home->handlers[i]);
  napi_set_instance_data(env, home, forget_home, NULL);
  return NULL;
}

/* close(): the thread is about to end. */
static napi_value close_home(napi_env env, napi_callback_info info) {
  (void)info;
  home_close(home_of(env));
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
      {"open", open_home},      {"close", close_home},         {"version", version},
      {"reason", reason_name},  {"client", client_open},       {"end", client_end},
      {"start", call_start},    {"cancel", call_cancel},       {"presign", call_presign},
      {"answer", ask_answer},   {"fill", ask_fill},            {"credentials", ask_credentials},
      {"text", error_text},     {"list", error_list},          {"body", error_body},
      {"read", answer_read},    {"failure", failure_make},     {"codes", catalogue_codes},
      {"code", catalogue_code}, {"id", catalogue_id},
  };
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    napi_value function = NULL;
    napi_create_function(env, functions[i].name, NAPI_AUTO_LENGTH, functions[i].function, NULL, &function);
    napi_set_named_property(env, exports, functions[i].name, function);
  }
  return exports;
}
