/* Requests by libs3, a C client of S3: one of its connections is kept, each request is signed as S3's are. A HEAD of
   a bucket is none of its calls. */

#include <libs3.h>
#include <stdlib.h>
#include <string.h>

#include "../read/read.h"
#include "answer.h"
#include "calls.h"

struct peer {
  const struct way *way;
  S3BucketContext bucket;
};

static S3Status properties(const S3ResponseProperties *properties, void *state) {
  (void)properties, (void)state;
  return S3StatusOK;
}

static const char *text_of(const char *text) {
  return text == NULL ? "" : text;
}

/** Its error has no request id: the list of details has it, if the body does. */
static const char *detail(const S3ErrorDetails *details, const char *name) {
  for (int i = 0; i < details->extraDetailsCount; i++) {
    if (strcmp(details->extraDetails[i].name, name) == 0) {
      return text_of(details->extraDetails[i].value);
    }
  }
  return "";
}

static void complete(S3Status status, const S3ErrorDetails *details, void *state) {
  const struct peer *peer = state;
  if (peer->way->what != GET_MISSING) {
    /* No request id: the header of COS has another name than that of S3. */
    if (status != S3StatusHttpErrorNotFound) {
      fail("libs3", S3_get_status_name(status));
    }
    return;
  }
  if (details == NULL || status == S3StatusConnectionFailed) {
    fail("libs3", S3_get_status_name(status));
  }
  const char *const fields[FIELDS] = {status == S3StatusErrorNoSuchKey ? "NoSuchKey" : "", text_of(details->message),
                                      text_of(details->resource), detail(details, "RequestId"), detail(details, "TraceId")};
  use(fields);
}

static S3Status ignore(int size, const char *bytes, void *state) {
  (void)size, (void)bytes, (void)state;
  return S3StatusOK;
}

void *s3_open(const struct way *way) {
  struct peer *peer = calloc(1, sizeof *peer);
  if (peer == NULL || S3_initialize("libs3", S3_INIT_ALL, way->connect_to) != S3StatusOK) {
    fail("libs3", "not initialized");
  }
  peer->way = way;
  peer->bucket.hostName = way->connect_to;
  peer->bucket.bucketName = BUCKET;
  peer->bucket.protocol = S3ProtocolHTTP;
  peer->bucket.uriStyle = S3UriStylePath;
  peer->bucket.accessKeyId = SECRET_ID;
  peer->bucket.secretAccessKey = SECRET_KEY;
  return peer;
}

void s3_request(void *state) {
  struct peer *peer = state;
  if (peer->way->what == GET_MISSING) {
    const S3GetObjectHandler handler = {{properties, complete}, ignore};
    S3_get_object(&peer->bucket, KEY, NULL, 0, 0, NULL, &handler, peer);
  } else {
    const S3ResponseHandler handler = {properties, complete};
    S3_head_object(&peer->bucket, KEY, NULL, &handler, peer);
  }
}
