/* Counts what a process allocates. Loaded before the C library (glibc's only). */

#include <errno.h>
#include <stddef.h>

/** Calls of the malloc family that may hand out memory. */
unsigned long bench_allocations;

/* The C library's own, under the names that an interposer may call. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
  bench_allocations++;
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  bench_allocations++;
  return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
  bench_allocations++;
  return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  bench_allocations++;
  return __libc_memalign(alignment, size);
}

void *memalign(size_t alignment, size_t size) {
  bench_allocations++;
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
  bench_allocations++;
  *memory = __libc_memalign(alignment, size);
  return *memory == NULL ? ENOMEM : 0;
}
