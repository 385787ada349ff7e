#include "percent.h"

#include <ctype.h>
#include <stdio.h>

void percent_decode(char *text) {
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
}
