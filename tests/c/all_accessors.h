/* Reads everything an error or an answer has, through every accessor. */
#ifndef EVERY_H
#define EVERY_H

#include <cos_err.h>

/* Texts are UTF-8 and never NULL, lists agree with their counts, the fields of
   one call with the single accessors, the JSON with both. */
void check_every_accessor(const cos_error_t *error);

/* Likewise of an answer. */
void check_every_field(const cos_response_t *response);

#endif
