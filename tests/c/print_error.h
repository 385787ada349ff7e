/* One line per case, the same to the byte in every language: see tests/cases/README.md. */
#ifndef PRINT_ERROR_H
#define PRINT_ERROR_H

#include <cos_err.h>
#include <stdio.h>

/* The case's id, which opens its line. */
void print_id(FILE *out, const char *id);

/* A field, one of a number, and one whose value is "WHICH: VALUE". */
void print_text(FILE *out, const char *name, const char *value);
void print_number(FILE *out, const char *name, int64_t value);
void print_pair(FILE *out, const char *name, const char *which, const char *value);

/* All fields of an error: rows of answers.jsonl and arguments.jsonl. */
void print_error(FILE *out, const cos_error_t *error);

/* Those that do not change from run to run: rows of live.jsonl. */
void print_live_error(FILE *out, const cos_error_t *error);

#endif
