/* Files that cannot be opened, read or written, that vanish or shrink, and a disk that is full. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <unistd.h>

#include "ask.h"
#include "check.h"
#include "fault.h"
#include "files.h"
#include "namespace.h"
#include "peer.h"

/* Known before anything is sent: not even a connection is made. */
static void check_not_begun(const char *name, cos_request_t *request, int32_t number, const char *path) {
  /* Nobody listens there, which would be another error. */
  cos_client_t *client = client_from(http_options(refused_address()));
  const fault_t expected = {.name = name,
                            .reason = COS_ERROR_REASON_LOCAL_IO,
                            .retry = COS_RETRY_NO,
                            .os_errno = number,
                            .message = {path},
                            .attempts = MIXED_ATTEMPTS,
                            .advice = "file"};
  check_subject = name;
  check_fault(refused(client, request), &expected);
  cos_client_free(client);
}

static void check_body(const char *name, const char *path, int32_t number) {
  cos_request_t *request = ask("PUT", "key", NULL);
  cos_request_set_body_file(request, path);
  check_not_begun(name, request, number, path);
}

static void check_sink(const char *name, const char *path, int32_t number) {
  cos_request_t *request = ask("GET", "key", NULL);
  cos_request_set_sink_file(request, path);
  check_not_begun(name, request, number, path);
}

static void what_cannot_be_opened_is_told_before(void) {
  check_body("a body that is not there", path_of("missing"), ENOENT);
  check_body("a body below a file", path_of("file/missing"), ENOTDIR);
  check_body("a body that is a folder", path_of(""), EISDIR);
  check_sink("a sink in a folder that is not there", path_of("missing/sink"), ENOENT);
  check_sink("a sink below a file", path_of("file/sink"), ENOTDIR);
  check_sink("a sink that is a folder", path_of(""), EISDIR);
  check_text_file("file", "kept");
  check_folder("", "file");
}

/* Only a file can be renamed into place; a device would be replaced by one. */
static void only_files_are_files(void) {
  cos_request_t *request = ask("GET", "key", NULL);
  cos_client_t *client = client_from(http_options(refused_address()));
  struct stat before, after;
  CHECK(stat("/dev/full", &before) == 0);
  check_subject = "/dev/full";
  cos_request_set_sink_file(request, "/dev/full");
  cos_error_t *error = refused(client, request);
  CHECK_TEXT(cos_error_code(error), "InvalidArgument");
  CHECK_NUMBER(cos_error_request_sent(error), 0);
  CHECK_HAS(cos_error_message(error), "sink_file \"/dev/full\"");
  cos_error_free(error);
  CHECK(stat("/dev/full", &after) == 0 && after.st_ino == before.st_ino && S_ISCHR(after.st_mode));

  check_subject = "a body that is a pipe";
  CHECK(mkfifo(path_of("pipe"), 0600) == 0);
  request = ask("PUT", "key", NULL);
  cos_request_set_body_file(request, path_of("pipe"));
  error = refused(client, request);
  CHECK_TEXT(cos_error_code(error), "InvalidArgument");
  CHECK_NUMBER(cos_error_request_sent(error), 0);
  CHECK_HAS(cos_error_message(error), "body_file");
  cos_error_free(error);
  unlink(path_of("pipe"));
  cos_client_free(client);
}

/* A range must lie in the file. */
static void a_range_beyond_the_file(void) {
  static const struct {
    int64_t offset, length;
  } ranges[] = {{0, 5}, {4, 1}, {5, 0}, {1000, 10}};
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
    cos_client_t *client = client_from(http_options(refused_address()));
    cos_request_t *request = ask("PUT", "key", NULL);
    check_subject = "a range beyond the file";
    cos_request_set_body_file_range(request, path_of("file"), ranges[i].offset, ranges[i].length);
    cos_error_t *error = refused(client, request);
    CHECK_TEXT(cos_error_code(error), "InvalidArgument");
    CHECK_NUMBER(cos_error_request_sent(error), 0);
    CHECK_HAS(cos_error_message(error), path_of("file"));
    cos_error_free(error);
    cos_client_free(client);
  }
}

/* As somebody who may not: root may everything. */
static void permissions_are_the_systems(void) {
  int is_root = geteuid() == 0;
  make_text("secret", "secret");
  CHECK(chmod(path_of("secret"), 0) == 0 && mkdir(path_of("locked"), 0) == 0);
  make_text("locked-file", "x");
  /* Others may come this far. */
  CHECK(chmod(path_of(""), 0755) == 0);
  if (is_root) CHECK(seteuid(65534) == 0);
  check_body("a body without permission", path_of("secret"), EACCES);
  check_sink("a sink without permission", path_of("locked/sink"), EACCES);
  if (is_root) {
    check_sink("a sink in a folder of somebody else", path_of("sink"), EACCES);
    CHECK(seteuid(0) == 0);
  }
  CHECK(chmod(path_of("locked"), 0700) == 0 && rmdir(path_of("locked")) == 0);
  unlink(path_of("secret"));
  unlink(path_of("locked-file"));
  check_folder("", "file");
}

/* A filesystem of 1 MiB, and an answer that is larger. */
static void a_full_disk_is_told(void) {
  cos_client_t *client = client_of(3);
  CHECK(mkdir(path_of("small"), 0700) == 0);
  CHECK(mount("none", path_of("small"), "tmpfs", 0, "size=1m") == 0);
  make_text("small/object", "older");
  const fault_t expected = {.name = "a full disk",
                            .reason = COS_ERROR_REASON_LOCAL_IO,
                            .status = 200,
                            .retry = COS_RETRY_NO,
                            .request_sent = 1,
                            .truncated = 1,
                            .responder = COS_RESPONDER_COS,
                            .os_errno = ENOSPC,
                            .message = {path_of("small/object")},
                            .advice = "file"};
  check_subject = expected.name;
  cos_request_t *request = ask("GET", "synthetic/3m", NULL);
  cos_request_set_sink_file(request, path_of("small/object"));
  cos_error_t *error = refused(client, request);
  check_subject = expected.name;
  check_text_file("small/object", "older");
  check_folder("small", "object");
  check_fault(error, &expected);

  /* Room for what fits, as before. */
  request = ask("GET", "synthetic/900k", NULL);
  cos_request_set_sink_file(request, path_of("small/object"));
  cos_response_free(sent(client, request));
  CHECK_NUMBER(look_at("small/object").st_size, 900 << 10);
  check_folder("small", "object");
  CHECK(umount(path_of("small")) == 0 && rmdir(path_of("small")) == 0);
  cos_client_free(client);
}

/* Done by the first report of progress: the file is open by then. */
static int asked;

static void remove_it(void *name, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive) {
  (void)sent, (void)received, (void)to_receive;
  if (asked++) return;
  CHECK_NUMBER(to_send, 2 << 20);
  CHECK(unlink(path_of(name)) == 0);
}

static void lengthen_it(void *name, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive) {
  (void)sent, (void)received, (void)to_receive;
  if (asked++) return;
  CHECK_NUMBER(to_send, 2 << 20);
  CHECK(truncate(path_of(name), 3 << 20) == 0);
}

static void what_becomes_of_an_open_file_is_not_sent(void) {
  void (*const changes[])(void *, int64_t, int64_t, int64_t, int64_t) = {remove_it, lengthen_it};
  cos_client_t *client = client_of(2);
  for (size_t i = 0; i < 2; i++) {
    /* With a second try, for which the file is read again. */
    for (int again = 0; again < 2; again++) {
      cos_request_t *request = ask("PUT", "body", again ? "fail-1-status-503" : NULL);
      check_subject = i ? "a file that grows" : "a file that is removed";
      make_file("body", 2 << 20);
      cos_request_set_body_file(request, path_of("body"));
      cos_request_set_progress(request, changes[i], (void *)(size_t)"body", NULL);
      asked = 0;
      cos_response_free(sent(client, request));
      CHECK(asked > 1);
      check_stored(client, "body", 0, 2 << 20);
    }
  }
  unlink(path_of("body"));
  cos_client_free(client);
}

/* Shrunk by the other side, when it has seen the head: most of it is unread then. */
static void shrink(void *name) { CHECK(truncate(path_of(name), 1000) == 0); }

static void a_file_that_shrinks_is_told(void) {
  static const peer_answer_t taken = {
      .bytes = "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\nContent-Length: 0\r\n\r\n",
      .end = PEER_CLOSE};
  peer_t *peer = peer_start(&taken, 1, PEER_READ_ALL);
  cos_client_options_t *options = http_options(peer_address(peer));
  cos_client_options_set_max_attempts(options, 3);
  cos_client_t *client = client_from(options);
  cos_request_t *request = ask("PUT", "body", NULL);
  const fault_t expected = {.name = "a file that shrinks",
                            .reason = COS_ERROR_REASON_LOCAL_IO,
                            .retry = COS_RETRY_NO,
                            .request_sent = 1,
                            .message = {path_of("body")},
                            .advice = "file"};
  check_subject = expected.name;
  make_file("body", 64 << 20);
  peer_when_asked(peer, shrink, (void *)(size_t)"body");
  cos_request_set_body_file(request, path_of("body"));
  check_fault(refused(client, request), &expected);
  check_file("body", 0, 1000);
  unlink(path_of("body"));
  cos_client_free(client);
  peer_stop(peer);
}

int main(void) {
  files_begin();
  make_text("file", "kept");
  size_t before = descriptors();
  what_cannot_be_opened_is_told_before();
  only_files_are_files();
  a_range_beyond_the_file();
  permissions_are_the_systems();
  int own_mounts = namespace_enter();
  check_subject = "";
  CHECK(before <= descriptors());
  ports_start();
  before = descriptors();
  if (own_mounts) a_full_disk_is_told();
  what_becomes_of_an_open_file_is_not_sent();
  a_file_that_shrinks_is_told();
  check_subject = "";
  CHECK_NUMBER(descriptors(), before);
  check_folder("", "file");
  ports_stop();
  files_end();
  return check_report();
}
