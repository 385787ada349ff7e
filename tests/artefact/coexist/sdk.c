#include "sdk.h"

#include <stddef.h>

static cos_status_t answer = {404, "of the SDK"};

cos_status_t *cos_head_bucket(const cos_request_options_t *options, const cos_string_t *bucket,
                              cos_table_t **resp_headers) {
  (void)options;
  (void)bucket;
  if (resp_headers) *resp_headers = NULL;
  return &answer;
}
