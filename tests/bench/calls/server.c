/*
 * Answers requests on 127.0.0.1: HEAD of a bucket with 200, of an object with 404,
 * anything else with 404 and an error body. Keeps connections for ever; checks no signature.
 *
 *   server CERTIFICATES KEY    prints the port for HTTP and that for HTTPS (TLS 1.3)
 */

#include <openssl/ssl.h>
#include <signal.h>
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
  char request[4096];
};

/** A listening socket is told from a connection by where its event points. */
struct listener {
  int fd;
  SSL_CTX *context;
};

static struct listener listeners[2];
static char ok[512], missing[1024], missing_head[512];

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

static int give(struct connection *connection, const char *answer) {
  const size_t length = strlen(answer);
  if (connection->tls == NULL) {
    return send(connection->fd, answer, length, MSG_NOSIGNAL) == (ssize_t)length;
  }
  return SSL_write(connection->tls, answer, (int)length) == (int)length;
}

/** Answers the request if it has come whole. False: the connection is over. */
static int serve(struct connection *connection) {
  const long got = take(connection);
  if (got <= 0) {
    return got == 0;
  }
  connection->used += (size_t)got;
  char *request = connection->request;
  request[connection->used] = '\0';
  if (strstr(request, "\r\n\r\n") == NULL) {
    return connection->used < sizeof connection->request - 1;
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
