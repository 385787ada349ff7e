/* Every row of answers.jsonl again, with secrets put where services repeat them:
   no output that is safe to log shows one. */
#include <stdlib.h>

#include "check.h"
#include "all_accessors.h"
#include "signed_url.h"
#include "standin.h"
#include "table.h"

/* 36 characters, as SecretIds have; the first eight may be shown. */
#define ID_SHOWN "AKID0123"
#define ID_HIDDEN "HiddenIdHiddenIdHiddenIdHidd"
#define SIGNATURE "5ec4e75ec4e75ec4e75ec4e75ec4e75ec4e75ec4"
#define TOKEN "HiddenTokenHiddenTokenHiddenToken"
#define SIGNED                                                                       \
  "q-sign-algorithm=sha1&q-ak=" ID_SHOWN ID_HIDDEN "&q-sign-time=1;2&q-key-time=1;2" \
  "&q-header-list=host&q-url-param-list=&q-signature=" SIGNATURE "&x-cos-security-token=" TOKEN
/* In XML an ampersand is written as an entity. */
#define SIGNED_IN_XML \
  "q-ak=" ID_SHOWN ID_HIDDEN "&amp;q-signature=" SIGNATURE "&amp;x-cos-security-token=" TOKEN

static size_t rows_with_secrets_in_url;
static size_t rows_with_secrets_in_body;

static char *joined(const char *a, const char *b, const char *c) {
  char *text = NULL;
  if (asprintf(&text, "%s%s%s", a, b, c) < 0) abort();
  return text;
}

/* The URL with a signed request's parameters. */
static char *signed_url(const char *url) {
  char *before = strndup(url, strcspn(url, "#"));
  char *query = joined(before, strchr(before, '?') ? "&" : "?", SIGNED);
  char *whole = joined(query, url + strlen(before), "");
  free(before);
  free(query);
  return whole;
}

/* The text, which is freed, with the secret before each of its ends. */
static char *with_before_each(char *text, const char *end, const char *secret) {
  for (char *at = strstr(text, end); at;) {
    size_t done = (size_t)(at - text) + strlen(secret) + strlen(end);
    char *before = strndup(text, (size_t)(at - text));
    char *next = joined(before, secret, at);
    free(before);
    free(text);
    text = next;
    at = strstr(text + done, end);
  }
  return text;
}

/* The body, with secrets in whatever a service fills; NULL if it is no plain text. */
static char *telling_body(const char *body, size_t length) {
  static const char *const elements[] = {"</Code>",      "</Message>", "</Resource>",    "</RequestId>",
                                         "</RequestID>", "</TraceId>", "</StringToSign>"};
  char *text = strndup(body, length);
  if (!text) abort();
  if (strlen(text) != length) return free(text), NULL;
  if (*text == '{') {
    text = with_before_each(text, "\",", " " SIGNED);
    return with_before_each(text, "\"}", " " SIGNED);
  }
  for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
    text = with_before_each(text, elements[i], " " SIGNED_IN_XML);
  return text;
}

static void check_hidden(const cos_error_t *error) {
  check_not_shown(error, ID_HIDDEN);
  check_not_shown(error, SIGNATURE);
  check_not_shown(error, TOKEN);
}

static void run(json_t *row) {
  table_exchange_t built = table_exchange(json_object_get(row, "exchange"));
  char *url = built.exchange.url ? signed_url(built.exchange.url) : NULL;
  char *body = built.body ? telling_body(built.body, built.exchange.body_len) : NULL;
  if (url) built.exchange.url = url;
  if (body) {
    built.exchange.body = body;
    built.exchange.body_len = strlen(body);
  }
  cos_error_t *error = cos_error_from_response(&built.exchange);
  if (error) {
    check_hidden(error);
    rows_with_secrets_in_url += url != NULL;
    rows_with_secrets_in_body += strstr(cos_error_origin_xml(error), SIGNATURE) != NULL;
  }
  cos_error_free(error);
  free(url);
  free(body);
  table_exchange_free(&built);
}

static void an_own_failure_hides_them_too(void) {
  cos_client_failure_t failure = {
      .struct_size = sizeof failure,
      .reason = COS_ERROR_REASON_CONNECT,
      .message = "GET https://b-1250000000.cos.ap-beijing.myqcloud.com/k?" SIGNED " failed",
      .method = "GET",
      .url = "https://b-1250000000.cos.ap-beijing.myqcloud.com/k?" SIGNED,
      .cause = "Authorization: " SIGNED,
  };
  cos_error_t *error = cos_error_client(&failure);
  check_hidden(error);
  CHECK_HAS(cos_error_url(error), ID_SHOWN);
  CHECK(!strstr(cos_error_cause(error, 0), SIGNATURE));
  CHECK(!strstr(cos_error_cause(error, 0), ID_HIDDEN));
  cos_error_free(error);
}

/* The service repeats the signature, the token and the URL in its error. */
static void a_client_hides_its_own(void) {
  standin_start();
  cos_client_options_t *options = standin_options();
  cos_client_options_set_credentials(options, STANDIN_ID, STANDIN_KEY, "STANDINTOKEN");
  cos_client_t *client = client_from(options);
  cos_call_t *call = cos_call_new();
  cos_call_add_header(call, "x-standin-fault", "echo-secrets");
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, "no-such-key");
  cos_error_t *error = cos_client_send(client, request, call, NULL);
  CHECK(error != NULL);
  CHECK_HAS(cos_error_origin_xml(error), "STANDINTOKEN");
  check_not_shown(error, "STANDINTOKEN");
  check_not_shown(error, STANDIN_KEY);
  check_not_shown(error, &STANDIN_ID[8]);
  json_t *requests = standin_requests();
  const char *authorization = received_header(json_array_get(requests, 0), "Authorization");
  const char *signature = strstr(authorization, "q-signature=");
  CHECK(signature != NULL);
  if (signature) {
    CHECK_HAS(cos_error_origin_xml(error), signature + 12);
    check_not_shown(error, signature + 12);
  }
  json_decref(requests);
  cos_error_free(error);
  cos_request_free(request);
  cos_call_free(call);
  cos_client_free(client);
  standin_stop();
}

/* A HEAD's 404 has no message: one is derived when it is read, after the client has forgotten its
   credentials. */
static void a_message_read_late_hides_them_too(void) {
  static const char *const keys[] = {
      STANDIN_KEY,
      "a STANDINTOKEN",
      "a/%53TANDINTOKEN",
      "a/%25252553TANDINTOKEN",
      "a/" STANDIN_ID,
  };
  standin_start();
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    check_subject = keys[i];
    cos_client_options_t *options = standin_options();
    cos_client_options_set_credentials(options, STANDIN_ID, STANDIN_KEY, "STANDINTOKEN");
    cos_client_t *client = client_from(options);
    cos_request_t *request = cos_request_new("HEAD", STANDIN_BUCKET, keys[i]);
    cos_error_t *error = cos_client_send(client, request, NULL, NULL);
    cos_request_free(request);
    cos_client_free(client);
    CHECK_NUMBER(cos_error_status(error), 404);
    const char *message = cos_error_message(error);
    CHECK_HAS(message, "HEAD of object ");
    CHECK_HAS(message, "***");
    CHECK(!strstr(message, STANDIN_KEY));
    CHECK(!strstr(message, "TANDINTOKEN"));
    CHECK(!strstr(message, &STANDIN_ID[8]));
    cos_error_free(error);
  }
  check_subject = "";
  standin_stop();
}

static void a_proxys_password_is_hidden(void) {
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, STANDIN_REGION);
  cos_client_options_set_proxy(options, "http://user:HiddenPassword@127.0.0.1:1");
  cos_client_options_set_max_attempts(options, 1);
  cos_client_t *client = client_from(options);
  cos_error_t *error = cos_err_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
  CHECK_NUMBER(cos_error_kind(error), COS_ERROR_KIND_CLIENT);
  check_not_shown(error, "HiddenPassword");
  for (size_t i = 0; i < cos_error_cause_count(error); i++) CHECK(!strstr(cos_error_cause(error, i), "HiddenPassword"));
  cos_error_free(error);
  cos_client_free(client);

  options = cos_client_options_new();
  cos_client_options_set_proxy(options, "ftp://user:HiddenPassword@127.0.0.1:1");
  error = cos_client_new(options, &client);
  CHECK_HAS(cos_error_message(error), "proxy");
  check_not_shown(error, "HiddenPassword");
  cos_error_free(error);
  cos_client_options_free(options);
}

int main(int argc, char **argv) {
  if (argc != 2) return fputs("usage: secrets answers.jsonl\n", stderr), 2;
  table_each(argv[1], run);
  an_own_failure_hides_them_too();
  a_client_hides_its_own();
  a_message_read_late_hides_them_too();
  a_proxys_password_is_hidden();
  printf("secrets in %zu URLs, %zu bodies\n", rows_with_secrets_in_url, rows_with_secrets_in_body);
  CHECK(rows_with_secrets_in_url > 100);
  CHECK(rows_with_secrets_in_body > 100);
  return check_report();
}
