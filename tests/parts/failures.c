/* An upload that fails says which part it was, and leaves nothing behind. */
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "moves.h"

static const struct {
  const char *subject, *faults, *code, *message, *kinds;
  int32_t sent;
} rows[] = {
    {"no begin", "{\"faults\": \"status-403-AccessDenied\", \"target\": \"uploads\"}", "AccessDenied", "", "I", 1},
    {"the first part", "{\"faults\": \"status-500-InternalError\", \"target\": \"partNumber=1&\"}", "InternalError",
     "part 1 (bytes 0-1048575): ", "IPA", 1},
    {"the last part", "{\"faults\": \"status-403-AccessDenied\", \"target\": \"partNumber=3&\"}", "AccessDenied",
     "part 3 (bytes 2097152-2097156): ", "IPPPA", 1},
    {"a wrong sum of a part", "{\"faults\": \"wrong-crc\", \"target\": \"partNumber=2&\"}", "Checksum",
     "part 2 (bytes 1048576-2097151): checksum mismatch", "IPPA", 1},
    {"a lost response of a part", "{\"faults\": \"close\", \"target\": \"partNumber=2&\"}", "ConnectionLost",
     "part 2 (bytes 1048576-2097151): ", "IPPPA", 1},
    {"a refused completion", "{\"faults\": \"status-400-InvalidPart\", \"methods\": [\"POST\"], \"target\": \"uploadId\"}",
     "InvalidPart", "", "IPPPCA", 1},
    {"an error inside of a success",
     "{\"faults\": \"status-200-InternalError\", \"methods\": [\"POST\"], \"target\": \"uploadId\"}", "InternalError", "",
     "IPPPCLA", 1},
};

static void failures_are_told(cos_client_t *client) {
  make_file("failing", 2 * PART + 5);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    check_subject = rows[i].subject;
    faults(rows[i].faults);
    standin_forget();
    cos_error_t *error = upload_of(client, "failing", moves_in_parts(1), NULL);
    CHECK_TEXT(cos_error_code(error), rows[i].code);
    CHECK_HAS(cos_error_message(error), rows[i].message);
    CHECK_HAS(cos_error_text(error), rows[i].message);
    CHECK_NUMBER(cos_error_request_sent(error), rows[i].sent);
    CHECK_TEXT(cos_error_detail(error, "UploadId"), "");
    CHECK_TEXT(requests_made(), rows[i].kinds);
    cos_error_free(error);
    faults("[]");
    check_uploads(client, "");
    check_no_object(client, "failing");
  }
  check_subject = "";
}

/* Nothing is known of the parts that are left but the id. */
static void an_upload_that_cannot_be_aborted_is_named(cos_client_t *client) {
  check_subject = "no abort";
  faults("[{\"faults\": \"status-500\", \"target\": \"partNumber=2\"}, {\"faults\": \"status-403\", \"methods\": [\"DELETE\"]}]");
  standin_forget();
  cos_error_t *error = upload_of(client, "failing", moves_in_parts(1), NULL);
  CHECK_NUMBER(cos_error_status(error), 500);
  const char *id = cos_error_detail(error, "UploadId");
  CHECK(*id != 0 && requests_with(id) == 3);
  faults("[]");
  check_uploads(client, "failing");
  abort_upload(client, "failing", id);
  cos_error_free(error);
  check_uploads(client, "");
  check_subject = "";
}

/* The response of the completion is lost: what is there decides. */
static void a_lost_completion_is_looked_for(cos_client_t *client) {
  static const struct {
    const char *subject, *faults, *code, *kinds;
  } lost[] = {
      {"completed", "[{\"faults\": \"cut-head-0\", \"methods\": [\"POST\"], \"target\": \"uploadId\"}]", "", "IPPPCLH"},
      {"not completed", "[{\"faults\": \"close\", \"methods\": [\"POST\"], \"target\": \"uploadId\"}]", "ConnectionLost",
       "IPPPCLA"},
      {"not completed, and refused without a code",
       "[{\"faults\": \"gateway-404\", \"methods\": [\"POST\"], \"target\": \"uploadId\"}]", "Http404", "IPPPCLA"},
      {"completed, and of another sum",
       "[{\"faults\": \"cut-head-0\", \"methods\": [\"POST\"], \"target\": \"uploadId\"},"
       " {\"faults\": \"wrong-crc\", \"methods\": [\"HEAD\"]}]",
       "ConnectionLost", "IPPPCLHA"},
      {"completed, and older than the upload",
       "[{\"faults\": \"cut-head-0\", \"methods\": [\"POST\"], \"target\": \"uploadId\"},"
       " {\"faults\": \"skew-30\", \"target\": \"uploads\"}]",
       "ConnectionLost", "IPPPCLHA"},
      {"completed, and nothing can be asked",
       "[{\"faults\": \"cut-head-0\", \"methods\": [\"POST\"], \"target\": \"uploadId\"},"
       " {\"faults\": \"status-503\", \"methods\": [\"GET\"], \"times\": 1}]",
       "ConnectionLost", "IPPPCLA"},
  };
  for (size_t i = 0; i < sizeof lost / sizeof *lost; i++) {
    check_subject = lost[i].subject;
    faults(lost[i].faults);
    standin_forget();
    cos_error_t *error = upload_of(client, "failing", moves_in_parts(1), NULL);
    CHECK_TEXT(cos_error_code(error), lost[i].code);
    CHECK_TEXT(requests_made(), lost[i].kinds);
    cos_error_free(error);
    faults("[]");
    check_uploads(client, "");
  }
  check_subject = "";
}

/* An attempt before the one that was refused may have completed it. */
static void a_completion_that_is_sent_again_is_looked_for(void) {
  cos_client_options_t *options = standin_options();
  cos_client_options_set_max_attempts(options, 2);
  cos_client_t *client = client_from(options);
  check_subject = "completed, and refused when sent again";
  faults("[{\"faults\": \"cut-head-0\", \"methods\": [\"POST\"], \"target\": \"uploadId\", \"times\": 1},"
         " {\"faults\": \"status-403-AccessDenied\", \"methods\": [\"POST\"], \"target\": \"uploadId\"}]");
  standin_forget();
  uploaded(client, "failing", moves_in_parts(1));
  CHECK_TEXT(requests_made(), "IPPPCCLH");
  faults("[]");
  check_object(client, "failing", 2 * PART + 5);
  cos_client_free(client);
  check_subject = "";
}

static void change(void *user_data, int64_t moved, int64_t size) {
  if (moved > PART / 2 && moved < size && access(path_of("changing"), W_OK) == 0) truncate(path_of("changing"), size - 1);
  (void)user_data;
}

static void files_must_not_change(cos_client_t *client) {
  cos_transfer_t *transfer = moves_in_parts(1);
  check_subject = "a file that changes";
  make_file("changing", 3 * PART);
  /* Reports have their distance: there is one after each part. */
  faults("{\"faults\": \"slow-150\", \"methods\": [\"PUT\"]}");
  cos_transfer_set_progress(transfer, change, NULL, NULL);
  cos_error_t *error = upload_of(client, "changing", transfer, NULL);
  CHECK_TEXT(cos_error_code(error), "LocalIo");
  CHECK_HAS(cos_error_message(error), "the file changed");
  CHECK_HAS(cos_error_message(error), path_of("changing"));
  CHECK_NUMBER(cos_error_request_sent(error), 1);
  cos_error_free(error);
  faults("[]");
  check_uploads(client, "");
  check_no_object(client, "changing");
  check_subject = "";
}

static void check_mistake(cos_error_t *error, const char *text) {
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_INVALID_ARGUMENT);
  CHECK_HAS(cos_error_message(error), text);
  cos_error_free(error);
}

static void check_setting(cos_client_t *client, void (*change)(cos_transfer_t *), const char *text) {
  cos_transfer_t *transfer = cos_transfer_new();
  change(transfer);
  check_mistake(upload_of(client, "failing", transfer, NULL), text);
}

static void part_size(cos_transfer_t *transfer) { cos_transfer_set_part_size(transfer, PART - 1); }
static void parallel(cos_transfer_t *transfer) { cos_transfer_set_parallel(transfer, 0); }
static void threshold(cos_transfer_t *transfer) { cos_transfer_set_threshold(transfer, -1); }
static void header(cos_transfer_t *transfer) { cos_transfer_add_header(transfer, "Range", "bytes=0-1"); }
static void condition(cos_transfer_t *transfer) { cos_transfer_add_header(transfer, "If-Match", "x"); }
static void version(cos_transfer_t *transfer) { cos_transfer_set_version_id(transfer, "\xff"); }
static void no_header(cos_transfer_t *transfer) { cos_transfer_add_header(transfer, NULL, "x"); }

static void mistakes_are_told(cos_client_t *client) {
  check_subject = "mistakes";
  standin_forget();
  check_setting(client, part_size, "part_size \"1048575\"");
  check_setting(client, parallel, "parallel \"0\"");
  check_setting(client, threshold, "threshold \"-1\"");
  check_setting(client, header, "header name \"Range\"");
  check_setting(client, condition, "header name \"If-Match\"");
  check_setting(client, version, "version_id is not UTF-8");
  check_setting(client, no_header, "header name is missing");
  cos_call_t *call = cos_call_new();
  cos_call_add_header(call, "Content-MD5", "x");
  check_mistake(upload_of(client, "failing", NULL, call), "header name \"Content-MD5\"");
  cos_call_free(call);
  const char *path = path_of("failing");
  check_mistake(cos_client_upload_file(NULL, STANDIN_BUCKET, "k", path, NULL, NULL, NULL), "client is missing");
  check_mistake(cos_client_upload_file(client, NULL, "k", path, NULL, NULL, NULL), "bucket is missing");
  check_mistake(cos_client_upload_file(client, STANDIN_BUCKET, NULL, path, NULL, NULL, NULL), "key is missing");
  check_mistake(cos_client_upload_file(client, STANDIN_BUCKET, "k", NULL, NULL, NULL, NULL), "path is missing");
  check_mistake(cos_client_upload_file(client, STANDIN_BUCKET, "k", "/dev/null", NULL, NULL, NULL), "not a regular file");
  check_mistake(cos_client_upload_file(client, "short", "k", path, NULL, NULL, NULL), "bucket \"short\"");
  cos_error_t *error = upload_of(client, "nowhere", NULL, NULL);
  CHECK_TEXT(cos_error_code(error), "LocalIo");
  CHECK_HAS(cos_error_message(error), "No such file");
  cos_error_free(error);
  error = upload_of(client, "", NULL, NULL);
  cos_error_free(error);
  CHECK_TEXT(requests_made(), "");
  cos_transfer_set_part_size(NULL, 1);
  cos_transfer_free(NULL);
  check_subject = "";
}

int main(void) {
  moves_begin();
  cos_client_t *client = moves_client(4);
  failures_are_told(client);
  an_upload_that_cannot_be_aborted_is_named(client);
  a_lost_completion_is_looked_for(client);
  a_completion_that_is_sent_again_is_looked_for();
  files_must_not_change(client);
  mistakes_are_told(client);
  cos_client_free(client);
  moves_end();
  return check_report();
}
