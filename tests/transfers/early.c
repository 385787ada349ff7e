/* An answer that comes while the body is still being sent is the answer. */
#include "ask.h"
#include "bodies.h"
#include "check.h"
#include "fault.h"

/* More than the buffers of a connection hold. */
enum { LENGTH = 24 << 20 };

static const struct {
  const char *fault, *code;
  int32_t status, retry;
} answers[] = {
    {"early-403", "AccessDenied", 403, COS_RETRY_AFTER_FIX},
    {"early-403, linger", "AccessDenied", 403, COS_RETRY_AFTER_FIX},
    {"read-65536, early-403", "AccessDenied", 403, COS_RETRY_AFTER_FIX},
    {"read-65536, early-403, linger", "AccessDenied", 403, COS_RETRY_AFTER_FIX},
    {"read-1000000, early-403, linger", "AccessDenied", 403, COS_RETRY_AFTER_FIX},
    {"interim-103, read-1000000, early-403, linger", "AccessDenied", 403, COS_RETRY_AFTER_FIX},
    {"read-1000000, early-503", "ServiceUnavailable", 503, COS_RETRY_YES},
};

static cos_client_options_t *options_over(int tls) {
  cos_client_options_t *options = tls ? https_options(port("good")) : http_options(standin_address());
  if (tls) cos_client_options_set_ca_file(options, ca_file());
  return options;
}

static void check_answer_of(size_t at, body_kind_t kind, int tls) {
  char name[160];
  body_t body;
  cos_client_t *client = client_from(options_over(tls));
  snprintf(name, sizeof name, "%s from %s%s", answers[at].fault, body_names[kind], tls ? " over TLS" : "");
  const fault_t expected = {.name = name,
                            .status = answers[at].status,
                            .code = answers[at].code,
                            .retry = answers[at].retry,
                            .request_sent = 1,
                            .responder = COS_RESPONDER_COS,
                            .answered = 1};
  check_subject = name;
  cos_request_t *request = ask("PUT", "early", answers[at].fault);
  body_open(&body, kind, LENGTH, request);
  cos_error_t *error = refused(client, request);
  check_subject = name;
  CHECK_NUMBER(cos_error_code_source(error), COS_CODE_SOURCE_BODY);
  CHECK(*cos_error_request_id(error) && *cos_error_trace_id(error));
  /* Not all of it was sent in vain. */
  if (kind >= READER) CHECK(body.source.at < LENGTH);
  check_fault(error, &expected);
  body_close(&body);
  cos_client_free(client);
}

/* Words that go before the answer, asked for or not, are none: what is sent is sent on. */
static void interim_answers_end_nothing(int tls) {
  static const char *const faults[] = {"interim-103", "interim-102, read-trickle-1000000-1"};
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
    for (int kind = 0; kind < BODIES; kind++) {
      char name[160];
      body_t body;
      cos_client_t *client = client_from(options_over(tls));
      cos_request_t *request = ask("PUT", "interim", faults[i]);
      snprintf(name, sizeof name, "%s, %s%s", faults[i], body_names[kind], tls ? " over TLS" : "");
      check_subject = name;
      body_open(&body, (body_kind_t)kind, LENGTH, request);
      cos_response_t *response = sent(client, request);
      CHECK_NUMBER(cos_response_status(response), 200);
      CHECK_TEXT(cos_response_header(response, "x-standin-interim"), "");
      cos_response_free(response);
      check_stored(client, "interim", body.begins, LENGTH);
      body_close(&body);
      cos_client_free(client);
    }
  }
}

/* A refusal that is not one for ever: what can be rewound is sent again, whole. */
static void a_busy_service_gets_it_again(void) {
  for (int kind = 0; kind < BODIES; kind++) {
    body_t body;
    cos_client_t *client = client_of(2);
    cos_request_t *request = ask("PUT", "again", "fail-1-read-1000000-and-early-503-and-linger");
    check_subject = body_names[kind];
    if (!body_can_rewind((body_kind_t)kind)) {
      cos_request_free(request);
    } else {
      body_open(&body, (body_kind_t)kind, LENGTH, request);
      cos_response_free(sent(client, request));
      check_stored(client, "again", body.begins, LENGTH);
      body_close(&body);
    }
    cos_client_free(client);
  }
  check_subject = "";
}

/* A connection that breaks without a word is a lost one. */
static void no_answer_is_no_answer(void) {
  static const char *const breaks[] = {"read-65536, reset", "read-65536, close", "unread-reset"};
  for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
    for (int kind = 0; kind < BODIES; kind++) {
      char name[120];
      body_t body;
      cos_client_t *client = client_of(1);
      cos_request_t *request = ask("PUT", "early", breaks[i]);
      snprintf(name, sizeof name, "%s from %s", breaks[i], body_names[kind]);
      check_subject = name;
      body_open(&body, (body_kind_t)kind, LENGTH, request);
      cos_error_t *error = refused(client, request);
      CHECK_TEXT(cos_error_reason_name(cos_error_reason(error)), "ConnectionLost");
      CHECK_NUMBER(cos_error_status(error), 0);
      CHECK_NUMBER(cos_error_request_sent(error), 1);
      body_close(&body);
      cos_error_free(error);
      cos_client_free(client);
    }
  }
  check_subject = "";
}

int main(int argc, char **argv) {
  const int tls = argc == 2 && strcmp(argv[1], "tls") == 0;
  if (argc != 2 || (!tls && strcmp(argv[1], "plain") != 0)) return fputs("usage: early plain|tls\n", stderr), 2;
  files_begin();
  ports_start();
  for (size_t at = 0; at < sizeof answers / sizeof *answers; at++)
    for (int kind = 0; kind < BODIES; kind++) check_answer_of(at, (body_kind_t)kind, tls);
  interim_answers_end_nothing(tls);
  if (!tls) {
    a_busy_service_gets_it_again();
    no_answer_is_no_answer();
  }
  ports_stop();
  files_end();
  return check_report();
}
