/* What an error must say of a real fault. */
#ifndef FAULT_H
#define FAULT_H

#include <cos_err.h>

#define FAULT_HOST STANDIN_BUCKET ".cos." STANDIN_REGION ".myqcloud.com"

enum { MOST_PIECES = 4 };

/* No try was made. */
#define NO_ATTEMPTS ((size_t)-1)
/* Tries of different outcome, looked at elsewhere. */
#define MIXED_ATTEMPTS ((size_t)-2)

/* Members left out: 0 of a number is expected as 0; a text that is NULL is not looked at. */
typedef struct {
  const char *name; /* of the row */
  int32_t reason;   /* 0: a service error */
  int32_t status, retry, request_sent, truncated, responder, os_errno;
  const char *code;                 /* NULL: the reason's name */
  const char *message[MOST_PIECES]; /* pieces of the message: the host or address, the phase ... */
  const char *advice;               /* a piece of the English advice */
  int has_causes;                   /* there must be some; 0: there may be */
  int answered;                     /* the tries were answers: they have no reason */
  size_t attempts;                  /* 0: one */
  const char *host;                 /* of all attempts; NULL: FAULT_HOST */
} fault_t;

/* Checks an error against the row, and every accessor; frees it. */
void check_fault(cos_error_t *error, const fault_t *expected);

/* The reason, or the status, of an attempt as expected. */
void check_attempt(const cos_error_t *error, size_t index, const char *host, int32_t status, int32_t reason);

/* Options for http://, or for the default endpoint https://, that dial this
   address; of one try, and of limits that no test reaches by itself. */
cos_client_options_t *http_options(const char *address);
cos_client_options_t *https_options(const char *address);

/* HEAD of STANDIN_BUCKET with a client made from the options, which is freed. */
cos_error_t *head_once(cos_client_options_t *options);

#endif
