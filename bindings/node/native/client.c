/* Clients: options as lib/options.js names them. */
#include <limits.h>
#include <stdio.h>

#include "addon.h"

enum { DEFAULT_CONNECTIONS = 64 };

static napi_value member(napi_env env, napi_value object, const char *name) {
  napi_value value = NULL;
  napi_get_named_property(env, object, name, &value);
  return value;
}

static int has(napi_env env, napi_value object, const char *name) {
  return !is_nothing(env, member(env, object, name));
}

static int32_t small(int64_t number) {
  return number > INT32_MAX ? INT32_MAX : number < INT32_MIN ? INT32_MIN : (int32_t)number;
}

/* Returns "NAME wrong" for the first value that is not a text, or "". */
typedef struct {
  char text[64];
} wrong_t;

static const char *get(napi_env env, napi_value options, const char *name, text_t *text, wrong_t *wrong) {
  const char *found = text_get(env, member(env, options, name), text);
  if (found && !*wrong->text) snprintf(wrong->text, sizeof wrong->text, "%s %s", name, found);
  return text->at;
}

static void set_texts(napi_env env, napi_value given, cos_client_options_t *options, wrong_t *wrong) {
  static const struct {
    const char *name;
    void (*set)(cos_client_options_t *, const char *);
  } texts[] = {
      {"region", cos_client_options_set_region},
      {"endpoint", cos_client_options_set_endpoint},
      {"connectTo", cos_client_options_set_connect_to},
      {"caFile", cos_client_options_set_ca_file},
      {"userAgent", cos_client_options_set_user_agent},
      {"proxy", cos_client_options_set_proxy},
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    text_t text;
    const char *value = get(env, given, texts[i].name, &text, wrong);
    if (value) texts[i].set(options, value);
    text_free(&text);
  }
}

static void set_numbers(napi_env env, napi_value given, cos_client_options_t *options) {
  static const struct {
    const char *name;
    void (*set)(cos_client_options_t *, int64_t);
    void (*set_small)(cos_client_options_t *, int32_t);
  } numbers[] = {
      {"connectTimeout", cos_client_options_set_connect_timeout_ms, NULL},
      {"ioTimeout", cos_client_options_set_io_timeout_ms, NULL},
      {"totalTimeout", cos_client_options_set_total_timeout_ms, NULL},
      {"maxConnections", NULL, cos_client_options_set_max_connections},
      {"maxAttempts", NULL, cos_client_options_set_max_attempts},
      {"backupDomain", NULL, cos_client_options_set_backup_domain},
  };
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    napi_value value = member(env, given, numbers[i].name);
    if (is_nothing(env, value)) continue;
    if (numbers[i].set) numbers[i].set(options, number_get(env, value));
    else numbers[i].set_small(options, small(number_get(env, value)));
  }
}

static void set_credentials(napi_env env, napi_value given, cos_client_options_t *options, client_t *client,
                            wrong_t *wrong) {
  text_t id, key, token;
  get(env, given, "secretId", &id, wrong);
  get(env, given, "secretKey", &key, wrong);
  get(env, given, "token", &token, wrong);
  if (has(env, given, "provider"))
    cos_client_options_set_credentials_provider(options, callback_provide, client, NULL);
  else if (id.at || key.at || token.at)
    cos_client_options_set_credentials(options, id.at, key.at, token.at);
  text_free(&id);
  text_free(&key);
  text_free(&token);
}

void client_hold(client_t *client) { __atomic_add_fetch(&client->references, 1, __ATOMIC_RELAXED); }

void client_drop(client_t *client) {
  if (__atomic_sub_fetch(&client->references, 1, __ATOMIC_ACQ_REL) > 0) return;
  js_thread_t *thread = client->thread;
  pthread_mutex_lock(&thread->lock);
  if ((*client->link = client->next)) client->next->link = client->link;
  pthread_mutex_unlock(&thread->lock);
  cos_client_free(client->client);
  js_thread_drop(thread);
  free(client);
}

static void forget_client(napi_env env, void *client, void *hint) {
  (void)env;
  (void)hint;
  client_drop(client);
}

static cos_error_t *invalid(const char *message) {
  cos_client_failure_t failure = {.struct_size = sizeof failure, .reason = COS_ERROR_REASON_INVALID_ARGUMENT};
  failure.message = message;
  return cos_error_client(&failure);
}

static cos_error_t *make(napi_env env, napi_value given, client_t *client) {
  wrong_t wrong = {""};
  cos_client_options_t *options = cos_client_options_new();
  if (has(env, given, "environment")) cos_client_options_load_env(options);
  set_texts(env, given, options, &wrong);
  set_numbers(env, given, options);
  set_credentials(env, given, options, client, &wrong);
  if (has(env, given, "logLevel"))
    cos_client_options_set_log(options, small(number_get(env, member(env, given, "logLevel"))), callback_log, client, NULL);
  cos_error_t *error = *wrong.text ? invalid(wrong.text) : cos_client_new(options, &client->client);
  cos_client_options_free(options);
  return error;
}

static void keep(napi_env env, napi_value given, client_t *client, js_thread_t *thread) {
  client->thread = thread;
  client->references = 1;
  client->id = (double)number_get(env, member(env, given, "id"));
  napi_value timeout = member(env, given, "totalTimeout");
  client->timeout_ms = is_nothing(env, timeout) ? 0 : number_get(env, timeout);
  napi_value limit = member(env, given, "maxConnections");
  queue_init(&client->queue, is_nothing(env, limit) ? DEFAULT_CONNECTIONS : (size_t)number_get(env, limit));
  js_thread_hold(thread);
  pthread_mutex_lock(&thread->lock);
  client->next = thread->clients;
  client->link = &thread->clients;
  if (client->next) client->next->link = &client->next;
  thread->clients = client;
  pthread_mutex_unlock(&thread->lock);
}

/* client(options): the client, or the error. */
napi_value client_open(napi_env env, napi_callback_info info) {
  napi_value argv[1], value = NULL;
  js_thread_t *thread = js_thread_of(env);
  arguments_get(env, info, 1, argv);
  client_t *client = calloc(1, sizeof *client);
  if (!client) return NULL;
  cos_error_t *error = make(env, argv[0], client);
  if (error) {
    free(client);
    return error_value(env, thread, error);
  }
  keep(env, argv[0], client, thread);
  napi_create_external(env, client, forget_client, NULL, &value);
  return value;
}

/* skew(client, seconds) */
napi_value client_skew(napi_env env, napi_callback_info info) {
  napi_value argv[2];
  void *client = NULL;
  arguments_get(env, info, 2, argv);
  if (napi_get_value_external(env, argv[0], &client) == napi_ok)
    cos_client_set_clock_skew_s(((client_t *)client)->client, number_get(env, argv[1]));
  return NULL;
}

/* end(client): permanently cancels every call of it. */
napi_value client_end(napi_env env, napi_callback_info info) {
  napi_value argv[1];
  void *client = NULL;
  arguments_get(env, info, 1, argv);
  if (napi_get_value_external(env, argv[0], &client) == napi_ok) js_thread_end(((client_t *)client)->thread, client);
  return NULL;
}
