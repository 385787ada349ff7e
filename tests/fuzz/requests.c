/* Fuzzes options, requests and calls. What the client sends, and the URL that it signs, must
   be what was set and nothing else (wire_rules.h). An input has lines NAME=VALUE (settings.h). */
#include <cos_err.h>
#include <stdint.h>
#include <string.h>

#include "error_rules.h"
#include "exchange_server.h"
#include "features.h"
#include "require.h"
#include "secrets.h"
#include "settings.h"
#include "signature_rules.h"
#include "signed_wire.h"
#include "wire_rules.h"

#define ID "AKIDEXAMPLEEXAMPLEEXAMPLEEXAMPLE0000"
#define KEY "fUzZsEcReTkEyFUZZsecretKEY01"
#define TOKEN "fUzZtOkEn0123456789abcdefghijklmnop"
#define PASSWORD "fUzZpAsSwOrD0123456789abcdef"

enum { MOST_INPUT = 1 << 15, TOTAL_MS = 5000 };

static const char response[] =
    "HTTP/1.1 404 Not Found\r\nServer: tencent-cos\r\nx-cos-request-id: NWNhYzEzZThfNGQ5ZTU4NjRfNmFhNV83YTZjOGY=\r\n"
    "Content-Length: 0\r\nConnection: close\r\n\r\n";
static const secrets_t secrets = {{KEY, TOKEN, PASSWORD}};
static uint64_t variation;

int LLVMFuzzerInitialize(int *count, char ***arguments) {
  (void)count, (void)arguments;
  server_start("/dev/null", "examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com");
  return 0;
}

static void require_rules(const cos_error_t *error) {
  require_error_rules(error, variation);
  if (error) require_no_secret(error, &secrets);
}

static char *joined(const char *first, const char *second) {
  char *both = malloc(strlen(first) + strlen(second) + 1);
  if (!both) abort();
  return strcat(strcpy(both, first), second);
}

static void set_common(cos_client_options_t *options, const settings_t *settings) {
  const char *region = setting(settings, SET_REGION), *agent = setting(settings, SET_AGENT);
  const char *endpoint = setting(settings, SET_ENDPOINT), *id = setting(settings, SET_ID);
  const char *secret = setting(settings, SET_SECRET), *token = setting(settings, SET_TOKEN);
  char *key = joined(KEY, secret ? secret : ""), *whole = joined(TOKEN, token ? token : "");
  if (region) cos_client_options_set_region(options, region);
  if (endpoint) cos_client_options_set_endpoint(options, endpoint);
  if (agent) cos_client_options_set_user_agent(options, agent);
  cos_client_options_set_credentials(options, id ? id : ID, key, token ? whole : NULL);
  free(key);
  free(whole);
}

static cos_client_t *client_of(cos_client_options_t *options) {
  cos_client_t *client = NULL;
  cos_error_t *error = cos_client_new(options, &client);
  cos_client_options_free(options);
  REQUIRE(!error == !!client, "an error and a client, or neither");
  require_rules(error);
  cos_error_free(error);
  return client;
}

/* Addresses from the input are checked, and never connected to. */
static void make_a_client_of_addresses(const settings_t *settings) {
  const char *proxy = setting(settings, SET_PROXY), *connect = setting(settings, SET_CONNECT);
  if (!proxy && !connect) return;
  cos_client_options_t *options = cos_client_options_new();
  set_common(options, settings);
  if (connect) cos_client_options_set_connect_to(options, connect);
  if (proxy && strchr(proxy, '@')) { /* else nothing says that it is a password */
    char *url = joined("http://user:" PASSWORD, proxy);
    cos_client_options_set_proxy(options, url);
    free(url);
  }
  cos_client_free(client_of(options));
}

static cos_client_t *client_of_server(const settings_t *settings, char via) {
  cos_client_options_t *options = cos_client_options_new();
  set_common(options, settings);
  cos_client_options_set_max_attempts(options, 1);
  cos_client_options_set_total_timeout_ms(options, TOTAL_MS);
  if (via != 'p') cos_client_options_set_connect_to(options, server_address(TRANSPORT_PLAIN));
  if (via) {
    char *url = joined("http://user:" PASSWORD "@", server_address(TRANSPORT_PLAIN));
    cos_client_options_set_proxy(options, url);
    free(url);
  }
  return client_of(options);
}

static cos_request_t *request_of(const settings_t *settings) {
  const char *method = setting(settings, SET_METHOD), *body = setting(settings, SET_BODY);
  cos_request_t *request =
      cos_request_new(method ? method : "GET", setting(settings, SET_BUCKET), setting(settings, SET_KEY));
  if (body) cos_request_set_body(request, body, strlen(body));
  if (setting(settings, SET_MD5)) cos_request_set_content_md5(request, 1);
  for (size_t i = 0; i < settings->count; i++) {
    const line_setting_t *one = &settings->all[i];
    if (one->kind == SET_QUERY) cos_request_set_query(request, one->value, one->second);
    if (one->kind == SET_HEADER) cos_request_set_header(request, one->value, one->second);
  }
  return request;
}

static cos_call_t *call_of(const settings_t *settings) {
  cos_call_t *call = cos_call_new();
  const char *region = setting(settings, SET_CALL_REGION);
  if (region) cos_call_set_region(call, region);
  for (size_t i = 0; i < settings->count; i++) {
    const line_setting_t *one = &settings->all[i];
    if (one->kind == SET_CALL_HEADER) cos_call_add_header(call, one->value, one->second);
  }
  return call;
}

static void presign(cos_client_t *client, const cos_request_t *request, const settings_t *settings) {
  const char *expires = setting(settings, SET_EXPIRES), *id = setting(settings, SET_ID);
  char *url = NULL;
  cos_error_t *error = cos_client_presign(client, request, NULL, expires ? atoll(expires) : 600, &url);
  REQUIRE(!error == !!url, "an error and a URL, or neither");
  require_rules(error);
  if (url && !setting(settings, SET_CALL_REGION)) require_signed_url(url, settings, id ? id : ID);
  REQUIRE(!url || !shows_secret(url, &(secrets_t){{KEY}}), "the SecretKey in %s", url);
  cos_text_free(url);
  cos_error_free(error);
}

/* A request for another HTTP stack has the signature that COS computes from it. */
static void sign(cos_client_t *client, const cos_request_t *request, const settings_t *settings) {
  const char *expires = setting(settings, SET_EXPIRES), *id = setting(settings, SET_ID);
  const char *secret = setting(settings, SET_SECRET);
  cos_call_t *call = call_of(settings);
  cos_signed_t *signed_request = NULL;
  cos_error_t *error = cos_client_sign(client, request, call, expires ? atoll(expires) : 600, &signed_request);
  REQUIRE(!error == !!signed_request, "an error and a signed request, or neither");
  require_rules(error);
  if (signed_request) {
    char *key = joined(KEY, secret ? secret : ""), *wire = signed_wire(signed_request, settings);
    REQUIRE(!shows_secret(wire, &(secrets_t){{KEY, PASSWORD}}), "a secret to be sent: %s", wire);
    require_signature_rules(wire, settings, id ? id : ID, key);
    free(wire);
    free(key);
  }
  cos_signed_free(signed_request);
  cos_error_free(error);
  cos_call_free(call);
}

/* An unsigned URL has neither credentials nor a signature. */
static void make_url(cos_client_t *client, const cos_request_t *request, const settings_t *settings) {
  char *url = NULL;
  cos_call_t *call = call_of(settings);
  cos_error_t *error = cos_client_url(client, request, call, &url);
  REQUIRE(!error == !!url, "an error and a URL, or neither");
  require_rules(error);
  REQUIRE(!url || !shows_secret(url, &secrets), "a secret in %s", url);
  cos_text_free(url);
  cos_error_free(error);
  cos_call_free(call);
}

static void send_request(cos_client_t *client, const cos_request_t *request, const settings_t *settings, char via) {
  static unsigned long number;
  plan_t plan = {.number = ++number, .any = 1, .length = sizeof response - 1};
  server_plan(&plan, response);
  cos_call_t *call = call_of(settings);
  cos_error_t *error = cos_client_send(client, request, call, NULL);
  cos_call_free(call);
  REQUIRE(error, "a 404 is a success");
  require_rules(error);
  cos_error_free(error);
  if (!server_requests()) return;
  size_t length = 0;
  const char *sent = server_request(&length);
  REQUIRE(server_requests() == (via == 't' ? 2 : 1), "%zu requests", server_requests());
  REQUIRE(!shows_secret(sent, &(secrets_t){{KEY, PASSWORD}}), "a secret on the wire: %s", sent);
  require_wire(sent, length, settings, via == 'p');
  const char *id = setting(settings, SET_ID), *secret = setting(settings, SET_SECRET);
  char *key = joined(KEY, secret ? secret : "");
  require_signature_rules(sent, settings, id ? id : ID, key);
  free(key);
  server_said();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > MOST_INPUT || spells_secret(data, size, &secrets)) return -1;
  variation = variation_of(data, size);
  features_begin();
  settings_t settings = settings_of(slice_of(data, size));
  const char *endpoint = setting(&settings, SET_ENDPOINT), *way = setting(&settings, SET_VIA);
  char via = way && (*way == 'p' || *way == 't') ? *way : '\0';
  make_a_client_of_addresses(&settings);
  cos_client_t *client = client_of_server(&settings, via);
  cos_request_t *request = request_of(&settings);
  if (client) presign(client, request, &settings);
  if (client) sign(client, request, &settings);
  if (client) make_url(client, request, &settings);
  features_end();
  while (endpoint && (*endpoint == ' ' || *endpoint == '\t')) endpoint++;
  if (client && endpoint && strncmp(endpoint, "http://", 7) == 0) send_request(client, request, &settings, via);
  cos_request_free(request);
  cos_client_free(client);
  free_settings(&settings);
  return 0;
}
