/* What the server can take: the same requests with nothing around them, so two system calls each. A
   connection is read and written again in turn, so that as many are in flight as of the others. */

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../calls/answer.h"
#include "../calls/calls.h"
#include "started.h"

static int connections[MOST_IN_FLIGHT];
static char request[1024];
static size_t length;

void bare_open(const char *connect_to) {
  const char *port = strrchr(connect_to, ':');
  struct sockaddr_in address = {.sin_family = AF_INET};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons((unsigned short)strtoul(port == NULL ? "" : port + 1, NULL, 10));
  for (long i = 0; i < in_flight; i++) {
    connections[i] = socket(AF_INET, SOCK_STREAM, 0);
    if (connections[i] < 0 || connect(connections[i], (const struct sockaddr *)&address, sizeof address) != 0) {
      fail("bare", "no connection");
    }
  }
  char authorization[512];
  curl_authorization("head", "/", authorization, sizeof authorization);
  length = (size_t)snprintf(request, sizeof request, "HEAD / HTTP/1.1\r\nHost: " HOST "\r\nUser-Agent: bare\r\n%s\r\n\r\n",
                            authorization);
}

static void ask(int connection) {
  if (send(connection, request, length, MSG_NOSIGNAL) != (ssize_t)length) {
    fail("bare", "the request did not go out whole");
  }
}

static void hear(int connection) {
  static const char success[] = "HTTP/1.1 200 ";
  char response[1024];
  const ssize_t got = recv(connection, response, sizeof response, 0);
  if (got < 4 || memcmp(response, success, sizeof success - 1) != 0 || memcmp(response + got - 4, "\r\n\r\n", 4) != 0) {
    fail("bare", "no success in one piece");
  }
}

void bare_requests(long count) {
  for (long i = 0; i < count + in_flight; i++) {
    const int connection = connections[i % in_flight];
    if (i >= in_flight) {
      hear(connection);
    }
    if (i < count) {
      ask(connection);
    }
  }
}
