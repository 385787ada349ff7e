#include "sockets.h"

#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MOST_DESCRIPTORS = 65536, YIELDS = 20 };

/* ThreadSanitizer would not know of descriptors that it does not see opened and closed. */
#if defined(__SANITIZE_THREAD__)
int __interceptor_socket(int domain, int type, int protocol);
int __interceptor_close(int descriptor);
#define open_socket(domain, type, protocol) __interceptor_socket(domain, type, protocol)
#define close_any(descriptor) __interceptor_close(descriptor)
#else
#define open_socket(domain, type, protocol) (int)syscall(SYS_socket, domain, type, protocol)
#define close_any(descriptor) (int)syscall(SYS_close, descriptor)
#endif

static char is_socket[MOST_DESCRIPTORS];
static int now, most, inheritable;

static void raise_most(int count) {
  int before = __atomic_load_n(&most, __ATOMIC_RELAXED);
  while (count > before && !__atomic_compare_exchange_n(&most, &before, count, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
  }
}

int socket(int domain, int type, int protocol) {
  int made = open_socket(domain, type, protocol);
  if (made < 0 || made >= MOST_DESCRIPTORS) return made;
  __atomic_store_n(&is_socket[made], 1, __ATOMIC_RELAXED);
  raise_most(__atomic_add_fetch(&now, 1, __ATOMIC_RELAXED));
  if (!(type & SOCK_CLOEXEC)) __atomic_add_fetch(&inheritable, 1, __ATOMIC_RELAXED);
  return made;
}

/* Slow, as on a busy machine, so that who counts a connection as closed too early is seen. */
int close(int descriptor) {
  int known = descriptor >= 0 && descriptor < MOST_DESCRIPTORS &&
              __atomic_exchange_n(&is_socket[descriptor], 0, __ATOMIC_RELAXED);
  for (int i = 0; known && i < YIELDS; i++) sched_yield();
  int outcome = close_any(descriptor);
  if (known) __atomic_sub_fetch(&now, 1, __ATOMIC_RELAXED);
  return outcome;
}

void sockets_watch(void) {
  memset(is_socket, 0, sizeof is_socket);
  now = most = inheritable = 0;
}

int sockets_open(void) { return __atomic_load_n(&now, __ATOMIC_RELAXED); }
int sockets_most(void) { return __atomic_load_n(&most, __ATOMIC_RELAXED); }
int sockets_inheritable(void) { return __atomic_load_n(&inheritable, __ATOMIC_RELAXED); }
