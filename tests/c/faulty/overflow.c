/* Copies one byte more than a body has. */
#include <stdlib.h>
#include <string.h>

#include <cos_err.h>

int main(int argc, char **argv) {
  (void)argv;
  char copy[64];
  char *body = malloc(16);
  if (!body) return 0;
  memset(body, ' ', 16);
  cos_exchange_t exchange = {.struct_size = sizeof exchange, .status = 404, .body = body, .body_len = 16};
  cos_error_t *error = cos_error_from_response(&exchange);
  memcpy(copy, body, 16 + (size_t)argc);
  cos_error_free(error);
  free(body);
  return copy[argc] == 'x' ? 3 : 0;
}
