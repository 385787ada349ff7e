/* Connections that TLS does not let come about, and answers that break under it. */
#include <errno.h>

#include "check.h"
#include "fault.h"
#include "peer.h"
#include "ports.h"

static cos_client_options_t *options_of(const char *address) {
  cos_client_options_t *options = https_options(address);
  cos_client_options_set_ca_file(options, ca_file());
  return options;
}

/* Each in words of its own: what repairs one does not repair the others. */
static void certificates_that_are_not_accepted(void) {
  static const struct {
    const char *port, *says;
  } rows[] = {
      {"wrong-name", "for another name"},
      {"unknown-ca", "CA that is not trusted"},
      {"expired", "has expired"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const fault_t expected = {
        .name = rows[i].port,
        .reason = COS_ERROR_REASON_TLS,
        .retry = COS_RETRY_NO,
        .message = {"TLS", FAULT_HOST, "certificate", rows[i].says},
        .advice = "certificate",
        .has_causes = 1,
    };
    check_fault(head_once(options_of(port(rows[i].port))), &expected);
  }
  CHECK_NUMBER(received(), 0);
}

static void a_ca_that_was_not_given(void) {
  const fault_t expected = {
      .name = "good, without its CA",
      .reason = COS_ERROR_REASON_TLS,
      .retry = COS_RETRY_NO,
      .message = {"TLS", FAULT_HOST, "CA that is not trusted"},
      .advice = "ca_file",
      .has_causes = 1,
  };
  check_fault(head_once(https_options(port("good"))), &expected);
  CHECK_NUMBER(received(), 0);
}

static void a_good_certificate(void) {
  cos_error_t *error = head_once(options_of(port("good")));
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  check_received(0, "HEAD", FAULT_HOST, "valid");
  CHECK_NUMBER(received(), 1);
}

/* Nothing of the request was sent, so it may be sent again. */
static void handshakes_that_break(void) {
  const fault_t reset = {
      .name = "handshake-reset",
      .reason = COS_ERROR_REASON_CONNECTION_LOST,
      .retry = COS_RETRY_YES,
      .os_errno = ECONNRESET,
      .message = {"TLS handshake", FAULT_HOST, "reset"},
      .advice = "broke",
      .has_causes = 1,
  };
  const fault_t hang = {
      .name = "handshake-hang",
      .reason = COS_ERROR_REASON_TIMEOUT,
      .retry = COS_RETRY_YES,
      .message = {"timed out", "TLS handshake", FAULT_HOST},
      .advice = "Time",
  };
  check_fault(head_once(options_of(port("handshake-reset"))), &reset);
  cos_client_options_t *options = options_of(port("handshake-hang"));
  cos_client_options_set_connect_timeout_ms(options, 200);
  check_fault(head_once(options), &hang);
}

static void hellos_that_are_answered_wrongly(void) {
  static const struct {
    peer_answer_t answer;
    const char *name;
    int32_t reason, retry;
  } rows[] = {
      {{.bytes = "HTTP/1.1 400 Bad Request\r\n\r\n", .end = PEER_CLOSE},
       "HTTP in answer to TLS",
       COS_ERROR_REASON_TLS,
       COS_RETRY_NO},
      {{.bytes = "\x15\x03\x03\0\x02\x02\x28", .length = 7, .end = PEER_CLOSE},
       "an alert",
       COS_ERROR_REASON_TLS,
       COS_RETRY_NO},
      {{.end = PEER_CLOSE}, "an end", COS_ERROR_REASON_CONNECTION_LOST, COS_RETRY_YES},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const fault_t expected = {
        .name = rows[i].name,
        .reason = rows[i].reason,
        .retry = rows[i].retry,
        .message = {"TLS", FAULT_HOST},
        .has_causes = 1,
    };
    peer_t *peer = peer_start(&rows[i].answer, 1, PEER_READ_SOME);
    check_fault(head_once(options_of(peer_address(peer))), &expected);
    peer_stop(peer);
  }
}

/* With and without TLS's own goodbye, the fields that were complete are kept. */
static void error_bodies_that_are_cut(void) {
  static const char *const buckets[] = {"fault-cut-body-1250000000", "fault-cut-body-and-unclean-1250000000"};
  for (size_t i = 0; i < sizeof buckets / sizeof *buckets; i++) {
    char host[80];
    snprintf(host, sizeof host, "%s.cos." STANDIN_REGION ".myqcloud.com", buckets[i]);
    const fault_t expected = {
        .name = buckets[i],
        .status = 404,
        .code = "NoSuchKey",
        .retry = COS_RETRY_NO,
        .request_sent = 1,
        .truncated = 1,
        .responder = COS_RESPONDER_COS,
        .host = host,
    };
    cos_client_t *client = client_from(options_of(port("good")));
    cos_request_t *request = cos_request_new("GET", buckets[i], "key");
    cos_error_t *error = cos_client_send(client, request, NULL, NULL);
    CHECK_NUMBER(cos_error_code_source(error), COS_CODE_SOURCE_BODY);
    check_fault(error, &expected);
    cos_request_free(request);
    cos_client_free(client);
  }
}

int main(void) {
  ports_start();
  certificates_that_are_not_accepted();
  a_ca_that_was_not_given();
  a_good_certificate();
  handshakes_that_break();
  hellos_that_are_answered_wrongly();
  error_bodies_that_are_cut();
  ports_stop();
  return check_report();
}
