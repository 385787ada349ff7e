/* A plugin that calls its host's function when it is unloaded. */
void (*at_last)(void);

__attribute__((destructor)) static void unload(void) {
  if (at_last) at_last();
}
