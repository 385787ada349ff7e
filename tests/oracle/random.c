#include "random.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "check.h"

static uint64_t seed, state;

static unsigned long begin(int count, char **arguments) {
  unsigned long rounds = count > 1 ? strtoul(arguments[1], NULL, 10) : 2000;
  if (count > 2) seed = strtoull(arguments[2], NULL, 10);
  else if (getrandom(&seed, sizeof seed, 0) != sizeof seed) abort();
  printf("%lu rounds, seed %llu\n", rounds, (unsigned long long)seed);
  fflush(stdout);
  return rounds;
}

static void begin_round(unsigned long round) {
  static char subject[60];
  state = seed + round;
  snprintf(subject, sizeof subject, "seed %llu", (unsigned long long)state);
  check_subject = subject;
}

int random_rounds(int count, char **arguments, void (*one_round)(void)) {
  unsigned long rounds = begin(count, arguments);
  for (unsigned long i = 0; i < rounds; i++) {
    begin_round(i);
    one_round();
  }
  return check_report();
}

/* splitmix64 */
static uint64_t next(void) {
  uint64_t number = state += UINT64_C(0x9e3779b97f4a7c15);
  number = (number ^ number >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
  number = (number ^ number >> 27) * UINT64_C(0x94d049bb133111eb);
  return number ^ number >> 31;
}

size_t below(size_t limit) { return (size_t)(next() % limit); }

int once_in(size_t times) { return below(times) == 0; }
