/* Answers to memory, files and writers: whole, as they are stored, or not at all. */
#include <stdlib.h>

#include "ask.h"
#include "bodies.h"
#include "check.h"

static const size_t lengths[] = {0, 1, 65535, 65536, 65537, 131071, 131072, 131073, (3 << 20) + 5};

static void answers_come_as_they_are(cos_client_t *client) {
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    store(client, "whole", lengths[i]);
    for (int kind = 0; kind < SINKS; kind++) {
      static const char *const forms[] = {NULL, "chunked", "no-length"};
      for (size_t form = 0; form < 3; form++) {
        char name[120];
        sink_t sink;
        cos_request_t *request = ask("GET", "whole", forms[form]);
        snprintf(name, sizeof name, "%s, %zu bytes, %s", sink_names[kind], lengths[i], form ? forms[form] : "length");
        check_subject = name;
        sink_open(&sink, (sink_kind_t)kind, request);
        cos_response_t *response = sent(client, request);
        CHECK_NUMBER(cos_response_status(response), 200);
        CHECK(*cos_response_header(response, "ETag") == '"');
        sink_close(&sink, response, lengths[i]);
        CHECK_NUMBER(sink.drain.rewinds, 0);
        cos_response_free(response);
      }
    }
  }
}

/* Bytes that somebody packed, or that look like an answer of COS, are bytes. */
static void bytes_are_not_looked_into(cos_client_t *client) {
  static const struct {
    const char *name, *encoding, *bytes;
    size_t length;
  } objects[] = {
      /* gzip of nothing, with trailing bytes that no decoder takes. */
      {"gzip", "gzip", "\x1f\x8b\x08\0\0\0\0\0\x02\x03\x03\0\0\0\0\0\0\0\0\0tail", 24},
      {"not gzip at all", "gzip", "plain", 5},
      {"an error of COS", NULL, "<?xml version='1.0'?>\n<Error><Code>NoSuchKey</Code><Message>m</Message></Error>", 79},
      {"a page", NULL, "<!DOCTYPE html><html><title>404 Not Found</title></html>", 56},
  };
  for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
    cos_request_t *request = ask("PUT", "bytes", NULL);
    if (objects[i].encoding) cos_request_set_header(request, "Content-Encoding", objects[i].encoding);
    cos_request_set_body(request, objects[i].bytes, objects[i].length);
    check_subject = objects[i].name;
    cos_response_free(sent(client, request));
    cos_response_t *response = sent(client, ask("GET", "bytes", NULL));
    size_t length = 0;
    const void *body = cos_response_body(response, &length);
    CHECK_NUMBER(length, objects[i].length);
    CHECK(length == objects[i].length && memcmp(body, objects[i].bytes, length) == 0);
    CHECK_TEXT(cos_response_header(response, "Content-Encoding"), objects[i].encoding ? objects[i].encoding : "");
    cos_response_free(response);

    request = ask("GET", "bytes", NULL);
    cos_request_set_sink_file(request, path_of("bytes"));
    cos_response_free(sent(client, request));
    char room[128] = "";
    FILE *file = fopen(path_of("bytes"), "rb");
    CHECK(file && fread(room, 1, sizeof room, file) == objects[i].length);
    CHECK(memcmp(room, objects[i].bytes, objects[i].length) == 0);
    if (file) fclose(file);
  }
}

/* A part is a whole answer; its CRC is that of the object, and says nothing of the part. */
static void a_range_is_an_answer(cos_client_t *client) {
  store(client, "whole", 100000);
  cos_response_t *head = sent(client, ask("HEAD", "whole", NULL));
  cos_request_t *request = ask("GET", "whole", NULL);
  drain_t drain = drain_of();
  check_subject = "a range";
  drain.begins = 1000;
  cos_request_set_header(request, "Range", "bytes=1000-1999");
  cos_request_set_header(request, "If-Match", cos_response_header(head, "ETag"));
  take(request, &drain, 0);
  cos_response_t *response = sent(client, request);
  CHECK_NUMBER(cos_response_status(response), 206);
  CHECK_TEXT(cos_response_header(response, "Content-Range"), "bytes 1000-1999/100000");
  CHECK_NUMBER(cos_response_received(response), 1000);
  check_drain(&drain, 1000);
  cos_response_free(response);
  cos_response_free(head);
}

/* The body of an error is for the error alone, whoever sends it. */
static void errors_do_not_reach_a_sink(cos_client_t *client) {
  static const struct {
    const char *fault, *code;
    int32_t status;
  } errors[] = {
      {NULL, "NoSuchKey", 404},
      {"status-403", "AccessDenied", 403},
      {"status-403, gzip", "AccessDenied", 403},
      {"status-403, chunked", "AccessDenied", 403},
      {"status-416", "InvalidRange", 416},
      {"gateway-502", "Http502", 502},
      {"portal-302", "Http302", 302},
  };
  for (int kind = 0; kind < SINKS; kind++) {
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
      char name[120];
      sink_t sink;
      cos_request_t *request = ask("GET", "missing", errors[i].fault);
      snprintf(name, sizeof name, "%s: %s", sink_names[kind], errors[i].code);
      check_subject = name;
      sink_open(&sink, (sink_kind_t)kind, request);
      cos_error_t *error = refused(client, request);
      CHECK_NUMBER(cos_error_kind(error), COS_ERROR_KIND_SERVICE);
      CHECK_NUMBER(cos_error_status(error), errors[i].status);
      CHECK_TEXT(cos_error_code(error), errors[i].code);
      CHECK(*cos_error_origin_xml(error));
      CHECK_NUMBER(sink.drain.writes, 0);
      sink_close_failed(&sink);
      cos_error_free(error);
    }
  }
}

static const struct {
  const char *fault;
  int bytes; /* some reached the sink before */
} passing[] = {
    {"fail-1-status-503", 0},
    {"fail-1-cut-head-40", 0},
    {"fail-1-cut-0", 0},
    {"fail-1-cut-100000", 1},
    {"fail-1-cut-100000-and-rst", 1},
    {"fail-1-chunked-and-cut-100000", 1},
    {"fail-1-corrupt-99", 1},
};

/* A writer that has bytes already and cannot be rewound gets no second try. */
static void answers_that_break_off_are_asked_for_again(cos_client_t *client) {
  store(client, "whole", 300000);
  for (int kind = 0; kind < SINKS; kind++) {
    for (size_t i = 0; i < sizeof passing / sizeof *passing; i++) {
      char name[120];
      sink_t sink;
      cos_request_t *request = ask("GET", "whole", passing[i].fault);
      snprintf(name, sizeof name, "%s: %s", sink_names[kind], passing[i].fault);
      check_subject = name;
      sink_open(&sink, (sink_kind_t)kind, request);
      if (sink_can_rewind((sink_kind_t)kind) || !passing[i].bytes) {
        cos_response_t *response = sent(client, request);
        sink_close(&sink, response, 300000);
        CHECK_NUMBER(sink.drain.rewinds, kind == TO_WRITER && passing[i].bytes);
        cos_response_free(response);
      } else {
        cos_error_t *error = refused(client, request);
        CHECK_NUMBER(cos_error_status(error), 200);
        CHECK_NUMBER(cos_error_attempt_count(error), 1);
        CHECK(sink.drain.at > 0);
        check_note(error, "rewound");
        cos_error_free(error);
        if (!strstr(passing[i].fault, "corrupt")) sink_close_failed(&sink);
      }
    }
  }
}

int main(void) {
  files_begin();
  ports_start();
  size_t before = descriptors();
  cos_client_t *client = client_of(2);
  answers_come_as_they_are(client);
  bytes_are_not_looked_into(client);
  a_range_is_an_answer(client);
  errors_do_not_reach_a_sink(client);
  answers_that_break_off_are_asked_for_again(client);
  cos_client_free(client);
  check_subject = "";
  CHECK_NUMBER(descriptors(), before);
  ports_stop();
  files_end();
  return check_report();
}
