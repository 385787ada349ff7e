/* Explains an answer, and prints which library did. */
#include <cos_err.h>
#include <stdio.h>
#include <string.h>

int main(void) {
  cos_exchange_t exchange = {0};
  exchange.struct_size = sizeof exchange;
  exchange.method = "HEAD";
  exchange.url = "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/";
  exchange.status = 404;
  cos_error_t *error = cos_error_from_response(&exchange);
  int right = strcmp(cos_error_code(error), "NoSuchBucket") == 0;
  printf("%s %s\n", cos_err_version(), cos_error_code(error));
  cos_error_free(error);
  return !right;
}
