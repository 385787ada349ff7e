#include "moves.h"

#include <string.h>

#include "check.h"
#include "resources.h"

enum { MOST_REQUESTS = 400, MOST_BYTES = 16 << 20 };

static size_t threads_before;

void moves_begin(void) {
  files_begin();
  standin_start();
  threads_before = threads();
}

void moves_end(void) {
  /* What a thread has while it ends is counted as lost. */
  threads_await(threads_before);
  standin_stop();
  files_end();
}

cos_client_t *moves_client(int32_t connections) {
  cos_client_options_t *options = standin_options();
  cos_client_options_set_max_attempts(options, 1);
  cos_client_options_set_max_connections(options, connections);
  return client_from(options);
}

cos_transfer_t *moves_in_parts(int32_t parallel) {
  cos_transfer_t *transfer = cos_transfer_new();
  cos_transfer_set_part_size(transfer, PART);
  cos_transfer_set_threshold(transfer, PART);
  cos_transfer_set_parallel(transfer, parallel);
  return transfer;
}

cos_error_t *upload_of(cos_client_t *client, const char *name, cos_transfer_t *transfer, const cos_call_t *call) {
  cos_response_t *response = NULL;
  cos_error_t *error =
      cos_client_upload_file(client, STANDIN_BUCKET, name, path_of(name), transfer, call, &response);
  CHECK((error == NULL) == (response != NULL));
  cos_response_free(response);
  cos_transfer_free(transfer);
  return error;
}

void uploaded(cos_client_t *client, const char *name, cos_transfer_t *transfer) {
  cos_error_t *error = upload_of(client, name, transfer, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
}

cos_error_t *download_of(cos_client_t *client, const char *name, cos_transfer_t *transfer, const cos_call_t *call) {
  cos_response_t *response = NULL;
  cos_error_t *error =
      cos_client_download_file(client, STANDIN_BUCKET, name, path_of(name), transfer, call, &response);
  CHECK((error == NULL) == (response != NULL));
  cos_response_free(response);
  cos_transfer_free(transfer);
  return error;
}

void downloaded(cos_client_t *client, const char *name, cos_transfer_t *transfer) {
  cos_error_t *error = download_of(client, name, transfer, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
}

void store(cos_client_t *client, const char *key, size_t length) {
  static unsigned char bytes[MOST_BYTES];
  CHECK(length <= sizeof bytes);
  pattern(bytes, 0, length);
  cos_request_t *request = cos_request_new("PUT", STANDIN_BUCKET, key);
  cos_request_set_body(request, bytes, length);
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  cos_request_free(request);
}

/* The response to a request without a body; it is freed. */
static cos_response_t *received_for(cos_client_t *client, cos_request_t *request, const char *code) {
  cos_response_t *response = NULL;
  cos_error_t *error = cos_client_send(client, request, NULL, &response);
  CHECK_TEXT(cos_error_code(error), code);
  cos_error_free(error);
  cos_request_free(request);
  return response;
}

void check_object(cos_client_t *client, const char *key, size_t length) {
  size_t got = 0;
  cos_response_t *response = received_for(client, cos_request_new("GET", STANDIN_BUCKET, key), "");
  const void *body = cos_response_body(response, &got);
  CHECK_NUMBER(got, length);
  CHECK_NUMBER(pattern_breaks(body, 0, got), length);
  cos_response_free(response);
}

void check_no_object(cos_client_t *client, const char *key) {
  cos_response_free(received_for(client, cos_request_new("GET", STANDIN_BUCKET, key), "NoSuchKey"));
}

void check_uploads(cos_client_t *client, const char *text) {
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, NULL);
  cos_request_set_query(request, "uploads", NULL);
  cos_response_t *response = received_for(client, request, "");
  char found[512] = "";
  size_t count = cos_response_count(response, "Upload");
  for (size_t i = 0; i < count; i++) {
    char path[40];
    snprintf(path, sizeof path, "Upload[%zu]/Key", i);
    strncat(found, i ? " " : "", sizeof found - strlen(found) - 1);
    strncat(found, cos_response_value(response, path), sizeof found - strlen(found) - 1);
  }
  CHECK_TEXT(found, text);
  cos_response_free(response);
}

void abort_upload(cos_client_t *client, const char *key, const char *id) {
  cos_request_t *request = cos_request_new("DELETE", STANDIN_BUCKET, key);
  cos_request_set_query(request, "uploadId", id);
  cos_response_free(received_for(client, request, ""));
}

static const char *text_of(json_t *request, const char *name) {
  return json_string_value(json_object_get(request, name));
}

static char kind_of(json_t *request) {
  const char *method = text_of(request, "method"), *target = text_of(request, "target");
  if (strstr(target, "?uploads")) return 'I';
  if (strstr(target, "partNumber=")) return 'P';
  if (!strstr(target, "uploadId=")) return *received_header(request, "range") ? 'R' : *method;
  switch (*method) {
    case 'P': return 'C';
    case 'D': return 'A';
    default: return 'L';
  }
}

const char *requests_made(void) {
  static char kinds[MOST_REQUESTS];
  json_t *requests = standin_requests();
  size_t count = json_array_size(requests);
  CHECK(count < sizeof kinds);
  for (size_t i = 0; i < count; i++) kinds[i] = kind_of(json_array_get(requests, i));
  kinds[count] = 0;
  json_decref(requests);
  return kinds;
}

static int has(json_t *request, const char *text) {
  char line[1024];
  snprintf(line, sizeof line, "%s %s", text_of(request, "method"), text_of(request, "target"));
  return strstr(line, text) != NULL;
}

size_t requests_with(const char *text) {
  size_t found = 0;
  json_t *requests = standin_requests(), *request;
  for (size_t i = 0; (request = json_array_get(requests, i)) != NULL; i++) found += has(request, text) != 0;
  json_decref(requests);
  return found;
}

const char *header_of(const char *text, const char *name) {
  static char value[256];
  json_t *requests = standin_requests(), *request;
  value[0] = 0;
  for (size_t i = 0; (request = json_array_get(requests, i)) != NULL; i++) {
    if (!has(request, text)) continue;
    snprintf(value, sizeof value, "%s", received_header(request, name));
    break;
  }
  json_decref(requests);
  return value;
}

void faults(const char *json) { standin_set("faults/" STANDIN_BUCKET, json); }
