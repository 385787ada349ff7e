/* The catalogue of codes and request ids, without an error. */
#include "addon.h"

/* codes(): the names of all codes */
napi_value catalogue_codes(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value names = NULL;
  napi_create_array_with_length(env, cos_code_count(), &names);
  for (size_t i = 0; i < cos_code_count(); i++)
    napi_set_element(env, names, (uint32_t)i, string_make(env, cos_code_name(i), NAPI_AUTO_LENGTH));
  return names;
}

/* code(code, responder, language): [status, retry, advice, link]; null if it is unknown */
napi_value catalogue_code(napi_env env, napi_callback_info info) {
  napi_value argv[3];
  arguments_get(env, info, 3, argv);
  int32_t responder = (int32_t)number_get(env, argv[1]);
  text_t code, language;
  napi_value found = null_make(env);
  int is_text = !text_get(env, argv[0], &code);
  int has_language = !text_get(env, argv[2], &language);
  if (is_text && cos_code_retry(code.at, responder) >= 0) {
    const char *tag = has_language ? language.at : NULL;
    napi_create_array_with_length(env, 4, &found);
    napi_set_element(env, found, 0, number_make(env, cos_code_status(code.at, responder)));
    napi_set_element(env, found, 1, number_make(env, cos_code_retry(code.at, responder)));
    napi_set_element(env, found, 2, string_make(env, cos_code_advice(code.at, responder, tag), NAPI_AUTO_LENGTH));
    napi_set_element(env, found, 3, string_make(env, cos_code_doc_url(code.at, responder), NAPI_AUTO_LENGTH));
  }
  text_free(&code);
  text_free(&language);
  return found;
}

/* id(request id): [responder, Unix seconds]; null if it is that of another system */
napi_value catalogue_id(napi_env env, napi_callback_info info) {
  napi_value argv[1], found = null_make(env);
  arguments_get(env, info, 1, argv);
  cos_id_t id = {.struct_size = sizeof id};
  text_t text;
  if (!text_get(env, argv[0], &text) && cos_id_read(text.at, &id)) {
    napi_create_array_with_length(env, 2, &found);
    napi_set_element(env, found, 0, number_make(env, id.responder));
    napi_set_element(env, found, 1, number_make(env, (double)id.made_at_s));
  }
  text_free(&text);
  return found;
}
