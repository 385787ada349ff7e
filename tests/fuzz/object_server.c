#include "object_server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
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
#include <time.h>
#include <unistd.h>

#include "require.h"

enum { MOST_OPEN = 32, MOST_UPLOADS = 8, MOST_PARTS = 8, MOST_HEAD = 16 << 10, PATIENCE_MS = 2000, ID = 32, HEADERS = 1024 };

typedef struct {
  char id[ID];
  int is_open, is_told;
  size_t lengths[MOST_PARTS];
  char bytes[MOST_OBJECT];
} upload_t;

/* What both processes see. The client's writes while the server rests. */
typedef struct {
  char plan[MOST_PLAN + 1];
  _Atomic size_t requests;
  size_t length, count;
  int is_there;
  unsigned version; /* of the object, for its ETag */
  time_t stored_at;
  char object[MOST_OBJECT];
  upload_t uploads[MOST_UPLOADS];
} shared_t;

typedef struct {
  char *bytes; /* head and body */
  size_t length, head;
  char method[8], key[64], query[256];
  char fault;
} request_t;

typedef struct {
  int status;
  const char *code;      /* of an error, which has a body of its own */
  const char *headers;   /* more of them */
  const char *body;
  size_t length;
  int has_etag, is_of_object; /* the checksum of the object, or else of the bytes that came */
} response_t;

static shared_t *shared;
static const char *changed_file;
static char address[32], room[MOST_HEAD + MOST_OBJECT];
static int rest[2];
static struct pollfd watched[MOST_OPEN + 2];
enum { LISTENER = MOST_OPEN, REST };

uint64_t crc64_of(uint64_t sum, const void *bytes, size_t length) {
  static uint64_t table[256];
  for (unsigned i = 0; !table[255] && i < 256; i++) {
    uint64_t entry = i;
    for (int bit = 0; bit < 8; bit++) entry = entry & 1 ? entry >> 1 ^ UINT64_C(0xc96c5795d7870f42) : entry >> 1;
    table[i] = entry;
  }
  sum = ~sum;
  for (const unsigned char *at = bytes; length--; at++) sum = table[(sum ^ *at) & 0xff] ^ sum >> 8;
  return ~sum;
}

static size_t number_in(const char *text, const char *name, size_t none) {
  const char *found = strcasestr(text, name);
  return found ? strtoul(found + strlen(name), NULL, 10) : none;
}

static upload_t *upload_of(const request_t *request) {
  const char *id = strstr(request->query, "uploadId=");
  if (!id) return NULL;
  id += strlen("uploadId=");
  size_t length = strcspn(id, "&");
  for (size_t i = 0; i < shared->count; i++) {
    upload_t *upload = &shared->uploads[i];
    if (strlen(upload->id) == length && memcmp(upload->id, id, length) == 0) return upload->is_open ? upload : NULL;
  }
  return NULL;
}

static void store(const void *bytes, size_t length) {
  memmove(shared->object, bytes, length);
  shared->length = length;
  shared->is_there = 1;
  shared->version++;
  shared->stored_at = time(NULL);
}

static response_t no_upload(void) { return (response_t){.status = 404, .code = "NoSuchUpload"}; }

static response_t initiate(int is_told) {
  static char body[256];
  if (shared->count == MOST_UPLOADS) return (response_t){.status = 503, .code = "SlowDown"};
  upload_t *upload = &shared->uploads[shared->count++];
  memset(upload, 0, offsetof(upload_t, bytes));
  snprintf(upload->id, ID, "upload-%zu", shared->count);
  upload->is_open = 1;
  upload->is_told = is_told;
  int length = snprintf(body, sizeof body,
                        "<InitiateMultipartUploadResult><Bucket>b</Bucket><Key>k</Key><UploadId>%s</UploadId>"
                        "</InitiateMultipartUploadResult>", upload->id);
  return (response_t){.status = 200, .body = body, .length = (size_t)length};
}

static response_t put_part(const request_t *request) {
  static char etag[96];
  upload_t *upload = upload_of(request);
  size_t number = number_in(request->query, "partNumber=", 0), length = request->length - request->head, before = 0;
  if (!upload) return no_upload();
  /* All parts but the last have one size, which the first one shows. */
  if (number < 1 || number > MOST_PARTS) return (response_t){.status = 400, .code = "InvalidArgument"};
  upload->lengths[number - 1] = length;
  before = (number - 1) * ((size_t)1 << 20);
  if (before + length > MOST_OBJECT) return (response_t){.status = 400, .code = "EntityTooLarge"};
  memcpy(upload->bytes + before, request->bytes + request->head, length);
  snprintf(etag, sizeof etag, "ETag: \"part-%zu\"\r\nx-cos-hash-crc64ecma: %" PRIu64 "\r\n", number,
           crc64_of(0, request->bytes + request->head, length) ^ (request->fault == 'c'));
  const char *headers = request->fault == 'n' ? "ETag: \"part\"\r\n" : request->fault == 'e' ? "" : etag;
  return (response_t){.status = 200, .headers = headers};
}

static response_t complete(const request_t *request) {
  static const char body[] = "<CompleteMultipartUploadResult><Location>l</Location><Bucket>b</Bucket><Key>k</Key>"
                             "<ETag>\"object\"</ETag></CompleteMultipartUploadResult>";
  upload_t *upload = upload_of(request);
  if (!upload) return no_upload();
  size_t length = 0;
  for (size_t i = 0; i < MOST_PARTS && upload->lengths[i]; i++) length += upload->lengths[i];
  store(upload->bytes, length);
  upload->is_open = 0;
  return (response_t){.status = 200, .body = body, .length = sizeof body - 1, .is_of_object = 1};
}

static response_t of_upload(const request_t *request) {
  upload_t *upload = upload_of(request);
  if (!upload) return no_upload();
  if (!strcmp(request->method, "DELETE")) {
    upload->is_open = 0;
    return (response_t){.status = 204};
  }
  static const char body[] = "<ListPartsResult><IsTruncated>false</IsTruncated></ListPartsResult>";
  return (response_t){.status = 200, .body = body, .length = sizeof body - 1};
}

static response_t get(const request_t *request) {
  static char headers[256];
  size_t begin = number_in(request->bytes, "\r\nrange: bytes=", SIZE_MAX), end = shared->length;
  const char *match = strcasestr(request->bytes, "\r\nif-match: \"object-");
  if (!shared->is_there) return (response_t){.status = 404, .code = "NoSuchKey"};
  if (match && strtoul(match + strlen("\r\nif-match: \"object-"), NULL, 10) != shared->version)
    return (response_t){.status = 412, .code = "PreconditionFailed"};
  if (begin == SIZE_MAX || request->fault == 'w')
    return (response_t){.status = 200, .body = shared->object, .length = shared->length, .has_etag = 1, .is_of_object = 1};
  const char *dash = strchr(strcasestr(request->bytes, "\r\nrange: bytes="), '-');
  size_t last = dash ? strtoul(dash + 1, NULL, 10) : 0;
  if (last + 1 < end) end = last + 1;
  if (begin >= end) return (response_t){.status = 416, .code = "InvalidRange"};
  snprintf(headers, sizeof headers, "Content-Range: bytes %zu-%zu/%zu\r\n", begin + (request->fault == 'r'), end - 1,
           shared->length);
  return (response_t){206, NULL, headers, shared->object + begin, end - begin, 1, 1};
}

static response_t respond(const request_t *request) {
  int has_id = strstr(request->query, "uploadId=") != NULL;
  if (!strcmp(request->method, "POST") && !has_id) return initiate(!strchr("aDxthle", request->fault));
  if (!strcmp(request->method, "POST")) return complete(request);
  if (!strcmp(request->method, "PUT") && has_id) return put_part(request);
  if (has_id) return of_upload(request);
  if (strcmp(request->method, "PUT")) return get(request);
  size_t length = request->length - request->head;
  if (length > MOST_OBJECT) return (response_t){.status = 400, .code = "EntityTooLarge"};
  store(request->bytes + request->head, length);
  return (response_t){.status = 200, .has_etag = 1, .is_of_object = 1};
}

static int send_all(int socket, const char *bytes, size_t length) {
  while (length) {
    ssize_t sent = send(socket, bytes, length, MSG_NOSIGNAL);
    if (sent <= 0) return 0;
    bytes += sent;
    length -= (size_t)sent;
  }
  return 1;
}

static size_t put_time(char *to, size_t size, const char *name, time_t when) {
  char text[64];
  struct tm parts;
  strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&when, &parts));
  return (size_t)snprintf(to, size, "%s: %s\r\n", name, text);
}

/* 0: the connection ends. */
static int send_response(int socket, const request_t *request, response_t response) {
  char head[HEADERS], error[256], *at = head;
  char fault = request->fault;
  if (response.code) {
    response.length = (size_t)snprintf(error, sizeof error, "<Error><Code>%s</Code><Message>m</Message></Error>", response.code);
    response.body = error;
  }
  if (fault == 'x' && response.length) response.body = "<Result><Upl", response.length = 12;
  at += snprintf(at, HEADERS, "HTTP/1.1 %d S\r\nServer: tencent-cos\r\nx-cos-request-id: NjNjMQ==\r\nContent-Length: %zu\r\n%s",
                 response.status, response.length, response.headers ? response.headers : "");
  at += put_time(at, 128, "Date", time(NULL));
  if (response.is_of_object) at += put_time(at, 128, "Last-Modified", shared->stored_at);
  if (response.has_etag && fault != 'e') at += sprintf(at, "ETag: \"object-%u\"\r\n", shared->version);
  if (response.is_of_object && fault != 'n')
    at += sprintf(at, "x-cos-hash-crc64ecma: %" PRIu64 "\r\n", crc64_of(0, shared->object, shared->length) ^ (fault == 'c'));
  at += sprintf(at, "\r\n");
  int is_head = !strcmp(request->method, "HEAD");
  size_t length = is_head ? 0 : fault == 't' ? response.length / 2 : response.length;
  return send_all(socket, head, (size_t)(at - head)) && send_all(socket, response.body, length) && fault != 't';
}

static void change_file(void) {
  FILE *to = fopen(changed_file, "a");
  if (!to || fputs(CHANGE, to) < 0 || fclose(to) != 0) _exit(1);
}

static int serve_request(int socket, request_t *request) {
  char fault = request->fault;
  response_t refusal = {.status = fault == '3' ? 403 : fault == '4' ? 404 : fault == 'p' ? 412 : 503,
                        .code = fault == '3' ? "AccessDenied" : fault == '4' ? "NoSuchUpload" : fault == 'p' ? "PreconditionFailed"
                                                                                                            : "SlowDown"};
  if (fault == 'd') return 0;
  if (fault == 'h') return 1;
  if (fault == 'f') change_file();
  if (fault == 'o') store("another object", 14);
  /* What it says is true: an upload that it does not find any more is not there. */
  if (fault == '4' && !strcmp(request->method, "DELETE")) respond(request);
  if (strchr("534p", fault)) return send_response(socket, request, refusal);
  response_t response = respond(request);
  if (fault == 'D') return 0;
  if (fault == 'a') return send_response(socket, request, refusal);
  if (fault == 'l') response = (response_t){.status = 200, .body = "<Error><Code>InternalError</Code></Error>", .length = 41};
  return send_response(socket, request, response);
}

static int read_request(int socket, request_t *request) {
  size_t length = 0, whole = 0;
  while (!whole || length < whole) {
    ssize_t got = recv(socket, room + length, sizeof room - 1 - length, 0);
    if (got <= 0) return 0;
    length += (size_t)got;
    room[length] = '\0';
    const char *end = whole ? NULL : memmem(room, length, "\r\n\r\n", 4);
    if (!whole && !end) continue;
    if (end) request->head = (size_t)(end + 4 - room), whole = request->head + number_in(room, "\r\ncontent-length:", 0);
    if (whole >= sizeof room) return 0;
  }
  request->bytes = room;
  request->length = length;
  /* What belongs to the body is no header. */
  room[request->head - 2] = '\0';
  return sscanf(room, "%7s /%63[^? ]?%255[^ ]", request->method, request->key, request->query) >= 2;
}

static void serve(struct pollfd *one) {
  request_t request = {.fault = '.'};
  if (read_request(one->fd, &request)) {
    size_t index = shared->requests++;
    if (index < strlen(shared->plan)) request.fault = shared->plan[index];
    if (serve_request(one->fd, &request)) return;
  }
  close(one->fd);
  one->fd = -1;
}

static void take_in(void) {
  struct timeval patience = {.tv_sec = PATIENCE_MS / 1000};
  int socket = accept4(watched[LISTENER].fd, NULL, NULL, SOCK_CLOEXEC);
  if (socket < 0) return;
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  for (size_t i = 0; i < MOST_OPEN; i++) {
    if (watched[i].fd >= 0) continue;
    watched[i] = (struct pollfd){socket, POLLIN, 0};
    return;
  }
  close(socket);
}

static _Noreturn void serve_for_ever(void) {
  for (size_t i = 0; i < MOST_OPEN; i++) watched[i].fd = -1;
  for (;;) {
    int ready = poll(watched, MOST_OPEN + 2, -1);
    char asked;
    if (ready == 1 && watched[REST].revents && (read(rest[1], &asked, 1) != 1 || write(rest[1], &asked, 1) != 1)) _exit(1);
    for (size_t i = 0; ready > 0 && i < MOST_OPEN; i++)
      if (watched[i].fd >= 0 && watched[i].revents) serve(&watched[i]);
    if (ready > 0 && watched[LISTENER].revents) take_in();
  }
}

void object_server_start(const char *file) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof at;
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  REQUIRE(shared != MAP_FAILED && socketpair(AF_UNIX, SOCK_STREAM, 0, rest) == 0 &&
              bind(listener, (struct sockaddr *)&at, sizeof at) == 0 && listen(listener, 64) == 0 &&
              getsockname(listener, (struct sockaddr *)&at, &length) == 0, "%s", strerror(errno));
  snprintf(address, sizeof address, "127.0.0.1:%u", ntohs(at.sin_port));
  changed_file = file;
  pid_t parent = getpid(), child = fork();
  REQUIRE(child >= 0, "%s", strerror(errno));
  if (child == 0) {
    close(rest[0]);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent) _exit(1);
    watched[LISTENER] = (struct pollfd){listener, POLLIN, 0};
    watched[REST] = (struct pollfd){rest[1], POLLIN, 0};
    serve_for_ever();
  }
  close(listener);
  close(rest[1]);
}

const char *object_server_address(void) { return address; }

void object_server_plan(const char *letters, const void *object, size_t length) {
  snprintf(shared->plan, sizeof shared->plan, "%s", letters);
  shared->requests = 0;
  shared->count = 0;
  shared->is_there = 0;
  if (object) store(object, length);
}

void object_server_mends(void) { *shared->plan = '\0'; }

void object_server_rests(void) {
  char byte = 0;
  REQUIRE(TEMP_FAILURE_RETRY(write(rest[0], &byte, 1)) == 1 && TEMP_FAILURE_RETRY(read(rest[0], &byte, 1)) == 1,
          "the server has ended");
}

const char *object_server_object(size_t *length) {
  *length = shared->length;
  return shared->is_there ? shared->object : NULL;
}

const char *object_server_upload(size_t index) {
  for (size_t i = 0; i < shared->count; i++)
    if (shared->uploads[i].is_open && shared->uploads[i].is_told && index-- == 0) return shared->uploads[i].id;
  return NULL;
}

size_t object_server_requests(void) { return shared->requests; }
