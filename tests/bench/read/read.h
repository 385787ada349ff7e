/*
 * What a contestant is: it reads one answer into five strings, shows them to
 * `use`, and gives everything back. Nothing is kept from one answer to the next.
 */
#ifndef BENCH_READ_H
#define BENCH_READ_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The strings, in this order. */
enum { CODE, MESSAGE, RESOURCE, REQUEST_ID, TRACE_ID, FIELDS };

/** The elements of the body that hold them. */
extern const char *const element_names[FIELDS];

/** Takes the strings of an answer; they are NUL-terminated and live until it returns. */
void use(const char *const fields[FIELDS]);

/** Reads one body, `length` bytes and a NUL behind them. */
typedef void read_body_fn(const char *body, size_t length);

read_body_fn read_expat;
read_body_fn read_libxml2_dom;
read_body_fn read_libxml2_push;
read_body_fn read_mxml;
read_body_fn read_pugixml;

#ifdef __cplusplus
}
#endif

#endif
