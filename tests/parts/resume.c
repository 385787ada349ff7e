/* A transfer with a checkpoint goes on where a former one has ended. */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "moves.h"

static cos_transfer_t *with_checkpoint(int32_t parallel) {
  cos_transfer_t *transfer = moves_in_parts(parallel);
  cos_transfer_set_checkpoint(transfer, path_of("mark"));
  return transfer;
}

static void check_fails(cos_error_t *error, const char *code) {
  CHECK_TEXT(cos_error_code(error), code);
  cos_error_free(error);
}

/* An upload, and a download, of which the last two parts are missing. */
static char last_id[128];

static void half_uploaded(cos_client_t *client) {
  faults("{\"faults\": \"status-500-InternalError\", \"target\": \"partNumber=3&\"}");
  cos_error_t *error = upload_of(client, "file", with_checkpoint(1), NULL);
  snprintf(last_id, sizeof last_id, "%s", cos_error_detail(error, "UploadId"));
  CHECK(*last_id != 0);
  check_fails(error, "InternalError");
  faults("[]");
  check_uploads(client, "file");
  standin_forget();
}

static void half_downloaded(cos_client_t *client) {
  faults("[{\"faults\": \"\", \"methods\": [\"GET\"], \"times\": 2},"
         " {\"faults\": \"status-500-InternalError\", \"methods\": [\"GET\"], \"times\": 1}]");
  check_fails(download_of(client, "object", with_checkpoint(1), NULL), "InternalError");
  faults("[]");
  standin_forget();
}

static void uploads_go_on(cos_client_t *client) {
  check_subject = "an upload";
  make_file("file", 4 * PART);
  half_uploaded(client);
  struct stat mark = look_at("mark");
  CHECK_NUMBER(mark.st_mode & 0777, 0600);
  uploaded(client, "file", with_checkpoint(1));
  CHECK_TEXT(requests_made(), "LPPC");
  check_object(client, "file", 4 * PART);
  check_folder("", "file");
  check_uploads(client, "");
}

/* What differs is sent again: a byte on the disk, behind the back of the times. */
static void uploads_begin_anew(cos_client_t *client) {
  check_subject = "the file was changed";
  half_uploaded(client);
  make_file("file", 4 * PART);
  uploaded(client, "file", with_checkpoint(1));
  CHECK_TEXT(requests_made(), "AIPPPPC");
  check_subject = "other headers";
  half_uploaded(client);
  cos_transfer_t *transfer = with_checkpoint(1);
  cos_transfer_add_header(transfer, "x-cos-meta-a", "b");
  uploaded(client, "file", transfer);
  CHECK_TEXT(requests_made(), "AIPPPPC");
  check_subject = "other parts";
  half_uploaded(client);
  transfer = with_checkpoint(1);
  cos_transfer_set_part_size(transfer, 2 * PART);
  uploaded(client, "file", transfer);
  CHECK_TEXT(requests_made(), "AIPPC");
  check_subject = "the upload is gone";
  half_uploaded(client);
  abort_upload(client, "file", last_id);
  standin_forget();
  uploaded(client, "file", with_checkpoint(1));
  CHECK_TEXT(requests_made(), "LHIPPPPC");
  check_subject = "an unreadable checkpoint";
  make_text("mark", "{\"version\":\"1\",");
  standin_forget();
  uploaded(client, "file", with_checkpoint(1));
  CHECK_TEXT(requests_made(), "IPPPPC");
  check_object(client, "file", 4 * PART);
  check_folder("", "file");
}

/* Its checkpoint was not removed. */
static void uploads_that_were_completed_are_found(cos_client_t *client) {
  check_subject = "completed";
  faults("[{\"faults\": \"cut-head-0\", \"methods\": [\"POST\"], \"target\": \"uploadId\"},"
         " {\"faults\": \"status-500\", \"methods\": [\"GET\"], \"times\": 1}]");
  check_fails(upload_of(client, "file", with_checkpoint(2), NULL), "ConnectionLost");
  faults("[]");
  standin_forget();
  uploaded(client, "file", with_checkpoint(2));
  CHECK_TEXT(requests_made(), "LH");
  check_folder("", "file");
}

static void downloads_go_on(cos_client_t *client) {
  check_subject = "a download";
  store(client, "object", 4 * PART);
  half_downloaded(client);
  downloaded(client, "object", with_checkpoint(1));
  CHECK_TEXT(requests_made(), "HRR");
  check_file("object", 0, 4 * PART);
  check_folder("", "file object");
  check_subject = "another object of that name";
  half_downloaded(client);
  store(client, "object", 3 * PART);
  standin_forget();
  downloaded(client, "object", with_checkpoint(1));
  CHECK_TEXT(requests_made(), "HRRR");
  check_file("object", 0, 3 * PART);
  check_folder("", "file object");
}

static void damage(const char *piece) {
  char command[512];
  snprintf(command, sizeof command, "cd '%s' && for f in .cos-*.part; do printf x | dd of=$f bs=1 seek=5 conv=notrunc; done 2>/dev/null; %s",
           path_of(""), piece);
  CHECK_NUMBER(system(command), 0);
}

static void parts_are_compared(cos_client_t *client) {
  check_subject = "a byte on the disk differs";
  store(client, "object", 4 * PART);
  half_downloaded(client);
  damage("true");
  downloaded(client, "object", with_checkpoint(1));
  CHECK_TEXT(requests_made(), "HRRR");
  check_file("object", 0, 4 * PART);
  check_subject = "the temporary file is gone";
  half_downloaded(client);
  damage("rm .cos-*.part");
  downloaded(client, "object", with_checkpoint(1));
  CHECK_TEXT(requests_made(), "HRRRR");
  check_file("object", 0, 4 * PART);
  check_folder("", "file object");
}

static void checkpoints_have_one_transfer(cos_client_t *client) {
  check_subject = "of another file";
  half_downloaded(client);
  standin_forget();
  cos_error_t *error = upload_of(client, "file", with_checkpoint(1), NULL);
  CHECK_HAS(cos_error_message(error), "another object or file");
  check_fails(error, "InvalidArgument");
  CHECK_TEXT(requests_made(), "");
  downloaded(client, "object", with_checkpoint(1));
  check_subject = "no file";
  cos_transfer_t *transfer = moves_in_parts(1);
  cos_transfer_set_checkpoint(transfer, "/dev/null");
  check_fails(upload_of(client, "file", transfer, NULL), "InvalidArgument");
  transfer = moves_in_parts(1);
  cos_transfer_set_checkpoint(transfer, path_of("nowhere/mark"));
  check_fails(upload_of(client, "file", transfer, NULL), "LocalIo");
  transfer = with_checkpoint(1);
  cos_transfer_set_checkpoint(transfer, NULL);
  uploaded(client, "file", transfer);
  check_folder("", "file object");
}

/* Only a checkpoint is replaced. */
static void other_files_are_not_touched(cos_client_t *client) {
  check_subject = "another file as the checkpoint";
  make_text("other", "of the user");
  standin_forget();
  for (int download = 0; download < 2; download++) {
    const char *paths[] = {path_of("other"), path_of(download ? "object" : "file")};
    for (size_t i = 0; i < 2; i++) {
      cos_transfer_t *transfer = moves_in_parts(1);
      cos_transfer_set_checkpoint(transfer, paths[i]);
      check_fails(download ? download_of(client, "object", transfer, NULL) : upload_of(client, "file", transfer, NULL),
                  "InvalidArgument");
    }
  }
  CHECK_TEXT(requests_made(), "H");
  check_text_file("other", "of the user");
  check_file("file", 0, 4 * PART);
  CHECK_NUMBER(remove(path_of("other")), 0);
}

/* The file, or the object, became so small that one request moves it: nothing is left of the former transfer. */
static void small_ones_leave_nothing(cos_client_t *client) {
  check_subject = "an upload that became small";
  make_file("file", 4 * PART);
  half_uploaded(client);
  make_file("file", 77);
  uploaded(client, "file", with_checkpoint(1));
  CHECK_TEXT(requests_made(), "AP");
  check_object(client, "file", 77);
  check_folder("", "file object");
  check_uploads(client, "");
  check_subject = "a download that became small";
  store(client, "object", 4 * PART);
  half_downloaded(client);
  store(client, "object", 77);
  standin_forget();
  downloaded(client, "object", with_checkpoint(1));
  CHECK_TEXT(requests_made(), "HG");
  check_folder("", "file object");
  check_subject = "another's checkpoint";
  make_text("mark", "mine");
  check_fails(upload_of(client, "file", with_checkpoint(1), NULL), "InvalidArgument");
  check_fails(download_of(client, "object", with_checkpoint(1), NULL), "InvalidArgument");
  check_text_file("mark", "mine");
  CHECK_NUMBER(remove(path_of("mark")), 0);
  make_file("file", 4 * PART);
  store(client, "object", 4 * PART);
}

static void leave_directory(void *user_data, int64_t moved, int64_t size) {
  CHECK_NUMBER(chdir("/"), 0);
  (void)user_data;
  (void)moved;
  (void)size;
}

static void checkpoints_have_any_name(cos_client_t *client) {
  char path[512];
  check_subject = "a long name";
  snprintf(path, sizeof path, "%s/%0250d", path_of(""), 0);
  cos_transfer_t *transfer = moves_in_parts(1);
  cos_transfer_set_checkpoint(transfer, path);
  uploaded(client, "file", transfer);
  check_subject = "a relative path";
  CHECK_NUMBER(chdir(path_of("")), 0);
  transfer = moves_in_parts(1);
  cos_transfer_set_checkpoint(transfer, "mark");
  cos_transfer_set_progress(transfer, leave_directory, NULL, NULL);
  faults("{\"faults\": \"status-500-InternalError\", \"target\": \"partNumber=3&\"}");
  check_fails(upload_of(client, "file", transfer, NULL), "InternalError");
  faults("[]");
  standin_forget();
  uploaded(client, "file", with_checkpoint(1));
  CHECK_TEXT(requests_made(), "LPPC");
  check_folder("", "file object");
}

/* No id is lost, and no checkpoint keeps what nobody can go on with. */
static void uploads_that_are_left_have_a_name(cos_client_t *client) {
  check_subject = "an old upload that cannot be aborted";
  half_uploaded(client);
  make_file("file", 4 * PART);
  faults("{\"faults\": \"status-403-AccessDenied\", \"methods\": [\"DELETE\"]}");
  cos_error_t *error = upload_of(client, "file", with_checkpoint(1), NULL);
  CHECK(*cos_error_detail(error, "UploadId") != 0);
  check_fails(error, "AccessDenied");
  faults("[]");
  uploaded(client, "file", with_checkpoint(1));
  CHECK_TEXT(requests_made(), "AAIPPPPC");
  check_uploads(client, "");
  check_subject = "an upload that is gone, and nobody may ask for";
  half_uploaded(client);
  faults("[{\"faults\": \"status-403-AccessDenied\", \"methods\": [\"GET\"], \"times\": 1},"
         " {\"faults\": \"status-404-NoSuchUpload\", \"methods\": [\"PUT\"]}]");
  check_fails(upload_of(client, "file", with_checkpoint(1), NULL), "NoSuchUpload");
  faults("[]");
  check_folder("", "file object");
  check_uploads(client, "");
}

/* A process that ends at once while it moves parts: another one goes on. */
static void a_sudden_end(const char *upload) {
  standin_forget();
  pid_t child = fork();
  if (child == 0) {
    cos_client_t *own = moves_client(8);
    cos_error_t *error = *upload ? upload_of(own, "file", with_checkpoint(1), NULL)
                                 : download_of(own, "object", with_checkpoint(1), NULL);
    _exit(error != NULL);
  }
  /* Until it hangs in its third part. */
  while (requests_with(*upload ? "partNumber=3&" : "GET /object") < (*upload ? 1 : 3)) usleep(1000);
  cos_client_t *client = moves_client(8);
  cos_error_t *error = *upload ? upload_of(client, "file", with_checkpoint(1), NULL)
                               : download_of(client, "object", with_checkpoint(1), NULL);
  CHECK_HAS(cos_error_message(error), "another transfer uses it");
  check_fails(error, "LocalIo");
  CHECK_NUMBER(kill(child, SIGKILL), 0);
  CHECK_NUMBER(waitpid(child, NULL, 0), child);
  faults("[]");
  standin_forget();
  if (*upload)
    uploaded(client, "file", with_checkpoint(3));
  else
    downloaded(client, "object", with_checkpoint(3));
  cos_client_free(client);
}

static void sudden_ends_lose_little(void) {
  check_subject = "a sudden end of an upload";
  faults("{\"faults\": \"hang\", \"target\": \"partNumber=3&\"}");
  a_sudden_end("upload");
  CHECK_TEXT(requests_made(), "LPPC");
  check_subject = "a sudden end of a download";
  faults("[{\"faults\": \"\", \"methods\": [\"GET\"], \"times\": 2}, {\"faults\": \"hang\", \"methods\": [\"GET\"]}]");
  a_sudden_end("");
  CHECK_TEXT(requests_made(), "HRR");
  check_file("object", 0, 4 * PART);
  check_folder("", "file object");
}

int main(void) {
  moves_begin();
  /* The client's threads would not be there in a child. */
  cos_client_t *client = moves_client(1);
  uploads_go_on(client);
  uploads_begin_anew(client);
  uploads_that_were_completed_are_found(client);
  downloads_go_on(client);
  parts_are_compared(client);
  checkpoints_have_one_transfer(client);
  other_files_are_not_touched(client);
  small_ones_leave_nothing(client);
  checkpoints_have_any_name(client);
  uploads_that_are_left_have_a_name(client);
  cos_client_free(client);
  sudden_ends_lose_little();
  moves_end();
  return check_report();
}
