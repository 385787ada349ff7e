#include "peak.h"

#include <stdio.h>

long peak(void) {
  char line[256];
  long kib = 0;
  FILE *status = fopen("/proc/self/status", "re");
  while (status && fgets(line, sizeof line, status))
    if (sscanf(line, "VmHWM: %ld kB", &kib) == 1) break;
  if (status) fclose(status);
  FILE *refs = fopen("/proc/self/clear_refs", "we");
  if (refs) {
    fputs("5", refs);
    fclose(refs);
  }
  return kib * 1024;
}
