/* Adds to the greatest status that an int holds. */
#include <limits.h>

#include <cos_err.h>

int main(int argc, char **argv) {
  (void)argv;
  int sum = INT_MAX - cos_error_status(NULL) + argc;
  return sum == 3 ? 3 : 0;
}
