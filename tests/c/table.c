#include "table.h"

#include <stdlib.h>

#include "check.h"

void table_each(const char *path, void (*row)(json_t *row)) {
  FILE *file = fopen(path, "r");
  CHECK(file != NULL);
  if (!file) return;
  char *line = NULL;
  size_t room = 0;
  size_t rows = 0;
  while (getline(&line, &room, file) > 0) {
    json_error_t fault;
    json_t *parsed = json_loads(line, JSON_REJECT_DUPLICATES, &fault);
    CHECK(json_is_object(parsed));
    if (!parsed) continue;
    check_subject = table_text(parsed, "id");
    CHECK(*check_subject);
    row(parsed);
    check_subject = "";
    json_decref(parsed);
    rows++;
  }
  free(line);
  fclose(file);
  CHECK(rows > 0);
}

const char *table_text(json_t *object, const char *name) {
  const char *text = json_string_value(json_object_get(object, name));
  return text ? text : "";
}

char *exact_copy(const void *bytes, size_t length) {
  char *copy = malloc(length ? length : 1);
  if (!copy) abort();
  memcpy(copy, bytes, length);
  return copy;
}

static char *from_hex(const char *hex, size_t *length) {
  *length = strlen(hex) / 2;
  char *bytes = malloc(*length ? *length : 1);
  if (!bytes) abort();
  for (size_t i = 0; i < *length; i++) {
    unsigned value = 0;
    CHECK_NUMBER(sscanf(hex + 2 * i, "%2x", &value), 1);
    bytes[i] = (char)value;
  }
  return bytes;
}

char *table_body(json_t *object, size_t *length) {
  if (json_object_get(object, "body_hex")) return from_hex(table_text(object, "body_hex"), length);
  *length = strlen(table_text(object, "body"));
  return exact_copy(table_text(object, "body"), *length);
}

static void set_headers(table_exchange_t *built, json_t *pairs) {
  size_t count = json_array_size(pairs);
  built->headers = calloc(count ? count : 1, sizeof *built->headers);
  if (!built->headers) abort();
  for (size_t i = 0; i < count; i++) {
    json_t *pair = json_array_get(pairs, i);
    CHECK_NUMBER(json_array_size(pair), 2);
    built->headers[i].name = json_string_value(json_array_get(pair, 0));
    built->headers[i].value = json_string_value(json_array_get(pair, 1));
  }
  built->exchange.headers = built->headers;
  built->exchange.header_count = count;
}

static void set_text(table_exchange_t *built, const char *name, const char *text) {
  cos_exchange_t *exchange = &built->exchange;
  const struct { const char *name; const char **member; } members[] = {
      {"method", &exchange->method}, {"url", &exchange->url}, {"expect_root", &exchange->expect_root},
      {"bucket", &exchange->bucket}, {"key", &exchange->key},
  };
  for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
    if (strcmp(name, members[i].name) != 0) continue;
    *members[i].member = text;
    return;
  }
  if (strcmp(name, "body") == 0) {
    built->body = exact_copy(text, exchange->body_len = strlen(text));
  } else if (strcmp(name, "body_hex") == 0) {
    built->body = from_hex(text, &exchange->body_len);
  } else if (strcmp(name, "raw_headers_hex") == 0) {
    exchange->raw_headers = built->raw_headers = from_hex(text, &exchange->raw_headers_len);
  } else {
    CHECK_TEXT(name, "a known member");
  }
  exchange->body = built->body;
}

static void set_other(table_exchange_t *built, const char *name, json_t *value) {
  if (strcmp(name, "status") == 0) {
    built->exchange.status = (int32_t)json_integer_value(value);
  } else if (strcmp(name, "received_at_ms") == 0) {
    built->exchange.received_at_ms = json_integer_value(value);
  } else if (strcmp(name, "body_truncated") == 0) {
    built->exchange.body_truncated = json_is_true(value);
  } else if (strcmp(name, "expect_cos") == 0) {
    built->exchange.expect_cos = json_is_true(value);
  } else if (strcmp(name, "headers_filtered") == 0) {
    built->exchange.headers_filtered = json_is_true(value);
  } else if (strcmp(name, "headers") == 0) {
    set_headers(built, value);
  } else {
    CHECK_TEXT(name, "a known member");
  }
}

table_exchange_t table_exchange(json_t *members) {
  table_exchange_t built = {.exchange = {.struct_size = sizeof(cos_exchange_t)}};
  const char *name;
  json_t *value;
  json_object_foreach(members, name, value) {
    if (json_is_string(value)) set_text(&built, name, json_string_value(value));
    else set_other(&built, name, value);
  }
  return built;
}

void table_exchange_free(table_exchange_t *built) {
  free(built->headers);
  free(built->body);
  free(built->raw_headers);
}
