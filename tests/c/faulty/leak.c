/* Loses errors: nobody frees them. Several, for a pointer to one may survive in a register. */
#include <cos_err.h>

int main(void) {
  cos_exchange_t exchange = {.struct_size = sizeof exchange, .status = 404};
  int sum = 0;
  for (int i = 0; i < 8; i++) sum += cos_error_status(cos_error_from_response(&exchange));
  return sum == 8 * 404 ? 0 : 3;
}
