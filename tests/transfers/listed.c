/* Reads a listing of so many keys as a program does: listed KEYS. Only read_listing is to be counted. */
#include "listed.h"

#include <stdlib.h>

#include "ask.h"
#include "check.h"
#include "fault.h"
#include "peer.h"

static char *listing(size_t keys, size_t *length) {
  char *text = NULL;
  FILE *to = open_memstream(&text, length);
  if (!to) abort();
  write_listing(to, keys);
  fclose(to);
  return text;
}

static cos_response_t *served(const char *body, size_t length) {
  char *whole = malloc(length + 200);
  if (!whole) abort();
  size_t head = (size_t)sprintf(whole, "HTTP/1.1 200 OK\r\nx-cos-request-id: id\r\nContent-Length: %zu\r\n\r\n", length);
  memcpy(whole + head, body, length);
  const peer_answer_t answer = {.bytes = whole, .length = head + length};
  peer_t *peer = peer_start(&answer, 1, PEER_READ_HEAD);
  cos_client_t *client = client_from(http_options(peer_address(peer)));
  cos_response_t *response = sent(client, cos_request_new("GET", STANDIN_BUCKET, NULL));
  cos_client_free(client);
  peer_stop(peer);
  free(whole);
  return response;
}

/* What is counted: parsing, and the five values of each key. */
__attribute__((noinline)) size_t read_listing(const cos_response_t *response) {
  static const char *const names[] = {"/Key", "/LastModified", "/ETag", "/Size", "/StorageClass"};
  size_t count = cos_response_count(response, "Contents"), bytes = 0;
  for (size_t i = 0; i < count; i++) {
    char path[64], *end = path_of_key(path, i);
    for (size_t j = 0; j < sizeof names / sizeof *names; j++) {
      strcpy(end, names[j]);
      bytes += strlen(cos_response_value(response, path));
    }
  }
  return bytes;
}

int main(int argc, char **argv) {
  if (argc != 2) return fputs("usage: listed KEYS\n", stderr), 2;
  size_t keys = (size_t)atol(argv[1]), length = 0;
  char *body = listing(keys, &length);
  cos_response_t *response = served(body, length);
  CHECK_NUMBER(read_listing(response), keys * VALUES_OF_A_KEY);
  CHECK_NUMBER(cos_response_count(response, "Contents"), keys);
  CHECK_TEXT(cos_response_fault(response), "");
  cos_response_free(response);
  free(body);
  return check_report();
}
