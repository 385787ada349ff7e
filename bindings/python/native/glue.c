/* The C side of the binding: callbacks into Python. */
#include <cos_err.h>
#include <unistd.h>

/* Python's functions, which cffi defines further down. */
static int32_t cos_py_interrupt(void *state);
static int64_t cos_py_read(void *state, void *buffer, size_t size);
static int32_t cos_py_rewind(void *state);
static int32_t cos_py_write(void *state, const void *bytes, size_t size);
static void cos_py_progress(void *state, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive);
static int32_t cos_py_head(void *state, const cos_response_t *head);
static int32_t cos_py_provide(void *state, cos_credentials_t *credentials);
static void cos_py_log(void *state, cos_log_level_t level, const char *line);

/* While the interpreter ends, Python up to 3.13 ends a daemon thread that waits for it by
   pthread_exit, which unwinds its stack; the library's frames must not be. Such a thread
   stays here instead, until the process is gone. */
static void stay(const int *returned) {
  while (!*returned) pause();
}

#define GUARDED __attribute__((cleanup(stay))) int returned = 0

static int32_t guarded_interrupt(void *state) {
  GUARDED;
  int32_t end = cos_py_interrupt(state);
  returned = 1;
  return end;
}

static int64_t guarded_read(void *state, void *buffer, size_t size) {
  GUARDED;
  int64_t length = cos_py_read(state, buffer, size);
  returned = 1;
  return length;
}

static int32_t guarded_rewind(void *state) {
  GUARDED;
  int32_t failed = cos_py_rewind(state);
  returned = 1;
  return failed;
}

static int32_t guarded_write(void *state, const void *bytes, size_t size) {
  GUARDED;
  int32_t failed = cos_py_write(state, bytes, size);
  returned = 1;
  return failed;
}

static void guarded_progress(void *state, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive) {
  GUARDED;
  cos_py_progress(state, sent, to_send, received, to_receive);
  returned = 1;
}

static int32_t guarded_head(void *state, const cos_response_t *head) {
  GUARDED;
  int32_t failed = cos_py_head(state, head);
  returned = 1;
  return failed;
}

static int32_t guarded_provide(void *state, cos_credentials_t *credentials) {
  GUARDED;
  int32_t failed = cos_py_provide(state, credentials);
  returned = 1;
  return failed;
}

static void guarded_log(void *state, cos_log_level_t level, const char *line) {
  GUARDED;
  cos_py_log(state, level, line);
  returned = 1;
}

/* A state is a handle of cffi, which Python keeps for as long as it may be used. */
static void cos_py_set_interrupt(cos_call_t *call, void *state) {
  cos_call_set_interrupt(call, guarded_interrupt, state, NULL);
}

static void cos_py_set_reader(cos_request_t *request, int32_t can_rewind, int64_t length, void *state) {
  cos_request_set_body_reader(request, guarded_read, can_rewind ? guarded_rewind : NULL, length, state, NULL);
}

static void cos_py_set_writer(cos_request_t *request, int32_t can_rewind, void *state) {
  cos_request_set_sink_writer(request, guarded_write, can_rewind ? guarded_rewind : NULL, state, NULL);
}

static void cos_py_set_progress(cos_request_t *request, void *state) {
  cos_request_set_progress(request, guarded_progress, state, NULL);
}

static void cos_py_set_head(cos_request_t *request, void *state) {
  cos_request_set_head(request, guarded_head, state, NULL);
}

static void cos_py_set_provider(cos_client_options_t *options, void *state) {
  cos_client_options_set_credentials_provider(options, guarded_provide, state, NULL);
}

static void cos_py_set_log(cos_client_options_t *options, cos_log_level_t level, void *state) {
  cos_client_options_set_log(options, level, guarded_log, state, NULL);
}
