#include "document_rules.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "require.h"

/* A name of JSON as a path has it: an attribute's keeps its first sign. The caller frees it. */
static char *path_of(const char *name) {
  static const char signs[] = "~/[@";
  char *path = malloc(2 * strlen(name) + 1), *to = path;
  if (!path) abort();
  if (*name == '@') *to++ = *name++;
  for (; *name; name++) {
    const char *sign = strchr(signs, *name);
    if (sign) *to++ = '~', *to++ = (char)('0' + (sign - signs));
    else *to++ = *name;
  }
  *to = '\0';
  return path;
}

static void require_member(const cos_response_t *response, const char *name, json_t *value) {
  char *path = path_of(name);
  size_t count = json_is_array(value) ? json_array_size(value) : 1;
  json_t *first = json_is_array(value) ? json_array_get(value, 0) : value;
  REQUIRE(cos_response_count(response, path) == count, "%zu of %s, not %zu", cos_response_count(response, path), path, count);
  const char *text = cos_response_value(response, path);
  if (json_is_string(first)) REQUIRE(strcmp(json_string_value(first), text) == 0, "%s is %s", path, text);
  free(path);
}

static void require_json(const cos_response_t *response) {
  json_error_t error;
  const char *name, *root, *text = cos_response_json(response);
  json_t *value, *inner, *all = json_loads(text, JSON_REJECT_DUPLICATES, &error);
  REQUIRE(all, "%s: %.300s", error.text, text);
  REQUIRE(json_object_size(all) == 1, "several roots: %.300s", text);
  json_object_foreach(all, root, inner) {
    if (json_is_string(inner)) REQUIRE(strcmp(json_string_value(inner), cos_response_value(response, "")) == 0, "the root's text");
    json_object_foreach(inner, name, value)
      /* No path names an attribute that has a prefix alone. */
      if (*name != '#' && strcmp(name, "@")) require_member(response, name, value);
  }
  json_decref(all);
}

static char *written(const char *json) {
  char *xml = (char *)json;
  cos_error_t *error = cos_xml_from_json(json, &xml);
  REQUIRE((error == NULL) == (xml != NULL), "a document and an error");
  if (error) REQUIRE(cos_error_reason(error) == COS_ERROR_REASON_INVALID_ARGUMENT, "%s", cos_error_message(error));
  cos_error_free(error);
  return xml;
}

static cos_response_t *read_again(const char *xml) {
  cos_response_t *response = cos_response_new(200, NULL, 0, xml, strlen(xml));
  REQUIRE(*cos_response_json(response), "%s: %.300s", cos_response_fault(response), xml);
  return response;
}

/* Prefixes are not read, nor is blank text beside elements. */
static int reads_otherwise(json_t *value) {
  const char *name;
  json_t *inner;
  size_t at;
  json_array_foreach(value, at, inner)
    if (reads_otherwise(inner)) return 1;
  json_object_foreach(value, name, inner)
    if (*name == '#' || strchr(name, ':') || reads_otherwise(inner)) return 1;
  return 0;
}

/* What is written of the JSON `text` reads as `text`. */
static void require_same_again(const char *text) {
  char *xml = written(text);
  json_t *value = json_loads(text, 0, NULL);
  if (xml) {
    cos_response_t *response = read_again(xml);
    const char *again = cos_response_json(response);
    if (!reads_otherwise(value)) REQUIRE(strcmp(again, text) == 0, "%.300s is %.300s", text, again);
    cos_response_free(response);
  }
  json_decref(value);
  cos_text_free(xml);
}

void require_written_rules(const char *json) {
  char *xml = written(json);
  if (!xml) return;
  cos_response_t *response = read_again(xml);
  require_same_again(cos_response_json(response));
  cos_response_free(response);
  cos_text_free(xml);
}

void require_document_rules(const cos_response_t *response) {
  if (!response) return;
  int is_whole = cos_response_count(response, "") == 1;
  REQUIRE(cos_response_count(response, "") <= 1, "several roots");
  REQUIRE((*cos_response_fault(response) == '\0') == is_whole, "%s", cos_response_fault(response));
  if (is_whole) {
    require_json(response);
    require_same_again(cos_response_json(response));
    return;
  }
  REQUIRE(*cos_response_json(response) == '\0', "the JSON of no document");
  REQUIRE(*cos_response_value(response, "") == '\0', "the text of no document");
  REQUIRE(*cos_response_value(response, "Contents/Key") == '\0', "a value of no document");
}
