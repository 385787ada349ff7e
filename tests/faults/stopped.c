/* A process that is stopped while its response arrives, and goes on behind its timeouts: what
   lies ready is taken before anybody looks at the clock. */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "fault.h"
#include "peer.h"
#include "standin.h"

/* The timeout of a call; the process is stopped for longer. */
enum { TIMEOUT_MS = 2000, STOPPED_MS = 2500, HEAD = 4096, MOST_BODY = 100000, UPLOAD = 32 << 20 };

#define OK "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: id\r\n"

typedef struct {
  const char *name;
  int64_t io_timeout_ms, total_timeout_ms;
  size_t body;   /* of the response */
  size_t early;  /* bytes of it that come before the process is stopped */
  size_t upload; /* of the request */
} row_t;

static const row_t rows[] = {
    {.name = "io timeout", .io_timeout_ms = TIMEOUT_MS, .total_timeout_ms = 60000, .body = 5},
    {.name = "total timeout", .io_timeout_ms = 30000, .total_timeout_ms = TIMEOUT_MS, .body = 5},
    {.name = "both", .io_timeout_ms = TIMEOUT_MS, .total_timeout_ms = TIMEOUT_MS, .body = MOST_BODY},
    {.name = "half a header", .io_timeout_ms = TIMEOUT_MS, .total_timeout_ms = 60000, .body = 5, .early = 40},
    {.name = "half a body",
     .io_timeout_ms = TIMEOUT_MS,
     .total_timeout_ms = TIMEOUT_MS,
     .body = MOST_BODY,
     .early = MOST_BODY / 2},
    {.name = "upload", .io_timeout_ms = TIMEOUT_MS, .total_timeout_ms = 60000, .upload = UPLOAD},
};

static void child_calls(const row_t *row, const char *address) {
  cos_client_options_t *options = http_options(address);
  cos_client_options_set_io_timeout_ms(options, row->io_timeout_ms);
  cos_client_options_set_total_timeout_ms(options, row->total_timeout_ms);
  cos_client_t *client = client_from(options);
  cos_request_t *request = cos_request_new(row->upload ? "PUT" : "GET", STANDIN_BUCKET, "key");
  cos_response_t *response = NULL;
  void *upload = row->upload ? calloc(1, row->upload) : NULL;
  if (upload) cos_request_set_body(request, upload, row->upload);
  size_t length = 0;
  cos_error_t *error = cos_client_send(client, request, NULL, &response);
  CHECK_TEXT(cos_error_text(error), "");
  cos_response_body(response, &length);
  CHECK_NUMBER(length, row->body);
  cos_error_free(error);
  cos_response_free(response);
  cos_request_free(request);
  cos_client_free(client);
  free(upload);
}

static void give_up(const char *what) {
  perror(what);
  exit(1);
}

/* Reads the head of a request, and no more than comes with it. What of the body did. */
static size_t read_head(int line) {
  char head[HEAD] = "";
  size_t length = 0;
  const char *end = NULL;
  while (!end) {
    ssize_t got = recv(line, head + length, sizeof head - 1 - length, 0);
    if (got <= 0) give_up("no request");
    head[length += (size_t)got] = '\0';
    end = strstr(head, "\r\n\r\n");
  }
  return length - (size_t)(end + 4 - head);
}

static void send_all(int line, const char *bytes, size_t length) {
  for (size_t at = 0; at < length;) {
    ssize_t sent = send(line, bytes + at, length - at, MSG_NOSIGNAL);
    if (sent <= 0) give_up("no more can be sent");
    at += (size_t)sent;
  }
}

static void pause_for(long ms) {
  struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
  nanosleep(&time, NULL);
}

static void stop(pid_t child) {
  int status = 0;
  kill(child, SIGSTOP);
  if (waitpid(child, &status, WUNTRACED) != child || !WIFSTOPPED(status)) give_up("not stopped");
}

static void read_rest(int line, size_t left) {
  static char scrap[1 << 20];
  while (left > 0) {
    ssize_t got = recv(line, scrap, left < sizeof scrap ? left : sizeof scrap, 0);
    if (got <= 0) give_up("no body");
    left -= (size_t)got;
  }
}

/* Reads what the process has sent before it was stopped, so that it can send on at once. */
static size_t read_sent(int line) {
  static char scrap[1 << 20];
  struct pollfd more = {.fd = line, .events = POLLIN};
  size_t length = 0;
  while (poll(&more, 1, STOPPED_MS / 5) > 0) {
    ssize_t got = recv(line, scrap, sizeof scrap, 0);
    if (got <= 0) give_up("no body");
    length += (size_t)got;
  }
  return length;
}

static void serve(const row_t *row, int line, pid_t child) {
  static char response[HEAD + MOST_BODY];
  int length = snprintf(response, HEAD, OK "Content-Length: %zu\r\n\r\n", row->body);
  memset(response + length, 'x', row->body);
  size_t whole = (size_t)length + row->body, begun = read_head(line);
  send_all(line, response, row->early);
  /* Time for the process to be where it waits: it may also be stopped before. */
  pause_for(100);
  stop(child);
  if (row->upload)
    begun += read_sent(line);
  else
    send_all(line, response + row->early, whole - row->early);
  pause_for(STOPPED_MS);
  kill(child, SIGCONT);
  if (!row->upload) return;
  read_rest(line, row->upload - begun);
  send_all(line, response, whole);
}

static void is_survived(const row_t *row) {
  char address[32];
  int status = 0, listener = listen_locally("127.0.0.1", 8, address);
  check_subject = row->name;
  pid_t child = fork();
  if (child < 0) give_up("fork");
  if (child == 0) {
    close(listener);
    child_calls(row, address);
    exit(check_report());
  }
  int line = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  if (line < 0) give_up("accept");
  serve(row, line, child);
  CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status));
  CHECK_NUMBER(WEXITSTATUS(status), 0);
  close(line);
  close(listener);
  check_subject = "";
}

int main(void) {
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) is_survived(&rows[i]);
  return check_report();
}
