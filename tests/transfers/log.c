/* What a call tells its log: a line an event, of the level that was asked for, and no secret. */
#include <stdlib.h>

#include "ask.h"
#include "check.h"
#include "fault.h"
#include "peer.h"
#include "provider.h"

enum { MOST_LINES = 64, ROOM = 1024 };

static struct {
  char lines[MOST_LINES][ROOM];
  cos_log_level_t levels[MOST_LINES];
  size_t count, strays, releases;
  pthread_t caller;
} heard;

/* Logfmt: names, "=" and values that are bare words or in quotes, with one blank between. */
static int is_logfmt(const char *line) {
  const char *at = line;
  while (*at) {
    size_t name = strspn(at, "abcdefghijklmnopqrstuvwxyz_");
    if (!name || at[name] != '=') return 0;
    at += name + 1;
    if (*at == '"') {
      for (at++; *at && *at != '"'; at++)
        if (*at == '\\' && at[1]) at++;
      if (*at++ != '"') return 0;
    } else {
      at += strcspn(at, " \"");
    }
    if (*at && (*at != ' ' || !at[1])) return 0;
    at += *at == ' ';
  }
  return 1;
}

static void hear(void *user_data, cos_log_level_t level, const char *line) {
  CHECK(user_data == &heard);
  CHECK(heard.count < MOST_LINES);
  CHECK(strncmp(line, "event=", 6) == 0);
  CHECK_UTF8(line);
  CHECK(!strpbrk(line, "\r\n"));
  CHECK(is_logfmt(line));
  heard.strays += !pthread_equal(pthread_self(), heard.caller);
  if (heard.count == MOST_LINES) return;
  heard.levels[heard.count] = level;
  snprintf(heard.lines[heard.count++], ROOM, "%s", line);
}

static void released(void *user_data) {
  CHECK(user_data == &heard);
  heard.releases++;
}

static void listen_to(cos_client_options_t *options, cos_log_level_t level) {
  memset(&heard, 0, sizeof heard);
  heard.caller = pthread_self();
  cos_client_options_set_log(options, level, hear, &heard, released);
}

/* How many lines of this event there are; each of them contains the piece. */
static size_t lines_of(const char *event, const char *piece) {
  char begin[64];
  size_t count = 0;
  snprintf(begin, sizeof begin, "event=%s ", event);
  for (size_t i = 0; i < heard.count; i++) {
    if (strncmp(heard.lines[i], begin, strlen(begin)) != 0) continue;
    count++;
    CHECK_HAS(heard.lines[i], piece);
  }
  return count;
}

static cos_client_t *client_that_tells(cos_log_level_t level, int32_t attempts) {
  cos_client_options_t *options = http_options(standin_address());
  cos_client_options_set_max_attempts(options, attempts);
  listen_to(options, level);
  return client_from(options);
}

static void each_try_is_a_line(void) {
  cos_client_t *client = client_that_tells(COS_ERR_LOG_DEBUG, 3);
  check_subject = "two tries";
  cos_response_free(sent(client, ask("GET", NULL, "fail-1-status-503-SlowDown")));
  CHECK_NUMBER(lines_of("attempt", "host=" FAULT_HOST), 2);
  CHECK_NUMBER(lines_of("attempt", "method=GET"), 2);
  CHECK_NUMBER(lines_of("attempt", "elapsed_ms="), 2);
  CHECK_NUMBER(lines_of("attempt", "path=\"/\""), 2);
  CHECK_NUMBER(lines_of("attempt", "request_id="), 2);
  CHECK_NUMBER(lines_of("retry", "SlowDown"), 1);
  CHECK_NUMBER(lines_of("retry", "wait_ms="), 1);
  CHECK_HAS(heard.lines[0], "status=503");
  CHECK_HAS(heard.lines[2], "status=200");
  CHECK_NUMBER(heard.count, 3);
  CHECK_NUMBER(heard.strays, 0);
  cos_client_free(client);
  CHECK_NUMBER(heard.releases, 1);
}

/* The number after "call=" in a line. */
static long call_of(const char *line) {
  const char *call = strstr(line, " call=");
  CHECK(call != NULL);
  return call ? strtol(call + 6, NULL, 10) : 0;
}

/* A line names its object as the URL does, without the query, and the lines of one call have one number. */
static void lines_name_their_object_and_call(void) {
  cos_client_t *client = client_that_tells(COS_ERR_LOG_DEBUG, 2);
  check_subject = "a path and a call";
  for (int i = 0; i < 2; i++) {
    cos_request_t *request = ask("GET", "photos/a b\n\xc3\xa9.jpg", "status-503");
    cos_request_set_query(request, "versionId", "7");
    cos_error_free(refused(client, request));
  }
  CHECK_NUMBER(lines_of("attempt", "path=\"/photos/a%20b%0A%C3%A9.jpg\" "), 4);
  CHECK_NUMBER(lines_of("failed", "path=\"/photos/a%20b%0A%C3%A9.jpg\" "), 2);
  CHECK_NUMBER(heard.count, 8);
  for (size_t i = 0; i < heard.count; i++) {
    CHECK(call_of(heard.lines[i]) == call_of(heard.lines[i / 4 * 4]));
    CHECK(!strstr(heard.lines[i], "versionId"));
  }
  CHECK(call_of(heard.lines[0]) > 0 && call_of(heard.lines[4]) == call_of(heard.lines[0]) + 1);
  cos_client_free(client);
}

/* Each level tells what those before it tell. */
static void levels_say_how_much(void) {
  size_t before = 0;
  for (cos_log_level_t level = COS_ERR_LOG_ERROR; level <= COS_ERR_LOG_DEBUG; level++) {
    cos_client_t *client = client_that_tells(level, 2);
    check_subject = "levels";
    cos_error_free(refused(client, ask("GET", "missing", NULL)));
    cos_response_free(sent(client, ask("GET", NULL, "fail-1-status-503")));
    CHECK(heard.count >= before);
    before = heard.count;
    for (size_t i = 0; i < heard.count; i++) CHECK(heard.levels[i] >= COS_ERR_LOG_ERROR && heard.levels[i] <= level);
    /* An error that the caller gets is told at every level, a success by itself at the last. */
    CHECK_NUMBER(lines_of("failed", "NoSuchKey"), 1);
    CHECK((lines_of("retry", "") > 0) == (level >= COS_ERR_LOG_INFO));
    cos_client_free(client);
  }
  cos_client_t *client = client_that_tells(COS_ERR_LOG_INFO, 2);
  cos_response_free(sent(client, ask("GET", NULL, NULL)));
  CHECK_NUMBER(heard.count, 0);
  cos_client_free(client);
}

static void clocks_and_credentials_are_told(void) {
  provider_t provider = {.tokens = {"EXPIREDTOKEN", "STANDINTOKEN"}};
  cos_client_t *client = client_that_tells(COS_ERR_LOG_WARN, 2);
  check_subject = "a clock";
  cos_error_free(cos_head_bucket(client, "fault-skew-7200-1250000000", NULL, NULL));
  CHECK_NUMBER(lines_of("clock", "offset_s=7"), 1);
  CHECK_NUMBER(heard.count, 1);
  cos_client_free(client);

  check_subject = "credentials";
  cos_client_options_t *options = provided_options(&provider, 2);
  listen_to(options, COS_ERR_LOG_WARN);
  client = client_from(options);
  cos_response_free(sent(client, ask("GET", NULL, NULL)));
  CHECK_NUMBER(lines_of("credentials", ""), 1);
  cos_client_free(client);
}

/* The host of COS resets, that of the backup domain answers. */
static void another_host_is_told(void) {
  cos_client_options_t *options = https_options(port("good"));
  cos_client_options_set_ca_file(options, ca_file());
  cos_client_options_set_max_attempts(options, 2);
  listen_to(options, COS_ERR_LOG_WARN);
  cos_client_t *client = client_from(options);
  check_subject = "a host that is down";
  cos_error_free(cos_head_bucket(client, "fault-host-down-1250000000", NULL, NULL));
  CHECK_NUMBER(lines_of("host", "tencentcos.cn"), 1);
  CHECK_NUMBER(lines_of("host", "myqcloud.com"), 1);
  cos_client_free(client);
}

/* Marked keys, an answer that repeats all it was asked with, and a token: none of it is in a line. */
static void secrets_are_not_told(void) {
  static const char *const secrets[] = {STANDIN_ID, STANDIN_KEY, "STANDINTOKENMARKED0123456789", "0123456789abcdef"};
  static const char *const faults[] = {"echo-secrets", "fail-1-status-503", "reset", "hang", "gateway-502", NULL};
  cos_client_options_t *options = http_options(standin_address());
  cos_client_options_set_credentials(options, STANDIN_ID, STANDIN_KEY, secrets[2]);
  cos_client_options_set_max_attempts(options, 2);
  listen_to(options, COS_ERR_LOG_DEBUG);
  cos_client_t *client = client_from(options);
  cos_call_t *call = cos_call_new();
  cos_call_set_timeout_ms(call, 1000);
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
    cos_request_t *request = ask("GET", "key", faults[i]);
    cos_request_set_header(request, "x-cos-copy-source", "https://h/k?q-signature=0123456789abcdef");
    cos_error_free(cos_client_send(client, request, call, NULL));
    cos_request_free(request);
  }
  cos_call_free(call);
  cos_client_free(client);
  CHECK(heard.count >= 12);
  for (size_t i = 0; i < heard.count; i++) {
    check_subject = heard.lines[i];
    for (size_t secret = 0; secret < sizeof secrets / sizeof *secrets; secret++)
      CHECK(!strstr(heard.lines[i], secrets[secret]));
    const char *signature = strstr(heard.lines[i], "q-signature=");
    if (signature) CHECK_HAS(signature, "q-signature=***");
  }
  check_subject = "";
}

/* Levels that do not exist are mistakes; without a function nothing is told. */
static void logs_are_checked(void) {
  const cos_log_level_t wrong[] = {0, 5, -1};
  for (size_t i = 0; i < 3; i++) {
    cos_client_options_t *options = http_options(standin_address());
    cos_client_t *client = NULL;
    listen_to(options, wrong[i]);
    cos_error_t *error = cos_client_new(options, &client);
    CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_INVALID_ARGUMENT);
    CHECK_HAS(cos_error_message(error), "log");
    cos_error_free(error);
    cos_client_free(client);
    cos_client_options_free(options);
    CHECK_NUMBER(heard.releases, 1);
  }
}

int main(void) {
  ports_start();
  each_try_is_a_line();
  lines_name_their_object_and_call();
  levels_say_how_much();
  clocks_and_credentials_are_told();
  another_host_is_told();
  secrets_are_not_told();
  logs_are_checked();
  ports_stop();
  return check_report();
}
