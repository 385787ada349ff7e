/* One version: that of Cargo.toml (the argument), of the header, of the library. */
#include <stdlib.h>

#include <cos_err.h>

#include "check.h"

int main(int argc, char **argv) {
  if (argc != 2) return fputs("usage: version MAJOR.MINOR.PATCH\n", stderr), 2;
  char parts[64];
  snprintf(parts, sizeof parts, "%d.%d.%d", COS_ERR_VERSION_MAJOR, COS_ERR_VERSION_MINOR, COS_ERR_VERSION_PATCH);
  CHECK_TEXT(COS_ERR_VERSION, argv[1]);
  CHECK_TEXT(parts, argv[1]);
  CHECK_TEXT(cos_err_version(), argv[1]);
  return check_report();
}
