/* Random choices that a seed repeats. */
#ifndef RANDOM_H
#define RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* All of a program `PROGRAM [ROUNDS [SEED]]`: prints both, runs the rounds, each with choices of its own,
   and reports. A seed of its own if none is given. Every complaint names the seed of its round, so that
   `PROGRAM 1 SEED` repeats it alone. */
int random_rounds(int count, char **arguments, void (*one_round)(void));

/* 0 to limit - 1. */
size_t below(size_t limit);

/* True once in so many times. */
int once_in(size_t times);

#endif
