/*
 * What a contestant is: it keeps one connection, and makes one request at a time on it.
 */
#ifndef BENCH_CALLS_H
#define BENCH_CALLS_H

#include <stddef.h>

/** How a contestant asks. */
struct way {
  /** HTTPS, the certificate verified. */
  int tls;
  /** HEAD of a bucket that exists, or HEAD or GET of an object that does not. */
  enum what { HEAD_BUCKET, HEAD_MISSING, GET_MISSING } what;
  /** With an Authorization field. */
  int sign;
  /** host:port to connect to. */
  const char *connect_to;
  /** Whom to trust. */
  const char *ca_file;
};

/** Makes the client, which lives as long as the process. */
typedef void *open_fn(const struct way *way);

/** Makes a request and shows what it learned to `learned`, `missed` or `use` of ../read/read.h. */
typedef void request_fn(void *state);

/** Takes the status and the bucket's region of a HEAD that succeeded. */
void learned(long status, const char *region);

/** Takes the status and the request id of a HEAD that failed. */
void missed(long status, const char *request_id);

/** Ends the process: a contestant does not work. */
void fail(const char *contestant, const char *why);

/** The Authorization by libcurl's side, as a header line, of a request of that path. */
void curl_authorization(const char *method, const char *path, char *header, size_t size);

open_fn ours_open, curl_open, s3_open;
request_fn ours_request, curl_request, s3_request;

#endif
