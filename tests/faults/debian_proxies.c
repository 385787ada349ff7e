/* Through tinyproxy and Squid as Debian ships them, with their usual rules: CONNECT for the ports
   of https:// only. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "fault.h"
#include "namespace.h"
#include "peer.h"
#include "ports.h"

extern char **environ;

#define SECRET "secret-word"

enum { SKIPPED = 77, PORT = 3128, WAIT_S = 60, LARGE = 1 << 20 };

static char folder[64];

typedef struct {
  const char *name, *program;
  /* Its configuration; asks for user:secret-word, or for nobody. */
  void (*configure)(FILE *file, unsigned https_port, int asks);
  char *const *arguments;
  /* Its status for a wrong password; none: 407. */
  int32_t wrong_password;
} proxy_t;

static void configure_tinyproxy(FILE *file, unsigned https_port, int asks) {
  fprintf(file, "Port %d\nListen 127.0.0.1\nAllow 127.0.0.1\nTimeout 60\nMaxClients 50\nLogLevel Critical\n", PORT);
  fprintf(file, "ConnectPort 443\nConnectPort 563\nConnectPort %u\n", https_port);
  if (asks) fprintf(file, "BasicAuth user " SECRET "\n");
}

static void configure_squid(FILE *file, unsigned https_port, int asks) {
  fprintf(file, "http_port 127.0.0.1:%d\nacl SSL_ports port 443\nacl SSL_ports port %u\n", PORT, https_port);
  fprintf(file, "acl Safe_ports port 80\nacl Safe_ports port 443\nacl Safe_ports port 1025-65535\n");
  fprintf(file, "http_access deny !Safe_ports\nhttp_access deny CONNECT !SSL_ports\n");
  if (asks) {
    fprintf(file, "auth_param basic program /usr/lib/squid/basic_ncsa_auth %s/users\n", folder);
    fprintf(file, "acl known proxy_auth REQUIRED\nhttp_access deny !known\n");
  }
  fprintf(file, "http_access allow all\ncache deny all\ncache_mem 8 MB\nshutdown_lifetime 0 seconds\n");
  fprintf(file, "access_log none\ncache_log %s/cache.log\npid_filename %s/squid.pid\n", folder, folder);
  fprintf(file, "coredump_dir %s\nnetdb_filename none\npinger_enable off\n", folder);
}

static char configuration[80];
static char *const tinyproxy_arguments[] = {"tinyproxy", "-d", "-c", configuration, NULL};
static char *const squid_arguments[] = {"squid", "-N", "-f", configuration, NULL};

static const proxy_t proxies[] = {
    {"tinyproxy", "/usr/bin/tinyproxy", configure_tinyproxy, tinyproxy_arguments, 401},
    {"Squid", "/usr/sbin/squid", configure_squid, squid_arguments, 407},
};

static void give_up(const char *what) {
  perror(what);
  exit(1);
}

static FILE *file_in_folder(const char *name, char path[80]) {
  snprintf(path, 80, "%s/%s", folder, name);
  FILE *file = fopen(path, "w");
  if (!file) give_up(path);
  return file;
}

/* The password as Squid's helper reads it: `openssl passwd -1` of it. */
static void write_users(void) {
  char path[80];
  FILE *file = file_in_folder("users", path);
  fprintf(file, "user:$1$standin1$wYWynNrIbMW0i2dYDu9uH.\n");
  fclose(file);
  chmod(path, 0644);
}

static int listens(void) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(PORT), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int done = line >= 0 && connect(line, (struct sockaddr *)&at, sizeof at) == 0;
  if (line >= 0) close(line);
  return done;
}

static pid_t start(const proxy_t *proxy, int asks) {
  pid_t process;
  posix_spawn_file_actions_t actions;
  FILE *file = file_in_folder("proxy.conf", configuration);
  proxy->configure(file, (unsigned)atoi(strchr(port("good"), ':') + 1), asks);
  fclose(file);
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  if (posix_spawn(&process, proxy->program, &actions, NULL, proxy->arguments, environ) != 0) give_up(proxy->program);
  posix_spawn_file_actions_destroy(&actions);
  for (time_t end = time(NULL) + WAIT_S; !listens(); nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL)) {
    if (waitpid(process, NULL, WNOHANG) == process || time(NULL) > end) give_up(proxy->name);
  }
  return process;
}

static void stop(pid_t process) {
  kill(process, SIGKILL);
  waitpid(process, NULL, 0);
}

static cos_client_options_t *options_through(int tls, const char *user) {
  char endpoint[120], url[80];
  cos_client_options_t *options = tls ? https_options(NULL) : http_options(NULL);
  snprintf(endpoint, sizeof endpoint, "%s://{bucket}.cos.{region}.myqcloud.com%s", tls ? "https" : "http",
           strchr(port(tls ? "good" : "http"), ':'));
  snprintf(url, sizeof url, "http://%s127.0.0.1:%d", user, PORT);
  cos_client_options_set_endpoint(options, endpoint);
  cos_client_options_set_proxy(options, url);
  if (tls) cos_client_options_set_ca_file(options, ca_file());
  return options;
}

static void check_sent(cos_client_t *client, const char *method, const char *key, const char *body, size_t length,
                       size_t expected) {
  cos_request_t *request = cos_request_new(method, STANDIN_BUCKET, key);
  cos_response_t *response = NULL;
  size_t got = 0;
  if (body) cos_request_set_body(request, body, length);
  cos_error_t *error = cos_client_send(client, request, NULL, &response);
  CHECK_TEXT(cos_error_text(error), "");
  const void *bytes = cos_response_body(response, &got);
  CHECK_NUMBER(got, expected);
  if (body && expected) CHECK(memcmp(bytes, body, expected) == 0);
  cos_error_free(error);
  cos_response_free(response);
  cos_request_free(request);
}

/* What arrived behind the proxy: signed for the host, and nothing of the proxy's. */
static void check_arrived(size_t count) {
  json_t *requests = standin_requests();
  CHECK_NUMBER(json_array_size(requests), count);
  for (size_t i = 0; i < json_array_size(requests); i++) {
    json_t *request = json_array_get(requests, i);
    CHECK_TEXT(json_string_value(json_object_get(request, "signature")), "valid");
    CHECK_TEXT(received_header(request, "proxy-authorization"), "");
  }
  json_decref(requests);
}

static void calls_succeed(const char *user) {
  char *large = malloc(LARGE);
  if (!large) abort();
  for (size_t i = 0; i < LARGE; i++) large[i] = (char)(i * 7 + i / 251);
  for (int tls = 0; tls < 2; tls++) {
    cos_client_t *client = client_from(options_through(tls, user));
    standin_forget();
    for (int again = 0; again < 2; again++) {
      cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
      CHECK_TEXT(cos_error_text(error), "");
      cos_error_free(error);
    }
    check_sent(client, "PUT", "folder/a b+.bin", large, LARGE, 0);
    check_sent(client, "GET", "folder/a b+.bin", NULL, 0, LARGE);
    check_sent(client, "DELETE", "folder/a b+.bin", NULL, 0, 0);
    check_arrived(5);
    cos_client_free(client);
  }
  free(large);
}

/* Only a tunnel, and 407, show that it is the proxy that refuses. */
static void check_refused(const char *user, int32_t status) {
  for (int tls = 0; tls < 2; tls++) {
    cos_error_t *error = head_once(options_through(tls, user));
    int is_certain = tls || status == 407;
    char number[8];
    snprintf(number, sizeof number, "%d", (int)status);
    CHECK_TEXT(cos_error_reason_name(cos_error_reason(error)), is_certain ? "Proxy" : "");
    CHECK_NUMBER(cos_error_retry(error), COS_RETRY_NO);
    CHECK_NUMBER(cos_error_request_sent(error), !is_certain);
    CHECK_NUMBER(cos_error_status(error), tls ? 0 : status);
    CHECK_NUMBER(cos_error_responder(error), tls ? COS_RESPONDER_UNKNOWN : COS_RESPONDER_OTHER);
    CHECK_HAS(cos_error_message(error), number);
    CHECK_HAS(cos_error_advice(error, "en"), "proxy");
    CHECK(!strstr(cos_error_text(error), "wrong-word") && !strstr(cos_error_json(error), "wrong-word"));
    cos_error_free(error);
  }
}

/* Nobody listens behind the proxy: its page is not of COS, and does not say that it is. */
static void check_page(const char *user) {
  char endpoint[120];
  cos_client_options_t *options = options_through(0, user);
  snprintf(endpoint, sizeof endpoint, "http://{bucket}.cos.{region}.myqcloud.com%s", strchr(refused_address(), ':'));
  cos_client_options_set_endpoint(options, endpoint);
  cos_error_t *error = head_once(options);
  CHECK_NUMBER(cos_error_kind(error), COS_ERROR_KIND_SERVICE);
  CHECK(cos_error_status(error) >= 500);
  CHECK_NUMBER(cos_error_responder(error), COS_RESPONDER_OTHER);
  CHECK_HAS(cos_error_advice(error, "en"), "proxy");
  cos_error_free(error);
}

static void goes_through(const proxy_t *proxy, int asks) {
  char subject[40];
  const char *user = asks ? "user:" SECRET "@" : "";
  pid_t process = start(proxy, asks);
  snprintf(subject, sizeof subject, "%s%s", proxy->name, asks ? " that asks who is there" : "");
  check_subject = subject;
  size_t before = check_failures;
  calls_succeed(user);
  check_page(user);
  if (asks) check_refused("", 407);
  if (asks) check_refused("user:wrong-word@", proxy->wrong_password);
  printf("%s: %s\n", subject, check_failures == before ? "through" : "failed");
  stop(process);
  check_subject = "";
}

int main(void) {
  for (size_t i = 0; i < sizeof proxies / sizeof *proxies; i++)
    if (geteuid() != 0 || access(proxies[i].program, X_OK) != 0)
      return printf("skipped: needs root and %s\n", proxies[i].program), SKIPPED;
  if (!namespace_enter()) return check_report() ? 1 : SKIPPED;
  const char *wrong = namespace_cover("/etc/hosts", "127.0.0.1 localhost " FAULT_HOST "\n");
  CHECK_TEXT(wrong ? wrong : "", "");
  strcpy(folder, "/tmp/cos_err-proxies-XXXXXX");
  if (!mkdtemp(folder) || chmod(folder, 0777) != 0) give_up("no folder");
  write_users();
  ports_start();
  for (size_t i = 0; i < sizeof proxies / sizeof *proxies; i++)
    for (int asks = 0; asks < 2; asks++) goes_through(&proxies[i], asks);
  ports_stop();
  static const char *const files[] = {"users", "proxy.conf", "cache.log", "squid.pid"};
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    char path[80];
    snprintf(path, sizeof path, "%s/%s", folder, files[i]);
    unlink(path);
  }
  rmdir(folder);
  return check_report();
}
