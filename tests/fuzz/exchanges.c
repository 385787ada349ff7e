/* Fuzzes whole exchanges over HTTP and HTTPS. The first line of an input is the plan: method (G H P D O),
   transport (p 2 3 n), ending (c n r k), cut (. r s p b), then letters in any order (x raw, t tickets,
   e explain, d an expected document, b no key, w a writer, f a file) and the place of the cut. Everything
   after it is what the server sends. When the connection stays open, a second call must get the response
   that the server numbered for it. */
#include <cos_err.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error_rules.h"
#include "exchange_server.h"
#include "features.h"
#include "input.h"
#include "process.h"
#include "require.h"
#include "secrets.h"

#define BUCKET "examplebucket-1250000000"
#define HOST BUCKET ".cos.ap-guangzhou.myqcloud.com"
#define ID "AKIDfuzzFUZZfuzzFUZZfuzzFUZZfuzz1234"
#define KEY "fUzZsEcReTkEyFUZZsecretKEY01"
#define TOKEN "fUzZtOkEn0123456789abcdefghijklmnop"

enum {
  TOTAL_MS = 30,     /* of the call that gets the script */
  LATE_MS = 100,     /* beyond which a call must not go on */
  SECOND_MS = 10000, /* of the call after it, which no timeout may hide */
  ALONE = 4,         /* runs that all must be late before a call counts as late */
  MOST_KEPT = 4,
  ROUNDS_PER_COUNT = 64
};

typedef struct {
  const char *method;
  transport_t transport;
  int explains, has_root, has_key, has_writer, has_file;
  plan_t plan;
  slice_t script;
} exchange_t;

static const secrets_t secrets = {{KEY, TOKEN}};
static cos_client_t *clients[TRANSPORTS];
static char folder[] = "/tmp/cos-err-fuzz-XXXXXX", file[sizeof folder + 8];
static unsigned long number;
static int descriptors;

static size_t chosen(const char *letters, slice_t line, size_t index) {
  if (index >= line.length) return 0;
  const char *at = line.bytes[index] ? strchr(letters, line.bytes[index]) : NULL;
  return at ? (size_t)(at - letters) : (unsigned char)line.bytes[index] % strlen(letters);
}

static exchange_t exchange_of(slice_t input) {
  static const char *const methods[] = {"GET", "HEAD", "PUT", "DELETE", "POST"};
  slice_t line = take_line(&input), letters = {line.bytes + 4, line.length > 4 ? line.length - 4 : 0};
  slice_t digits = letters;
  while (digits.length && (*digits.bytes < '0' || *digits.bytes > '9')) digits.bytes++, digits.length--;
  return (exchange_t){
      .method = methods[chosen("GHPDO", line, 0)],
      .transport = (transport_t)chosen("p23n", line, 1),
      .explains = has_letter(letters, 'e'),
      .has_root = has_letter(letters, 'd'),
      .has_key = !has_letter(letters, 'b'),
      .has_writer = has_letter(letters, 'w'),
      .has_file = has_letter(letters, 'f'),
      .plan = {.ending = (ending_t)chosen("cnrk", line, 2),
               .cut = (cut_t)chosen(".rspb", line, 3),
               .at = (size_t)number_of(digits),
               .raw = has_letter(letters, 'x'),
               .tickets = has_letter(letters, 't'),
               .any = has_letter(letters, 'b'),
               .length = input.length},
      .script = input,
  };
}

static cos_client_t *client_of(transport_t transport, const char *ca_file) {
  cos_client_options_t *options = cos_client_options_new();
  int is_plain = transport == TRANSPORT_PLAIN;
  cos_client_options_set_region(options, "ap-guangzhou");
  cos_client_options_set_endpoint(options, is_plain ? "http://{bucket}.cos.{region}.myqcloud.com"
                                                    : "https://{bucket}.cos.{region}.myqcloud.com");
  cos_client_options_set_connect_to(options, server_address(transport));
  cos_client_options_set_credentials(options, ID, KEY, TOKEN);
  cos_client_options_set_max_attempts(options, 1);
  cos_client_options_set_max_connections(options, MOST_KEPT);
  if (!is_plain) cos_client_options_set_ca_file(options, ca_file);
  cos_client_t *client = NULL;
  cos_error_t *error = cos_client_new(options, &client);
  REQUIRE(!error, "%s", cos_error_text(error));
  cos_client_options_free(options);
  return client;
}

static void remove_folder(void) {
  unlink(file);
  rmdir(folder);
}

int LLVMFuzzerInitialize(int *count, char ***arguments) {
  (void)count, (void)arguments;
  REQUIRE(mkdtemp(folder), "%s", strerror(errno));
  snprintf(file, sizeof file, "%s/ca.pem", folder);
  server_start(file, HOST);
  for (size_t i = 0; i < TRANSPORTS; i++) clients[i] = client_of((transport_t)i, file);
  unlink(file);
  snprintf(file, sizeof file, "%s/object", folder);
  atexit(remove_folder);
  return 0;
}

static int32_t count_bytes(void *taken, const void *bytes, size_t size) {
  (void)bytes;
  *(int64_t *)taken += (int64_t)size;
  return 0;
}

static cos_request_t *request_of(const exchange_t *exchange, int64_t *taken) {
  char key[40];
  snprintf(key, sizeof key, "call-%lu", number);
  cos_request_t *request = cos_request_new(exchange->method, BUCKET, exchange->has_key ? key : NULL);
  if (exchange->method[0] == 'P') cos_request_set_body(request, "a body", 6);
  if (exchange->has_root) cos_request_set_expect_root(request, "CopyObjectResult");
  if (exchange->has_writer) cos_request_set_sink_writer(request, count_bytes, NULL, taken, NULL);
  else if (exchange->has_file) cos_request_set_sink_file(request, file);
  return request;
}

/* A file is there after a success only, and nothing lies beside it. */
static void require_file(const cos_response_t *response) {
  struct stat about;
  int is_there = stat(file, &about) == 0;
  REQUIRE(is_there == (response != NULL), "the file %s", is_there ? "is there after a failure" : "is not there");
  REQUIRE(!response || about.st_size == cos_response_received(response), "a file of %lld bytes",
          (long long)about.st_size);
  unlink(file);
  REQUIRE(rmdir(folder) == 0 && mkdir(folder, 0700) == 0, "%s: %s", folder, strerror(errno));
}

/* A body that did not come in chunks is a piece of the script, of the length that the script announces. */
static void require_body(const exchange_t *exchange, const cos_response_t *response) {
  char *script = text_of(exchange->script);
  int is_plain = strlen(script) == exchange->script.length && !strcasestr(script, "chunked");
  const char *announced = strcasestr(script, "\r\ncontent-length:");
  size_t length = 0;
  const void *body = cos_response_body(response, &length);
  if (is_plain && length) REQUIRE(memmem(script, exchange->script.length, body, length), "a body that was not sent");
  int is_alone = announced && !strcasestr(announced + 1, "\r\ncontent-length:") && !strncmp(script, "HTTP/1.1 200 ", 13);
  const char *headers = strstr(script, "\r\n\r\n");
  if (is_plain && is_alone && headers && announced < headers && *exchange->method != 'H' && !exchange->plan.raw)
    REQUIRE(length == strtoul(announced + 17, NULL, 10), "%zu bytes of %.40s", length, announced + 2);
  free(script);
}

/* The call that gets the script. Milliseconds that it took. */
static long first_call(const exchange_t *exchange, uint64_t variation) {
  int64_t taken = 0;
  plan_t plan = exchange->plan;
  plan.number = ++number;
  server_plan(&plan, exchange->script.bytes);
  cos_request_t *request = request_of(exchange, &taken);
  cos_call_t *call = cos_call_new();
  cos_call_set_timeout_ms(call, TOTAL_MS);
  cos_call_set_explain(call, exchange->explains);
  cos_response_t *response = NULL;
  long begin = now_ms();
  cos_error_t *error = cos_client_send(clients[exchange->transport], request, call, &response);
  long elapsed = now_ms() - begin;
  cos_request_free(request);
  cos_call_free(call);
  REQUIRE(!error == !!response, "an error and a response, or neither");
  require_error_rules(error, variation);
  if (error) require_no_secret(error, &secrets);
  require_response_rules(response, variation);
  REQUIRE(!response || !exchange->has_writer || taken == cos_response_received(response), "%lld bytes were taken",
          (long long)taken);
  if (exchange->has_file && !exchange->has_writer) require_file(response);
  else if (response && !exchange->has_writer && !exchange->explains) require_body(exchange, response);
  cos_error_free(error);
  cos_response_free(response);
  return elapsed;
}

static void second_call(const exchange_t *exchange) {
  exchange_t plain = {.method = "GET", .has_key = 1};
  char id[ID_ROOM];
  server_id(id, ++number);
  cos_request_t *request = request_of(&plain, NULL);
  cos_call_t *call = cos_call_new();
  cos_call_set_timeout_ms(call, SECOND_MS);
  cos_response_t *response = NULL;
  cos_error_t *error = cos_client_send(clients[exchange->transport], request, call, &response);
  REQUIRE(!error, "the call after it: %s", cos_error_json(error));
  size_t length = 0;
  const void *body = cos_response_body(response, &length);
  REQUIRE(strcmp(cos_response_request_id(response), id) == 0, "%s for %s", cos_response_request_id(response), id);
  REQUIRE(length == strlen(id) && memcmp(body, id, length) == 0, "the body of another response");
  cos_response_free(response);
  cos_request_free(request);
  cos_call_free(call);
}

static void require_descriptors(void) {
  static unsigned long rounds;
  if (rounds++ % ROUNDS_PER_COUNT) return;
  int open = open_descriptors();
  if (!descriptors) descriptors = open + MOST_KEPT * TRANSPORTS;
  REQUIRE(open <= descriptors, "%d descriptors", open);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > MOST_SCRIPT || spells_secret(data, size, &secrets)) return -1;
  features_of_seed(data, size);
  exchange_t exchange = exchange_of(slice_of(data, size));
  long elapsed = 0;
  for (int runs = 0; runs < ALONE; runs++) {
    elapsed = first_call(&exchange, variation_of(data, size));
    int said = server_said();
    if (said && exchange.plan.ending == END_KEEP && exchange.transport != TRANSPORT_NO_TLS) second_call(&exchange);
    if (elapsed <= TOTAL_MS + LATE_MS) break;
  }
  REQUIRE(elapsed <= TOTAL_MS + LATE_MS, "%ld ms", elapsed);
  require_descriptors();
  return 0;
}
