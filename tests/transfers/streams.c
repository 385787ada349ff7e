#include "streams.h"

#include "check.h"
#include "files.h"

source_t source_of(size_t length) {
  return (source_t){.length = length, .fails_at = NEVER, .caller = pthread_self()};
}

drain_t drain_of(void) { return (drain_t){.refuses_at = NEVER, .caller = pthread_self()}; }

static int64_t source_read(void *user_data, void *buffer, size_t size) {
  source_t *source = user_data;
  size_t end = source->length < source->fails_at ? source->length : source->fails_at;
  size_t most = source->most && source->most < size ? source->most : size;
  size_t given = end - source->at < most ? end - source->at : most;
  source->reads++;
  source->strays += !pthread_equal(pthread_self(), source->caller);
  if (source->at == source->fails_at) return -1;
  pattern(buffer, source->begins + source->at, given);
  source->at += given;
  return (int64_t)given;
}

static int32_t source_rewind(void *user_data) {
  source_t *source = user_data;
  source->rewinds++;
  if (source->rewind_says == 0) source->at = 0;
  return source->rewind_says;
}

static void source_release(void *user_data) { ((source_t *)user_data)->releases++; }

static int32_t drain_write(void *user_data, const void *bytes, size_t size) {
  drain_t *drain = user_data;
  drain->writes++;
  drain->strays += !pthread_equal(pthread_self(), drain->caller);
  if (drain->at + size > drain->refuses_at) return 1;
  if (drain->right == drain->at) drain->right += pattern_breaks(bytes, drain->begins + drain->at, size);
  drain->at += size;
  return 0;
}

static int32_t drain_rewind(void *user_data) {
  drain_t *drain = user_data;
  drain->rewinds++;
  if (drain->rewind_says == 0) drain->at = drain->right = 0;
  return drain->rewind_says;
}

static void drain_release(void *user_data) { ((drain_t *)user_data)->releases++; }

void give(cos_request_t *request, source_t *source, int64_t length, int can_rewind) {
  cos_request_set_body_reader(request, source_read, can_rewind ? source_rewind : NULL, length, source, source_release);
}

void take(cos_request_t *request, drain_t *drain, int can_rewind) {
  cos_request_set_sink_writer(request, drain_write, can_rewind ? drain_rewind : NULL, drain, drain_release);
}

void check_drain(const drain_t *drain, size_t length) {
  CHECK_NUMBER(drain->at, length);
  CHECK_NUMBER(drain->right, length);
  CHECK_NUMBER(drain->strays, 0);
}
