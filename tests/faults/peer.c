#include "peer.h"

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_CONNECTIONS = 256 };

typedef struct {
  peer_t *peer;
  int line;
  pthread_t thread;
} connection_t;

struct peer {
  const peer_answer_t *answers;
  size_t count;
  peer_read_t read;
  void (*when_asked)(void *user_data);
  void *user_data;
  int listener, stop;
  char address[32];
  pthread_t thread;
  pthread_mutex_t lock;
  size_t connections, requests;
  char latest[4096];
  connection_t served[MOST_CONNECTIONS];
};

/* Waits until the line has something: 1; or until the peer is stopped: 0. */
static int readable(const peer_t *peer, int line) {
  struct pollfd both[] = {{.fd = peer->stop, .events = POLLIN}, {.fd = line, .events = POLLIN}};
  return poll(both, 2, -1) > 0 && !both[0].revents;
}

/* Waits until the peer is stopped: 1; or so many milliseconds: 0. */
static int stopped(const peer_t *peer, int wait_ms) {
  struct pollfd stop = {.fd = peer->stop, .events = POLLIN};
  return poll(&stop, 1, wait_ms) != 0;
}

static ssize_t read_some(const connection_t *connection, char *into, size_t room) {
  if (!readable(connection->peer, connection->line)) return 0;
  ssize_t got = recv(connection->line, into, room, 0);
  return got > 0 ? got : 0;
}

static size_t announced(const char *head) {
  const char *field = strcasestr(head, "\r\ncontent-length:");
  return field ? strtoul(field + 17, NULL, 10) : 0;
}

/* Reads a request as far as it is wanted; 0 if none comes. */
static int read_request(const connection_t *connection) {
  peer_t *peer = connection->peer;
  char head[4096], scrap[65536];
  size_t length = 0;
  const char *end = NULL;
  while (!end) {
    ssize_t got = read_some(connection, head + length, sizeof head - 1 - length);
    if (got == 0) return 0;
    if (peer->read == PEER_READ_SOME) return 1;
    head[length += (size_t)got] = '\0';
    end = strstr(head, "\r\n\r\n");
  }
  size_t body = length - (size_t)(end + 4 - head);
  size_t whole = peer->read == PEER_READ_ALL ? announced(head) : 0;
  if (peer->when_asked) peer->when_asked(peer->user_data);
  while (body < whole) {
    ssize_t got = read_some(connection, scrap, sizeof scrap);
    if (got == 0) return 0;
    body += (size_t)got;
  }
  pthread_mutex_lock(&peer->lock);
  memcpy(peer->latest, head, length + 1);
  pthread_mutex_unlock(&peer->lock);
  return 1;
}

static const peer_answer_t *next_answer(peer_t *peer) {
  pthread_mutex_lock(&peer->lock);
  size_t at = peer->requests++;
  pthread_mutex_unlock(&peer->lock);
  return &peer->answers[at < peer->count ? at : peer->count - 1];
}

/* 0 if the line broke, or the peer was stopped meanwhile. */
static int say(const connection_t *connection, const peer_answer_t *answer) {
  size_t length = answer->bytes ? answer->length ? answer->length : strlen(answer->bytes) : 0;
  for (size_t at = 0; at < length;) {
    size_t left = !answer->drip_ms ? length - at : at < answer->at_once ? answer->at_once - at : 1;
    ssize_t sent = send(connection->line, answer->bytes + at, left, MSG_NOSIGNAL);
    if (sent <= 0) return 0;
    at += (size_t)sent;
    if (answer->drip_ms && stopped(connection->peer, answer->drip_ms)) return 0;
  }
  return 1;
}

static void *serve(void *argument) {
  connection_t *connection = argument;
  peer_t *peer = connection->peer;
  while (peer->read == PEER_READ_NONE || read_request(connection)) {
    const peer_answer_t *answer = next_answer(peer);
    if (!say(connection, answer) || answer->end == PEER_CLOSE) break;
    struct linger at_once = {.l_onoff = 1};
    if (answer->end == PEER_RESET) {
      setsockopt(connection->line, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
      break;
    }
    if (answer->end == PEER_SILENCE) {
      stopped(peer, -1);
      break;
    }
  }
  close(connection->line);
  return NULL;
}

static void *take_in(void *argument) {
  peer_t *peer = argument;
  for (;;) {
    if (!readable(peer, peer->listener)) return NULL;
    int line = accept4(peer->listener, NULL, NULL, SOCK_CLOEXEC);
    if (line < 0) continue;
    pthread_mutex_lock(&peer->lock);
    if (peer->connections == MOST_CONNECTIONS) abort();
    connection_t *connection = &peer->served[peer->connections++];
    pthread_mutex_unlock(&peer->lock);
    connection->peer = peer;
    connection->line = line;
    start_deaf(&connection->thread, serve, connection);
  }
}

peer_t *peer_start(const peer_answer_t *answers, size_t count, peer_read_t read) {
  return peer_start_on("127.0.0.1", answers, count, read);
}

peer_t *peer_start_on(const char *ip, const peer_answer_t *answers, size_t count, peer_read_t read) {
  return peer_start_at(ip, 0, answers, count, read);
}

peer_t *peer_start_at(const char *ip, unsigned port, const peer_answer_t *answers, size_t count, peer_read_t read) {
  peer_t *peer = calloc(1, sizeof *peer);
  if (!peer) abort();
  peer->answers = answers;
  peer->count = count;
  peer->read = read;
  peer->listener = listen_at(ip, port, 128, peer->address);
  peer->stop = eventfd(0, EFD_CLOEXEC);
  pthread_mutex_init(&peer->lock, NULL);
  start_deaf(&peer->thread, take_in, peer);
  return peer;
}

void peer_when_asked(peer_t *peer, void (*when_asked)(void *user_data), void *user_data) {
  peer->when_asked = when_asked;
  peer->user_data = user_data;
}

const char *peer_address(const peer_t *peer) { return peer->address; }

static size_t counted(peer_t *peer, const size_t *count) {
  pthread_mutex_lock(&peer->lock);
  size_t number = *count;
  pthread_mutex_unlock(&peer->lock);
  return number;
}

size_t peer_connections(peer_t *peer) { return counted(peer, &peer->connections); }
size_t peer_requests(peer_t *peer) { return counted(peer, &peer->requests); }

void peer_latest(peer_t *peer, char head[4096]) {
  pthread_mutex_lock(&peer->lock);
  memcpy(head, peer->latest, sizeof peer->latest);
  pthread_mutex_unlock(&peer->lock);
}

void peer_stop(peer_t *peer) {
  if (eventfd_write(peer->stop, 1) != 0) abort();
  pthread_join(peer->thread, NULL);
  for (size_t i = 0; i < peer->connections; i++) pthread_join(peer->served[i].thread, NULL);
  close(peer->listener);
  close(peer->stop);
  pthread_mutex_destroy(&peer->lock);
  free(peer);
}
