/* IPv6 addresses, and names with underscores as Docker has them, in endpoint, connect_to and proxy. */
#include <stdlib.h>

#include "check.h"
#include "fault.h"
#include "namespace.h"
#include "peer.h"
#include "ports.h"

static const peer_answer_t yes = {.bytes = "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\n\r\n",
                                  .end = PEER_NEXT};

static void check_succeeds(cos_client_options_t *options) {
  cos_error_t *error = head_once(options);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
}

/* The host is signed as it is sent. */
static void hosts_are_signed_as_they_are_sent(void) {
  static const char *const hosts[][2] = {
      {"http://[::1]:9000", "[::1]:9000"},       {"http://[2001:DB8::1]", "[2001:db8::1]"},
      {"http://[::1]:80/", "[::1]"},             {"http://my_minio:9000", "my_minio:9000"},
      {"http://my_minio_1.net_a", "my_minio_1.net_a"}, {"http://{bucket}.my_net:80", STANDIN_BUCKET ".my_net"},
  };
  for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
    check_subject = hosts[i][0];
    cos_client_options_t *options = http_options(standin_address());
    cos_client_options_set_endpoint(options, hosts[i][0]);
    standin_forget();
    /* The stand-in knows no bucket of such a host; it judges the signature all the same. */
    cos_client_t *client = client_from(options);
    cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "folder/key");
    cos_error_free(cos_client_send(client, request, NULL, NULL));
    check_received(0, "GET", hosts[i][1], "valid");

    char *url = NULL, begin[120];
    cos_error_t *error = cos_client_presign(client, request, NULL, 60, &url);
    CHECK_TEXT(cos_error_text(error), "");
    snprintf(begin, sizeof begin, "http://%s/folder/key?", hosts[i][1]);
    CHECK(url && strncmp(url, begin, strlen(begin)) == 0);
    CHECK_HAS(url ? url : "", "q-header-list=host");
    cos_text_free(url);
    cos_error_free(error);
    cos_request_free(request);
    cos_client_free(client);
  }
  check_subject = "";
}

static void addresses_are_dialled(void) {
  peer_t *peer = peer_start_at("::1", 0, &yes, 1, PEER_READ_ALL);
  char head[4096], url[64], host[64];
  snprintf(url, sizeof url, "http://%s", peer_address(peer));
  snprintf(host, sizeof host, "\r\nhost: %s\r\n", peer_address(peer));
  cos_client_options_t *options = http_options(NULL);
  cos_client_options_set_endpoint(options, url);
  check_succeeds(options);
  peer_latest(peer, head);
  CHECK_HAS(head, host);
  check_succeeds(http_options(peer_address(peer)));
  options = http_options(NULL);
  cos_client_options_set_proxy(options, url);
  check_succeeds(options);
  peer_latest(peer, head);
  CHECK(strncmp(head, "HEAD http://" FAULT_HOST "/ ", 13 + strlen(FAULT_HOST)) == 0);
  CHECK_NUMBER(peer_requests(peer), 3);
  peer_stop(peer);
}

/* A name that Docker gives a container, and its DNS knows. */
static void names_are_resolved(void) {
  peer_t *peer = peer_start(&yes, 1, PEER_READ_ALL);
  char url[64];
  dns_answers(DNS_LOCAL);
  snprintf(url, sizeof url, "http://my_minio_1%s", strchr(peer_address(peer), ':'));
  cos_client_options_t *options = http_options(NULL);
  cos_client_options_set_endpoint(options, url);
  check_succeeds(options);
  check_succeeds(http_options(url + strlen("http://")));
  options = http_options(NULL);
  cos_client_options_set_proxy(options, url);
  check_succeeds(options);
  CHECK_NUMBER(peer_requests(peer), 3);
  peer_stop(peer);
}

/* A certificate names addresses, too; one that does not is for another host. */
static void certificates_are_checked_for_addresses(void) {
  static const struct {
    const char *endpoint;
    int is_named;
  } rows[] = {{"https://[::1]:9000", 1}, {"https://127.0.0.1:9000", 1}, {"https://[::2]", 0}, {"https://my_minio", 0}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    check_subject = rows[i].endpoint;
    cos_client_options_t *options = https_options(port("good"));
    cos_client_options_set_endpoint(options, rows[i].endpoint);
    cos_client_options_set_ca_file(options, ca_file());
    cos_error_t *error = head_once(options);
    if (rows[i].is_named) {
      CHECK(cos_error_status(error) != 0 || !error);
    } else {
      CHECK_TEXT(cos_error_reason_name(cos_error_reason(error)), "Tls");
      CHECK_HAS(cos_error_message(error), "certificate");
    }
    cos_error_free(error);
  }
  check_subject = "";
}

static void zones_are_refused(void) {
  static void (*const setters[])(cos_client_options_t *, const char *) = {
      cos_client_options_set_endpoint, cos_client_options_set_connect_to, cos_client_options_set_proxy};
  static const char *const values[][2] = {{"http://[fe80::1%25eth0]:9000", "http://fe80::1%eth0"},
                                          {"[fe80::1%eth0]:9000", "fe80::1%eth0:9000"},
                                          {"http://[fe80::1%eth0]:3128", "http://fe80::1%eth0:3128"}};
  for (size_t i = 0; i < 6; i++) {
    cos_client_options_t *options = http_options(NULL);
    cos_client_t *client = NULL;
    check_subject = values[i / 2][i % 2];
    setters[i / 2](options, values[i / 2][i % 2]);
    cos_error_t *error = cos_client_new(options, &client);
    CHECK_TEXT(cos_error_reason_name(cos_error_reason(error)), "InvalidArgument");
    CHECK_HAS(cos_error_message(error), "zone");
    CHECK_HAS(cos_error_message(error), values[i / 2][i % 2]);
    cos_error_free(error);
    cos_client_options_free(options);
  }
  check_subject = "";
}

int main(void) {
  int is_alone = namespace_enter();
  ports_start();
  hosts_are_signed_as_they_are_sent();
  certificates_are_checked_for_addresses();
  zones_are_refused();
  if (is_alone) addresses_are_dialled();
  if (is_alone) names_are_resolved();
  ports_stop();
  return check_report();
}
