#include "gate.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "resources.h"

enum { MOST_CONNECTIONS = 4096, ROOM = 4096, EVENTS = 256, LIMIT_S = 60, HOLDS = -1 };

typedef struct {
  int open;
  int64_t due_ms; /* of the response; 0: no request is held */
  size_t length;
  char echo[GATE_ECHO_ROOM], bytes[ROOM];
} connection_t;

/* What both processes see. delay_ms: HOLDS, or of the next requests. */
typedef struct {
  int delay_ms;
  size_t held, requests, accepted, connections;
} shared_t;

static shared_t *shared;
static int told = -1;
static pid_t server;
static char address[32];
static connection_t *connections;

static void add(size_t *count, size_t number) { __atomic_add_fetch(count, number, __ATOMIC_SEQ_CST); }
static size_t look(const size_t *count) { return __atomic_load_n(count, __ATOMIC_SEQ_CST); }

static void drop(int line) {
  connection_t *connection = &connections[line];
  add(&shared->held, connection->due_ms ? (size_t)-1 : 0);
  add(&shared->connections, (size_t)-1);
  connection->open = 0;
  close(line);
}

static void respond(int line) {
  connection_t *connection = &connections[line];
  char response[400];
  int length = snprintf(response, sizeof response,
                        "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\n"
                        "x-cos-request-id: NjkyMGY3ZDVfMDEwMDAwN2ZfMmYxZF8x\r\n"
                        GATE_ECHO ": %s\r\nContent-Length: 0\r\n\r\n",
                        connection->echo);
  connection->due_ms = 0;
  connection->length = 0;
  add(&shared->held, (size_t)-1);
  if (send(line, response, (size_t)length, MSG_NOSIGNAL) != length) drop(line);
}

/* A whole head was read, and a request has no body. */
static void take(int line) {
  connection_t *connection = &connections[line];
  const char *echo = strcasestr(connection->bytes, "\r\n" GATE_ECHO ":");
  int delay_ms = __atomic_load_n(&shared->delay_ms, __ATOMIC_SEQ_CST);
  if (strstr(connection->bytes, "/" GATE_AT_ONCE " ")) delay_ms = 0;
  *connection->echo = '\0';
  if (echo) sscanf(echo + sizeof "\r\n" GATE_ECHO, " %31[0-9]", connection->echo);
  connection->due_ms = delay_ms == HOLDS ? INT64_MAX : now_ms() + delay_ms;
  add(&shared->requests, 1);
  add(&shared->held, 1);
  if (delay_ms == 0) respond(line);
}

static void receive(int line) {
  connection_t *connection = &connections[line];
  ssize_t got = recv(line, connection->bytes + connection->length, ROOM - 1 - connection->length, 0);
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) {
    drop(line);
    return;
  }
  connection->length += (size_t)got;
  connection->bytes[connection->length] = '\0';
  if (!connection->due_ms && strstr(connection->bytes, "\r\n\r\n")) take(line);
}

static void let_in(int listener, int poller) {
  int line = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (line < 0) return;
  if (line >= MOST_CONNECTIONS) abort();
  setsockopt(line, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
  memset(&connections[line], 0, sizeof connections[line]);
  connections[line].open = 1;
  add(&shared->accepted, 1);
  add(&shared->connections, 1);
  epoll_ctl(poller, EPOLL_CTL_ADD, line, &(struct epoll_event){.events = EPOLLIN, .data.fd = line});
}

/* Gives what is due; the milliseconds until something is, -1: nothing will be. */
static int give(void) {
  int64_t now = now_ms(), next = INT64_MAX;
  int is_open = __atomic_load_n(&shared->delay_ms, __ATOMIC_SEQ_CST) != HOLDS;
  for (int line = 0; line < MOST_CONNECTIONS; line++) {
    const connection_t *connection = &connections[line];
    if (!connection->open || !connection->due_ms) continue;
    if (connection->due_ms <= now || (is_open && connection->due_ms == INT64_MAX))
      respond(line);
    else if (connection->due_ms < next)
      next = connection->due_ms;
  }
  return next == INT64_MAX ? -1 : (int)(next - now);
}

static void serve(int listener) {
  int poller = epoll_create1(EPOLL_CLOEXEC), wait_ms = -1;
  struct epoll_event events[EVENTS];
  uint64_t value;
  epoll_ctl(poller, EPOLL_CTL_ADD, listener, &(struct epoll_event){.events = EPOLLIN, .data.fd = listener});
  epoll_ctl(poller, EPOLL_CTL_ADD, told, &(struct epoll_event){.events = EPOLLIN, .data.fd = told});
  for (;;) {
    int count = epoll_wait(poller, events, EVENTS, wait_ms);
    for (int i = 0; i < count; i++) {
      int line = events[i].data.fd;
      if (line == listener)
        let_in(listener, poller);
      else if (line != told)
        receive(line);
      else if (read(told, &value, sizeof value) < 0 && errno != EAGAIN)
        abort();
    }
    wait_ms = give();
  }
}

static int listen_here(void) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof at;
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0 || bind(listener, (struct sockaddr *)&at, size) != 0 || listen(listener, MOST_CONNECTIONS) != 0 ||
      getsockname(listener, (struct sockaddr *)&at, &size) != 0)
    abort();
  snprintf(address, sizeof address, "127.0.0.1:%u", ntohs(at.sin_port));
  return listener;
}

void gate_start(void) {
  raise_descriptor_limit();
  int listener = listen_here();
  shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  told = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (shared == MAP_FAILED || told < 0) abort();
  shared->delay_ms = HOLDS;
  fflush(stdout);
  server = fork();
  if (server == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    connections = calloc(MOST_CONNECTIONS, sizeof *connections);
    if (!connections) abort();
    serve(listener);
  }
  close(listener);
}

void gate_stop(void) {
  kill(server, SIGKILL);
  CHECK(waitpid(server, NULL, 0) == server);
  munmap(shared, sizeof *shared);
  close(told);
}

cos_client_options_t *gate_options(int32_t connections_in_use) {
  enum { NEVER_MS = 10 * 60 * 1000 };
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, "ap-guangzhou");
  cos_client_options_set_endpoint(options, "http://{bucket}.cos.{region}.myqcloud.com");
  cos_client_options_set_connect_to(options, address);
  cos_client_options_set_credentials(options, "AKIDEXAMPLEEXAMPLEEXAMPLEEXAMPLE0000", "EXAMPLESECRETKEY", NULL);
  cos_client_options_set_max_attempts(options, 1);
  cos_client_options_set_max_connections(options, connections_in_use);
  cos_client_options_set_connect_timeout_ms(options, NEVER_MS);
  cos_client_options_set_io_timeout_ms(options, NEVER_MS);
  cos_client_options_set_total_timeout_ms(options, NEVER_MS);
  return options;
}

cos_request_t *gate_request(const char *key) { return cos_request_new("HEAD", GATE_BUCKET, key); }

cos_call_t *gate_call(size_t echo) {
  char value[GATE_ECHO_ROOM];
  cos_call_t *call = cos_call_new();
  snprintf(value, sizeof value, "%zu", echo);
  cos_call_add_header(call, GATE_ECHO, value);
  return call;
}

static void tell(int delay_ms) {
  __atomic_store_n(&shared->delay_ms, delay_ms, __ATOMIC_SEQ_CST);
  if (eventfd_write(told, 1) != 0) abort();
}

void gate_hold(void) { tell(HOLDS); }
void gate_open(void) { tell(0); }
void gate_delay(int delay_ms) { tell(delay_ms); }

size_t gate_held(void) { return look(&shared->held); }
size_t gate_requests(void) { return look(&shared->requests); }
size_t gate_connections(void) { return look(&shared->accepted); }
size_t gate_open_connections(void) { return look(&shared->connections); }

void gate_await_held(size_t count) {
  for (int64_t limit = now_ms() + LIMIT_S * 1000; gate_held() != count && now_ms() < limit;) pause_1_ms();
  CHECK_NUMBER(gate_held(), count);
}
