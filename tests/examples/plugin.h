/* What load_plugin.c calls in plugin.c, by these names. */
#ifndef PLUGIN_H
#define PLUGIN_H

/* Starts calls and does not wait for them. Returns 0 if they were started. */
typedef int plugin_start_t(const char *bucket);

/* Ends them. When it returns, nothing of the plugin will be called any more. */
typedef void plugin_stop_t(void);

#endif
