/* How many sockets the process has open at once: socket and close of this
   program take the place of the system's, for the library too. */
#ifndef SOCKETS_H
#define SOCKETS_H

/* Counts from now on, from nothing. */
void sockets_watch(void);

/* Those opened and not closed yet, and the most that ever were. */
int sockets_open(void);
int sockets_most(void);

/* Those that were made without SOCK_CLOEXEC. */
int sockets_inheritable(void);

#endif
