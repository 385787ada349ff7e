#ifndef SIGNATURE_RULES_H
#define SIGNATURE_RULES_H

#include "settings.h"

/* The Authorization of a request on the wire is that which COS computes from its line and headers
   (https://cloud.tencent.com/document/product/436/7778), for this id and SecretKey. */
void require_signature_rules(const char *request, const settings_t *settings, const char *id, const char *key);

#endif
