/* Random choices that a seed repeats. */
#ifndef RANDOM_H
#define RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* Reads `PROGRAM [ROUNDS [SEED]]`, prints both, and begins. A seed of its own if none is given.
   The number of rounds. */
unsigned long random_begin(int count, char **arguments);

/* Begins a round, each with choices of its own, and names it in every complaint:
   `PROGRAM 1 SEED` with the seed of the complaint repeats the round alone. */
void random_round(unsigned long round);

/* 0 to limit - 1. */
size_t below(size_t limit);

/* True once in so many times. */
int once_in(size_t times);

#endif
