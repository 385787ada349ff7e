#include "mixed_call.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "files.h"
#include "server.h"
#include "streams.h"

/* Each object has bytes of its own: the pattern from another place on. */
enum { OBJECTS = 16, LENGTH = 100000, STEP = 1000, PART = 700, PATIENCE_MS = 300 };

static char folder[256];

typedef struct {
  kind_t kind;
  const row_t *row;
  size_t begins;    /* the place of the pattern where the bytes begin that are sent, or stored */
  char id[ID_ROOM]; /* comes back in every answer */
  char key[128];
  char sink[400];
  source_t source;
  drain_t drain;
  int interrupts;
} asked_t;

static uint64_t draw(uint64_t *state) {
  uint64_t z = *state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

void mixed_prepare(cos_client_t *client) {
  static unsigned char bytes[LENGTH];
  files_begin();
  snprintf(folder, sizeof folder, "%s", path_of(""));
  make_file("source", STEP * OBJECTS + LENGTH);
  for (size_t i = 0; i < OBJECTS; i++) {
    char key[40];
    snprintf(key, sizeof key, "mixed/object/%zu", i);
    cos_request_t *request = cos_request_new("PUT", BUCKET, key);
    pattern(bytes, i * STEP, LENGTH);
    cos_request_set_body(request, bytes, LENGTH);
    cos_error_t *error = cos_client_send(client, request, NULL, NULL);
    CHECK_TEXT(cos_error_text(error), "");
    cos_error_free(error);
    cos_request_free(request);
  }
}

void mixed_clean(void) {
  check_folder("", "source");
  check_file("source", 0, STEP * OBJECTS + LENGTH);
  files_end();
}

static int is_stored(kind_t kind) {
  return (WHOLES | ONE(GET_RANGE) | ONE(HEAD_OBJECT) | ONE(COPY)) & ONE(kind);
}

/* What call number `number` is. */
static asked_t draw_call(const mixer_t *mixer, size_t number) {
  uint64_t state = mixer->seed * 1000003 + number;
  size_t object = draw(&state) % OBJECTS;
  asked_t asked = {.kind = (kind_t)(draw(&state) % KINDS), .begins = object * STEP, .interrupts = 2};
  asked.row = mixed_table_draw(asked.kind, draw(&state));
  make_id(asked.id, mixer->findings.who);
  if (is_stored(asked.kind) && asked.kind != COPY)
    snprintf(asked.key, sizeof asked.key, "mixed/object/%zu", object);
  else if (asked.kind != LIST && asked.kind != DELETE_MANY)
    snprintf(asked.key, sizeof asked.key, "mixed/%s", asked.id);
  snprintf(asked.sink, sizeof asked.sink, "%s/%s", folder, asked.id);
  asked.source = source_of(LENGTH);
  asked.source.begins = asked.begins;
  asked.drain = drain_of();
  asked.drain.begins = asked.begins;
  return asked;
}

static void set_document(cos_request_t *request, asked_t *asked) {
  char text[400];
  if (asked->kind == LIST) {
    cos_request_set_query(request, "prefix", "mixed/object/1");
    cos_request_set_expect_root(request, "ListBucketResult");
  } else if (asked->kind == COPY) {
    snprintf(text, sizeof text, BUCKET ".cos." SERVER_REGION ".myqcloud.com/mixed/object/%zu", asked->begins / STEP);
    cos_request_set_header(request, "x-cos-copy-source", text);
    cos_request_set_expect_root(request, "CopyObjectResult");
  } else if (asked->kind == DELETE_MANY) {
    snprintf(text, sizeof text, "<Delete><Object><Key>denied/%s</Key></Object><Object><Key>x</Key></Object></Delete>",
             asked->id);
    cos_request_set_query(request, "delete", NULL);
    cos_request_set_body(request, text, strlen(text));
  }
}

static cos_request_t *make_request(asked_t *asked) {
  static const char *const others[KINDS] = {
      [GET_MISSING] = "GET", [HEAD_OBJECT] = "HEAD", [DELETE_OBJECT] = "DELETE", [DELETE_MANY] = "POST",
      [LIST] = "GET",        [COPY] = "PUT"};
  const char *method = asked->kind <= PUT_ONCE ? "PUT" : asked->kind <= GET_RANGE ? "GET" : others[asked->kind];
  cos_request_t *request = cos_request_new(method, BUCKET, *asked->key ? asked->key : NULL);
  char path[400];
  unsigned char *bytes = NULL;
  snprintf(path, sizeof path, "%s/source", folder);
  switch (asked->kind) {
    case PUT_MEMORY:
      bytes = malloc(LENGTH);
      if (!bytes) abort();
      pattern(bytes, asked->begins, LENGTH);
      cos_request_set_body(request, bytes, LENGTH);
      free(bytes);
      break;
    case PUT_FILE: cos_request_set_body_file_range(request, path, (int64_t)asked->begins, LENGTH); break;
    case PUT_READER: give(request, &asked->source, LENGTH, 1); break;
    case PUT_CHUNKS: give(request, &asked->source, -1, 1); break;
    case PUT_ONCE: give(request, &asked->source, LENGTH, 0); break;
    case GET_FILE: cos_request_set_sink_file(request, asked->sink); break;
    case GET_WRITER: take(request, &asked->drain, 1); break;
    case GET_RANGE: cos_request_set_header(request, "Range", "bytes=0-699"); break;
    default: set_document(request, asked);
  }
  return request;
}

static int32_t soon(void *user_data) { return --*(int *)user_data <= 0; }

static cos_error_t *send(cos_client_t *client, asked_t *asked, cos_response_t **response) {
  cos_call_t *call = cos_call_new();
  cos_request_t *request = make_request(asked);
  cos_call_add_header(call, "x-standin-echo", asked->id);
  if (asked->row->fault) cos_call_add_header(call, "x-standin-fault", asked->row->fault);
  if (asked->row->end == BY_TIMEOUT) cos_call_set_timeout_ms(call, PATIENCE_MS);
  if (asked->row->end == BY_INTERRUPT) cos_call_set_interrupt(call, soon, &asked->interrupts, NULL);
  cos_error_t *error = cos_client_send(client, request, call, response);
  cos_request_free(request);
  cos_call_free(call);
  return error;
}

/* NULL: right. Each of these has bytes that only its own object has. */
static const char *wrong_bytes(const asked_t *asked, const cos_response_t *response) {
  size_t length = 0, expected = 0;
  const void *body = cos_response_body(response, &length);
  if (WHOLES & ONE(asked->kind)) expected = LENGTH;
  if (asked->kind == GET_RANGE) expected = PART;
  if (asked->kind == GET_WRITER && asked->drain.right != LENGTH) return "another's bytes in its writer";
  if (asked->kind == GET_FILE) {
    static const size_t room = LENGTH + 1;
    char *bytes = malloc(room);
    FILE *file = fopen(asked->sink, "rb");
    length = file && bytes ? fread(bytes, 1, room, file) : 0;
    int right = length == LENGTH && pattern_breaks(bytes, asked->begins, length) == length;
    if (file) fclose(file);
    free(bytes);
    unlink(asked->sink);
    return right ? NULL : "another's bytes in its file";
  }
  if (asked->kind == LIST) return memmem(body, length, "<Key>mixed/object/15</Key>", 26) ? NULL : "another list";
  if (asked->kind == COPY) return memmem(body, length, "<CopyObjectResult>", 18) ? NULL : "no copy";
  if (cos_response_received(response) != (int64_t)expected) return "another number of bytes";
  if (asked->kind != GET_WRITER && (length != expected || pattern_breaks(body, asked->begins, length) != length))
    return "another's bytes";
  return NULL;
}

static const char *wrong_success(const asked_t *asked, const cos_response_t *response) {
  int32_t status = asked->kind == GET_RANGE ? 206 : asked->kind == DELETE_OBJECT ? 204 : 200;
  if (asked->row->code || asked->kind == GET_MISSING || asked->kind == DELETE_MANY) return "a success";
  if (cos_response_status(response) != status) return "another status";
  if (strcmp(cos_response_header(response, "x-standin-echo"), asked->id) != 0) return "another's answer";
  return wrong_bytes(asked, response);
}

/* What it ends in without a fault, or when the fault has passed. */
static const char *wrong_answer(const asked_t *asked, const cos_error_t *error) {
  cos_error_part_t part = {.struct_size = sizeof part};
  if (strcmp(cos_error_header(error, "x-standin-echo"), asked->id) != 0) return "another's answer";
  if (asked->kind == GET_MISSING && strcmp(cos_error_code(error), "NoSuchKey") == 0)
    return strstr(cos_error_resource(error), asked->key) ? NULL : "another's body";
  if (asked->kind != DELETE_MANY || cos_error_part_count(error) != 1) return "a failure";
  if (!cos_error_part(error, 0, &part) || strncmp(part.key, "denied/", 7) != 0) return "a failure";
  return strcmp(part.key + 7, asked->id) == 0 ? NULL : "another's parts";
}

/* Faults of other calls close connections without a word, and a body that was read
   from then cannot go another way: the one try says so. */
static int is_unlucky(const asked_t *asked, const cos_error_t *error) {
  cos_attempt_t attempt = {.struct_size = sizeof attempt};
  return asked->kind == PUT_ONCE && cos_error_reason(error) == COS_ERROR_REASON_CONNECTION_LOST &&
         cos_error_status(error) == 0 && cos_error_attempt_count(error) == 1 && cos_error_attempt(error, 0, &attempt) &&
         strstr(attempt.note, "cannot be rewound");
}

/* A call that was told to end while it waited for a connection had not begun its try. */
static size_t attempts_of(const row_t *row, const cos_error_t *error) {
  return row->attempts - (strstr(cos_error_message(error), "waiting for a free connection") != NULL);
}

static const char *wrong_error(const asked_t *asked, const cos_error_t *error) {
  const row_t *row = asked->row;
  int has_fields = row->status > 0 && row->code;
  if (is_unlucky(asked, error)) return NULL;
  if (!row->code) return wrong_answer(asked, error);
  if (strcmp(cos_error_code(error), row->code) != 0) return "another code";
  if (cos_error_reason(error) != row->reason) return "another reason";
  if (row->status >= 0 && cos_error_status(error) != row->status) return "another status";
  if (cos_error_attempt_count(error) != attempts_of(row, error)) return "another number of tries";
  if (has_fields && strcmp(cos_error_header(error, "x-standin-echo"), asked->id) != 0) return "another's answer";
  if (!strstr(cos_error_url(error), *asked->key ? asked->key : BUCKET)) return "another's URL";
  if (!*cos_error_text(error) || !*cos_error_advice(error, "zh")) return "no text";
  if (access(asked->sink, F_OK) == 0) return "half a file";
  return NULL;
}

static void make_call(mixer_t *mixer, size_t number) {
  asked_t asked = draw_call(mixer, number);
  cos_response_t *response = NULL;
  cos_error_t *error = send(mixer->client, &asked, &response);
  const char *wrong = error ? wrong_error(&asked, error) : wrong_success(&asked, response);
  if (!wrong && asked.source.releases != (asked.kind >= PUT_READER && asked.kind <= PUT_ONCE)) wrong = "no release";
  __atomic_add_fetch(&mixer->drawn[asked.row - mixed_table], 1, __ATOMIC_RELAXED);
  mixer->findings.calls++;
  if (wrong)
    complain(&mixer->findings, "call %zu, %s (%s, %s) met %s: %s", number, asked.id, kind_names[asked.kind],
             asked.row->fault ? asked.row->fault : "no fault", wrong, cos_error_json(error));
  cos_error_free(error);
  cos_response_free(response);
}

void mix(void *item) {
  mixer_t *mixer = item;
  for (;;) {
    size_t number = __atomic_fetch_add(mixer->begun, 1, __ATOMIC_RELAXED);
    if (number >= mixer->calls) return;
    make_call(mixer, number);
  }
}
