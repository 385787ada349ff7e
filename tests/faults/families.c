/* Hosts with addresses of both families, one of which leads nowhere. */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "fault.h"
#include "namespace.h"
#include "peer.h"
#include "standin.h"
#include "traffic.h"

#define HOST "dual.test"

enum { LATER = 5 };

/* Each call needs a connection of its own. */
static const peer_answer_t yes = {
    .bytes = "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: one\r\nConnection: close\r\n\r\n"};

static unsigned port_of(const char *address) { return (unsigned)strtoul(strrchr(address, ':') + 1, NULL, 10); }

/* Connects that listeners of this network could not take in, since it exists. */
static long long dropped(void) {
  char names[8192], values[8192];
  long long count = -1;
  FILE *file = fopen("/proc/self/net/netstat", "r");
  while (file && fgets(names, sizeof names, file) && fgets(values, sizeof values, file)) {
    char *at_name, *at_value, *name = strtok_r(names, " \n", &at_name), *value = strtok_r(values, " \n", &at_value);
    for (; name && value; name = strtok_r(NULL, " \n", &at_name), value = strtok_r(NULL, " \n", &at_value))
      if (strcmp(name, "ListenDrops") == 0) count = atoll(value);
  }
  if (file) fclose(file);
  CHECK(count >= 0);
  return count;
}

static const char *on_host(unsigned port) {
  static char address[32];
  snprintf(address, sizeof address, HOST ":%u", port);
  return address;
}

static const char *through_host(unsigned port) {
  static char url[40];
  snprintf(url, sizeof url, "http://%s", on_host(port));
  return url;
}

/* A call that succeeds; how long it took. */
static double head(cos_client_t *client) {
  int64_t begun = now_ns();
  cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
  double took = (double)(now_ns() - begun) / 1e6;
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  return took;
}

/* Calls with a host whose other address does not take connections. The listener there, which is
   dialled first, hears of one attempt, and of none later: what worked is remembered. A system
   repeats a connect after a second, so one attempt also says that it was given up before. */
static void dead_is_dialled_once(const char *what, cos_client_options_t *options, const peer_t *healthy) {
  check_subject = what;
  long long before = dropped();
  cos_client_t *plain = client_from(http_options(peer_address(healthy)));
  double normal = head(plain), slowest = 0;
  CHECK_NUMBER(dropped() - before, 0);
  cos_client_t *client = client_from(options);
  double first = head(client);
  CHECK_NUMBER(dropped() - before, 1);
  for (int i = 0; i < LATER; i++) {
    double took = head(client);
    if (took > slowest) slowest = took;
  }
  CHECK_NUMBER(dropped() - before, 1);
  printf("%s: first %.0f ms, later at most %.1f ms; a healthy host %.1f ms\n", what, first, slowest, normal);
  cos_client_free(client);
  cos_client_free(plain);
  check_subject = "";
}

/* The system's order is RFC 6724's: of the loopback addresses, ::1 comes first. */
static void one_family_is_dead(const char *what, const char *dead, const char *alive) {
  backlog_t *silent = backlog_start_quiet(dead, 0);
  unsigned port = port_of(backlog_address(silent));
  peer_t *peer = peer_start_at(alive, port, &yes, 1, PEER_READ_ALL);
  dead_is_dialled_once(what, http_options(on_host(port)), peer);
  CHECK_NUMBER(peer_requests(peer), 2 + LATER);

  cos_client_options_t *options = http_options(NULL);
  cos_client_options_set_proxy(options, through_host(port));
  char name[64];
  snprintf(name, sizeof name, "%s, of a proxy", what);
  dead_is_dialled_once(name, options, peer);
  peer_stop(peer);
  backlog_stop(silent);
}

/* Two addresses of one family. Which one is first is not the same in each C library. */
static void one_of_a_family_is_dead(void) {
  char first[INET_ADDRSTRLEN] = "", address[32];
  struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *list = NULL;
  dns_answers(DNS_TWO);
  CHECK_NUMBER(getaddrinfo("two.test", NULL, &hints, &list), 0);
  if (list) inet_ntop(AF_INET, &((struct sockaddr_in *)list->ai_addr)->sin_addr, first, sizeof first);
  if (list) freeaddrinfo(list);
  const char *other = strcmp(first, "127.0.0.1") == 0 ? "127.0.0.2" : "127.0.0.1";
  backlog_t *silent = backlog_start_quiet(first, 0);
  unsigned port = port_of(backlog_address(silent));
  peer_t *peer = peer_start_at(other, port, &yes, 1, PEER_READ_ALL);
  snprintf(address, sizeof address, "two.test:%u", port);
  dead_is_dialled_once("one of two IPv4 addresses is dead", http_options(address), peer);
  peer_stop(peer);
  backlog_stop(silent);
}

/* What worked last is no more than the first that is dialled. */
static void what_worked_may_end(void) {
  peer_t *first = peer_start_at("::1", 0, &yes, 1, PEER_READ_ALL);
  unsigned port = port_of(peer_address(first));
  cos_client_t *client = client_from(http_options(on_host(port)));
  check_subject = "what worked has ended";
  head(client);
  peer_stop(first);
  peer_t *second = peer_start_at("127.0.0.1", port, &yes, 1, PEER_READ_ALL);
  head(client);
  CHECK_NUMBER(peer_requests(second), 1);
  backlog_t *silent = backlog_start_quiet("::1", port);
  long long before = dropped();
  head(client);
  CHECK_NUMBER(dropped() - before, 0);
  peer_stop(second);
  backlog_stop(silent);
  peer_t *third = peer_start_at("::1", port, &yes, 1, PEER_READ_ALL);
  silent = backlog_start_quiet("127.0.0.1", port);
  head(client);
  CHECK_NUMBER(peer_requests(third), 1);
  CHECK_NUMBER(dropped() - before, 1);
  cos_client_free(client);
  peer_stop(third);
  backlog_stop(silent);
  check_subject = "";
}

/* A cause of the error that contains both. */
static int has_cause(const cos_error_t *error, const char *address, const char *why) {
  for (size_t i = 0; i < cos_error_cause_count(error); i++)
    if (strstr(cos_error_cause(error, i), address) && strstr(cos_error_cause(error, i), why)) return 1;
  return 0;
}

/* Nobody listens on the first address, and there is no way to the second: the refusal counts. */
static void a_refusal_says_more_than_no_route(void) {
  unsigned port = port_of(refused_address());
  char refused[32], routeless[40];
  snprintf(refused, sizeof refused, "127.0.0.1:%u", port);
  snprintf(routeless, sizeof routeless, "[2001:db8::1]:%u", port);
  const fault_t expected = {
      .name = "refused, and no route",
      .reason = COS_ERROR_REASON_CONNECT,
      .retry = COS_RETRY_YES,
      .os_errno = ECONNREFUSED,
      .message = {"cannot connect to ", refused, FAULT_HOST, "refused"},
      .advice = "refused",
      .has_causes = 1,
  };
  char address[40];
  snprintf(address, sizeof address, "routeless.test:%u", port);
  cos_error_t *error = head_once(http_options(address));
  CHECK(has_cause(error, routeless, "nreachable") || has_cause(error, routeless, "assign"));
  CHECK(!strstr(cos_error_message(error), "2001:db8"));
  check_fault(error, &expected);

  fault_t of_proxy = expected;
  char url[48];
  snprintf(url, sizeof url, "http://%s", address);
  cos_client_options_t *options = https_options(NULL);
  cos_client_options_set_proxy(options, url);
  of_proxy.name = "a proxy: refused, and no route";
  of_proxy.reason = COS_ERROR_REASON_PROXY;
  of_proxy.retry = COS_RETRY_NO;
  of_proxy.message[0] = "cannot connect to the proxy ";
  of_proxy.message[1] = address;
  of_proxy.advice = "proxy";
  error = head_once(options);
  CHECK(has_cause(error, routeless, "nreachable") || has_cause(error, routeless, "assign"));
  check_fault(error, &of_proxy);
}

/* One address refuses, the other stays silent: the time that ran out is the reason. */
static void a_refusal_is_a_cause_of_a_timeout(void) {
  backlog_t *silent = backlog_start_quiet("::1", 0);
  unsigned port = port_of(backlog_address(silent));
  char refused[32];
  snprintf(refused, sizeof refused, "127.0.0.1:%u", port);
  for (int proxy = 0; proxy < 2; proxy++) {
    const fault_t expected = {
        .name = proxy ? "a proxy: refused, and silent" : "refused, and silent",
        .reason = COS_ERROR_REASON_TIMEOUT,
        .retry = COS_RETRY_YES,
        .os_errno = 0,
        .message = {"timed out", "connecting", backlog_address(silent), FAULT_HOST},
        .advice = "Time",
        .has_causes = 1,
    };
    cos_client_options_t *options = http_options(proxy ? NULL : on_host(port));
    if (proxy) cos_client_options_set_proxy(options, through_host(port));
    cos_client_options_set_connect_timeout_ms(options, 600);
    cos_error_t *error = head_once(options);
    CHECK(has_cause(error, refused, "refused"));
    check_fault(error, &expected);
  }
  backlog_stop(silent);
}

#ifdef __GLIBC__
/* The same with IPv4 first, in the system's order: that is read once in a process. Musl's order is built in. */
static void again_with_ipv4_first(char *program) {
  char *const arguments[] = {program, "ipv4-first", NULL};
  const char *wrong = namespace_cover("/etc/gai.conf", "precedence ::ffff:0:0/96 100\n");
  CHECK_TEXT(wrong ? wrong : "", "");
  check_report();
  fflush(stdout);
  if (!wrong) execv("/proc/self/exe", arguments);
}
#endif

int main(int count, char **arguments) {
  if (count > 1) {
    one_family_is_dead("IPv4 is dead", "127.0.0.1", "::1");
    return check_report();
  }
  if (!namespace_enter()) return check_report();
  const char *wrong = namespace_cover("/etc/hosts",
                                      "::1 " HOST "\n127.0.0.1 " HOST "\n"
                                      "2001:db8::1 routeless.test\n127.0.0.1 routeless.test\n");
  CHECK_TEXT(wrong ? wrong : "", "");
  one_family_is_dead("IPv6 is dead", "::1", "127.0.0.1");
  one_of_a_family_is_dead();
  what_worked_may_end();
  a_refusal_says_more_than_no_route();
  a_refusal_is_a_cause_of_a_timeout();
#ifdef __GLIBC__
  if (check_failures == 0) again_with_ipv4_first(arguments[0]);
#else
  (void)arguments;
#endif
  return check_report();
}
