/* The contestants, and how they are made ready and checked. */

#include "contest.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "object.h"

struct contestant contestants[CONTESTANTS] = {
#define KIND_OF(name, up, file)                                                     \
  {name "/libcos_err", ours_open, ours_transfer, {up, file, 1, 0}, 0},              \
      {name "/libcurl", curl_open, curl_transfer, {up, file, 1, 0}, 0},             \
      {name "/libcurl-512k", curl_open, curl_transfer, {up, file, 1, 512 << 10}, 0}, \
      {name "/libcurl-unchecked", curl_open, curl_transfer, {up, file, 0, 0}, 0}
    KIND_OF("up-file", 1, 1),
    KIND_OF("up-reader", 1, 0),
    KIND_OF("down-file", 0, 1),
    KIND_OF("down-writer", 0, 0),
};

static char source[256], sink[256];
static struct place place = {NULL, source, sink};

void fail(const char *contestant, const char *why) {
  fprintf(stderr, "%s: %s\n", contestant, why);
  exit(2);
}

void settle(const char *connect_to, const char *folder) {
  place.connect_to = connect_to;
  snprintf(source, sizeof source, "%s/source", folder);
  snprintf(sink, sizeof sink, "%s/sink", folder);
}

void tidy(void) {
  unlink(sink);
}

/** Makes the file that is uploaded as long as the object. */
static void lay_out(long mib) {
  struct stat now;
  const int fd = open(source, O_WRONLY | O_CREAT | O_APPEND, 0666);
  if (fd < 0 || fstat(fd, &now) != 0 || (now.st_size > (off_t)mib * MIB && ftruncate(fd, (off_t)mib * MIB) != 0)) {
    fail(source, "cannot be made");
  }
  for (long there = (long)(now.st_size / MIB); there < mib; there++) {
    if (write(fd, block, MIB) != MIB) {
      fail(source, "cannot be written");
    }
  }
  close(fd);
}

void prepare(struct contestant *contestant, long mib) {
  if (contestant->way.up && contestant->way.file) {
    lay_out(mib);
  }
  if (contestant->state == NULL) {
    contestant->state = contestant->open(&contestant->way, &place);
  }
  /* The former file goes only when the next comes, so that its pages are at hand: a
     virtual machine gives memory that lies free back, and gets it again slowly. */
  if (contestant->way.file && !contestant->way.up) {
    tidy();
  }
}

static int transfer(struct contestant *contestant, const char *kind, long mib, unsigned long *reports) {
  char key[32];
  snprintf(key, sizeof key, "%s/%ld", kind, mib);
  return contestant->transfer(contestant->state, key, mib, reports);
}

void run(struct contestant *contestant, long mib, unsigned long *reports) {
  if (!transfer(contestant, contestant->way.check ? TOLD : UNTOLD, mib, reports)) {
    fail(contestant->name, "found a wrong checksum");
  }
}

/** Whether the file that was downloaded is the object. */
static int is_whole(long mib) {
  static unsigned char bytes[MIB];
  FILE *file = fopen(sink, "rb");
  long there = 0;
  while (file != NULL && fread(bytes, 1, MIB, file) == MIB && memcmp(bytes, block, MIB) == 0) {
    there++;
  }
  const int whole = file != NULL && there == mib && fgetc(file) == EOF;
  if (file != NULL) {
    fclose(file);
  }
  return whole;
}

void check(struct contestant *contestant) {
  enum { SHORT = 65 };
  const struct way *way = &contestant->way;
  prepare(contestant, SHORT);
  if (!transfer(contestant, COMPUTED, SHORT, NULL)) {
    fail(contestant->name, "transferred something else");
  }
  if (way->file && !way->up && !is_whole(SHORT)) {
    fail(contestant->name, "wrote something else");
  }
  tidy();
  if (way->check && transfer(contestant, WRONG, SHORT, NULL)) {
    fail(contestant->name, "did not notice a wrong checksum");
  }
  if (way->check && access(sink, F_OK) == 0) {
    fail(contestant->name, "keeps a file whose checksum is wrong");
  }
}
