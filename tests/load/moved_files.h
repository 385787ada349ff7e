/* Files that are moved in parts to the stand-in and back, with faults at random. */
#ifndef MOVED_FILES_H
#define MOVED_FILES_H

#include "calls.h"

typedef struct {
  findings_t findings;
  cos_client_t *client;
  size_t place;
  uint64_t random;
  int is_last; /* nothing ends it */
} mover_t;

/* Makes the bucket, the folder and the file that is uploaded. */
void moved_files_begin(cos_client_t *client);
/* Brings what was left half at so many places to its end, removes all, and checks that no other file was left. */
void moved_files_end(cos_client_t *client, size_t first_place, size_t count);

/* Uploads or downloads a file. A failure must be one that the faults explain, and leave nothing. */
void move_file(mover_t *mover);

#endif
