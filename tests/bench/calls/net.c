/* Sockets of the benchmarks' servers. */

#include "net.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

void check(int good, const char *what) {
  if (!good) {
    perror(what);
    exit(2);
  }
}

int listen_on(unsigned short *port) {
  struct sockaddr_in address;
  socklen_t length = sizeof address;
  memset(&address, 0, sizeof address);
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  check(bind(fd, (struct sockaddr *)&address, sizeof address) == 0, "bind");
  check(listen(fd, 64) == 0, "listen");
  check(getsockname(fd, (struct sockaddr *)&address, &length) == 0, "getsockname");
  *port = ntohs(address.sin_port);
  return fd;
}

void watch(int epoll, int fd, unsigned events, void *who) {
  struct epoll_event event;
  event.events = events;
  event.data.ptr = who;
  check(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) == 0, "epoll_ctl");
}

int welcome(int listener) {
  const int one = 1;
  const int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
  check(fd >= 0, "accept");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return fd;
}
