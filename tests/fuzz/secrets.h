/* Secrets that no output may show: not as they are, not percent-encoded, not in another case. */
#ifndef SECRETS_H
#define SECRETS_H

#include <cos_err.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  const char *values[8]; /* NULL ends them */
} secrets_t;

/* Whether a text shows one: the beginning of a value suffices, as a cut leaves it. */
int shows_secret(const char *text, const secrets_t *secrets);

/* Whether an input spells one itself, which outputs may then repeat. */
int spells_secret(const uint8_t *data, size_t size, const secrets_t *secrets);

/* Message, resource, URL, text, JSON, advice and causes show none. */
void require_no_secret(const cos_error_t *error, const secrets_t *secrets);

#endif
