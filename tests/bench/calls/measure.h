/*
 * Clocks and medians, for all that is measured by rounds.
 */
#ifndef BENCH_CALLS_MEASURE_H
#define BENCH_CALLS_MEASURE_H

#include <stddef.h>

enum { MAX_ROUNDS = 101 };

/** Seconds since some moment. */
double now_s(void);

/** CPU seconds of this process, in the system and out of it. */
double cpu_s(void);

/** The middle value; the values are sorted afterwards. */
double median(double *values, size_t count);

#endif
