#include "ask.h"

#include <dirent.h>

#include "check.h"
#include "fault.h"
#include "files.h"

cos_response_t *sent(cos_client_t *client, cos_request_t *request) {
  cos_response_t *response = NULL;
  cos_error_t *error = cos_client_send(client, request, NULL, &response);
  CHECK_TEXT(cos_error_text(error), "");
  CHECK((error == NULL) == (response != NULL));
  cos_error_free(error);
  cos_request_free(request);
  return response;
}

cos_error_t *refused(cos_client_t *client, cos_request_t *request) {
  cos_response_t *response = (cos_response_t *)request;
  cos_error_t *error = cos_client_send(client, request, NULL, &response);
  CHECK(error != NULL && response == NULL);
  cos_response_free(response);
  cos_request_free(request);
  return error;
}

cos_request_t *ask(const char *method, const char *key, const char *fault) {
  static unsigned made;
  char id[40];
  cos_request_t *request = cos_request_new(method, STANDIN_BUCKET, key);
  snprintf(id, sizeof id, "transfers-%u", ++made);
  cos_request_set_header(request, "x-standin-echo", id);
  if (fault) cos_request_set_header(request, "x-standin-fault", fault);
  return request;
}

cos_client_t *client_of(int32_t attempts) {
  cos_client_options_t *options = http_options(standin_address());
  cos_client_options_set_max_attempts(options, attempts);
  return client_from(options);
}

void store(cos_client_t *client, const char *key, size_t length) {
  static unsigned char bytes[8 << 20];
  CHECK(length <= sizeof bytes);
  pattern(bytes, 0, length);
  cos_request_t *request = ask("PUT", key, NULL);
  cos_request_set_body(request, bytes, length);
  cos_response_free(sent(client, request));
}

void check_answer(const cos_response_t *response, size_t at, size_t length) {
  size_t got = 0;
  const void *body = cos_response_body(response, &got);
  CHECK_NUMBER(got, length);
  CHECK_NUMBER(cos_response_received(response), length);
  CHECK_NUMBER(pattern_breaks(body, at, got), length);
}

void check_stored(cos_client_t *client, const char *key, size_t at, size_t length) {
  cos_response_t *response = sent(client, ask("GET", key, NULL));
  CHECK_NUMBER(cos_response_status(response), 200);
  check_answer(response, at, length);
  cos_response_free(response);
}

void check_note(const cos_error_t *error, const char *piece) {
  cos_attempt_t attempt = {.struct_size = sizeof attempt};
  char notes[1024] = "";
  for (size_t i = 0; cos_error_attempt(error, i, &attempt); i++)
    snprintf(notes + strlen(notes), sizeof notes - strlen(notes), "%s; ", attempt.note);
  CHECK_HAS(notes, piece);
}

size_t descriptors(void) {
  size_t count = 0;
  DIR *listed = opendir("/proc/self/fd");
  while (listed && readdir(listed)) count++;
  if (listed) closedir(listed);
  return count;
}
