/* Bodies from memory, files, ranges of files and readers arrive as they are, and again when it may help. */
#include "ask.h"
#include "bodies.h"
#include "check.h"
#include "peer.h"

static const size_t lengths[] = {0, 1, 65535, 65536, 65537, 131071, 131072, 131073, (3 << 20) + 5};

/* What the stand-in received last: its framing, and the bytes of its body. */
static void check_received_body(const body_t *body) {
  char length[24];
  json_t *requests = standin_requests();
  json_t *request = json_array_get(requests, json_array_size(requests) - 1);
  snprintf(length, sizeof length, "%zu", body->length);
  CHECK_TEXT(json_string_value(json_object_get(request, "signature")), "valid");
  CHECK_NUMBER(json_integer_value(json_object_get(request, "body_length")), body->length);
  CHECK(json_is_true(json_object_get(request, "complete")));
  CHECK_TEXT(received_header(request, "content-length"), body->kind == CHUNKS ? "" : length);
  CHECK_TEXT(received_header(request, "transfer-encoding"), body->kind == CHUNKS ? "chunked" : "");
  json_decref(requests);
}

static void bodies_arrive_as_they_are(cos_client_t *client) {
  for (int kind = 0; kind < BODIES; kind++) {
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
      char name[80];
      body_t body;
      cos_request_t *request = ask("PUT", "whole", NULL);
      snprintf(name, sizeof name, "%s, %zu bytes", body_names[kind], lengths[i]);
      check_subject = name;
      standin_forget();
      body_open(&body, (body_kind_t)kind, lengths[i], request);
      cos_response_t *response = sent(client, request);
      CHECK_NUMBER(cos_response_status(response), 200);
      CHECK_NUMBER(cos_response_received(response), 0);
      cos_response_free(response);
      check_received_body(&body);
      check_stored(client, "whole", body.begins, body.length);
      CHECK_NUMBER(body.source.rewinds, 0);
      body_close(&body);
    }
  }
}

/* One request, sent twice: what it holds is not used up. */
static void a_request_is_sent_any_number_of_times(cos_client_t *client) {
  for (int kind = 0; kind < BODIES; kind++) {
    body_t body;
    if (!body_can_rewind((body_kind_t)kind)) continue;
    check_subject = body_names[kind];
    cos_request_t *request = ask("PUT", "twice", NULL);
    body_open(&body, (body_kind_t)kind, 100000, request);
    for (int i = 0; i < 2; i++) {
      cos_error_t *error = cos_client_send(client, request, NULL, NULL);
      CHECK_TEXT(cos_error_text(error), "");
      cos_error_free(error);
      check_stored(client, "twice", body.begins, body.length);
    }
    cos_request_free(request);
    body_close(&body);
  }
}

static const struct {
  const char *fault;
  int32_t status, reason; /* of the first try */
} passing[] = {
    {"fail-1-status-503", 503, 0},
    {"fail-1-reset", 0, COS_ERROR_REASON_CONNECTION_LOST},
    {"fail-1-read-65536-and-reset", 0, COS_ERROR_REASON_CONNECTION_LOST},
    {"fail-1-read-65536-and-early-503", 503, 0},
};

/* A reader that cannot be rewound is not sent again, and the try says so. */
static void check_one_try(cos_error_t *error, int32_t status, int32_t reason) {
  CHECK_NUMBER(cos_error_status(error), status);
  CHECK_NUMBER(cos_error_reason(error), reason);
  CHECK_NUMBER(cos_error_attempt_count(error), 1);
  CHECK_NUMBER(cos_error_retry(error), COS_RETRY_YES);
  CHECK_NUMBER(cos_error_request_sent(error), 1);
  check_note(error, "rewound");
  cos_error_free(error);
}

static void what_can_be_rewound_is_sent_again(void) {
  for (int kind = 0; kind < BODIES; kind++) {
    for (size_t i = 0; i < sizeof passing / sizeof *passing; i++) {
      char name[120];
      body_t body;
      /* Its own: on a kept connection a reset may first be taken for one that was idle too long. */
      cos_client_t *client = client_of(3);
      cos_request_t *request = ask("PUT", "again", passing[i].fault);
      snprintf(name, sizeof name, "%s: %s", body_names[kind], passing[i].fault);
      check_subject = name;
      body_open(&body, (body_kind_t)kind, 1 << 20, request);
      standin_forget();
      if (body_can_rewind((body_kind_t)kind)) {
        cos_response_free(sent(client, request));
        CHECK_NUMBER(received(), 2);
        check_received_body(&body);
        check_stored(client, "again", body.begins, body.length);
        CHECK_NUMBER(body.source.rewinds, kind == READER || kind == CHUNKS);
      } else {
        check_one_try(refused(client, request), passing[i].status, passing[i].reason);
        CHECK_NUMBER(received(), 1);
      }
      body_close(&body);
      cos_client_free(client);
    }
  }
}

/* Nothing was read yet, so nothing has to be rewound. */
static void a_reader_that_was_not_asked_is_tried_again(void) {
  source_t source = source_of(1000);
  cos_client_options_t *options = standin_options();
  cos_client_options_set_connect_to(options, refused_address());
  cos_client_t *client = client_from(options);
  cos_request_t *request = ask("PUT", "nobody", NULL);
  check_subject = "a reader, and nobody who listens";
  give(request, &source, 1000, 0);
  cos_error_t *error = refused(client, request);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_CONNECT);
  CHECK_NUMBER(cos_error_attempt_count(error), 3);
  CHECK_NUMBER(source.reads, 0);
  CHECK_NUMBER(source.releases, 1);
  cos_error_free(error);
  cos_client_free(client);
}

/* What a reader gives at once is its own affair. */
static void small_pieces_make_a_whole(cos_client_t *client) {
  for (int unknown = 0; unknown < 2; unknown++) {
    source_t source = source_of(10007);
    cos_request_t *request = ask("PUT", "pieces", NULL);
    check_subject = "small pieces";
    source.most = 7;
    give(request, &source, unknown ? -1 : 10007, 0);
    cos_response_free(sent(client, request));
    check_stored(client, "pieces", 0, 10007);
    CHECK_NUMBER(source.releases, 1);
  }
}

/* Files of /proc have a size of 0, whatever is in them. */
static void files_may_hold_more_than_their_size(cos_client_t *client) {
  static const char path[] = "/proc/self/cmdline";
  char bytes[4096];
  FILE *file = fopen(path, "rb");
  size_t expected = fread(bytes, 1, sizeof bytes, file), length = 0;
  fclose(file);
  check_subject = path;
  for (int again = 0; again < 2; again++) {
    cos_request_t *request = ask("PUT", "cmdline", again ? "fail-1-status-503" : NULL);
    cos_request_set_body_file(request, path);
    cos_request_set_content_md5(request, 1);
    cos_response_free(sent(client, request));
    cos_response_t *response = sent(client, ask("GET", "cmdline", NULL));
    const char *stored = cos_response_body(response, &length);
    CHECK_NUMBER(length, expected);
    CHECK(expected > 0 && memcmp(stored, bytes, expected) == 0);
    cos_response_free(response);
  }
  check_subject = "";
}

/* The systems of both sides take megabytes, which the other side reads at its limit: meanwhile nothing is heard. */
static void a_limit_of_the_speed_is_no_silence(void) {
  enum { LENGTH = 6 << 20, SILENCE_MS = 500 };
  cos_client_options_t *options = standin_options();
  cos_client_options_set_io_timeout_ms(options, SILENCE_MS);
  cos_client_options_set_max_attempts(options, 1);
  cos_client_t *client = client_from(options);
  cos_request_t *request = ask("PUT", "slow", NULL);
  char *bytes = calloc(LENGTH, 1);
  check_subject = "x-cos-traffic-limit";
  cos_request_set_header(request, "x-cos-traffic-limit", "16777216");
  cos_request_set_body(request, bytes, LENGTH);
  cos_response_free(sent(client, request));
  free(bytes);
  cos_client_free(client);
}

int main(void) {
  files_begin();
  ports_start();
  size_t before = descriptors();
  cos_client_t *client = client_of(1);
  bodies_arrive_as_they_are(client);
  a_request_is_sent_any_number_of_times(client);
  small_pieces_make_a_whole(client);
  cos_client_free(client);
  client = client_of(2);
  files_may_hold_more_than_their_size(client);
  cos_client_free(client);
  what_can_be_rewound_is_sent_again();
  a_reader_that_was_not_asked_is_tried_again();
  a_limit_of_the_speed_is_no_silence();
  check_subject = "";
  CHECK_NUMBER(descriptors(), before);
  ports_stop();
  files_end();
  return check_report();
}
