/* Every row of the three tables, a line each: what the error's accessors say.
   Complaints go to stderr, so that stdout has the lines alone. */
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "live.h"
#include "print_error.h"
#include "standin.h"
#include "table.h"

static const char *cases, *standin;
static FILE *out;

static void end_line(void) { fputc('\n', out); }

static void print_result(const cos_error_t *error) {
  if (error) print_error(out, error);
  else fputs("\tok", out);
}

static void answer(json_t *row) {
  table_exchange_t built = table_exchange(json_object_get(row, "exchange"));
  cos_error_t *error = cos_error_from_response(&built.exchange);
  print_id(out, check_subject);
  print_result(error);
  end_line();
  cos_error_free(error);
  table_exchange_free(&built);
}

static const char *given(json_t *input, const char *name) { return json_string_value(json_object_get(input, name)); }

static void set_text(cos_client_options_t *options, json_t *input, const char *name,
                     void (*set)(cos_client_options_t *, const char *)) {
  if (given(input, name)) set(options, given(input, name));
}

static void set_number(cos_client_options_t *options, json_t *input, const char *name,
                       void (*set)(cos_client_options_t *, int64_t)) {
  json_t *value = json_object_get(input, name);
  if (value) set(options, json_integer_value(value));
}

static cos_client_options_t *options_of(json_t *input) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_endpoint(options, STANDIN_ENDPOINT);
  cos_client_options_set_connect_to(options, standin);
  if (given(input, "secret_id") || given(input, "secret_key") || given(input, "token"))
    cos_client_options_set_credentials(options, given(input, "secret_id"), given(input, "secret_key"),
                                       given(input, "token"));
  set_text(options, input, "region", cos_client_options_set_region);
  set_text(options, input, "endpoint", cos_client_options_set_endpoint);
  set_text(options, input, "connect_to", cos_client_options_set_connect_to);
  set_text(options, input, "proxy", cos_client_options_set_proxy);
  set_number(options, input, "connect_timeout_ms", cos_client_options_set_connect_timeout_ms);
  set_number(options, input, "io_timeout_ms", cos_client_options_set_io_timeout_ms);
  set_number(options, input, "total_timeout_ms", cos_client_options_set_total_timeout_ms);
  return options;
}

static cos_error_t *operate(cos_client_t *client, json_t *input) {
  if (strcmp(table_text(input, "operation"), "head_bucket") == 0)
    return cos_err_head_bucket(client, given(input, "bucket"), NULL, NULL);
  cos_request_t *request = cos_request_new("GET", given(input, "bucket"), table_text(input, "key"));
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  cos_request_free(request);
  return error;
}

static void argument(json_t *row) {
  json_t *input = json_object_get(row, "input");
  cos_client_t *client = NULL;
  cos_client_options_t *options = options_of(input);
  cos_error_t *error = cos_client_new(options, &client);
  if (!error) error = operate(client, input);
  print_id(out, check_subject);
  print_result(error);
  end_line();
  cos_error_free(error);
  cos_client_free(client);
  cos_client_options_free(options);
}

static void live(json_t *row) {
  live_result_t result = live_call(row, cases, standin);
  live_check(row, &result);
  print_id(out, check_subject);
  if (result.error)
    print_live_error(out, result.error);
  else
    fprintf(out, "\tok\tstatus=%d\treceived=%lld", (int)cos_response_status(result.response),
            (long long)cos_response_received(result.response));
  end_line();
  live_result_free(&result);
}

static void each(const char *name, void (*row)(json_t *)) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", cases, name);
  table_each(path, row);
}

int main(int argc, char **argv) {
  if (argc != 3) return fputs("usage: print_cases TABLE-FOLDER STANDIN-ADDRESS\n", stderr), 2;
  cases = argv[1];
  standin = argv[2];
  setlocale(LC_ALL, "");
  int kept = dup(STDOUT_FILENO);
  if (kept < 0 || !(out = fdopen(kept, "w")) || dup2(STDERR_FILENO, STDOUT_FILENO) < 0) return 2;
  each("answers.jsonl", answer);
  each("arguments.jsonl", argument);
  each("live.jsonl", live);
  if (fclose(out) != 0) return 2;
  return check_report();
}
