/* The rows of tests/cases, and an exchange built from one. */
#ifndef TABLE_H
#define TABLE_H

#include <cos_err.h>
#include <jansson.h>

/* Calls once per row; a file that cannot be read fails a check. */
void table_each(const char *path, void (*row)(json_t *row));

/* An exchange and the memory it points to. Bodies end where their bytes end, so
   that a read beyond them is seen by the sanitizer and by Valgrind. */
typedef struct {
  cos_exchange_t exchange;
  cos_header_t *headers;
  char *body;
  char *raw_headers;
} table_exchange_t;

/* Members the runner does not know fail a check: nothing in a table goes unread. */
table_exchange_t table_exchange(json_t *members);
void table_exchange_free(table_exchange_t *built);

/* A row's text, "" if it has none; an array's size and its pairs. */
const char *table_text(json_t *object, const char *name);

/* The bytes of a row's "body" or "body_hex", which the caller frees; never NULL. */
char *table_body(json_t *object, size_t *length);

/* A copy of length bytes, without a NUL after them. */
char *exact_copy(const void *bytes, size_t length);

#endif
