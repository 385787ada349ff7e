/* A process that may have no more memory: what does not fit is an error, not the end of the host. */
#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "check.h"
#include "denied.h"
#include "fault.h"
#include "peer.h"
#include "ports.h"

enum { LARGE = 48 << 20, SPARE = 16 << 20, MOST = 300 };

static char *chunked;
static size_t chunked_length;

/* What the program may take beyond what it has; -1: as much as it likes. */
static void spare_memory(long bytes) {
  struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
  unsigned long pages = 0;
  FILE *file = fopen("/proc/self/statm", "re");
  CHECK(file && fscanf(file, "%lu", &pages) == 1);
  if (file) fclose(file);
  if (bytes >= 0) limit.rlim_cur = pages * (unsigned long)sysconf(_SC_PAGESIZE) + (unsigned long)bytes;
  CHECK_NUMBER(setrlimit(RLIMIT_AS, &limit), 0);
}

/* One chunk, whose size tells nothing of what is behind it. */
static peer_answer_t in_chunks(void) {
  static const char head[] =
      "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: one\r\nTransfer-Encoding: chunked\r\n\r\n";
  static const char end[] = "\r\n0\r\n\r\n";
  chunked = malloc(sizeof head + 20 + LARGE + sizeof end);
  size_t begin = (size_t)sprintf(chunked, "%s%x\r\n", head, LARGE);
  memset(chunked + begin, 'x', LARGE);
  memcpy(chunked + begin + LARGE, end, sizeof end);
  chunked_length = begin + LARGE + sizeof end - 1;
  const peer_answer_t answer = {.bytes = chunked, .length = chunked_length, .end = PEER_CLOSE};
  return answer;
}

static fault_t no_memory(const char *name) {
  const fault_t fault = {
      .name = name,
      .reason = COS_ERROR_REASON_TOO_LARGE,
      .status = 200,
      .retry = COS_RETRY_NO,
      .request_sent = 1,
      .truncated = 1,
      .responder = COS_RESPONDER_COS,
      .os_errno = ENOMEM,
      .message = {"no memory", "sink"},
      .advice = "sink",
  };
  return fault;
}

static cos_error_t *get(cos_client_t *client, const char *key, const char *sink, const char *fault) {
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, key);
  if (sink) cos_request_set_sink_file(request, sink);
  if (fault) cos_request_set_header(request, "x-standin-fault", fault);
  cos_response_t *response = NULL;
  cos_error_t *error = cos_client_send(client, request, NULL, &response);
  CHECK((error == NULL) == (response != NULL));
  cos_response_free(response);
  cos_request_free(request);
  return error;
}

/* The same client goes on, and the same object fits into a file. */
static void an_announced_length(const void *unused) {
  char file[] = "/tmp/cos_err-memory-XXXXXX";
  cos_client_t *client = client_from(http_options(standin_address()));
  fault_t expected = no_memory("an announced length");
  expected.message[2] = "62914560 bytes";
  close(mkstemp(file));
  CHECK(get(client, "synthetic/1k", NULL, NULL) == NULL);
  spare_memory(SPARE);
  check_fault(get(client, "synthetic/60m", NULL, NULL), &expected);
  CHECK(get(client, "synthetic/60m", file, NULL) == NULL);
  CHECK(get(client, "synthetic/1m", NULL, NULL) == NULL);
  spare_memory(-1);
  CHECK(get(client, "synthetic/60m", NULL, NULL) == NULL);
  unlink(file);
  cos_client_free(client);
  (void)unused;
}

static void a_length_that_nobody_told(const void *peer) {
  cos_client_t *client = client_from(http_options(peer_address(peer)));
  fault_t expected = no_memory("chunks");
  spare_memory(SPARE);
  check_fault(get(client, "key", NULL, NULL), &expected);
  cos_client_free(client);
}

/* Its status and code are worth more than its body. */
static void an_error_body(const void *peer) {
  cos_client_t *client = client_from(http_options(peer_address(peer)));
  const fault_t expected = {
      .name = "an error's body",
      .status = 403,
      .code = "AccessDenied",
      .retry = COS_RETRY_AFTER_FIX,
      .request_sent = 1,
      .truncated = 1,
      .answered = 1,
      .responder = COS_RESPONDER_COS,
  };
  cos_error_free(get(client, "key", NULL, NULL));
  spare_memory(640 << 10);
  check_fault(get(client, "key", NULL, NULL), &expected);
  cos_client_free(client);
}

int main(void) {
  static const peer_answer_t refused = {.bytes =
                                            "HTTP/1.1 403 Forbidden\r\nServer: tencent-cos\r\nx-cos-request-id: one\r\n"
                                            "Content-Length: 60000000\r\n\r\n<Error>",
                                        .end = PEER_CLOSE};
  const peer_answer_t long_one = in_chunks();
  ports_start();
  peer_t *peer = peer_start(&long_one, 1, PEER_READ_ALL), *refusing = peer_start(&refused, 1, PEER_READ_ALL);
  in_a_child(an_announced_length, NULL);
  in_a_child(a_length_that_nobody_told, peer);
  in_a_child(an_error_body, refusing);
  peer_stop(peer);
  peer_stop(refusing);
  ports_stop();
  free(chunked);
  return check_report();
}
