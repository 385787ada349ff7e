/* The tables of advice inside the library: it expands each piece of them once, for the process, when a row
   of the piece is first read. */
#ifndef ADVICE_TABLES_H
#define ADVICE_TABLES_H

/* Reads rows of all pieces, so that what a program measures afterwards does not depend on the errors that its
   calls meet by chance. Checks that nothing is left to expand. */
void advice_tables_expand(void);

#endif
