#include "bodies.h"

#include <stdlib.h>
#include <unistd.h>

#include "ask.h"
#include "check.h"

/* Where a range begins in its file, and what follows it. */
enum { BEFORE = 1000, AFTER = 77 };

const char *const body_names[BODIES] = {
    [MEMORY] = "memory", [WHOLE_FILE] = "file",       [FILE_RANGE] = "range of a file",
    [READER] = "reader", [READER_ONCE] = "reader without rewind", [CHUNKS] = "reader of unknown length"};

void body_open(body_t *body, body_kind_t kind, size_t length, cos_request_t *request) {
  *body = (body_t){.kind = kind, .length = length, .source = source_of(length)};
  if (kind == MEMORY) {
    body->bytes = malloc(length + 1);
    if (!body->bytes) abort();
    pattern(body->bytes, 0, length);
    cos_request_set_body(request, body->bytes, length);
  } else if (kind == WHOLE_FILE) {
    make_file("body", length);
    cos_request_set_body_file(request, path_of("body"));
  } else if (kind == FILE_RANGE) {
    body->begins = BEFORE;
    make_file("body", BEFORE + length + AFTER);
    cos_request_set_body_file_range(request, path_of("body"), BEFORE, (int64_t)length);
  } else {
    give(request, &body->source, kind == CHUNKS ? -1 : (int64_t)length, kind != READER_ONCE);
  }
  if (kind == WHOLE_FILE || kind == FILE_RANGE) body->file = look_at("body");
}

void body_close(body_t *body) {
  if (body->kind == WHOLE_FILE || body->kind == FILE_RANGE) {
    check_untouched("body", &body->file);
    check_file("body", 0, (size_t)body->file.st_size);
    unlink(path_of("body"));
  }
  if (body->kind >= READER) {
    CHECK_NUMBER(body->source.releases, 1);
    CHECK_NUMBER(body->source.strays, 0);
  }
  free(body->bytes);
}

int body_can_rewind(body_kind_t kind) { return kind != READER_ONCE; }

const char *const sink_names[SINKS] = {[IN_MEMORY] = "memory",
                                       [TO_FILE] = "file",
                                       [OVER_FILE] = "file over another",
                                       [TO_WRITER] = "writer",
                                       [TO_WRITER_ONCE] = "writer without rewind"};

static const char *const folder = "sinks", *const file = "sinks/object";

void sink_open(sink_t *sink, sink_kind_t kind, cos_request_t *request) {
  *sink = (sink_t){.kind = kind, .drain = drain_of()};
  mkdir(path_of(folder), 0755);
  if (kind == OVER_FILE) make_text(file, "older");
  if (kind == TO_FILE || kind == OVER_FILE) cos_request_set_sink_file(request, path_of(file));
  if (kind >= TO_WRITER) take(request, &sink->drain, kind == TO_WRITER);
}

static void clean(const sink_t *sink) {
  CHECK_NUMBER(sink->drain.releases, sink->kind >= TO_WRITER);
  CHECK_NUMBER(sink->drain.strays, 0);
  unlink(path_of(file));
  /* Fails, and is told, if anything else was left in it. */
  if (rmdir(path_of(folder)) != 0) check_folder(folder, "");
}

void sink_close(sink_t *sink, const cos_response_t *response, size_t length) {
  if (sink->kind == IN_MEMORY) {
    check_answer(response, 0, length);
  } else {
    size_t kept = 1;
    cos_response_body(response, &kept);
    CHECK_NUMBER(kept, 0);
    CHECK_NUMBER(cos_response_received(response), length);
  }
  if (sink->kind == TO_FILE || sink->kind == OVER_FILE) {
    check_folder(folder, "object");
    check_file(file, 0, length);
  }
  if (sink->kind >= TO_WRITER) check_drain(&sink->drain, length);
  clean(sink);
}

void sink_close_failed(sink_t *sink) {
  check_folder(folder, sink->kind == OVER_FILE ? "object" : "");
  if (sink->kind == OVER_FILE) check_text_file(file, "older");
  check_drain(&sink->drain, sink->drain.at);
  clean(sink);
}

int sink_can_rewind(sink_kind_t kind) { return kind != TO_WRITER_ONCE; }
