/* Loads plugin.c, lets it start calls, and unloads it while they run, as often as told.
     load_plugin PLUGIN.so BUCKET TIMES
   After dlclose the plugin's code is no longer mapped: a callback that came later would end this
   program. libcos_err itself stays in memory, and serves the plugin that is loaded next. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin.h"

/* POSIX lets dlsym return functions, but C has no such cast. */
static void find(void *plugin, const char *name, void *function, size_t size) {
  void *address = dlsym(plugin, name);
  if (!address) exit(fprintf(stderr, "%s\n", dlerror()) != 0);
  memcpy(function, &address, size);
}

/* Whether it is gone from memory afterwards. */
static int load_and_unload(const char *path, const char *bucket) {
  plugin_start_t *start;
  plugin_stop_t *stop;
  void *plugin = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!plugin) return fprintf(stderr, "%s\n", dlerror()), 0;
  find(plugin, "plugin_start", &start, sizeof start);
  find(plugin, "plugin_stop", &stop, sizeof stop);
  if (start(bucket) == 0) stop();
  dlclose(plugin);
  return dlopen(path, RTLD_NOW | RTLD_NOLOAD) == NULL;
}

int main(int argc, char **argv) {
  if (argc != 4) return fprintf(stderr, "usage: load_plugin PLUGIN.so BUCKET TIMES\n"), 2;
  for (int i = atoi(argv[3]); i > 0; i--) {
    if (!load_and_unload(argv[1], argv[2])) return fprintf(stderr, "the plugin could not start, or is still there\n"), 1;
    puts("unloaded");
  }
  return 0;
}
