#include "line.h"

#include <arpa/inet.h>
#include <linux/tcp.h>
#include <openssl/err.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_DESCRIPTORS = 1024, FIRST = 3, ESTABLISHED = 1 };

struct line {
  int socket;
  unsigned port;
  SSL *tls; /* NULL: plain */
  BIO *waiting;
  size_t sent;
};

static unsigned port_of(int (*ask)(int, struct sockaddr *, socklen_t *), int socket) {
  struct sockaddr_in address = {0};
  socklen_t length = sizeof address;
  if (ask(socket, (struct sockaddr *)&address, &length) != 0 || address.sin_family != AF_INET) return 0;
  return ntohs(address.sin_port);
}

static int peer(int socket, struct sockaddr *address, socklen_t *length) { return getpeername(socket, address, length); }
static int self(int socket, struct sockaddr *address, socklen_t *length) { return getsockname(socket, address, length); }

line_t *line_open(int socket, SSL_CTX *context) {
  line_t *line = calloc(1, sizeof *line);
  if (!line) abort();
  int at_once = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  line->socket = socket;
  line->port = port_of(peer, socket);
  line->waiting = BIO_new(BIO_s_mem());
  if (!context) return line;
  line->tls = SSL_new(context);
  SSL_set_fd(line->tls, socket);
  if (SSL_accept(line->tls) != 1) {
    ERR_clear_error();
    line_close(line);
    return NULL;
  }
  /* From here on records wait until they are sent. */
  line->sent = BIO_number_written(SSL_get_wbio(line->tls));
  BIO_up_ref(line->waiting);
  SSL_set0_wbio(line->tls, line->waiting);
  return line;
}

void line_close(line_t *line) {
  SSL_free(line->tls);
  BIO_free(line->waiting);
  close(line->socket);
  free(line);
}

size_t line_read(line_t *line, char *into, size_t room) {
  ssize_t got = line->tls ? SSL_read(line->tls, into, (int)room) : recv(line->socket, into, room, 0);
  ERR_clear_error();
  return got > 0 ? (size_t)got : 0;
}

void line_put(line_t *line, const char *bytes, size_t length) {
  if (length == 0) return;
  int put = line->tls ? SSL_write(line->tls, bytes, (int)length) : BIO_write(line->waiting, bytes, (int)length);
  if (put != (int)length) abort();
}

void line_put_ticket(line_t *line) {
  if (SSL_new_session_ticket(line->tls) != 1 || SSL_do_handshake(line->tls) != 1) abort();
}

void line_put_key_update(line_t *line) {
  if (SSL_key_update(line->tls, SSL_KEY_UPDATE_NOT_REQUESTED) != 1 || SSL_do_handshake(line->tls) != 1) abort();
}

void line_put_renegotiation(line_t *line) {
  if (SSL_renegotiate(line->tls) != 1 || SSL_do_handshake(line->tls) != 1) abort();
}

void line_send_first(line_t *line, size_t most) {
  char *bytes = NULL;
  size_t all = (size_t)BIO_get_mem_data(line->waiting, &bytes), length = all < most ? all : most;
  for (size_t at = 0; at < length;) {
    ssize_t sent = send(line->socket, bytes + at, length - at, MSG_NOSIGNAL);
    if (sent <= 0) break;
    at += (size_t)sent;
    line->sent += (size_t)sent;
  }
  size_t left = all - length;
  char *rest = left ? malloc(left) : NULL;
  if (left && !rest) abort();
  if (left) memcpy(rest, bytes + length, left);
  BIO_reset(line->waiting);
  if (left) BIO_write(line->waiting, rest, (int)left);
  free(rest);
}

void line_send(line_t *line) { line_send_first(line, SIZE_MAX); }

void line_end(line_t *line) {
  if (line->tls) SSL_shutdown(line->tls);
  ERR_clear_error();
  line_send(line);
}

int line_socket(const line_t *line) { return line->socket; }
size_t line_sent(const line_t *line) { return line->sent; }
unsigned line_port(const line_t *line) { return line->port; }

/* -1: there is none. */
static int descriptor_at(unsigned port) {
  for (int descriptor = FIRST; descriptor < MOST_DESCRIPTORS; descriptor++)
    if (port_of(self, descriptor) == port) return descriptor;
  return -1;
}

void line_arrives(unsigned port, size_t bytes) {
  int descriptor = descriptor_at(port);
  struct tcp_info info;
  for (;;) {
    socklen_t length = sizeof info;
    if (descriptor < 0 || getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &length) != 0) return;
    if (info.tcpi_bytes_received >= bytes || info.tcpi_state != ESTABLISHED) return;
    sched_yield();
  }
}

int line_is_read(unsigned port) {
  int descriptor = descriptor_at(port), unread = 0;
  return descriptor < 0 || ioctl(descriptor, FIONREAD, &unread) != 0 || unread == 0;
}
