#include "sdk_row.h"

#include "all_accessors.h"
#include "check.h"

typedef const char *(*reader)(const cos_error_t *error);

static const struct { const char *name; cos_lost_t bit; reader read; } FIELDS[] = {
    {"code", COS_LOST_CODE, cos_error_code},
    {"message", COS_LOST_MESSAGE, cos_error_message},
    {"resource", COS_LOST_RESOURCE, cos_error_resource},
    {"request_id", COS_LOST_REQUEST_ID, cos_error_request_id},
    {"trace_id", COS_LOST_TRACE_ID, cos_error_trace_id},
    {"headers", COS_LOST_HEADERS, NULL},
    {"body", COS_LOST_BODY, NULL},
    {"status", COS_LOST_STATUS, NULL},
};
enum { COUNT = sizeof FIELDS / sizeof *FIELDS };

static void check_gone(const cos_error_t *error, const char *name) {
  for (size_t i = 0; i < COUNT; i++) {
    if (strcmp(FIELDS[i].name, name)) continue;
    if (!(cos_error_lost(error) & FIELDS[i].bit)) check_text("not marked as lost", "marked", name, __FILE__, __LINE__);
    return;
  }
  CHECK_TEXT(name, "a field");
}

/* Nothing is made up: what the SDK did not keep is absent, or is known as derived. */
static void check_absent(const cos_error_t *error, const json_t *kept) {
  if (!json_object_get(kept, "request_id")) CHECK_TEXT(cos_error_request_id(error), "");
  if (!json_object_get(kept, "trace_id")) CHECK_TEXT(cos_error_trace_id(error), "");
  if (!json_object_get(kept, "resource")) CHECK_TEXT(cos_error_resource(error), cos_error_url(error));
  if (json_object_get(kept, "code")) return;
  CHECK(cos_error_code_source(error) != COS_CODE_SOURCE_BODY);
  CHECK(cos_error_code_source(error) != COS_CODE_SOURCE_HEADER);
}

void check_sdk_row(const cos_error_t *error, json_t *row) {
  const json_t *kept = json_object_get(row, "kept");
  const json_t *gone = json_object_get(row, "gone");
  const json_t *reason = json_object_get(kept, "reason");
  CHECK(error && json_is_array(gone));
  CHECK_NUMBER(cos_error_status(error), json_integer_value(json_object_get(kept, "status")));
  CHECK_NUMBER(cos_error_kind(error), reason ? COS_ERROR_KIND_CLIENT : COS_ERROR_KIND_SERVICE);
  if (reason) CHECK_TEXT(cos_error_code(error), json_string_value(reason));
  for (size_t i = 0; i < COUNT; i++) {
    const char *value = json_string_value(json_object_get(kept, FIELDS[i].name));
    if (value && FIELDS[i].read) check_text(FIELDS[i].read(error), value, FIELDS[i].name, __FILE__, __LINE__);
  }
  for (size_t i = 0; i < json_array_size(gone); i++) check_gone(error, json_string_value(json_array_get(gone, i)));
  check_absent(error, kept);
  check_every_accessor(error);
}
