/* Downloads an object, and goes on where the connection broke.
     download BUCKET KEY FILE
   For a file that is simply whole or not there, cos_request_set_sink_file is enough:
   the library asks again from the first byte. For objects that are too large for that,
   this one keeps what came and asks for the rest (Range), as long as the object is
   still the same (If-Match). */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common.h"

enum { MOST_BREAKS = 20 };

typedef struct {
  FILE *file;
  long long have; /* bytes that came */
  uint64_t crc;   /* their CRC-64: a part of an object has none to compare with */
  char etag[80];  /* of the object that they are from */
} part_t;

/* CRC-64 as COS tells it in x-cos-hash-crc64ecma. */
static uint64_t crc64(uint64_t crc, const unsigned char *bytes, size_t size) {
  crc = ~crc;
  for (size_t i = 0; i < size; i++) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (crc & 1 ? 0xC96C5795D7870F42u : 0);
  }
  return ~crc;
}

/* Without a rewind function nothing comes twice: what was written stays. */
static int32_t keep(void *user_data, const void *bytes, size_t size) {
  part_t *part = user_data;
  if (fwrite(bytes, 1, size, part->file) != size) return 1;
  part->crc = crc64(part->crc, bytes, size);
  part->have += (long long)size;
  return 0;
}

/* Asks for what is missing. */
static cos_error_t *get_rest(cos_client_t *client, char **argv, part_t *part, cos_response_t **response) {
  char range[40];
  cos_request_t *request = cos_request_new("GET", argv[1], argv[2]);
  if (part->have > 0) {
    snprintf(range, sizeof range, "bytes=%lld-", part->have);
    cos_request_set_header(request, "Range", range);
    cos_request_set_header(request, "If-Match", part->etag);
  }
  cos_request_set_sink_writer(request, keep, NULL, part, NULL);
  cos_error_t *error = cos_client_send(client, request, NULL, response);
  cos_request_free(request);
  return error;
}

int main(int argc, char **argv) {
  part_t part = {NULL, 0, 0, ""};
  cos_response_t *response = NULL;
  cos_error_t *error = NULL;
  if (argc != 4) return fprintf(stderr, "usage: download BUCKET KEY FILE\n"), 2;
  cos_client_t *client = client_from_environment();
  if (!client) return 1;
  part.file = fopen(argv[3], "wb");
  if (!part.file) return fprintf(stderr, "%s: %s\n", argv[3], strerror(errno)), 1;

  for (int breaks = 0; breaks <= MOST_BREAKS; breaks++) {
    long long before = part.have;
    error = get_rest(client, argv, &part, &response);
    /* An error after the status line keeps the header fields of the answer that broke. */
    if (!error || part.have == before || cos_error_retry(error) != COS_RETRY_YES) break;
    fprintf(stderr, "after %lld bytes: %s\n", part.have, cos_error_text(error));
    snprintf(part.etag, sizeof part.etag, "%s", cos_error_header(error, "ETag"));
    if (breaks < MOST_BREAKS) cos_error_free(error);
  }

  int failed = error ? report(error) : 0;
  const char *told = cos_response_header(response, "x-cos-hash-crc64ecma");
  if (!failed && *told && strtoull(told, NULL, 10) != part.crc)
    failed = fprintf(stderr, "%s: the checksum differs\n", argv[3]) != 0;
  if (fclose(part.file) != 0) failed = 1;
  if (!failed) printf("%lld bytes in %s\n", part.have, argv[3]);
  cos_response_free(response);
  cos_client_free(client);
  return failed;
}
