/* Hosts that are not reached: names without address, ports without listener. */
#include <errno.h>

#include "check.h"
#include "fault.h"
#include "namespace.h"
#include "peer.h"
#include "standin.h"

static void names_that_have_no_address(void) {
  static const struct {
    dns_t how;
    const char *name, *says;
  } rows[] = {
      {DNS_NO_SUCH_NAME, "no such name", "not known"},
      {DNS_FAILS, "a DNS that fails", ""},
      {DNS_NO_ADDRESS, "a name without address", ""},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const fault_t expected = {
        .name = rows[i].name,
        .reason = COS_ERROR_REASON_DNS,
        .retry = COS_RETRY_YES,
        .message = {"resolve", FAULT_HOST, rows[i].says},
        .advice = "DNS",
        .has_causes = 1,
    };
    dns_answers(rows[i].how);
    check_fault(head_once(http_options(NULL)), &expected);
    check_fault(head_once(https_options(NULL)), &expected);
  }
}

static void names_under_invalid(void) {
  cos_client_options_t *options = http_options(NULL);
  const fault_t expected = {
      .name = ".invalid",
      .reason = COS_ERROR_REASON_DNS,
      .retry = COS_RETRY_YES,
      .message = {"resolve", "cos.invalid"},
      .advice = "DNS",
      .has_causes = 1,
      .host = "cos.invalid",
  };
  dns_answers(DNS_NO_SUCH_NAME);
  cos_client_options_set_endpoint(options, "http://cos.invalid");
  check_fault(head_once(options), &expected);
}

static void a_dns_that_hangs(void) {
  cos_client_options_t *options = http_options(NULL);
  const fault_t expected = {
      .name = "a DNS that hangs",
      .reason = COS_ERROR_REASON_TIMEOUT,
      .retry = COS_RETRY_YES,
      .message = {"timed out", "resolving", FAULT_HOST},
      .advice = "Time",
  };
  dns_answers(DNS_SILENT);
  cos_client_options_set_connect_timeout_ms(options, 200);
  check_fault(head_once(options), &expected);
}

/* Nobody listens on port 80 of this network. */
static void a_name_whose_host_refuses(void) {
  const fault_t expected = {
      .name = "two addresses that refuse",
      .reason = COS_ERROR_REASON_CONNECT,
      .retry = COS_RETRY_YES,
      .os_errno = ECONNREFUSED,
      .message = {"connect", ":80", FAULT_HOST, "refused"},
      .advice = "refused",
      .has_causes = 1,
  };
  dns_answers(DNS_TWO);
  check_fault(head_once(http_options(NULL)), &expected);
}

static void a_network_that_is_not_there(void) {
  const fault_t expected = {
      .name = "no route",
      .reason = COS_ERROR_REASON_CONNECT,
      .retry = COS_RETRY_YES,
      .os_errno = ENETUNREACH,
      .message = {"connect", "192.0.2.1:443", FAULT_HOST, "unreachable"},
      .advice = "unreachable",
      .has_causes = 1,
  };
  check_fault(head_once(https_options("192.0.2.1:443")), &expected);
}

/* The system puts 127.0.0.1 first, the address that it sends from itself: it
   refuses, and the next one answers. */
static void the_next_address_is_dialled(void) {
  static const peer_answer_t yes = {.bytes = "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: one\r\n\r\n"};
  peer_t *peer = peer_start_on("127.0.0.2", &yes, 1, PEER_READ_ALL);
  char address[64];
  dns_answers(DNS_TWO);
  snprintf(address, sizeof address, "two.test%s", strchr(peer_address(peer), ':'));
  cos_error_t *error = head_once(http_options(address));
  CHECK_TEXT(cos_error_text(error), "");
  CHECK_NUMBER(peer_requests(peer), 1);
  cos_error_free(error);
  peer_stop(peer);
}

static void a_port_that_refuses(void) {
  const char *address = refused_address();
  const fault_t expected = {
      .name = "a refused port",
      .reason = COS_ERROR_REASON_CONNECT,
      .retry = COS_RETRY_YES,
      .os_errno = ECONNREFUSED,
      .message = {"connect", address, FAULT_HOST, "refused"},
      .advice = "refused",
      .has_causes = 1,
  };
  check_fault(head_once(http_options(address)), &expected);
  check_fault(head_once(https_options(address)), &expected);
}

static void a_connect_that_hangs(void) {
  backlog_t *backlog = backlog_start();
  const fault_t expected = {
      .name = "a full backlog",
      .reason = COS_ERROR_REASON_TIMEOUT,
      .retry = COS_RETRY_YES,
      .message = {"timed out", "connecting", FAULT_HOST},
      .advice = "Time",
  };
  cos_client_options_t *options = http_options(backlog_address(backlog));
  cos_client_options_set_connect_timeout_ms(options, 200);
  check_fault(head_once(options), &expected);
  backlog_stop(backlog);
}

static void what_is_not_valid_never_leaves(void) {
  static const peer_answer_t none = {.end = PEER_CLOSE};
  peer_t *peer = peer_start(&none, 1, PEER_READ_ALL);
  const fault_t expected = {
      .name = "a bucket without APPID",
      .reason = COS_ERROR_REASON_INVALID_ARGUMENT,
      .retry = COS_RETRY_NO,
      .message = {"bucket", "mybucket", "APPID"},
      .advice = "argument",
      .attempts = NO_ATTEMPTS,
  };
  const fault_t secret = {
      .name = "a secret with a line break",
      .reason = COS_ERROR_REASON_INVALID_CREDENTIALS,
      .retry = COS_RETRY_NO,
      .message = {"line break"},
      .advice = "SecretKey",
      .attempts = NO_ATTEMPTS,
  };
  cos_client_t *client = client_from(http_options(peer_address(peer)));
  check_fault(cos_head_bucket(client, "mybucket", NULL, NULL), &expected);
  CHECK_NUMBER(peer_connections(peer), 0);
  cos_client_free(client);
  peer_stop(peer);

  cos_client_options_t *options = http_options(NULL);
  cos_client_options_set_credentials(options, STANDIN_ID, STANDIN_KEY "\n", NULL);
  check_fault(cos_client_new(options, &client), &secret);
  CHECK(client == NULL);
  cos_client_options_free(options);
}

int main(void) {
  if (namespace_enter()) {
    names_that_have_no_address();
    names_under_invalid();
    a_dns_that_hangs();
    a_name_whose_host_refuses();
    a_network_that_is_not_there();
    the_next_address_is_dialled();
  }
  a_port_that_refuses();
  a_connect_that_hangs();
  what_is_not_valid_never_leaves();
  return check_report();
}
