#ifndef SIGNED_WIRE_H
#define SIGNED_WIRE_H

#include <cos_err.h>

#include "settings.h"

/* Requires what holds for each signed request, and returns it as an HTTP stack would write it: with Host, and with
   the headers of the settings that the stack writes itself. The caller frees it. */
char *signed_wire(const cos_signed_t *signed_request, const settings_t *settings);

#endif
