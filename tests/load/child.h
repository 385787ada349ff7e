/* Children of fork: what they found, and that they end. */
#ifndef CHILD_H
#define CHILD_H

#include <sys/types.h>

#include "calls.h"

typedef enum { BY_EXIT, BY__EXIT } ending_t;

/* fork. A child that hangs is ended by SIGALRM after 30 s, which child_await sees. */
pid_t child_begin(void);

/* Ends the child: it succeeded if it made calls, found nothing wrong and failed no check. */
void child_end(const findings_t *findings, ending_t ending);

/* Waits for a child; that it succeeded is a check. */
void child_await(pid_t child, const char *who);

#endif
