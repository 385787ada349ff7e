/* Where a sink's file goes: links, modes, names without a folder, many at once, a folder that is gone. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "ask.h"
#include "check.h"
#include "fault.h"
#include "files.h"
#include "peer.h"
#include "streams.h"

enum { LENGTH = 100000, THREADS = 8 };

static cos_client_t *client;

static cos_request_t *into(const char *path) {
  cos_request_t *request = ask("GET", "object", NULL);
  cos_request_set_sink_file(request, path);
  return request;
}

/* A link stays a link: what it leads to is replaced, in its own folder. */
static void links_are_followed(void) {
  struct stat link;
  check_subject = "a link";
  CHECK(mkdir(path_of("elsewhere"), 0755) == 0);
  make_text("elsewhere/target", "older");
  CHECK(symlink("elsewhere/target", path_of("link")) == 0);
  cos_response_free(sent(client, into(path_of("link"))));
  CHECK(lstat(path_of("link"), &link) == 0 && S_ISLNK(link.st_mode));
  check_file("elsewhere/target", 0, LENGTH);
  check_folder("elsewhere", "target");
  unlink(path_of("elsewhere/target"));
  rmdir(path_of("elsewhere"));
  unlink(path_of("link"));
  check_folder("", "");
}

/* Also one that leads to nothing yet: that is made. A name of a folder is refused before anything is sent. */
static void links_and_folders_that_lead_nowhere(void) {
  struct stat link;
  check_subject = "a link to nothing";
  CHECK(symlink("target", path_of("link")) == 0);
  cos_response_free(sent(client, into(path_of("link"))));
  CHECK(lstat(path_of("link"), &link) == 0 && S_ISLNK(link.st_mode));
  check_file("target", 0, LENGTH);
  unlink(path_of("link"));
  unlink(path_of("target"));
  check_subject = "a circle of links";
  CHECK(symlink("circle", path_of("circle")) == 0);
  cos_error_t *error = refused(client, into(path_of("circle")));
  CHECK_NUMBER(cos_error_os_errno(error), ELOOP);
  CHECK_NUMBER(cos_error_request_sent(error), 0);
  cos_error_free(error);
  unlink(path_of("circle"));
  check_subject = "a folder that is not there";
  error = refused(client, into(path_of("folder/")));
  CHECK_NUMBER(cos_error_os_errno(error), ENOTDIR);
  CHECK_NUMBER(cos_error_request_sent(error), 0);
  cos_error_free(error);
  check_folder("", "");
}

/* A file keeps its mode; another gets that of new files. */
static void modes_are_kept(void) {
  const mode_t masked = umask(027);
  check_subject = "modes";
  make_text("private", "older");
  /* But runs as nobody else: it may be another's than the older one. */
  CHECK(chmod(path_of("private"), 06600) == 0);
  cos_response_free(sent(client, into(path_of("private"))));
  CHECK_NUMBER(look_at("private").st_mode & 07777, 0600);
  cos_response_free(sent(client, into(path_of("new"))));
  CHECK_NUMBER(look_at("new").st_mode & 0777, 0640);
  umask(masked);
  unlink(path_of("private"));
  unlink(path_of("new"));
  check_folder("", "");
}

/* A file that is open elsewhere is replaced, not written to. */
static void who_reads_an_older_file_goes_on(void) {
  char text[16] = "";
  check_subject = "an older file that is open";
  make_text("file", "older");
  FILE *reader = fopen(path_of("file"), "rb");
  cos_response_free(sent(client, into(path_of("file"))));
  CHECK(reader && fread(text, 1, sizeof text - 1, reader) == 5);
  CHECK_TEXT(text, "older");
  if (reader) fclose(reader);
  check_file("file", 0, LENGTH);
  unlink(path_of("file"));
}

static void names_may_be_relative(void) {
  char *before = getcwd(NULL, 0);
  check_subject = "a relative name";
  CHECK(before && chdir(path_of("")) == 0);
  cos_response_free(sent(client, into("plain")));
  cos_response_free(sent(client, into("./dotted \xe6\xb7\xb1")));
  CHECK(chdir(before) == 0);
  free(before);
  check_file("plain", 0, LENGTH);
  check_file("dotted \xe6\xb7\xb1", 0, LENGTH);
  check_folder("", "dotted \xe6\xb7\xb1 plain");
  unlink(path_of("plain"));
  unlink(path_of("dotted \xe6\xb7\xb1"));
}

/* One request, sent by two calls after each other, and then changed to memory. */
static void a_sink_serves_again(void) {
  cos_request_t *request = into(path_of("again"));
  check_subject = "a sink that serves again";
  for (int i = 0; i < 2; i++) {
    cos_error_t *error = cos_client_send(client, request, NULL, NULL);
    CHECK_TEXT(cos_error_text(error), "");
    cos_error_free(error);
    check_file("again", 0, LENGTH);
    unlink(path_of("again"));
  }
  cos_request_free(request);
  check_folder("", "");
}

static void *get_it(void *path) {
  cos_request_t *request = into(path);
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  cos_request_free(request);
  return error;
}

/* Into one file at once: each is whole, the last one stays. */
static void many_may_have_one_name(void) {
  pthread_t threads[THREADS];
  char path[300];
  void *error = NULL;
  check_subject = "one name for many";
  snprintf(path, sizeof path, "%s", path_of("shared"));
  for (int i = 0; i < THREADS; i++) start_deaf(&threads[i], get_it, path);
  for (int i = 0; i < THREADS; i++) {
    pthread_join(threads[i], &error);
    CHECK_TEXT(cos_error_text(error), "");
    cos_error_free(error);
  }
  check_file("shared", 0, LENGTH);
  check_folder("", "shared");
  unlink(path_of("shared"));
}

/* What happens to the folder while the answer comes; done once, by a report of progress. */
static int changes_left;

static void empty_folder(void *unused, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive) {
  char command[400];
  (void)unused, (void)sent, (void)to_send, (void)received, (void)to_receive;
  if (changes_left-- != 1) return;
  snprintf(command, sizeof command, "rm -rf '%s'", path_of("folder"));
  CHECK(system(command) == 0);
}

static void make_it_a_folder(void *unused, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive) {
  (void)unused, (void)sent, (void)to_send, (void)received, (void)to_receive;
  if (changes_left-- == 1) CHECK(mkdir(path_of("folder/object"), 0755) == 0);
}

static void a_place_that_is_lost_is_told(void) {
  static const struct {
    const char *name;
    void (*change)(void *, int64_t, int64_t, int64_t, int64_t);
    int32_t number;
    const char *left;
  } changes[] = {{"a folder that is removed meanwhile", empty_folder, ENOENT, ""},
                 {"a name that becomes a folder meanwhile", make_it_a_folder, EISDIR, "folder"}};
  for (size_t i = 0; i < 2; i++) {
    const fault_t expected = {.name = changes[i].name,
                              .reason = COS_ERROR_REASON_LOCAL_IO,
                              .status = 200,
                              .retry = COS_RETRY_NO,
                              .request_sent = 1,
                              .responder = COS_RESPONDER_COS,
                              .os_errno = changes[i].number,
                              .message = {"folder/object"},
                              .advice = "file"};
    check_subject = changes[i].name;
    CHECK(mkdir(path_of("folder"), 0755) == 0);
    cos_request_t *request = into(path_of("folder/object"));
    changes_left = 1;
    cos_request_set_progress(request, changes[i].change, NULL, NULL);
    cos_error_t *error = refused(client, request);
    check_subject = changes[i].name;
    check_folder("", changes[i].left);
    if (*changes[i].left) check_folder("folder", "object");
    check_fault(error, &expected);
    rmdir(path_of("folder/object"));
    rmdir(path_of("folder"));
  }
}

/* A success without a body makes an empty file: it is what was asked for. */
static void nothing_is_an_empty_file(void) {
  check_subject = "an empty object";
  store(client, "empty", 0);
  make_text("empty", "older");
  cos_request_t *request = ask("GET", "empty", NULL);
  cos_request_set_sink_file(request, path_of("empty"));
  cos_response_free(sent(client, request));
  check_file("empty", 0, 0);
  unlink(path_of("empty"));
  check_folder("", "");
}

int main(void) {
  files_begin();
  ports_start();
  client = client_of(1);
  store(client, "object", LENGTH);
  size_t before = descriptors();
  links_are_followed();
  links_and_folders_that_lead_nowhere();
  modes_are_kept();
  who_reads_an_older_file_goes_on();
  names_may_be_relative();
  a_sink_serves_again();
  nothing_is_an_empty_file();
  a_place_that_is_lost_is_told();
  check_subject = "";
  CHECK_NUMBER(descriptors(), before);
  many_may_have_one_name();
  check_subject = "";
  cos_client_free(client);
  ports_stop();
  files_end();
  return check_report();
}
