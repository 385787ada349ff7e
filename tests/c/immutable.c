/* Errors and responses are immutable: threads that read one at the same time, also what is made on the first read,
   all get the same strings, which stay where they are. */
#include <pthread.h>
#include <stdlib.h>

#include "check.h"
#include "standin.h"

enum { THREADS = 8, ROUNDS = 50, STRINGS = 11 };

static const char body[] =
    "<Error><Code>NoSuchKey</Code><Message>none</Message><RequestId>NmIwYWU4MjdfMDEwMDAwN2ZfNWI3N18xMDAwMQ==</RequestId>"
    "<Other>1</Other></Error>";

typedef struct {
  const cos_error_t *error;
  const cos_response_t *response;
  pthread_barrier_t *begin;
  const char *seen[STRINGS];
} reader_t;

static void read_strings(reader_t *reader) {
  const cos_error_t *e = reader->error;
  const char *const seen[STRINGS] = {
      cos_error_json(e),
      cos_error_text(e),
      cos_error_advice(e, "en"),
      cos_error_advice(e, "zh"),
      cos_error_doc_url(e),
      cos_error_diagnose_steps(e, "en"),
      cos_error_diagnose_steps(e, "zh"),
      cos_error_message(e),
      cos_error_detail(e, "Other"),
      cos_response_json(reader->response),
      cos_response_value(reader->response, "Name"),
  };
  memcpy(reader->seen, seen, sizeof seen);
}

static void *read_at_once(void *item) {
  reader_t *reader = item;
  pthread_barrier_wait(reader->begin);
  read_strings(reader);
  return NULL;
}

static cos_error_t *unread_error(void) {
  cos_exchange_t exchange = {.struct_size = sizeof exchange,
                             .method = "GET",
                             .url = "https://" STANDIN_BUCKET ".cos.ap-guangzhou.myqcloud.com/key",
                             .status = 404,
                             .body = body,
                             .body_len = sizeof body - 1};
  return cos_error_from_response(&exchange);
}

static cos_response_t *unread_response(cos_client_t *client) {
  cos_response_t *response = NULL;
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, NULL);
  cos_error_t *error = cos_client_send(client, request, NULL, &response);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  cos_request_free(request);
  return response;
}

static void read_by_all(cos_client_t *client) {
  pthread_t threads[THREADS];
  pthread_barrier_t begin;
  reader_t readers[THREADS], later;
  cos_error_t *error = unread_error();
  cos_response_t *response = unread_response(client);
  pthread_barrier_init(&begin, NULL, THREADS);
  for (size_t i = 0; i < THREADS; i++) {
    readers[i] = (reader_t){error, response, &begin, {NULL}};
    CHECK_NUMBER(pthread_create(&threads[i], NULL, read_at_once, &readers[i]), 0);
  }
  for (size_t i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  later = readers[0];
  read_strings(&later);
  for (size_t i = 0; i < STRINGS; i++) CHECK_UTF8(later.seen[i]);
  for (size_t i = 0; i < THREADS; i++) CHECK(memcmp(readers[i].seen, later.seen, sizeof later.seen) == 0);
  CHECK_TEXT(later.seen[STRINGS - 1], STANDIN_BUCKET);
  pthread_barrier_destroy(&begin);
  cos_response_free(response);
  cos_error_free(error);
}

int main(void) {
  standin_start();
  cos_client_t *client = standin_client();
  for (int i = 0; i < ROUNDS; i++) read_by_all(client);
  cos_client_free(client);
  standin_stop();
  return check_report();
}
