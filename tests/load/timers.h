/* Tokens that are triggered when they are due, from a thread of its own. */
#ifndef TIMERS_H
#define TIMERS_H

#include <cos_err.h>
#include <stddef.h>
#include <stdint.h>

enum { TIMERS = 64, TIMER_THREADS = 1 };

/* Milliseconds of a clock that only goes forward. */
int64_t now_ms(void);

void timers_start(void);
void timers_stop(void);

/* Triggers the token at that time, unless timer_clear comes first; one for each place. */
void timer_set(size_t place, cos_cancel_t *token, int64_t due_ms);

/* The token is not touched any more. */
void timer_clear(size_t place);

#endif
