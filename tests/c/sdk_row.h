/* The rows of tests/cases/sdk: what an SDK kept of a response is in the error, what it lost is marked. */
#ifndef SDK_ROW_H
#define SDK_ROW_H

#include <cos_err.h>
#include <jansson.h>

void check_sdk_row(const cos_error_t *error, json_t *row);

#endif
