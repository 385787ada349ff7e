/* A child of this process to whom the system denies what it has denied nobody else. */
#ifndef DENIED_H
#define DENIED_H

#include <cos_err.h>

/* Runs it in a child of fork, with what it may do to the process; a failed check there is one here. */
void in_a_child(void (*run)(const void *), const void *argument);

/* From now on the system call fails with this number, in this thread and those it starts. */
void deny(int system_call, int error_number);

/* From now on the system makes no socket of this address family, and gives this number. */
void deny_family(int family, int error_number);

/* From now on no thread or process can be started: EAGAIN. */
void deny_threads(void);

/* From now on only so many more descriptors can be opened; -1: as before. */
void descriptors_left(int count);

#endif
