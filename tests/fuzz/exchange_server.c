#include "exchange_server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "authority.h"
#include "line.h"
#include "require.h"

enum { MOST_OPEN = 64, MOST_LOGGED = 32, LOG = 1 << 20, PATIENCE_MS = 500, PAUSE_US = 300, SINGLE_BYTES = 80 };

/* What the two processes share. The client's writes a plan while the server waits. */
typedef struct {
  plan_t plan;
  _Atomic int said;
  _Atomic size_t requests, length;
  char script[MOST_SCRIPT], request[MOST_REQUEST + 1];
  struct { size_t begin, length; } logged[MOST_LOGGED];
  char log[LOG];
} shared_t;

/* A script was sent: to which port of the client, and bytes on that connection so far. */
typedef struct {
  unsigned long number;
  unsigned port;
  size_t sent;
} said_t;

typedef struct {
  line_t *line;
  transport_t transport;
  int is_ending; /* nothing is said on it any more */
} open_t;

static shared_t *shared;
static char addresses[TRANSPORTS][32];
static int done[2]; /* a pipe of said_t */
static int rest[2]; /* each byte asks the server whether it rests, and comes back */

/* Only the server has these. */
static int listeners[TRANSPORTS];
static SSL_CTX *contexts[TRANSPORTS];
static open_t all[MOST_OPEN];
enum { REST = MOST_OPEN + TRANSPORTS, WATCHED };
static struct pollfd watched[WATCHED];

void server_id(char id[ID_ROOM], unsigned long number) { snprintf(id, ID_ROOM, "own-response-%lu", number); }

static void forget(size_t index) {
  line_close(all[index].line);
  all[index].line = NULL;
  watched[index].fd = -1;
}

static void reset(size_t index) {
  struct linger at_once = {.l_onoff = 1};
  setsockopt(line_socket(all[index].line), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  forget(index);
}

static void send_raw(int socket, const char *bytes, size_t length) {
  while (length) {
    ssize_t sent = send(socket, bytes, length, MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes += sent;
    length -= (size_t)sent;
  }
}

static void put_bytes(line_t *line, const char *script, size_t length) {
  for (size_t i = 0; i < length; i++) {
    line_put(line, script + i, 1);
    line_send(line);
  }
}

/* Bytes that were sent past the line. */
static size_t put_script(line_t *line, const plan_t *plan, const char *script) {
  size_t first = plan->cut == CUT_NOT && !plan->raw ? plan->length : plan->at % (plan->length + 1);
  if (plan->cut == CUT_BYTES) {
    size_t single = first < SINGLE_BYTES ? first : SINGLE_BYTES;
    put_bytes(line, script, single);
    line_put(line, script + single, first - single);
  } else {
    line_put(line, script, first);
  }
  if (plan->cut == CUT_SEGMENT || plan->cut == CUT_PAUSE) line_send(line);
  if (plan->cut == CUT_PAUSE) usleep(PAUSE_US);
  if (!plan->raw) line_put(line, script + first, plan->length - first);
  line_send(line);
  if (!plan->raw) return 0;
  send_raw(line_socket(line), script + first, plan->length - first);
  return plan->length - first;
}

/* Ends the connection as planned, and keeps it until the client has closed it. */
static void end(size_t index, ending_t ending) {
  if (ending == END_KEEP) return;
  if (ending == END_RESET) {
    reset(index);
    return;
  }
  all[index].is_ending = 1;
  if (ending == END_NOTIFY) line_end(all[index].line);
  shutdown(line_socket(all[index].line), SHUT_WR);
}

static void send_script(size_t index) {
  plan_t plan = shared->plan;
  line_t *line = all[index].line;
  const char *script = shared->script;
  if (plan.count) {
    reply_t reply = plan.replies[(size_t)shared->said % plan.count];
    script += reply.begin;
    plan.length = reply.length;
    plan.ending = reply.ending;
  }
  shared->said++;
  if (plan.tickets && all[index].transport == TRANSPORT_TLS_13) {
    line_put_ticket(line);
    line_put_key_update(line);
  }
  size_t raw = put_script(line, &plan, script);
  said_t said = {plan.number, line_port(line), line_sent(line) + raw};
  end(index, plan.ending);
  if (write(done[1], &said, sizeof said) != sizeof said) _exit(1);
}

static void send_own(size_t index, unsigned long number, int is_head) {
  char id[ID_ROOM], response[512];
  server_id(id, number);
  int length = snprintf(response, sizeof response,
                        "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: %s\r\nContent-Length: %zu\r\n"
                        "Connection: close\r\n\r\n%s",
                        id, strlen(id), is_head ? "" : id);
  line_put(all[index].line, response, (size_t)length);
  line_send(all[index].line);
  end(index, END_CLOSE);
}

static size_t body_length(const char *head) {
  const char *length = strcasestr(head, "\r\ncontent-length:");
  return length ? strtoul(length + 17, NULL, 10) : 0;
}

/* Whether a request has arrived whole. Chunks end with an empty one. */
static int is_whole(const char *request, size_t length) {
  const char *end = memmem(request, length, "\r\n\r\n", 4);
  if (!end) return 0;
  if (strcasestr(request, "\r\ntransfer-encoding:")) return memmem(end, length - (size_t)(end - request), "\r\n0\r\n\r\n", 7) != NULL;
  return length - (size_t)(end + 4 - request) >= body_length(request);
}

static void log_request(size_t length) {
  size_t index = shared->requests, begin = index ? shared->logged[(index - 1) % MOST_LOGGED].begin : 0;
  if (index >= MOST_LOGGED) return;
  if (index) begin += shared->logged[index - 1].length + 1;
  size_t kept = begin + length < LOG ? length : 0;
  shared->logged[index].begin = begin;
  shared->logged[index].length = kept;
  if (kept) memcpy(shared->log + begin, shared->request, length);
  shared->log[begin + kept] = '\0';
}

/* 0 at the end of the connection. */
static int read_request(line_t *line) {
  size_t length = 0;
  do {
    size_t got = line_read(line, shared->request + length, MOST_REQUEST - length);
    if (got == 0) return 0;
    length += got;
    shared->request[length] = '\0';
  } while (!is_whole(shared->request, length) && length < MOST_REQUEST);
  shared->length = length;
  log_request(length);
  shared->requests++;
  return 1;
}

static unsigned long number_of_request(void) {
  const char *key = strstr(shared->request, "/call-");
  return key ? strtoul(key + 6, NULL, 10) : 0;
}

static void serve(size_t index) {
  open_t *one = &all[index];
  if (one->is_ending || !read_request(one->line)) {
    forget(index);
    return;
  }
  if (strncmp(shared->request, "CONNECT ", 8) == 0) {
    send_raw(line_socket(one->line), "HTTP/1.1 200 Connected\r\n\r\n", 26);
    return;
  }
  unsigned long number = number_of_request();
  int replies = shared->plan.count ? (int)shared->plan.count : 1;
  if (shared->said < replies && (shared->plan.any || number == shared->plan.number)) send_script(index);
  else send_own(index, number, strncmp(shared->request, "HEAD ", 5) == 0);
}

static void take_in(transport_t transport) {
  struct timeval patience = {.tv_usec = PATIENCE_MS * 1000};
  int socket = accept4(listeners[transport], NULL, NULL, SOCK_CLOEXEC);
  if (socket < 0) return;
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  line_t *line = line_open(socket, contexts[transport]);
  if (!line) return;
  for (size_t i = 0; i < MOST_OPEN; i++) {
    if (all[i].line) continue;
    all[i] = (open_t){.line = line, .transport = transport, .is_ending = transport == TRANSPORT_NO_TLS};
    watched[i] = (struct pollfd){.fd = socket, .events = POLLIN};
    if (transport == TRANSPORT_NO_TLS) send_script(i);
    return;
  }
  line_close(line);
}

/* Connections that the client gave up are closed before a new one is accepted. */
static _Noreturn void serve_for_ever(void) {
  for (size_t i = 0; i < MOST_OPEN; i++) watched[i].fd = -1;
  for (size_t i = 0; i < TRANSPORTS; i++) watched[MOST_OPEN + i] = (struct pollfd){listeners[i], POLLIN, 0};
  watched[REST] = (struct pollfd){rest[1], POLLIN, 0};
  for (;;) {
    int ready = poll(watched, WATCHED, -1);
    if (ready < 0) continue;
    char asked;
    if (ready == 1 && watched[REST].revents && (read(rest[1], &asked, 1) != 1 || write(rest[1], &asked, 1) != 1)) _exit(1);
    for (size_t i = 0; i < MOST_OPEN; i++)
      if (watched[i].fd >= 0 && watched[i].revents) serve(i);
    for (size_t i = 0; i < TRANSPORTS; i++)
      if (watched[MOST_OPEN + i].revents) take_in((transport_t)i);
  }
}

static int listen_on_a_free_port(char address[32]) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof at;
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  REQUIRE(bind(listener, (struct sockaddr *)&at, sizeof at) == 0 && listen(listener, 64) == 0 &&
              getsockname(listener, (struct sockaddr *)&at, &length) == 0,
          "%s", strerror(errno));
  snprintf(address, 32, "127.0.0.1:%u", ntohs(at.sin_port));
  return listener;
}

void server_start(const char *ca_file, const char *host) {
  shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  REQUIRE(shared != MAP_FAILED && pipe(done) == 0 && socketpair(AF_UNIX, SOCK_STREAM, 0, rest) == 0, "%s", strerror(errno));
  for (size_t i = 0; i < TRANSPORTS; i++) listeners[i] = listen_on_a_free_port(addresses[i]);
  authority_start(ca_file);
  pid_t parent = getpid(), child = fork();
  REQUIRE(child >= 0, "%s", strerror(errno));
  if (child == 0) {
    close(rest[0]);
    signal(SIGPIPE, SIG_IGN); /* a handshake that the client gave up */
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) _exit(1);
    contexts[TRANSPORT_TLS_12] = authority_server(host, TLS1_2_VERSION, 2);
    contexts[TRANSPORT_TLS_13] = authority_server(host, TLS1_3_VERSION, 2);
    serve_for_ever();
  }
  for (size_t i = 0; i < TRANSPORTS; i++) close(listeners[i]);
  close(done[1]);
  close(rest[1]);
}

const char *server_address(transport_t transport) { return addresses[transport]; }

void server_plan(const plan_t *plan, const void *script) {
  REQUIRE(plan->length <= MOST_SCRIPT, "a script of %zu bytes", plan->length);
  shared->plan = *plan;
  memcpy(shared->script, script, plan->length);
  shared->requests = 0;
  shared->length = 0;
  shared->said = 0;
}

/* libFuzzer's clock interrupts what this process waits for. */
int server_said(void) {
  struct pollfd ready = {done[0], POLLIN, 0};
  said_t said = {0};
  while (said.number != shared->plan.number) {
    if (TEMP_FAILURE_RETRY(poll(&ready, 1, PATIENCE_MS)) <= 0) return 0;
    REQUIRE(TEMP_FAILURE_RETRY(read(done[0], &said, sizeof said)) == sizeof said, "the server has ended");
  }
  line_arrives(said.port, said.sent);
  return 1;
}

void server_rests(void) {
  char byte = 0;
  REQUIRE(TEMP_FAILURE_RETRY(write(rest[0], &byte, 1)) == 1 && TEMP_FAILURE_RETRY(read(rest[0], &byte, 1)) == 1,
          "the server has ended");
  /* What nobody reads would fill the pipe, and then the server would wait. */
  struct pollfd ready = {done[0], POLLIN, 0};
  said_t said;
  while (TEMP_FAILURE_RETRY(poll(&ready, 1, 0)) > 0)
    REQUIRE(TEMP_FAILURE_RETRY(read(done[0], &said, sizeof said)) == sizeof said, "the server has ended");
}

const char *server_request_at(size_t index, size_t *length) {
  if (index >= shared->requests || index >= MOST_LOGGED || !shared->logged[index].length) return NULL;
  *length = shared->logged[index].length;
  return shared->log + shared->logged[index].begin;
}

const char *server_request(size_t *length) {
  *length = shared->length;
  return shared->request;
}

size_t server_requests(void) { return shared->requests; }
