/* The two ways in which an input is read. */
#ifndef READ_H
#define READ_H

#include "input.h"
#include "print.h"

/* Each returns an exit code; EXIT_UNKNOWN if it found nothing, and printed nothing. */

/* As HTTP responses one after another, as a header block, or as one XML or JSON body. */
int read_responses(const settings_t *settings, const input_t *input);
/* As lines, of which some hold a request id or an error body. Reads to the end of the input.
   *read_error is the error number of a failed read, or 0. */
int read_lines(const settings_t *settings, input_t *input, int *read_error);

/* The exit code of what was found before and of what was found next: EXIT_UNKNOWN only if nothing was. */
int read_together(int before, int found);

/* Whether an error is that of a service, of which the text told the status or the code. */
int is_of_service(const cos_error_t *error);

/* Reads and prints one response. status 0: not known. */
int read_exchange(const settings_t *settings, const place_t *place, const cos_exchange_t *exchange);

#endif
