/* Lists the keys of a bucket, page by page.
     list BUCKET [PREFIX [KEYS-PER-PAGE]]
   With encoding-type=url COS percent-encodes keys in its XML: whatever bytes a key
   has, an element's text then holds no character that XML would have to escape, and a
   plain search for tags is right. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common.h"

/* The text of the next element of this name from *at on, which is moved behind it; NULL: none.
   The text is ended in place. */
static char *next_text(char **at, const char *open, const char *close) {
  char *begin = strstr(*at, open);
  char *end = begin ? strstr(begin, close) : NULL;
  if (!end) return NULL;
  *end = '\0';
  *at = end + 1;
  return begin + strlen(open);
}

static char *decoded(char *text) {
  char *to = text;
  for (const char *from = text; *from; to++) {
    unsigned value;
    if (*from == '%' && isxdigit((unsigned char)from[1]) && sscanf(from + 1, "%2x", &value) == 1) {
      *to = (char)value;
      from += 3;
    } else {
      *to = *from++;
    }
  }
  *to = '\0';
  return text;
}

/* Prints a page. The marker of the next one, which the caller frees; NULL: it was the last. */
static char *print_page(const cos_response_t *response) {
  size_t length;
  const void *body = cos_response_body(response, &length);
  char *page = calloc(1, length + 1), *marker = NULL;
  if (!page) return NULL;
  memcpy(page, body, length);
  char *at = page;
  char *next = strstr(page, "<IsTruncated>true<") ? next_text(&at, "<NextMarker>", "</NextMarker>") : NULL;
  if (next) marker = strdup(decoded(next));
  /* The marker's text is behind us now: keys stand in <Contents>, wherever those are. */
  memcpy(page, body, length);
  at = page;
  for (char *key; (key = next_text(&at, "<Key>", "</Key>"));) puts(decoded(key));
  free(page);
  return marker;
}

int main(int argc, char **argv) {
  char *marker = NULL;
  int more = 1;
  cos_error_t *error = NULL;
  if (argc < 2) return fprintf(stderr, "usage: list BUCKET [PREFIX [KEYS-PER-PAGE]]\n"), 2;
  cos_client_t *client = client_from_environment();
  if (!client) return 1;

  while (more && !error) {
    cos_response_t *response = NULL;
    cos_request_t *request = cos_request_new("GET", argv[1], NULL);
    cos_request_set_query(request, "encoding-type", "url");
    if (argc > 2) cos_request_set_query(request, "prefix", argv[2]);
    if (argc > 3) cos_request_set_query(request, "max-keys", argv[3]);
    if (marker) cos_request_set_query(request, "marker", marker);
    /* A page that is not one, of whatever status, is an error. */
    cos_request_set_expect_root(request, "ListBucketResult");
    error = cos_client_send(client, request, NULL, &response);
    cos_request_free(request);
    free(marker);
    marker = error ? NULL : print_page(response);
    more = marker != NULL;
    cos_response_free(response);
  }
  cos_client_free(client);
  return error ? report(error) : 0;
}
