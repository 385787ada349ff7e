/* Calls the bucket check of both libraries; each answers in its own way. */
#define COS_ERR_COEXIST
#include <cos_err.h>
#include <stdio.h>
#include <string.h>

#include "sdk.h"

int main(void) {
  cos_table_t *headers;
  cos_status_t *status = cos_head_bucket(NULL, NULL, &headers);
  cos_error_t *error = cos_err_head_bucket(NULL, "examplebucket-1250000000", NULL, NULL);
  int sdk_right = status->code == 404 && strcmp(status->error_code, "of the SDK") == 0 && headers == NULL;
  int ours_right = cos_error_reason(error) == COS_ERROR_REASON_INVALID_ARGUMENT;
  printf("SDK: %d %s; cos_err: %s\n", status->code, status->error_code, cos_error_text(error));
  cos_error_free(error);
  return !(sdk_right && ours_right);
}
