/* Counts how often a process asks for the addresses of a name. Loaded before the C library. */

#include <dlfcn.h>
#include <netdb.h>

/** Calls of getaddrinfo. */
unsigned long bench_lookups;

typedef int lookup_fn(const char *, const char *, const struct addrinfo *, struct addrinfo **);

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints, struct addrinfo **found) {
  union {
    void *object;
    lookup_fn *function;
  } next;
  next.object = dlsym(RTLD_NEXT, "getaddrinfo");
  bench_lookups++;
  return next.function(name, service, hints, found);
}
