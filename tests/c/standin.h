/* A stand-in of COS for one test program. */
#ifndef STANDIN_H
#define STANDIN_H

#include <cos_err.h>
#include <jansson.h>

#include "client_from.h"

/* An account, a region and a bucket that it knows. */
#define STANDIN_ID "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000"
#define STANDIN_KEY "STANDINSECRETKEYEXAMPLEEXAMPLE00"
#define STANDIN_REGION "ap-guangzhou"
#define STANDIN_BUCKET "examplebucket-1250000000"
#define STANDIN_ENDPOINT "http://{bucket}.cos.{region}.myqcloud.com"

/* Starts the program that COS_STANDIN in the environment names; it ends when
   this one does. Its "127.0.0.1:PORT"; without one the test ends here. */
const char *standin_start(void);
const char *standin_address(void);
void standin_stop(void);

/* Options and a client that reach it, with the account's keys. */
cos_client_options_t *standin_options(void);
cos_client_t *standin_client(void);

/* The requests received since the last standin_forget, as the stand-in tells
   them. The caller drops the reference. */
json_t *standin_requests(void);
void standin_forget(void);

/* What it tells of itself: connections_accepted, connections_open, requests. */
json_t *standin_stats(void);

/* The names of all its faults: "status-NNN", "hang" ... */
json_t *standin_faults(void);

/* PUTs this to a control endpoint: "token/NAME", "account/ID", "faults/BUCKET" ... */
void standin_set(const char *path, const char *body);

/* Answers of that bucket or host from now on: see the stand-in's --help. */
void standin_script(const char *name, const char *script);

/* A header field of a request it received; "" if it had none. */
const char *received_header(json_t *request, const char *name);

#endif
