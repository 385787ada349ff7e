/* Responses that never come to their end, or hide it behind much that means nothing: a
   call ends in time, with the error that fits, and its memory does not grow. */
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "fault.h"
#include "peak.h"
#include "peer.h"
#include "standin.h"
#include "traffic.h"

#define IDS "Server: tencent-cos\r\nx-cos-request-id: id\r\n"
#define ERROR_XML "<Error><Code>NoSuchKey</Code><Message>None there.</Message><RequestId>id</RequestId></Error>"

enum { BLOCK = 65536, MEMORY = 16 << 20, TIMEOUT_MS = 60000, IN_TIME_MS = 15000, MEMBERS_CPU_MS = 100 };
#define GIBIBYTE ((uint64_t)1 << 30)

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
static const int memory_tells = 0;
#else
static const int memory_tells = 1;
#endif

/* What a server sends: `begin`, then `piece` again and again, then `end`. */
typedef struct {
  const char *name;
  const char *begin, *piece, *end;
  size_t length;  /* of the piece; 0: up to its NUL */
  uint64_t bytes; /* of all pieces */
  int every_ms;   /* a piece at a time, with this pause between; 0: as fast as it can */
  int proxy;      /* in response to CONNECT */
  int32_t reason; /* of the error; 0: NoSuchKey of the service */
  int32_t status, request_sent;
  size_t front;   /* bytes of zeros between `begin` and the pieces */
} flood_t;

static const flood_t floods[] = {
    {.name = "short interim responses",
     .piece = "HTTP/1.1 103 Early Hints\r\n\r\n",
     .end = "HTTP/1.1 404 Not Found\r\n" IDS "Content-Length: 0\r\n\r\n",
     .bytes = GIBIBYTE,
     .reason = COS_ERROR_REASON_PROTOCOL,
     .request_sent = 1},
    {.name = "interim responses with headers",
     .piece = "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload; as=style; a=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
              "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n\r\n",
     .end = "HTTP/1.1 404 Not Found\r\n" IDS "Content-Length: 0\r\n\r\n",
     .bytes = GIBIBYTE,
     .reason = COS_ERROR_REASON_PROTOCOL,
     .request_sent = 1},
    {.name = "interim responses one by one",
     .piece = "HTTP/1.1 100 Continue\r\n\r\n",
     .bytes = GIBIBYTE,
     .every_ms = 1,
     .reason = COS_ERROR_REASON_PROTOCOL,
     .request_sent = 1},
    {.name = "header lines",
     .begin = "HTTP/1.1 200 OK\r\n" IDS,
     .piece = "a: b\r\n",
     .bytes = GIBIBYTE,
     .reason = COS_ERROR_REASON_TOO_LARGE,
     .status = 200,
     .request_sent = 1},
    {.name = "a header line",
     .begin = "HTTP/1.1 200 OK\r\n" IDS "a: ",
     .piece = "b",
     .bytes = GIBIBYTE,
     .reason = COS_ERROR_REASON_TOO_LARGE,
     .status = 200,
     .request_sent = 1},
    {.name = "continuation lines",
     .begin = "HTTP/1.1 200 OK\r\n" IDS "a: b",
     .piece = "\r\n c",
     .bytes = GIBIBYTE,
     .reason = COS_ERROR_REASON_TOO_LARGE,
     .status = 200,
     .request_sent = 1},
    {.name = "trailers",
     .begin = "HTTP/1.1 200 OK\r\n" IDS "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
     .piece = "a: b\r\n",
     .bytes = GIBIBYTE,
     .reason = COS_ERROR_REASON_TOO_LARGE,
     .status = 200,
     .request_sent = 1},
    {.name = "trailers of an error",
     .begin = "HTTP/1.1 404 Not Found\r\n" IDS "Transfer-Encoding: chunked\r\n\r\n5c\r\n" ERROR_XML "\r\n0\r\n",
     .piece = "a: b\r\n",
     .bytes = GIBIBYTE,
     .status = 404,
     .request_sent = 1},
    {.name = "a tail that drips",
     .begin = "HTTP/1.1 404 Not Found\r\n" IDS "Content-Length: 3000000\r\n\r\n" ERROR_XML,
     .front = 1 << 20,
     .piece = " ",
     .bytes = GIBIBYTE,
     .every_ms = 100,
     .status = 404,
     .request_sent = 1},
    {.name = "a tail in chunks that drips",
     .begin = "HTTP/1.1 404 Not Found\r\n" IDS "Transfer-Encoding: chunked\r\n\r\n10005c\r\n" ERROR_XML,
     .front = 1 << 20,
     .piece = "\r\n1\r\n ",
     .bytes = GIBIBYTE,
     .every_ms = 100,
     .status = 404,
     .request_sent = 1},
    {.name = "header lines of a proxy",
     .begin = "HTTP/1.1 200 Connection established\r\n",
     .piece = "a: b\r\n",
     .bytes = GIBIBYTE,
     .proxy = 1,
     .reason = COS_ERROR_REASON_PROXY},
    {.name = "interim responses of a proxy",
     .piece = "HTTP/1.1 100 Continue\r\n\r\n",
     .bytes = GIBIBYTE,
     .proxy = 1,
     .reason = COS_ERROR_REASON_PROXY},
};

/* An empty member of a gzip body; 50,000 of them fill the 1 MiB of an error's body that is kept. */
#define EMPTY_MEMBER "\x1f\x8b\x08\0\0\0\0\0\0\x03\x03\0\0\0\0\0\0\0\0\0"
enum { MEMBER = sizeof EMPTY_MEMBER - 1, MEMBERS = 50000 };

static const flood_t members = {
    .name = "members of a gzip body",
    .begin = "HTTP/1.1 404 Not Found\r\n" IDS "Content-Encoding: gzip\r\nContent-Length: 1000000\r\n\r\n",
    .piece = EMPTY_MEMBER,
    .length = MEMBER,
    .bytes = MEMBER * MEMBERS,
    .status = 404,
    .request_sent = 1,
};

/* The server's end of one call. */
typedef struct {
  const flood_t *flood;
  int listener, stop;
  char address[32];
  pthread_t thread;
} source_t;

static int send_all(int line, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t sent = send(line, bytes, length, MSG_NOSIGNAL);
    if (sent <= 0) return 0;
    bytes += sent;
    length -= (size_t)sent;
  }
  return 1;
}

/* Whole pieces, as many as a block holds. */
static size_t fill(char block[BLOCK], const flood_t *flood) {
  const char *piece = flood->piece;
  size_t length = flood->length ? flood->length : strlen(piece), pieces = flood->every_ms ? 1 : BLOCK;
  size_t whole = BLOCK / length < pieces ? BLOCK / length : pieces;
  for (size_t i = 0; i < whole; i++) memcpy(block + i * length, piece, length);
  return whole * length;
}

static int send_pieces(const source_t *source, int line) {
  static char block[BLOCK];
  const flood_t *flood = source->flood;
  size_t length = fill(block, flood), piece = flood->length ? flood->length : strlen(flood->piece);
  struct pollfd stop = {.fd = source->stop, .events = POLLIN};
  for (uint64_t sent = 0; sent < flood->bytes; sent += length) {
    uint64_t left = (flood->bytes - sent + piece - 1) / piece * piece;
    if (!send_all(line, block, left < length ? (size_t)left : length)) return 0;
    if (flood->every_ms && poll(&stop, 1, flood->every_ms) != 0) return 0;
  }
  return 1;
}

static int read_request(int line) {
  char head[8192];
  size_t length = 0;
  while (length < sizeof head - 1) {
    ssize_t got = recv(line, head + length, sizeof head - 1 - length, 0);
    if (got <= 0) return 0;
    head[length += (size_t)got] = '\0';
    if (strstr(head, "\r\n\r\n")) return 1;
  }
  return 0;
}

static void *serve(void *argument) {
  const source_t *source = argument;
  const flood_t *flood = source->flood;
  int line = accept4(source->listener, NULL, NULL, SOCK_CLOEXEC);
  char *front = calloc(1, flood->front + 1);
  if (!front) abort();
  memset(front, ' ', flood->front);
  if (line >= 0 && read_request(line) && (!flood->begin || send_all(line, flood->begin, strlen(flood->begin))) &&
      send_all(line, front, flood->front) && send_pieces(source, line) && flood->end)
    send_all(line, flood->end, strlen(flood->end));
  free(front);
  if (line >= 0) close(line);
  return NULL;
}

static source_t *source_start(const flood_t *flood) {
  source_t *source = calloc(1, sizeof *source);
  if (!source) abort();
  source->flood = flood;
  source->listener = listen_locally("127.0.0.1", 4, source->address);
  source->stop = eventfd(0, EFD_CLOEXEC);
  start_deaf(&source->thread, serve, source);
  return source;
}

static void source_stop(source_t *source) {
  if (eventfd_write(source->stop, 1) != 0) abort();
  shutdown(source->listener, SHUT_RDWR);
  pthread_join(source->thread, NULL);
  close(source->listener);
  close(source->stop);
  free(source);
}

static int64_t cpu_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static cos_client_t *client_to(const flood_t *flood, const char *address) {
  char url[64];
  snprintf(url, sizeof url, "http://%s", address);
  cos_client_options_t *options = flood->proxy ? https_options(NULL) : http_options(address);
  if (flood->proxy) cos_client_options_set_proxy(options, url);
  cos_client_options_set_io_timeout_ms(options, TIMEOUT_MS);
  cos_client_options_set_total_timeout_ms(options, TIMEOUT_MS);
  return client_from(options);
}

static void check_error(const flood_t *flood, const cos_error_t *error) {
  CHECK_TEXT(cos_error_reason_name(cos_error_reason(error)), cos_error_reason_name(flood->reason));
  if (!flood->reason) CHECK_TEXT(cos_error_code(error), "NoSuchKey");
  CHECK_NUMBER(cos_error_status(error), flood->status);
  CHECK_NUMBER(cos_error_request_sent(error), flood->request_sent);
}

static int32_t sink(void *user_data, const void *bytes, size_t length) {
  (void)user_data, (void)bytes, (void)length;
  return 0;
}

/* A call with a sink has no total timeout by default: what ends it is the bound. */
static void run(const flood_t *flood, int with_sink) {
  char name[100];
  snprintf(name, sizeof name, "%s%s", flood->name, with_sink ? ", with a sink" : "");
  check_subject = name;
  source_t *source = source_start(flood);
  cos_client_t *client = client_to(flood, source->address);
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "key");
  if (with_sink) cos_request_set_sink_writer(request, sink, NULL, NULL, NULL);
  long before = peak();
  before = peak();
  int64_t begin = now_ns(), cpu = cpu_ms();
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  int64_t took_ms = (now_ns() - begin) / 1000000;
  cpu = cpu_ms() - cpu;
  long grown = peak() - before;
  printf("%-44s %6lld ms, %5lld ms of CPU, %+6ld KiB, %s\n", name, (long long)took_ms, (long long)cpu, grown / 1024,
         error ? cos_error_code(error) : "success");
  CHECK(took_ms < IN_TIME_MS);
  if (memory_tells) CHECK(grown < MEMORY);
  check_error(flood, error);
  cos_error_free(error);
  cos_request_free(request);
  cos_client_free(client);
  source_stop(source);
  check_subject = "";
}

/* As much work as for a body that is not compressed, not for each of its members. */
static void a_body_of_many_members_costs_little(void) {
  static char body[MEMBER * MEMBERS];
  for (size_t i = 0; i < MEMBERS; i++) memcpy(body + i * MEMBER, EMPTY_MEMBER, MEMBER);
  const cos_exchange_t exchange = {.struct_size = sizeof exchange,
                                   .method = "GET",
                                   .status = 404,
                                   .raw_headers = "Server: tencent-cos\r\nContent-Encoding: gzip\r\n",
                                   .raw_headers_len = 46,
                                   .body = body,
                                   .body_len = sizeof body};
  int64_t cpu = cpu_ms();
  cos_error_t *error = cos_error_from_response(&exchange);
  cpu = cpu_ms() - cpu;
  printf("%-44s %5lld ms of CPU, %s\n", "members, of one's own stack", (long long)cpu, cos_error_code(error));
  CHECK(cpu < MEMBERS_CPU_MS);
  CHECK_NUMBER(cos_error_status(error), 404);
  cos_error_free(error);
}

/* All floods, or those whose names contain the argument. */
int main(int count, char **arguments) {
  if (count == 1) {
    run(&members, 0);
    run(&members, 1);
    a_body_of_many_members_costs_little();
  }
  for (size_t i = 0; i < sizeof floods / sizeof *floods; i++) {
    if (count > 1 && !strstr(floods[i].name, arguments[1])) continue;
    run(&floods[i], 0);
    run(&floods[i], 1);
  }
  return check_report();
}
