#ifndef DOCUMENT_RULES_H
#define DOCUMENT_RULES_H

#include <cos_err.h>

/* The XML of a success is read as a whole or not at all, and its JSON agrees with counts and values. */
void require_document_rules(const cos_response_t *response);

#endif
