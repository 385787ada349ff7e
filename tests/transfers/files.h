/* Files of a test, in a folder of its own. Their bytes are a pattern that never
   repeats within a file of a test, so that each byte tells where it belongs. */
#ifndef FILES_H
#define FILES_H

#include <stddef.h>
#include <sys/stat.h>

void files_begin(void);

/* Removes the folder and all that is in it. */
void files_end(void);

/* The path of a name in the folder, for the next 8 of these calls; "" is the folder. */
const char *path_of(const char *name);

/* Bytes of the pattern from place `at` on. */
void pattern(void *into, size_t at, size_t length);

/* The first byte that is not the pattern's from place `at` on; length: all are. */
size_t pattern_breaks(const void *bytes, size_t at, size_t length);

/* Makes, or overwrites, a file with the first bytes of the pattern, or with a text. */
void make_file(const char *name, size_t length);
void make_text(const char *name, const char *text);

/* The file holds just these bytes of the pattern, or just this text. */
void check_file(const char *name, size_t at, size_t length);
void check_text_file(const char *name, const char *text);

/* All that is in the folder, names in their order with a blank between; "" is none. */
void check_folder(const char *name, const char *names);

/* A file as it is now; and that it still is that file, neither read otherwise nor written. */
struct stat look_at(const char *name);
void check_untouched(const char *name, const struct stat *before);

#endif
