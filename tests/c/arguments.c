/* Every row of arguments.jsonl: a mistake is told by name, before anything is sent. */
#include <stdlib.h>

#include "check.h"
#include "all_accessors.h"
#include "signed_url.h"
#include "standin.h"
#include "table.h"

static const char *address;

static const char *text_or_null(json_t *input, const char *name) {
  return json_string_value(json_object_get(input, name));
}

static void set_texts(cos_client_options_t *options, json_t *input) {
  const struct { const char *name; void (*set)(cos_client_options_t *, const char *); } setters[] = {
      {"region", cos_client_options_set_region},
      {"endpoint", cos_client_options_set_endpoint},
      {"connect_to", cos_client_options_set_connect_to},
      {"proxy", cos_client_options_set_proxy},
  };
  for (size_t i = 0; i < sizeof setters / sizeof *setters; i++) {
    const char *value = text_or_null(input, setters[i].name);
    if (value) setters[i].set(options, value);
  }
}

static void set_timeouts(cos_client_options_t *options, json_t *input) {
  const struct { const char *name; void (*set)(cos_client_options_t *, int64_t); } setters[] = {
      {"connect_timeout_ms", cos_client_options_set_connect_timeout_ms},
      {"io_timeout_ms", cos_client_options_set_io_timeout_ms},
      {"total_timeout_ms", cos_client_options_set_total_timeout_ms},
  };
  for (size_t i = 0; i < sizeof setters / sizeof *setters; i++) {
    json_t *value = json_object_get(input, setters[i].name);
    if (value) setters[i].set(options, json_integer_value(value));
  }
}

/* What the row gives; beyond that only the way to the stand-in, where a request would be counted. */
static cos_client_options_t *options_of(json_t *input) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_endpoint(options, STANDIN_ENDPOINT);
  cos_client_options_set_connect_to(options, address);
  const char *id = text_or_null(input, "secret_id");
  const char *key = text_or_null(input, "secret_key");
  const char *token = text_or_null(input, "token");
  if (id || key || token) cos_client_options_set_credentials(options, id, key, token);
  set_texts(options, input);
  set_timeouts(options, input);
  return options;
}

static cos_error_t *operate(cos_client_t *client, json_t *input) {
  const char *bucket = text_or_null(input, "bucket");
  if (strcmp(table_text(input, "operation"), "head_bucket") == 0) return cos_head_bucket(client, bucket, NULL, NULL);
  CHECK_TEXT(table_text(input, "operation"), "get_object");
  /* An object without a key: NULL would ask for the bucket. */
  cos_request_t *request = cos_request_new("GET", bucket, table_text(input, "key"));
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  cos_request_free(request);
  return error;
}

static void check_known(json_t *input) {
  static const char *const known[] = {
      "bucket", "region",   "secret_id",  "secret_key",         "operation",     "key",
      "token",  "endpoint", "connect_to", "connect_timeout_ms", "io_timeout_ms", "total_timeout_ms",
      "proxy",
  };
  const char *name;
  json_t *value;
  json_object_foreach(input, name, value) {
    size_t at = 0;
    while (at < sizeof known / sizeof *known && strcmp(name, known[at]) != 0) at++;
    if (at == sizeof known / sizeof *known) CHECK_TEXT(name, "a known member");
  }
}

/* What is secret of a value: all of it, or what is behind the first eight characters. */
static void check_secret(const cos_error_t *error, json_t *input, const char *name, size_t shown) {
  char *value = strdup(table_text(input, name));
  if (!value) abort();
  char *from = value + strspn(value, " \t\r\n");
  size_t length = strcspn(from, " \t\r\n");
  from[length] = '\0';
  if (length >= 16) check_not_shown(error, from + shown);
  free(value);
}

static void run(json_t *row) {
  size_t before = check_failures;
  json_t *input = json_object_get(row, "input");
  json_t *expect = json_object_get(row, "expect");
  cos_client_t *client = NULL;
  check_known(input);
  cos_client_options_t *options = options_of(input);
  cos_error_t *error = cos_client_new(options, &client);
  CHECK((error != NULL) == (client == NULL));
  if (!error) error = operate(client, input);
  CHECK_NUMBER(cos_error_kind(error), COS_ERROR_KIND_CLIENT);
  CHECK_TEXT(cos_error_reason_name(cos_error_reason(error)), table_text(expect, "reason"));
  CHECK_HAS(cos_error_message(error), table_text(expect, "names"));
  CHECK_HAS(cos_error_message(error), table_text(expect, "shows"));
  CHECK_HAS(cos_error_message(error), table_text(expect, "hints"));
  CHECK_NUMBER(cos_error_request_sent(error), 0);
  check_secret(error, input, "secret_key", 0);
  check_secret(error, input, "token", 0);
  check_secret(error, input, "secret_id", 8);
  if (error) check_every_accessor(error);
  cos_error_free(error);
  cos_client_free(client);
  cos_client_options_free(options);
  if (check_failures == before) printf("%s ok\n", check_subject);
}

int main(int argc, char **argv) {
  if (argc != 2) return fputs("usage: arguments arguments.jsonl\n", stderr), 2;
  address = standin_start();
  table_each(argv[1], run);
  json_t *requests = standin_requests();
  CHECK_NUMBER(json_array_size(requests), 0);
  json_decref(requests);
  standin_stop();
  return check_report();
}
