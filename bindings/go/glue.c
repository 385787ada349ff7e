#include "glue.h"

#include "_cgo_export.h"

/* The call that this thread makes, and whether its context was asked already. A
   callback may make a call of another client: this one is put back then. */
typedef struct {
  uintptr_t flight;
  int asked;
} place_t;
static _Thread_local place_t current;

static place_t enter(uintptr_t flight) {
  place_t before = current;
  current = (place_t){flight, 0};
  return before;
}

cos_error_t *cos_go_head_bucket(cos_client_t *client, const char *bucket, const cos_call_t *call, uintptr_t flight,
                                cos_response_t **response) {
  place_t before = enter(flight);
  cos_error_t *error = cos_err_head_bucket(client, bucket, call, response);
  current = before;
  return error;
}

cos_error_t *cos_go_send(cos_client_t *client, const cos_request_t *request, const cos_call_t *call, uintptr_t flight,
                         cos_response_t **response) {
  place_t before = enter(flight);
  cos_error_t *error = cos_client_send(client, request, call, response);
  current = before;
  return error;
}

cos_error_t *cos_go_presign(cos_client_t *client, const cos_request_t *request, const cos_call_t *call,
                            int64_t expires_s, uintptr_t flight, char **url) {
  place_t before = enter(flight);
  cos_error_t *error = cos_client_presign(client, request, call, expires_s, url);
  current = before;
  return error;
}

cos_error_t *cos_go_sign(cos_client_t *client, const cos_request_t *request, const cos_call_t *call, int64_t expires_s,
                         uintptr_t flight, cos_signed_t **signed_request) {
  place_t before = enter(flight);
  cos_error_t *error = cos_client_sign(client, request, call, expires_s, signed_request);
  current = before;
  return error;
}

cos_error_t *cos_go_upload_file(cos_client_t *client, const char *bucket, const char *key, const char *path,
                                const cos_transfer_t *transfer, const cos_call_t *call, uintptr_t flight,
                                cos_response_t **response) {
  place_t before = enter(flight);
  cos_error_t *error = cos_client_upload_file(client, bucket, key, path, transfer, call, response);
  current = before;
  return error;
}

cos_error_t *cos_go_download_file(cos_client_t *client, const char *bucket, const char *key, const char *path,
                                  const cos_transfer_t *transfer, const cos_call_t *call, uintptr_t flight,
                                  cos_response_t **response) {
  place_t before = enter(flight);
  cos_error_t *error = cos_client_download_file(client, bucket, key, path, transfer, call, response);
  current = before;
  return error;
}

static void report_file(void *flight, int64_t moved, int64_t size) { cosGoMoved((uintptr_t)flight, moved, size); }

static int32_t check_file(void *flight) { return cosGoCancelled((uintptr_t)flight); }

void cos_go_watch_transfer(cos_transfer_t *transfer, int reports, cos_call_t *call, int checks, uintptr_t flight) {
  if (reports) cos_transfer_set_progress(transfer, report_file, (void *)flight, NULL);
  if (checks) cos_call_set_interrupt(call, check_file, (void *)flight, NULL);
  /* For the provider, which threads of the library call too. */
  cos_call_set_user_data(call, (void *)flight);
}

static int64_t read_body(void *unused, void *buffer, size_t size) {
  (void)unused;
  return cosGoRead(current.flight, buffer, size);
}

static int32_t rewind_body(void *unused) {
  (void)unused;
  return cosGoRewindBody(current.flight);
}

void cos_go_set_body_reader(cos_request_t *request, int rewinds, int64_t length) {
  cos_request_set_body_reader(request, read_body, rewinds ? rewind_body : NULL, length, NULL, NULL);
}

static int32_t write_sink(void *unused, const void *bytes, size_t size) {
  (void)unused;
  return cosGoWrite(current.flight, (void *)bytes, size);
}

static int32_t rewind_sink(void *unused) {
  (void)unused;
  return cosGoRewindSink(current.flight);
}

void cos_go_set_sink_writer(cos_request_t *request, int rewinds) {
  cos_request_set_sink_writer(request, write_sink, rewinds ? rewind_sink : NULL, NULL, NULL);
}

static void report(void *unused, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive) {
  (void)unused;
  cosGoProgress(current.flight, sent, to_send, received, to_receive);
}

void cos_go_set_progress(cos_request_t *request) { cos_request_set_progress(request, report, NULL, NULL); }

static int32_t receive_head(void *unused, const cos_response_t *head) {
  (void)unused;
  return cosGoHead(current.flight, (cos_response_t *)head);
}

void cos_go_set_head(cos_request_t *request) { cos_request_set_head(request, receive_head, NULL, NULL); }

/* The first time is at once, when Go has just looked: short calls do not go back to Go. */
static int32_t check(void *unused) {
  (void)unused;
  if (!current.asked) {
    current.asked = 1;
    return 0;
  }
  return cosGoCancelled(current.flight);
}

void cos_go_set_interrupt(cos_call_t *call) { cos_call_set_interrupt(call, check, NULL, NULL); }

static void release(void *handle) { cosGoRelease((uintptr_t)handle); }

static int32_t provide(void *provider, cos_credentials_t *credentials) {
  uintptr_t flight = current.flight ? current.flight : (uintptr_t)cos_credentials_user_data(credentials);
  return cosGoProvide(flight, (uintptr_t)provider, credentials);
}

void cos_go_set_provider(cos_client_options_t *options, uintptr_t provider) {
  cos_client_options_set_credentials_provider(options, provide, (void *)provider, release);
}

static void tell(void *log, cos_log_level_t level, const char *line) {
  cosGoLog(current.flight, (uintptr_t)log, level, (char *)line);
}

void cos_go_set_log(cos_client_options_t *options, cos_log_level_t level, uintptr_t log) {
  cos_client_options_set_log(options, level, tell, (void *)log, release);
}

cos_error_t *cos_go_from_response(const cos_exchange_t *exchange, const void *body, const void *raw_headers) {
  if (!exchange) return cos_error_from_response(NULL);
  cos_exchange_t whole = *exchange;
  whole.body = body;
  whole.raw_headers = raw_headers;
  return cos_error_from_response(&whole);
}

cos_error_t *cos_go_from_sdk(const cos_sdk_error_t *sdk, const void *body) {
  cos_sdk_error_t whole = *sdk;
  whole.body = body;
  return cos_error_from_sdk(&whole);
}
