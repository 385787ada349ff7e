/* The local COS of one program, over HTTP and over HTTPS. */
#ifndef SERVER_H
#define SERVER_H

#include <cos_err.h>
#include <jansson.h>

#include "client_from.h"

/* An account, and a bucket of it. */
#define SERVER_ID "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000"
#define SERVER_KEY "STANDINSECRETKEYEXAMPLEEXAMPLE00"
#define SERVER_REGION "ap-guangzhou"
#define BUCKET "examplebucket-1250000000"

/* The hosts of COS, without TLS. */
#define SERVER_ENDPOINT "http://{bucket}.cos.{region}.myqcloud.com"

typedef enum { HTTP, HTTPS } scheme_t;

/* Starts the program that COS_STANDIN in the environment names; it ends when
   this one does. Its CA is written into the folder that WORK names. Without one
   the program ends here. */
void server_start(void);
void server_stop(void);

/* "127.0.0.1:PORT". */
const char *server_address(scheme_t scheme);
const char *server_ca_file(void);

/* Options that reach it. */
cos_client_options_t *server_options(scheme_t scheme);

/* The same. The client keeps so many idle connections at most: a quarter of the
   descriptors that the process may have when it is made, and no fewer than may be in use. */
cos_client_t *client_with_idle(cos_client_options_t *options, int most_idle);

/* A number that it tells of itself: connections_accepted, connections_open, requests. */
long server_count(const char *name);

/* The requests received since server_forget. The caller drops the reference. */
json_t *server_requests(void);
void server_forget(void);

/* PUTs this to a control endpoint, as "faults/BUCKET". */
void server_set(const char *path, const char *body);

#endif
