/* The secrets of a signed URL, and the outputs that must be free of them. */
#ifndef SIGNED_URL_H
#define SIGNED_URL_H

#include <cos_err.h>

/* No output that is safe to log holds the text: message, resource, url, text,
   JSON, advice in both languages. */
void check_not_shown(const cos_error_t *error, const char *secret);

/* The same for the values of q-signature, q-ak and x-cos-security-token in a
   URL, as they stand there and percent-decoded. url may be NULL. */
void check_no_url_secret(const cos_error_t *error, const char *url);

#endif
