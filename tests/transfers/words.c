/* What a callback says of its own failure: part of the message and a cause, if that callback then fails. */
#include <pthread.h>
#include <stdlib.h>

#include "ask.h"
#include "check.h"
#include "fault.h"
#include "files.h"
#include "provider.h"

#define LONGEST 512

/* What a callback says, and at which of its calls, counted from 0, it fails. Its rewind function fails if it has words. */
typedef struct {
  const char *words, *rewind_words;
  int fails_at, calls;
  void (*before)(void);
} speaker_t;

static int fails(speaker_t *speaker) {
  if (speaker->before) speaker->before();
  if (speaker->words) cos_callback_set_error(speaker->words);
  return speaker->calls++ == speaker->fails_at;
}

static int64_t reads(void *user_data, void *buffer, size_t size) {
  memset(buffer, 'x', size);
  return fails(user_data) ? -1 : (int64_t)size;
}

/* Says something in its first call, and fails in its second. */
static int64_t first_words_only(void *user_data, void *buffer, size_t size) {
  int64_t put = reads(user_data, buffer, size);
  ((speaker_t *)user_data)->words = NULL;
  return put;
}

static int32_t rewinds(void *user_data) {
  speaker_t *speaker = user_data;
  if (speaker->rewind_words) cos_callback_set_error(speaker->rewind_words);
  return speaker->rewind_words ? 7 : 0;
}

static int32_t writes(void *user_data, const void *bytes, size_t size) {
  (void)bytes, (void)size;
  return fails(user_data) ? 7 : 0;
}

static int32_t interrupts(void *user_data) { return fails(user_data); }

static int32_t provides(void *user_data, cos_credentials_t *credentials) {
  int failed = fails(user_data);
  if (!failed) cos_credentials_set(credentials, STANDIN_ID, STANDIN_KEY, NULL, 0);
  return failed ? 7 : 0;
}

static int32_t provides_both(void *user_data, cos_credentials_t *credentials) {
  cos_credentials_set_error(credentials, "of the credentials");
  return fails(user_data) ? 7 : 0;
}

static void reports(void *user_data, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive) {
  (void)sent, (void)to_send, (void)received, (void)to_receive;
  fails(user_data);
}

static void logs(void *user_data, cos_log_level_t level, const char *line) {
  (void)level, (void)line;
  fails(user_data);
}

static void releases(void *user_data) { fails(user_data); }

/* The message is these words behind what the library says, and the last cause is these words alone. */
static void check_words(cos_error_t *error, int32_t reason, const char *before, const char *words) {
  char message[2 * LONGEST];
  CHECK_NUMBER(cos_error_reason(error), reason);
  snprintf(message, sizeof message, "%s: %s", before, words);
  CHECK_HAS(cos_error_message(error), message);
  CHECK_HAS(cos_error_text(error), message);
  CHECK(strlen(cos_error_message(error)) - strlen(words) < 200);
  size_t causes = cos_error_cause_count(error);
  CHECK(causes > 0);
  if (causes) CHECK_TEXT(cos_error_cause(error, causes - 1), words);
  cos_error_free(error);
}

/* The error of a PUT whose body this reader gives. */
static cos_error_t *put_from(cos_client_t *client, speaker_t *reader) {
  cos_request_t *request = ask("PUT", "words", NULL);
  cos_request_set_body_reader(request, reads, NULL, -1, reader, NULL);
  return refused(client, request);
}

static void check_reader(cos_client_t *client, const char *said, const char *shown) {
  speaker_t reader = {.words = said};
  check_words(put_from(client, &reader), COS_ERROR_REASON_CALLBACK, "the body's reader failed after 0 bytes", shown);
}

static void a_reader_says_why(cos_client_t *client) {
  check_subject = "a reader";
  check_reader(client, "the tape is torn", "the tape is torn");
  check_reader(client, "", "it returned -1");
  check_reader(client, NULL, "it returned -1");
  check_subject = "a forged line";
  check_reader(client, "torn\r\n\x1b[2Jevent=ok\x7f\xc2\x85!", "torn [2Jevent=ok !");
  check_subject = "what ends a line elsewhere";
  check_reader(client, "torn\xe2\x80\xa8next\xe2\x80\xaeover", "torn next over");
  check_subject = "bytes that are not UTF-8";
  check_reader(client, "torn \xff", "torn \xef\xbf\xbd");
}

/* At most 512 bytes, whole characters, and no part of a secret that a cut left. */
static void words_are_bounded_and_hide_secrets(cos_client_t *client) {
  char said[3 * LONGEST], shown[LONGEST + 1];
  check_subject = "long words";
  memset(said, 'a', sizeof said);
  said[LONGEST + 100] = '\0';
  memset(shown, 'a', LONGEST);
  shown[LONGEST] = '\0';
  check_reader(client, said, shown);
  check_subject = "a character across the limit";
  strcpy(&said[LONGEST - 1], "\xc3\xa9 and more");
  shown[LONGEST - 1] = '\0';
  check_reader(client, said, shown);
  check_subject = "the client's own key across the limit";
  strcpy(&said[LONGEST - 10], STANDIN_KEY);
  strcpy(&shown[LONGEST - 10], "***");
  check_reader(client, said, shown);
  check_subject = "secrets by their names";
  check_reader(client, "Authorization: Bearer abcdefgh0123 for " STANDIN_ID, "Authorization: Bearer *** for AKIDSTAN***");
}

static void a_writer_says_why(cos_client_t *client) {
  speaker_t writer = {.words = "the disk is full"};
  check_subject = "a writer";
  store(client, "words", 1000);
  cos_request_t *request = ask("GET", "words", NULL);
  cos_request_set_sink_writer(request, writes, NULL, &writer, NULL);
  check_words(refused(client, request), COS_ERROR_REASON_CALLBACK, "refused what came after 0 bytes", "the disk is full");
}

/* Between two attempts the failure before it is the error, and the words are the attempt's note. */
static void rewinds_say_why(cos_client_t *client) {
  speaker_t reader = {.rewind_words = "this is a pipe", .fails_at = -1};
  check_subject = "a reader's rewind between two attempts";
  cos_request_t *request = ask("PUT", "words", "fail-1-status-503");
  cos_request_set_body_reader(request, reads, rewinds, 1000, &reader, NULL);
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  CHECK_NUMBER(cos_error_status(error), 503);
  check_note(error, "the body's reader failed to rewind: this is a pipe");
  cos_error_free(error);
  check_subject = "a reader's rewind before the first attempt";
  check_words(refused(client, request), COS_ERROR_REASON_CALLBACK, "set it again, or set a rewind function", "this is a pipe");

  speaker_t writer = {.rewind_words = "this is a printer", .fails_at = -1};
  check_subject = "a writer's rewind";
  store(client, "words", 300000);
  request = ask("GET", "words", "fail-1-cut-100000");
  cos_request_set_sink_writer(request, writes, rewinds, &writer, NULL);
  error = refused(client, request);
  check_note(error, "the sink's writer failed to rewind: this is a printer");
  cos_error_free(error);
}

/* Nothing is signed yet: the client knows its key all the same. */
static void a_rewind_shows_no_key(cos_client_t *client) {
  speaker_t reader = {.rewind_words = "the key is " STANDIN_KEY, .fails_at = -1};
  check_subject = "a key in a rewind before the first attempt";
  cos_request_t *request = ask("PUT", "words", NULL);
  cos_request_set_body_reader(request, reads, rewinds, 1000, &reader, NULL);
  CHECK(!cos_client_send(client, request, NULL, NULL));
  check_words(refused(client, request), COS_ERROR_REASON_CALLBACK, "set it again, or set a rewind function",
              "the key is ***");
}

static void an_interrupt_check_says_why(cos_client_t *client) {
  static const char *const faults[] = {"hang", "status-503"};
  for (size_t i = 0; i < 2; i++) {
    /* The second one is asked in the wait between two attempts as well. */
    speaker_t check = {.words = "the user pressed stop"};
    cos_call_t *call = cos_call_new();
    cos_call_set_interrupt(call, interrupts, &check, NULL);
    check_subject = faults[i];
    cos_request_t *request = ask("GET", "words", faults[i]);
    check_words(cos_client_send(client, request, call, NULL), COS_ERROR_REASON_CANCELLED, "(" FAULT_HOST ")",
                "the user pressed stop");
    cos_request_free(request);
    cos_call_free(call);
  }
}

/* What an interrupt check says that ends a call in the wait for its second attempt. */
typedef struct {
  const char *words;
  int waits;
} waiter_t;

static void sees_the_wait(void *user_data, cos_log_level_t level, const char *line) {
  (void)level;
  if (strstr(line, "event=retry")) ((waiter_t *)user_data)->waits = 1;
}

static int32_t interrupts_the_wait(void *user_data) {
  const waiter_t *waiter = user_data;
  cos_callback_set_error(waiter->words);
  return waiter->waits;
}

/* Sends the request, which fails and is freed, with options that are freed. */
static void check_wait(cos_client_options_t *options, cos_request_t *request, const char *words, const char *shown) {
  waiter_t waiter = {.words = words};
  cos_client_options_set_max_attempts(options, 2);
  cos_client_options_set_log(options, COS_ERR_LOG_INFO, sees_the_wait, &waiter, NULL);
  cos_client_t *client = client_from(options);
  cos_call_t *call = cos_call_new();
  cos_call_set_interrupt(call, interrupts_the_wait, &waiter, NULL);
  cos_error_t *error = cos_client_send(client, request, call, NULL);
  CHECK_HAS(cos_error_message(error), "waiting before the next attempt");
  check_words(error, COS_ERROR_REASON_CANCELLED, "(" FAULT_HOST ")", shown);
  cos_request_free(request);
  cos_call_free(call);
  cos_client_free(client);
}

/* No request is there in the wait between two attempts; its secrets, and those of the client, are. */
static void an_interrupt_check_shows_no_secret(void) {
  check_subject = "a key between two attempts";
  check_wait(http_options(standin_address()), ask("GET", "words", "status-503"), "the key is " STANDIN_KEY,
             "the key is ***");
  check_subject = "a secret of the request's URL between two attempts";
  cos_request_t *request = ask("GET", "words", "status-503");
  cos_request_set_query(request, "password", "of-an-object-0123");
  check_wait(http_options(standin_address()), request, "it is of-an-object-0123", "it is ***");
}

/* The library learns of a key that is not used. */
static int32_t provides_and_fails(void *user_data, cos_credentials_t *credentials) {
  (void)user_data;
  cos_credentials_set(credentials, STANDIN_ID, STANDIN_KEY, NULL, 0);
  cos_callback_set_error("refused " STANDIN_KEY);
  return 7;
}

static int32_t sets_and_says_why(void *user_data, cos_credentials_t *credentials) {
  (void)user_data;
  cos_credentials_set(credentials, STANDIN_ID, STANDIN_KEY, NULL, 0);
  cos_credentials_set_error(credentials, "refused " STANDIN_KEY);
  return 7;
}

static cos_error_t *with_provider(int32_t (*provide)(void *, cos_credentials_t *), speaker_t *provider) {
  cos_client_options_t *options = standin_options();
  cos_client_options_set_credentials_provider(options, provide, provider, NULL);
  cos_client_t *client = client_from(options);
  cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
  cos_client_free(client);
  return error;
}

static void a_provider_says_why(void) {
  static const char *const before = "the credentials provider failed";
  speaker_t provider = {.words = "no route to the metadata service"};
  check_subject = "a provider";
  check_words(with_provider(provides, &provider), COS_ERROR_REASON_INVALID_CREDENTIALS, before, provider.words);
  check_subject = "a provider that has words of its own";
  provider.calls = 0;
  check_words(with_provider(provides_both, &provider), COS_ERROR_REASON_INVALID_CREDENTIALS, before, "of the credentials");
  check_subject = "a provider that says why after it set a key";
  check_words(with_provider(sets_and_says_why, &provider), COS_ERROR_REASON_INVALID_CREDENTIALS, before, "refused ***");
  check_subject = "a provider that fails with a key";
  check_words(with_provider(provides_and_fails, &provider), COS_ERROR_REASON_INVALID_CREDENTIALS, before, "refused ***");
  check_subject = "a provider that succeeds";
  provider = (speaker_t){.words = "not a failure", .fails_at = -1};
  CHECK(with_provider(provides, &provider) == NULL);
}

/* The client knows the key by the provider's last call only. */
static void a_rewind_shows_no_key_of_a_provider(void) {
  speaker_t provider = {.fails_at = -1};
  cos_client_options_t *options = http_options(standin_address());
  cos_client_options_set_credentials_provider(options, provides, &provider, NULL);
  cos_client_t *client = client_from(options);
  a_rewind_shows_no_key(client);
  cos_client_free(client);
}

/* Those that were refused are secret like those that came instead. */
static void a_rewind_shows_no_token(void) {
  provider_t provider = {.tokens = {"EXPIREDTOKEN-OF-BEFORE", "STANDINTOKEN"}};
  speaker_t reader = {.rewind_words = "EXPIREDTOKEN-OF-BEFORE, then STANDINTOKEN", .fails_at = -1};
  check_subject = "tokens in a rewind after a renewal";
  cos_client_t *client = provided_client(&provider, 3);
  cos_request_t *request = ask("PUT", "words", NULL);
  cos_request_set_body_reader(request, reads, rewinds, 1000, &reader, NULL);
  cos_error_t *error = refused(client, request);
  check_note(error, "failed to rewind: ***, then ***");
  cos_error_free(error);
  cos_client_free(client);
}

/* A name before a key, and a comma in it, must not save a part of it. COS does not know this key. */
static void a_rewind_shows_no_key_with_a_comma(void) {
  speaker_t reader = {.rewind_words = "SecretKey=a,key-with-a-comma", .fails_at = -1};
  check_subject = "a key with a comma";
  cos_client_options_t *options = http_options(standin_address());
  cos_client_options_set_credentials(options, STANDIN_ID, "a,key-with-a-comma", NULL);
  cos_client_t *client = client_from(options);
  cos_request_t *request = ask("PUT", "words", NULL);
  cos_request_set_body_reader(request, reads, rewinds, 1000, &reader, NULL);
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  CHECK_NUMBER(cos_error_status(error), 403);
  cos_error_free(error);
  check_words(refused(client, request), COS_ERROR_REASON_CALLBACK, "set it again, or set a rewind function",
              "SecretKey=***");
  cos_client_free(client);
}

static void *says_elsewhere(void *unused) {
  cos_callback_set_error("from another thread");
  return unused;
}

static void from_another_thread(void) {
  pthread_t thread;
  CHECK_NUMBER(pthread_create(&thread, NULL, says_elsewhere, NULL), 0);
  pthread_join(thread, NULL);
}

static void release_a_request(void) {
  static speaker_t released = {.words = "from a release function"};
  cos_request_t *request = cos_request_new("PUT", STANDIN_BUCKET, "other");
  cos_request_set_progress(request, reports, &released, releases);
  cos_request_free(request);
}

/* A call of another client inside of a callback, whose callbacks say something. */
static void call_another_client(void) {
  speaker_t other = {.words = "from another client's callback"};
  cos_client_options_t *options = standin_options();
  cos_client_options_set_log(options, COS_ERR_LOG_DEBUG, logs, &other, NULL);
  cos_client_options_set_credentials_provider(options, provides, &other, NULL);
  cos_client_t *client = client_from(options);
  cos_error_free(cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL));
  cos_client_free(client);
  CHECK(other.calls > 0);
}

/* Only what the callback that fails says counts, and only what it says in that call. */
static void others_words_do_not_count(cos_client_t *client) {
  static const struct { const char *name; void (*before)(void); } others[] = {
      {"words of another thread", from_another_thread},
      {"words of a release function", release_a_request},
      {"words of another client's callbacks", call_another_client},
  };
  cos_callback_set_error("outside of a callback");
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
    speaker_t reader = {.before = others[i].before};
    check_subject = others[i].name;
    check_words(put_from(client, &reader), COS_ERROR_REASON_CALLBACK, "after 0 bytes", "it returned -1");
  }
  check_subject = "words that stand before another client's call";
  speaker_t outer = {.words = "of the reader"};
  check_words(put_from(client, &outer), COS_ERROR_REASON_CALLBACK, "after 0 bytes", "of the reader");

  check_subject = "words of an earlier call";
  speaker_t progress = {.words = "from the progress function", .fails_at = -1};
  speaker_t reader = {.words = "of the first call", .fails_at = 1, .before = NULL};
  cos_request_t *request = ask("PUT", "words", NULL);
  cos_request_set_body_reader(request, first_words_only, NULL, -1, &reader, NULL);
  cos_request_set_progress(request, reports, &progress, NULL);
  cos_error_t *error = refused(client, request);
  CHECK(progress.calls > 0);
  CHECK_HAS(cos_error_message(error), "bytes: it returned -1");
  cos_error_free(error);
}

int main(void) {
  files_begin();
  ports_start();
  cos_client_t *client = client_of(3);
  a_reader_says_why(client);
  words_are_bounded_and_hide_secrets(client);
  a_writer_says_why(client);
  rewinds_say_why(client);
  a_rewind_shows_no_key(client);
  an_interrupt_check_says_why(client);
  an_interrupt_check_shows_no_secret();
  a_provider_says_why();
  a_rewind_shows_no_key_of_a_provider();
  a_rewind_shows_no_token();
  a_rewind_shows_no_key_with_a_comma();
  others_words_do_not_count(client);
  check_subject = "";
  cos_client_free(client);
  ports_stop();
  files_end();
  return check_report();
}
