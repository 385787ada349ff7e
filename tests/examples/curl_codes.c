/* Prints the table from CURLcode to reason: number, reason, words of libcurl. */
#include <stdio.h>

#include "curl_error.h"

int main(void) {
  for (int code = 1; code < CURL_LAST; code++) {
    const char *reason = cos_error_reason_name(reason_of_curl((CURLcode)code));
    printf("%d\t%s\t%s\n", code, reason, curl_easy_strerror((CURLcode)code));
  }
  return 0;
}
