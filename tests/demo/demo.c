/* Calls that fail in many ways, and what the library reports about each failure.
   usage: demo HOST:PORT   (the address of tests/standin) */
#include <cos_err.h>
#include <stdio.h>
#include <string.h>

#define REGION "ap-guangzhou"
#define APPID "-1250000000"
#define SECRET_ID "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000"
#define SECRET_KEY "STANDINSECRETKEYEXAMPLEEXAMPLE00"

/* One call and its expected outcome. */
typedef struct row {
  const char *what, *method, *bucket, *key, *secret_key, *address;
  int64_t timeout_ms;
  int32_t attempts, kind, status;
  const char *code, *advice_piece;
  int32_t source, retry;
} row_t;

static const row_t ROWS[] = {
    {"a bucket that exists", "HEAD", "examplebucket" APPID, NULL, SECRET_KEY, NULL, 5000,
     1, COS_ERROR_KIND_NONE, 0, "", "", 0, 0},
    {"a bucket that does not exist", "HEAD", "missing" APPID, NULL, SECRET_KEY, NULL, 5000,
     1, COS_ERROR_KIND_SERVICE, 404, "NoSuchBucket", "region " REGION, COS_CODE_SOURCE_STATUS, COS_RETRY_AFTER_FIX},
    {"a bucket of another account", "GET", "forbidden" APPID, NULL, SECRET_KEY, NULL, 5000,
     1, COS_ERROR_KIND_SERVICE, 403, "AccessDenied", "name/cos:GetBucket", COS_CODE_SOURCE_BODY, COS_RETRY_AFTER_FIX},
    {"a wrong SecretKey, with HEAD", "HEAD", "examplebucket" APPID, NULL, "WRONGKEYEXAMPLEEXAMPLEEXAMPLE000", NULL, 5000,
     1, COS_ERROR_KIND_SERVICE, 403, "AccessDenied", "SecretKey", COS_CODE_SOURCE_STATUS, COS_RETRY_AFTER_FIX},
    {"a wrong SecretKey, with GET", "GET", "examplebucket" APPID, NULL, "WRONGKEYEXAMPLEEXAMPLEEXAMPLE000", NULL, 5000,
     1, COS_ERROR_KIND_SERVICE, 403, "SignatureDoesNotMatch", "SecretKey", COS_CODE_SOURCE_BODY, COS_RETRY_AFTER_FIX},
    {"no credentials", "HEAD", "examplebucket" APPID, NULL, NULL, NULL, 5000,
     1, COS_ERROR_KIND_SERVICE, 403, "AccessDenied", "no signature", COS_CODE_SOURCE_STATUS, COS_RETRY_AFTER_FIX},
    {"a clock two hours behind", "HEAD", "fault-skew-7200" APPID, NULL, SECRET_KEY, NULL, 5000,
     1, COS_ERROR_KIND_SERVICE, 403, "AccessDenied", "behind the server", COS_CODE_SOURCE_STATUS, COS_RETRY_AFTER_FIX},
    {"the same, with two attempts", "HEAD", "fault-skew-7200" APPID, NULL, SECRET_KEY, NULL, 5000,
     2, COS_ERROR_KIND_NONE, 0, "", "", 0, 0},
    {"an object that does not exist", "GET", "examplebucket" APPID, "no/such/\xe5\xaf\xb9\xe8\xb1\xa1.txt", SECRET_KEY,
     NULL, 5000,  1, COS_ERROR_KIND_SERVICE, 404, "NoSuchKey", "", COS_CODE_SOURCE_BODY, COS_RETRY_NO},
    {"a gateway's 404 page", "HEAD", "fault-gateway-404" APPID, NULL, SECRET_KEY, NULL, 5000,
     1, COS_ERROR_KIND_SERVICE, 404, "Http404", "", COS_CODE_SOURCE_STATUS, COS_RETRY_NO},
    {"a busy service", "GET", "fault-retry-after-3" APPID, NULL, SECRET_KEY, NULL, 5000,
     1, COS_ERROR_KIND_SERVICE, 503, "SlowDown", "", COS_CODE_SOURCE_BODY, COS_RETRY_YES},
    {"a port where nothing listens", "HEAD", "examplebucket" APPID, NULL, SECRET_KEY, "127.0.0.1:1", 5000,
     1, COS_ERROR_KIND_CLIENT, 0, "Connect", "", COS_CODE_SOURCE_CLIENT, COS_RETRY_YES},
    {"a server that never responds", "HEAD", "fault-hang" APPID, NULL, SECRET_KEY, NULL, 300,
     1, COS_ERROR_KIND_CLIENT, 0, "Timeout", "", COS_CODE_SOURCE_CLIENT, COS_RETRY_YES},
    {"a bucket name without APPID", "HEAD", "mybucket", NULL, SECRET_KEY, NULL, 5000,
     1, COS_ERROR_KIND_CLIENT, 0, "InvalidArgument", "", COS_CODE_SOURCE_CLIENT, COS_RETRY_NO},
};

static const char *const KINDS[] = {"-", "client", "service"};
static const char *const SOURCES[] = {"-", "body", "header", "status", "probe", "client"};
static const char *const RETRIES[] = {"no", "yes", "after a fix"};

static cos_error_t *make_client(const row_t *row, const char *address, cos_client_t **client) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, REGION);
  cos_client_options_set_endpoint(options, "http://{bucket}.cos.{region}.myqcloud.com");
  cos_client_options_set_connect_to(options, row->address ? row->address : address);
  cos_client_options_set_total_timeout_ms(options, row->timeout_ms);
  cos_client_options_set_max_attempts(options, row->attempts);
  if (row->secret_key) cos_client_options_set_credentials(options, SECRET_ID, row->secret_key, NULL);
  cos_error_t *error = cos_client_new(options, client);
  cos_client_options_free(options);
  return error;
}

static cos_error_t *make_call(const row_t *row, const char *address) {
  cos_client_t *client;
  cos_error_t *error = make_client(row, address, &client);
  if (error) return error;
  if (strcmp(row->method, "HEAD") == 0) {
    error = cos_err_head_bucket(client, row->bucket, NULL, NULL);
  } else {
    cos_request_t *request = cos_request_new(row->method, row->bucket, row->key);
    error = cos_client_send(client, request, NULL, NULL);
    cos_request_free(request);
  }
  cos_client_free(client);
  return error;
}

/* Prints what differs from the row's expectation. 1 if something does. */
static int differs(const row_t *row, const cos_error_t *error) {
  int as_expected = cos_error_kind(error) == row->kind && cos_error_status(error) == row->status &&
                    strcmp(cos_error_code(error), row->code) == 0 && cos_error_code_source(error) == row->source &&
                    cos_error_retry(error) == row->retry &&
                    strstr(cos_error_advice(error, "en"), row->advice_piece) != NULL;
  if (!as_expected) printf("  !! expected %s, status %d, code %s, advice with \"%s\"\n", KINDS[row->kind], row->status,
                           row->code, row->advice_piece);
  return !as_expected;
}

/* Prints text after a label. Its words are wrapped at 100 columns. */
static void print_wrapped(const char *label, const char *text) {
  int column = printf("  %-15s", label);
  while (*text) {
    int word = (int)strcspn(text, " ");
    if (column > 20 && column + 1 + word > 100) column = printf("\n%17s", "") - 1;
    column += printf(" %.*s", word, text);
    text += word + (text[word] == ' ');
  }
  printf("\n");
}

static void print_row(const row_t *row, const cos_error_t *error) {
  const char *source = SOURCES[cos_error_code_source(error)], *retry = RETRIES[cos_error_retry(error)];
  printf("%-29s %-8s %3d  ", row->what, KINDS[cos_error_kind(error)], cos_error_status(error));
  if (!error) {
    printf("success\n");
    return;
  }
  printf("%-22s %-7s %-12s %s\n", cos_error_code(error), source, retry, cos_error_request_id(error));
  print_wrapped("message", cos_error_message(error));
  print_wrapped("advice", cos_error_advice(error, "en"));
}

static void print_in_full(const cos_error_t *error) {
  size_t i;
  print_wrapped("text", cos_error_text(error));
  print_wrapped("responder", cos_error_responder(error) == COS_RESPONDER_COS ? "COS" : "another server");
  print_wrapped("request sent", cos_error_request_sent(error) ? "yes" : "no");
  print_wrapped("operation", cos_error_operation(error));
  for (i = 0; i < cos_error_attempt_count(error); i++) {
    cos_attempt_t attempt = {0};
    attempt.struct_size = sizeof attempt;
    cos_error_attempt(error, i, &attempt);
    printf("  %-15s %s, status %d\n", "attempt", attempt.host, attempt.status);
  }
  printf("  %-15s", "headers");
  for (i = 0; i < cos_error_header_count(error); i++) printf(" %s", cos_error_header_name(error, i));
  printf("\n");
  print_wrapped("advice", cos_error_advice(error, "en"));
  printf("  %-15s %s\n", "in Chinese", cos_error_advice(error, "zh"));
  print_wrapped("documentation", cos_error_doc_url(error));
  print_wrapped("diagnosis", cos_error_diagnose_url(error));
}

int main(int argc, char **argv) {
  int wrong = 0;
  size_t i;
  cos_error_t *example = NULL;
  if (argc != 2) return fprintf(stderr, "usage: demo HOST:PORT\n"), 2;
  printf("%-29s %-8s %3s  %-22s %-7s %-12s %s\n", "call", "kind", "st.", "code", "source", "retry", "request id");
  for (i = 0; i < sizeof ROWS / sizeof *ROWS; i++) {
    cos_error_t *error = make_call(&ROWS[i], argv[1]);
    print_row(&ROWS[i], error);
    wrong += differs(&ROWS[i], error);
    if (i == 1) example = error;
    else cos_error_free(error);
  }
  printf("\nThe second call's error in full:\n");
  print_in_full(example);
  printf("\nThe same as JSON:\n%s\n", cos_error_json(example));
  printf("\nHow to have it diagnosed:\n%s\n", cos_error_diagnose_steps(example, "en"));
  cos_error_free(example);
  if (wrong) printf("\n%d row(s) are not as expected\n", wrong);
  return wrong != 0;
}
