/* A program whose library waits for ever fails by itself. */
#ifndef DEADLINE_H
#define DEADLINE_H

/* From now on each check that holds gives the program the same time again: 300 s, or that of the variable
   CHECK_PATIENCE_S. After it the program ends with a failure. A child that is forked has no deadline. */
void deadline_begin(void);

#endif
