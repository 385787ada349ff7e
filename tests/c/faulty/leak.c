/* Loses an error: the pointer is overwritten, nobody frees it. */
#include <cos_err.h>

static cos_error_t *volatile lost;

int main(void) {
  cos_exchange_t exchange = {.struct_size = sizeof exchange, .status = 404};
  lost = cos_error_from_response(&exchange);
  int held = cos_error_status(lost) == 404;
  lost = NULL;
  return held ? 0 : 3;
}
