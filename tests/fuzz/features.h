/* What libFuzzer learns from an input, in a run that must repeat: only that whose course does not depend on time.
   The variable FUZZ_SEEDS asks for such a run; its value is the number of seed inputs. Without it these functions
   do nothing, and libFuzzer reads all counters of the library itself. */
#ifndef FEATURES_H
#define FEATURES_H

#include <stddef.h>
#include <stdint.h>

/* What the library does between these two is a feature of the input. */
void features_begin(void);
void features_end(void);

/* For an input of which nothing else is a feature: each seed is kept and mutated, and no mutation joins them. */
void features_of_seed(const uint8_t *data, size_t size);

#endif
