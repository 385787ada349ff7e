/* Transfers that are started, ended early, or short of connections. */
#include <pthread.h>
#include <unistd.h>

#include "check.h"
#include "moves.h"

enum { CROWD = 40 };

/* Takes the next completion, which must be this one. Its error. */
static cos_error_t *taken(cos_queue_t *queue, const void *user_data) {
  cos_completion_t completion = {.struct_size = sizeof completion};
  CHECK_NUMBER(cos_queue_next(queue, -1, &completion), 1);
  CHECK(completion.user_data == user_data);
  CHECK((completion.error == NULL) == (completion.response != NULL));
  cos_response_free(completion.response);
  return completion.error;
}

static void started(cos_error_t *error) {
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
}

static void count(void *user_data, int64_t moved, int64_t size) {
  (void)moved;
  (void)size;
  ++*(int *)user_data;
}

static void released(void *user_data) { *(int *)user_data = -1; }

static void transfers_complete_in_a_queue(cos_client_t *client) {
  int reports = 0;
  cos_queue_t *queue = cos_queue_new(NULL);
  cos_transfer_t *transfer = moves_in_parts(3);
  check_subject = "started";
  make_file("sent", 4 * PART);
  cos_transfer_set_progress(transfer, count, &reports, released);
  started(cos_client_start_upload_file(client, STANDIN_BUCKET, "sent", path_of("sent"), transfer, NULL, queue, &reports,
                                       NULL));
  cos_transfer_free(transfer);
  cos_error_free(taken(queue, &reports));
  /* All that the call held was released before. */
  CHECK_NUMBER(reports, -1);
  check_object(client, "sent", 4 * PART);
  transfer = moves_in_parts(3);
  started(cos_client_start_download_file(client, STANDIN_BUCKET, "sent", path_of("got"), transfer, NULL, queue, queue,
                                         NULL));
  cos_transfer_free(transfer);
  cos_error_free(taken(queue, queue));
  check_file("got", 0, 4 * PART);
  /* At once only what is a mistake. */
  cos_started_t *handle = NULL;
  cos_error_t *error = cos_client_start_upload_file(client, "short", "k", path_of("sent"), NULL, NULL, queue, NULL, &handle);
  CHECK_HAS(cos_error_message(error), "bucket \"short\"");
  CHECK(handle == NULL);
  cos_error_free(error);
  started(cos_client_start_upload_file(client, STANDIN_BUCKET, "k", "/nowhere", NULL, NULL, queue, NULL, NULL));
  error = taken(queue, NULL);
  CHECK_TEXT(cos_error_code(error), "LocalIo");
  cos_error_free(error);
  cos_queue_free(queue, 0);
}

/* Many transfers, and requests before and after them, of a client with few connections. */
static void transfers_run_behind_any_queue(int32_t connections) {
  char numbers[CROWD + 2];
  cos_client_t *client = moves_client(connections);
  cos_queue_t *queue = cos_queue_new(NULL);
  cos_request_t *head = cos_request_new("HEAD", STANDIN_BUCKET, NULL);
  cos_transfer_t *transfer = moves_in_parts(4);
  check_subject = "few connections";
  for (int i = 0; i < CROWD; i++) {
    if (i % 10 == 5)
      started(cos_client_start_upload_file(client, STANDIN_BUCKET, "crowd", path_of("sent"), transfer, NULL, queue,
                                           &numbers[i], NULL));
    else
      started(cos_client_start(client, head, NULL, queue, &numbers[i], NULL));
  }
  uploaded(client, "sent", moves_in_parts(4));
  for (int i = 0; i < CROWD; i++) {
    cos_completion_t completion = {.struct_size = sizeof completion};
    CHECK_NUMBER(cos_queue_next(queue, -1, &completion), 1);
    CHECK_TEXT(cos_error_text(completion.error), "");
    cos_response_free(completion.response);
    cos_error_free(completion.error);
  }
  CHECK_NUMBER(cos_client_wait(client, -1), 1);
  check_object(client, "crowd", 4 * PART);
  cos_transfer_free(transfer);
  cos_request_free(head);
  cos_queue_free(queue, 0);
  cos_client_free(client);
}

static void await_hanging(size_t parts) {
  while (requests_with("partNumber=") < parts) usleep(1000);
}

typedef enum { BY_TOKEN, BY_HANDLE, BY_SHUTDOWN, BY_TIMEOUT, BY_CHECK, BY_FAILURE, ENDS } end_t;

static const struct {
  const char *subject, *code, *message;
} ends[ENDS] = {
    {"a token", "Cancelled", "cancelled by its token"},
    {"the handle", "Cancelled", "cancelled by its handle"},
    {"a shutdown", "Cancelled", "shutdown"},
    {"a timeout", "Timeout", "total timeout"},
    {"the interrupt check", "Cancelled", "interrupt"},
    {"another part", "InternalError", "part 4 (bytes 3145728-4194303): "},
};

static int32_t must_end(void *user_data) { return __atomic_load_n((int *)user_data, __ATOMIC_SEQ_CST); }

/* Parts that hang end soon, and the upload is aborted, unless the client sends nothing more. */
static void transfers_end_early(end_t end) {
  int stop = 0;
  cos_client_t *client = moves_client(8), *other = moves_client(8);
  cos_queue_t *queue = cos_queue_new(NULL);
  cos_call_t *call = cos_call_new();
  cos_cancel_t *token = cos_cancel_new();
  cos_transfer_t *transfer = moves_in_parts(4);
  cos_started_t *handle = NULL;
  check_subject = ends[end].subject;
  if (end == BY_TOKEN) cos_call_set_cancel(call, token);
  if (end == BY_TIMEOUT) cos_call_set_timeout_ms(call, 1500);
  if (end == BY_CHECK) cos_call_set_interrupt(call, must_end, &stop, NULL);
  faults(end == BY_FAILURE
             ? "[{\"faults\": \"slow-300, status-500-InternalError\", \"target\": \"partNumber=4&\"},"
               " {\"faults\": \"hang\", \"target\": \"partNumber=\"}]"
             : "{\"faults\": \"hang\", \"target\": \"partNumber=\"}");
  standin_forget();
  started(cos_client_start_upload_file(client, STANDIN_BUCKET, "ended", path_of("sent"), transfer, call, queue, &stop,
                                       &handle));
  await_hanging(end == BY_TIMEOUT ? 1 : 4);
  if (end == BY_TOKEN) cos_cancel_trigger(token);
  if (end == BY_HANDLE) cos_started_cancel(handle);
  if (end == BY_SHUTDOWN) cos_client_shutdown(client);
  __atomic_store_n(&stop, 1, __ATOMIC_SEQ_CST);
  cos_error_t *error = taken(queue, &stop);
  CHECK_TEXT(cos_error_code(error), ends[end].code);
  CHECK_HAS(cos_error_message(error), ends[end].message);
  CHECK_HAS(cos_error_message(error), "part ");
  faults("[]");
  check_uploads(other, end == BY_SHUTDOWN ? "ended" : "");
  const char *left = cos_error_detail(error, "UploadId");
  CHECK((*left != 0) == (end == BY_SHUTDOWN));
  if (*left) abort_upload(other, "ended", left);
  check_no_object(other, "ended");
  cos_error_free(error);
  cos_started_free(handle);
  cos_transfer_free(transfer);
  cos_cancel_free(token);
  cos_call_free(call);
  cos_queue_free(queue, 0);
  CHECK_NUMBER(cos_client_wait(client, -1), 1);
  cos_client_free(client);
  cos_client_free(other);
}

/* A callback of the client must not wait for a transfer of it. */
static void wait_inside(void *user_data, int64_t moved, int64_t size) {
  cos_client_t *client = user_data;
  cos_error_t *error = cos_client_upload_file(client, STANDIN_BUCKET, "k", path_of("sent"), NULL, NULL, NULL);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_INVALID_ARGUMENT);
  cos_error_free(error);
  (void)moved;
  (void)size;
}

static void callbacks_wait_for_no_transfer(cos_client_t *client) {
  cos_transfer_t *transfer = moves_in_parts(3);
  check_subject = "inside of a callback";
  cos_transfer_set_progress(transfer, wait_inside, client, NULL);
  uploaded(client, "sent", transfer);
}

int main(void) {
  moves_begin();
  cos_client_t *client = moves_client(8);
  transfers_complete_in_a_queue(client);
  callbacks_wait_for_no_transfer(client);
  cos_client_free(client);
  transfers_run_behind_any_queue(1);
  transfers_run_behind_any_queue(3);
  for (int end = 0; end < ENDS; end++) transfers_end_early((end_t)end);
  moves_end();
  return check_report();
}
