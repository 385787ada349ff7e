/* What the examples share: a client, and what to say of an error. */
#ifndef COMMON_H
#define COMMON_H

#include <cos_err.h>

/* A client from the environment: COS_SECRET_ID, COS_SECRET_KEY, COS_REGION ..., and
   COS_CONNECT_TO, the address of a server of your own. NULL: the reason was printed. */
cos_client_t *client_from_environment(void);

/* The same settings, for a program that adds some of its own. */
cos_client_options_t *options_from_environment(void);

/* Prints an error and what to do about it, frees it, and returns 1, for main. */
int report(cos_error_t *error);

#endif
