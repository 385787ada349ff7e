/* Ways through a proxy, and proxies that give none. */
#include <errno.h>
#include <stdlib.h>

#include "check.h"
#include "fault.h"
#include "peer.h"
#include "ports.h"

static const char *through(const char *user, const char *address) {
  static char url[120];
  snprintf(url, sizeof url, "http://%s%s", user, address);
  return url;
}

/* https:// needs a tunnel. The proxy is told the host itself, but where the client has an address of
   its own: it gets a tunnel to that, for http:// too. */
static cos_client_t *client_through(const char *http_address, const char *url) {
  cos_client_options_t *options = http_address ? http_options(http_address) : https_options(NULL);
  if (!http_address) cos_client_options_set_ca_file(options, ca_file());
  cos_client_options_set_proxy(options, url);
  return client_from(options);
}

static void tunnels_lead_through(void) {
  for (int tls = 0; tls < 2; tls++) {
    long long before = counted("tunnels");
    cos_client_t *client = client_through(tls ? NULL : standin_address(), through("", port("proxy")));
    standin_forget();
    for (int again = 0; again < 2; again++) {
      cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
      CHECK_TEXT(cos_error_text(error), "");
      cos_error_free(error);
    }
    /* One tunnel, kept for the second call. */
    CHECK_NUMBER(counted("tunnels") - before, 1);
    check_received(1, "HEAD", FAULT_HOST, "valid");
    check_received(2, "HEAD", FAULT_HOST, "valid");
    cos_client_free(client);
  }
}

static void check_refusal(const char *bucket, const char *url, const char *says, int32_t number, int32_t retry) {
  char host[80];
  snprintf(host, sizeof host, "%s.cos." STANDIN_REGION ".myqcloud.com", bucket);
  const fault_t expected = {
      .name = bucket,
      .reason = COS_ERROR_REASON_PROXY,
      .retry = retry,
      .os_errno = number,
      .message = {"proxy", "127.0.0.1:", host, says},
      .advice = "proxy",
      .has_causes = 1,
      .host = host,
  };
  cos_client_t *client = client_through(NULL, url);
  cos_error_t *error = cos_head_bucket(client, bucket, NULL, NULL);
  CHECK(!strstr(cos_error_text(error), "wrong-word") && !strstr(cos_error_json(error), "wrong-word"));
  check_fault(error, &expected);
  cos_client_free(client);
}

static void check_refused(const char *bucket, const char *url, const char *says, int32_t number) {
  check_refusal(bucket, url, says, number, COS_RETRY_NO);
}

/* One that is overloaded, or could not reach the server, may give one later. */
static void check_busy(const char *bucket, const char *says) {
  check_refusal(bucket, through("", port("proxy")), says, 0, COS_RETRY_YES);
}

static void proxies_that_give_no_tunnel(void) {
  check_refused("fault-proxy-407-1250000000", through("", port("proxy")), "407", 0);
  check_refused("fault-proxy-407-1250000000", through("us%20er:wrong-word@", port("proxy")), "407", 0);
  check_refused("fault-proxy-403-1250000000", through("", port("proxy")), "403", 0);
  check_refused("fault-proxy-500-1250000000", through("", port("proxy")), "500", 0);
  check_busy("fault-proxy-408-1250000000", "408");
  check_busy("fault-proxy-429-1250000000", "429");
  check_busy("fault-proxy-502-1250000000", "502");
  check_busy("fault-proxy-503-1250000000", "503");
  check_busy("fault-proxy-504-1250000000", "504");
  check_refused("fault-proxy-close-1250000000", through("", port("proxy")), "", 0);
  check_refused("fault-proxy-garbage-1250000000", through("", port("proxy")), "", 0);
  check_refused(STANDIN_BUCKET, through("", refused_address()), "refused", ECONNREFUSED);
}

static void a_proxy_that_hangs(void) {
  cos_client_options_t *options = https_options(NULL);
  const fault_t expected = {
      .name = "a proxy that hangs",
      .reason = COS_ERROR_REASON_TIMEOUT,
      .retry = COS_RETRY_YES,
      .message = {"timed out", "proxy"},
      .advice = "Time",
      .host = "fault-proxy-hang-1250000000.cos." STANDIN_REGION ".myqcloud.com",
  };
  cos_client_options_set_proxy(options, through("", port("proxy")));
  cos_client_options_set_connect_timeout_ms(options, 200);
  cos_client_t *client = client_from(options);
  check_fault(cos_head_bucket(client, "fault-proxy-hang-1250000000", NULL, NULL), &expected);
  cos_client_free(client);
}

/* A proxy's words before and beside its 200: interim responses, lines that end with LF, a length. */
static void tunnels_are_found_behind_odd_words(void) {
  static const char *const buckets[] = {"fault-proxy-continue-1250000000", "fault-proxy-line-feeds-1250000000"};
  for (size_t i = 0; i < 2; i++) {
    cos_client_t *client = client_through(NULL, through("", port("proxy")));
    check_subject = buckets[i];
    cos_error_t *error = cos_head_bucket(client, buckets[i], NULL, NULL);
    CHECK_TEXT(cos_error_text(error), "");
    cos_error_free(error);
    cos_client_free(client);
  }
  static const char *const words[] = {
      "HTTP/1.1 103 Hints\nA: b\n\nHTTP/1.1 200 OK\nContent-Length: 5\nTransfer-Encoding: chunked\n\n",
      "HTTP/1.0 200 Connection established\r\nodd line\r\n folded\r\n\r\n",
  };
  for (size_t i = 0; i < 2; i++) {
    const peer_answer_t answers[] = {
        {.bytes = words[i], .end = PEER_NEXT},
        {.bytes = "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\n\r\n", .end = PEER_NEXT},
    };
    peer_t *peer = peer_start(answers, 2, PEER_READ_ALL);
    cos_client_t *client = client_through("127.0.0.1:80", through("", peer_address(peer)));
    check_subject = words[i];
    cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
    CHECK_TEXT(cos_error_text(error), "");
    cos_error_free(error);
    cos_client_free(client);
    peer_stop(peer);
  }
  check_subject = "";
}

/* Interim responses of a proxy are bounded like those of a server, and its status line is one. */
static void proxies_that_talk_nonsense(void) {
  char flood[65 * 26 + 1];
  for (size_t i = 0; i < 65; i++) memcpy(flood + 25 * i, "HTTP/1.1 100 Continue\r\n\r\n", 26);
  const char *const words[] = {flood, "HTTP/1.1 099 OK\r\n\r\n"};
  for (size_t i = 0; i < 2; i++) {
    const peer_answer_t answer = {.bytes = words[i], .end = PEER_SILENCE};
    peer_t *peer = peer_start(&answer, 1, PEER_READ_ALL);
    check_refused(STANDIN_BUCKET, through("", peer_address(peer)), i ? "status line" : "64 interim", 0);
    peer_stop(peer);
  }
}

/* What is sent to the proxy, to the letter: nothing of the request, no key. */
static void a_proxy_is_told_the_host_and_the_password(void) {
  static const peer_answer_t no = {.bytes = "HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n", .end = PEER_CLOSE};
  char head[4096];
  peer_t *peer = peer_start(&no, 1, PEER_READ_ALL);
  cos_client_t *client = client_through(NULL, through("us%20er:pass@", peer_address(peer)));
  cos_error_free(cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL));
  peer_latest(peer, head);
  CHECK(strncmp(head, "CONNECT " FAULT_HOST ":443 HTTP/1.1\r\n", strlen("CONNECT " FAULT_HOST ":443 HTTP/1.1\r\n")) ==
        0);
  CHECK_HAS(head, "\r\nProxy-Authorization: Basic dXMgZXI6cGFzcw==\r\n");
  CHECK(!strstr(head, "q-sign") && !strstr(head, "AKID"));
  cos_client_free(client);
  peer_stop(peer);
}

static void the_environment_is_not_asked(void) {
  static const char *const names[] = {"http_proxy",  "HTTP_PROXY", "https_proxy",
                                      "HTTPS_PROXY", "all_proxy",  "ALL_PROXY"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) setenv(names[i], through("", refused_address()), 1);
  cos_error_t *error = head_once(http_options(standin_address()));
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) unsetenv(names[i]);
}

int main(void) {
  ports_start();
  tunnels_lead_through();
  proxies_that_give_no_tunnel();
  tunnels_are_found_behind_odd_words();
  proxies_that_talk_nonsense();
  a_proxy_that_hangs();
  a_proxy_is_told_the_host_and_the_password();
  the_environment_is_not_asked();
  ports_stop();
  return check_report();
}
