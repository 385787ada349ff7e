/*
 * The contestants, and what is asked of each.
 */
#ifndef BENCH_TRANSFERS_CONTEST_H
#define BENCH_TRANSFERS_CONTEST_H

#include "transfers.h"

/* Four of a kind stand together; the second is what the others are compared with. The
   last two are no contestants, but tell what buffers and checks are worth. */
enum { KINDS = 4, KIND = 4, REFERENCE = 1, CONTEST = 2, CONTESTANTS = KINDS * KIND };

struct contestant {
  const char *name;
  open_fn *open;
  transfer_fn *transfer;
  struct way way;
  void *state;
};

extern struct contestant contestants[CONTESTANTS];

/** Where the server is, and a folder for the files. */
void settle(const char *connect_to, const char *folder);

/** Makes the client and the file to upload ready for an object of so many MiB. */
void prepare(struct contestant *contestant, long mib);

/** One transfer as it is measured. `reports` as for a `transfer_fn`. */
void run(struct contestant *contestant, long mib, unsigned long *reports);

/** Ends the process if it transfers something else, or does not look at the checksum. */
void check(struct contestant *contestant);

/** Removes what was downloaded. */
void tidy(void);

#endif
