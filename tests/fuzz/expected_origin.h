/* Where a request goes: written from the documents of COS and from Tencent's SDKs, not from the library. */
#ifndef EXPECTED_ORIGIN_H
#define EXPECTED_ORIGIN_H

#include "settings.h"

/* The scheme and host that the settings mean, without a default port. The caller frees it. */
char *expected_origin(const settings_t *settings);

#endif
