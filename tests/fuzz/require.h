/* Invariants of the fuzz targets. A violated one ends the process, and libFuzzer saves the input. */
#ifndef REQUIRE_H
#define REQUIRE_H

#include <stdio.h>
#include <stdlib.h>

#define REQUIRE(condition, ...)                                                       \
  do {                                                                                \
    if (!(condition)) {                                                               \
      fprintf(stderr, "\nviolated: %s (%s:%d): ", #condition, __FILE__, __LINE__);    \
      fprintf(stderr, __VA_ARGS__);                                                   \
      fputc('\n', stderr);                                                            \
      abort();                                                                        \
    }                                                                                 \
  } while (0)

#endif
