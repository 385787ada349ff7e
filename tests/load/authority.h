/* A certificate authority made for this process, and servers that it vouches for. */
#ifndef AUTHORITY_H
#define AUTHORITY_H

#include <openssl/ssl.h>

/* Writes the authority's certificate to a PEM file. */
void authority_start(const char *ca_file);
void authority_stop(void);

/* A server of one TLS version, TLS1_2_VERSION or TLS1_3_VERSION, with a certificate
   for this host. It sends `tickets` session tickets with the TLS 1.3 handshake.
   Freed by the caller. */
SSL_CTX *authority_server(const char *host, int version, size_t tickets);

#endif
