/* Sends signed requests by libcurl, as a program with its own HTTP stack does. */
#ifndef CURL_HTTP_H
#define CURL_HTTP_H

#include <cos_err.h>

typedef struct {
  long status;
  char body[8192];
  size_t length;
} curl_answer_t;

/* A change to what was signed: a header gets another value, or is left out where that is NULL. */
typedef struct {
  const char *name, *value;
} tampered_t;

/* Sends the request to the address with all headers of its list, and with this further header
   line and body, which may be NULL. Only a test of refusals tampers with it. */
curl_answer_t curl_http(const char *address, const cos_signed_t *signed_request, const char *line, const char *body,
                        const tampered_t *tampered);

#endif
