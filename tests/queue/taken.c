#include "taken.h"

#include <poll.h>

#include "check.h"
#include "gate.h"

int start_one(cos_client_t *client, cos_queue_t *queue, const cos_request_t *request, const cos_call_t *call,
              void *user_data, cos_started_t **started) {
  cos_error_t *error = cos_client_start(client, request, call, queue, user_data, started);
  int is_started = error == NULL;
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  return is_started;
}

cos_error_t *take_one(cos_queue_t *queue, const void *user_data) {
  cos_completion_t completion = {.struct_size = sizeof completion};
  CHECK_NUMBER(cos_queue_next(queue, TAKEN_LIMIT_MS, &completion), 1);
  CHECK_NUMBER(completion.kind, COS_COMPLETION_CALL);
  CHECK_NUMBER(completion.reserved, 0);
  CHECK(completion.user_data == user_data);
  CHECK((completion.error == NULL) != (completion.response == NULL));
  cos_response_free(completion.response);
  return completion.error;
}

void check_usable(cos_client_t *client, cos_queue_t *queue) {
  cos_request_t *request = gate_request(GATE_AT_ONCE);
  if (start_one(client, queue, request, NULL, &request, NULL)) check_code(take_one(queue, &request), "", "");
  cos_request_free(request);
}

void check_nothing_comes(cos_queue_t *queue) {
  cos_completion_t completion = {.struct_size = sizeof completion};
  CHECK_NUMBER(cos_queue_next(queue, 0, &completion), 0);
}

void check_code(cos_error_t *error, const char *code, const char *piece) {
  CHECK_TEXT(cos_error_code(error), code);
  CHECK_HAS(cos_error_message(error), piece);
  cos_error_free(error);
}

int queue_fd(cos_queue_t *queue) {
  intptr_t fd = -1;
  check_code(cos_queue_fd(queue, &fd), "", "");
  CHECK(fd >= 0);
  return (int)fd;
}

int is_readable(int fd, int timeout_ms) {
  struct pollfd watched = {.fd = fd, .events = POLLIN};
  return poll(&watched, 1, timeout_ms) == 1 && watched.revents == POLLIN;
}
