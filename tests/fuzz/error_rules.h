/* What holds for every error, whatever it was made from. */
#ifndef ERROR_RULES_H
#define ERROR_RULES_H

#include <cos_err.h>
#include <stdint.h>

/* `variation` selects the struct sizes that are used. NULL holds nothing. */
void require_error_rules(const cos_error_t *error, uint64_t variation);

/* The same for a response. */
void require_response_rules(const cos_response_t *response, uint64_t variation);

/* Two readings of one input agree. */
void require_same(const cos_error_t *one, const cos_error_t *other);

/* A text in UTF-8, which is returned; and one without control characters. */
const char *require_text(const char *what, const char *text);
void require_line(const char *what, const char *text);

/* A number that depends on every byte. */
uint64_t variation_of(const uint8_t *data, size_t size);

#endif
