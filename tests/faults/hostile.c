/* Hostile servers, TLS peers and proxies: each row of hostile_table.c ends in the error or the response
   that it names, and the call after it gets a response of its own, on a connection that may be used
   again or on another. Time is bounded by the clock, endless rows by bytes, memory by a peak. */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "all_accessors.h"
#include "fault.h"
#include "hostile_server.h"
#include "peak.h"
#include "standin.h"
#include "timers.h"

enum { NEVER_MS = 60000 };

#if defined(__SANITIZE_ADDRESS__)
static const int memory_tells = 0;
#else
static const int memory_tells = 1;
#endif

static char folder[] = "/tmp/cos_err-hostile-XXXXXX", ca_path[sizeof folder + 8];

static cos_client_options_t *options_for(place_t place, const char *address) {
  char url[64];
  snprintf(url, sizeof url, "http://%s", address);
  cos_client_options_t *options = NULL;
  switch (place) {
    case AS_RESPONSE: return http_options(address);
    case BY_PROXY: options = http_options("127.0.0.1:80"); break; /* which makes a tunnel of http:// too */
    case BY_FORWARDER: options = http_options(NULL); break;
    default:
      options = https_options(address);
      cos_client_options_set_ca_file(options, ca_path);
      return options;
  }
  cos_client_options_set_proxy(options, url);
  return options;
}

static cos_client_t *client_for(const hostile_t *row, const char *address) {
  cos_client_options_t *options = options_for(row->place, address);
  cos_client_options_set_connect_timeout_ms(options, NEVER_MS);
  cos_client_options_set_io_timeout_ms(options, NEVER_MS);
  return client_from(options);
}

static cos_error_t *send_call(cos_client_t *client, const char *method, const char *key, int64_t timeout_ms,
                              cos_response_t **response) {
  cos_request_t *request = cos_request_new(method, STANDIN_BUCKET, key);
  cos_call_t *call = cos_call_new();
  cos_call_set_timeout_ms(call, timeout_ms ? timeout_ms : NEVER_MS);
  cos_error_t *error = cos_client_send(client, request, call, response);
  cos_call_free(call);
  cos_request_free(request);
  return error;
}

static void check_body(const cos_response_t *response, const char *expected) {
  size_t length = 0;
  const char *body = cos_response_body(response, &length);
  char text[64];
  snprintf(text, sizeof text, "%.*s", (int)(length < 60 ? length : 60), body);
  CHECK_TEXT(text, expected);
}

static void check_outcome(const hostile_t *row, const cos_error_t *error, const cos_response_t *response) {
  CHECK((error == NULL) == (response != NULL));
  CHECK_TEXT(cos_error_reason_name(cos_error_reason(error)), cos_error_reason_name(row->reason));
  CHECK_NUMBER(error ? cos_error_status(error) : cos_response_status(response), row->status);
  if (error) check_every_accessor(error);
  int is_head = row->method && strcmp(row->method, "HEAD") == 0;
  if (response) check_body(response, row->body ? row->body : is_head ? "" : "hello");
}

/* The call after the row's: its own response, whatever still lies in the row's connection. */
static void check_next(cos_client_t *client) {
  cos_response_t *response = NULL;
  cos_error_t *error = send_call(client, "GET", "call-2", 0, &response);
  CHECK_TEXT(cos_error_text(error), "");
  check_body(response, "call-2");
  CHECK_TEXT(cos_response_request_id(response), "call-2");
  cos_error_free(error);
  cos_response_free(response);
}

/* On a busy machine a short timeout may end a call before what comes ahead of the silence. */
static int is_too_soon(const hostile_t *row, const cos_error_t *error, hostile_server_t *server) {
  if (!row->timeout_ms || row->timeout_ms > NEVER_MS / 4) return 0;
  if (cos_error_reason(error) != COS_ERROR_REASON_TIMEOUT) return 0;
  return !hostile_has_sent(server) || (row->status && !cos_error_status(error));
}

static void end(cos_client_t *client, cos_error_t *error, cos_response_t *response, hostile_server_t *server) {
  cos_error_free(error);
  cos_response_free(response);
  cos_client_free(client);
  hostile_stop(server);
  check_subject = "";
}

static void run(const hostile_t *row, size_t cut) {
  char subject[200];
  snprintf(subject, sizeof subject, cut == SIZE_MAX ? "%s" : "%s, cut at %zu", row->name, cut);
  check_subject = subject;
  hostile_server_t *server = hostile_start(row, cut);
  cos_client_t *client = client_for(row, hostile_address(server));
  cos_response_t *response = NULL;
  peak();
  long before = peak();
  int64_t begun = now_ms();
  cos_error_t *error = send_call(client, row->method ? row->method : "GET", "call-1", row->timeout_ms, &response);
  int64_t took = now_ms() - begun;
  long after = peak();
  size_t grown = after > before ? (size_t)(after - before) : 0;
  if (is_too_soon(row, error, server)) {
    hostile_t patient = *row;
    patient.timeout_ms *= 4;
    end(client, error, NULL, server);
    run(&patient, cut);
    return;
  }
  size_t sent = hostile_sent(server);
  check_outcome(row, error, response);
  CHECK(took < row->timeout_ms + (row->most_ms ? row->most_ms : MOST_MS));
  if (row->piece) CHECK(sent < (row->most_taken ? row->most_taken : MOST_TAKEN));
  if (memory_tells) CHECK(grown < (row->most_memory ? row->most_memory : MOST_MEMORY));
  check_next(client);
  size_t connections = hostile_connections(server);
  CHECK_NUMBER(connections, row->next == NEXT_ON_THE_SAME ? 1 : 2);
  if (cut == SIZE_MAX || getenv("HOSTILE_ALL"))
    printf("%-52s %-16s %3d %zu %9zu bytes %6zu KiB\n", subject, error ? cos_error_code(error) : "success",
           (int)(error ? cos_error_status(error) : cos_response_status(response)), connections, sent, grown / 1024);
  end(client, error, response, server);
}

static void run_each_byte(const hostile_t *row) {
  for (size_t cut = row->first_byte; cut < strlen(row->bytes); cut++) run(row, cut);
}

static void every_row_says_why(void) {
  for (size_t i = 0; i < hostile_count; i++) {
    check_subject = hostile_rows[i].name;
    CHECK(hostile_rows[i].because && *hostile_rows[i].because);
    for (size_t j = 0; j < i; j++) CHECK(strcmp(hostile_rows[i].name, hostile_rows[j].name) != 0);
  }
  check_subject = "";
}

/* All rows, or those whose names contain the argument. */
int main(int count, char **arguments) {
  signal(SIGPIPE, SIG_IGN); /* of the server's handshakes that a client gives up */
  if (!mkdtemp(folder)) return 1;
  snprintf(ca_path, sizeof ca_path, "%s/ca.pem", folder);
  hostile_begin(ca_path, FAULT_HOST);
  every_row_says_why();
  for (size_t i = 0; i < hostile_count; i++) {
    if (count > 1 && !strstr(hostile_rows[i].name, arguments[1])) continue;
    if (hostile_rows[i].at_each_byte) run_each_byte(&hostile_rows[i]);
    else run(&hostile_rows[i], SIZE_MAX);
  }
  hostile_end();
  unlink(ca_path);
  rmdir(folder);
  return check_report();
}
