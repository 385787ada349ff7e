/* A network of the test's own: nothing but 127.0.0.1, and a DNS that obeys. */
#ifndef NAMESPACE_H
#define NAMESPACE_H

/* How the DNS answers from now on. */
typedef enum {
  DNS_SILENT,
  DNS_NO_SUCH_NAME,
  DNS_FAILS,      /* SERVFAIL */
  DNS_LOCAL,      /* 127.0.0.1 */
  DNS_TWO,        /* 127.0.0.2, then 127.0.0.1 */
  DNS_NO_ADDRESS, /* the name exists, and has none */
} dns_t;

/* Moves this process, which must have one thread, into network and mount
   namespaces of its own, and starts the DNS. 1: done. 0: the system does not
   allow it, which fails a check, unless COS_ERR_NO_NAMESPACES=1 is set. */
int namespace_enter(void);

/* Puts a file with this text over another, which must be there, in this namespace only. NULL,
   or what could not be done. */
const char *namespace_cover(const char *path, const char *text);

void dns_answers(dns_t how);

#endif
