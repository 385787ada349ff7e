/* Requests that this library signs and libcurl sends: all rows of sign.jsonl that HTTP allows. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "check.h"
#include "curl_http.h"
#include "ports.h"
#include "table.h"

/* A client for the host of a row. It is one of COS, or a custom domain. */
static cos_client_t *client_of_host(const char *host, char bucket[100]) {
  char endpoint[200], region[100] = "";
  cos_client_options_t *options = standin_options();
  snprintf(bucket, 100, "%s", STANDIN_BUCKET);
  if (sscanf(host, "%99[^.].cos.%99[^.].myqcloud.com", bucket, region) == 2) {
    cos_client_options_set_region(options, region);
  } else {
    snprintf(bucket, 100, "%s", STANDIN_BUCKET);
    snprintf(endpoint, sizeof endpoint, "http://%s", host);
    cos_client_options_set_endpoint(options, endpoint);
  }
  return client_from(options);
}

/* An HTTP stack writes one of the two; both together are no request. */
static int is_left_out(json_t *headers, const char *name) {
  return strcasecmp(name, "transfer-encoding") == 0 && json_object_get(headers, "Content-Length") != NULL;
}

/* The Host comes from the URL; the further line is what the stack of this row writes itself. */
static cos_request_t *request_of(json_t *row, const char *bucket, const char **line) {
  const char *path = table_text(row, "path"), *name;
  json_t *headers = json_object_get(row, "headers"), *value;
  cos_request_t *request = cos_request_new(table_text(row, "method"), bucket, path[1] ? path + 1 : NULL);
  json_object_foreach(json_object_get(row, "params"), name, value)
    cos_request_set_query(request, name, json_string_value(value));
  json_object_foreach(headers, name, value) {
    if (strcasecmp(name, "host") == 0 || is_left_out(headers, name)) continue;
    cos_request_set_header(request, name, json_string_value(value));
    if (strcasecmp(name, "expect") == 0) *line = "Expect: 100-continue";
  }
  return request;
}

static const char *host_of(json_t *headers) {
  const char *host = table_text(headers, "Host");
  return *host ? host : table_text(headers, "HOST");
}

static size_t rows;

static void a_row_is_accepted(json_t *row) {
  char bucket[100], body[64] = "";
  const char *line = NULL;
  json_t *headers = json_object_get(row, "headers");
  check_subject = table_text(row, "id");
  cos_client_t *client = client_of_host(host_of(headers), bucket);
  cos_request_t *request = request_of(row, bucket, &line);
  cos_signed_t *signed_request = NULL;
  cos_error_t *error = cos_client_sign(client, request, NULL, 600, &signed_request);
  CHECK_TEXT(cos_error_text(error), "");
  memset(body, 'x', (size_t)atoi(table_text(headers, "Content-Length")));
  standin_forget();
  if (signed_request) curl_http(standin_address(), signed_request, line, body[0] ? body : NULL, NULL);
  json_t *requests = standin_requests();
  CHECK_NUMBER(json_array_size(requests), 1);
  /* A preflight request needs no signature, and the stand-in looks at none. */
  const char *verdict = strcmp(table_text(row, "method"), "OPTIONS") == 0 ? "absent" : "valid";
  CHECK_TEXT(table_text(json_array_get(requests, 0), "signature"), verdict);
  json_decref(requests);
  rows++;
  cos_error_free(error);
  cos_signed_free(signed_request);
  cos_request_free(request);
  cos_client_free(client);
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  ports_start();
  /* That of the table. */
  standin_set("token/tok%2Fen+with=chars", "{\"requests\": 1}");
  table_each(argv[1], a_row_is_accepted);
  check_subject = "";
  CHECK_NUMBER(rows, 27);
  ports_stop();
  return check_report();
}
