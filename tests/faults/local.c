/* Failures of this machine that look like the network's, or the server's. */
#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "check.h"
#include "denied.h"
#include "fault.h"
#include "namespace.h"
#include "peer.h"
#include "ports.h"

static const peer_answer_t yes = {.bytes = "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: one\r\n\r\n"};
static peer_t *peer;
static char by_name[64];

static fault_t local(const char *name, int error_number, const char *advice) {
  const fault_t fault = {
      .name = name,
      .reason = COS_ERROR_REASON_LOCAL_IO,
      .retry = COS_RETRY_YES,
      .os_errno = error_number,
      .advice = advice,
      .has_causes = 1,
  };
  return fault;
}

static void a_good_call(cos_client_options_t *options) {
  cos_error_t *error = head_once(options);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
}

/* The call that fails is repeated where the limit is back: the client is whole. */
static void no_descriptor_for_a_socket(const void *unused) {
  cos_client_t *client = client_from(http_options(peer_address(peer)));
  fault_t expected = local("no descriptor", EMFILE, "ulimit -n");
  expected.message[0] = "open a connection";
  expected.message[1] = peer_address(peer);
  descriptors_left(0);
  check_fault(cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL), &expected);
  descriptors_left(-1);
  CHECK(cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL) == NULL);
  cos_client_free(client);
  (void)unused;
}

static void no_descriptor_to_resolve_with(const void *unused) {
  fault_t expected = local("no descriptor to resolve with", EMFILE, "ulimit -n");
  expected.message[0] = "resolve localhost";
  descriptors_left(0);
  check_fault(head_once(http_options(by_name)), &expected);
  descriptors_left(-1);
  a_good_call(http_options(by_name));
  (void)unused;
}

static void no_descriptor_for_a_proxy(const void *unused) {
  char url[80];
  fault_t expected = local("no descriptor for a proxy", EMFILE, "ulimit -n");
  cos_client_options_t *options = https_options(NULL);
  snprintf(url, sizeof url, "http://%s", peer_address(peer));
  cos_client_options_set_proxy(options, url);
  descriptors_left(0);
  check_fault(head_once(options), &expected);
  (void)unused;
}

/* One is left, which the connection takes. */
static void no_descriptor_for_the_roots(const void *unused) {
  fault_t expected = local("no descriptor for the roots", EMFILE, "ulimit -n");
  expected.message[0] = "CA certificates";
  unsetenv("SSL_CERT_FILE");
  cos_client_options_t *options = https_options(peer_address(peer));
  descriptors_left(1);
  check_fault(head_once(options), &expected);
  (void)unused;
}

static void no_descriptor_for_a_file(const void *unused) {
  fault_t expected = local("no descriptor for a file", EMFILE, "ulimit -n");
  cos_client_t *client = client_from(http_options(peer_address(peer)));
  cos_request_t *request = cos_request_new("PUT", STANDIN_BUCKET, "key");
  cos_request_set_body_file(request, "/proc/self/exe");
  expected.message[0] = "body_file";
  expected.attempts = NO_ATTEMPTS;
  descriptors_left(0);
  check_fault(cos_client_send(client, request, NULL, NULL), &expected);
  cos_request_free(request);
  cos_client_free(client);
  (void)unused;
}

typedef struct {
  int system_call, error_number;
  const char *says, *advice;
  int32_t retry;
} denied_t;

static const denied_t denials[] = {
    {SYS_socket, ENFILE, "open a connection", "ulimit -n", COS_RETRY_YES},
    {SYS_socket, ENOBUFS, "open a connection", "memory", COS_RETRY_YES},
    {SYS_socket, ENOMEM, "open a connection", "memory", COS_RETRY_YES},
    {SYS_socket, EACCES, "does not allow", "sandbox", COS_RETRY_NO},
    {SYS_connect, EACCES, "does not allow", "sandbox", COS_RETRY_NO},
    {SYS_connect, EPERM, "does not allow", "seccomp", COS_RETRY_NO},
    {SYS_connect, EADDRNOTAVAIL, "open a connection", "local ports", COS_RETRY_YES},
};

static void a_denied_call(const void *row) {
  const denied_t *denied = row;
  fault_t expected = local(strerror(denied->error_number), denied->error_number, denied->advice);
  expected.retry = denied->retry;
  expected.message[0] = denied->says;
  expected.message[1] = peer_address(peer);
  deny(denied->system_call, denied->error_number);
  check_fault(head_once(http_options(peer_address(peer))), &expected);
}

static void no_thread_to_resolve_with(const void *unused) {
  fault_t expected = local("no thread", EAGAIN, "pids limit");
  expected.message[0] = "thread to resolve localhost";
  deny_threads();
  check_fault(head_once(http_options(by_name)), &expected);
  /* An address needs none. */
  a_good_call(http_options(peer_address(peer)));
  (void)unused;
}

/* "both.test" has an address of either family, in this child only. */
static void write_hosts(void) {
  char path[] = "/tmp/cos_err-hosts-XXXXXX";
  static const char text[] = "127.0.0.1 both.test\n::1 both.test\n";
  int file = mkstemp(path);
  CHECK(unshare(CLONE_NEWNS) == 0);
  CHECK(file >= 0 && write(file, text, sizeof text - 1) == (ssize_t)sizeof text - 1);
  CHECK(mount(path, "/etc/hosts", NULL, MS_BIND, NULL) == 0);
  close(file);
  unlink(path);
}

/* A system that allows no IPv6 does not take the attempt over IPv4 away: what comes of that is reported. */
static void a_forbidden_family(const void *unused) {
  const fault_t refused = {
      .name = "IPv6 forbidden, IPv4 refused",
      .reason = COS_ERROR_REASON_CONNECT,
      .retry = COS_RETRY_YES,
      .os_errno = ECONNREFUSED,
      .message = {"connect", "127.0.0.1:", "refused"},
      .advice = "refused",
      .has_causes = 1,
  };
  const fault_t silent = {
      .name = "IPv6 forbidden, IPv4 silent",
      .reason = COS_ERROR_REASON_TIMEOUT,
      .retry = COS_RETRY_YES,
      .message = {"timed out", "connecting"},
      .advice = "Time",
  };
  char address[64];
  write_hosts();
  deny_family(AF_INET6, EACCES);
  snprintf(address, sizeof address, "both.test%s", strchr(refused_address(), ':'));
  check_fault(head_once(http_options(address)), &refused);
  backlog_t *backlog = backlog_start();
  snprintf(address, sizeof address, "both.test%s", strchr(backlog_address(backlog), ':'));
  cos_client_options_t *options = http_options(address);
  cos_client_options_set_connect_timeout_ms(options, 600);
  check_fault(head_once(options), &silent);
  backlog_stop(backlog);
  snprintf(address, sizeof address, "both.test%s", strchr(peer_address(peer), ':'));
  a_good_call(http_options(address));
  (void)unused;
}

/* A shortage passes: the call is repeated by itself, and at no other host. */
static void a_shortage_is_waited_for(const void *unused) {
  cos_client_options_t *options = https_options(peer_address(peer));
  cos_client_options_set_max_attempts(options, 3);
  fault_t expected = local("three attempts", ENOBUFS, "memory");
  expected.attempts = 3;
  deny(SYS_connect, ENOBUFS);
  check_fault(head_once(options), &expected);
  (void)unused;
}

/* Places where systems keep their CA certificates. */
static void hide_the_roots(void) {
  static const char *const places[] = {"/etc/ssl", "/etc/pki", "/usr/share/ca-certificates", "/usr/lib/ssl",
                                       "/usr/local/share/ca-certificates"};
  for (size_t i = 0; i < sizeof places / sizeof *places; i++)
    if (access(places[i], F_OK) == 0) CHECK_NUMBER(mount("none", places[i], "tmpfs", 0, NULL), 0);
}

static fault_t without_roots(const char *name, const char *says) {
  const fault_t fault = {
      .name = name,
      .reason = COS_ERROR_REASON_TLS,
      .retry = COS_RETRY_NO,
      .message = {says, "ca_file"},
      .advice = "Install the package ca-certificates",
      .has_causes = 1,
  };
  return fault;
}

static void no_roots_at_all(const void *unused) {
  fault_t expected = without_roots("a slim image", "this system has no CA certificates");
  unsetenv("SSL_CERT_FILE");
  unsetenv("SSL_CERT_DIR");
  hide_the_roots();
  check_fault(head_once(https_options(port("good"))), &expected);
  cos_client_options_t *options = https_options(port("good"));
  cos_client_options_set_ca_file(options, ca_file());
  a_good_call(options);
  setenv("SSL_CERT_FILE", ca_file(), 1);
  a_good_call(https_options(port("good")));
  (void)unused;
}

static void roots_that_are_named_wrongly(const void *unused) {
  static const char *const names[] = {"SSL_CERT_FILE", "SSL_CERT_DIR"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char says[80];
    snprintf(says, sizeof says, "%s \"/no/such/place\"", names[i]);
    fault_t expected = without_roots(names[i], says);
    unsetenv(names[1 - i]);
    setenv(names[i], "/no/such/place", 1);
    check_fault(head_once(https_options(port("good"))), &expected);
  }
  (void)unused;
}

int main(void) {
  int own_network = namespace_enter();
  ports_start();
  peer = peer_start(&yes, 1, PEER_READ_SOME);
  snprintf(by_name, sizeof by_name, "localhost%s", strchr(peer_address(peer), ':'));
  in_a_child(no_descriptor_for_a_socket, NULL);
  in_a_child(no_descriptor_to_resolve_with, NULL);
  in_a_child(no_descriptor_for_a_proxy, NULL);
  in_a_child(no_descriptor_for_the_roots, NULL);
  in_a_child(no_descriptor_for_a_file, NULL);
  for (size_t i = 0; i < sizeof denials / sizeof *denials; i++) in_a_child(a_denied_call, &denials[i]);
  in_a_child(no_thread_to_resolve_with, NULL);
  in_a_child(a_shortage_is_waited_for, NULL);
  if (own_network) in_a_child(a_forbidden_family, NULL);
  if (own_network) in_a_child(no_roots_at_all, NULL);
  in_a_child(roots_that_are_named_wrongly, NULL);
  peer_stop(peer);
  ports_stop();
  return check_report();
}
