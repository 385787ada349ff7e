/* Errors: one reading of the fields when they are created, the rest on first use. */
#include "addon.h"

static napi_value text(napi_env env, const char *value) { return string_make(env, value, NAPI_AUTO_LENGTH); }

static napi_value number(napi_env env, int32_t number) {
  napi_value value = NULL;
  napi_create_int32(env, number, &value);
  return value;
}

static void forget_error(napi_env env, void *error, void *size) {
  int64_t left;
  cos_error_free(error);
  if (env) napi_adjust_external_memory(env, -(int64_t)(intptr_t)size, &left);
}

/* The error as a value that JavaScript only passes back; its memory counts for the garbage collector. */
static napi_value handle_of(napi_env env, cos_error_t *error, size_t size) {
  napi_value handle = NULL;
  int64_t all;
  if (napi_create_external(env, error, forget_error, (void *)(intptr_t)size, &handle) != napi_ok) return NULL;
  napi_adjust_external_memory(env, (int64_t)size, &all);
  return handle;
}

/* All strings of an error as one, because each string takes time to create. */
static napi_value strings_make(napi_env env, const cos_error_t *error, size_t *length) {
  char small[4096], *at = small;
  *length = cos_error_strings(error, small, sizeof small);
  if (*length > sizeof small) {
    at = malloc(*length);
    *length = at ? cos_error_strings(error, at, *length) : 0;
  }
  napi_value strings = string_make(env, at ? at : "", *length);
  if (at != small) free(at);
  return strings;
}

napi_value error_value(napi_env env, js_thread_t *thread, cos_error_t *error) {
  cos_error_fields_t f = {.struct_size = sizeof f};
  size_t length;
  napi_value strings = strings_make(env, error, &length);
  cos_error_fields(error, &f);
  /* The order is that of lib/errors.js. */
  napi_value arguments[] = {
      handle_of(env, error, 1024 + length + f.origin_body_len),
      number(env, f.kind),
      number(env, f.reason),
      number(env, f.status),
      number(env, f.code_source),
      number(env, f.responder),
      number(env, f.retry),
      number(env, f.request_sent),
      number(env, f.origin_truncated),
      number(env, f.os_errno),
      number_make(env, (double)f.retry_after_ms),
      f.clock_skew_s == COS_SKEW_UNKNOWN ? undefined_make(env) : number_make(env, (double)f.clock_skew_s),
      number_make(env, (double)f.origin_body_len),
      number_make(env, (double)f.header_count),
      number(env, (f.part_count > 0) | (f.attempt_count > 0) << 1 | (f.cause_count > 0) << 2),
      number(env, cos_error_lost(error)),
      strings,
  };
  /* A thread that is being terminated makes no values: then nobody else frees it. */
  if (!arguments[0]) {
    cos_error_free(error);
    return NULL;
  }
  return value_call(env, js_thread_handler(thread, BUILD_ERROR), sizeof arguments / sizeof *arguments, arguments);
}

static cos_error_t *error_of(napi_env env, napi_value handle) {
  void *error = NULL;
  napi_get_value_external(env, handle, &error);
  return error;
}

/* text(error, which, language): the texts that are read on first use. */
napi_value error_text(napi_env env, napi_callback_info info) {
  static const char *(*const texts[])(const cos_error_t *) = {cos_error_text, cos_error_json, cos_error_doc_url,
                                                              cos_error_diagnose_url};
  static const char *(*const in_language[])(const cos_error_t *, const char *) = {cos_error_advice,
                                                                                  cos_error_diagnose_steps};
  const size_t plain = sizeof texts / sizeof *texts;
  napi_value argv[3];
  text_t language;
  arguments_get(env, info, 3, argv);
  const cos_error_t *error = error_of(env, argv[0]);
  size_t which = (size_t)number_get(env, argv[1]);
  if (which < plain) return text(env, texts[which](error));
  text_get(env, argv[2], &language);
  napi_value made = text(env, in_language[which != plain](error, language.at));
  text_free(&language);
  return made;
}

typedef struct {
  napi_env env;
  napi_value list;
  uint32_t count;
} list_t;

static void add(list_t *list, napi_value value) { napi_set_element(list->env, list->list, list->count++, value); }
static void add_text(list_t *list, const char *value) { add(list, text(list->env, value)); }

static void add_parts(list_t *list, const cos_error_t *error) {
  cos_error_part_t part = {.struct_size = sizeof part};
  for (size_t i = 0; cos_error_part(error, i, &part); i++) {
    add_text(list, part.key);
    add_text(list, part.version_id);
    add_text(list, part.code);
    add_text(list, part.message);
    add(list, number(list->env, part.retry));
  }
}

static void add_attempts(list_t *list, const cos_error_t *error) {
  cos_attempt_t attempt = {.struct_size = sizeof attempt};
  for (size_t i = 0; cos_error_attempt(error, i, &attempt); i++) {
    add_text(list, attempt.host);
    add(list, number(list->env, attempt.status));
    add(list, number(list->env, attempt.reason));
    add_text(list, attempt.request_id);
    add(list, number_make(list->env, (double)attempt.elapsed_ms));
    add_text(list, attempt.note);
  }
}

/* list(error, which): parts, attempts or causes, as a sequence of values. */
napi_value error_list(napi_env env, napi_callback_info info) {
  napi_value argv[2];
  arguments_get(env, info, 2, argv);
  const cos_error_t *error = error_of(env, argv[0]);
  list_t list = {.env = env};
  napi_create_array(env, &list.list);
  switch (number_get(env, argv[1])) {
    case 0: add_parts(&list, error); break;
    case 1: add_attempts(&list, error); break;
    default:
      for (size_t i = 0; i < cos_error_cause_count(error); i++) add_text(&list, cos_error_cause(error, i));
  }
  return list.list;
}

/* body(error, bytes): copies as much of the body as there is room for. */
napi_value error_body(napi_env env, napi_callback_info info) {
  napi_value argv[2];
  void *bytes;
  size_t room, length = 0;
  arguments_get(env, info, 2, argv);
  const void *body = cos_error_origin_body(error_of(env, argv[0]), &length);
  if (bytes_get(env, argv[1], &bytes, &room) && length > 0) memcpy(bytes, body, length < room ? length : room);
  return argv[1];
}
