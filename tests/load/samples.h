/* What the process holds, once a second. */
#ifndef SAMPLES_H
#define SAMPLES_H

/* Begins to sample on a thread of its own, into a file of tab-separated columns unless `path` is NULL. */
void samples_begin(const char *path);

/* Ends it, and checks that the last third of the samples is like the middle one. */
void samples_end(void);

/* One call more was made. */
void sample_count_call(void);

#endif
