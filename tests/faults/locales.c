/* Texts that come from the system are the same in every locale, of the process and of the
   thread: locales NAME... . */
#include <errno.h>
#include <locale.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "check.h"
#include "fault.h"
#include "peer.h"
#include "standin.h"

enum { MOST = 60000 };

static const char *locale_name;
static peer_t *peer;
static char refused[32];

/* Everything that an error says, but for times. */
static void add(char *texts, cos_error_t *error) {
  size_t length = strlen(texts);
  CHECK(error != NULL);
  length += (size_t)snprintf(texts + length, MOST - length, "%s\n", cos_error_text(error));
  length += (size_t)snprintf(texts + length, MOST - length, "%s\n", cos_error_message(error));
  for (size_t i = 0; i < cos_error_cause_count(error); i++)
    length += (size_t)snprintf(texts + length, MOST - length, "  %s\n", cos_error_cause(error, i));
  CHECK(length < MOST);
  CHECK_UTF8(cos_error_json(error));
  cos_error_free(error);
}

static void hosts(char *texts) {
  char name[80];
  memset(name, 'a', 70);
  strcpy(name + 70, ":80");
  add(texts, head_once(http_options(refused)));
  add(texts, head_once(http_options(peer_address(peer))));
  add(texts, head_once(http_options(name)));
}

static void no_descriptor(char *texts) {
  struct rlimit before, none;
  cos_client_options_t *options = http_options(refused);
  CHECK_NUMBER(getrlimit(RLIMIT_NOFILE, &before), 0);
  none = before;
  none.rlim_cur = 0;
  CHECK_NUMBER(setrlimit(RLIMIT_NOFILE, &none), 0);
  add(texts, head_once(options));
  CHECK_NUMBER(setrlimit(RLIMIT_NOFILE, &before), 0);
}

static void files(char *texts) {
  static const char *const paths[] = {"/no/such/file", "/proc/version/file", "/proc", "/proc/self/fd/9999"};
  for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
    cos_client_t *client = client_from(http_options(refused));
    cos_request_t *put = cos_request_new("PUT", STANDIN_BUCKET, "key");
    cos_request_t *get = cos_request_new("GET", STANDIN_BUCKET, "key");
    cos_request_set_body_file(put, paths[i]);
    cos_request_set_sink_file(get, paths[i]);
    add(texts, cos_client_send(client, put, NULL, NULL));
    add(texts, cos_client_send(client, get, NULL, NULL));
    cos_request_free(put);
    cos_request_free(get);
    cos_client_free(client);
    client = NULL;
    cos_client_options_t *options = https_options(refused);
    cos_client_options_set_ca_file(options, paths[i]);
    add(texts, cos_client_new(options, &client));
    cos_client_options_free(options);
  }
}

static void all(char *texts) {
  *texts = '\0';
  hosts(texts);
  no_descriptor(texts);
  files(texts);
}

/* A locale of the thread's own; the process keeps C. */
static void *in_a_thread(void *texts) {
  locale_t own = newlocale(LC_ALL_MASK, locale_name, (locale_t)0);
  CHECK(own != (locale_t)0);
  locale_t before = uselocale(own);
  all(texts);
  uselocale(before);
  freelocale(own);
  return NULL;
}

int main(int count, char **names) {
  static const peer_answer_t reset = {.end = PEER_RESET};
  static char english[MOST], texts[MOST];
  char system_english[200];
  unsetenv("LANGUAGE");
  peer = peer_start(&reset, 1, PEER_READ_ALL);
  snprintf(refused, sizeof refused, "%s", refused_address());
  snprintf(system_english, sizeof system_english, "%s", strerror(ENOENT));
  all(english);
  CHECK_HAS(english, "No such file or directory");
  CHECK_HAS(english, "Connection refused");
  CHECK_HAS(english, "Name or service not known");
  CHECK_HAS(english, "Too many open files");
  for (int i = 1; i < count; i++) {
    pthread_t thread;
    check_subject = locale_name = names[i];
    setenv("LC_ALL", locale_name, 1);
    CHECK(setlocale(LC_ALL, "") != NULL);
    /* The locale is there, and so are the system's texts in its language. */
    CHECK(strcmp(strerror(ENOENT), system_english) != 0);
    all(texts);
    CHECK_TEXT(texts, english);
    CHECK(setlocale(LC_ALL, "C") != NULL);
    CHECK_NUMBER(pthread_create(&thread, NULL, in_a_thread, texts), 0);
    CHECK_NUMBER(pthread_join(thread, NULL), 0);
    CHECK_TEXT(texts, english);
  }
  peer_stop(peer);
  return check_report();
}
