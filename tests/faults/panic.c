/* A panic inside the library is an error like others. For a library that was
   built with the feature panic-injection: found by LD_LIBRARY_PATH. */
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"
#include "fault.h"
#include "ports.h"

enum { THREADS = 4, ROUNDS = 5 };

static cos_client_t *client;

static const fault_t defect = {
    .name = "a panic",
    .reason = COS_ERROR_REASON_INTERNAL,
    .retry = COS_RETRY_NO,
    .request_sent = 1,
    .message = {"defect", "panic was requested"},
    .advice = "maintainers",
    .attempts = NO_ATTEMPTS,
};

static void *panic_and_go_on(void *unused) {
  size_t wrong = 0;
  for (int i = 0; i < ROUNDS; i++) {
    cos_response_t *response = (cos_response_t *)client;
    cos_error_t *error = cos_err_head_bucket(client, "panic-1250000000", NULL, &response);
    wrong += cos_error_reason(error) != COS_ERROR_REASON_INTERNAL || response != NULL;
    cos_error_free(error);
    error = cos_err_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
    wrong += error != NULL;
    cos_error_free(error);
  }
  (void)unused;
  return (void *)wrong;
}

/* What a descriptor is given while the panics pass; the number of bytes. */
static size_t caught(int descriptor) {
  pthread_t threads[THREADS];
  int own = dup(descriptor), paper = memfd_create("said", 0);
  size_t wrong = 0;
  dup2(paper, descriptor);
  for (int i = 0; i < THREADS; i++) pthread_create(&threads[i], NULL, panic_and_go_on, NULL);
  for (int i = 0; i < THREADS; i++) {
    void *seen;
    pthread_join(threads[i], &seen);
    wrong += (size_t)seen;
  }
  off_t said = lseek(paper, 0, SEEK_END);
  dup2(own, descriptor);
  close(own);
  close(paper);
  CHECK_NUMBER(wrong, 0);
  return (size_t)said;
}

int main(void) {
  ports_start();
  client = client_from(http_options(standin_address()));
  fflush(stdout);
  CHECK_NUMBER(caught(STDERR_FILENO), 0);
  CHECK_NUMBER(caught(STDOUT_FILENO), 0);
  check_fault(cos_head_bucket(client, "panic-1250000000", NULL, NULL), &defect);
  cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  cos_client_free(client);
  ports_stop();
  return check_report();
}
