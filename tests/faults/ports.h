/* A stand-in with every port it can open: see its --help. */
#ifndef PORTS_H
#define PORTS_H

#include "standin.h"

/* In place of standin_start; standin_stop ends it. A folder of its own holds
   the CA certificate until ports_stop. */
void ports_start(void);
void ports_stop(void);

/* "127.0.0.1:PORT" of "good", "wrong-name" ..., "proxy", "backlog". */
const char *port(const char *name);

/* The file that certifies "good", "wrong-name" and "expired". */
const char *ca_file(void);

/* What it counted under this name since it was started: see its --help. */
long long counted(const char *name);

/* Requests received since standin_forget, and the verdict on the signature of one. */
size_t received(void);
void check_received(size_t index, const char *method, const char *host, const char *signature);

#endif
