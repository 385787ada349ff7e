/* Calls when the thread or the process that makes them is about to end: in exit
   handlers, in destructors of threads, of the program and of a plugin. */
#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "server.h"

enum { LIMIT_S = 60 };

/* What C++ registers the destructors of static and of thread_local objects with. */
extern int __cxa_atexit(void (*destructor)(void *), void *object, void *dso);
extern int __cxa_thread_atexit_impl(void (*destructor)(void *), void *object, void *dso);
extern void *__dso_handle;

/* Shared by a program and its children: handlers that came to their end. */
static int *ended;
static cos_client_t *plain, *by_name, *secure, *refused;

static cos_client_t *named_client(void) {
  char address[64];
  cos_client_options_t *options = server_options(HTTP);
  snprintf(address, sizeof address, "localhost%s", strchr(server_address(HTTP), ':'));
  cos_client_options_set_connect_to(options, address);
  return client_from(options);
}

static cos_client_t *refused_client(void) {
  cos_client_options_t *options = server_options(HTTP);
  cos_client_options_set_connect_to(options, "127.0.0.1:1");
  cos_client_options_set_max_attempts(options, 2);
  return client_from(options);
}

static void head(cos_client_t *client, const char *bucket, const char *code) {
  cos_error_t *error = cos_head_bucket(client, bucket, NULL, NULL);
  CHECK_TEXT(cos_error_code(error), code);
  if (strcmp(cos_error_code(error), code) != 0) CHECK_TEXT(cos_error_text(error), "");
  CHECK(!error || (*cos_error_advice(error, "zh") && *cos_error_json(error) == '{'));
  cos_error_free(error);
}

static void read_a_response(void) {
  const char *body = "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>";
  cos_exchange_t exchange = {
      .struct_size = sizeof exchange, .method = "GET", .status = 404, .body = body, .body_len = strlen(body)};
  cos_error_t *error = cos_error_from_response(&exchange);
  CHECK_TEXT(cos_error_code(error), "NoSuchKey");
  CHECK(*cos_error_advice(error, "en") && *cos_error_advice(error, "zh"));
  cos_error_free(error);
}

/* The loader is locked: the thread that resolves a name may need it for the first time. */
static int in_loader;

/* Every kind of call. */
static void call(void) {
  head(plain, BUCKET, "");
  head(plain, "missing-1250000000", "NoSuchBucket");
  head(secure, BUCKET, "");
  if (!in_loader) head(by_name, BUCKET, "");
  head(refused, BUCKET, "Connect");
  read_a_response();
}

static void free_clients(void) {
  cos_client_free(plain);
  cos_client_free(secure);
  cos_client_free(by_name);
  cos_client_free(refused);
}

/* The exit status is fixed by now: a failure needs one of its own. */
static void call_at_last(void) {
  call();
  free_clients();
  if (check_failures) {
    fflush(stdout);
    _exit(1);
  }
  ++*ended;
}

static void destroy(void *unused) {
  (void)unused;
  call_at_last();
}

static void in_atexit(void) { CHECK(atexit(call_at_last) == 0); }
static void in_a_static_destructor(void) { CHECK(__cxa_atexit(destroy, NULL, &__dso_handle) == 0); }
static void in_a_thread_local_destructor(void) {
  CHECK(__cxa_thread_atexit_impl(destroy, NULL, &__dso_handle) == 0);
}

/* As late as there is: in the last of the rounds that the system makes. */
static pthread_key_t key;
static int rounds;

static void destroy_in_the_last_round(void *value) {
  if (++rounds == PTHREAD_DESTRUCTOR_ITERATIONS) call_at_last();
  if (rounds < PTHREAD_DESTRUCTOR_ITERATIONS) pthread_setspecific(key, value);
}

static void in_the_last_round_of_a_key(void) {
  CHECK(pthread_key_create(&key, destroy_in_the_last_round) == 0);
  CHECK(pthread_setspecific(key, &rounds) == 0);
}

static const char *plugin;
static void *loaded;
static void in_dlclose(void) {
  loaded = dlopen(plugin, RTLD_NOW | RTLD_LOCAL);
  void (**at_last)(void) = loaded ? (void (**)(void))dlsym(loaded, "at_last") : NULL;
  CHECK(at_last != NULL);
  if (at_last) *at_last = call_at_last;
}

static const struct {
  const char *name;
  void (*prepare)(void);
  int in_thread;
} rows[] = {
    {"atexit", in_atexit, 0},
    {"a static destructor", in_a_static_destructor, 0},
    {"a thread_local destructor of the main thread", in_a_thread_local_destructor, 0},
    {"a thread_local destructor of a thread", in_a_thread_local_destructor, 1},
    {"a destructor of a key", in_the_last_round_of_a_key, 1},
    {"a plugin's destructor at dlclose", in_dlclose, 1},
    {"a plugin's destructor at exit", in_dlclose, 0},
};

static int warm;

/* What is registered first runs last: after what the library left in the thread. */
static void *prepare_and_call(void *row) {
  rows[*(size_t *)row].prepare();
  plain = client_from(server_options(HTTP));
  secure = client_from(server_options(HTTPS));
  by_name = named_client();
  refused = refused_client();
  if (warm) call();
  if (!loaded || !rows[*(size_t *)row].in_thread) return NULL;
  in_loader = !warm;
  CHECK_NUMBER(dlclose(loaded), 0);
  return NULL;
}

static void run_and_exit(size_t row) {
  pthread_t thread;
  alarm(LIMIT_S);
  check_failures = 0;
  if (rows[row].in_thread) {
    CHECK(pthread_create(&thread, NULL, prepare_and_call, &row) == 0);
    pthread_join(thread, NULL);
  } else {
    prepare_and_call(&row);
  }
  exit(check_failures > 0);
}

static void run(size_t row) {
  int status = -1, before = *ended;
  check_subject = rows[row].name;
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) run_and_exit(row);
  CHECK(waitpid(child, &status, 0) == child);
  CHECK_NUMBER(status, 0);
  CHECK_NUMBER(*ended, before + 1);
}

int main(int argc, char **argv) {
  if (argc != 2) return fputs("usage: last_calls PLUGIN\n", stderr), 2;
  plugin = argv[1];
  ended = mmap(NULL, sizeof *ended, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (ended == MAP_FAILED) return perror("mmap"), 1;
  server_start();
  /* The first calls of all, and further ones. */
  for (warm = 0; warm < 2; warm++)
    for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) run(row);
  check_subject = "";
  server_stop();
  return check_report();
}
