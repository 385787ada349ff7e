#include "authority.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>

enum { DAY_S = 86400 };

static EVP_PKEY *ca_key;
static X509 *ca;
static long serial = 1;

/* Nothing of this fails but for want of memory, or by a mistake here. */
static void need(int done) {
  if (done) return;
  ERR_print_errors_fp(stdout);
  exit(1);
}

static void add_extension(X509 *certificate, int kind, const char *value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, ca ? ca : certificate, certificate, NULL, NULL, 0);
  X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, kind, value);
  need(extension != NULL);
  need(X509_add_ext(certificate, extension, -1));
  X509_EXTENSION_free(extension);
}

/* Not signed yet. */
static X509 *certificate_of(EVP_PKEY *key, const char *name) {
  X509 *certificate = X509_new();
  need(key && certificate);
  need(X509_set_version(certificate, X509_VERSION_3));
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -DAY_S);
  X509_gmtime_adj(X509_getm_notAfter(certificate), DAY_S);
  X509_set_pubkey(certificate, key);
  X509_NAME *subject = X509_get_subject_name(certificate);
  need(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0));
  need(X509_set_issuer_name(certificate, ca ? X509_get_subject_name(ca) : subject));
  return certificate;
}

void authority_start(const char *ca_file) {
  ca_key = EVP_EC_gen("P-256");
  X509 *certificate = certificate_of(ca_key, "a test's authority");
  add_extension(certificate, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(certificate, NID_key_usage, "critical,keyCertSign");
  need(X509_sign(certificate, ca_key, EVP_sha256()));
  ca = certificate;
  FILE *file = fopen(ca_file, "w");
  need(file && PEM_write_X509(file, ca));
  need(fclose(file) == 0);
}

void authority_stop(void) {
  X509_free(ca);
  EVP_PKEY_free(ca_key);
  ca = NULL;
  ca_key = NULL;
}

SSL_CTX *authority_server(const char *host, int version, size_t tickets) {
  char names[256];
  snprintf(names, sizeof names, "DNS:%s", host);
  EVP_PKEY *key = EVP_EC_gen("P-256");
  X509 *certificate = certificate_of(key, "a test's server");
  add_extension(certificate, NID_subject_alt_name, names);
  need(X509_sign(certificate, ca_key, EVP_sha256()));
  SSL_CTX *context = SSL_CTX_new(TLS_server_method());
  need(context != NULL);
  need(SSL_CTX_set_min_proto_version(context, version) && SSL_CTX_set_max_proto_version(context, version));
  need(SSL_CTX_use_certificate(context, certificate) && SSL_CTX_use_PrivateKey(context, key));
  need(SSL_CTX_set_num_tickets(context, tickets));
  X509_free(certificate);
  EVP_PKEY_free(key);
  return context;
}
