/* Responses, exceptions and request ids in a text. scan scans.jsonl */
#include <stddef.h>

#include <cos_err.h>

#include "check.h"
#include "table.h"

#define ID "NWNhYzEzZThfNGQ5ZTU4NjRfNmFhNV83YTZjOGY="

static int32_t next(cos_scan_t *scan, cos_finding_t *finding) {
  *finding = (cos_finding_t){.struct_size = sizeof *finding};
  return cos_scan_next(scan, finding);
}

static void check_member(const char *actual, const json_t *expected, const char *name) {
  const char *text = json_string_value(json_object_get(expected, name));
  if (text) CHECK_TEXT(actual, text);
}

static void check_finding(const cos_finding_t *finding, const json_t *expected) {
  const char *kind = json_string_value(json_object_get(expected, "kind"));
  CHECK_NUMBER(finding->line, json_integer_value(json_object_get(expected, "line")));
  if (finding->kind == COS_FINDING_ERROR) {
    CHECK_TEXT("error", kind);
    CHECK_NUMBER(cos_error_status(finding->error), json_integer_value(json_object_get(expected, "status")));
    check_member(cos_error_code(finding->error), expected, "code");
    check_member(cos_error_request_id(finding->error), expected, "request_id");
    CHECK_TEXT(finding->request_id, "");
    return;
  }
  CHECK(finding->error == NULL);
  check_member(finding->request_id, expected, "request_id");
  if (finding->kind == COS_FINDING_SUCCESS) {
    CHECK_TEXT("success", kind);
    CHECK_NUMBER(finding->status, json_integer_value(json_object_get(expected, "status")));
    return;
  }
  CHECK_NUMBER(finding->kind, COS_FINDING_REQUEST_ID);
  CHECK_TEXT("id", kind);
  check_member(finding->code, expected, "code");
}

static void each_row(json_t *row) {
  check_subject = table_text(row, "id");
  const char *text = table_text(row, "text");
  const json_t *expected = json_object_get(row, "found");
  cos_scan_t *scan = cos_scan_new();
  cos_finding_t finding;
  size_t count = 0;
  for (size_t at = 0; text[at]; at += text[at + 1] ? 2 : 1) cos_scan_feed(scan, text + at, text[at + 1] ? 2 : 1);
  cos_scan_feed(scan, NULL, 0);
  for (; next(scan, &finding); count++) {
    check_finding(&finding, json_array_get(expected, count));
    cos_error_free(finding.error);
  }
  CHECK_NUMBER(count, json_array_size(expected));
  cos_scan_free(scan);
}

static void arguments(void) {
  cos_scan_t *scan = cos_scan_new();
  cos_finding_t finding;
  CHECK_NUMBER(next(scan, &finding), 0);
  cos_scan_feed(scan, "HTTP/1.1 404 Not Found\n\n" ID, 25);
  CHECK_NUMBER(next(scan, &finding), 0);
  cos_scan_feed(scan, "ignored", 0);
  CHECK_NUMBER(cos_scan_next(scan, NULL), 0);
  CHECK_NUMBER(cos_scan_next(NULL, &finding), 0);
  /* A struct without room for the error takes nothing. */
  finding.struct_size = offsetof(cos_finding_t, error);
  CHECK_NUMBER(cos_scan_next(scan, &finding), 0);
  CHECK_NUMBER(next(scan, &finding), 1);
  CHECK_NUMBER(finding.kind, COS_FINDING_ERROR);
  cos_error_free(finding.error);
  CHECK_NUMBER(next(scan, &finding), 0);
  /* After its end a text has no more pieces. */
  cos_scan_feed(scan, ID, sizeof ID - 1);
  CHECK_NUMBER(next(scan, &finding), 0);
  cos_scan_free(scan);
  cos_scan_free(NULL);
}

int main(int argc, char **argv) {
  if (argc != 2) return fputs("usage: scan scans.jsonl\n", stderr), 2;
  arguments();
  table_each(argv[1], each_row);
  return check_report();
}
