/* The library unloaded while a client of it lives, its connections are open, and
   threads that called it go on: unload_live libcos_err.so */
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "server.h"
#include "usage.h"

enum { WARM_UP = 10, ROUNDS = 100 };

/* A function of the library by its name; pointers to functions are as large as others wherever there is dlsym. */
#define FUNCTION(name)                                \
  __typeof__(&name) name##_;                          \
  *(void **)&name##_ = dlsym(library, #name);         \
  CHECK(name##_ != NULL)

static void *load(const char *path) {
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!library) printf("%s\n", dlerror());
  CHECK(library != NULL);
  if (!library) exit(check_report());
  return library;
}

static cos_client_t *make_client(void *library) {
  FUNCTION(cos_client_options_new);
  FUNCTION(cos_client_options_set_region);
  FUNCTION(cos_client_options_set_endpoint);
  FUNCTION(cos_client_options_set_connect_to);
  FUNCTION(cos_client_options_set_credentials);
  FUNCTION(cos_client_options_free);
  FUNCTION(cos_client_new);
  cos_client_t *client = NULL;
  cos_client_options_t *options = cos_client_options_new_();
  cos_client_options_set_region_(options, SERVER_REGION);
  cos_client_options_set_endpoint_(options, SERVER_ENDPOINT);
  cos_client_options_set_connect_to_(options, server_address(HTTP));
  cos_client_options_set_credentials_(options, SERVER_ID, SERVER_KEY, NULL);
  CHECK(cos_client_new_(options, &client) == NULL);
  cos_client_options_free_(options);
  return client;
}

typedef __typeof__(&cos_err_head_bucket) head_t;

typedef struct {
  head_t head;
  cos_client_t *client;
  const char *bucket;
  pthread_barrier_t *called, *unloaded;
  cos_error_t *error;
} caller_t;

/* Calls, and ends after the library is unloaded: what it left in the thread is cleaned up then. */
static void *call_and_outlive(void *argument) {
  caller_t *caller = argument;
  caller->error = caller->head(caller->client, caller->bucket, NULL, NULL);
  pthread_barrier_wait(caller->called);
  pthread_barrier_wait(caller->unloaded);
  return NULL;
}

/* Its call is under way when the library is unloaded. */
static void *call_meanwhile(void *argument) {
  caller_t *caller = argument;
  pthread_barrier_wait(caller->called);
  caller->error = caller->head(caller->client, caller->bucket, NULL, NULL);
  pthread_barrier_wait(caller->unloaded);
  return NULL;
}

static cos_client_t *unload_among_threads(const char *path) {
  pthread_barrier_t called, unloaded;
  pthread_t threads[2];
  void *library = load(path);
  FUNCTION(cos_err_head_bucket);
  cos_client_t *client = make_client(library);
  CHECK(cos_err_head_bucket_(client, BUCKET, NULL, NULL) == NULL);
  pthread_barrier_init(&called, NULL, 3);
  pthread_barrier_init(&unloaded, NULL, 3);
  caller_t callers[] = {{cos_err_head_bucket_, client, BUCKET, &called, &unloaded, NULL},
                        {cos_err_head_bucket_, client, "fault-slow-20-1250000000", &called, &unloaded, NULL}};
  CHECK(pthread_create(&threads[0], NULL, call_and_outlive, &callers[0]) == 0);
  CHECK(pthread_create(&threads[1], NULL, call_meanwhile, &callers[1]) == 0);
  pthread_barrier_wait(&called);
  CHECK_NUMBER(dlclose(library), 0);
  pthread_barrier_wait(&unloaded);
  for (int i = 0; i < 2; i++) {
    pthread_join(threads[i], NULL);
    CHECK(callers[i].error == NULL);
  }
  pthread_barrier_destroy(&called);
  pthread_barrier_destroy(&unloaded);
  return client;
}

/* What the library registered for forks is there, or is gone. */
static void fork_while_unloaded(void) {
  int status = -1;
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) _exit(0);
  CHECK(waitpid(child, &status, 0) == child);
  CHECK_NUMBER(status, 0);
}

static void one_round(const char *path) {
  long before = server_count("connections_accepted");
  cos_client_t *client = unload_among_threads(path);
  fork_while_unloaded();
  void *library = load(path);
  FUNCTION(cos_err_head_bucket);
  FUNCTION(cos_client_free);
  CHECK(cos_err_head_bucket_(client, BUCKET, NULL, NULL) == NULL);
  /* One for each bucket: those of before were kept. */
  CHECK_NUMBER(server_count("connections_accepted") - before, 2);
  cos_client_free_(client);
  CHECK_NUMBER(dlclose(library), 0);
}

static void *use(void *library) {
  FUNCTION(cos_err_head_bucket);
  FUNCTION(cos_client_free);
  cos_client_t *client = make_client(library);
  CHECK(cos_err_head_bucket_(client, BUCKET, NULL, NULL) == NULL);
  cos_client_free_(client);
  return NULL;
}

/* While a thread that called it lives, the system keeps the library anyway: so by one that has ended. */
static void the_code_stays(const char *path) {
  pthread_t thread;
  void *library = load(path);
  CHECK(pthread_create(&thread, NULL, use, library) == 0);
  pthread_join(thread, NULL);
  CHECK_NUMBER(dlclose(library), 0);
  library = dlopen(path, RTLD_NOW | RTLD_NOLOAD);
  CHECK(library != NULL);
  if (library) dlclose(library);
}

int main(int argc, char **argv) {
  if (argc != 2) return fputs("usage: unload_live libcos_err.so\n", stderr), 2;
  usage_will_be_measured(argv);
  server_start();
  the_code_stays(argv[1]);
  for (int round = 0; round < WARM_UP; round++) one_round(argv[1]);
  usage_t before = usage_at_rest(0);
  for (int round = 0; round < ROUNDS; round++) one_round(argv[1]);
  usage_t after = usage_settled(&before, 0);
  check_usage(&before, &after, 0, 0);
  server_stop();
  return check_report();
}
