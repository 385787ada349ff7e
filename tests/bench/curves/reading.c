/*
 * Reads one error response with so many headers and a message of so many bytes, COUNT times:
 *
 *   reading NAME HEADERS BYTES COUNT
 *
 * NAME: libcos_err, or pugixml, which parses the body alone.
 */
#include <cos_err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../read/read.h"

enum { MOST_HEADERS = 1000, NAME_ROOM = 24 };

const char *const element_names[FIELDS] = {"Code", "Message", "Resource", "RequestId", "TraceId"};
static cos_header_t headers[MOST_HEADERS];
static size_t header_count, message_length;
static volatile unsigned seen;

void use(const char *const fields[FIELDS]) {
  if (strlen(fields[MESSAGE]) != message_length || strcmp(fields[REQUEST_ID], "NWYxYTJiM2M=") != 0) {
    fprintf(stderr, "the fields are not those of the body\n");
    exit(2);
  }
  for (int i = 0; i < FIELDS; i++) {
    seen += (unsigned char)fields[i][0];
  }
}

static void read_ours(const char *body, size_t length) {
  cos_exchange_t exchange = {.struct_size = sizeof exchange, .method = "GET", .status = 404};
  exchange.url = "https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/exampleobject";
  exchange.headers = headers;
  exchange.header_count = header_count;
  exchange.body = body;
  exchange.body_len = length;
  cos_error_t *error = cos_error_from_response(&exchange);
  const char *const fields[FIELDS] = {
      cos_error_code(error),       cos_error_message(error),  cos_error_resource(error),
      cos_error_request_id(error), cos_error_trace_id(error),
  };
  use(fields);
  cos_error_free(error);
}

static const struct {
  const char *name;
  read_body_fn *read;
} contestants[] = {
    {"libcos_err", read_ours}, {"pugixml", read_pugixml}};

static char *body_of(size_t bytes) {
  char *body = malloc(bytes + 512);
  size_t length = (size_t)sprintf(body, "<?xml version='1.0' encoding='utf-8' ?>\n<Error>\n\t<Code>NoSuchKey</Code>\n\t<Message>");
  for (size_t i = 0; i < bytes; i++) {
    body[length++] = "word "[i % 5];
  }
  /* A blank at the end is no part of a message. */
  body[length - 1] = '.';
  strcpy(body + length,
         "</Message>\n\t<Resource>examplebucket-1250000000/exampleobject</Resource>\n\t<RequestId>NWYxYTJiM2M=</RequestId>\n\t"
         "<TraceId>NzRkYWZi</TraceId>\n</Error>\n");
  return body;
}

int main(int argc, char **argv) {
  if (argc != 5 || atol(argv[2]) < 0 || atol(argv[2]) > MOST_HEADERS || atol(argv[3]) < 1) {
    fprintf(stderr, "usage: reading NAME HEADERS BYTES COUNT\n");
    return 2;
  }
  static char names[MOST_HEADERS][NAME_ROOM];
  header_count = (size_t)atol(argv[2]);
  message_length = (size_t)atol(argv[3]);
  for (size_t i = 0; i < header_count; i++) {
    snprintf(names[i], NAME_ROOM, "x-cos-meta-%zu", i);
    headers[i] = (cos_header_t){names[i], "a value of twenty-two", 0, 0};
  }
  char *body = body_of(message_length);
  const size_t length = strlen(body);
  for (size_t i = 0; i < sizeof contestants / sizeof *contestants; i++) {
    for (long n = strcmp(contestants[i].name, argv[1]) == 0 ? atol(argv[4]) : 0; n > 0; n--) {
      contestants[i].read(body, length);
    }
  }
  free(body);
  return 0;
}
