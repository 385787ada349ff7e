/* The input of the target `requests`: lines NAME=VALUE, in which 0x05 stands for LF and 0x06 for CR. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include "input.h"

typedef enum {
  SET_REGION,
  SET_ENDPOINT,
  SET_ID,
  SET_SECRET, /* follows the SecretKey */
  SET_TOKEN,  /* follows the token; without a line there is none */
  SET_AGENT,
  SET_PROXY,   /* follows the proxy's user and password */
  SET_CONNECT,
  SET_VIA,     /* p: through a proxy, t: through a tunnel */
  SET_METHOD,
  SET_BUCKET,
  SET_KEY,
  SET_HEADER, /* NAME: VALUE; other lines are ignored */
  SET_QUERY,  /* NAME=VALUE, or NAME */
  SET_BODY,
  SET_MD5,
  SET_CALL_REGION,
  SET_CALL_HEADER,
  SET_EXPIRES,
  SETTINGS
} setting_t;

enum { MOST_SETTINGS = 64 };

typedef struct {
  setting_t kind;
  char *value, *second; /* second: of a pair; NULL for a query parameter without a value, and for all others */
} line_setting_t;

typedef struct {
  line_setting_t all[MOST_SETTINGS];
  size_t count;
} settings_t;

settings_t settings_of(slice_t input);
void free_settings(settings_t *settings);

/* The last value of a kind; NULL without one. */
const char *setting(const settings_t *settings, setting_t kind);

/* Whether the last pair of this kind with this name is the one at `index`. `same` compares names. */
int is_last(const settings_t *settings, size_t index, int (*same)(const char *, const char *));

#endif
