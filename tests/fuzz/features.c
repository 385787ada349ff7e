#include "features.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SEEDS = 1 << 12 };

/* The counters that the compiler puts into the library, and those that libFuzzer reads in their place. */
static uint8_t *counters, *shown;
static size_t count;

/* libFuzzer reads each byte of this section as a counter, too. */
__attribute__((used, section("__libfuzzer_extra_counters"))) static volatile uint8_t seed_counters[MOST_SEEDS];

static size_t seeds(void) {
  const char *given = getenv("FUZZ_SEEDS");
  return given ? strtoul(given, NULL, 10) : 0;
}

void __real___sanitizer_cov_8bit_counters_init(uint8_t *start, uint8_t *stop);

/* The linker calls this one (build.sh) before main, once for each object of the library. */
void __wrap___sanitizer_cov_8bit_counters_init(uint8_t *start, uint8_t *stop) {
  if (!seeds()) {
    __real___sanitizer_cov_8bit_counters_init(start, stop);
    return;
  }
  if (start != counters) {
    counters = start;
    count = (size_t)(stop - start);
    shown = calloc(count, 1);
    if (!shown) abort();
  }
  __real___sanitizer_cov_8bit_counters_init(shown, shown + count);
}

void features_begin(void) {
  if (shown) memset(counters, 0, count);
}

void features_end(void) {
  if (shown) memcpy(shown, counters, count);
}

static uint64_t hash_of(const uint8_t *data, size_t size) {
  uint64_t hash = 0xcbf29ce484222325;
  for (size_t i = 0; i < size; i++) hash = (hash ^ data[i]) * 0x100000001b3;
  return hash;
}

/* libFuzzer runs an input again if something is left in memory, so the number of runs does not name a seed. */
void features_of_seed(const uint8_t *data, size_t size) {
  static uint64_t known[MOST_SEEDS];
  static size_t knows;
  if (!shown) return;
  uint64_t hash = hash_of(data, size);
  size_t own = 0;
  while (own < knows && known[own] != hash) own++;
  if (own == knows && knows < MOST_SEEDS && knows < seeds()) known[knows++] = hash;
  if (own < knows) seed_counters[own] = 1;
}
