#include "live.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "check.h"
#include "all_accessors.h"
#include "expect.h"
#include "standin.h"
#include "table.h"

/* What a row needs beside its client while it is called. */
typedef struct {
  const char *cases;
  const char *text; /* of a reader: what it gives, and how far it is */
  size_t length, at;
  int64_t written;
  char file[64];
  int listener;
} place_t;

static int64_t number(json_t *object, const char *name) { return json_integer_value(json_object_get(object, name)); }
static json_t *member(json_t *object, const char *name) { return json_object_get(object, name); }

/* Listens on a free port; nobody ever answers. */
static int listen_silently(char address[32]) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof at;
  int line = socket(AF_INET, SOCK_STREAM, 0);
  if (line < 0 || bind(line, (struct sockaddr *)&at, size) != 0 || listen(line, 8) != 0) abort();
  if (getsockname(line, (struct sockaddr *)&at, &size) != 0) abort();
  snprintf(address, 32, "127.0.0.1:%u", ntohs(at.sin_port));
  return line;
}

static void dial(cos_client_options_t *options, json_t *row, const char *standin, place_t *place) {
  const char *target = *table_text(row, "target") ? table_text(row, "target") : "standin";
  char address[32];
  if (strcmp(target, "standin") == 0) {
    cos_client_options_set_connect_to(options, standin);
    return;
  }
  int listener = listen_silently(address);
  cos_client_options_set_connect_to(options, address);
  if (strcmp(target, "hang") == 0) {
    place->listener = listener;
  } else {
    CHECK_TEXT(target, "refused");
    close(listener);
  }
}

static void identify(cos_client_options_t *options, const char *who) {
  const struct { const char *who, *id, *key, *token; } known[] = {
      {"", STANDIN_ID, STANDIN_KEY, NULL},
      {"good", STANDIN_ID, STANDIN_KEY, NULL},
      {"wrong", STANDIN_ID, "WRONGSECRETKEYEXAMPLEEXAMPLE0000", NULL},
      {"token", STANDIN_ID, STANDIN_KEY, "STANDINTOKEN"},
      {"expired-token", STANDIN_ID, STANDIN_KEY, "EXPIREDTOKEN"},
      {"none", NULL, NULL, NULL},
  };
  size_t i = 0;
  while (i < sizeof known / sizeof *known && strcmp(who, known[i].who) != 0) i++;
  if (i < sizeof known / sizeof *known)
    cos_client_options_set_credentials(options, known[i].id, known[i].key, known[i].token);
  else
    CHECK_TEXT(who, "known credentials");
}

static cos_client_t *connect_client(json_t *row, const char *standin, place_t *place) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, STANDIN_REGION);
  cos_client_options_set_endpoint(options, STANDIN_ENDPOINT);
  dial(options, row, standin, place);
  identify(options, table_text(member(row, "options"), "credentials"));
  const char *name;
  json_t *value;
  json_object_foreach(member(row, "options"), name, value) {
    int64_t n = json_integer_value(value);
    if (strcmp(name, "max_attempts") == 0) cos_client_options_set_max_attempts(options, (int32_t)n);
    else if (strcmp(name, "io_timeout_ms") == 0) cos_client_options_set_io_timeout_ms(options, n);
    else CHECK_TEXT(name, "credentials");
  }
  return client_from(options);
}

static int64_t give(void *user_data, void *buffer, size_t size) {
  place_t *place = user_data;
  size_t left = place->length - place->at;
  if (size > left) size = left;
  memcpy(buffer, place->text + place->at, size);
  place->at += size;
  return (int64_t)size;
}

static int32_t give_again(void *user_data) {
  ((place_t *)user_data)->at = 0;
  return 0;
}

static int32_t take(void *user_data, const void *bytes, size_t size) {
  (void)bytes;
  ((place_t *)user_data)->written += (int64_t)size;
  return 0;
}

static void set_body(cos_request_t *request, json_t *members, place_t *place) {
  const char *as = table_text(members, "body_as");
  place->text = table_text(members, "body");
  place->length = strlen(place->text);
  place->at = 0;
  if (!*as) {
    cos_request_set_body(request, place->text, place->length);
  } else if (strcmp(as, "reader") == 0) {
    cos_request_set_body_reader(request, give, give_again, (int64_t)place->length, place, NULL);
  } else {
    CHECK_TEXT(as, "stream");
    cos_request_set_body_reader(request, give, NULL, -1, place, NULL);
  }
}

static void set_pairs(cos_request_t *request, json_t *pairs,
                      void (*set)(cos_request_t *, const char *, const char *)) {
  size_t i;
  json_t *pair;
  json_array_foreach(pairs, i, pair)
    set(request, json_string_value(json_array_get(pair, 0)), json_string_value(json_array_get(pair, 1)));
}

static cos_request_t *request_of(json_t *members, place_t *place) {
  const char *name;
  json_t *value;
  char path[4096];
  cos_request_t *request = cos_request_new(table_text(members, "method"), table_text(members, "bucket"),
                                           json_string_value(member(members, "key")));
  json_object_foreach(members, name, value) {
    snprintf(path, sizeof path, "%s/%s", place->cases, json_is_string(value) ? json_string_value(value) : "");
    if (strcmp(name, "query") == 0) set_pairs(request, value, cos_request_set_query);
    else if (strcmp(name, "headers") == 0) set_pairs(request, value, cos_request_set_header);
    else if (strcmp(name, "body") == 0) set_body(request, members, place);
    else if (strcmp(name, "body_file") == 0) cos_request_set_body_file(request, path);
    else if (strcmp(name, "sink_file") == 0) cos_request_set_sink_file(request, path);
    else if (strcmp(name, "expect_root") == 0) cos_request_set_expect_root(request, json_string_value(value));
    else CHECK(strstr("method bucket key body_as", name));
  }
  return request;
}

static void set_sink(cos_request_t *request, const char *sink, place_t *place) {
  if (strcmp(sink, "writer") == 0) {
    cos_request_set_sink_writer(request, take, NULL, place, NULL);
  } else if (strcmp(sink, "file") == 0) {
    strcpy(place->file, "/tmp/cos_err-live-XXXXXX");
    int made = mkstemp(place->file);
    if (made < 0) abort();
    close(made);
    cos_request_set_sink_file(request, place->file);
  } else if (*sink) {
    CHECK_TEXT(sink, "memory");
  }
}

static cos_call_t *call_of(json_t *members) {
  cos_call_t *call = cos_call_new();
  const char *name;
  json_t *value;
  json_object_foreach(members, name, value) {
    if (strcmp(name, "timeout_ms") == 0) {
      cos_call_set_timeout_ms(call, json_integer_value(value));
    } else if (strcmp(name, "explain") == 0) {
      cos_call_set_explain(call, json_is_true(value));
    } else if (strcmp(name, "headers") == 0) {
      json_t *pair = json_array_get(value, 0);
      cos_call_add_header(call, json_string_value(json_array_get(pair, 0)), json_string_value(json_array_get(pair, 1)));
    } else {
      CHECK_TEXT(name, "cancelled");
      cos_cancel_t *cancel = cos_cancel_new();
      cos_cancel_trigger(cancel);
      cos_call_set_cancel(call, cancel);
      cos_cancel_free(cancel);
    }
  }
  return call;
}

/* What comes before the call that counts: it must succeed. */
static void prepare(cos_client_t *client, json_t *requests, place_t *place) {
  size_t i;
  json_t *members;
  json_array_foreach(requests, i, members) {
    cos_request_t *request = request_of(members, place);
    cos_error_t *error = cos_client_send(client, request, NULL, NULL);
    CHECK_TEXT(cos_error_text(error), "");
    cos_error_free(error);
    cos_request_free(request);
  }
}

/* What was received is where it was to go. */
static void check_sink(const live_result_t *result, const char *sink, const place_t *place) {
  size_t kept = 0;
  cos_response_body(result->response, &kept);
  int64_t received = cos_response_received(result->response);
  if (strcmp(sink, "writer") == 0 && result->response) CHECK_NUMBER(place->written, received);
  if (*place->file) {
    FILE *file = fopen(place->file, "r");
    CHECK(file && fseek(file, 0, SEEK_END) == 0);
    CHECK_NUMBER(file ? ftell(file) : -1, received);
    if (file) fclose(file);
    unlink(place->file);
  }
  CHECK_NUMBER(kept, *sink && strcmp(sink, "memory") != 0 ? 0 : received);
}

live_result_t live_call(json_t *row, const char *cases, const char *standin) {
  place_t place = {.cases = cases, .listener = -1};
  live_result_t result = {0};
  cos_client_t *client = connect_client(row, standin, &place);
  prepare(client, member(row, "before"), &place);
  cos_request_t *request = request_of(member(row, "request"), &place);
  set_sink(request, table_text(row, "sink"), &place);
  cos_call_t *call = call_of(member(row, "call"));
  result.error = cos_client_send(client, request, call, &result.response);
  check_sink(&result, table_text(row, "sink"), &place);
  cos_call_free(call);
  cos_request_free(request);
  cos_client_free(client);
  if (place.listener >= 0) close(place.listener);
  return result;
}

void live_check(json_t *row, const live_result_t *result) {
  json_t *expect = member(row, "expect");
  if (!member(expect, "received")) {
    CHECK(result->error != NULL);
    if (result->error) check_error(result->error, expect, NULL);
    return;
  }
  CHECK_TEXT(cos_error_text(result->error), "");
  check_every_field(result->response);
  CHECK_NUMBER(cos_response_status(result->response), number(expect, "status"));
  CHECK_NUMBER(cos_response_received(result->response), number(expect, "received"));
}

void live_result_free(live_result_t *result) {
  cos_error_free(result->error);
  cos_response_free(result->response);
}
