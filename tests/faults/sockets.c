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
  int listener, fillers[FILLERS];
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

int listen_locally(const char *ip, int backlog, char address[32]) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = inet_addr(ip)};
  socklen_t length = sizeof at;
  int line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (line < 0 || bind(line, (struct sockaddr *)&at, sizeof at) != 0 || listen(line, backlog) != 0)
    give_up("no listener");
  if (getsockname(line, (struct sockaddr *)&at, &length) != 0) give_up("no name");
  snprintf(address, 32, "%s:%u", ip, ntohs(at.sin_port));
  return line;
}

const char *refused_address(void) {
  static char address[32];
  close(listen_locally("127.0.0.1", 1, address));
  return address;
}

static int connect_to(int listener, int flags) {
  struct sockaddr_in at;
  socklen_t length = sizeof at;
  int line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
  if (line < 0 || getsockname(listener, (struct sockaddr *)&at, &length) != 0) give_up("no filler");
  if (connect(line, (struct sockaddr *)&at, sizeof at) != 0 && errno != EINPROGRESS) give_up("no connection");
  return line;
}

backlog_t *backlog_start(void) {
  backlog_t *backlog = calloc(1, sizeof *backlog);
  if (!backlog) abort();
  backlog->listener = listen_locally("127.0.0.1", 0, backlog->address);
  backlog->fillers[0] = connect_to(backlog->listener, 0);
  for (int i = 1; i < FILLERS; i++) backlog->fillers[i] = connect_to(backlog->listener, SOCK_NONBLOCK);
  return backlog;
}

const char *backlog_address(const backlog_t *backlog) { return backlog->address; }

void backlog_stop(backlog_t *backlog) {
  for (int i = 0; i < FILLERS; i++) close(backlog->fillers[i]);
  close(backlog->listener);
  free(backlog);
}
