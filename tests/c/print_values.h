/* The line of a row of values.jsonl: see tests/cases/README.md. */
#ifndef PRINT_VALUES_H
#define PRINT_VALUES_H

#include <jansson.h>
#include <stdio.h>

/* Stores the body as an object of the stand-in, reads it, and prints what is read from its XML. */
void print_values(FILE *out, const char *standin, json_t *row);

#endif
