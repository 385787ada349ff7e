#include "files.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"

enum { MOST_PATHS = 8, PIECE = 65536 };

static char folder[64];

static void give_up(const char *what) {
  perror(what);
  exit(1);
}

void files_begin(void) {
  strcpy(folder, "/tmp/cos_err-transfers-XXXXXX");
  if (!mkdtemp(folder)) give_up(folder);
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *at) {
  (void)status;
  (void)kind;
  (void)at;
  return remove(path);
}

void files_end(void) {
  if (nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS) != 0) give_up(folder);
}

const char *path_of(const char *name) {
  static char paths[MOST_PATHS][256];
  static size_t used;
  char *path = paths[used++ % MOST_PATHS];
  snprintf(path, sizeof *paths, "%s%s%s", folder, *name ? "/" : "", name);
  return path;
}

static unsigned char byte_at(size_t place) {
  uint32_t mixed = (uint32_t)place * 2654435761u;
  return (unsigned char)((mixed >> 24) ^ (mixed >> 13));
}

void pattern(void *into, size_t at, size_t length) {
  for (size_t i = 0; i < length; i++) ((unsigned char *)into)[i] = byte_at(at + i);
}

size_t pattern_breaks(const void *bytes, size_t at, size_t length) {
  size_t i = 0;
  while (i < length && ((const unsigned char *)bytes)[i] == byte_at(at + i)) i++;
  return i;
}

static int open_new(const char *name) {
  int file = open(path_of(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) give_up(name);
  return file;
}

void make_file(const char *name, size_t length) {
  char piece[PIECE];
  int file = open_new(name);
  for (size_t at = 0; at < length;) {
    size_t size = length - at < sizeof piece ? length - at : sizeof piece;
    pattern(piece, at, size);
    if (write(file, piece, size) != (ssize_t)size) give_up(name);
    at += size;
  }
  close(file);
}

void make_text(const char *name, const char *text) {
  int file = open_new(name);
  if (write(file, text, strlen(text)) != (ssize_t)strlen(text)) give_up(name);
  close(file);
}

void check_file(const char *name, size_t at, size_t length) {
  char piece[PIECE];
  size_t place = 0, right = 0;
  FILE *file = fopen(path_of(name), "rb");
  CHECK(file != NULL);
  for (size_t got = 1; file && got > 0; place += got) {
    got = fread(piece, 1, sizeof piece, file);
    if (right == place) right += pattern_breaks(piece, at + place, got);
  }
  if (file) fclose(file);
  CHECK_NUMBER(place, length);
  /* The first byte that is wrong. */
  CHECK_NUMBER(right, length);
}

void check_text_file(const char *name, const char *text) {
  char room[4096] = "";
  FILE *file = fopen(path_of(name), "rb");
  CHECK(file != NULL);
  if (file && fread(room, 1, sizeof room - 1, file) > 0) CHECK(!ferror(file));
  if (file) fclose(file);
  CHECK_TEXT(room, text);
}

void check_folder(const char *name, const char *names) {
  char all[2048] = "";
  struct dirent **found;
  int count = scandir(path_of(name), &found, NULL, alphasort);
  if (count < 0) give_up(name);
  for (int i = 0; i < count; i++) {
    const char *entry = found[i]->d_name;
    if (strcmp(entry, ".") != 0 && strcmp(entry, "..") != 0)
      snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", *all ? " " : "", entry);
    free(found[i]);
  }
  free(found);
  CHECK_TEXT(all, names);
}

struct stat look_at(const char *name) {
  struct stat now;
  if (stat(path_of(name), &now) != 0) give_up(name);
  return now;
}

void check_untouched(const char *name, const struct stat *before) {
  struct stat now = look_at(name);
  CHECK(now.st_ino == before->st_ino && now.st_dev == before->st_dev);
  CHECK(now.st_size == before->st_size && now.st_mode == before->st_mode);
  CHECK(now.st_mtim.tv_sec == before->st_mtim.tv_sec && now.st_mtim.tv_nsec == before->st_mtim.tv_nsec);
  CHECK(now.st_ctim.tv_sec == before->st_ctim.tv_sec && now.st_ctim.tv_nsec == before->st_ctim.tv_nsec);
}
