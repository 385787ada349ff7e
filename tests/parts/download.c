/* Objects are downloaded as they are: in one request, or in parts. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "moves.h"

static void in_one_request(cos_client_t *client, size_t length) {
  store(client, "small", length);
  standin_forget();
  downloaded(client, "small", moves_in_parts(3));
  CHECK_TEXT(requests_made(), "HG");
  check_file("small", 0, length);
}

static void in_parts(cos_client_t *client, size_t length, int32_t parallel, int part_count) {
  char subject[80], kinds[40];
  snprintf(subject, sizeof subject, "%zu bytes, %d at a time", length, parallel);
  snprintf(kinds, sizeof kinds, "H%.*s", part_count, "RRRRRRRRRRRRRRRRRRRR");
  check_subject = subject;
  store(client, "large", length);
  make_text("large", "an older file");
  standin_forget();
  downloaded(client, "large", moves_in_parts(parallel));
  CHECK_TEXT(requests_made(), kinds);
  check_file("large", 0, length);
  CHECK(*header_of("GET /large", "if-match") != 0);
  check_subject = "";
}

/* What comes, and what does not. */
static void responses_are_those_of_the_object(cos_client_t *client) {
  cos_response_t *response = NULL;
  cos_transfer_t *transfer = moves_in_parts(2);
  cos_transfer_add_header(transfer, "x-cos-meta-mine", "1");
  store(client, "response", 2 * PART);
  standin_forget();
  cos_error_t *error =
      cos_client_download_file(client, STANDIN_BUCKET, "response", path_of("response"), transfer, NULL, &response);
  CHECK_TEXT(cos_error_text(error), "");
  CHECK_NUMBER(cos_response_status(response), 200);
  CHECK_NUMBER(cos_response_received(response), 2 * PART);
  CHECK(*cos_response_header(response, "ETag") != 0);
  CHECK_TEXT(header_of("HEAD /response", "x-cos-meta-mine"), "1");
  CHECK_TEXT(header_of("GET /response", "x-cos-meta-mine"), "1");
  cos_response_free(response);
  cos_transfer_free(transfer);
  CHECK_NUMBER(remove(path_of("response")), 0);
}

/* The version, and the condition, of the caller. */
static void objects_are_those_that_were_asked_for(cos_client_t *client) {
  check_subject = "a version";
  store(client, "version", 2 * PART);
  standin_forget();
  cos_transfer_t *transfer = moves_in_parts(2);
  cos_transfer_set_version_id(transfer, "null");
  cos_transfer_add_header(transfer, "If-Match", "*");
  downloaded(client, "version", transfer);
  CHECK_NUMBER(requests_with("HEAD /version?versionId=null"), 1);
  CHECK_NUMBER(requests_with("GET /version?versionId=null"), 2);
  CHECK_TEXT(header_of("HEAD /version", "if-match"), "*");
  CHECK(strlen(header_of("GET /version", "if-match")) > 1);
  check_subject = "a condition";
  standin_forget();
  transfer = moves_in_parts(2);
  cos_transfer_add_header(transfer, "If-Match", "\"other\"");
  cos_error_t *error = download_of(client, "version", transfer, NULL);
  CHECK_TEXT(cos_error_code(error), "PreconditionFailed");
  cos_error_free(error);
  CHECK_TEXT(requests_made(), "H");
  CHECK_NUMBER(remove(path_of("version")), 0);
  check_subject = "";
}

static const struct {
  const char *subject, *faults, *code, *message;
} rows[] = {
    {"no object", "{\"faults\": \"status-404\", \"methods\": [\"HEAD\"]}", "NoSuchKey", ""},
    {"a part that fails", "{\"faults\": \"status-500-InternalError\", \"methods\": [\"GET\"]}", "InternalError",
     "part 1 (bytes 0-1048575): "},
    {"another range", "{\"faults\": \"range-other\", \"methods\": [\"GET\"]}", "BadResponse", "Content-Range"},
    {"no range", "{\"faults\": \"range-ignored\", \"methods\": [\"GET\"]}", "BadResponse", "the whole object"},
    {"a byte that is changed", "[{\"faults\": \"corrupt-9\", \"methods\": [\"GET\"]}]", "Checksum", "checksum mismatch"},
    {"a part that is cut", "{\"faults\": \"cut-1000\", \"methods\": [\"GET\"]}", "ConnectionLost", "part 1 (bytes"},
    {"another object", "{\"faults\": \"wrong-etag\", \"methods\": [\"HEAD\"]}", "PreconditionFailed", "part 1 (bytes"},
};

static void failures_leave_no_file(cos_client_t *client) {
  store(client, "failing", 2 * PART + 5);
  make_text("failing", "an older file");
  check_folder("", "failing large small");
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    check_subject = rows[i].subject;
    faults(rows[i].faults);
    cos_error_t *error = download_of(client, "failing", moves_in_parts(1), NULL);
    CHECK_TEXT(cos_error_code(error), rows[i].code);
    CHECK_HAS(cos_error_message(error), rows[i].message);
    cos_error_free(error);
    faults("[]");
    check_text_file("failing", "an older file");
    check_folder("", "failing large small");
  }
  check_subject = "";
}

/* The log says what was not checked. */
static void take_line(void *user_data, int32_t level, const char *line) {
  int *found = user_data;
  if (level == COS_ERR_LOG_WARN && strstr(line, "event=unchecked")) ++*found;
}

static void sums_that_are_not_told_are_not_checked(void) {
  int found = 0;
  cos_client_options_t *options = standin_options();
  cos_client_options_set_log(options, COS_ERR_LOG_WARN, take_line, &found, NULL);
  cos_client_t *client = client_from(options);
  faults("{\"faults\": \"no-crc\", \"methods\": [\"HEAD\", \"GET\"]}");
  downloaded(client, "failing", moves_in_parts(2));
  faults("[]");
  check_file("failing", 0, 2 * PART + 5);
  CHECK_NUMBER(found, 1);
  cos_client_free(client);
}

static void report(void *user_data, int64_t moved, int64_t size) {
  int64_t *last = user_data;
  CHECK(moved >= last[0] && moved <= size);
  last[0] = moved;
  last[1] = size;
}

static void progress_is_that_of_the_file(cos_client_t *client) {
  static const size_t lengths[] = {0, 5, 4 * PART + 5};
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    int64_t last[2] = {0, -1};
    cos_transfer_t *transfer = moves_in_parts(3);
    cos_transfer_set_progress(transfer, report, last, NULL);
    store(client, "progress", lengths[i]);
    downloaded(client, "progress", transfer);
    CHECK_NUMBER(last[0], lengths[i]);
    CHECK_NUMBER(last[1], lengths[i]);
  }
}

int main(void) {
  moves_begin();
  cos_client_t *client = moves_client(64);
  in_one_request(client, 0);
  in_one_request(client, PART - 1);
  in_parts(client, PART, 5, 1);
  in_parts(client, PART + 1, 5, 2);
  in_parts(client, 5 * PART + 7, 1, 6);
  in_parts(client, 9 * PART, 5, 9);
  responses_are_those_of_the_object(client);
  objects_are_those_that_were_asked_for(client);
  failures_leave_no_file(client);
  sums_that_are_not_told_are_not_checked();
  progress_is_that_of_the_file(client);
  cos_client_free(client);
  client = moves_client(1);
  in_parts(client, 5 * PART, 5, 5);
  cos_client_free(client);
  moves_end();
  return check_report();
}
