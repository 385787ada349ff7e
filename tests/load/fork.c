/* A client in a process that forks: no answer goes astray, the parent's
   connection lives on, and each process may use, free or forget its copy. The first
   failure is the last: a child that hangs has half a minute. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "calls.h"
#include "check.h"
#include "child.h"
#include "server.h"
#include "usage.h"

enum { ROUNDS = 10, CALLS = 300 };

static const char *const scheme_names[] = {"over HTTP", "over HTTPS"};

/* The connection that the calls of `who` came over; 0 if there was not one alone. */
static long connection_of(json_t *requests, const char *who, size_t *calls) {
  long only = -1;
  size_t i, j;
  json_t *request, *field;
  *calls = 0;
  json_array_foreach(requests, i, request) {
    json_array_foreach(json_object_get(request, "headers"), j, field) {
      const char *name = json_string_value(json_array_get(field, 0));
      const char *id = json_string_value(json_array_get(field, 1));
      if (strcmp(name, "x-standin-echo") != 0 || strncmp(id, who, strlen(who)) != 0) continue;
      long connection = (long)json_integer_value(json_object_get(request, "connection"));
      only = only == -1 || only == connection ? connection : 0;
      ++*calls;
    }
  }
  return only;
}

/* Exits and frees in every combination. */
static void child_of_round(cos_client_t *client, int round) {
  findings_t findings = {.who = "child"};
  ask_often(client, BUCKET, CALLS, &findings);
  /* Its own connection, and not the parent's as well. */
  CHECK_NUMBER(usage().sockets, 1);
  if (round / 2 % 2 == 0) cos_client_free(client);
  child_end(&findings, round % 2 ? BY_EXIT : BY__EXIT);
}

static void both_sides_call_at_once(scheme_t scheme) {
  findings_t findings = {.who = "parent"};
  cos_client_t *client = client_from(server_options(scheme));
  long lasting = 0;
  for (int round = 0; round < ROUNDS && !check_failures; round++) {
    server_forget();
    ask_bucket(client, BUCKET, &findings);
    pid_t child = child_begin();
    if (child == 0) child_of_round(client, round);
    ask_often(client, BUCKET, CALLS, &findings);
    child_await(child, scheme_names[scheme]);
    ask_bucket(client, BUCKET, &findings);

    size_t calls;
    json_t *requests = server_requests();
    long own = connection_of(requests, "parent.", &calls);
    CHECK_NUMBER(calls, CALLS + 2);
    long other = connection_of(requests, "child.", &calls);
    CHECK_NUMBER(calls, CALLS);
    json_decref(requests);
    if (round == 0) lasting = own;
    CHECK(own > 0 && other > 0 && own != other);
    CHECK_NUMBER(own, lasting);
  }
  check_findings(&findings);
  cos_client_free(client);
}

/* The one between does not call before it forks, and may end first. */
static void a_grandchild_calls(scheme_t scheme, int child_calls, ending_t ending) {
  findings_t findings = {.who = "parent"};
  cos_client_t *client = client_from(server_options(scheme));
  ask_bucket(client, BUCKET, &findings);
  pid_t child = child_begin();
  if (child == 0) {
    findings_t own = {.who = "child"};
    if (child_calls) ask_often(client, BUCKET, 10, &own);
    pid_t grandchild = child_begin();
    if (grandchild == 0) {
      findings_t its = {.who = "grandchild"};
      ask_often(client, BUCKET, 50, &its);
      cos_client_free(client);
      child_end(&its, ending);
    }
    ask_often(client, BUCKET, 50, &own);
    child_await(grandchild, "grandchild");
    ask_often(client, BUCKET, 10, &own);
    cos_client_free(client);
    child_end(&own, ending);
  }
  ask_often(client, BUCKET, 50, &findings);
  child_await(child, scheme_names[scheme]);
  ask_often(client, BUCKET, 10, &findings);
  check_findings(&findings);
  cos_client_free(client);
}

/* As daemons do it: the numbers of the parent's connections are other files now. */
static void descriptors_of_a_child_that_closed_all_are_its_own(scheme_t scheme) {
  enum { FILES = 32 };
  findings_t findings = {.who = "parent"};
  cos_client_t *client = client_from(server_options(scheme));
  ask_bucket(client, BUCKET, &findings);
  pid_t child = child_begin();
  if (child == 0) {
    findings_t own = {.who = "child"};
    struct stat first, now;
    for (int fd = 3; fd < 1024; fd++) close(fd);
    int files[FILES] = {open("/", O_RDONLY)};
    for (int i = 1; i < FILES; i++) files[i] = dup(files[0]);
    if (fstat(files[0], &first) != 0) complain(&own, "no file");
    ask_often(client, BUCKET, 10, &own);
    for (int i = 0; i < FILES; i++)
      if (fstat(files[i], &now) != 0 || now.st_ino != first.st_ino || now.st_dev != first.st_dev)
        complain(&own, "the library closed file %d, which is not its own", files[i]);
    child_end(&own, BY_EXIT);
  }
  child_await(child, scheme_names[scheme]);
  ask_bucket(client, BUCKET, &findings);
  check_findings(&findings);
  cos_client_free(client);
}

/* Made before the fork, used first behind it. */
static void a_client_without_calls_is_inherited(scheme_t scheme) {
  findings_t findings = {.who = "parent"};
  cos_client_t *client = client_from(server_options(scheme));
  pid_t child = child_begin();
  if (child == 0) {
    findings_t own = {.who = "child"};
    ask_often(client, BUCKET, 10, &own);
    cos_client_shutdown(client);
    cos_client_free(client);
    child_end(&own, BY_EXIT);
  }
  child_await(child, scheme_names[scheme]);
  ask_often(client, BUCKET, 10, &findings);
  check_findings(&findings);
  cos_client_free(client);
}

int main(void) {
  server_start();
  for (scheme_t scheme = HTTP; scheme <= HTTPS; scheme++) {
    both_sides_call_at_once(scheme);
    if (check_failures) break;
    a_grandchild_calls(scheme, 0, BY_EXIT);
    a_grandchild_calls(scheme, 1, BY__EXIT);
    descriptors_of_a_child_that_closed_all_are_its_own(scheme);
    a_client_without_calls_is_inherited(scheme);
  }
  server_stop();
  return check_report();
}
