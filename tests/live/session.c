/* Requests of the session: every response is counted, every write is below the prefix. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "live.h"

cos_client_t *variant_client(session_t *session, const variant_t *variant) {
  const account_t *account = variant->account ? variant->account : &session->account;
  const char *domain = variant->domain ? variant->domain : "myqcloud.com";
  char endpoint[100];
  cos_client_options_t *options = cos_client_options_new();
  cos_client_t *client = NULL;
  snprintf(endpoint, sizeof endpoint, "%s://{bucket}.cos.{region}.%s", session->connect_to ? "http" : "https", domain);
  /* A set endpoint: no call goes to the backup domain by itself. */
  cos_client_options_set_endpoint(options, endpoint);
  cos_client_options_set_region(options, variant->region ? variant->region : session->region);
  if (session->connect_to) cos_client_options_set_connect_to(options, session->connect_to);
  if (!variant->is_unsigned) cos_client_options_set_credentials(options, account->id, account->key, account->token);
  cos_client_options_set_max_attempts(options, 1);
  cos_client_options_set_user_agent(options, "live-checks");
  cos_error_t *error = cos_client_new(options, &client);
  cos_client_options_free(options);
  if (error) {
    char *text = masked(cos_error_text(error));
    fprintf(stderr, "live: %s\n", text);
    free(text);
    cos_error_free(error);
  }
  return client;
}

cos_request_t *object_request(const session_t *session, const char *method, const char *name) {
  char key[400];
  snprintf(key, sizeof key, "%s%s", session->prefix, name);
  return cos_request_new(method, session->bucket, key);
}

cos_request_t *bucket_request(const session_t *session, const char *method) {
  /* Whatever a check asks for, a bucket is only read. */
  int reads = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
  return cos_request_new(reads ? method : "GET", session->bucket, NULL);
}

/* Unix seconds of an HTTP date; 0: it is none. */
static int64_t http_seconds(const char *text) {
  static const char MONTHS[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  char month[4];
  int day, year, hour, minute, second;
  if (sscanf(text, "%*3s, %d %3s %d %d:%d:%d", &day, month, &year, &hour, &minute, &second) != 6) return 0;
  const char *at = strstr(MONTHS, month);
  if (!at) return 0;
  /* Days since 1970 by the calendar of Gregory; March is the first month. */
  int m = (int)(at - MONTHS) / 3 + 1, y = year - (m <= 2);
  int64_t days = 365LL * y + y / 4 - y / 100 + y / 400 + (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + day - 1 - 719468;
  return days * 86400 + hour * 3600 + minute * 60 + second;
}

/* The Unix seconds that a request id begins with, in base64; 0: it does not. */
static int64_t id_seconds(const char *id) {
  static const char DIGITS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  char plain[13] = "";
  unsigned seconds;
  if (strlen(id) < 16) return 0;
  for (int i = 0; i < 4; i++) {
    uint32_t bits = 0;
    for (int j = 0; j < 4; j++) {
      const char *at = strchr(DIGITS, id[4 * i + j]);
      if (!at) return 0;
      bits = bits << 6 | (uint32_t)(at - DIGITS);
    }
    for (int j = 0; j < 3; j++) plain[3 * i + j] = (char)(bits >> (16 - 8 * j));
  }
  return plain[8] == '_' && sscanf(plain, "%8x", &seconds) == 1 ? (int64_t)seconds : 0;
}

static void count(session_t *session, const reply_t *reply) {
  if (reply_status(reply) == 0) return;
  const char *id = reply_header(reply, "x-cos-request-id");
  int64_t told = http_seconds(reply_header(reply, "Date")), in_id = id_seconds(id);
  if (told) session->skew_s = told - (int64_t)time(NULL);
  session->responses++;
  session->without_id += !*id;
  session->without_server += strncmp(reply_header(reply, "Server"), "tencent-", 8) != 0;
  session->retry_after += *reply_header(reply, "Retry-After") != '\0';
  session->ids_read += in_id != 0;
  session->ids_unread += *id && !in_id;
  if (in_id && told && llabs(in_id - told) > session->id_off_s) session->id_off_s = llabs(in_id - told);
}

int64_t server_now(const session_t *session) { return (int64_t)time(NULL) + session->skew_s; }

static reply_t send_one(session_t *session, cos_client_t *client, cos_request_t *request, int explain) {
  reply_t reply = {NULL, NULL};
  cos_call_t *call = cos_call_new();
  cos_call_set_explain(call, explain);
  if (!session->cleaning) cos_call_set_cancel(call, session->cancel);
  reply.error = cos_client_send(client ? client : session->client, request, call, &reply.response);
  cos_call_free(call);
  cos_request_free(request);
  count(session, &reply);
  return reply;
}

reply_t ask(session_t *session, cos_client_t *client, cos_request_t *request) {
  return send_one(session, client, request, 0);
}

reply_t ask_explained(session_t *session, cos_client_t *client, cos_request_t *request) {
  return send_one(session, client, request, 1);
}

reply_t put(session_t *session, const char *name, const void *body, size_t length) {
  cos_request_t *request = object_request(session, "PUT", name);
  cos_request_set_body(request, body, length);
  return ask(session, NULL, request);
}

reply_t get(session_t *session, const char *name) { return ask(session, NULL, object_request(session, "GET", name)); }

reply_t head(session_t *session, const char *name) { return ask(session, NULL, object_request(session, "HEAD", name)); }

int reply_status(const reply_t *reply) {
  return reply->error ? cos_error_status(reply->error) : cos_response_status(reply->response);
}

const char *reply_header(const reply_t *reply, const char *name) {
  return reply->error ? cos_error_header(reply->error, name) : cos_response_header(reply->response, name);
}

const char *reply_code(const reply_t *reply) { return reply->error ? cos_error_code(reply->error) : "success"; }

const char *reply_body(const reply_t *reply, size_t *length) {
  if (!reply->error) return cos_response_body(reply->response, length);
  const char *text = cos_error_origin_xml(reply->error);
  if (length) *length = strlen(text);
  return text;
}

int reply_is(const reply_t *reply, int status, const char *code) {
  return reply_status(reply) == status && strcmp(reply_code(reply), code) == 0;
}

void note_reply(notes_t *notes, const char *what, const reply_t *reply) {
  if (!reply->error) note(notes, "%s: %d", what, reply_status(reply));
  else note(notes, "%s: %d %s (%s) id %s", what, reply_status(reply), reply_code(reply),
            cos_error_message(reply->error), cos_error_request_id(reply->error));
}

void reply_free(reply_t *reply) {
  cos_error_free(reply->error);
  cos_response_free(reply->response);
  reply->error = NULL;
  reply->response = NULL;
}
