/* Responses of the server whose meaning is known, because they are made here. */
#ifndef REPLIES_H
#define REPLIES_H

#include "input.h"

typedef struct {
  int status;
  int keeps, is_head;                   /* the connection stays open; it responds to HEAD */
  int is_cut, has_wrong_crc, is_gzip;   /* the body ends early; its checksum is another; it is compressed */
  char *bytes, *body, *sent;            /* all; the body; the body as it is sent, perhaps compressed */
  size_t length, body_length, sent_length;
} made_t;

/* From LETTERS:BODY. The letters: a digit selects the status; c chunks (else a length), n until the end of
   the connection; k keep; t cut; h a checksum, H a wrong one; g gzip; a Retry-After; d another clock. */
made_t make_reply(const char *plan, int is_head);
void free_reply(made_t *reply);

#endif
