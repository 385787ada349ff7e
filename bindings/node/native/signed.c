/* A signed request, as an array. */
#include "addon.h"

static void add(napi_env env, napi_value list, uint32_t *count, napi_value value) {
  napi_set_element(env, list, (*count)++, value);
}

static void add_text(napi_env env, napi_value list, uint32_t *count, const char *text) {
  add(env, list, count, string_make(env, text, strlen(text)));
}

napi_value signed_value(napi_env env, const cos_signed_t *signed_request) {
  napi_value list = NULL;
  uint32_t count = 0;
  napi_create_array(env, &list);
  add_text(env, list, &count, cos_signed_method(signed_request));
  add_text(env, list, &count, cos_signed_url(signed_request));
  add(env, list, &count, number_make(env, (double)cos_signed_expires_at_s(signed_request)));
  for (size_t i = 0; i < cos_signed_header_count(signed_request); i++) {
    add_text(env, list, &count, cos_signed_header_name(signed_request, i));
    add_text(env, list, &count, cos_signed_header_value(signed_request, i));
  }
  return list;
}
