/* A response that JavaScript keeps for the document in its body, and the body itself. Documents of requests. */
#include "addon.h"

/* Smaller bodies are copied. */
enum { HANDED_OVER = 1 << 16 };

/* Held by its handle, and by the body if that is not a copy; JavaScript's thread only. */
typedef struct {
  cos_response_t *response;
  size_t holders;
  int64_t size; /* what the collector counts for the handle */
} document_t;

static void drop(document_t *document) {
  if (--document->holders > 0) return;
  cos_response_free(document->response);
  free(document);
}

static void forget_handle(napi_env env, void *data, void *hint) {
  document_t *document = data;
  int64_t all;
  (void)hint;
  if (env && document->size) napi_adjust_external_memory(env, -document->size, &all);
  drop(document);
}

static void forget_body(napi_env env, void *body, void *document) {
  (void)env;
  (void)body;
  drop(document);
}

static void share_body(napi_env env, document_t *document, napi_value *body) {
  size_t length;
  int64_t all;
  const void *bytes = cos_response_body(document->response, &length);
  if (body && length >= HANDED_OVER &&
      napi_create_external_buffer(env, length, (void *)(uintptr_t)bytes, forget_body, document, body) == napi_ok) {
    document->holders++;
    return;
  }
  if (body) napi_create_buffer_copy(env, length, bytes, NULL, body);
  document->size = (int64_t)length;
  napi_adjust_external_memory(env, document->size, &all);
}

napi_value document_take(napi_env env, cos_response_t *response, napi_value *body) {
  napi_value handle = NULL;
  document_t *document = calloc(1, sizeof *document);
  if (!document) {
    cos_response_free(response);
    return NULL;
  }
  document->response = response;
  document->holders = 1;
  if (napi_create_external(env, document, forget_handle, NULL, &handle) != napi_ok) {
    drop(document);
    return NULL;
  }
  share_body(env, document, body);
  return handle;
}

/* The numbers are those of lib/document.js. */
enum { COUNT, VALUE, FAULT, JSON };

static napi_value read(napi_env env, const cos_response_t *response, int64_t what, const char *path) {
  const char *text;
  switch (what) {
    case COUNT: return number_make(env, (double)cos_response_count(response, path));
    case VALUE: text = cos_response_value(response, path); break;
    case FAULT: text = cos_response_fault(response); break;
    default: text = cos_response_json(response); break;
  }
  return string_make(env, text, strlen(text));
}

/* document(handle, what, path): a number or a text. A path that C would cut names nothing. */
napi_value document_read(napi_env env, napi_callback_info info) {
  napi_value argv[3];
  text_t path;
  void *data = NULL;
  arguments_get(env, info, 3, argv);
  if (napi_get_value_external(env, argv[0], &data) != napi_ok) return NULL;
  const char *wrong = text_get(env, argv[2], &path);
  napi_value value = read(env, ((document_t *)data)->response, number_get(env, argv[1]), wrong ? NULL : path.at);
  text_free(&path);
  return value;
}

/* xml(json): the text of a request's document, or the error. */
napi_value document_write(napi_env env, napi_callback_info info) {
  napi_value argv[1], value;
  text_t json;
  char *xml = NULL;
  arguments_get(env, info, 1, argv);
  text_get(env, argv[0], &json);
  cos_error_t *error = cos_xml_from_json(json.at, &xml);
  text_free(&json);
  value = error ? error_value(env, js_thread_of(env), error) : string_make(env, xml, strlen(xml));
  cos_text_free(xml);
  return value;
}
