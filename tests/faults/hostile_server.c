#include "hostile_server.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "authority.h"
#include "line.h"
#include "peer.h"

enum { MOST_CONNECTIONS = 16, BLOCK = 16384, LONGEST = 8192, MOST_ENDLESS = 256 << 20 };

typedef struct {
  hostile_server_t *server;
  int socket, is_first;
  pthread_t thread;
} taken_t;

struct hostile_server {
  const hostile_t *row;
  size_t cut;
  int listener;
  char address[32];
  pthread_t thread;
  pthread_mutex_t lock;
  size_t count, sent;
  int is_said;
  unsigned port; /* the client's, of the connection that got the row */
  sem_t done;
  taken_t taken[MOST_CONNECTIONS];
};

static SSL_CTX *contexts[2]; /* of TLS 1.2 and 1.3 */

void hostile_begin(const char *ca_file, const char *host) {
  authority_start(ca_file);
  contexts[0] = authority_server(host, TLS1_2_VERSION, 2);
  contexts[1] = authority_server(host, TLS1_3_VERSION, 2);
}

void hostile_end(void) {
  for (size_t i = 0; i < 2; i++) SSL_CTX_free(contexts[i]);
  authority_stop();
}

static size_t length_of(const hostile_t *row) { return row->length ? row->length : row->bytes ? strlen(row->bytes) : 0; }

static size_t send_raw(int socket, const char *bytes, size_t length) {
  size_t at = 0;
  while (at < length) {
    ssize_t sent = send(socket, bytes + at, length - at, MSG_NOSIGNAL);
    if (sent <= 0) break;
    at += (size_t)sent;
  }
  return at;
}

static void act(line_t *line, const hostile_t *row) {
  for (size_t i = 0; i < (row->acts ? row->acts : 1); i++) {
    if (row->act == RENEGOTIATES) line_put_renegotiation(line);
    if (row->act == UPDATES_KEYS) line_put_key_update(line);
    if (row->act == SENDS_TICKETS) line_put_ticket(line);
  }
}

/* Whole pieces until the client closes, or far more than it may take were sent. */
static size_t send_pieces(line_t *line, int socket, const hostile_t *row) {
  char block[BLOCK];
  size_t piece = row->piece_length ? row->piece_length : strlen(row->piece), length = 0, all = 0, before;
  for (; length + piece <= sizeof block; length += piece) memcpy(block + length, row->piece, piece);
  do {
    before = all;
    if (!line) {
      all += send_raw(socket, block, length);
    } else {
      size_t sent = line_sent(line);
      line_put(line, block, length);
      line_send(line);
      all += line_sent(line) - sent;
    }
  } while (all - before >= length && all < MOST_ENDLESS);
  return all;
}

/* The row's bytes: in records of a line, or as they are where there is none. Bytes on the wire. */
static size_t say(line_t *line, int socket, const hostile_t *row, size_t cut) {
  size_t length = length_of(row), sent = 0, at_once = row->one_by_one ? 1 : length;
  if (cut < length) length = cut;
  int is_raw = !line || row->is_raw;
  if (line) act(line, row);
  for (size_t at = 0; at < length; at += at_once) {
    size_t now = length - at < at_once ? length - at : at_once;
    if (is_raw) sent += send_raw(socket, row->bytes + at, now);
    else line_put(line, row->bytes + at, now);
    if (line && row->one_by_one) line_send(line);
  }
  if (line) line_send(line);
  if (row->begun) {
    line_put(line, row->begun, strlen(row->begun));
    line_send_first(line, row->begun_bytes);
  }
  if (row->piece) sent += send_pieces(is_raw ? NULL : line, socket, row);
  return sent + (line && !row->piece ? line_sent(line) : 0);
}

static unsigned port_of(int socket) {
  struct sockaddr_in address = {0};
  socklen_t length = sizeof address;
  if (getpeername(socket, (struct sockaddr *)&address, &length) != 0) return 0;
  return ntohs(address.sin_port);
}

/* 0: the connection is over. */
static int say_row(hostile_server_t *server, line_t *line, int socket) {
  then_t then = server->cut == SIZE_MAX ? server->row->then : THEN_CLOSE;
  server->port = port_of(socket);
  server->sent = say(line, socket, server->row, server->cut);
  if (then == THEN_NOTIFY) line_end(line);
  if (then == THEN_CLOSE || then == THEN_NOTIFY) shutdown(socket, SHUT_WR);
  struct linger at_once = {.l_onoff = 1};
  if (then == THEN_RESET) setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  if (then != THEN_OPEN) server->port = 0;
  sem_post(&server->done);
  return then != THEN_RESET;
}

static int is_whole(const char *request, size_t length) {
  const char *end = strstr(request, "\r\n\r\n"), *announced = strcasestr(request, "\r\ncontent-length:");
  size_t body = announced ? strtoul(announced + 17, NULL, 10) : 0;
  return end && length - (size_t)(end + 4 - request) >= body;
}

/* 0 at the end of the connection. */
static int read_request(line_t *line, char request[LONGEST]) {
  size_t length = 0;
  do {
    size_t got = line_read(line, request + length, LONGEST - 1 - length);
    if (got == 0) return 0;
    request[length += got] = '\0';
  } while (!is_whole(request, length));
  return 1;
}

static void say_own(line_t *line, const char *request) {
  char response[512], key[32] = "none";
  const char *at = strstr(request, "/call-");
  if (strncmp(request, "CONNECT ", 8) == 0) {
    line_put(line, "HTTP/1.1 200 Connected\r\n\r\n", 26);
  } else {
    if (at) sscanf(at + 1, "%31[a-z0-9-]", key);
    int length = snprintf(response, sizeof response,
                          "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: %s\r\nContent-Length: %zu\r\n\r\n%s",
                          key, strlen(key), strncmp(request, "HEAD ", 5) == 0 ? "" : key);
    line_put(line, response, (size_t)length);
  }
  line_send(line);
}

/* Whether the request is that which gets the row. */
static int is_first_request(hostile_server_t *server) {
  pthread_mutex_lock(&server->lock);
  int is_said = server->is_said;
  server->is_said = 1;
  pthread_mutex_unlock(&server->lock);
  return !is_said;
}

static void respond(hostile_server_t *server, line_t *line) {
  char request[LONGEST];
  while (read_request(line, request)) {
    if (!is_first_request(server)) say_own(line, request);
    else if (!say_row(server, line, line_socket(line))) return;
  }
}

static void *serve(void *argument) {
  taken_t *taken = argument;
  hostile_server_t *server = taken->server;
  place_t place = server->row->place;
  char hello[LONGEST];
  if (place == AS_HANDSHAKE && taken->is_first) {
    int is_said = recv(taken->socket, hello, sizeof hello, 0) > 0 && is_first_request(server);
    if (is_said && say_row(server, NULL, taken->socket))
      while (recv(taken->socket, hello, sizeof hello, 0) > 0) continue;
    close(taken->socket);
    return NULL;
  }
  int is_tls = place == OVER_TLS_12 || place == OVER_TLS_13 || place == AS_HANDSHAKE;
  line_t *line = line_open(taken->socket, is_tls ? contexts[place != OVER_TLS_12] : NULL);
  if (!line) return NULL;
  respond(server, line);
  line_close(line);
  return NULL;
}

static void *take_in(void *argument) {
  hostile_server_t *server = argument;
  for (;;) {
    int socket = accept4(server->listener, NULL, NULL, SOCK_CLOEXEC);
    if (socket < 0) return NULL;
    pthread_mutex_lock(&server->lock);
    if (server->count == MOST_CONNECTIONS) abort();
    taken_t *taken = &server->taken[server->count];
    *taken = (taken_t){.server = server, .socket = socket, .is_first = server->count++ == 0};
    pthread_mutex_unlock(&server->lock);
    start_deaf(&taken->thread, serve, taken);
  }
}

hostile_server_t *hostile_start(const hostile_t *row, size_t cut) {
  hostile_server_t *server = calloc(1, sizeof *server);
  if (!server) abort();
  server->row = row;
  server->cut = cut;
  server->listener = listen_locally("127.0.0.1", MOST_CONNECTIONS, server->address);
  pthread_mutex_init(&server->lock, NULL);
  sem_init(&server->done, 0, 0);
  start_deaf(&server->thread, take_in, server);
  return server;
}

const char *hostile_address(const hostile_server_t *server) { return server->address; }

int hostile_has_sent(hostile_server_t *server) {
  int posted = 0;
  sem_getvalue(&server->done, &posted);
  return posted > 0;
}

size_t hostile_sent(hostile_server_t *server) {
  while (sem_wait(&server->done) != 0) continue;
  if (server->port && !server->row->piece) line_arrives(server->port, server->sent);
  return server->sent;
}

size_t hostile_connections(hostile_server_t *server) {
  pthread_mutex_lock(&server->lock);
  size_t count = server->count;
  pthread_mutex_unlock(&server->lock);
  return count;
}

void hostile_stop(hostile_server_t *server) {
  shutdown(server->listener, SHUT_RDWR);
  pthread_join(server->thread, NULL);
  for (size_t i = 0; i < server->count; i++) pthread_join(server->taken[i].thread, NULL);
  close(server->listener);
  sem_destroy(&server->done);
  pthread_mutex_destroy(&server->lock);
  free(server);
}
