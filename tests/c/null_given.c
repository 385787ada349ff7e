#include "null_given.h"

#include "check.h"

/* Results that are not wanted on failure: a call must set them to NULL. */
static char untouched;

given_t given_new(void) {
  given_t given = {
      .options = cos_client_options_new(),
      .request = cos_request_new("GET", "examplebucket-1250000000", "key"),
      .call = cos_call_new(),
      .transfer = cos_transfer_new(),
      .cancel = cos_cancel_new(),
      .queue = cos_queue_new(NULL),
      .completion = {.struct_size = sizeof(cos_completion_t)},
      .exchange = {.struct_size = sizeof(cos_exchange_t), .status = 404},
      .failure = {.struct_size = sizeof(cos_client_failure_t), .reason = COS_ERROR_REASON_DNS},
      .sdk = {.struct_size = sizeof(cos_sdk_error_t), .status = 404},
      .fields = {.struct_size = sizeof(cos_error_fields_t)},
      .response_fields = {.struct_size = sizeof(cos_response_fields_t)},
      .part = {.struct_size = sizeof(cos_error_part_t)},
      .attempt = {.struct_size = sizeof(cos_attempt_t)},
      .id = {.struct_size = sizeof(cos_id_t)},
      .client_out = (cos_client_t *)&untouched,
      .response_out = (cos_response_t *)&untouched,
      .signed_out = (cos_signed_t *)&untouched,
      .started_out = (cos_started_t *)&untouched,
      .text_out = &untouched,
  };
  CHECK(given.options && given.request && given.call && given.transfer && given.cancel && given.queue);
  cos_client_options_set_region(given.options, "ap-guangzhou");
  cos_client_options_set_endpoint(given.options, "http://{bucket}.cos.{region}.myqcloud.com");
  cos_client_options_set_connect_to(given.options, "127.0.0.1:1");
  cos_client_options_set_max_attempts(given.options, 1);
  cos_error_t *error = cos_client_new(given.options, &given.client);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  given.error = cos_error_from_response(&given.exchange);
  CHECK(given.error != NULL);
  return given;
}

void given_free(given_t *given) {
  if (given->client_out != (cos_client_t *)&untouched) cos_client_free(given->client_out);
  if (given->response_out != (cos_response_t *)&untouched) cos_response_free(given->response_out);
  if (given->signed_out != (cos_signed_t *)&untouched) cos_signed_free(given->signed_out);
  if (given->started_out != (cos_started_t *)&untouched) cos_started_free(given->started_out);
  if (given->text_out != &untouched) cos_text_free(given->text_out);
  cos_error_free(given->error);
  cos_queue_free(given->queue, 1);
  /* A call that was started has ended. */
  CHECK_NUMBER(cos_client_wait(given->client, -1), 1);
  cos_client_free(given->client);
  cos_client_options_free(given->options);
  cos_request_free(given->request);
  cos_call_free(given->call);
  cos_transfer_free(given->transfer);
  cos_cancel_free(given->cancel);
  cos_signed_free(given->signed_request);
}

int32_t given_check(void *user_data) {
  (void)user_data;
  return 0;
}

void given_release(void *user_data) { (void)user_data; }

int32_t given_provide(void *user_data, cos_credentials_t *credentials) {
  (void)user_data;
  (void)credentials;
  return 1;
}

int64_t given_read(void *user_data, void *buffer, size_t size) {
  (void)user_data;
  (void)buffer;
  (void)size;
  return 0;
}

int32_t given_write(void *user_data, const void *bytes, size_t size) {
  (void)user_data;
  (void)bytes;
  (void)size;
  return 0;
}

int32_t given_head(void *user_data, const cos_response_t *head) {
  (void)user_data;
  (void)head;
  return 0;
}

void given_moved(void *user_data, int64_t moved, int64_t size) {
  (void)user_data;
  (void)moved;
  (void)size;
}

void given_report(void *user_data, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive) {
  (void)user_data;
  (void)sent;
  (void)to_send;
  (void)received;
  (void)to_receive;
}

void given_log(void *user_data, cos_log_level_t level, const char *line) {
  (void)user_data;
  (void)level;
  (void)line;
}

void check_names(cos_error_t *error, const char *argument) {
  CHECK_NUMBER(cos_error_kind(error), COS_ERROR_KIND_CLIENT);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_INVALID_ARGUMENT);
  CHECK_HAS(cos_error_message(error), argument);
  cos_error_free(error);
}
