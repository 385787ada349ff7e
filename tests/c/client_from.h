/* A client from options, in one step. */
#ifndef CLIENT_FROM_H
#define CLIENT_FROM_H

#include <cos_err.h>

/* Frees the options. What goes wrong fails a check. */
cos_client_t *client_from(cos_client_options_t *options);

#endif
