/* The stand-in of the other C programs is started without arguments: all but
   its start is used as it is. */
#define standin_start standin_start_without_arguments
#include "../c/standin.c"
#undef standin_start

#include "ports.h"

enum { PORTS = 9 };

static struct {
  char name[24], address[32];
} ports[PORTS];
static char folder[64], certificate[80];

/* One line of what it says first: "SCHEME://ADDRESS NAME". */
static int read_port(FILE *said, size_t i) {
  char line[120], scheme[16];
  if (!fgets(line, sizeof line, said)) return 0;
  if (sscanf(line, "%15[a-z]://%31[0-9.:] %23s", scheme, ports[i].address, ports[i].name) < 2) return 0;
  if (!*ports[i].name) strcpy(ports[i].name, scheme);
  return 1;
}

static FILE *spawn(char **arguments) {
  int ends[2];
  posix_spawn_file_actions_t actions;
  if (pipe(ends) != 0) give_up("no pipe");
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  posix_spawn_file_actions_addclose(&actions, ends[1]);
  if (posix_spawn(&process, arguments[0], &actions, NULL, arguments, environ) != 0) give_up(arguments[0]);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  return fdopen(ends[0], "r");
}

void ports_start(void) {
  if (!getenv("COS_STANDIN")) give_up("COS_STANDIN is not set");
  strcpy(folder, "/tmp/cos_err-faults-XXXXXX");
  if (!mkdtemp(folder)) give_up("no folder");
  snprintf(certificate, sizeof certificate, "%s/ca.pem", folder);
  char *arguments[] = {getenv("COS_STANDIN"), "--tls", folder, "--proxy", "--full-backlog", NULL};
  memset(ports, 0, sizeof ports);
  FILE *said = spawn(arguments);
  for (size_t i = 0; i < PORTS; i++)
    if (!said || !read_port(said, i)) give_up("opened too few ports");
  fclose(said);
  strcpy(address, port("http"));
}

void ports_stop(void) {
  standin_stop();
  unlink(certificate);
  rmdir(folder);
}

const char *port(const char *name) {
  for (size_t i = 0; i < PORTS; i++)
    if (strcmp(ports[i].name, name) == 0) return ports[i].address;
  give_up(name);
  return "";
}

const char *ca_file(void) { return certificate; }

long long counted(const char *name) {
  json_t *stats = standin_stats();
  long long count = json_integer_value(json_object_get(stats, name));
  CHECK(json_is_integer(json_object_get(stats, name)));
  json_decref(stats);
  return count;
}

size_t received(void) {
  json_t *requests = standin_requests();
  size_t count = json_array_size(requests);
  json_decref(requests);
  return count;
}

void check_received(size_t index, const char *method, const char *host, const char *signature) {
  json_t *requests = standin_requests();
  json_t *request = json_array_get(requests, index);
  CHECK(request != NULL);
  CHECK_TEXT(json_string_value(json_object_get(request, "method")), method);
  CHECK_TEXT(json_string_value(json_object_get(request, "host")), host);
  CHECK_TEXT(json_string_value(json_object_get(request, "signature")), signature);
  json_decref(requests);
}
