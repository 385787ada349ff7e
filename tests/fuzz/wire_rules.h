/* What may be on the wire for a request: written from the documents of HTTP and COS, not from the library. */
#ifndef WIRE_RULES_H
#define WIRE_RULES_H

#include <stddef.h>

#include "settings.h"

/* Origin, path, the parameters of a signature by `id`, then the query; the token may follow. */
void require_signed_url(const char *url, const settings_t *settings, const char *id);

/* The bytes are one request: one request line, one Host, one Authorization unless it is sent
   unsigned, and the headers that were set. `is_absolute`: its line has the whole URL. Returns the body. */
typedef struct {
  int is_absolute, is_unsigned;
} wire_t;
const char *require_wire_head(const char *request, const settings_t *settings, wire_t wire);

/* The same, and the body is that of the settings. */
void require_wire(const char *request, size_t length, const settings_t *settings, int is_absolute);

#endif
