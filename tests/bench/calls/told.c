/* What every request must learn, so that nobody is measured doing less. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../read/read.h"
#include "answer.h"
#include "calls.h"

const char *const element_names[FIELDS] = {"Code", "Message", "Resource", "RequestId", "TraceId"};
static const char *const expected[FIELDS] = {
    "NoSuchKey", "The specified key does not exist.", HOST "/" KEY, REQUEST_ID_TEXT, TRACE_ID_TEXT,
};

void fail(const char *contestant, const char *why) {
  fprintf(stderr, "%s: %s\n", contestant, why);
  exit(2);
}

void learned(long status, const char *region) {
  if (status != 200 || strcmp(region, REGION) != 0) {
    fail("a contestant", "learned something else than the bucket's region");
  }
}

void missed(long status, const char *request_id) {
  if (status != 404 || strcmp(request_id, REQUEST_ID_TEXT) != 0) {
    fail("a contestant", "learned something else than the status and the request id");
  }
}

void use(const char *const fields[FIELDS]) {
  for (int i = 0; i < FIELDS; i++) {
    if (strcmp(fields[i], expected[i]) != 0) {
      fail("a contestant", "learned something else than the five fields");
    }
  }
}
