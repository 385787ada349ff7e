/* Values of JavaScript as values of C, and back. */
#include "addon.h"

int is_nothing(napi_env env, napi_value value) {
  napi_valuetype type = napi_undefined;
  napi_typeof(env, value, &type);
  return type == napi_undefined || type == napi_null;
}

const char *text_get(napi_env env, napi_value value, text_t *text) {
  text->at = NULL;
  text->length = 0;
  napi_status status = napi_get_value_string_utf8(env, value, text->small, sizeof text->small, &text->length);
  if (status == napi_string_expected) return is_nothing(env, value) ? NULL : "must be a string";
  if (status != napi_ok) return "cannot be read";
  text->at = text->small;
  if (text->length == sizeof text->small - 1 || text->length + 4 >= sizeof text->small) {
    /* It may have been cut: the whole length is not known yet. */
    napi_get_value_string_utf8(env, value, NULL, 0, &text->length);
    char *whole = malloc(text->length + 1);
    text->at = whole ? whole : text->small;
    if (!whole) return "is too long";
    napi_get_value_string_utf8(env, value, whole, text->length + 1, &text->length);
  }
  return strlen(text->at) == text->length ? NULL : "must not contain a NUL";
}

void text_free(text_t *text) {
  if (text->at != text->small) free(text->at);
}

int64_t number_get(napi_env env, napi_value value) {
  int64_t number = 0;
  napi_get_value_int64(env, value, &number);
  return number;
}

int bytes_get(napi_env env, napi_value value, void **bytes, size_t *length) {
  bool is_array = false;
  *bytes = NULL;
  *length = 0;
  napi_is_typedarray(env, value, &is_array);
  if (!is_array) return 0;
  /* lib/ hands over Uint8Arrays only: its elements are bytes. */
  return napi_get_typedarray_info(env, value, NULL, length, bytes, NULL, NULL) == napi_ok;
}

napi_value string_make(napi_env env, const char *text, size_t length) {
  napi_value value = NULL;
  napi_create_string_utf8(env, text, length, &value);
  return value;
}

napi_value number_make(napi_env env, double number) {
  napi_value value = NULL;
  napi_create_double(env, number, &value);
  return value;
}

napi_value null_make(napi_env env) {
  napi_value value = NULL;
  napi_get_null(env, &value);
  return value;
}

napi_value undefined_make(napi_env env) {
  napi_value value = NULL;
  napi_get_undefined(env, &value);
  return value;
}

void exception_forget(napi_env env) {
  napi_value exception = NULL;
  napi_get_and_clear_last_exception(env, &exception);
}

napi_value value_call(napi_env env, napi_value function, size_t count, const napi_value *arguments) {
  napi_value result = NULL;
  if (napi_call_function(env, undefined_make(env), function, count, arguments, &result) == napi_pending_exception) {
    napi_value exception = NULL;
    result = NULL;
    if (napi_get_and_clear_last_exception(env, &exception) == napi_ok) napi_fatal_exception(env, exception);
  }
  return result;
}

void arguments_get(napi_env env, napi_callback_info info, size_t count, napi_value *arguments) {
  size_t given = count;
  napi_get_cb_info(env, info, &given, arguments, NULL, NULL);
}
