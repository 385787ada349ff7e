#include "relay.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "peer.h"

enum { MOST_LINES = 64 };

typedef struct {
  relay_t *relay;
  int client, server;
  pthread_t up, down;
} line_t;

struct relay {
  char address[32];
  struct sockaddr_in target;
  size_t bytes;
  int pause_ms, listener, stop;
  pthread_t thread;
  size_t pauses, count;
  line_t lines[MOST_LINES];
};

static int stopped(const relay_t *relay, int wait_ms) {
  struct pollfd stop = {.fd = relay->stop, .events = POLLIN};
  return poll(&stop, 1, wait_ms) != 0;
}

/* Waits until the socket has something: 1; or until the relay is stopped: 0. */
static int readable(const relay_t *relay, int socket) {
  struct pollfd both[] = {{.fd = relay->stop, .events = POLLIN}, {.fd = socket, .events = POLLIN}};
  return poll(both, 2, -1) > 0 && !both[0].revents;
}

/* Passes on what comes, with a pause before byte number `bytes`; then the end. */
static void pass(relay_t *relay, int from, int to, size_t bytes) {
  char room[16384];
  for (size_t passed = 0; readable(relay, from);) {
    size_t wanted = passed < bytes && bytes - passed < sizeof room ? bytes - passed : sizeof room;
    ssize_t got = recv(from, room, wanted, 0);
    if (got <= 0 || send(to, room, (size_t)got, MSG_NOSIGNAL) != got) break;
    passed += (size_t)got;
    if (passed != bytes) continue;
    __atomic_add_fetch(&relay->pauses, 1, __ATOMIC_SEQ_CST);
    if (stopped(relay, relay->pause_ms)) break;
  }
  shutdown(to, SHUT_WR);
}

static void *pass_up(void *argument) {
  line_t *line = argument;
  pass(line->relay, line->client, line->server, line->relay->bytes);
  return NULL;
}

static void *pass_down(void *argument) {
  line_t *line = argument;
  pass(line->relay, line->server, line->client, (size_t)-1);
  return NULL;
}

static void *take_in(void *argument) {
  relay_t *relay = argument;
  while (readable(relay, relay->listener)) {
    int client = accept4(relay->listener, NULL, NULL, SOCK_CLOEXEC);
    int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client < 0 || server < 0 || relay->count == MOST_LINES) abort();
    if (connect(server, (struct sockaddr *)&relay->target, sizeof relay->target) != 0) abort();
    line_t *line = &relay->lines[relay->count++];
    *line = (line_t){.relay = relay, .client = client, .server = server};
    start_deaf(&line->up, pass_up, line);
    start_deaf(&line->down, pass_down, line);
  }
  return NULL;
}

relay_t *relay_start(const char *target, size_t bytes, int pause_ms) {
  relay_t *relay = calloc(1, sizeof *relay);
  if (!relay) abort();
  relay->target = socket_address(target);
  relay->bytes = bytes;
  relay->pause_ms = pause_ms;
  relay->listener = listen_locally("127.0.0.1", 128, relay->address);
  relay->stop = eventfd(0, EFD_CLOEXEC);
  start_deaf(&relay->thread, take_in, relay);
  return relay;
}

const char *relay_address(const relay_t *relay) { return relay->address; }

size_t relay_pauses(relay_t *relay) { return __atomic_load_n(&relay->pauses, __ATOMIC_SEQ_CST); }

void relay_stop(relay_t *relay) {
  if (eventfd_write(relay->stop, 1) != 0) abort();
  pthread_join(relay->thread, NULL);
  for (size_t i = 0; i < relay->count; i++) {
    line_t *line = &relay->lines[i];
    /* A thread that is sending into a full line is let go. */
    shutdown(line->client, SHUT_RDWR);
    shutdown(line->server, SHUT_RDWR);
    pthread_join(line->up, NULL);
    pthread_join(line->down, NULL);
    close(line->client);
    close(line->server);
  }
  close(relay->listener);
  close(relay->stop);
  free(relay);
}
