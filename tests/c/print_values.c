#include "print_values.h"

#include <stdlib.h>

#include "check.h"
#include "print_error.h"
#include "standin.h"
#include "table.h"

static cos_client_t *client_at(const char *standin) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, STANDIN_REGION);
  cos_client_options_set_endpoint(options, STANDIN_ENDPOINT);
  cos_client_options_set_connect_to(options, standin);
  cos_client_options_set_credentials(options, STANDIN_ID, STANDIN_KEY, NULL);
  return client_from(options);
}

static cos_response_t *sent(cos_client_t *client, cos_request_t *request) {
  cos_response_t *response = NULL;
  cos_error_t *error = cos_client_send(client, request, NULL, &response);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  cos_request_free(request);
  return response;
}

static cos_response_t *stored_and_read(cos_client_t *client, json_t *row) {
  size_t length;
  char *body = table_body(row, &length);
  const char *type = table_text(row, "content_type");
  cos_request_t *put = cos_request_new("PUT", STANDIN_BUCKET, "values");
  cos_request_set_body(put, body, length);
  cos_request_set_header(put, "Content-Type", *type ? type : "application/xml");
  cos_response_free(sent(client, put));
  free(body);
  return sent(client, cos_request_new("GET", STANDIN_BUCKET, "values"));
}

static void print_document(FILE *out, const cos_response_t *response, json_t *row) {
  const char *path;
  json_t *ignored;
  char number[24];
  fputs("\tok", out);
  print_text(out, "fault", cos_response_fault(response));
  json_object_foreach(json_object_get(row, "counts"), path, ignored) {
    snprintf(number, sizeof number, "%zu", cos_response_count(response, path));
    print_pair(out, "count", path, number);
  }
  json_object_foreach(json_object_get(row, "values"), path, ignored)
    print_pair(out, "value", path, cos_response_value(response, path));
  print_text(out, "json", cos_response_json(response));
}

void print_values(FILE *out, const char *standin, json_t *row) {
  cos_client_t *client = client_at(standin);
  cos_response_t *response = stored_and_read(client, row);
  print_document(out, response, row);
  cos_response_free(response);
  cos_client_free(client);
}
