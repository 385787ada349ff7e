#include "curl_error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

cos_error_reason_t reason_of_curl(CURLcode code) {
  switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_NOT_BUILT_IN:
    case CURLE_HTTP_POST_ERROR:
    case CURLE_BAD_FUNCTION_ARGUMENT:
    case CURLE_UNKNOWN_OPTION:
    case CURLE_SETOPT_OPTION_SYNTAX:
    case CURLE_RECURSIVE_API_CALL:
    case CURLE_AUTH_ERROR: return COS_ERROR_REASON_INVALID_ARGUMENT;
    case CURLE_COULDNT_RESOLVE_HOST: return COS_ERROR_REASON_DNS;
    case CURLE_COULDNT_CONNECT:
    case CURLE_QUIC_CONNECT_ERROR:
    case CURLE_NO_CONNECTION_AVAILABLE: return COS_ERROR_REASON_CONNECT;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY: return COS_ERROR_REASON_PROXY;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CLIENTCERT:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_SHUTDOWN_FAILED:
    case CURLE_USE_SSL_FAILED: return COS_ERROR_REASON_TLS;
    case CURLE_OPERATION_TIMEDOUT: return COS_ERROR_REASON_TIMEOUT;
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_UPLOAD_FAILED: return COS_ERROR_REASON_CONNECTION_LOST;
    case CURLE_HTTP_RETURNED_ERROR:
    case CURLE_RANGE_ERROR:
    case CURLE_TOO_MANY_REDIRECTS:
    case CURLE_REMOTE_FILE_NOT_FOUND:
    case CURLE_REMOTE_ACCESS_DENIED:
    case CURLE_LOGIN_DENIED: return COS_ERROR_REASON_BAD_RESPONSE;
    case CURLE_FILESIZE_EXCEEDED:
#if LIBCURL_VERSION_NUM >= 0x080600
    case CURLE_TOO_LARGE:
#endif
      return COS_ERROR_REASON_TOO_LARGE;
    case CURLE_FAILED_INIT:
    case CURLE_OUT_OF_MEMORY:
    case CURLE_FILE_COULDNT_READ_FILE:
    case CURLE_INTERFACE_FAILED:
    case CURLE_UNRECOVERABLE_POLL: return COS_ERROR_REASON_LOCAL_IO;
    case CURLE_ABORTED_BY_CALLBACK: return COS_ERROR_REASON_CANCELLED;
    case CURLE_WRITE_ERROR:
    case CURLE_READ_ERROR:
    case CURLE_SEND_FAIL_REWIND: return COS_ERROR_REASON_CALLBACK;
    /* CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_HTTP2 ..., and those of FTP, SSH,
       LDAP and RTSP, which no request over HTTP meets. */
    default: return COS_ERROR_REASON_PROTOCOL;
  }
}

/* One line of a header block. A status line begins the next block, of which the last counts. */
static size_t take_header(char *line, size_t size, size_t count, void *user_data) {
  transfer_t *transfer = user_data;
  size_t length = size * count, capacity = sizeof transfer->headers / sizeof *transfer->headers;
  if (length >= 5 && memcmp(line, "HTTP/", 5) == 0) {
    transfer->header_count = transfer->head_len = 0;
    return length;
  }
  const char *colon = memchr(line, ':', length);
  if (!colon) return length;
  if (transfer->header_count == capacity || length > sizeof transfer->head - transfer->head_len) return 0;
  char *copy = memcpy(transfer->head + transfer->head_len, line, length);
  transfer->head_len += length;
  size_t name = (size_t)(colon - line), value = name + 1, end = length;
  while (value < end && (copy[value] == ' ' || copy[value] == '\t')) value++;
  while (end > value && strchr("\r\n \t", copy[end - 1])) end--;
  cos_header_t header = {copy, copy + value, name, end - value};
  transfer->headers[transfer->header_count++] = header;
  return length;
}

/* In memory, for the sake of the example: an object may go anywhere else, if the status is a 2xx. */
static size_t take_body(char *bytes, size_t size, size_t count, void *user_data) {
  transfer_t *transfer = user_data;
  size_t length = size * count;
  char *grown = realloc(transfer->body, transfer->body_len + length + 1);
  if (!grown) return 0;
  memcpy(grown + transfer->body_len, bytes, length);
  transfer->body = grown;
  transfer->body_len += length;
  return length;
}

transfer_t *transfer_new(const char *method, const char *url, long timeout_s) {
  const char *address = getenv("COS_CONNECT_TO");
  transfer_t *transfer = calloc(1, sizeof *transfer);
  CURL *easy = curl_easy_init();
  if (!transfer || !easy) {
    free(transfer);
    curl_easy_cleanup(easy);
    return NULL;
  }
  transfer->easy = easy;
  transfer->method = method;
  curl_easy_setopt(easy, CURLOPT_URL, url);
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method);
  curl_easy_setopt(easy, CURLOPT_NOBODY, strcmp(method, "HEAD") == 0 ? 1L : 0L);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->words);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, 5L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT, timeout_s);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  /* A proxy's response to CONNECT is not the server's. */
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  /* Neither CURLOPT_FAILONERROR, which discards the body that says why, nor
     CURLOPT_FOLLOWLOCATION: a signature is for one host. */
  if (address) {
    char rule[300] = "::";
    strncat(rule, address, sizeof rule - 3);
    transfer->connect_to = curl_slist_append(NULL, rule);
    curl_easy_setopt(easy, CURLOPT_CONNECT_TO, transfer->connect_to);
  }
  return transfer;
}

/* Adds a header as it was signed. libcurl writes an empty one with a semicolon. */
static int add_header(transfer_t *transfer, const char *name, const char *value) {
  size_t size = strlen(name) + strlen(value) + 3;
  char *line = malloc(size);
  if (!line) return 0;
  if (*value) snprintf(line, size, "%s: %s", name, value);
  else snprintf(line, size, "%s;", name);
  struct curl_slist *longer = curl_slist_append(transfer->sent, line);
  free(line);
  if (longer) transfer->sent = longer;
  return longer != NULL;
}

transfer_t *transfer_signed(cos_signed_t *signed_request, long timeout_s) {
  transfer_t *transfer = transfer_new(cos_signed_method(signed_request), cos_signed_url(signed_request), timeout_s);
  if (!transfer) {
    cos_signed_free(signed_request);
    return NULL;
  }
  transfer->signed_request = signed_request;
  for (size_t i = 0; i < cos_signed_header_count(signed_request); i++) {
    const char *name = cos_signed_header_name(signed_request, i);
    if (add_header(transfer, name, cos_signed_header_value(signed_request, i))) continue;
    transfer_free(transfer);
    return NULL;
  }
  curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, transfer->sent);
  return transfer;
}

void transfer_free(transfer_t *transfer) {
  if (!transfer) return;
  curl_easy_cleanup(transfer->easy);
  curl_slist_free_all(transfer->connect_to);
  curl_slist_free_all(transfer->sent);
  cos_signed_free(transfer->signed_request);
  free(transfer->body);
  free(transfer);
}

static long number(const transfer_t *transfer, CURLINFO what) {
  long value = 0;
  curl_easy_getinfo(transfer->easy, what, &value);
  return value;
}

static const char *url_of(const transfer_t *transfer) {
  char *url = NULL;
  curl_easy_getinfo(transfer->easy, CURLINFO_EFFECTIVE_URL, &url);
  return url;
}

/* A response arrived: the library reads it, also where its body broke off. */
static cos_error_t *of_response(const transfer_t *transfer, int is_cut) {
  cos_exchange_t exchange = {0};
  exchange.struct_size = sizeof exchange;
  exchange.method = transfer->method;
  exchange.url = url_of(transfer);
  exchange.status = (int32_t)number(transfer, CURLINFO_RESPONSE_CODE);
  exchange.headers = transfer->headers;
  exchange.header_count = transfer->header_count;
  exchange.body = transfer->body;
  exchange.body_len = transfer->body_len;
  exchange.body_truncated = is_cut;
  exchange.received_at_ms = (int64_t)time(NULL) * 1000;
  exchange.expect_cos = 1;
  return cos_error_from_response(&exchange);
}

/* None arrived, or a success did not arrive as a whole. */
static cos_error_t *of_failure(const transfer_t *transfer, CURLcode code) {
  long proxy = number(transfer, CURLINFO_HTTP_CONNECTCODE);
  /* A request to a proxy counts here too: then it may have been sent. */
  int is_sent = number(transfer, CURLINFO_REQUEST_SIZE) > 0;
  cos_client_failure_t failure = {0};
  failure.struct_size = sizeof failure;
  failure.reason = reason_of_curl(code);
  /* So libcurl reports a response that is not HTTP, too: it may be of HTTP/0.9. */
  if (code == CURLE_UNSUPPORTED_PROTOCOL && is_sent) failure.reason = COS_ERROR_REASON_PROTOCOL;
  failure.status = (int32_t)number(transfer, CURLINFO_RESPONSE_CODE);
  failure.os_errno = (int32_t)number(transfer, CURLINFO_OS_ERRNO);
  failure.method = transfer->method;
  failure.url = url_of(transfer);
  failure.cause = transfer->words[0] ? transfer->words : curl_easy_strerror(code);
  if (proxy != 0 && proxy / 100 != 2) {
    failure.reason = COS_ERROR_REASON_PROXY;
    failure.status = (int32_t)proxy;
    failure.request_sent = -1;
  } else if (failure.status == 0) {
    failure.request_sent = is_sent ? 1 : -1;
  } else {
    failure.headers = transfer->headers;
    failure.header_count = transfer->header_count;
  }
  return cos_error_client(&failure);
}

cos_error_t *transfer_error(const transfer_t *transfer, CURLcode code) {
  if (code == CURLE_OK) return of_response(transfer, 0);
  /* The server refused, perhaps before it had read a whole upload: that goes before how it ended. */
  if (number(transfer, CURLINFO_RESPONSE_CODE) >= 300) return of_response(transfer, 1);
  return of_failure(transfer, code);
}
