#include "forgetful.h"

#include <linux/filter.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "peer.h"

enum { MOST_CONNECTIONS = 64, HEAD = 4096 };

typedef struct {
  int line, is_forgotten, waits;
  size_t length; /* of the head so far */
  size_t body;   /* bytes of it that still come */
  char head[HEAD];
} kept_t;

struct forgetful {
  int listener, stop;
  char address[32];
  pthread_t thread;
  pthread_mutex_t lock;
  size_t gather, waiting, made, lost;
  kept_t kept[MOST_CONNECTIONS];
};

static const char ok[] = "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\nContent-Length: 0\r\n\r\n";

static void respond(forgetful_t *server) {
  if (server->waiting < server->gather) return;
  for (size_t i = 0; i < server->made; i++) {
    kept_t *kept = &server->kept[i];
    if (!kept->waits) continue;
    kept->waits = 0;
    if (send(kept->line, ok, sizeof ok - 1, MSG_NOSIGNAL) < 0) kept->is_forgotten = 1;
  }
  server->waiting = 0;
}

/* A request came whole. */
static void note_request(forgetful_t *server, kept_t *kept) {
  kept->length = 0;
  if (kept->is_forgotten) return;
  kept->waits = 1;
  server->waiting++;
  respond(server);
}

static size_t announced(const char *head) {
  const char *field = strcasestr(head, "\r\ncontent-length:");
  return field ? strtoul(field + 17, NULL, 10) : 0;
}

static void read_head(forgetful_t *server, kept_t *kept, ssize_t got) {
  kept->head[kept->length += (size_t)got] = '\0';
  const char *end = strstr(kept->head, "\r\n\r\n");
  if (!end) return;
  if (kept->is_forgotten) server->lost++;
  size_t body = kept->length - (size_t)(end + 4 - kept->head), whole = announced(kept->head);
  kept->body = whole > body ? whole - body : 0;
  if (kept->body == 0) note_request(server, kept);
}

static void read_more(forgetful_t *server, kept_t *kept) {
  static char scrap[1 << 20];
  char *into = kept->body ? scrap : kept->head + kept->length;
  size_t room = kept->body ? sizeof scrap : HEAD - 1 - kept->length;
  ssize_t got = recv(kept->line, into, room, MSG_DONTWAIT);
  if (got <= 0) {
    close(kept->line);
    kept->line = -1;
  } else if (kept->body == 0) {
    read_head(server, kept, got);
  } else if ((kept->body -= (size_t)got) == 0) {
    note_request(server, kept);
  }
}

static void take(forgetful_t *server) {
  int line = accept4(server->listener, NULL, NULL, SOCK_CLOEXEC);
  if (line < 0) return;
  if (server->made == MOST_CONNECTIONS) abort();
  server->kept[server->made++] = (kept_t){.line = line};
}

static void *serve(void *argument) {
  forgetful_t *server = argument;
  for (;;) {
    struct pollfd all[MOST_CONNECTIONS + 2] = {{.fd = server->stop, .events = POLLIN},
                                               {.fd = server->listener, .events = POLLIN}};
    size_t made = server->made;
    for (size_t i = 0; i < made; i++) all[i + 2] = (struct pollfd){.fd = server->kept[i].line, .events = POLLIN};
    poll(all, made + 2, -1);
    if (all[0].revents) return NULL;
    pthread_mutex_lock(&server->lock);
    if (all[1].revents) take(server);
    for (size_t i = 0; i < made; i++)
      if (all[i + 2].revents) read_more(server, &server->kept[i]);
    pthread_mutex_unlock(&server->lock);
  }
}

forgetful_t *forgetful_start(void) {
  forgetful_t *server = calloc(1, sizeof *server);
  if (!server) abort();
  server->listener = listen_locally("127.0.0.1", 128, server->address);
  server->stop = eventfd(0, EFD_CLOEXEC);
  pthread_mutex_init(&server->lock, NULL);
  start_deaf(&server->thread, serve, server);
  return server;
}

const char *forgetful_address(const forgetful_t *server) { return server->address; }

void forgetful_gather(forgetful_t *server, size_t requests) {
  pthread_mutex_lock(&server->lock);
  server->gather = requests;
  pthread_mutex_unlock(&server->lock);
}

/* A filter that takes none of a socket's segments: the system drops them before TCP sees them. */
static void drop_segments(int line) {
  struct sock_filter nothing = {.code = BPF_RET | BPF_K};
  struct sock_fprog program = {.len = 1, .filter = &nothing};
  if (setsockopt(line, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) != 0) abort();
}

void forgetful_forget(forgetful_t *server, loss_t loss) {
  pthread_mutex_lock(&server->lock);
  for (size_t i = 0; i < server->made; i++) {
    if (server->kept[i].line < 0) continue;
    server->kept[i].is_forgotten = 1;
    if (loss == LOST_SEGMENTS) drop_segments(server->kept[i].line);
  }
  pthread_mutex_unlock(&server->lock);
}

static size_t counted(forgetful_t *server, const size_t *count) {
  pthread_mutex_lock(&server->lock);
  size_t number = *count;
  pthread_mutex_unlock(&server->lock);
  return number;
}

size_t forgetful_connections(forgetful_t *server) { return counted(server, &server->made); }
size_t forgetful_lost(forgetful_t *server) { return counted(server, &server->lost); }

void forgetful_stop(forgetful_t *server) {
  if (eventfd_write(server->stop, 1) != 0) abort();
  pthread_join(server->thread, NULL);
  for (size_t i = 0; i < server->made; i++)
    if (server->kept[i].line >= 0) close(server->kept[i].line);
  close(server->listener);
  close(server->stop);
  pthread_mutex_destroy(&server->lock);
  free(server);
}
