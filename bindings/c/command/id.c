/* cos-err id: which service made a request id, and when. */
#include "print.h"

static int unknown(const settings_t *settings, const char *id) {
  fputs(say(settings, "cos-err: not a request id of COS: ", "cos-err：不是 COS 的请求 ID："), stderr);
  print_clean(stderr, id);
  fputc('\n', stderr);
  return EXIT_UNKNOWN;
}

int command_id(const settings_t *settings, int count, char **arguments) {
  if (count == 0) return fputs("cos-err: id needs an ID, the value of x-cos-request-id\n", stderr), EXIT_USAGE;
  int result = EXIT_FINE;
  for (int i = 0; i < count; i++) {
    cos_id_t id = {.struct_size = sizeof id};
    place_t place = {.name = "id"};
    if (cos_id_read(arguments[i], &id)) print_id(settings, &place, arguments[i], &id, "");
    else result = unknown(settings, arguments[i]);
  }
  return result;
}
