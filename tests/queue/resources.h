/* What this process has of the system, and the time. */
#ifndef RESOURCES_H
#define RESOURCES_H

#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Of CLOCK_MONOTONIC. */
int64_t now_ms(void);
void pause_1_ms(void);

/* Processor time of this process. */
int64_t cpu_us(void);

/* Threads that run now. The first call is to be made before there are any: a sanitizer starts
   one of its own with the program's first. */
size_t threads(void);

/* Joins a thread that has written its id, and waits until it is not counted any more: the system
   lists it for a moment. */
void thread_end(pthread_t thread, const pid_t *id);

/* Waits until there are so many: those of a freed client end once its calls have. */
void threads_await(size_t count);

/* As many descriptors as may be had. */
void raise_descriptor_limit(void);

#endif
