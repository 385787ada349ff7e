#include "server.h"

#include <arpa/inet.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

extern char **environ;

enum { MOST = 4096 };

static char addresses[2][64];
static char ca_file[MOST];
static pid_t process;

static void give_up(const char *what) {
  printf("the stand-in: %s\n", what);
  exit(1);
}

/* One line per port: scheme, address, and what kind of certificate it shows. */
static void read_addresses(FILE *said) {
  char line[256], address[64], kind[64];
  while (!*addresses[HTTP] || !*addresses[HTTPS]) {
    if (!fgets(line, sizeof line, said)) give_up("told no address");
    if (sscanf(line, "http://%63[0-9.:]", address) == 1) strcpy(addresses[HTTP], address);
    if (sscanf(line, "https://%63[0-9.:] %63s", address, kind) == 2 && strcmp(kind, "good") == 0)
      strcpy(addresses[HTTPS], address);
  }
}

void server_start(void) {
  char *program = getenv("COS_STANDIN"), *folder = getenv("WORK");
  int ends[2];
  posix_spawn_file_actions_t actions;
  if (!program || !folder) give_up("COS_STANDIN or WORK is not set");
  snprintf(ca_file, sizeof ca_file, "%s/ca.pem", folder);
  memset(addresses, 0, sizeof addresses);
  if (pipe(ends) != 0) give_up("no pipe");
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  posix_spawn_file_actions_addclose(&actions, ends[1]);
  char *arguments[] = {program, "--tls", folder, NULL};
  if (posix_spawn(&process, program, &actions, NULL, arguments, environ) != 0) give_up(program);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  FILE *said = fdopen(ends[0], "r");
  if (!said) give_up("no stream");
  read_addresses(said);
  fclose(said);
}

void server_stop(void) {
  kill(process, SIGTERM);
  waitpid(process, NULL, 0);
}

const char *server_address(scheme_t scheme) { return addresses[scheme]; }
const char *server_ca_file(void) { return ca_file; }

static int dial(void) {
  char host[64];
  unsigned port = 0;
  if (sscanf(addresses[HTTP], "%63[0-9.]:%u", host, &port) != 2) give_up(addresses[HTTP]);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  inet_pton(AF_INET, host, &to.sin_addr);
  int line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (line < 0 || connect(line, (struct sockaddr *)&to, sizeof to) != 0) give_up("does not answer");
  return line;
}

/* The body of a control endpoint's answer. Freed by the caller. */
static char *control(const char *method, const char *path, const char *content) {
  int line = dial();
  dprintf(line, "%s /_standin/%s HTTP/1.1\r\nHost: %s\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n%s", method, path,
          addresses[HTTP], strlen(content), content);
  FILE *answer = fdopen(line, "r");
  char *all = NULL;
  size_t room = 0;
  if (!answer || getdelim(&all, &room, '\0', answer) < 0) give_up("did not answer");
  fclose(answer);
  char *body = strstr(all, "\r\n\r\n");
  if (strncmp(all, "HTTP/1.1 2", 10) != 0 || !body) give_up(all);
  memmove(all, body + 4, strlen(body + 4) + 1);
  return all;
}

static json_t *told(const char *path) {
  char *body = control("GET", path, "");
  json_t *value = json_loads(body, 0, NULL);
  if (!value) give_up(body);
  free(body);
  return value;
}

json_t *server_requests(void) { return told("requests"); }

long server_count(const char *name) {
  json_t *stats = told("stats");
  long count = (long)json_integer_value(json_object_get(stats, name));
  json_decref(stats);
  return count;
}

void server_forget(void) { free(control("DELETE", "requests", "")); }

void server_set(const char *path, const char *body) { free(control("PUT", path, body)); }
