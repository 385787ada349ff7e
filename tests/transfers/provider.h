/* A provider of credentials for the account of the stand-in, which tells how it was used. */
#ifndef PROVIDER_H
#define PROVIDER_H

#include <cos_err.h>
#include <pthread.h>

#include "standin.h"

enum { MOST_TOKENS = 4 };

typedef struct {
  /* What it gives, call by call; the last for all that follow. */
  const char *tokens[MOST_TOKENS];
  int64_t lives_s;   /* 0: for ever */
  int fails_from;    /* the number of the call from which on it fails; 0: never */
  const char *error; /* what it says then; NULL: nothing */
  long takes_ms;     /* how long it takes, for others to come meanwhile */
  int waits;         /* until this is 0 again */
  cos_cancel_t *cancel; /* its first call triggers it, and fails; NULL: it does not */
  /* What came of it. */
  pthread_mutex_t lock;
  int calls, inside, most_inside, releases;
} provider_t;

/* Options for the stand-in, of so many tries, without keys but for the provider's. */
cos_client_options_t *provided_options(provider_t *provider, int32_t attempts);

/* A client of its own for the provider. */
cos_client_t *provided_client(provider_t *provider, int32_t attempts);

/* Waits until a call is in the provider. */
void await_provider(provider_t *provider);

/* The token that request number `index` since standin_forget came with, and signed; "": none. */
void check_token(size_t index, const char *token);

#endif
