#ifndef DOCUMENT_RULES_H
#define DOCUMENT_RULES_H

#include <cos_err.h>

/* The XML of a success is read as a whole or not at all, and its JSON agrees with counts and values. */
void require_document_rules(const cos_response_t *response);

/* What is written of JSON reads as a document, and that is written in the same way. */
void require_written_rules(const char *json);

#endif
