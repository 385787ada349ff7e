/* Every row of the tables that all languages run, a line each: what accessors say.
   Complaints go to stderr, so that stdout has the lines alone. */
#include <locale.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "live.h"
#include "print_error.h"
#include "print_values.h"
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

/* Moves a time window to 0, and leaves the signature out: nothing else depends on the clock. */
static void hide_clock(char *url) {
  static const char *const windows[] = {"q-sign-time=", "q-key-time="};
  for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
    char *at = strstr(url, windows[i]), *end = NULL;
    if (!at) continue;
    at += strlen(windows[i]);
    long long start = strtoll(at, &end, 10);
    if (strncmp(end, "%3B", 3) != 0) continue;
    long long length = strtoll(end + 3, &end, 10) - start;
    char window[32];
    int size = snprintf(window, sizeof window, "0%%3B%lld", length);
    if (size > end - at) continue;
    memcpy(at, window, (size_t)size);
    memmove(at + size, end, strlen(end) + 1);
  }
  char *signature = strstr(url, "q-signature=");
  if (!signature) return;
  signature += strlen("q-signature=");
  const char *behind = signature + strspn(signature, "0123456789abcdef");
  memmove(signature, behind, strlen(behind) + 1);
}

static cos_request_t *request_of(json_t *row) {
  const char *name;
  json_t *value;
  cos_request_t *request = cos_request_new(given(row, "method"), given(row, "bucket"), given(row, "key"));
  json_object_foreach(json_object_get(row, "params"), name, value)
    cos_request_set_query(request, name, json_string_value(value));
  json_object_foreach(json_object_get(row, "headers"), name, value)
    cos_request_set_header(request, name, json_string_value(value));
  return request;
}

static void print_url(char *url, const char *expected) {
  char *hidden = exact_copy(expected, strlen(expected) + 1);
  hide_clock(url);
  hide_clock(hidden);
  CHECK_TEXT(url, hidden);
  fprintf(out, "\turl=%s", url);
  free(hidden);
}

static void presign(json_t *row) {
  char *url = NULL;
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, given(row, "region"));
  cos_client_options_set_credentials(options, given(row, "secret_id"), given(row, "secret_key"), given(row, "token"));
  cos_client_t *client = NULL;
  cos_error_t *error = cos_client_new(options, &client);
  cos_request_t *request = request_of(row);
  int64_t expires_s = json_integer_value(json_object_get(row, "expires_s"));
  if (!error) error = cos_client_presign(client, request, NULL, expires_s, &url);
  CHECK(url != NULL);
  print_id(out, check_subject);
  print_result(error);
  if (url) print_url(url, table_text(row, "url"));
  end_line();
  cos_text_free(url);
  cos_error_free(error);
  cos_request_free(request);
  cos_client_free(client);
  cos_client_options_free(options);
}

static void values(json_t *row) {
  print_id(out, check_subject);
  print_values(out, standin, row);
  end_line();
}

static void each(const char *name, void (*row)(json_t *)) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", cases, name);
  table_each(path, row);
}

int main(int argc, char **argv) {
  int with_values = argc > 1 && strcmp(argv[1], "--values") == 0;
  argc -= with_values;
  argv += with_values;
  if (argc != 3) return fputs("usage: print_cases [--values] TABLE-FOLDER STANDIN-ADDRESS\n", stderr), 2;
  cases = argv[1];
  standin = argv[2];
  setlocale(LC_ALL, "");
  int kept = dup(STDOUT_FILENO);
  if (kept < 0 || !(out = fdopen(kept, "w")) || dup2(STDERR_FILENO, STDOUT_FILENO) < 0) return 2;
  each("answers.jsonl", answer);
  each("arguments.jsonl", argument);
  each("live.jsonl", live);
  each("presign.jsonl", presign);
  if (with_values) each("values.jsonl", values);
  if (fclose(out) != 0) return 2;
  return check_report();
}
