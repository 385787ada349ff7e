/* Addresses of 127.0.0.1 that answer in odd ways. */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "peer.h"

/* A connect to this makes the queue of one full; the others are left waiting. */
enum { FILLERS = 4 };

struct backlog {
  int listener, count, fillers[FILLERS];
  char address[32];
};

static void give_up(const char *what) {
  perror(what);
  exit(1);
}

void start_deaf(void *thread, void *(*run)(void *), void *argument) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  if (pthread_create(thread, NULL, run, argument) != 0) give_up("no thread");
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct sockaddr_in socket_address(const char *address) {
  char ip[32];
  unsigned port;
  if (sscanf(address, "%31[0-9.]:%u", ip, &port) != 2) give_up(address);
  return (struct sockaddr_in){
      .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = inet_addr(ip)};
}

int listen_locally(const char *ip, int backlog, char address[32]) { return listen_at(ip, 0, backlog, address); }

int listen_at(const char *ip, unsigned port, int backlog, char address[32]) {
  struct sockaddr_in v4 = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  struct sockaddr_in6 v6 = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
  int is_v6 = inet_pton(AF_INET6, ip, &v6.sin6_addr) == 1;
  if (!is_v6 && inet_pton(AF_INET, ip, &v4.sin_addr) != 1) give_up(ip);
  struct sockaddr *at = is_v6 ? (struct sockaddr *)&v6 : (struct sockaddr *)&v4;
  socklen_t length = is_v6 ? sizeof v6 : sizeof v4;
  int line = socket(at->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
  if (line >= 0) setsockopt(line, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (line >= 0 && is_v6) setsockopt(line, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  if (line < 0 || bind(line, at, length) != 0 || listen(line, backlog) != 0) give_up("no listener");
  if (getsockname(line, at, &length) != 0) give_up("no name");
  snprintf(address, 32, is_v6 ? "[%s]:%u" : "%s:%u", ip, ntohs(is_v6 ? v6.sin6_port : v4.sin_port));
  return line;
}

const char *refused_address(void) {
  static char address[32];
  close(listen_locally("127.0.0.1", 1, address));
  return address;
}

static int connect_to(int listener, int flags) {
  struct sockaddr_storage at;
  socklen_t length = sizeof at;
  if (getsockname(listener, (struct sockaddr *)&at, &length) != 0) give_up("no name");
  int line = socket(at.ss_family, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
  if (line < 0) give_up("no filler");
  if (connect(line, (struct sockaddr *)&at, length) != 0 && errno != EINPROGRESS) give_up("no connection");
  return line;
}

static backlog_t *fill(const char *ip, unsigned port, int fillers) {
  backlog_t *backlog = calloc(1, sizeof *backlog);
  if (!backlog) abort();
  backlog->listener = listen_at(ip, port, 0, backlog->address);
  backlog->count = fillers;
  backlog->fillers[0] = connect_to(backlog->listener, 0);
  for (int i = 1; i < fillers; i++) backlog->fillers[i] = connect_to(backlog->listener, SOCK_NONBLOCK);
  return backlog;
}

backlog_t *backlog_start(void) { return fill("127.0.0.1", 0, FILLERS); }

backlog_t *backlog_start_quiet(const char *ip, unsigned port) { return fill(ip, port, 1); }

const char *backlog_address(const backlog_t *backlog) { return backlog->address; }

void backlog_stop(backlog_t *backlog) {
  for (int i = 0; i < backlog->count; i++) close(backlog->fillers[i]);
  close(backlog->listener);
  free(backlog);
}
