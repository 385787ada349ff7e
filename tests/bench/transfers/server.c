/*
 * Takes and gives objects on 127.0.0.1: prints its port. Its share of a transfer
 * is small: what is uploaded is thrown away by the system, which is not asked for
 * the bytes, and what is downloaded is sent by the system out of one MiB of memory.
 */

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "../calls/answer.h"
#include "../calls/net.h"
#include "object.h"

struct connection {
  int fd;
  /** Of the request's head. */
  size_t used;
  char head[4096];
  long mib;
  char kind[16];
  /** Bytes of the request's body that are still to come, of the answer that are to go. */
  int64_t to_take, to_give;
  size_t answer_sent, answer_length;
  char answer[512];
};

/** Of a COMPUTED upload: the checks are made by one client at a time. */
static struct crc *taken;
static int block_fd;
static char date[64];

enum outcome { AGAIN, WAIT, OVER };

static enum outcome outcome(ssize_t moved) {
  if (moved > 0) {
    return AGAIN;
  }
  return moved < 0 && errno == EAGAIN ? WAIT : OVER;
}

static int is(const struct connection *connection, const char *kind) {
  return strcmp(connection->kind, kind) == 0;
}

static void answer(struct connection *connection) {
  char crc[64] = "";
  if (!is(connection, UNTOLD)) {
    uint64_t sum = object_crc(connection->mib) ^ (is(connection, WRONG) ? 1 : 0);
    if (is(connection, COMPUTED) && connection->to_give == 0) {
      sum = crc_sum(taken);
    }
    snprintf(crc, sizeof crc, "x-cos-hash-crc64ecma: %" PRIu64 "\r\n", sum);
  }
  const int length = snprintf(connection->answer, sizeof connection->answer,
                              "HTTP/1.1 200 OK\r\nContent-Length: %" PRId64
                              "\r\nConnection: keep-alive\r\nDate: %s\r\n"
                              "ETag: \"00000000000000000000000000000000\"\r\nServer: tencent-cos\r\n"
                              "%sx-cos-request-id: " REQUEST_ID_TEXT "\r\n\r\n",
                              connection->to_give, date, crc);
  connection->answer_sent = 0;
  connection->answer_length = (size_t)length;
}

static void taken_some(struct connection *connection, const char *bytes, size_t length) {
  if (bytes != NULL && is(connection, COMPUTED)) {
    crc_write(taken, bytes, length);
  }
  connection->to_take -= (int64_t)length;
  if (connection->to_take == 0) {
    answer(connection);
  }
}

static enum outcome take(struct connection *connection) {
  static char bytes[256 * 1024];
  const int wanted = is(connection, COMPUTED);
  const int too_many = wanted && connection->to_take > (int64_t)sizeof bytes;
  const size_t most = too_many ? sizeof bytes : (size_t)connection->to_take;
  const ssize_t got = recv(connection->fd, wanted ? bytes : NULL, most, wanted ? 0 : MSG_TRUNC);
  if (got > 0) {
    taken_some(connection, wanted ? bytes : NULL, (size_t)got);
  }
  return outcome(got);
}

static enum outcome give(struct connection *connection) {
  const size_t left = connection->answer_length - connection->answer_sent;
  if (left > 0) {
    const int more = connection->to_give > 0 ? MSG_MORE : 0;
    const ssize_t sent =
        send(connection->fd, connection->answer + connection->answer_sent, left, MSG_NOSIGNAL | more);
    connection->answer_sent += sent > 0 ? (size_t)sent : 0;
    return outcome(sent);
  }
  off_t from = (off_t)((connection->mib * (int64_t)MIB - connection->to_give) % MIB);
  const ssize_t sent = sendfile(connection->fd, block_fd, &from, (size_t)(MIB - from));
  connection->to_give -= sent > 0 ? sent : 0;
  return outcome(sent);
}

/** Reads the head. What came behind it is of the body. */
static enum outcome listen_to(struct connection *connection) {
  char *head = connection->head;
  const ssize_t got =
      recv(connection->fd, head + connection->used, sizeof connection->head - 1 - connection->used, 0);
  if (got <= 0) {
    return outcome(got);
  }
  connection->used += (size_t)got;
  head[connection->used] = '\0';
  const char *end = strstr(head, "\r\n\r\n");
  if (end == NULL) {
    return connection->used < sizeof connection->head - 1 ? AGAIN : OVER;
  }
  char method[8];
  const int known = sscanf(head, "%7s /%15[a-z]/%ld ", method, connection->kind, &connection->mib) == 3;
  if (!known || connection->mib < 1 || connection->mib > MAX_MIB) {
    return OVER;
  }
  const size_t body = connection->used - (size_t)(end + 4 - head);
  connection->used = 0;
  if (strcmp(method, "GET") == 0) {
    connection->to_give = connection->mib * (int64_t)MIB;
    answer(connection);
    return AGAIN;
  }
  crc_reset(taken);
  connection->to_take = connection->mib * (int64_t)MIB;
  taken_some(connection, end + 4, body);
  return AGAIN;
}

/** Does what can be done now. False: the connection is over. */
static int serve(struct connection *connection) {
  enum outcome step = AGAIN;
  while (step == AGAIN) {
    if (connection->answer_sent < connection->answer_length || connection->to_give > 0) {
      step = give(connection);
    } else {
      step = connection->to_take > 0 ? take(connection) : listen_to(connection);
    }
  }
  return step == WAIT;
}

int main(void) {
  const time_t now = time(NULL);
  strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime(&now));
  signal(SIGPIPE, SIG_IGN);
  make_object();
  taken = crc_new();
  block_fd = memfd_create("block", 0);
  check(block_fd >= 0 && write(block_fd, block, sizeof block) == (ssize_t)sizeof block, "memfd_create");
  unsigned short port;
  const int epoll = epoll_create1(0), listener = listen_on(&port);
  watch(epoll, listener, EPOLLIN, NULL);
  printf("%hu\n", port);
  fflush(stdout);
  for (;;) {
    struct epoll_event event;
    if (epoll_wait(epoll, &event, 1, -1) != 1) {
      continue;
    }
    struct connection *connection = event.data.ptr;
    if (connection == NULL) {
      connection = calloc(1, sizeof *connection);
      check(connection != NULL, "calloc");
      connection->fd = welcome(listener);
      /* Once for all: whoever is served is served until the system would make it wait. */
      watch(epoll, connection->fd, EPOLLIN | EPOLLOUT | EPOLLET, connection);
    } else if (!serve(connection)) {
      close(connection->fd);
      free(connection);
    }
  }
}
