/* What the process holds, once a second. */
#ifndef SAMPLES_H
#define SAMPLES_H

/* Begins to sample on a thread of its own, into a file of tab-separated columns unless `path` is NULL. */
void samples_begin(const char *path);

/* No call is under way: what memory is in use now lives longer than calls. */
void samples_rest(void);

/* Ends it, and checks that the last third of the samples is like the middle one: descriptors, threads and connections
   while calls are under way, and memory at rest. */
void samples_end(void);

/* One call more was made. */
void sample_count_call(void);

#endif
