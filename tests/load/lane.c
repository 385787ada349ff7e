#include "lane.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "line.h"
#include "numbered.h"

enum { MOST_OPEN = 16, HEAD_ROOM = 4096 };

struct lane {
  SSL_CTX *context;
  lane_manner_t manner;
  char address[32];
  int listener, stop;
  pthread_t thread;
  line_t *open[MOST_OPEN];
  struct pollfd watched[MOST_OPEN + 2];
  pthread_mutex_t lock;
  pthread_cond_t changed;
  unsigned long ended, settled; /* the latest call that has ended, or of which all is said */
  unsigned port;                /* of the other end, and what was sent to it */
  size_t sent;
  size_t connections, surplus;
  int stopped;
};

static void wait_for(lane_t *lane, const unsigned long *number, unsigned long least) {
  pthread_mutex_lock(&lane->lock);
  while (*number < least && !lane->stopped) pthread_cond_wait(&lane->changed, &lane->lock);
  pthread_mutex_unlock(&lane->lock);
}

static void set(lane_t *lane, unsigned long *number, unsigned long to) {
  pthread_mutex_lock(&lane->lock);
  *number = to;
  pthread_cond_broadcast(&lane->changed);
  pthread_mutex_unlock(&lane->lock);
}

/* What a call gets may have been said before, and what is said to it stays unread. */
static int has_ended(lane_t *lane, unsigned long number) {
  pthread_mutex_lock(&lane->lock);
  int ended = lane->ended >= number;
  pthread_mutex_unlock(&lane->lock);
  return ended;
}

static size_t body_announced(const char *head) {
  const char *field = strcasestr(head, "\r\ncontent-length:");
  return field ? strtoul(field + 17, NULL, 10) : 0;
}

/* Reads a request; its number, 0 at the end of the connection. */
static unsigned long read_request(line_t *line) {
  char head[HEAD_ROOM], body[256];
  size_t length = 0;
  const char *end = NULL;
  while (!end) {
    size_t got = length < sizeof head - 1 ? line_read(line, head + length, sizeof head - 1 - length) : 0;
    if (got == 0) return 0;
    head[length += got] = '\0';
    end = strstr(head, "\r\n\r\n");
  }
  size_t whole = (size_t)(end + 4 - head) + body_announced(head);
  while (length < whole) {
    size_t got = line_read(line, body, sizeof body);
    if (got == 0) return 0;
    length += got;
  }
  const char *key = strstr(head, " /call-");
  return key ? strtoul(key + 7, NULL, 10) : 0;
}

/* A session ticket or an update of the key: at any time, and no reason to give a connection up. */
static void put_more(const lane_t *lane, line_t *line, const numbered_t *call, const char *surplus, size_t length) {
  if (lane->manner == LANE_SURPLUS)
    line_put(line, surplus, length);
  else if (call->number % 2)
    line_put_ticket(line);
  else
    line_put_key_update(line);
}

static void put_both(line_t *line, const char *first, size_t first_length, const char *second, size_t second_length) {
  char both[2 * NUMBERED_ROOM];
  memcpy(both, first, first_length);
  memcpy(both + first_length, second, second_length);
  line_put(line, both, first_length + second_length);
}

static void respond(lane_t *lane, line_t *line, const numbered_t *call) {
  char response[NUMBERED_ROOM], surplus[NUMBERED_ROOM];
  int has_more = call->has_more && lane->manner != LANE_ASKED;
  size_t more = surplus_response(call, surplus);
  /* HEAD and 304 announce a length by right. A 204 does not. */
  int announces = call->form == CALL_HEAD || call->form == CALL_304 ||
                  (call->form == CALL_204 && has_more && lane->manner == LANE_SURPLUS);
  size_t length = numbered_response(call, announces ? more : 0, response);
  int in_the_record = has_more && lane->manner == LANE_SURPLUS && call->when == MORE_IN_THE_RECORD;
  if (in_the_record)
    put_both(line, response, length, surplus, more);
  else
    line_put(line, response, length);
  if (has_more && !in_the_record) {
    if (call->when == MORE_LATER || call->when == MORE_WHILE_IDLE) line_send(line);
    if (call->when == MORE_LATER) {
      line_arrives(line_port(line), line_sent(line));
      while (!line_is_read(line_port(line)) && !has_ended(lane, call->number)) sched_yield();
    }
    if (call->when == MORE_WHILE_IDLE) wait_for(lane, &lane->ended, call->number);
    put_more(lane, line, call, surplus, more);
  }
  line_send(line);
  lane->surplus += (size_t)has_more;
  lane->port = line_port(line);
  lane->sent = line_sent(line);
  set(lane, &lane->settled, call->number);
}

static void take_in(lane_t *lane) {
  int socket = accept4(lane->listener, NULL, NULL, SOCK_CLOEXEC);
  line_t *line = socket < 0 ? NULL : line_open(socket, lane->context);
  if (!line) return;
  lane->connections++;
  for (size_t i = 0; i < MOST_OPEN; i++) {
    if (lane->open[i]) continue;
    lane->open[i] = line;
    lane->watched[i] = (struct pollfd){.fd = line_socket(line), .events = POLLIN};
    return;
  }
  abort();
}

static void serve_next(lane_t *lane, size_t at) {
  unsigned long number = read_request(lane->open[at]);
  if (number) {
    numbered_t call = numbered(number);
    respond(lane, lane->open[at], &call);
    return;
  }
  line_close(lane->open[at]);
  lane->open[at] = NULL;
  lane->watched[at].fd = -1;
}

/* Connections that were given up are closed before a new one is accepted. */
static void *serve(void *argument) {
  lane_t *lane = argument;
  while (poll(lane->watched, MOST_OPEN + 2, -1) > 0) {
    if (lane->watched[MOST_OPEN + 1].revents) break;
    for (size_t i = 0; i < MOST_OPEN; i++)
      if (lane->watched[i].revents) serve_next(lane, i);
    if (lane->watched[MOST_OPEN].revents) take_in(lane);
  }
  for (size_t i = 0; i < MOST_OPEN; i++)
    if (lane->open[i]) line_close(lane->open[i]);
  return NULL;
}

static void listen_on_a_free_port(lane_t *lane) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  lane->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(lane->listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(lane->listener, 16) != 0 ||
      getsockname(lane->listener, (struct sockaddr *)&address, &length) != 0)
    abort();
  snprintf(lane->address, sizeof lane->address, "127.0.0.1:%u", ntohs(address.sin_port));
}

lane_t *lane_start(SSL_CTX *context, lane_manner_t manner) {
  lane_t *lane = calloc(1, sizeof *lane);
  if (!lane) abort();
  lane->context = context;
  lane->manner = manner;
  listen_on_a_free_port(lane);
  lane->stop = eventfd(0, EFD_CLOEXEC);
  for (size_t i = 0; i < MOST_OPEN; i++) lane->watched[i].fd = -1;
  lane->watched[MOST_OPEN] = (struct pollfd){.fd = lane->listener, .events = POLLIN};
  lane->watched[MOST_OPEN + 1] = (struct pollfd){.fd = lane->stop, .events = POLLIN};
  pthread_mutex_init(&lane->lock, NULL);
  pthread_cond_init(&lane->changed, NULL);
  if (pthread_create(&lane->thread, NULL, serve, lane) != 0) abort();
  return lane;
}

void lane_stop(lane_t *lane) {
  pthread_mutex_lock(&lane->lock);
  lane->stopped = 1;
  pthread_cond_broadcast(&lane->changed);
  pthread_mutex_unlock(&lane->lock);
  if (eventfd_write(lane->stop, 1) != 0) abort();
  pthread_join(lane->thread, NULL);
  close(lane->listener);
  close(lane->stop);
  pthread_mutex_destroy(&lane->lock);
  pthread_cond_destroy(&lane->changed);
  free(lane);
}

const char *lane_address(const lane_t *lane) { return lane->address; }

void lane_settle(lane_t *lane, unsigned long number, int sent) {
  set(lane, &lane->ended, number);
  if (!sent) return;
  wait_for(lane, &lane->settled, number);
  line_arrives(lane->port, lane->sent);
}

/* Of a lane whose calls have all been settled, nothing changes any more. */
size_t lane_connections(lane_t *lane) { return lane->connections; }
size_t lane_surplus(lane_t *lane) { return lane->surplus; }
