/* A stranger with an URL and no keys: HTTP by hand. */
#ifndef PLAIN_HTTP_H
#define PLAIN_HTTP_H

#include <stddef.h>

typedef struct {
  int status;
  char head[4096];
  char body[8192];
  size_t length;
} plain_answer_t;

/* Asks by this URL, dialling the address in place of its host; `fields` are header
   lines, each with its CRLF. */
plain_answer_t plain_http(const char *address, const char *method, const char *url, const char *fields,
                          const char *body);

#endif
