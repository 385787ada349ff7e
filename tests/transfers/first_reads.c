/* Many threads may read a response for the first time at once: all get the same document. */
#include <pthread.h>
#include <stdlib.h>

#include "check.h"
#include "listed.h"

enum { THREADS = 16, KEYS = 100, ROUNDS = 50 };

typedef struct {
  const cos_response_t *response;
  pthread_barrier_t *start;
  const char *last_key, *json;
  size_t count, bytes;
} reader_t;

static void *read_it(void *argument) {
  reader_t *reader = argument;
  char path[64];
  pthread_barrier_wait(reader->start);
  strcpy(path_of_key(path, KEYS - 1), "/Key");
  reader->last_key = cos_response_value(reader->response, path);
  reader->json = cos_response_json(reader->response);
  reader->count = cos_response_count(reader->response, "Contents");
  for (size_t i = 0; i < KEYS; i++) {
    strcpy(path_of_key(path, i), "/Key");
    reader->bytes += strlen(cos_response_value(reader->response, path));
  }
  return NULL;
}

static void check_round(const char *body, size_t length, pthread_barrier_t *start) {
  cos_response_t *response = cos_response_new(200, NULL, 0, body, length);
  reader_t readers[THREADS];
  pthread_t threads[THREADS];
  for (size_t i = 0; i < THREADS; i++) {
    readers[i] = (reader_t){.response = response, .start = start};
    if (pthread_create(&threads[i], NULL, read_it, &readers[i]) != 0) abort();
  }
  for (size_t i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  for (size_t i = 0; i < THREADS; i++) {
    CHECK_TEXT(readers[i].last_key, "photos/00000099");
    CHECK(readers[i].last_key == readers[0].last_key);
    CHECK(readers[i].json == readers[0].json);
    CHECK_NUMBER(readers[i].count, KEYS);
    CHECK_NUMBER(readers[i].bytes, KEYS * strlen("photos/00000099"));
  }
  cos_response_free(response);
}

int main(void) {
  char *body = NULL;
  size_t length = 0;
  FILE *to = open_memstream(&body, &length);
  if (!to) abort();
  write_listing(to, KEYS);
  fclose(to);
  pthread_barrier_t start;
  pthread_barrier_init(&start, NULL, THREADS);
  for (int i = 0; i < ROUNDS; i++) check_round(body, length, &start);
  pthread_barrier_destroy(&start);
  free(body);
  return check_report();
}
