/* What TLS servers do wrong, or refuse, in words that need no knowledge of the library
   underneath: OpenSSL's server, and answers byte for byte. */
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "fault.h"
#include "peer.h"
#include "ports.h"

extern char **environ;

enum { MOST = 300, ARGUMENTS = 20 };

static char folder[] = "/tmp/cos_err-tls-XXXXXX";

/* Starts a program, and gives what it prints. */
static pid_t start(char *const *arguments, FILE **said) {
  int ends[2], in[2];
  pid_t process = 0;
  posix_spawn_file_actions_t actions;
  CHECK(pipe(ends) == 0 && pipe(in) == 0);
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  for (int i = 0; i < 2; i++) posix_spawn_file_actions_addclose(&actions, ends[i]);
  for (int i = 0; i < 2; i++) posix_spawn_file_actions_addclose(&actions, in[i]);
  CHECK_NUMBER(posix_spawnp(&process, arguments[0], &actions, NULL, arguments, environ), 0);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  close(in[0]);
  close(in[1]);
  *said = fdopen(ends[0], "r");
  return process;
}

/* Runs `openssl` with arguments that are separated by single spaces. */
static pid_t openssl(const char *line, FILE **said) {
  static char words[1000];
  char *arguments[ARGUMENTS] = {"openssl"}, *rest = words;
  size_t count = 1;
  snprintf(words, sizeof words, "%s", line);
  while (count < ARGUMENTS - 1 && (arguments[count] = strsep(&rest, " "))) count++;
  return start(arguments, said);
}

static void run_openssl(const char *line) {
  FILE *said;
  int status = -1;
  char rest[MOST];
  pid_t process = openssl(line, &said);
  while (fgets(rest, sizeof rest, said)) continue;
  fclose(said);
  CHECK(waitpid(process, &status, 0) == process);
  CHECK_NUMBER(status, 0);
}

static void write_configuration(void) {
  static const char text[] =
      "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=x\n"
      "[ca]\ndefault_ca=own\n[own]\ndatabase=index\nnew_certs_dir=.\ndefault_md=sha256\npolicy=any\n"
      "unique_subject=no\nrand_serial=yes\n[any]\nCN=supplied\n"
      "[of-ca]\nbasicConstraints=critical,CA:TRUE\nsubjectAltName=DNS:" FAULT_HOST "\n"
      "[of-leaf]\nbasicConstraints=critical,CA:FALSE\nsubjectAltName=DNS:" FAULT_HOST "\n"
      "[of-client]\nbasicConstraints=critical,CA:FALSE\nsubjectAltName=DNS:" FAULT_HOST "\nextendedKeyUsage=clientAuth\n"
      "[of-other]\nbasicConstraints=critical,CA:FALSE\nsubjectAltName=DNS:other.example\n";
  FILE *file = fopen("conf", "we"), *index = fopen("index", "we");
  CHECK(file && fputs(text, file) >= 0 && index);
  if (file) fclose(file);
  if (index) fclose(index);
}

/* NAME.pem, signed with its own key NAME.key. */
static void certify(const char *name, const char *extensions, const char *begin, const char *end) {
  char line[MOST];
  snprintf(line, sizeof line, "req -new -nodes -newkey rsa:2048 -config conf -keyout %s.key -out %s.csr", name, name);
  run_openssl(line);
  snprintf(line, sizeof line,
           "ca -batch -selfsign -notext -config conf -in %s.csr -keyfile %s.key -out %s.pem -extensions %s "
           "-startdate %s -enddate %s",
           name, name, name, extensions, begin, end);
  run_openssl(line);
}

typedef struct {
  pid_t process;
  FILE *said; /* open while it runs: it goes on to print */
  char address[32];
} server_t;

static server_t serve(const char *certificate, const char *how) {
  server_t server = {0};
  char line[MOST];
  snprintf(line, sizeof line, "s_server -accept 127.0.0.1:0 -www -cert %s.pem -key %s.key%s%s", certificate, certificate,
           *how ? " " : "", how);
  server.process = openssl(line, &server.said);
  while (!*server.address && fgets(line, sizeof line, server.said)) sscanf(line, "ACCEPT %31[0-9.:]", server.address);
  CHECK(*server.address != '\0');
  return server;
}

static void stop(server_t *server) {
  kill(server->process, SIGKILL);
  waitpid(server->process, NULL, 0);
  fclose(server->said);
}

static cos_client_options_t *trusting(const char *address, const char *certificate) {
  char path[MOST];
  cos_client_options_t *options = https_options(address);
  snprintf(path, sizeof path, "%s/%s.pem", folder, certificate);
  cos_client_options_set_ca_file(options, path);
  return options;
}

/* No word of Rust, of rustls, or of its manual. */
static void check_plain(const char *text) {
  static const char *const foreign[] = {"(", "::", "docs.rs", "InvalidMessage", "AlertReceived", "OtherError", "{"};
  const char *words = strstr(text, "failed: ");
  for (size_t i = 0; words && i < sizeof foreign / sizeof *foreign; i++)
    if (strstr(words, foreign[i])) CHECK_TEXT(text, foreign[i]);
}

/* The request is sent or not, by whether the refusal came before or after the client looked for it. */
enum { SENT_OR_NOT = -1 };

static void check_words(cos_error_t *error, const char *name, const char *says, const char *advice,
                        int32_t request_sent) {
  int32_t sent = cos_error_request_sent(error);
  const fault_t expected = {
      .name = name,
      .reason = COS_ERROR_REASON_TLS,
      .retry = COS_RETRY_NO,
      .request_sent = request_sent == SENT_OR_NOT ? sent == 1 : request_sent,
      .message = {"TLS", says},
      .advice = advice,
      .has_causes = 1,
  };
  check_subject = name;
  check_plain(cos_error_message(error));
  check_fault(error, &expected);
}

static void servers_of_openssl(void) {
  static const struct {
    const char *certificate, *how, *says;
    int trusted, sent;
    const char *advice;
  } rows[] = {
      {"ca", "", "a CA's own", 0, 0, NULL},
      {"ca", "", "CA:FALSE", 1, 0, NULL},
      {"leaf", "", "CA that is not trusted", 0, 0, NULL},
      {"client", "", "not made for servers", 1, 0, NULL},
      {"early", "", "not valid yet: it is valid from Sun, 01 Jan 2040 00:00:00 GMT", 1, 0, NULL},
      {"late", "", "has expired: it was valid until Wed, 01 Jan 2020 00:00:00 GMT, and the clock here shows", 1, 0, NULL},
      {"other", "", "for another name: other.example", 1, 0, NULL},
      {"leaf", "-Verify 1 -verify_return_error -tls1_2", "wants a client certificate, which", 1, 0,
       "requires a client certificate, and this library sends none"},
      {"leaf", "-Verify 1 -verify_return_error -tls1_3", "client certificate", 1, SENT_OR_NOT,
       "requires a client certificate, and this library sends none"},
      {"leaf", "-tls1_1 -cipher ALL:@SECLEVEL=0", "neither TLS 1.2 nor TLS 1.3", 1, 0, "speaks only TLS 1.1 or older"},
      {"leaf", "-tls1_2 -cipher AES128-SHA", "none of the ciphers", 1, 0, "accepts none of the ciphers"},
      {"leaf", "-tls1_3 -groups X448", "cipher", 1, 0, "accepts none of the ciphers"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char name[MOST];
    server_t server = serve(rows[i].certificate, rows[i].how);
    const char *address = server.address;
    snprintf(name, sizeof name, "%s %s", rows[i].certificate, rows[i].how);
    cos_error_t *error = head_once(rows[i].trusted ? trusting(address, rows[i].certificate) : https_options(address));
    check_words(error, name, rows[i].says, rows[i].advice, rows[i].sent);
    stop(&server);
  }
}

static void what_is_no_tls(void) {
  static const struct {
    peer_answer_t answer;
    const char *name, *says, *advice;
  } rows[] = {
      {{.bytes = "HTTP/1.1 400 Bad Request\r\n\r\n", .end = PEER_CLOSE}, "HTTP", "does not use TLS", NULL},
      {{.bytes = "SSH-2.0-OpenSSH_9.6\r\n", .end = PEER_CLOSE}, "SSH", "does not use TLS", NULL},
      {{.bytes = "\x15\x03\x03\0\x02\x02\x28", .length = 7, .end = PEER_CLOSE}, "alert 40", "none of the ciphers", NULL},
      {{.bytes = "\x15\x03\x03\0\x02\x02\x46", .length = 7, .end = PEER_CLOSE}, "alert 70", "neither TLS 1.2",
       "speaks only TLS 1.1 or older"},
      {{.bytes = "\x15\x03\x03\0\x02\x02\x50", .length = 7, .end = PEER_CLOSE}, "alert 80", "internal error", NULL},
      {{.bytes = "\x15\x03\x03\0\x02\x02\x70", .length = 7, .end = PEER_CLOSE}, "alert 112", "no certificate for this", NULL},
      {{.bytes = "\x15\x03\x03\0\x02\x02\x74", .length = 7, .end = PEER_CLOSE}, "alert 116", "client certificate",
       "have that gateway accept this program without a client certificate"},
      {{.bytes = "\x15\x03\x03\0\x02\x02\x2a", .length = 7, .end = PEER_CLOSE}, "alert 42", "\"bad certificate\"", NULL},
      {{.bytes = "\x14\x03\x03\0\x01\x01\x14\x03\x03\0\x01\x01", .length = 12, .end = PEER_CLOSE},
       "a message out of turn",
       "unexpected TLS message", NULL},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    peer_t *peer = peer_start(&rows[i].answer, 1, PEER_READ_SOME);
    check_words(head_once(https_options(peer_address(peer))), rows[i].name, rows[i].says, rows[i].advice, 0);
    peer_stop(peer);
  }
}

/* The end of TLS without its goodbye: in a body, and instead of a response. */
static void a_goodbye_that_is_missing(void) {
  static const char *const buckets[] = {"fault-cut-body-and-unclean-1250000000", "fault-close-and-unclean-1250000000"};
  for (size_t i = 0; i < sizeof buckets / sizeof *buckets; i++) {
    cos_client_options_t *options = https_options(port("good"));
    cos_client_options_set_ca_file(options, ca_file());
    cos_client_t *client = client_from(options);
    cos_request_t *request = cos_request_new("GET", buckets[i], "synthetic/1m");
    cos_error_t *error = cos_client_send(client, request, NULL, NULL);
    check_subject = buckets[i];
    CHECK(error != NULL);
    CHECK(!strstr(cos_error_json(error), "docs.rs"));
    cos_error_free(error);
    cos_request_free(request);
    cos_client_free(client);
  }
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk) {
  (void)status, (void)kind, (void)walk;
  return remove(path);
}

int main(void) {
  ports_start();
  CHECK(mkdtemp(folder) != NULL && chdir(folder) == 0);
  write_configuration();
  certify("ca", "of-ca", "20200101000000Z", "20490101000000Z");
  certify("leaf", "of-leaf", "20200101000000Z", "20490101000000Z");
  certify("client", "of-client", "20200101000000Z", "20490101000000Z");
  certify("other", "of-other", "20200101000000Z", "20490101000000Z");
  certify("early", "of-leaf", "20400101000000Z", "20490101000000Z");
  certify("late", "of-leaf", "20190101000000Z", "20200101000000Z");
  servers_of_openssl();
  what_is_no_tls();
  a_goodbye_that_is_missing();
  CHECK(chdir("/") == 0 && nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS) == 0);
  ports_stop();
  return check_report();
}
