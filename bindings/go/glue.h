/* What Go cannot say to C by itself: handles as user data, and which call a callback belongs to. */
#ifndef COS_GO_GLUE_H
#define COS_GO_GLUE_H

#include <cos_err.h>
#include <stdlib.h>

/* The calls of cos_err.h that may call back. flight: the handle of the Go call, 0 if it has no callbacks. */
cos_error_t *cos_go_head_bucket(cos_client_t *client, const char *bucket, const cos_call_t *call, uintptr_t flight,
                                cos_response_t **response);
cos_error_t *cos_go_send(cos_client_t *client, const cos_request_t *request, const cos_call_t *call, uintptr_t flight,
                         cos_response_t **response);
cos_error_t *cos_go_presign(cos_client_t *client, const cos_request_t *request, const cos_call_t *call,
                            int64_t expires_s, uintptr_t flight, char **url);
cos_error_t *cos_go_sign(cos_client_t *client, const cos_request_t *request, const cos_call_t *call, int64_t expires_s,
                         uintptr_t flight, cos_signed_t **signed_request);
cos_error_t *cos_go_upload_file(cos_client_t *client, const char *bucket, const char *key, const char *path,
                                const cos_transfer_t *transfer, const cos_call_t *call, uintptr_t flight,
                                cos_response_t **response);
cos_error_t *cos_go_download_file(cos_client_t *client, const char *bucket, const char *key, const char *path,
                                  const cos_transfer_t *transfer, const cos_call_t *call, uintptr_t flight,
                                  cos_response_t **response);

/* Callbacks of a transfer: its progress, and whether to go on, each if its number is not 0. They may run on
   threads of the library. */
void cos_go_watch_transfer(cos_transfer_t *transfer, int reports, cos_call_t *call, int checks, uintptr_t flight);

/* Callbacks of a request; they find their call's Reader, Writer and function by its flight. */
void cos_go_set_body_reader(cos_request_t *request, int rewinds, int64_t length);
void cos_go_set_sink_writer(cos_request_t *request, int rewinds);
void cos_go_set_progress(cos_request_t *request);
void cos_go_set_head(cos_request_t *request);

/* Asks the context of the call whether to go on. */
void cos_go_set_interrupt(cos_call_t *call);

/* Callbacks of a client: handles of Go functions, released with the client's last use. */
void cos_go_set_provider(cos_client_options_t *options, uintptr_t provider);
void cos_go_set_log(cos_client_options_t *options, cos_log_level_t level, uintptr_t log);

/* cos_error_from_response of an exchange whose body and header block are in Go's memory. */
cos_error_t *cos_go_from_response(const cos_exchange_t *exchange, const void *body, const void *raw_headers);

/* The same for what an SDK kept. */
cos_error_t *cos_go_from_sdk(const cos_sdk_error_t *sdk, const void *body);

#endif
