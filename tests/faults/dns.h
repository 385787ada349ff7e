/* A DNS on 127.0.0.1, port 53. */
#ifndef DNS_H
#define DNS_H

#include <stddef.h>

#include "namespace.h"

/* What could not be done; NULL: it runs, until the process ends. */
const char *dns_start(void);

/* Queries that came since the last dns_answers. */
size_t dns_queries(void);

#endif
