#include "wire_rules.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "expected_origin.h"
#include "input.h"
#include "require.h"

/* Whether percent-encoded bytes are this text. What may stand unencoded in them: RFC 3986, section 2.3, and slashes. */
static int encodes(const char *encoded, size_t length, const char *text, int slashes) {
  for (size_t i = 0; i < length; text++) {
    int byte = (unsigned char)encoded[i];
    if (byte == '%') {
      if (length - i < 3 || hex_digit(encoded[i + 1]) < 0 || hex_digit(encoded[i + 2]) < 0) return 0;
      byte = hex_digit(encoded[i + 1]) << 4 | hex_digit(encoded[i + 2]);
      i += 3;
    } else {
      if (!isalnum(byte) && !strchr("-._~", byte) && !(slashes && byte == '/')) return 0;
      i++;
    }
    if (byte != (unsigned char)*text || !byte) return 0;
  }
  return !*text;
}

static void require_path(const char *path, size_t length, const settings_t *settings) {
  const char *key = setting(settings, SET_KEY);
  REQUIRE(length && *path == '/', "no path");
  REQUIRE(encodes(path + 1, length - 1, key ? key : "", 1), "path %.*s for key %s", (int)length, path, key ? key : "");
}

/* Requires one parameter; what follows it. */
static const char *require_parameter(const char *at, const line_setting_t *one) {
  size_t length = strcspn(at, "& "), name = strcspn(at, "=& ");
  REQUIRE(encodes(at, name, one->value, 0), "parameter %.*s for %s", (int)length, at, one->value);
  REQUIRE((name < length) == (one->second != NULL), "parameter %.*s", (int)length, at);
  REQUIRE(name == length || encodes(at + name + 1, length - name - 1, one->second, 0), "parameter %.*s for %s=%s",
          (int)length, at, one->value, one->second);
  return at + length;
}

/* In the order in which the names were first set. `sign` precedes the first. */
static const char *require_query(const char *at, char sign, const settings_t *settings) {
  for (size_t i = 0; i < settings->count; i++) {
    const line_setting_t *one = &settings->all[i];
    int is_first = 1;
    for (size_t j = 0; j < i; j++)
      if (settings->all[j].kind == SET_QUERY && strcmp(settings->all[j].value, one->value) == 0) is_first = 0;
    if (one->kind != SET_QUERY || !is_first) continue;
    for (size_t j = i + 1; j < settings->count; j++)
      if (settings->all[j].kind == SET_QUERY && strcmp(settings->all[j].value, one->value) == 0) one = &settings->all[j];
    REQUIRE(*at == sign, "no parameter %s", one->value);
    at = require_parameter(at + 1, one);
    sign = '&';
  }
  return at;
}

/* The parameters of a signature; what follows them. */
static const char *require_signature(const char *at, const char *id) {
  static const char *const names[] = {"q-sign-algorithm", "q-ak",       "q-sign-time", "q-key-time",
                                      "q-header-list",    "q-url-param-list", "q-signature"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    size_t length = strlen(names[i]);
    REQUIRE(*at == (i ? '&' : '?') && strncmp(at + 1, names[i], length) == 0 && at[length + 1] == '=', "%s at %s",
            names[i], at);
    at += length + 2;
    REQUIRE(i != 1 || encodes(at, strcspn(at, "&"), id, 0), "id %s at %s", id, at);
    at += strcspn(at, "&");
  }
  return at;
}

/* The path; what follows it. */
static const char *require_whole_path(const char *at, const settings_t *settings) {
  size_t path = strcspn(at, "?# ");
  require_path(at, path, settings);
  return at + path;
}

/* What follows scheme and host. */
static const char *require_origin(const char *url, const settings_t *settings) {
  char *origin = expected_origin(settings);
  size_t length = strlen(origin);
  REQUIRE(strncmp(url, origin, length) == 0 && url[length] == '/', "%s is not at %s", url, origin);
  const char *host = strstr(origin, "://") + 3;
  REQUIRE(*host, "no host in %s", url);
  for (const char *at = host; *at; at++)
    REQUIRE(isalnum((unsigned char)*at) || strchr(".-_:[]", *at), "host %s", origin);
  free(origin);
  return url + length;
}

void require_signed_url(const char *url, const settings_t *settings, const char *id) {
  const char *rest = require_signature(require_whole_path(require_origin(url, settings), settings), id);
  rest = require_query(rest, '&', settings);
  REQUIRE(*rest == '\0' || setting(settings, SET_TOKEN), "more in the URL: %s", rest);
  for (const char *at = url; *at; at++)
    REQUIRE(isalnum((unsigned char)*at) || strchr("-._~%=&?:/[]", *at), "byte %02x in %s", (unsigned char)*at, url);
}

/* The client's own headers, each of which is sent once at most. */
static const char *const own[] = {"host",           "authorization", "user-agent",        "x-cos-security-token",
                                  "content-length", "content-md5",   "transfer-encoding", "x-ci-security-token",
                                  "accept",         "proxy-authorization", "x-cos-sdk-retry"};
enum { OWN = sizeof own / sizeof *own, HOST = 0, AUTHORIZATION = 1, AGENT = 2 };

typedef struct {
  size_t own[OWN], set[MOST_SETTINGS];
} seen_t;

static int is_header(const line_setting_t *one) { return one->kind == SET_HEADER || one->kind == SET_CALL_HEADER; }

/* Values lose the white space around them (RFC 9110, section 5.5). */
static int is_value(const char *set, const char *sent, size_t length) {
  while (isspace((unsigned char)*set)) set++;
  size_t end = strlen(set);
  while (end && isspace((unsigned char)set[end - 1])) end--;
  return end == length && memcmp(set, sent, length) == 0;
}

static void count_header(const char *line, size_t name, const char *value, size_t length, const settings_t *settings,
                         seen_t *seen) {
  for (size_t i = 0; i < settings->count; i++) {
    const line_setting_t *one = &settings->all[i];
    if (!is_header(one) || seen->set[i] || strlen(one->value) != name || strncasecmp(one->value, line, name) != 0) continue;
    if (one->kind == SET_HEADER && !is_last(settings, i, strcasecmp)) continue;
    if (!is_value(one->second, value, length)) continue;
    seen->set[i]++;
    return;
  }
  for (size_t i = 0; i < OWN; i++) {
    if (strlen(own[i]) != name || strncasecmp(own[i], line, name) != 0) continue;
    REQUIRE(seen->own[i]++ == 0, "%s twice", own[i]);
    return;
  }
  REQUIRE(0, "a header that was not set: %.*s: %.*s", (int)name, line, (int)length, value);
}

/* Name, colon, blank, value, without control characters but tabs (RFC 9110, section 5.5). */
static void require_header(const char *line, size_t length, const settings_t *settings, seen_t *seen) {
  const char *colon = memchr(line, ':', length);
  REQUIRE(colon && colon > line && colon[1] == ' ', "%.*s is not a header", (int)length, line);
  for (const char *at = line; at < line + length; at++)
    REQUIRE(((unsigned char)*at >= ' ' && *at != 0x7f) || *at == '\t', "byte %02x in %.*s", (unsigned char)*at, (int)length, line);
  for (const char *at = line; at < colon; at++)
    REQUIRE(isalnum((unsigned char)*at) || strchr("!#$%&'*+-.^_`|~", *at), "name of %.*s", (int)length, line);
  size_t name = (size_t)(colon - line);
  if (name == 4 && strncasecmp(line, "host", 4) == 0) {
    char *origin = expected_origin(settings), *host = strstr(origin, "://") + 3;
    REQUIRE(strlen(host) == length - 6 && memcmp(host, colon + 2, length - 6) == 0, "%.*s for %s", (int)length, line, host);
    free(origin);
  }
  count_header(line, name, colon + 2, length - name - 2, settings, seen);
}

static void require_counts(const seen_t *seen, const settings_t *settings, int is_unsigned) {
  REQUIRE(seen->own[HOST] == 1, "%zu of Host", seen->own[HOST]);
  REQUIRE(seen->own[AUTHORIZATION] == !is_unsigned, "%zu of Authorization", seen->own[AUTHORIZATION]);
  for (size_t i = 0; i < settings->count; i++) {
    const line_setting_t *one = &settings->all[i];
    if (!is_header(one) || (one->kind == SET_HEADER && !is_last(settings, i, strcasecmp))) continue;
    REQUIRE(seen->set[i] == 1, "%s: %s was not sent", one->value, one->second);
  }
}

static const char *require_request_line(const char *request, const settings_t *settings, int is_absolute) {
  const char *method = setting(settings, SET_METHOD);
  if (!method) method = "GET";
  size_t length = strlen(method);
  REQUIRE(strncmp(request, method, length) == 0 && request[length] == ' ', "method of %.40s", request);
  const char *target = request + length + 1;
  if (is_absolute) target = require_origin(target, settings);
  const char *rest = require_query(require_whole_path(target, settings), '?', settings);
  REQUIRE(strncmp(rest, " HTTP/1.1\r\n", 11) == 0, "the request line ends with %.40s", rest);
  return rest + 11;
}

const char *require_wire_head(const char *request, const settings_t *settings, wire_t wire) {
  seen_t seen = {0};
  const char *line = require_request_line(request, settings, wire.is_absolute), *end = strstr(line, "\r\n");
  for (; end && end != line; line = end + 2, end = strstr(line, "\r\n"))
    require_header(line, (size_t)(end - line), settings, &seen);
  REQUIRE(end, "no end of the headers");
  require_counts(&seen, settings, wire.is_unsigned);
  return end + 2;
}

void require_wire(const char *request, size_t length, const settings_t *settings, int is_absolute) {
  const char *sent = require_wire_head(request, settings, (wire_t){.is_absolute = is_absolute});
  REQUIRE(!strcasestr(request, "\r\nx-cos-sdk-retry:") || setting(settings, SET_HEADER) || setting(settings, SET_CALL_HEADER),
          "a header that was not set: a first attempt as a retry");
  const char *body = setting(settings, SET_BODY);
  size_t left = length - (size_t)(sent - request);
  REQUIRE(left == (body ? strlen(body) : 0) && (!body || memcmp(body, sent, left) == 0), "a body of %zu bytes", left);
}
