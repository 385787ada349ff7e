/* Errors from responses and failures of other HTTP stacks. */
#include "addon.h"

enum { METHOD, URL, EXPECT_ROOT, BUCKET, KEY, TEXTS };

/* Headers: names and values in turn, each a string or bytes. */
typedef struct {
  cos_header_t *fields;
  text_t *texts;
  uint32_t count;
} headers_t;

static void header_part(napi_env env, napi_value value, text_t *text, const char **at, size_t *length) {
  void *bytes;
  text->at = NULL;
  if (bytes_get(env, value, &bytes, length)) {
    /* In a header without a name, a length of 0 would mean a text that ends with a NUL. */
    *at = *length ? bytes : "";
    return;
  }
  text_get(env, value, text);
  *at = text->at ? text->at : "";
  *length = text->at ? text->length : 0;
}

static headers_t headers_get(napi_env env, napi_value list) {
  headers_t headers = {0};
  uint32_t length = 0;
  if (napi_get_array_length(env, list, &length) != napi_ok || length < 2) return headers;
  headers.fields = calloc(length / 2, sizeof *headers.fields);
  headers.texts = calloc(length, sizeof *headers.texts);
  if (!headers.fields || !headers.texts) return headers;
  for (uint32_t i = 0; i + 1 < length; i += 2) {
    napi_value name = NULL, value = NULL;
    cos_header_t *field = &headers.fields[headers.count++];
    napi_get_element(env, list, i, &name);
    napi_get_element(env, list, i + 1, &value);
    header_part(env, name, &headers.texts[i], &field->name, &field->name_len);
    header_part(env, value, &headers.texts[i + 1], &field->value, &field->value_len);
  }
  return headers;
}

static void headers_free(headers_t *headers) {
  for (uint32_t i = 0; i < 2 * headers->count; i++) text_free(&headers->texts[i]);
  free(headers->fields);
  free(headers->texts);
}

/* A number outside of C's range becomes the nearest end of the range, which is as invalid. */
static int32_t clamped_get(napi_env env, napi_value value) {
  int64_t number = number_get(env, value);
  return number > INT32_MAX ? INT32_MAX : number < INT32_MIN ? INT32_MIN : (int32_t)number;
}

/*
 * answer(method, url, expect root, bucket, key, status, headers, raw headers, body, cut, received, expect COS,
 *        headers filtered): error or null
 */
napi_value answer_read(napi_env env, napi_callback_info info) {
  napi_value argv[13];
  text_t texts[TEXTS];
  void *raw, *body;
  cos_exchange_t exchange = {.struct_size = sizeof exchange};
  arguments_get(env, info, 13, argv);
  for (int i = 0; i < TEXTS; i++) text_get(env, argv[i], &texts[i]);
  headers_t headers = headers_get(env, argv[6]);
  exchange.method = texts[METHOD].at;
  exchange.url = texts[URL].at;
  exchange.expect_root = texts[EXPECT_ROOT].at;
  exchange.bucket = texts[BUCKET].at;
  exchange.key = texts[KEY].at;
  exchange.status = clamped_get(env, argv[5]);
  exchange.headers = headers.fields;
  exchange.header_count = headers.count;
  bytes_get(env, argv[7], &raw, &exchange.raw_headers_len);
  exchange.raw_headers = raw;
  bytes_get(env, argv[8], &body, &exchange.body_len);
  exchange.body = body;
  exchange.body_truncated = number_get(env, argv[9]) != 0;
  exchange.received_at_ms = number_get(env, argv[10]);
  exchange.expect_cos = number_get(env, argv[11]) != 0;
  exchange.headers_filtered = number_get(env, argv[12]) != 0;
  cos_error_t *error = cos_error_from_response(&exchange);
  headers_free(&headers);
  for (int i = 0; i < TEXTS; i++) text_free(&texts[i]);
  return error ? error_value(env, js_thread_of(env), error) : null_make(env);
}

/* made(headers, body): the handle of the document in a body that the library did not receive. */
napi_value answer_document(napi_env env, napi_callback_info info) {
  napi_value argv[2];
  void *body;
  size_t length;
  arguments_get(env, info, 2, argv);
  headers_t headers = headers_get(env, argv[0]);
  bytes_get(env, argv[1], &body, &length);
  cos_response_t *response = cos_response_new(200, headers.fields, headers.count, body, length);
  headers_free(&headers);
  return document_take(env, response, NULL);
}

/*
 * sdk(method, url, bucket, key, code, message, request id, trace id, resource, status, reason, headers, details, body,
 *     headers filtered, os errno): the error
 */
napi_value sdk_read(napi_env env, napi_callback_info info) {
  enum { STATUS = 9, REASON, HEADERS, DETAILS, BODY, FILTERED, OS_ERRNO, COUNT };
  napi_value argv[COUNT];
  text_t texts[STATUS];
  void *body;
  cos_sdk_error_t sdk = {.struct_size = sizeof sdk};
  const char **members[STATUS] = {&sdk.method,     &sdk.url,      &sdk.bucket,  &sdk.key, &sdk.code, &sdk.message,
                                  &sdk.request_id, &sdk.trace_id, &sdk.resource};
  arguments_get(env, info, COUNT, argv);
  for (int i = 0; i < STATUS; i++) {
    text_get(env, argv[i], &texts[i]);
    *members[i] = texts[i].at;
  }
  headers_t headers = headers_get(env, argv[HEADERS]), details = headers_get(env, argv[DETAILS]);
  sdk.status = clamped_get(env, argv[STATUS]);
  sdk.reason = clamped_get(env, argv[REASON]);
  sdk.headers = headers.fields;
  sdk.header_count = headers.count;
  sdk.details = details.fields;
  sdk.detail_count = details.count;
  bytes_get(env, argv[BODY], &body, &sdk.body_len);
  sdk.body = body;
  sdk.headers_filtered = number_get(env, argv[FILTERED]) != 0;
  sdk.os_errno = clamped_get(env, argv[OS_ERRNO]);
  cos_error_t *error = cos_error_from_sdk(&sdk);
  headers_free(&headers);
  headers_free(&details);
  for (int i = 0; i < STATUS; i++) text_free(&texts[i]);
  return error_value(env, js_thread_of(env), error);
}

/* failure(reason, message, method, url, cause, os errno, status, headers, request sent): the error */
napi_value failure_make(napi_env env, napi_callback_info info) {
  napi_value argv[9];
  text_t texts[4];
  cos_client_failure_t failure = {.struct_size = sizeof failure};
  arguments_get(env, info, 9, argv);
  for (int i = 0; i < 4; i++) text_get(env, argv[i + 1], &texts[i]);
  failure.reason = (int32_t)number_get(env, argv[0]);
  failure.message = texts[0].at;
  failure.method = texts[1].at;
  failure.url = texts[2].at;
  failure.cause = texts[3].at;
  failure.os_errno = clamped_get(env, argv[5]);
  failure.status = clamped_get(env, argv[6]);
  headers_t headers = headers_get(env, argv[7]);
  failure.headers = headers.fields;
  failure.header_count = headers.count;
  failure.request_sent = clamped_get(env, argv[8]);
  cos_error_t *error = cos_error_client(&failure);
  headers_free(&headers);
  for (int i = 0; i < 4; i++) text_free(&texts[i]);
  return error_value(env, js_thread_of(env), error);
}
