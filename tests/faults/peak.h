/* The most memory that the process held. */
#ifndef PEAK_H
#define PEAK_H

/* Since the last call of this, in bytes. */
long peak(void);

#endif
