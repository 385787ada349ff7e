/* cos-err: what its subcommands share. */
#ifndef COMMAND_H
#define COMMAND_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cos_err.h>

/* Exit codes. Of several inputs, the highest counts. */
enum {
  EXIT_FINE = 0,    /* what was asked for was found, and no response was an error */
  EXIT_ERROR = 1,   /* a response was an error, or the bucket cannot be reached */
  EXIT_USAGE = 2,   /* the arguments are wrong */
  EXIT_UNKNOWN = 3, /* an unknown code, the id of another system, or no response in the input */
  EXIT_IO = 4,      /* a file could not be read, or the output not written */
};

typedef struct {
  const char *language; /* "en" or "zh" */
  int json;
  const char *region;   /* NULL: that of the environment */
  const char *endpoint; /* likewise */
} settings_t;

int command_explain(const settings_t *settings, int count, char **arguments);
int command_read(const settings_t *settings, int count, char **arguments);
int command_id(const settings_t *settings, int count, char **arguments);
int command_head_bucket(const settings_t *settings, int count, char **arguments);

/* The code whose spelling is nearest; NULL if none is near. */
const char *suggested_code(const char *text);

/* The reason of a client error with this name, in any case; 0 if there is none. */
cos_error_reason_t reason_of(const char *name);
/* The names of the reasons by index; NULL beyond the last. */
const char *reason_name(size_t index);

#endif
