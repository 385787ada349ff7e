/* Percent-encoding, undone. */
#ifndef PERCENT_H
#define PERCENT_H

/* In place. */
void percent_decode(char *text);

#endif
