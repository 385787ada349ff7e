#include "json_rules.h"

#include <jansson.h>
#include <string.h>

#include "require.h"

static const char *const kinds[] = {"none", "client", "service"};
static const char *const sources[] = {"none", "body", "header", "status", "probe", "client"};
static const char *const responders[] = {"unknown", "cos", "ci", "other"};
static const char *const retries[] = {"no", "yes", "after-fix"};

/* The same order of hash tables, and so of allocations, in each process: a run can be repeated. */
__attribute__((constructor)) static void seed_tables(void) { json_object_seed(1); }

static json_t *member(const json_t *object, const char *name) {
  json_t *found = json_object_get(object, name);
  REQUIRE(found, "no member %s", name);
  return found;
}

/* The text, or a beginning of it and an ellipsis where the JSON was cut. */
static void require_text(const json_t *object, int cut, const char *name, const char *text) {
  const char *shown = json_string_value(member(object, name));
  REQUIRE(shown, "%s is not a string", name);
  size_t length = strlen(shown), mark = strlen("…");
  int is_cut = cut && length >= mark && memcmp(shown + length - mark, "…", mark) == 0;
  REQUIRE(is_cut ? strncmp(shown, text, length - mark) == 0 : strcmp(shown, text) == 0, "%s: %s, not %s", name, shown,
          text);
}

static void require_number(const json_t *object, const char *name, int64_t number, int64_t none) {
  const json_t *shown = member(object, name);
  if (json_is_null(shown)) REQUIRE(number == none, "%s is null, not %lld", name, (long long)number);
  else REQUIRE(json_integer_value(shown) == number, "%s is not %lld", name, (long long)number);
}

static void require_texts(const json_t *object, int cut, const cos_error_t *error) {
  const struct { const char *name, *text; } texts[] = {
      {"kind", kinds[cos_error_kind(error)]},
      {"reason", cos_error_reason_name(cos_error_reason(error))},
      {"code", cos_error_code(error)},
      {"code_source", sources[cos_error_code_source(error)]},
      {"message", cos_error_message(error)},
      {"resource", cos_error_resource(error)},
      {"request_id", cos_error_request_id(error)},
      {"trace_id", cos_error_trace_id(error)},
      {"responder", responders[cos_error_responder(error)]},
      {"retry", retries[cos_error_retry(error)]},
      {"method", cos_error_method(error)},
      {"url", cos_error_url(error)},
      {"operation", cos_error_operation(error)},
      {"region_hint", cos_error_region_hint(error)},
      {"endpoint_hint", cos_error_endpoint_hint(error)},
      {"advice", cos_error_advice(error, "en")},
      {"doc_url", cos_error_doc_url(error)},
      {"diagnose_url", cos_error_diagnose_url(error)},
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) require_text(object, cut, texts[i].name, texts[i].text);
}

/* A list is whole, or it is the beginning of one and the JSON was cut. */
static json_t *list(const json_t *object, int cut, const char *name, size_t count) {
  json_t *items = member(object, name);
  REQUIRE(json_is_array(items), "%s is not a list", name);
  size_t shown = json_array_size(items);
  REQUIRE(shown == count || (cut && shown < count), "%zu of %zu %s", shown, count, name);
  return items;
}

static void require_lists(const json_t *object, int cut, const cos_error_t *error) {
  json_t *causes = list(object, cut, "causes", cos_error_cause_count(error));
  for (size_t i = 0; i < json_array_size(causes) && !cut; i++)
    REQUIRE(strcmp(json_string_value(json_array_get(causes, i)), cos_error_cause(error, i)) == 0, "cause %zu", i);
  json_t *attempts = list(object, cut, "attempts", cos_error_attempt_count(error));
  for (size_t i = 0; i < json_array_size(attempts); i++) {
    cos_attempt_t attempt = {.struct_size = sizeof attempt};
    cos_error_attempt(error, i, &attempt);
    require_text(json_array_get(attempts, i), cut, "host", attempt.host);
    require_text(json_array_get(attempts, i), cut, "note", attempt.note);
    require_text(json_array_get(attempts, i), cut, "request_id", attempt.request_id);
  }
  json_t *parts = list(object, cut, "parts", cos_error_part_count(error));
  for (size_t i = 0; i < json_array_size(parts); i++) {
    cos_error_part_t part = {.struct_size = sizeof part};
    cos_error_part(error, i, &part);
    require_text(json_array_get(parts, i), cut, "key", part.key);
    require_text(json_array_get(parts, i), cut, "version_id", part.version_id);
    require_text(json_array_get(parts, i), cut, "code", part.code);
    require_text(json_array_get(parts, i), cut, "message", part.message);
    require_text(json_array_get(parts, i), cut, "retry", retries[part.retry]);
  }
}

void require_json_rules(const cos_error_t *error) {
  const char *text = cos_error_json(error);
  json_error_t mistake;
  json_t *object = json_loads(text, JSON_REJECT_DUPLICATES, &mistake);
  REQUIRE(json_is_object(object), "%s: %s", mistake.text, text);
  REQUIRE(strlen(text) <= 64 * 1024, "%zu bytes of JSON", strlen(text));
  int cut = json_is_true(member(object, "truncated"));
  require_texts(object, cut, error);
  require_number(object, "status", cos_error_status(error), -1);
  require_number(object, "retry_after_ms", cos_error_retry_after_ms(error), -1);
  require_number(object, "clock_skew_s", cos_error_clock_skew_s(error), COS_SKEW_UNKNOWN);
  require_number(object, "os_errno", cos_error_os_errno(error), -1);
  REQUIRE(json_is_true(member(object, "request_sent")) == cos_error_request_sent(error), "request_sent");
  require_lists(object, cut, error);
  json_decref(object);
}
