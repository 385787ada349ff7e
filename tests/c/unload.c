/* Loads the library, uses it, unloads it, a hundred times: nothing is left behind
   each time. The heap is what malloc itself tells, so under plain malloc only, and
   without its per-thread cache, whose free chunks it counts as used. */
#include <dirent.h>
#include <dlfcn.h>
#include <malloc.h>
#include <stdlib.h>

#include <cos_err.h>

#include "check.h"
#include "standin.h"

enum { WARM_UP = 20, ROUNDS = 100 };

typedef struct {
  size_t descriptors, threads, heap, resident_pages;
} usage_t;

static size_t entries(const char *folder) {
  size_t count = 0;
  DIR *listed = opendir(folder);
  CHECK(listed != NULL);
  while (listed && readdir(listed)) count++;
  if (listed) closedir(listed);
  return count;
}

static usage_t usage(void) {
  usage_t now = {entries("/proc/self/fd"), entries("/proc/self/task"), mallinfo2().uordblks, 0};
  FILE *file = fopen("/proc/self/statm", "r");
  CHECK(file && fscanf(file, "%*u %zu", &now.resident_pages) == 1);
  if (file) fclose(file);
  return now;
}

/* A function of the library by its name; the sizes of both pointers are the same on every platform with dlsym. */
#define FUNCTION(name)                               \
  __typeof__(&name) name##_;                         \
  *(void **)&name##_ = dlsym(library, #name);        \
  CHECK(name##_ != NULL)

static void explain(void *library) {
  FUNCTION(cos_error_from_response);
  FUNCTION(cos_error_code);
  FUNCTION(cos_error_json);
  FUNCTION(cos_error_free);
  cos_exchange_t exchange = {.struct_size = sizeof exchange, .method = "HEAD", .status = 404};
  cos_error_t *error = cos_error_from_response_(&exchange);
  CHECK_TEXT(cos_error_code_(error), "NotFound");
  CHECK(*cos_error_json_(error) == '{');
  cos_error_free_(error);
}

static void ask(void *library, const char *address) {
  FUNCTION(cos_client_options_new);
  FUNCTION(cos_client_options_set_region);
  FUNCTION(cos_client_options_set_endpoint);
  FUNCTION(cos_client_options_set_connect_to);
  FUNCTION(cos_client_options_set_credentials);
  FUNCTION(cos_client_options_free);
  FUNCTION(cos_client_new);
  FUNCTION(cos_client_free);
  FUNCTION(cos_err_head_bucket);
  cos_client_options_t *options = cos_client_options_new_();
  cos_client_options_set_region_(options, STANDIN_REGION);
  cos_client_options_set_endpoint_(options, STANDIN_ENDPOINT);
  cos_client_options_set_connect_to_(options, address);
  cos_client_options_set_credentials_(options, STANDIN_ID, STANDIN_KEY, NULL);
  cos_client_t *client = NULL;
  CHECK(cos_client_new_(options, &client) == NULL);
  CHECK(cos_err_head_bucket_(client, STANDIN_BUCKET, NULL, NULL) == NULL);
  cos_client_free_(client);
  cos_client_options_free_(options);
}

static void load_use_unload(const char *path, const char *address) {
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!library) printf("%s\n", dlerror());
  CHECK(library != NULL);
  if (!library) exit(check_report());
  explain(library);
  ask(library, address);
  CHECK_NUMBER(dlclose(library), 0);
}

int main(int argc, char **argv) {
  if (argc != 2) return fputs("usage: unload libcos_err.so\n", stderr), 2;
  const char *tunables = getenv("GLIBC_TUNABLES");
  CHECK_HAS(tunables, "glibc.malloc.tcache_count=0");
  mallopt(M_ARENA_MAX, 1); /* mallinfo2 tells of one arena */
  const char *address = standin_start();
  usage_t before = {0};
  for (int round = 0; round < ROUNDS; round++) {
    if (round == WARM_UP) before = usage();
    load_use_unload(argv[1], address);
  }
  usage_t after = usage();
  printf("descriptors %zu, threads %zu, heap %zu, resident pages %zu\n", before.descriptors, before.threads,
         before.heap, before.resident_pages);
  CHECK_NUMBER(after.descriptors, before.descriptors);
  CHECK_NUMBER(after.threads, before.threads);
  CHECK_NUMBER(after.heap, before.heap);
  /* The system may page the library's own file in at any time: less than one a round. */
  CHECK(after.resident_pages < before.resident_pages + (ROUNDS - WARM_UP));
  standin_stop();
  return check_report();
}
