/* The TLS sessions that the library keeps for later connections of the process. */
#ifndef SESSIONS_H
#define SESSIONS_H

/* Fills what is kept for the hosts of the stand-in: the bucket's and its backup. How many sessions calls leave
   depends on which connections broke last, and a session has a kilobyte. */
void sessions_fill(void);

#endif
