/* What a file that is replaced hands on, and file systems that refuse or report late. The
   program stands in for the C library's close, fsync, fchmod and fchown, which the library calls. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "ask.h"
#include "check.h"
#include "fault.h"
#include "files.h"
#include "namespace.h"
#include "peer.h"

enum { LENGTH = 100000, OWNER = 4321, GROUP = 4322 };

static cos_client_t *client;

/* What the next of these calls that concern a sink's file report; 0: what the system reports. */
static int close_fails, sync_fails, chmod_fails, chown_fails;

/* Whether a group may be handed on where an owner may not. */
static int group_passes;

/* Calls of fsync for a sink's file. */
static int syncs;

static int is_part(int file) {
  char link[40], path[400] = "";
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = readlink(link, path, sizeof path - 1);
  return length > 0 && strstr(path, "/.cos-") != NULL;
}

/* As a network file system does: the descriptor is closed, and the bytes may be lost. */
int close(int file) {
  int fails = close_fails && is_part(file);
  int outcome = (int)syscall(SYS_close, file);
  if (!fails) return outcome;
  errno = close_fails;
  return -1;
}

int fsync(int file) {
  if (!is_part(file)) return (int)syscall(SYS_fsync, file);
  syncs++;
  if (!sync_fails) return (int)syscall(SYS_fsync, file);
  errno = sync_fails;
  return -1;
}

int fchmod(int file, mode_t mode) {
  if (!chmod_fails || !is_part(file)) return (int)syscall(SYS_fchmod, file, mode);
  errno = chmod_fails;
  return -1;
}

int fchown(int file, uid_t owner, gid_t group) {
  int passes = !chown_fails || (group_passes && owner == (uid_t)-1);
  if (passes || !is_part(file)) return (int)syscall(SYS_fchown, file, owner, group);
  errno = chown_fails;
  return -1;
}

static cos_request_t *into(const char *path) {
  cos_request_t *request = ask("GET", "object", NULL);
  cos_request_set_sink_file(request, path);
  return request;
}

static void check_lost(const char *name, cos_request_t *request, int32_t number) {
  const fault_t expected = {.name = name,
                            .reason = COS_ERROR_REASON_LOCAL_IO,
                            .status = 200,
                            .retry = COS_RETRY_NO,
                            .request_sent = 1,
                            .responder = COS_RESPONDER_COS,
                            .os_errno = number,
                            .message = {"sink_file", "target"},
                            .advice = "file"};
  cos_error_t *error = refused(client, request);
  check_subject = name;
  check_fault(error, &expected);
}

static void bytes_that_are_lost_at_the_end_are_reported(void) {
  const int numbers[] = {EIO, EDQUOT, ENOSPC, EINTR};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    make_text("target", "older");
    const struct stat before = look_at("target");
    close_fails = numbers[i];
    check_lost("a close that fails", into(path_of("target")), numbers[i]);
    close_fails = 0;
    check_untouched("target", &before);
    check_text_file("target", "older");
    check_folder("", "target");
    unlink(path_of("target"));

    close_fails = numbers[i];
    check_lost("a close of a new file that fails", into(path_of("target")), numbers[i]);
    close_fails = 0;
    check_folder("", "");
  }
}

/* With close failing, the part in memory before it is delivered is no other case. */
static void a_document_that_is_lost_is_reported(void) {
  cos_request_t *request = ask("GET", NULL, NULL);
  check_subject = "a document";
  cos_request_set_sink_file(request, path_of("target"));
  close_fails = EIO;
  check_lost("a document whose close fails", request, EIO);
  close_fails = 0;
  check_folder("", "");
}

/* Only where it is asked for. */
static void files_are_flushed_on_request(void) {
  check_subject = "a file that is flushed";
  syncs = 0;
  cos_response_free(sent(client, into(path_of("target"))));
  CHECK_NUMBER(syncs, 0);
  cos_request_t *request = into(path_of("target"));
  cos_request_set_sink_sync(request, 1);
  cos_response_free(sent(client, request));
  CHECK_NUMBER(syncs, 1);
  check_file("target", 0, LENGTH);
  make_text("target", "older");
  request = into(path_of("target"));
  cos_request_set_sink_sync(request, 1);
  sync_fails = EIO;
  check_lost("a flush that fails", request, EIO);
  sync_fails = 0;
  check_text_file("target", "older");
  unlink(path_of("target"));
  check_folder("", "");
}

static void owner_and_mode_are_kept(void) {
  if (geteuid() != 0) return;
  check_subject = "the owner";
  make_text("target", "older");
  CHECK(chown(path_of("target"), OWNER, GROUP) == 0 && chmod(path_of("target"), 0640) == 0);
  cos_response_free(sent(client, into(path_of("target"))));
  struct stat after = look_at("target");
  CHECK(after.st_uid == OWNER && after.st_gid == GROUP);
  CHECK_NUMBER(after.st_mode & 07777, 0640);
  check_file("target", 0, LENGTH);
  check_folder("", "target");
  unlink(path_of("target"));
}

/* SMB, FUSE and WSL refuse both. The file of the stricter mode is no reason to fail. */
static void refusals_of_the_file_system_do_not_end_a_download(void) {
  const int numbers[] = {EPERM, ENOTSUP, EACCES};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    const mode_t masked = umask(077);
    check_subject = "a mode that cannot be set";
    make_text("target", "older");
    CHECK(chmod(path_of("target"), 0640) == 0);
    chmod_fails = chown_fails = numbers[i];
    cos_response_free(sent(client, into(path_of("target"))));
    chmod_fails = chown_fails = 0;
    umask(masked);
    /* Never more than the replaced file allowed. */
    CHECK_NUMBER(look_at("target").st_mode & 07777, 0600);
    check_file("target", 0, LENGTH);
    unlink(path_of("target"));
    check_folder("", "");
  }
}

/* What the replaced file allowed to its group is not allowed to the group of who replaces it. */
static void permissions_of_a_group_go_with_the_group(void) {
  static const struct {
    const char *name;
    int group_passes;
    gid_t group;
    mode_t mode;
  } rows[] = {{"neither owner nor group", 0, 0, 0604}, {"the group alone", 1, GROUP, 0664}};
  if (geteuid() != 0) return;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    make_text("target", "older");
    CHECK(chown(path_of("target"), OWNER, GROUP) == 0 && chmod(path_of("target"), 0664) == 0);
    chown_fails = EPERM;
    group_passes = rows[i].group_passes;
    cos_response_free(sent(client, into(path_of("target"))));
    chown_fails = group_passes = 0;
    check_subject = rows[i].name;
    struct stat after = look_at("target");
    CHECK_NUMBER(after.st_gid, rows[i].group ? rows[i].group : getegid());
    CHECK_NUMBER(after.st_mode & 07777, rows[i].mode);
    unlink(path_of("target"));
  }
  check_folder("", "");
}

/* Documented: the new file has one name, the others keep the older content. */
static void other_hard_links_keep_the_older_content(void) {
  check_subject = "a hard link";
  make_text("target", "older");
  CHECK(link(path_of("target"), path_of("other")) == 0);
  cos_response_free(sent(client, into(path_of("target"))));
  check_file("target", 0, LENGTH);
  check_text_file("other", "older");
  CHECK_NUMBER(look_at("other").st_nlink, 1);
  unlink(path_of("target"));
  unlink(path_of("other"));
  check_folder("", "");
}

/* What happens while the response comes; done once, by a report of progress. */
static int changes_left;

static void leave(void *unused, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive) {
  (void)unused, (void)sent, (void)to_send, (void)received, (void)to_receive;
  if (changes_left-- == 1) CHECK(chdir("/") == 0);
}

static void rename_folder(void *unused, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive) {
  (void)unused, (void)sent, (void)to_send, (void)received, (void)to_receive;
  if (changes_left-- == 1) CHECK(rename(path_of("folder"), path_of("renamed")) == 0);
}

static void a_directory_that_moves_is_followed(void) {
  static const struct {
    const char *name, *sink, *lands;
    void (*change)(void *, int64_t, int64_t, int64_t, int64_t);
  } changes[] = {{"a change of directory", "folder/target", "folder", leave},
                 {"a name in the directory, which changes", "target", "", leave},
                 {"a directory that is renamed", "folder/target", "renamed", rename_folder}};
  char *before = getcwd(NULL, 0), place[60];
  for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
    check_subject = changes[i].name;
    CHECK(mkdir(path_of("folder"), 0755) == 0 && chdir(path_of("")) == 0);
    cos_request_t *request = into(changes[i].sink);
    changes_left = 1;
    cos_request_set_progress(request, changes[i].change, NULL, NULL);
    cos_response_free(sent(client, request));
    check_subject = changes[i].name;
    CHECK(changes_left < 1 && before && chdir(before) == 0);
    snprintf(place, sizeof place, "%s/target", changes[i].lands);
    check_file(place, 0, LENGTH);
    unlink(path_of(place));
    rmdir(path_of("folder"));
    rmdir(path_of("renamed"));
    check_folder("", "");
  }
  free(before);
}

/* A file that is mounted by itself, as containers have them, cannot be replaced: known before anything is sent. */
static void a_mounted_file_is_refused_before(void) {
  const char *names[] = {"target", "blank target"};
  /* Nobody listens there, which would be another error. */
  cos_client_t *deaf = client_from(http_options(refused_address()));
  for (size_t i = 0; i < 2; i++) {
    check_subject = "a mounted file";
    make_text("source", "older");
    make_text(names[i], "");
    CHECK(mount(path_of("source"), path_of(names[i]), NULL, MS_BIND, NULL) == 0);
    cos_error_t *error = refused(deaf, into(path_of(names[i])));
    CHECK_TEXT(cos_error_code(error), "InvalidArgument");
    CHECK_HAS(cos_error_message(error), names[i]);
    CHECK_HAS(cos_error_message(error), "mount point");
    CHECK_NUMBER(cos_error_request_sent(error), 0);
    cos_error_free(error);
    check_text_file("source", "older");
    CHECK(umount(path_of(names[i])) == 0);
    unlink(path_of("source"));
    unlink(path_of(names[i]));
    check_folder("", "");
  }
  cos_client_free(deaf);
}

int main(void) {
  int own_mounts = namespace_enter();
  files_begin();
  ports_start();
  client = client_of(1);
  store(client, "object", LENGTH);
  const size_t before = descriptors();
  bytes_that_are_lost_at_the_end_are_reported();
  a_document_that_is_lost_is_reported();
  files_are_flushed_on_request();
  owner_and_mode_are_kept();
  refusals_of_the_file_system_do_not_end_a_download();
  permissions_of_a_group_go_with_the_group();
  other_hard_links_keep_the_older_content();
  a_directory_that_moves_is_followed();
  if (own_mounts) a_mounted_file_is_refused_before();
  check_subject = "";
  CHECK_NUMBER(descriptors(), before);
  cos_client_free(client);
  ports_stop();
  files_end();
  return check_report();
}
