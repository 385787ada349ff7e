/* Loads one shared library into this process, fresh, and prints the ns it took. */

#include <dlfcn.h>
#include <stdio.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: load LIBRARY\n");
    return 2;
  }
  const double start = now();
  void *library = dlopen(argv[1], RTLD_NOW);
  const double end = now();
  if (library == NULL) {
    fprintf(stderr, "%s\n", dlerror());
    return 2;
  }
  printf("%.0f\n", end - start);
  return 0;
}
