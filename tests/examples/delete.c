/* Deletes many objects with one request.
     delete BUCKET KEY...
   COS answers 200 even if some keys stay: the library makes one error of that, whose
   parts say which, and why. To delete what is not there is a success. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common.h"

/* A text that grows. */
typedef struct {
  char *bytes;
  size_t length, room;
} text_t;

static void add(text_t *text, const char *bytes, size_t length) {
  if (text->length + length > text->room) {
    text->room = (text->length + length) * 2;
    text->bytes = realloc(text->bytes, text->room);
    if (!text->bytes) abort();
  }
  memcpy(text->bytes + text->length, bytes, length);
  text->length += length;
}

static void add_text(text_t *text, const char *string) { add(text, string, strlen(string)); }

/* Characters that mean something to XML, or that it would read as white space. */
static void add_escaped(text_t *text, const char *string) {
  for (; *string; string++) {
    if (strchr("&<>\r\n\t", *string)) {
      char reference[8];
      snprintf(reference, sizeof reference, "&#%d;", *string);
      add_text(text, reference);
    } else {
      add(text, string, 1);
    }
  }
}

static void print_parts(const cos_error_t *error) {
  cos_error_part_t part = {.struct_size = sizeof part};
  for (size_t i = 0; i < cos_error_part_count(error); i++)
    if (cos_error_part(error, i, &part)) fprintf(stderr, "%s: %s (%s)\n", part.key, part.message, part.code);
}

int main(int argc, char **argv) {
  text_t body = {NULL, 0, 0};
  if (argc < 3) return fprintf(stderr, "usage: delete BUCKET KEY...\n"), 2;
  cos_client_t *client = client_from_environment();
  if (!client) return 1;

  /* Quiet: only what failed is listed in the answer. At most 1000 keys. */
  add_text(&body, "<Delete><Quiet>true</Quiet>");
  for (int i = 2; i < argc; i++) {
    add_text(&body, "<Object><Key>");
    add_escaped(&body, argv[i]);
    add_text(&body, "</Key></Object>");
  }
  add_text(&body, "</Delete>");

  /* The Content-MD5 that COS demands here is sent unasked. */
  cos_request_t *request = cos_request_new("POST", argv[1], NULL);
  cos_request_set_query(request, "delete", NULL);
  cos_request_set_body(request, body.bytes, body.length);
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  if (error)
    print_parts(error);
  else
    printf("%d keys are gone\n", argc - 2);

  free(body.bytes);
  cos_request_free(request);
  cos_client_free(client);
  return error ? report(error) : 0;
}
