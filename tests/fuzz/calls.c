/* Fuzzes calls: every setter of options, requests and calls in the order of the lines NAME=VALUE, readers
   and writers that fail or give little, retries, providers, logs, and responses that are made here, so that
   what a success must bring is known (replies.h, bodies.h). Headers, queries, method, bucket, key and body
   are those of settings.h. */
#include <cos_err.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "bodies.h"
#include "error_rules.h"
#include "exchange_server.h"
#include "features.h"
#include "process.h"
#include "replies.h"
#include "require.h"
#include "secrets.h"
#include "settings.h"
#include "signature_rules.h"
#include "started.h"
#include "wire_rules.h"

#define ID "AKIDEXAMPLEEXAMPLEEXAMPLEEXAMPLE0000"
#define KEY "fUzZsEcReTkEyFUZZsecretKEY01"
#define TOKEN "fUzZtOkEn0123456789abcdefghijklmnop"
#define ENDPOINT "http://{bucket}.cos.{region}.myqcloud.com"

enum { MOST_INPUT = 1 << 14, TOTAL_MS = 80, LATE_MS = 100, ALONE = 4, ROUNDS_PER_COUNT = 64, LONGEST_LINE = 8192, MOST_LINES = 64 };

typedef struct {
  char *name, *value;
} pair_t;

/* One input under way. */
typedef struct {
  pair_t lines[MOST_LINES];
  size_t line_count;
  settings_t settings;
  made_t replies[MOST_REPLIES];
  size_t reply_count;
  cos_client_options_t *options;
  cos_request_t *request;
  cos_call_t *call;
  cos_cancel_t *cancel;
  body_t *reader, *writer; /* the last ones; a former one is released already */
  const char *provides;
  int64_t total, timeout;
  int alive, log_level, has_file_sink, may_be_ended, has_root, explains, has_length, is_one_call;
  const char *starts; /* the letters of a call that is started; NULL: it is not */
} round_t;

static const secrets_t secrets = {{KEY, TOKEN}};
static char folder[] = "/tmp/cos-err-calls-XXXXXX", file[sizeof folder + 8], source[sizeof folder + 8];
static uint64_t variation;

static void remove_folder(void) {
  unlink(file);
  unlink(source);
  rmdir(folder);
}

int LLVMFuzzerInitialize(int *count, char ***arguments) {
  (void)count, (void)arguments;
  REQUIRE(mkdtemp(folder), "%s", strerror(errno));
  snprintf(file, sizeof file, "%s/object", folder);
  snprintf(source, sizeof source, "%s/source", folder);
  server_start("/dev/null", "examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com");
  atexit(remove_folder);
  return 0;
}

static void write_source(const char *text) {
  FILE *to = fopen(source, "w");
  REQUIRE(to && fputs(text, to) >= 0 && fclose(to) == 0, "%s", strerror(errno));
}

static const char *line_of(const round_t *one, const char *name) {
  const char *found = NULL;
  for (size_t i = 0; i < one->line_count; i++)
    if (strcmp(one->lines[i].name, name) == 0) found = one->lines[i].value;
  return found;
}

/* Counts what is alive: each callback that is set. */
static round_t *watch(round_t *one) {
  one->alive++;
  return one;
}

static void release(void *data) { ((round_t *)data)->alive--; }

static int32_t provide(void *data, cos_credentials_t *credentials) {
  round_t *one = data;
  char letter = *one->provides;
  if (letter && one->provides[1]) one->provides++;
  switch (letter) {
    case 'f': cos_credentials_set_error(credentials, "no keys\nSecretKey=" KEY); return 1;
    case 'c': cos_callback_set_error("token=" TOKEN); return -1;
    case 'n': return 0;
    case 'b': cos_credentials_set(credentials, "A&K", KEY "\n", "", INT64_MIN); return 0;
    case 'z': cos_credentials_set(credentials, NULL, NULL, NULL, INT64_MAX); return 0;
    default: cos_credentials_set(credentials, ID, KEY, TOKEN, letter == 'e' ? time(NULL) + 1 : letter == 'x' ? 1 : 0);
  }
  return 0;
}

static void write_log(void *data, cos_log_level_t level, const char *line) {
  round_t *one = data;
  REQUIRE(level >= 1 && level <= one->log_level, "level %d of %d", level, one->log_level);
  REQUIRE(strncmp(line, "event=", 6) == 0 && strstr(line, " call="), "line %s", line);
  REQUIRE(strlen(line) <= LONGEST_LINE, "%zu bytes of a line", strlen(line));
  for (const unsigned char *at = (const unsigned char *)line; *at; at++)
    REQUIRE(*at >= ' ' && *at != 0x7f, "control character %02x in the log: %s", *at, line);
  REQUIRE(!shows_secret(line, &secrets), "a secret in the log: %s", line);
}

/* The request and the settings of the call may be freed while it runs. */
static void free_inputs(round_t *one) {
  cos_request_free(one->request);
  cos_call_free(one->call);
  one->request = NULL;
  one->call = NULL;
}

/* Not those whose reader or writer is still looked at. */
static void free_now(void *data) {
  round_t *one = data;
  if (!one->is_one_call && !one->reader && !one->writer) free_inputs(one);
}

static void report(void *data, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive) {
  round_t *one = data;
  REQUIRE(sent >= 0 && to_send >= -1 && received >= 0 && to_receive >= -1, "progress");
  REQUIRE(to_send < 0 || sent <= to_send, "%lld of %lld were sent", (long long)sent, (long long)to_send);
  REQUIRE(to_receive < 0 || received <= to_receive, "%lld of %lld came", (long long)received, (long long)to_receive);
  if (one->is_one_call) free_inputs(one);
}

static int32_t interrupt(void *data) { return ((round_t *)data)->may_be_ended > 1; }

static void set_reader(round_t *one, const char *letters) {
  const char *length = line_of(one, "readlen"), *body = setting(&one->settings, SET_BODY);
  body_t *reader = body_of(letters, body ? body : "", &one->alive);
  one->reader = reader;
  one->has_length = length && strcmp(length, "-1") != 0;
  cos_request_set_body_reader(one->request, read_body, can_rewind(reader) ? rewind_body : NULL,
                              length ? atoll(length) : -1, reader, release_body);
}

static void set_writer(round_t *one, const char *letters) {
  one->has_file_sink = *letters == '\0';
  one->writer = NULL;
  if (one->has_file_sink) {
    cos_request_set_sink_file(one->request, file);
    return;
  }
  one->writer = body_of(letters, NULL, &one->alive);
  cos_request_set_sink_writer(one->request, write_body, can_rewind(one->writer) ? rewind_body : NULL, one->writer,
                              release_body);
}

static void set_body_file(round_t *one, const char *range) {
  const char *body = setting(&one->settings, SET_BODY), *comma = strchr(range, ',');
  write_source(body ? body : "");
  one->reader = NULL;
  if (comma) cos_request_set_body_file_range(one->request, source, atoll(range), atoll(comma + 1));
  else cos_request_set_body_file(one->request, source);
}

static void set_credentials(round_t *one, const char *value) {
  int none = strcmp(value, "none") == 0;
  cos_client_options_set_credentials(one->options, none ? NULL : ID, none ? NULL : KEY, strcmp(value, "token") ? NULL : TOKEN);
}

static void set_ca_file(round_t *one, const char *pem) {
  write_source(pem);
  cos_client_options_set_ca_file(one->options, source);
}

static void load_environment(round_t *one, const char *region) {
  setenv("COS_REGION", region, 1);
  cos_client_options_load_env(one->options);
  unsetenv("COS_REGION");
}

static void set_cancel(round_t *one, const char *value) {
  one->may_be_ended |= 1;
  cos_call_set_cancel(one->call, one->cancel);
  if (*value == 'n') cos_cancel_trigger(one->cancel);
}

/* Options. 0: no such name. */
static int set_option(round_t *one, const char *name, const char *value) {
  cos_client_options_t *options = one->options;
  int64_t number = atoll(value);
  if (!strcmp(name, "region")) cos_client_options_set_region(options, value);
  else if (!strcmp(name, "agent")) cos_client_options_set_user_agent(options, value);
  else if (!strcmp(name, "attempts")) cos_client_options_set_max_attempts(options, (int32_t)number);
  else if (!strcmp(name, "total")) cos_client_options_set_total_timeout_ms(options, one->total = number);
  else if (!strcmp(name, "io")) cos_client_options_set_io_timeout_ms(options, number);
  else if (!strcmp(name, "connectms")) cos_client_options_set_connect_timeout_ms(options, number);
  else if (!strcmp(name, "connections")) cos_client_options_set_max_connections(options, (int32_t)number);
  else if (!strcmp(name, "step")) cos_client_options_set_retry_step_ms(options, number);
  else if (!strcmp(name, "backup")) cos_client_options_set_backup_domain(options, (int32_t)number);
  else if (!strcmp(name, "credentials")) set_credentials(one, value);
  else if (!strcmp(name, "provider")) {
    one->provides = value;
    cos_client_options_set_credentials_provider(options, provide, watch(one), release);
  } else if (!strcmp(name, "log"))
    cos_client_options_set_log(options, one->log_level = (int)number, write_log, watch(one), release);
  else if (!strcmp(name, "ca")) set_ca_file(one, value);
  else if (!strcmp(name, "env")) load_environment(one, value);
  else return 0;
  return 1;
}

static void set_call(round_t *one, const char *name, const char *value) {
  if (!strcmp(name, "callregion")) cos_call_set_region(one->call, value);
  else if (!strcmp(name, "timeout")) cos_call_set_timeout_ms(one->call, one->timeout = atoll(value));
  else if (!strcmp(name, "cancel")) set_cancel(one, value);
  else if (!strcmp(name, "interrupt")) {
    one->may_be_ended = *value == 'n' ? 3 : 1;
    cos_call_set_interrupt(one->call, interrupt, watch(one), release);
  } else if (!strcmp(name, "explain")) cos_call_set_explain(one->call, one->explains = atoi(value));
}

static void set_pair(round_t *one, const char *name, char *value) {
  int is_query = !strcmp(name, "query");
  char *second = strchr(value, is_query ? '=' : ':');
  if (second) *second++ = '\0';
  if (is_query) cos_request_set_query(one->request, value, second);
  else if (second && !strcmp(name, "header")) cos_request_set_header(one->request, value, second);
  else if (second) cos_call_add_header(one->call, value, second);
}

/* The text is in memory of its own, which is freed before the call. */
static void apply(round_t *one, const char *name, const char *given) {
  char *value = strdup(given);
  if (!strcmp(name, "query") || !strcmp(name, "header") || !strcmp(name, "callheader")) set_pair(one, name, value);
  else if (!strcmp(name, "body")) one->reader = NULL, cos_request_set_body(one->request, value, strlen(value));
  else if (!strcmp(name, "reader")) set_reader(one, value);
  else if (!strcmp(name, "bodyfile")) set_body_file(one, value);
  else if (!strcmp(name, "sink")) set_writer(one, value);
  else if (!strcmp(name, "sync")) cos_request_set_sink_sync(one->request, atoi(value));
  else if (!strcmp(name, "root")) one->has_root = 1, cos_request_set_expect_root(one->request, value);
  else if (!strcmp(name, "md5")) cos_request_set_content_md5(one->request, atoi(value));
  else if (!strcmp(name, "progress")) {
    one->is_one_call = *value == 'f';
    cos_request_set_progress(one->request, report, watch(one), release);
  } else if (!strcmp(name, "start")) {
    one->starts = given;
    one->may_be_ended |= may_end_started(given);
  } else if (!set_option(one, name, !strcmp(name, "provider") ? given : value)) set_call(one, name, value);
  free(value);
}

static void read_lines(round_t *one, slice_t input) {
  one->settings = settings_of(input);
  const char *method = setting(&one->settings, SET_METHOD);
  while (input.length && one->line_count < MOST_LINES) {
    char *line = text_of(take_line(&input)), *sign = strchr(line, '=');
    if (!sign) {
      free(line);
      continue;
    }
    *sign = '\0';
    for (char *at = sign + 1; *at; at++) *at = (char)(*at == 5 ? '\n' : *at == 6 ? '\r' : *at);
    one->lines[one->line_count++] = (pair_t){line, sign + 1};
    if (!strcmp(line, "reply") && one->reply_count < MOST_REPLIES)
      one->replies[one->reply_count++] = make_reply(sign + 1, method && !strcmp(method, "HEAD"));
  }
}

static void plan_replies(const round_t *one) {
  static char script[MOST_SCRIPT];
  static unsigned long number;
  plan_t plan = {.number = ++number, .any = 1};
  for (size_t i = 0; i < one->reply_count; i++) {
    const made_t *reply = &one->replies[i];
    if (plan.length + reply->length > MOST_SCRIPT) break;
    memcpy(script + plan.length, reply->bytes, reply->length);
    plan.replies[plan.count++] = (reply_t){reply->keeps ? END_KEEP : END_CLOSE, plan.length, reply->length};
    plan.length += reply->length;
  }
  if (!plan.count) plan.number = 0, plan.any = 0;
  server_plan(&plan, script);
}

/* The body of the wire, its chunks removed. */
static size_t body_of_wire(const char *head, char *at, size_t length) {
  const char *framing = strcasestr(head, "\r\ntransfer-encoding: chunked");
  if (!framing || framing > at) return length;
  char *to = at, *from = at, *end = at + length;
  for (;;) {
    char *line = from;
    size_t size = strtoul(line, &from, 16);
    REQUIRE(from > line && strncmp(from, "\r\n", 2) == 0 && size <= (size_t)(end - from), "chunk at %.40s", line);
    from += 2;
    memmove(to, from, size);
    to += size;
    from += size;
    REQUIRE(strncmp(from, "\r\n", 2) == 0, "end of a chunk at %.40s", from);
    from += 2;
    if (!size) break;
  }
  REQUIRE(from == end, "%td bytes beyond the last chunk", end - from);
  return (size_t)(to - at);
}

/* Of credentials and provider, the one that was set last counts. */
static int is_anonymous(const round_t *one) {
  int none = 0;
  for (size_t i = 0; i < one->line_count; i++) {
    if (!strcmp(one->lines[i].name, "provider")) none = 0;
    if (!strcmp(one->lines[i].name, "credentials")) none = !strcmp(one->lines[i].value, "none");
  }
  return none;
}

static void require_request(const round_t *one, size_t index) {
  size_t length = 0;
  const char *sent = server_request_at(index, &length);
  if (!sent || (one->explains && index)) return; /* a probe has a method of its own */
  REQUIRE(!shows_secret(sent, &(secrets_t){{KEY}}), "a secret on the wire: %s", sent);
  settings_t settings = one->settings;
  line_setting_t endpoint = {SET_ENDPOINT, (char *)ENDPOINT, NULL}, region = {SET_REGION, (char *)"ap-guangzhou", NULL};
  const char *set = line_of(one, "region"), *environment = line_of(one, "env");
  if (settings.count + 2 > MOST_SETTINGS || environment) return;
  settings.all[settings.count++] = endpoint;
  if (!set) settings.all[settings.count++] = region;
  int is_unsigned = !strcasestr(sent, "\r\nauthorization: ");
  REQUIRE(!is_unsigned || is_anonymous(one), "an unsigned request: %s", sent);
  const char *body = require_wire_head(sent, &settings, (wire_t){.is_unsigned = is_unsigned});
  size_t head = (size_t)(body - sent), left = length - head;
  if (!is_unsigned) require_signature_rules(sent, &settings, ID, KEY);
  int is_retry = strcasestr(sent, "\r\nx-cos-sdk-retry: true") != NULL;
  REQUIRE(!is_retry || index || line_of(one, "header") || line_of(one, "callheader"), "a first attempt as a retry");
  char *copy = text_of((slice_t){sent, length});
  left = body_of_wire(copy, copy + head, left);
  const char *text = setting(&one->settings, SET_BODY), *range = line_of(one, "bodyfile");
  size_t most = text ? strlen(text) : 0;
  if (!range) REQUIRE(left <= most && memcmp(copy + head, text ? text : "", left) == 0, "%zu bytes of a body", left);
  if (index + 1 == server_requests() && one->reader && one->alive)
    REQUIRE(left <= one->reader->most, "%zu bytes of a body, %zu were given", left, one->reader->most);
  free(copy);
}

/* What the last request got; NULL: the server's own response, or something else came between. */
static const made_t *last_reply(const round_t *one) {
  size_t count = server_requests();
  return count && count <= one->reply_count ? &one->replies[count - 1] : NULL;
}

/* Only a started call waits for what comes later. */
static int has_failing_writer(const round_t *one) {
  return one->writer && (one->writer->failed || (one->writer->laters && !one->starts));
}

static int is_plain_get(const round_t *one) {
  const settings_t *settings = &one->settings;
  const char *method = setting(settings, SET_METHOD);
  return setting(settings, SET_KEY) && (!method || !strcmp(method, "GET")) && !setting(settings, SET_QUERY) &&
         !setting(settings, SET_HEADER) && !setting(settings, SET_CALL_HEADER) && !one->may_be_ended && !one->has_root &&
         !one->explains && !has_failing_writer(one) && !setting(settings, SET_BODY) && !one->reader && !line_of(one, "bodyfile");
}

/* The bytes of a success, wherever they went. */
static void require_success(const round_t *one, const made_t *reply, const cos_response_t *response) {
  size_t length = 0;
  const char *body = cos_response_body(response, &length);
  if (one->writer && one->alive) body = one->writer->taken, length = one->writer->taken_length;
  REQUIRE(!has_failing_writer(one), "a success whose writer failed");
  REQUIRE(!reply->is_cut, "a success whose body is cut");
  REQUIRE(!reply->has_wrong_crc || !is_plain_get(one) || reply->status != 200, "a success with a wrong checksum");
  if (one->has_file_sink || reply->is_head || (one->writer && cos_response_status(response) != reply->status)) return;
  REQUIRE(length == reply->sent_length && (!length || memcmp(body, reply->sent, length) == 0), "%zu of %zu bytes", length,
          reply->sent_length);
}

static void require_failure(const round_t *one, const made_t *reply, const cos_error_t *error) {
  int reason = cos_error_reason(error), is_client = cos_error_kind(error) == COS_ERROR_KIND_CLIENT;
  if (cos_error_kind(error) == COS_ERROR_KIND_SERVICE && cos_error_status(error) == reply->status && !reply->is_cut &&
      !reply->is_head && !one->explains) {
    size_t length = 0;
    const void *body = cos_error_origin_body(error, &length);
    REQUIRE(length == reply->body_length && memcmp(body, reply->body, length) == 0, "%zu of %zu bytes of an error", length,
            reply->body_length);
  }
  if (!is_plain_get(one) || reply->status != 200 || reply->is_cut || reason == COS_ERROR_REASON_TIMEOUT) return;
  if (is_client && reason == COS_ERROR_REASON_INVALID_CREDENTIALS) return;
  if (reply->has_wrong_crc) REQUIRE(reason == COS_ERROR_REASON_CHECKSUM, "%s", cos_error_json(error));
  else REQUIRE(0, "a whole response fails: %s", cos_error_json(error));
}

static void require_file(const round_t *one, const cos_response_t *response) {
  struct stat about;
  int is_there = stat(file, &about) == 0;
  if (one->has_file_sink) REQUIRE(is_there == (response != NULL), "the file %s", is_there ? "is there" : "is not there");
  REQUIRE(!response || !is_there || about.st_size == cos_response_received(response), "a file of %lld bytes", (long long)about.st_size);
}

static void empty_folder(void) {
  unlink(file);
  unlink(source);
  REQUIRE(rmdir(folder) == 0 && mkdir(folder, 0700) == 0, "%s: %s", folder, strerror(errno));
}

/* The end of the call, whether it is waited for or started. */
static started_end_t make_call(round_t *one, cos_client_t *client) {
  started_end_t end = {.calls = 1};
  if (!one->starts) {
    end.error = cos_client_send(client, one->request, one->call, &end.response);
    return end;
  }
  return start_and_take(client, one->request, one->call, (start_plan_t){one->starts, free_now, one});
}

static long send_request(round_t *one, cos_client_t *client) {
  plan_replies(one);
  long begin = now_ms();
  started_end_t end = make_call(one, client);
  long elapsed = now_ms() - begin;
  cos_error_t *error = end.error;
  cos_response_t *response = end.response;
  server_rests();
  REQUIRE(end.was_discarded ? !error && !response : !error == !!response, "an error and a response, or neither");
  require_error_rules(error, variation);
  require_error_rules(error, variation / 7);
  if (error) require_no_secret(error, &secrets);
  require_response_rules(response, variation);
  const char *attempts = line_of(one, "attempts");
  size_t most = attempts ? (size_t)atoi(attempts) : 3;
  size_t most_requests = (2 * most + (one->explains ? 2 : 0)) * (end.calls ? end.calls : 1);
  REQUIRE(server_requests() <= most_requests, "%zu requests", server_requests());
  REQUIRE(!end.was_refused || server_requests() == 0, "a request of a call that was refused");
  for (size_t i = 0; i < server_requests() && end.calls == 1; i++) require_request(one, i);
  /* Of several calls nobody knows which reply is whose. */
  const made_t *reply = end.calls == 1 ? last_reply(one) : NULL;
  if (reply && response && !one->explains) require_success(one, reply, response);
  if (reply && error) require_failure(one, reply, error);
  if (!end.was_discarded && end.calls <= 1) require_file(one, response);
  empty_folder();
  cos_error_free(error);
  cos_response_free(response);
  return elapsed;
}

static void make_inputs(round_t *one) {
  const char *method = setting(&one->settings, SET_METHOD);
  one->options = cos_client_options_new();
  one->request = cos_request_new(method ? method : "GET", setting(&one->settings, SET_BUCKET), setting(&one->settings, SET_KEY));
  one->call = cos_call_new();
  one->cancel = cos_cancel_new();
  one->total = TOTAL_MS;
  cos_client_options_set_region(one->options, "ap-guangzhou");
  cos_client_options_set_credentials(one->options, ID, KEY, NULL);
  for (size_t i = 0; i < one->line_count; i++) apply(one, one->lines[i].name, one->lines[i].value);
  /* Nothing is waited for longer than this, and nobody else is asked. */
  cos_client_options_set_endpoint(one->options, ENDPOINT);
  cos_client_options_set_connect_to(one->options, server_address(TRANSPORT_PLAIN));
  if (one->total > TOTAL_MS || one->total < 1) one->total = TOTAL_MS;
  cos_client_options_set_total_timeout_ms(one->options, one->total);
  if (one->timeout > 0 && one->timeout < one->total) one->total = one->timeout;
  else if (one->timeout > 0) cos_call_set_timeout_ms(one->call, one->total);
}

static long run(slice_t input) {
  round_t one = {0};
  long over = 0;
  read_lines(&one, input);
  make_inputs(&one);
  cos_client_t *client = NULL;
  cos_error_t *error = cos_client_new(one.options, &client);
  cos_client_options_free(one.options);
  REQUIRE(!error == !!client, "an error and a client, or neither");
  require_error_rules(error, variation);
  if (error) require_no_secret(error, &secrets);
  cos_error_free(error);
  if (client) over = send_request(&one, client) - one.total - LATE_MS;
  free_inputs(&one);
  cos_cancel_free(one.cancel);
  cos_client_free(client);
  REQUIRE(one.alive == 0, "%d callbacks were not released", one.alive);
  for (size_t i = 0; i < one.line_count; i++) free(one.lines[i].name);
  for (size_t i = 0; i < one.reply_count; i++) free_reply(&one.replies[i]);
  free_settings(&one.settings);
  return over;
}

static void require_descriptors(void) {
  static unsigned long rounds;
  static int known;
  if (rounds++ % ROUNDS_PER_COUNT) return;
  int open = open_descriptors();
  enum { SPARE = 4 }; /* of the runtime and of libFuzzer, opened when first needed */
  if (!known) known = open + SPARE;
  REQUIRE(open <= known, "%d descriptors, then %d", known, open);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > MOST_INPUT || spells_secret(data, size, &secrets)) return -1;
  features_of_seed(data, size);
  variation = variation_of(data, size);
  long over = 1;
  for (int runs = 0; runs < ALONE && over > 0; runs++) over = run(slice_of(data, size));
  REQUIRE(over <= 0, "%ld ms too late", over);
  require_descriptors();
  return 0;
}
