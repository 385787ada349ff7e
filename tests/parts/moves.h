/* Files that are moved, and what the stand-in received meanwhile. */
#ifndef MOVES_H
#define MOVES_H

#include <cos_err.h>
#include <stddef.h>

#include "files.h"
#include "standin.h"

/* The smallest part that COS takes; files of so much are moved in parts here. */
enum { PART = 1 << 20 };

/* Starts the stand-in, and makes the folder. */
void moves_begin(void);
void moves_end(void);

/* A client of one attempt for each request, and so many connections. */
cos_client_t *moves_client(int32_t connections);

/* Settings of such parts, so many at a time. */
cos_transfer_t *moves_in_parts(int32_t parallel);

/* Uploads the file of this name as the object of this name. Frees the settings. */
cos_error_t *upload_of(cos_client_t *client, const char *name, cos_transfer_t *transfer, const cos_call_t *call);

/* Downloads the object of this name into the file of this name. Frees the settings. */
cos_error_t *download_of(cos_client_t *client, const char *name, cos_transfer_t *transfer, const cos_call_t *call);

/* The same, which must succeed. */
void downloaded(cos_client_t *client, const char *name, cos_transfer_t *transfer);
void uploaded(cos_client_t *client, const char *name, cos_transfer_t *transfer);

/* The object holds just the first bytes of the pattern. */
void check_object(cos_client_t *client, const char *key, size_t length);

/* No object has this name. */
void check_no_object(cos_client_t *client, const char *key);

/* Uploads in parts that were begun and not ended. */
void check_uploads(cos_client_t *client, const char *text);

/* Stores an object with the first bytes of the pattern. */
void store(cos_client_t *client, const char *key, size_t length);

/* Ends one of them. */
void abort_upload(cos_client_t *client, const char *key, const char *id);

/* The requests since standin_forget: the initial of each in their order, "I" initiates, "P" is a
   part, "C" completes, "A" aborts, "L" lists parts, "R" is a range, others by their method. */
const char *requests_made(void);

/* Requests with this text in method, blank and target. */
size_t requests_with(const char *text);

/* Faults of the bucket's requests from now on: see the stand-in's --help. */
void faults(const char *json);

/* Sent and not sent headers of the first request with this text. */
const char *header_of(const char *text, const char *name);

#endif
