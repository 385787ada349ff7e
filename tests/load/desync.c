/* Servers that say more than they were asked for: desync CALLS. No call returns what was
   said for another, or what nobody asked for; none that the server refused succeeds. The
   bytes that are too many lie in the client's socket before the next call begins. On a
   server that says no more than it is asked for, every thread needs one connection. */
#include <cos_err.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "authority.h"
#include "calls.h"
#include "check.h"
#include "lane.h"
#include "numbered.h"

#define REGION "ap-guangzhou"
#define BUCKET "examplebucket-1250000000"
#define HOST BUCKET ".cos." REGION ".myqcloud.com"

enum { THREADS = 4, USUAL_CALLS = 100000, LEAST_CALLS = 2000 };

typedef enum { PLAIN, TLS_12, TLS_13, TRANSPORTS } transport_t;

static const char *const transport_names[TRANSPORTS] = {"plain", "TLS 1.2", "TLS 1.3"};

/* Of calls in a row: those of one scenario come next after what the server said too much. */
typedef struct {
  size_t calls, own, errors, foreign, false_successes;
} counts_t;

typedef struct {
  transport_t transport;
  lane_manner_t manner;
  SSL_CTX *context;
  unsigned long first, calls;
  counts_t after[MORE_TIMES], forms[CALL_FORMS], clean;
  size_t connections, surplus;
  char error[300], foreign[300]; /* the first of each */
} caller_t;

static char ca_file[4096];

static cos_client_t *client_of(transport_t transport, const lane_t *lane) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, REGION);
  cos_client_options_set_connect_to(options, lane_address(lane));
  cos_client_options_set_max_attempts(options, 1);
  /* The total timeout: a busy machine may stand still for longer than the default. */
  cos_client_options_set_connect_timeout_ms(options, 60000);
  if (transport == PLAIN) cos_client_options_set_endpoint(options, "http://{bucket}.cos.{region}.myqcloud.com");
  if (transport != PLAIN) cos_client_options_set_ca_file(options, ca_file);
  cos_client_t *client = NULL;
  cos_error_t *error = cos_client_new(options, &client);
  if (error) {
    puts(cos_error_text(error));
    exit(1);
  }
  cos_client_options_free(options);
  return client;
}

/* Its own body, to the byte. */
static int is_body_of(const numbered_t *call, const cos_response_t *response) {
  char expected[NUMBERED_ROOM];
  size_t length = 0;
  const void *body = cos_response_body(response, &length);
  return length == numbered_body(call, expected) && memcmp(body, expected, length) == 0;
}

static void note(char note[300], const char *id, const char *got, const char *text) {
  if (!*note) snprintf(note, 300, "%s got %s: %s", id, got, text);
}

/* Not where one connection is to serve all calls. */
static int gives_up(const caller_t *caller, const numbered_t *call) {
  return call->form == CALL_STOPPED && caller->manner == LANE_SURPLUS;
}

/* Counts what came of a call; 0 if it got what is another's. */
static int judge(caller_t *caller, const numbered_t *call, const cos_error_t *error, const cos_response_t *response,
                 counts_t *counts) {
  char id[ID_SIZE];
  numbered_id(id, call->number);
  const char *got = error ? cos_error_request_id(error) : cos_response_request_id(response);
  int status = error ? cos_error_status(error) : cos_response_status(response);
  counts->calls++;
  if (error && !*got && cos_error_kind(error) == COS_ERROR_KIND_CLIENT) {
    counts->errors++;
    note(caller->error, id, call_form_names[call->form], cos_error_text(error));
    return 1;
  }
  int own = strcmp(got, id) == 0 && status == call->status && (error || !gives_up(caller, call)) &&
            (error || !call->has_body || call->form == CALL_HEAD || is_body_of(call, response));
  counts->own += own;
  counts->foreign += !own;
  counts->false_successes += call->refused && !error;
  if (!own) note(caller->foreign, id, got, error ? cos_error_text(error) : "success");
  return own;
}

static int was_sent(const cos_error_t *error) { return !error || cos_error_request_sent(error); }

static int32_t give_up(void *user_data, const void *bytes, size_t length) {
  (void)user_data, (void)bytes, (void)length;
  return -1;
}

/* 0 if it got what is another's. */
static int send_one(caller_t *caller, cos_client_t *client, lane_t *lane, const numbered_t *call, counts_t *counts) {
  char key[ID_SIZE];
  numbered_id(key, call->number);
  cos_request_t *request = cos_request_new(call->method, BUCKET, key);
  if (call->form == CALL_PUT || call->form == CALL_POST || call->form == CALL_204)
    cos_request_set_body(request, "body", 4);
  if (gives_up(caller, call)) cos_request_set_sink_writer(request, give_up, NULL, NULL, NULL);
  cos_response_t *response = NULL;
  cos_error_t *error = cos_client_send(client, request, NULL, &response);
  int own = judge(caller, call, error, response, counts);
  lane_settle(lane, call->number, was_sent(error));
  cos_error_free(error);
  cos_response_free(response);
  cos_request_free(request);
  return own;
}

static void add(counts_t *whole, const counts_t *part) {
  whole->calls += part->calls;
  whole->own += part->own;
  whole->errors += part->errors;
  whole->foreign += part->foreign;
  whole->false_successes += part->false_successes;
}

/* After a call that got another's response, with a new client: each of those shows by itself. */
static void call_in_a_row(void *item) {
  caller_t *caller = item;
  lane_t *lane = lane_start(caller->context, caller->manner);
  cos_client_t *client = client_of(caller->transport, lane);
  counts_t *row = &caller->clean;
  for (unsigned long number = caller->first; number < caller->first + caller->calls; number++) {
    numbered_t call = numbered(number);
    counts_t counts = {0};
    int own = send_one(caller, client, lane, &call, &counts);
    add(row, &counts);
    add(&caller->forms[call.form], &counts);
    row = call.has_more && caller->manner == LANE_SURPLUS ? &caller->after[call.when] : &caller->clean;
    if (own) continue;
    cos_client_free(client);
    client = client_of(caller->transport, lane);
    row = &caller->clean;
  }
  cos_client_free(client);
  caller->connections = lane_connections(lane);
  caller->surplus = lane_surplus(lane);
  lane_stop(lane);
}

static void print_counts(const char *transport, const char *scenario, const counts_t *counts) {
  printf("| %-7s | %-18s | %6zu | %6zu | %6zu | %7zu | %15zu |\n", transport, scenario, counts->calls, counts->own,
         counts->errors, counts->foreign, counts->false_successes);
}

static void print_header(const char *second) {
  printf("\n| %-7s | %-18s | %6s | %6s | %6s | %7s | %15s |\n", "", second, "calls", "own", "errors", "foreign",
         "false successes");
  puts("|---|---|---|---|---|---|---|");
}

static SSL_CTX *context_of(transport_t transport, size_t tickets) {
  if (transport == PLAIN) return NULL;
  return authority_server(HOST, transport == TLS_12 ? TLS1_2_VERSION : TLS1_3_VERSION, tickets);
}

/* All callers of a transport at once; their sum goes to the first. */
static caller_t run(transport_t transport, lane_manner_t manner, unsigned long first, unsigned long calls) {
  static caller_t callers[THREADS];
  SSL_CTX *context = context_of(transport, manner == LANE_TICKETS ? 0 : 2);
  caller_t all = {.transport = transport, .manner = manner};
  unsigned long each = (calls + THREADS - 1) / THREADS;
  for (size_t i = 0; i < THREADS; i++) {
    callers[i] = (caller_t){.transport = transport, .manner = manner, .context = context, .calls = each};
    callers[i].first = first + i * each;
  }
  at_once(THREADS, call_in_a_row, callers, sizeof *callers);
  for (size_t i = 0; i < THREADS; i++) {
    add(&all.clean, &callers[i].clean);
    for (size_t when = 0; when < MORE_TIMES; when++) add(&all.after[when], &callers[i].after[when]);
    for (size_t form = 0; form < CALL_FORMS; form++) add(&all.forms[form], &callers[i].forms[form]);
    all.connections += callers[i].connections;
    all.surplus += callers[i].surplus;
    if (*callers[i].error && !*all.error) memcpy(all.error, callers[i].error, sizeof all.error);
    if (*callers[i].foreign && !*all.foreign) memcpy(all.foreign, callers[i].foreign, sizeof all.foreign);
  }
  SSL_CTX_free(context);
  return all;
}

/* The sum of all transports, by what a call was, goes to `forms`. */
static void servers_that_say_too_much(unsigned long calls, counts_t forms[CALL_FORMS]) {
  counts_t all = {0};
  unsigned long first = 1;
  print_header("after a surplus");
  for (transport_t transport = PLAIN; transport < TRANSPORTS; transport++) {
    caller_t found = run(transport, LANE_SURPLUS, first, calls / TRANSPORTS + 1);
    first += calls;
    for (size_t when = 0; when < MORE_TIMES; when++) {
      print_counts(transport_names[transport], more_time_names[when], &found.after[when]);
      CHECK(found.after[when].calls > 0);
      add(&all, &found.after[when]);
    }
    print_counts(transport_names[transport], "of none", &found.clean);
    add(&all, &found.clean);
    for (size_t form = 0; form < CALL_FORMS; form++) add(&forms[form], &found.forms[form]);
    check_subject = transport_names[transport];
    CHECK_TEXT(found.error, "");
    CHECK_TEXT(found.foreign, "");
    CHECK(found.surplus > 0);
    /* A connection is given up for each surplus, by each call that gives up, and for nothing else. */
    CHECK(found.connections <= found.surplus + found.forms[CALL_STOPPED].calls + THREADS);
    check_subject = "";
  }
  print_counts("all", "", &all);
  CHECK_NUMBER(all.foreign, 0);
  CHECK_NUMBER(all.false_successes, 0);
  CHECK_NUMBER(all.own + all.errors + all.foreign, all.calls);
}

/* HEAD and 304 announce lengths here too; tickets of TLS 1.3 and updates of its keys come at any time. */
static void one_connection_serves_a_thread(unsigned long calls) {
  puts("\nServers that say no more than they are asked for:");
  for (int late = 0; late < 2; late++)
    for (transport_t transport = late ? TLS_13 : PLAIN; transport < TRANSPORTS; transport++) {
      caller_t found = run(transport, late ? LANE_TICKETS : LANE_ASKED, 1, calls);
      printf("%s%s: %zu calls of %d threads, %zu connections\n", transport_names[transport],
             late ? ", tickets that come late" : "", found.clean.own, THREADS, found.connections);
      check_subject = transport_names[transport];
      CHECK_TEXT(found.error, "");
      CHECK_TEXT(found.foreign, "");
      CHECK(found.clean.own >= calls);
      CHECK_NUMBER(found.connections, THREADS);
      CHECK((found.surplus > 0) == late);
      check_subject = "";
    }
}

int main(int count, char **arguments) {
  unsigned long calls = count > 1 ? strtoul(arguments[1], NULL, 10) : USUAL_CALLS;
  if (calls < LEAST_CALLS) calls = LEAST_CALLS;
  const char *folder = getenv("WORK");
  if (folder) mkdir(folder, 0755);
  snprintf(ca_file, sizeof ca_file, "%s/desync-ca.pem", folder ? folder : ".");
  time_t begin = time(NULL);
  authority_start(ca_file);
  counts_t forms[CALL_FORMS] = {{0}};
  servers_that_say_too_much(calls, forms);
  print_header("calls");
  for (size_t form = 0; form < CALL_FORMS; form++) print_counts("all", call_form_names[form], &forms[form]);
  one_connection_serves_a_thread(calls / 20);
  authority_stop();
  printf("%ld s\n", (long)(time(NULL) - begin));
  return check_report();
}
