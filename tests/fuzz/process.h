/* What a target looks at of its own process. */
#ifndef PROCESS_H
#define PROCESS_H

/* Of a clock that nobody sets. */
long now_ms(void);

int open_descriptors(void);

#endif
