/* The stack that calls need: each runs on a thread that has what the header promises to
   be enough, with a guard below it, and what it used is measured. Reading a response needs less than a call: a
   coroutine with a small stack may do it, also the first time, when tables are expanded. */
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "server.h"

enum { PROMISED = 64 << 10, MOST_TO_READ = 16 << 10, PAGE = 4096, PAINT = 0xA5, LIMIT_S = 60 };

static cos_client_t *plain, *secure, *by_name;

static void expect(cos_error_t *error, const char *code) {
  CHECK_TEXT(cos_error_code(error), code);
  if (error) {
    CHECK(*cos_error_advice(error, "en") && *cos_error_advice(error, "zh"));
    CHECK(*cos_error_json(error) == '{' && *cos_error_text(error));
    CHECK(cos_error_doc_url(error) != NULL && cos_error_diagnose_url(error) != NULL);
  }
  cos_error_free(error);
}

static void read_with(const char *type, const char *body, size_t length, const char *code) {
  char headers[200];
  snprintf(headers, sizeof headers, "HTTP/1.1 404 Not Found\r\nServer: tencent-cos\r\n%s\r\n\r\n", type);
  cos_exchange_t exchange = {.struct_size = sizeof exchange,
                             .method = "GET",
                             .url = "https://" BUCKET ".cos.ap-guangzhou.myqcloud.com/key",
                             .status = 404,
                             .raw_headers = headers,
                             .raw_headers_len = strlen(headers),
                             .body = body,
                             .body_len = length};
  expect(cos_error_from_response(&exchange), code);
}

static void read_xml(void) {
  static const char body[] = "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>";
  read_with("Content-Type: application/xml", body, sizeof body - 1, "NoSuchKey");
}

static void read_json(void) {
  static const char body[] = "{\"code\":\"NoSuchKey\",\"message\":\"none\",\"a\":[[[[[{\"b\":1}]]]]]}";
  read_with("Content-Type: application/json", body, sizeof body - 1, "NoSuchKey");
}

/* <Error><Code>NoSuchKey</Code></Error> */
static void read_gzip(void) {
  static const unsigned char body[] = {
      0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xb3, 0x71, 0x2d, 0x2a, 0xca, 0x2f,
      0xb2, 0xb3, 0x71, 0xce, 0x4f, 0x49, 0xb5, 0xf3, 0xcb, 0x0f, 0x2e, 0x4d, 0xce, 0xf0, 0x4e, 0xad,
      0xb4, 0xd1, 0x07, 0xf3, 0x6d, 0xf4, 0x21, 0xb2, 0x00, 0x1a, 0x5d, 0x71, 0x9d, 0x25, 0x00, 0x00,
      0x00,
  };
  read_with("Content-Encoding: gzip", (const char *)body, sizeof body, "NoSuchKey");
}

static void read_deep_xml(void) {
  enum { DEEP = 20000 };
  char *body = malloc(3 * DEEP + 1);
  for (int i = 0; i < DEEP; i++) memcpy(body + 3 * i, "<a>", 4);
  read_with("Content-Type: application/xml", body, 3 * DEEP, "NoSuchKey");
  free(body);
}

static void make_clients(void) {
  char address[64];
  plain = client_from(server_options(HTTP));
  secure = client_from(server_options(HTTPS));
  cos_client_options_t *options = server_options(HTTP);
  snprintf(address, sizeof address, "localhost%s", strchr(server_address(HTTP), ':'));
  cos_client_options_set_connect_to(options, address);
  by_name = client_from(options);
}

static void call_plain(void) { expect(cos_head_bucket(plain, BUCKET, NULL, NULL), ""); }
static void call_failing(void) { expect(cos_head_bucket(plain, "missing-1250000000", NULL, NULL), "NoSuchBucket"); }
static void call_by_name(void) { expect(cos_head_bucket(by_name, BUCKET, NULL, NULL), ""); }
static void call_tls(void) { expect(cos_head_bucket(secure, BUCKET, NULL, NULL), ""); }
static void call_tls_failing(void) { expect(cos_head_bucket(secure, "missing-1250000000", NULL, NULL), "NoSuchBucket"); }

static void send_with(cos_client_t *client, const char *method, const char *key, const char *sink, size_t body) {
  cos_request_t *request = cos_request_new(method, BUCKET, key);
  void *bytes = calloc(1, body + 1);
  if (body) cos_request_set_body(request, bytes, body);
  if (sink) cos_request_set_sink_file(request, sink);
  expect(cos_client_send(client, request, NULL, NULL), "");
  cos_request_free(request);
  free(bytes);
}

static void call_upload(void) { send_with(secure, "PUT", "stack", NULL, 3 << 20); }
static void call_download(void) { send_with(secure, "GET", "synthetic/3m", NULL, 0); }

static void call_presign(void) {
  char *url = NULL;
  cos_request_t *request = cos_request_new("GET", BUCKET, "key");
  expect(cos_client_presign(plain, request, NULL, 60, &url), "");
  cos_text_free(url);
  cos_request_free(request);
}

static const struct {
  const char *name;
  void (*run)(void);
  size_t most; /* 0: what is promised */
} rows[] = {
    {"an XML body, the first to be read", read_xml, MOST_TO_READ},
    {"a JSON body", read_json, MOST_TO_READ},
    {"a gzip body", read_gzip, MOST_TO_READ},
    {"a deep body", read_deep_xml, MOST_TO_READ},
    {"clients", make_clients, 0},
    {"plain", call_plain, 0},
    {"plain, failing", call_failing, 0},
    {"a name", call_by_name, 0},
    {"TLS, the first", call_tls, 0},
    {"TLS, failing", call_tls_failing, 0},
    {"TLS, an upload", call_upload, 0},
    {"TLS, a download", call_download, 0},
    {"presigning", call_presign, 0},
};

static void *run_row(void *row) {
  rows[*(size_t *)row].run();
  return NULL;
}

static void *run_nothing(void *unused) { return unused; }

/* Bytes of the stack that are not painted any more. */
static size_t used(const unsigned char *stack) {
  size_t clean = 0;
  while (clean < PROMISED && stack[clean] == PAINT) clean++;
  return PROMISED - clean;
}

/* On a stack of its own, whose guard lies below; what it used, the system's part included. */
static size_t measure(void *(*run)(void *), size_t row) {
  pthread_attr_t attributes;
  pthread_t thread;
  unsigned char *space =
      mmap(NULL, PROMISED + PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  CHECK(space != MAP_FAILED && mprotect(space, PAGE, PROT_NONE) == 0);
  memset(space + PAGE, PAINT, PROMISED);
  pthread_attr_init(&attributes);
  CHECK_NUMBER(pthread_attr_setstack(&attributes, space + PAGE, PROMISED), 0);
  CHECK_NUMBER(pthread_create(&thread, &attributes, run, &row), 0);
  pthread_join(thread, NULL);
  pthread_attr_destroy(&attributes);
  size_t bytes = used(space + PAGE);
  munmap(space, PROMISED + PAGE);
  return bytes;
}

static void measure_all(void) {
  size_t own = measure(run_nothing, 0), most = 0;
  for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) {
    check_subject = rows[row].name;
    size_t bytes = measure(run_row, row) - own;
    if (bytes > most) most = bytes;
    printf("%-36s %5zu bytes of stack\n", rows[row].name, bytes);
    CHECK(!rows[row].most || bytes <= rows[row].most);
    fflush(stdout);
  }
  check_subject = "";
  printf("the system's own %zu, the most %zu\n", own, most);
  cos_client_free(plain);
  cos_client_free(secure);
  cos_client_free(by_name);
}

/* In a child: what runs into the guard ends it. */
int main(void) {
  int status = -1;
  server_start();
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    alarm(LIMIT_S);
    measure_all();
    fflush(stdout);
    _exit(check_failures > 0);
  }
  CHECK(waitpid(child, &status, 0) == child);
  CHECK_NUMBER(status, 0);
  server_stop();
  return check_report();
}
