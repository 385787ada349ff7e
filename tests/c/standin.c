#include "standin.h"

#include <arpa/inet.h>
#include <spawn.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

extern char **environ;

static char address[64];
static pid_t process;

static void give_up(const char *what) {
  printf("the stand-in: %s\n", what);
  exit(1);
}

const char *standin_start(void) {
  char *program = getenv("COS_STANDIN");
  int ends[2];
  posix_spawn_file_actions_t actions;
  if (!program) give_up("COS_STANDIN is not set");
  if (pipe(ends) != 0) give_up("no pipe");
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  posix_spawn_file_actions_addclose(&actions, ends[1]);
  char *arguments[] = {program, NULL};
  if (posix_spawn(&process, program, &actions, NULL, arguments, environ) != 0) give_up(program);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  FILE *said = fdopen(ends[0], "r");
  if (!said || fscanf(said, "http://%63[0-9.:]", address) != 1) give_up("told no address");
  fclose(said);
  return address;
}

const char *standin_address(void) { return address; }

void standin_stop(void) {
  kill(process, SIGTERM);
  waitpid(process, NULL, 0);
}

static int dial(void) {
  char host[sizeof address];
  unsigned port = 0;
  if (sscanf(address, "%63[0-9.]:%u", host, &port) != 2) give_up(address);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  inet_pton(AF_INET, host, &to.sin_addr);
  int line = socket(AF_INET, SOCK_STREAM, 0);
  if (line < 0 || connect(line, (struct sockaddr *)&to, sizeof to) != 0) give_up("does not answer");
  return line;
}

/* One request to a control endpoint; its answer's body, NULL unless 2xx. Freed by the caller. */
static char *control(const char *method, const char *path, const char *body) {
  int line = dial();
  dprintf(line, "%s /_standin/%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n%s", method,
          path, address, strlen(body), body);
  char *answer = NULL;
  size_t length = 0, room = 0;
  for (ssize_t got = 1; got > 0; length += got > 0 ? (size_t)got : 0) {
    if (length + 65536 > room && !(answer = realloc(answer, room += 65536 * 2))) abort();
    got = read(line, answer + length, 65535);
  }
  close(line);
  answer[length] = '\0';
  char *rest = strstr(answer, "\r\n\r\n");
  char *kept = rest && strncmp(answer, "HTTP/1.1 2", 10) == 0 ? strdup(rest + 4) : NULL;
  free(answer);
  return kept;
}

static json_t *told(const char *path) {
  char *body = control("GET", path, "");
  json_t *value = body ? json_loads(body, 0, NULL) : NULL;
  CHECK(value != NULL);
  free(body);
  return value;
}

json_t *standin_requests(void) { return told("requests"); }
json_t *standin_stats(void) { return told("stats"); }
json_t *standin_faults(void) { return told("faults"); }

void standin_forget(void) {
  char *done = control("DELETE", "requests", "");
  CHECK(done != NULL);
  free(done);
}

void standin_set(const char *path, const char *body) {
  char *done = control("PUT", path, body);
  CHECK(done != NULL);
  free(done);
}

void standin_script(const char *name, const char *script) {
  char path[200];
  snprintf(path, sizeof path, "script/%s", name);
  standin_set(path, script);
}

const char *received_header(json_t *request, const char *name) {
  size_t i;
  json_t *pair;
  json_array_foreach(json_object_get(request, "headers"), i, pair) {
    const char *got = json_string_value(json_array_get(pair, 0));
    if (got && strcasecmp(got, name) == 0) return json_string_value(json_array_get(pair, 1));
  }
  return "";
}
