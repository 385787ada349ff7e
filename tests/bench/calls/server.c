/*
 * Answers requests on 127.0.0.1: HEAD of a bucket with 200, of an object with 404,
 * anything else with 404 and an error body. Keeps connections for ever; checks no signature.
 *
 * GET and PUT of /size/N are those of an object of N bytes, at most 1 MiB, whose checksum is told.
 *
 *   server CERTIFICATES KEY    prints the port for HTTP and that for HTTPS (TLS 1.3)
 */

#include <errno.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "answer.h"
#include "net.h"

struct connection {
  int fd;
  /** NULL: plain HTTP. */
  SSL *tls;
  size_t used;
  /** Bytes of a body that are still to come, and what is answered behind them. */
  size_t left;
  long size;
  char request[4096];
};

/** A listening socket is told from a connection by where its event points. */
struct listener {
  int fd;
  SSL_CTX *context;
};

static struct listener listeners[2];
static char ok[512], missing[1024], missing_head[512];
enum { MIB = 1 << 20 };
static char object[MIB];

static void write_answers(void) {
  char date[64];
  const time_t now = time(NULL);
  strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime(&now));
  snprintf(ok, sizeof ok,
           "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: 0\r\n"
           "Connection: keep-alive\r\nDate: %s\r\nServer: tencent-cos\r\n"
           "x-cos-bucket-region: " REGION "\r\nx-cos-request-id: " REQUEST_ID_TEXT "\r\n\r\n",
           date);
  snprintf(missing_head, sizeof missing_head,
           "HTTP/1.1 404 Not Found\r\nContent-Type: application/xml\r\nContent-Length: 0\r\n"
           "Connection: keep-alive\r\nDate: %s\r\nServer: tencent-cos\r\n"
           "x-cos-request-id: " REQUEST_ID_TEXT "\r\nx-cos-trace-id: " TRACE_ID_TEXT "\r\n\r\n",
           date);
  snprintf(missing, sizeof missing,
           "HTTP/1.1 404 Not Found\r\nContent-Type: application/xml\r\nContent-Length: %zu\r\n"
           "Connection: keep-alive\r\nDate: %s\r\nServer: tencent-cos\r\n"
           "x-cos-request-id: " REQUEST_ID_TEXT "\r\nx-cos-trace-id: " TRACE_ID_TEXT "\r\n\r\n" BODY,
           sizeof BODY - 1, date);
}

/** CRC-64/XZ, bit by bit: it is asked for once a size. */
static uint64_t crc_of(long size) {
  static uint64_t known[MIB + 1];
  uint64_t crc = ~UINT64_C(0);
  for (long i = 0; known[size] == 0 && i < size; i++) {
    crc ^= (unsigned char)object[i];
    for (int bit = 0; bit < 8; bit++) {
      crc = crc >> 1 ^ (crc & 1 ? UINT64_C(0xc96c5795d7870f42) : 0);
    }
  }
  known[size] = known[size] == 0 ? ~crc : known[size];
  return known[size];
}

/** The same bytes as those of the clients. */
static void make_object(void) {
  for (size_t i = 0; i < sizeof object; i++) {
    object[i] = (char)(i * 31 + i / 251);
  }
}

static void greet(int epoll, const struct listener *listener) {
  struct connection *connection = calloc(1, sizeof *connection);
  check(connection != NULL, "calloc");
  connection->fd = welcome(listener->fd);
  if (listener->context != NULL) {
    connection->tls = SSL_new(listener->context);
    SSL_set_fd(connection->tls, connection->fd);
    SSL_set_accept_state(connection->tls);
  }
  watch(epoll, connection->fd, EPOLLIN, connection);
}

/** Bytes read; 0: none yet; -1: the connection is over. */
static long take(struct connection *connection) {
  char *into = connection->request + connection->used;
  const size_t room = sizeof connection->request - 1 - connection->used;
  if (connection->tls == NULL) {
    const ssize_t got = recv(connection->fd, into, room, 0);
    return got > 0 ? got : -1;
  }
  const int got = SSL_read(connection->tls, into, (int)room);
  if (got > 0) {
    return got;
  }
  return SSL_get_error(connection->tls, got) == SSL_ERROR_WANT_READ ? 0 : -1;
}

static int give_bytes(struct connection *connection, const char *bytes, size_t length) {
  if (connection->tls != NULL) {
    return SSL_write(connection->tls, bytes, (int)length) == (int)length;
  }
  while (length > 0) {
    const ssize_t sent = send(connection->fd, bytes, length, MSG_NOSIGNAL);
    struct pollfd room = {connection->fd, POLLOUT, 0};
    if (sent < 0 && (errno != EAGAIN || poll(&room, 1, -1) != 1)) {
      return 0;
    }
    bytes += sent > 0 ? sent : 0;
    length -= sent > 0 ? (size_t)sent : 0;
  }
  return 1;
}

static int give(struct connection *connection, const char *answer) {
  return give_bytes(connection, answer, strlen(answer));
}

/** The response to GET or PUT of an object of so many bytes. */
static int give_object(struct connection *connection, long size, int with_body) {
  static char answer[1024 + MIB];
  const size_t length = (size_t)snprintf(
      answer, sizeof answer,
      "HTTP/1.1 200 OK\r\nContent-Length: %ld\r\nConnection: keep-alive\r\nServer: tencent-cos\r\n"
      "x-cos-hash-crc64ecma: %llu\r\nx-cos-request-id: " REQUEST_ID_TEXT "\r\n\r\n",
      with_body ? size : 0, (unsigned long long)crc_of(size));
  if (!with_body) {
    return give_bytes(connection, answer, length);
  }
  memcpy(answer + length, object, (size_t)size);
  return give_bytes(connection, answer, length + (size_t)size);
}

/** Takes what is there of a body; answers when it has come whole. */
static int pass_body(struct connection *connection) {
  static char bytes[MIB];
  while (connection->left > 0) {
    const size_t room = connection->left < sizeof bytes ? connection->left : sizeof bytes;
    const ssize_t got = recv(connection->fd, bytes, room, 0);
    if (got <= 0) {
      return got < 0 && errno == EAGAIN;
    }
    connection->left -= (size_t)got;
  }
  return give_object(connection, connection->size, 0);
}

/** Answers the request if it has come whole. False: the connection is over. */
static int serve(struct connection *connection) {
  if (connection->left > 0) {
    return pass_body(connection);
  }
  const long got = take(connection);
  if (got <= 0) {
    return got == 0;
  }
  connection->used += (size_t)got;
  char *request = connection->request;
  request[connection->used] = '\0';
  const char *end = strstr(request, "\r\n\r\n");
  if (end == NULL) {
    return connection->used < sizeof connection->request - 1;
  }
  if (strncmp(request + 4, "/size/", 6) == 0) {
    const long size = strtol(request + 10, NULL, 10);
    const size_t behind = connection->used - (size_t)(end + 4 - request);
    connection->used = 0;
    connection->size = size;
    if (size < 0 || size > MIB) {
      return 0;
    }
    connection->left = *request == 'P' ? (size_t)size - behind : 0;
    return *request == 'P' ? pass_body(connection) : give_object(connection, size, 1);
  }
  connection->used = 0;
  if (strncmp(request, "HEAD ", 5) != 0) {
    return give(connection, missing);
  }
  return give(connection, strncmp(request + 5, "/ ", 2) == 0 ? ok : missing_head);
}

static void part(struct connection *connection) {
  SSL_free(connection->tls);
  close(connection->fd);
  free(connection);
}

static SSL_CTX *context(const char *certificates, const char *key) {
  SSL_CTX *context = SSL_CTX_new(TLS_server_method());
  SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
  check(SSL_CTX_use_certificate_chain_file(context, certificates) == 1, certificates);
  check(SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) == 1, key);
  return context;
}

int main(int argc, char **argv) {
  check(argc == 3, "usage: server CERTIFICATES KEY");
  signal(SIGPIPE, SIG_IGN);
  write_answers();
  make_object();
  listeners[1].context = context(argv[1], argv[2]);
  const int epoll = epoll_create1(0);
  for (size_t i = 0; i < 2; i++) {
    unsigned short port;
    listeners[i].fd = listen_on(&port);
    printf("%hu%c", port, i == 0 ? ' ' : '\n');
    watch(epoll, listeners[i].fd, EPOLLIN, &listeners[i]);
  }
  fflush(stdout);
  for (;;) {
    struct epoll_event event;
    if (epoll_wait(epoll, &event, 1, -1) != 1) {
      continue;
    }
    if (event.data.ptr == &listeners[0] || event.data.ptr == &listeners[1]) {
      greet(epoll, event.data.ptr);
    } else if (!serve(event.data.ptr)) {
      part(event.data.ptr);
    }
  }
}
