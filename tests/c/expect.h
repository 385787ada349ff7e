/* An error beside what a row of a table expects of it. */
#ifndef EXPECT_H
#define EXPECT_H

#include <cos_err.h>
#include <jansson.h>

/* Compares the members that the row names, and checks what holds for every
   error. url: what was asked, may be NULL; its secrets must not be shown. */
void check_error(const cos_error_t *error, json_t *expect, const char *url);

#endif
