#ifndef JSON_RULES_H
#define JSON_RULES_H

#include <cos_err.h>

/* cos_error_json parses, has every member, and agrees with the accessors. */
void require_json_rules(const cos_error_t *error);

#endif
