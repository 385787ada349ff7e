/* The failures of a program that sends its requests by libcurl, as errors of this library. */
#ifndef CURL_ERROR_H
#define CURL_ERROR_H

#include <cos_err.h>
#include <curl/curl.h>

/* One request by libcurl, and what came back. */
typedef struct {
  CURL *easy;
  struct curl_slist *connect_to, *sent;
  cos_signed_t *signed_request; /* NULL: the URL is signed, or nothing */
  const char *method;
  cos_header_t headers[128]; /* of the last block: the final response's */
  size_t header_count;
  char head[65536]; /* their text */
  size_t head_len;
  char *body;
  size_t body_len;
  char words[CURL_ERROR_SIZE];
} transfer_t;

/* A request that curl_easy_perform or a multi handle may send; NULL: no memory. The method
   must live as long as the transfer. */
transfer_t *transfer_new(const char *method, const char *url, long timeout_s);
void transfer_free(transfer_t *transfer);

/* A transfer of a signed request with all of its headers. It owns the signed request, which is
   freed here where there is no memory. */
transfer_t *transfer_signed(cos_signed_t *signed_request, long timeout_s);

/* What became of it: NULL for a success, else the error, which the caller frees. */
cos_error_t *transfer_error(const transfer_t *transfer, CURLcode code);

/* The reason, COS_ERROR_REASON_*, that says what a CURLcode says. */
cos_error_reason_t reason_of_curl(CURLcode code);

#endif
