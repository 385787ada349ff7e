/* Texts for people and for programs. What a server wrote is printed without control characters. */
#ifndef PRINT_H
#define PRINT_H

#include "command.h"

/* One of two texts, by the language of the settings. */
const char *say(const settings_t *settings, const char *english, const char *chinese);

/* A text without control characters, which a terminal would obey, and without what is not UTF-8. */
void print_clean(FILE *to, const char *text);
/* A text as a JSON string; what is not UTF-8 in it becomes U+FFFD. */
void print_json_text(const char *text);
/* The same for what a server or a log says, in which secrets are masked. */
void print_masked(const char *text);
void print_json_masked(const char *text);
/* `"name":"text"`, with a comma in front unless it is the first. */
void print_json_member(int is_first, const char *name, const char *text);

/* "yes", "no" or "after-fix", in words of the language unless JSON is printed. */
const char *retry_word(const settings_t *settings, cos_retry_t retry);
/* "COS" ...; in JSON "cos" ... */
const char *responder_word(const settings_t *settings, cos_responder_t responder);

/* Writes "2026-11-28 15:30:00 UTC"; in JSON "2026-11-28T15:30:00Z". */
void print_time(const settings_t *settings, int64_t unix_s);

/* Where a text comes from: a file's name, and the line, 0 for the whole of it. */
typedef struct {
  const char *name;
  uint64_t line;
} place_t;

void print_error(const settings_t *settings, const place_t *place, const cos_error_t *error);
void print_success(const settings_t *settings, const place_t *place, int status, const char *request_id);
void print_id(const settings_t *settings, const place_t *place, const char *id, const cos_id_t *read, const char *code);

#endif
