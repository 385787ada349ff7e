/** @file
 * libcos_err: one error model for Tencent Cloud COS.
 *
 * @code
 * cos_client_options_t *options = cos_client_options_new();
 * cos_client_options_set_region(options, "ap-guangzhou");
 * cos_client_options_load_env(options);
 * cos_client_t *client = NULL;
 * cos_error_t *error = cos_client_new(options, &client);
 * cos_client_options_free(options);
 * if (!error) {
 *     cos_request_t *request = cos_request_new("GET", "examplebucket-1250000000", "report.csv");
 *     cos_response_t *response = NULL;
 *     error = cos_client_send(client, request, NULL, &response);
 *     cos_request_free(request);
 *     if (!error) {
 *         size_t length;
 *         const void *body = cos_response_body(response, &length);
 *         fwrite(body, 1, length, stdout);
 *     }
 *     cos_response_free(response);
 * }
 * if (error) fprintf(stderr, "%s\n%s\n", cos_error_text(error), cos_error_advice(error, "en"));
 * cos_error_free(error);
 * cos_client_free(client);
 * @endcode
 *
 * Errors. A call returns a cos_error_t *. NULL means success; any other value is an error,
 * which the caller frees with cos_error_free. Results are returned through the last parameter,
 * which is set to NULL on failure; pass NULL if you do not need the result.
 *
 * NULL is accepted everywhere. Accessors return 0 or "" for a NULL object, *_free(NULL) does
 * nothing, and a required argument that is NULL is reported with its name.
 *
 * Strings that are returned are valid UTF-8, end with a NUL and are never NULL. "" means that
 * the value is absent. An inner NUL is replaced by U+FFFD. Strings belong to the object from
 * which they were read, and are valid until it is freed. Strings that are passed in are copied,
 * or used during the call only.
 *
 * Structs begin with size_t struct_size, which the caller sets to sizeof.
 *
 * Threads. A function may be called from any thread. The comment of each type describes whether
 * several threads may use one object at once.
 *
 * No exception or panic leaves a function. errno is unspecified after a call.
 *
 * Callbacks run on the thread that made the call. Those of a call of cos_client_start run on
 * threads of the library: one at a time, but not always on the same thread. A transfer of a file
 * calls progress and log functions and credentials providers on both. Functions that belong
 * to several calls may be called by several threads at once: interrupt checks, log functions,
 * and those of a request without reader and writer. For a call of cos_client_start that has not
 * begun, cos_client_shutdown may run the log, release and discard functions on its own thread. No
 * lock of the library is held in a callback.
 * In a callback, a function that waits for a call of the same client returns INVALID_ARGUMENT;
 * cos_client_start, cos_started_cancel, cos_client_shutdown, and cos_queue_next and
 * cos_queue_take with timeout_ms 0 may be used.
 *
 * Callbacks must return: to leave one by an exception, longjmp or pthread_exit ends the process
 * or is undefined. A call disables thread cancellation (pthread_cancel), also for its
 * callbacks: a thread that is cancelled during a call ends at its first cancellation point
 * after the call. To end the call itself, use cos_cancel_t. Cancelability must be deferred,
 * which is the default.
 *
 * A call needs up to 64 KiB of stack, in addition to that of its callbacks. This matters for
 * coroutines, and for threads with small stacks.
 *
 * Calls may be made while a thread or the process ends: in atexit handlers, and in destructors
 * of static and thread-local objects. In a destructor that runs during dlclose, a host name
 * may fail to resolve, because the resolver may need the loader.
 *
 * Generated from src/ffi by `make header`: do not edit.
 */


#ifndef COS_ERR_H
#define COS_ERR_H

#include <stddef.h>
#include <stdint.h>
/** Version of this header. cos_err_version() returns the version of the loaded library. */
#define COS_ERR_VERSION "0.1.0"
/** Its first number, raised when a program that used the version before may no longer compile. */
#define COS_ERR_VERSION_MAJOR 0
/** Its second number, raised when something is added. */
#define COS_ERR_VERSION_MINOR 1
/** Its third number, raised when something is mended. */
#define COS_ERR_VERSION_PATCH 0
/** Number of the ABI, as in the soname libcos_err.so.0. */
#define COS_ERR_ABI 0

/** The clock skew of an error if it is not known. */
#define COS_SKEW_UNKNOWN INT64_MIN

/** Makes the compiler warn if a returned error is discarded, which leaks it. */
#if defined(__cplusplus) && __cplusplus >= 201703L
#define COS_ERR_MUST_USE [[nodiscard]]
#elif defined(__GNUC__) || defined(__clang__)
#define COS_ERR_MUST_USE __attribute__((warn_unused_result))
#else
#define COS_ERR_MUST_USE
#endif

/** Declares cos_head_bucket, unless COS_ERR_COEXIST is defined before this header is included.
    Tencent's C SDK declares the same name; cos_err_head_bucket is always declared. */
#ifndef COS_ERR_COEXIST
#define COS_ERR_SHORT_NAME
#endif

/**
 * A completion of kind COS_COMPLETION_CALL says that a started call has ended.
 */
#define COS_COMPLETION_CALL 1

/**
 * Returned by a reader that has no bytes now, or by a writer that takes none now: the call waits,
 * and calls the function again after cos_started_resume, a writer with the same bytes. All
 * timeouts continue, also that of cos_client_options_set_io_timeout_ms. Meanwhile other calls
 * may use the thread and the connection's share of max_connections, for up to 1024 calls at a
 * time. Only calls of cos_client_start can wait so; in another call it is an error with reason
 * CALLBACK.
 */
#define COS_BODY_LATER -1000000

/**
 * Per-call settings. Any number of calls on any threads may use them at once while no setter
 * runs; only one thread may call setters at a time. The first invalid value is remembered, and
 * the call reports it by name. A call has its own copy: once it has begun, the settings may be
 * changed and freed. An interrupt check may be called on the threads of several calls at once.
 */
typedef struct cos_call_t cos_call_t;

/**
 * Cancels the calls that have it in their settings. Any number of threads may use one token at
 * once.
 */
typedef struct cos_cancel_t cos_cancel_t;

/**
 * Client configuration. Only one thread may use it at a time. Setters copy their arguments.
 * The first invalid value is remembered, and cos_client_new reports it by name.
 */
typedef struct cos_client_options_t cos_client_options_t;

/**
 * Sends requests, and keeps connections open between them. Any number of threads may use one
 * client at once. A call that has begun holds its own reference. A child of fork may use the
 * client: it has connections of its own, and no calls of the parent.
 */
typedef struct cos_client_t cos_client_t;

/**
 * Receives the credentials from a provider. It is valid during the provider's call only, and
 * on the thread of that call.
 */
typedef struct cos_credentials_t cos_credentials_t;

/**
 * Describes one failure completely. It is immutable: any number of threads may read it at
 * once. Free it once with cos_error_free, when no thread reads it any more.
 */
typedef struct cos_error_t cos_error_t;

/**
 * Receives the completions of the calls that cos_client_start starts. Any number of threads may
 * use one queue at once, and take from it; any number of clients may have calls in it. In a
 * child of fork a queue is empty: what the parent started completes in the parent.
 */
typedef struct cos_queue_t cos_queue_t;

/**
 * A request. It may be sent any number of times, by any number of threads at once while no
 * setter runs; only one thread may call setters at a time. A request with a reader or a writer
 * can be in one call at a time: another is reported as INVALID_ARGUMENT. The first invalid
 * value is remembered, and the call reports it by name. A call has its own copy: once it has
 * begun, the request may be changed and freed. A progress function may be called on the threads
 * of several calls at once.
 */
typedef struct cos_request_t cos_request_t;

/**
 * The response to a request that succeeded. It is immutable: any number of threads may read it
 * at once. Free it once with cos_response_free.
 */
typedef struct cos_response_t cos_response_t;

/**
 * Reads a text in which a user has found trouble: responses as `curl -i` and `curl -v` print
 * them, a header block, an XML or JSON body, the exceptions of other SDKs, or a log with request
 * ids. Used by one thread at a time.
 */
typedef struct cos_scan_t cos_scan_t;

/**
 * A signed request that another HTTP stack sends. It is immutable: any number of threads may
 * read it at once. Free it once with cos_signed_free.
 */
typedef struct cos_signed_t cos_signed_t;

/**
 * A call that was started. The handle is valid until it is freed, also after the call has
 * ended. Any number of threads may use one at once.
 */
typedef struct cos_started_t cos_started_t;

/**
 * Settings of cos_client_upload_file and cos_client_download_file. Any number of calls on any
 * threads may use them at once while no setter runs; only one thread may call setters at a
 * time. The first invalid value is remembered, and the call reports it by name. A call has its
 * own copy: once it has begun, the settings may be changed and freed.
 */
typedef struct cos_transfer_t cos_transfer_t;

/**
 * Why a client error happened, one of COS_ERROR_REASON_*. Numbers are never reused.
 */
typedef int32_t cos_error_reason_t;

/**
 * The side that failed, one of COS_ERROR_KIND_*.
 */
typedef int32_t cos_error_kind_t;

/**
 * Where an error's code comes from, one of COS_CODE_SOURCE_*.
 */
typedef int32_t cos_code_source_t;

/**
 * Who sent the response, one of COS_RESPONDER_*.
 */
typedef int32_t cos_responder_t;

/**
 * Whether a retry of the same request may succeed, one of COS_RETRY_*.
 */
typedef int32_t cos_retry_t;

/**
 * All scalar values and strings of an error. Set struct_size to `sizeof(cos_error_fields_t)`.
 * Strings are never NULL. Pointers are valid until the error is freed.
 *
 * A block is a sequence of pairs of NUL-terminated strings: name, value, name, value...
 */
typedef struct cos_error_fields_t {
  /**
   * Must be `sizeof(cos_error_fields_t)`.
   */
  size_t struct_size;
  /**
   * See cos_error_kind.
   */
  cos_error_kind_t kind;
  /**
   * See cos_error_reason.
   */
  cos_error_reason_t reason;
  /**
   * See cos_error_status.
   */
  int32_t status;
  /**
   * See cos_error_code_source.
   */
  cos_code_source_t code_source;
  /**
   * See cos_error_responder.
   */
  cos_responder_t responder;
  /**
   * See cos_error_retry.
   */
  cos_retry_t retry;
  /**
   * See cos_error_request_sent.
   */
  int32_t request_sent;
  /**
   * See cos_error_origin_truncated.
   */
  int32_t origin_truncated;
  /**
   * See cos_error_os_errno.
   */
  int32_t os_errno;
  /**
   * Always 0. It keeps the next member at the same offset on every platform.
   */
  int32_t reserved;
  /**
   * See cos_error_retry_after_ms.
   */
  int64_t retry_after_ms;
  /**
   * See cos_error_clock_skew_s.
   */
  int64_t clock_skew_s;
  /**
   * See cos_error_code.
   */
  const char *code;
  /**
   * See cos_error_message.
   */
  const char *message;
  /**
   * See cos_error_resource.
   */
  const char *resource;
  /**
   * See cos_error_request_id.
   */
  const char *request_id;
  /**
   * See cos_error_trace_id.
   */
  const char *trace_id;
  /**
   * See cos_error_method.
   */
  const char *method;
  /**
   * See cos_error_url.
   */
  const char *url;
  /**
   * See cos_error_operation.
   */
  const char *operation;
  /**
   * See cos_error_region_hint.
   */
  const char *region_hint;
  /**
   * See cos_error_endpoint_hint.
   */
  const char *endpoint_hint;
  /**
   * See cos_error_origin_xml.
   */
  const char *origin_xml;
  /**
   * See cos_error_origin_body.
   */
  const void *origin_body;
  /**
   * Number of bytes of origin_body.
   */
  size_t origin_body_len;
  /**
   * The response headers as a block.
   */
  const char *headers;
  /**
   * Number of bytes of headers.
   */
  size_t headers_len;
  /**
   * The details as a block.
   */
  const char *details;
  /**
   * Number of bytes of details.
   */
  size_t details_len;
  /**
   * See cos_error_header_count.
   */
  size_t header_count;
  /**
   * See cos_error_detail_count.
   */
  size_t detail_count;
  /**
   * See cos_error_part_count.
   */
  size_t part_count;
  /**
   * See cos_error_attempt_count.
   */
  size_t attempt_count;
  /**
   * See cos_error_cause_count.
   */
  size_t cause_count;
} cos_error_fields_t;

/**
 * One failed item of a partial failure, as delete-multiple reports it. Set struct_size to
 * `sizeof(cos_error_part_t)`. The strings are never NULL, and are valid until the error is
 * freed.
 */
typedef struct cos_error_part_t {
  /**
   * Must be `sizeof(cos_error_part_t)`.
   */
  size_t struct_size;
  /**
   * Key of the object.
   */
  const char *key;
  /**
   * Version of the object, or "" if the response names none.
   */
  const char *version_id;
  /**
   * Error code of this item, such as AccessDenied.
   */
  const char *code;
  /**
   * Message of the service for this item.
   */
  const char *message;
  /**
   * Whether a retry for this item alone may succeed, one of COS_RETRY_*.
   */
  cos_retry_t retry;
  /**
   * Always 0.
   */
  int32_t reserved;
} cos_error_part_t;

/**
 * One attempt of a call. Set struct_size to `sizeof(cos_attempt_t)`. The strings are never
 * NULL, and are valid until the error is freed.
 */
typedef struct cos_attempt_t {
  /**
   * Must be `sizeof(cos_attempt_t)`.
   */
  size_t struct_size;
  /**
   * Host to which the request was sent.
   */
  const char *host;
  /**
   * HTTP status, or 0 if none arrived.
   */
  int32_t status;
  /**
   * One of COS_ERROR_REASON_* if the attempt failed on the client's side, possibly after a
   * status arrived; otherwise 0.
   */
  cos_error_reason_t reason;
  /**
   * Request id of the response, or "" if there is none.
   */
  const char *request_id;
  /**
   * Duration of the attempt in milliseconds.
   */
  int64_t elapsed_ms;
  /**
   * Why the call went on or stopped after this attempt ("not retried: the body's reader
   * cannot be rewound"); "" if nothing special happened.
   */
  const char *note;
} cos_attempt_t;

/**
 * The contents of a request id. Set struct_size to `sizeof(cos_id_t)`.
 */
typedef struct cos_id_t {
  /**
   * Must be `sizeof(cos_id_t)`.
   */
  size_t struct_size;
  /**
   * The service that made the id: COS_RESPONDER_COS or COS_RESPONDER_CI.
   */
  cos_responder_t responder;
  /**
   * Always 0: keeps the next member where it is on every platform.
   */
  int32_t reserved;
  /**
   * When the id was made, in Unix seconds by the clock of the server.
   */
  int64_t made_at_s;
} cos_id_t;

/**
 * One header. Lengths are in bytes, and the bytes need not be UTF-8. If name_len is 0, the
 * name ends with a NUL, and so does the value if value_len is also 0. If name_len is not 0,
 * value_len is the exact length, so 0 means an empty value, and nothing after it is read.
 * Leave out lines without a name. This layout never changes.
 */
typedef struct cos_header_t {
  /**
   * Name of the header, in any case.
   */
  const char *name;
  /**
   * Value of the header.
   */
  const char *value;
  /**
   * Number of bytes of name, or 0 if it ends with a NUL.
   */
  size_t name_len;
  /**
   * Number of bytes of value.
   */
  size_t value_len;
} cos_header_t;

/**
 * A response, as any HTTP stack received it. Fill the struct with zeros, set struct_size to
 * `sizeof(cos_exchange_t)`, then set the members that you know. All pointers are borrowed for
 * the duration of the call.
 */
typedef struct cos_exchange_t {
  /**
   * Must be `sizeof(cos_exchange_t)`.
   */
  size_t struct_size;
  /**
   * Method of the request: `"HEAD"`, `"GET"`... NULL means that it is not known, and that it
   * was not HEAD.
   */
  const char *method;
  /**
   * URL of the request. NULL means that it is not known.
   */
  const char *url;
  /**
   * HTTP status of the final response, 200 to 999. If it is 0, it is taken from a status
   * line in raw_headers, or from HTTP/2's ":status" in headers. If there is neither, the
   * body decides: an error in it is returned as that error, a document of COS counts as a
   * success, and everything else is reported as BAD_RESPONSE.
   */
  int32_t status;
  /**
   * The response headers in the order in which they arrived.
   */
  const struct cos_header_t *headers;
  /**
   * Number of headers.
   */
  size_t header_count;
  /**
   * The response headers as they were received, with or without a status line. They are used
   * if headers is NULL. If there are several blocks (a 100 Continue, a redirect, a proxy's
   * response to CONNECT, then the response), the last one counts.
   */
  const char *raw_headers;
  /**
   * Number of bytes of raw_headers, which need not end with a NUL.
   */
  size_t raw_headers_len;
  /**
   * The bytes of the body as they were received, compressed with gzip or not.
   */
  const void *body;
  /**
   * Number of bytes of body.
   */
  size_t body_len;
  /**
   * Must be 1 if fewer bytes arrived than were announced. A 2xx is then reported as
   * CONNECTION_LOST, unless it reports an error, or cannot have a body (HEAD, 204). Leave it
   * 0 if a successful response arrived completely but you pass only its beginning.
   */
  int32_t body_truncated;
  /**
   * The root element that a success must have (`"CopyObjectResult"`). NULL and `"*"` accept any:
   * unlike cos_client_send, cos_error_from_response takes none from the documents of COS.
   */
  const char *expect_root;
  /**
   * Bucket of the request, if the URL does not name it (custom domains) or is not known;
   * otherwise NULL.
   */
  const char *bucket;
  /**
   * Key of the request, under the same conditions as bucket; otherwise NULL.
   */
  const char *key;
  /**
   * When the response arrived, in milliseconds of Unix time. If it is 0, no clock skew is
   * computed.
   */
  int64_t received_at_ms;
  /**
   * Must be 1 if the URL belongs to COS: a 2xx response without the marks of COS (its
   * request id, or its Server header) is then reported as BAD_RESPONSE. A captive portal
   * sends such responses. The library's own client always does this for hosts of COS.
   */
  int32_t expect_cos;
  /**
   * Must be 1 if the caller received only some of the headers, as under a browser's CORS
   * rules. The absence of a header then proves nothing about the sender.
   */
  int32_t headers_filtered;
} cos_exchange_t;

/**
 * A failure of the caller's own transport, before or after the status line of a response
 * arrived. Fill the struct with zeros, set struct_size to `sizeof(cos_client_failure_t)`, then
 * set the members that you know. All pointers are borrowed for the duration of the call.
 */
typedef struct cos_client_failure_t {
  /**
   * Must be `sizeof(cos_client_failure_t)`.
   */
  size_t struct_size;
  /**
   * Why the transport failed, one of COS_ERROR_REASON_*.
   */
  cos_error_reason_t reason;
  /**
   * One human-readable line. If it is NULL, the text of the reason is used.
   */
  const char *message;
  /**
   * The operating system's error number, or 0 if there is none.
   */
  int32_t os_errno;
  /**
   * Method of the request. NULL means that it is not known.
   */
  const char *method;
  /**
   * URL of the request. NULL means that it is not known.
   */
  const char *url;
  /**
   * Text of the underlying failure. NULL means that it is not known.
   */
  const char *cause;
  /**
   * The response headers in the order in which they arrived, if the failure came after them
   * (an incomplete body after a 200). NULL means that none arrived.
   */
  const struct cos_header_t *headers;
  /**
   * Number of headers.
   */
  size_t header_count;
  /**
   * HTTP status of the response whose body is incomplete, or 0 if none arrived.
   */
  int32_t status;
  /**
   * 1: the request, or a part of it, may have reached the server. -1: it certainly did not;
   * status and headers must then not be set, except for PROXY, where they are those of the
   * proxy. 0: not known; a status or headers then imply 1, and without them the reason
   * decides.
   */
  int32_t request_sent;
} cos_client_failure_t;

/**
 * The error object of an SDK. Fill the struct with zeros, set struct_size to
 * `sizeof(cos_sdk_error_t)`, then set the members that the SDK has a value for, unchanged. All
 * pointers are borrowed for the duration of the call.
 */
typedef struct cos_sdk_error_t {
  /**
   * Must be `sizeof(cos_sdk_error_t)`.
   */
  size_t struct_size;
  /**
   * Method of the request. Set it for a HEAD, whose response has neither code nor message.
   */
  const char *method;
  /**
   * URL of the request. NULL means that it is not known.
   */
  const char *url;
  /**
   * Bucket of the request, if the URL is not known; otherwise NULL.
   */
  const char *bucket;
  /**
   * Key of the request, if the URL is not known; otherwise NULL.
   */
  const char *key;
  /**
   * HTTP status, 200 to 999, or 0 if the SDK reports none.
   */
  int32_t status;
  /**
   * Why there is no response, one of COS_ERROR_REASON_*. If it is 0, it is taken from message
   * and code.
   */
  cos_error_reason_t reason;
  /**
   * Error code. Codes that the SDKs make up ("UnknownError", "404 Not Found") are left out.
   */
  const char *code;
  /**
   * Message. If it is the whole body, as C++'s may be, it is read as the body.
   */
  const char *message;
  /**
   * Request id.
   */
  const char *request_id;
  /**
   * Trace id.
   */
  const char *trace_id;
  /**
   * Resource. If it is a URL, it is used as the URL of the request.
   */
  const char *resource;
  /**
   * The response headers, or NULL if the SDK did not keep them.
   */
  const struct cos_header_t *headers;
  /**
   * Number of headers.
   */
  size_t header_count;
  /**
   * The body, or NULL if the SDK did not keep it. A body that was empty is not NULL.
   */
  const void *body;
  /**
   * Number of bytes of body.
   */
  size_t body_len;
  /**
   * The operating system's error number, or 0 if there is none.
   */
  int32_t os_errno;
  /**
   * Must be 1 if the body is incomplete.
   */
  int32_t body_truncated;
  /**
   * The other children of the service's error, if the SDK kept them without the body; otherwise NULL.
   */
  const struct cos_header_t *details;
  /**
   * Number of details.
   */
  size_t detail_count;
  /**
   * Must be 1 if the SDK saw only some of the headers, as in a browser.
   */
  int32_t headers_filtered;
  /**
   * Must be 0.
   */
  int32_t reserved;
} cos_sdk_error_t;

/**
 * A field that an SDK may have lost, one of COS_LOST_*. cos_error_lost returns a sum of them.
 */
typedef int32_t cos_lost_t;

/**
 * What was found in a text, one of COS_FINDING_*.
 */
typedef int32_t cos_finding_kind_t;

/**
 * One piece of a text that was recognised. Set struct_size to `sizeof(cos_finding_t)`.
 */
typedef struct cos_finding_t {
  /**
   * Must be `sizeof(cos_finding_t)`.
   */
  size_t struct_size;
  /**
   * COS_FINDING_*.
   */
  cos_finding_kind_t kind;
  /**
   * HTTP status of a success; 0 if it is not known. Of an error, call cos_error_status.
   */
  int32_t status;
  /**
   * The line in which the piece begins, from 1; 0 for a response, of which a text may have
   * several.
   */
  uint64_t line;
  /**
   * The number of bytes of the text before the piece.
   */
  uint64_t offset;
  /**
   * The error, which the caller frees with cos_error_free; NULL if there is none.
   */
  struct cos_error_t *error;
  /**
   * The request id of a success, or the id that was found; "" if there is none. Valid until
   * the scan is used again.
   */
  const char *request_id;
  /**
   * A code that stands in the same line as a request id; "" if there is none. Valid until the
   * scan is used again.
   */
  const char *code;
  /**
   * The service that made the request id: COS_RESPONDER_COS or COS_RESPONDER_CI.
   */
  cos_responder_t responder;
  /**
   * Always 0: keeps the next member where it is on every platform.
   */
  int32_t reserved;
  /**
   * When the request id was made, in Unix seconds by the clock of the server.
   */
  int64_t made_at_s;
} cos_finding_t;

/**
 * How much a log contains, one of COS_ERR_LOG_*. Each level includes those before it.
 */
typedef int32_t cos_log_level_t;

/**
 * What is taken from a queue. Set struct_size to `sizeof(cos_completion_t)`. Whoever takes it
 * owns error and response: free them with cos_error_free and cos_response_free, also if the
 * kind is one that you do not expect.
 */
typedef struct cos_completion_t {
  /**
   * Must be `sizeof(cos_completion_t)`.
   */
  size_t struct_size;
  /**
   * COS_COMPLETION_CALL. Later versions may have other kinds.
   */
  int32_t kind;
  /**
   * Always 0. It keeps the next member at the same offset on every platform.
   */
  int32_t reserved;
  /**
   * The user_data of cos_client_start.
   */
  void *user_data;
  /**
   * NULL if the call succeeded.
   */
  struct cos_error_t *error;
  /**
   * NULL if the call failed.
   */
  struct cos_response_t *response;
} cos_completion_t;

/**
 * All values of a response. Set struct_size to `sizeof(cos_response_fields_t)`. Pointers are
 * never NULL, and are valid until the response is freed.
 */
typedef struct cos_response_fields_t {
  /**
   * Must be `sizeof(cos_response_fields_t)`.
   */
  size_t struct_size;
  /**
   * See cos_response_status.
   */
  int32_t status;
  /**
   * Always 0. It keeps the next member at the same offset on every platform.
   */
  int32_t reserved;
  /**
   * See cos_response_received.
   */
  int64_t received;
  /**
   * See cos_response_request_id. It points into headers, or to "".
   */
  const char *request_id;
  /**
   * See cos_response_bucket_region. It points into headers, or to "".
   */
  const char *bucket_region;
  /**
   * The response headers as pairs of NUL-terminated strings: name, value, name, value...
   */
  const char *headers;
  /**
   * Number of bytes of headers.
   */
  size_t headers_len;
  /**
   * See cos_response_header_count.
   */
  size_t header_count;
  /**
   * See cos_response_body.
   */
  const void *body;
  /**
   * Number of bytes of body.
   */
  size_t body_len;
} cos_response_fields_t;

/**
 * There is no error: this is the kind of NULL.
 */
#define COS_ERROR_KIND_NONE 0

/**
 * The failure happened on the client's side: before, during or after the transfer of the
 * response.
 */
#define COS_ERROR_KIND_CLIENT 1

/**
 * An HTTP response arrived, and it reports a failure.
 */
#define COS_ERROR_KIND_SERVICE 2

/**
 * An argument is missing or malformed. The message names it.
 */
#define COS_ERROR_REASON_INVALID_ARGUMENT 10

/**
 * The credentials are missing or malformed.
 */
#define COS_ERROR_REASON_INVALID_CREDENTIALS 20

/**
 * The host name could not be resolved.
 */
#define COS_ERROR_REASON_DNS 110

/**
 * The server could not be reached.
 */
#define COS_ERROR_REASON_CONNECT 120

/**
 * The proxy refused or failed. A retry may succeed if its status was 408, 429, 502, 503 or
 * 504.
 */
#define COS_ERROR_REASON_PROXY 130

/**
 * The TLS handshake failed, or the server's certificate was rejected.
 */
#define COS_ERROR_REASON_TLS 140

/**
 * A timeout expired.
 */
#define COS_ERROR_REASON_TIMEOUT 150

/**
 * The connection was closed or reset before the response was complete.
 */
#define COS_ERROR_REASON_CONNECTION_LOST 160

/**
 * The response is not valid HTTP.
 */
#define COS_ERROR_REASON_PROTOCOL 170

/**
 * A complete 2xx response does not have the expected content.
 */
#define COS_ERROR_REASON_BAD_RESPONSE 210

/**
 * The response exceeds a size limit.
 */
#define COS_ERROR_REASON_TOO_LARGE 220

/**
 * The transferred bytes do not match their checksum.
 */
#define COS_ERROR_REASON_CHECKSUM 230

/**
 * A local file or stream failed, or this machine lacks a resource. The resource is a
 * descriptor, thread, memory, a port, or the permission to connect. The retry class is YES if
 * there is a shortage, because it may pass; otherwise NO.
 */
#define COS_ERROR_REASON_LOCAL_IO 310

/**
 * The caller cancelled the call.
 */
#define COS_ERROR_REASON_CANCELLED 320

/**
 * A callback of the caller failed.
 */
#define COS_ERROR_REASON_CALLBACK 330

/**
 * This library has a defect.
 */
#define COS_ERROR_REASON_INTERNAL 900

/**
 * The body contains the code.
 */
#define COS_CODE_SOURCE_BODY 1

/**
 * The header x-cos-error-code, X-ErrNo, or x-amz-error-code of a website endpoint contains the
 * code.
 */
#define COS_CODE_SOURCE_HEADER 2

/**
 * The code was derived from the status, because the response contains none.
 */
#define COS_CODE_SOURCE_STATUS 3

/**
 * The response to a second request, sent for this purpose, contains the code.
 */
#define COS_CODE_SOURCE_PROBE 4

/**
 * This is a client error: the code is the name of its reason.
 */
#define COS_CODE_SOURCE_CLIENT 5

/**
 * No response arrived, or its headers were not given.
 */
#define COS_RESPONDER_UNKNOWN 0

/**
 * COS sent the response.
 */
#define COS_RESPONDER_COS 1

/**
 * The data processing service (Cloud Infinite) sent the response.
 */
#define COS_RESPONDER_CI 2

/**
 * Another server sent the response: a gateway, CDN, proxy or captive portal.
 */
#define COS_RESPONDER_OTHER 3

/**
 * A retry would fail again.
 */
#define COS_RETRY_NO 0

/**
 * A retry may succeed later.
 */
#define COS_RETRY_YES 1

/**
 * A retry may succeed after something is fixed: the clock, the credentials, a restore.
 */
#define COS_RETRY_AFTER_FIX 2

/**
 * The error code is not known. cos_error_code is derived from the status and the request.
 */
#define COS_LOST_CODE 1

/**
 * The message, or characters of it, are not known.
 */
#define COS_LOST_MESSAGE 2

/**
 * The resource is not known. cos_error_resource is the URL, if that is known.
 */
#define COS_LOST_RESOURCE 4

/**
 * The request id is not known.
 */
#define COS_LOST_REQUEST_ID 8

/**
 * The trace id is not known.
 */
#define COS_LOST_TRACE_ID 16

/**
 * The response headers are not known, and with them the clock skew, Retry-After and the hints.
 */
#define COS_LOST_HEADERS 32

/**
 * The body is not known, and with it the details and parts.
 */
#define COS_LOST_BODY 64

/**
 * The HTTP status of a response that arrived is not known.
 */
#define COS_LOST_STATUS 128

/**
 * The reason of a failure without a response is not known. cos_error_reason is CONNECT, and
 * the request may have been sent.
 */
#define COS_LOST_REASON 256

/**
 * An error: of a response, a body, or an exception.
 */
#define COS_FINDING_ERROR 1

/**
 * A response that reports success.
 */
#define COS_FINDING_SUCCESS 2

/**
 * A request id, about which the text says nothing more than perhaps a code.
 */
#define COS_FINDING_REQUEST_ID 3

/**
 * Logs calls that failed, unless they were rejected before they began.
 */
#define COS_ERR_LOG_ERROR 1

/**
 * Logs a switch to another host, a corrected clock and renewed credentials.
 */
#define COS_ERR_LOG_WARN 2

/**
 * Logs attempts that failed, and the reason of each retry.
 */
#define COS_ERR_LOG_INFO 3

/**
 * Logs attempts that succeeded.
 */
#define COS_ERR_LOG_DEBUG 4

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/*
 * Versions
 *
 * The version and the ABI of the library that the program runs with. The header's own are macros.
 */

/**
 * Returns the version of the loaded library, `"MAJOR.MINOR.PATCH"`. Compare it with
 * COS_ERR_VERSION, the version of this header. The string is static: do not free it. May be
 * called from any thread.
 */
const char *cos_err_version(void);

/*
 * Errors
 *
 * What is known about a failure: its kind and reason, code, ids, message, advice, whether to retry.
 * Lists of headers, details, parts, attempts and causes; all of it as text, as JSON, or in one struct.
 */

/**
 * Frees an error and all strings obtained from it. NULL is ignored. Call it once per
 * error, on any thread.
 */
void cos_error_free(struct cos_error_t *error);

/**
 * Returns the name of a reason, such as "Timeout"; cos_error_code returns it for client
 * errors. Returns "" for numbers that are not a reason. The string is static: do not free it.
 * May be called from any thread.
 */
const char *cos_error_reason_name(cos_error_reason_t reason);

/**
 * Returns one constant English sentence about a reason, or "" for numbers that are not a
 * reason. The string is static: do not free it. May be called from any thread.
 */
const char *cos_error_reason_text(cos_error_reason_t reason);

/**
 * Writes all scalar values and strings of an error to fields, as many members as
 * fields->struct_size has room for. Returns 1 if fields was written. Returns 0, and writes
 * nothing, if a pointer is NULL or struct_size is too small.
 */
int32_t cos_error_fields(const struct cos_error_t *error, struct cos_error_fields_t *fields);

/**
 * Copies all strings of cos_error_fields_t into a buffer, in the order of the members, each
 * followed by a NUL, and then the blocks of headers and of details. For bindings in which each
 * native memory read is expensive. Returns the number of bytes that the strings take; if it is
 * larger than size, nothing was written. buffer may be NULL if size is 0. Returns 0 for a NULL
 * error.
 */
size_t cos_error_strings(const struct cos_error_t *error, char *buffer, size_t size);

/**
 * Returns the value of a response header, verbatim. Names are compared without regard to case.
 * If there are several headers of the name, the first one is returned. Returns "" if there is
 * none, or if the error is NULL. The string is valid until the error is freed.
 */
const char *cos_error_header(const struct cos_error_t *error, const char *name);

/**
 * Returns the number of response headers; repeated names count each time. Returns 0 for NULL.
 */
size_t cos_error_header_count(const struct cos_error_t *error);

/**
 * Returns the name of a response header as it arrived. index starts at 0. Returns "" if index
 * is too large, or if the error is NULL. The string is valid until the error is freed.
 */
const char *cos_error_header_name(const struct cos_error_t *error, size_t index);

/**
 * Returns the value of a response header, verbatim. index starts at 0. Returns "" if index is
 * too large, or if the error is NULL. The string is valid until the error is freed.
 */
const char *cos_error_header_value(const struct cos_error_t *error, size_t index);

/**
 * Returns the value of a detail, verbatim: another direct child of the service's `<Error>`, or
 * another member of its JSON, such as ServerTime. Names are compared without regard to case. If
 * there are several details of the name, the first one is returned. Returns "" if there is
 * none, or if the error is NULL. The string is valid until the error is freed.
 */
const char *cos_error_detail(const struct cos_error_t *error, const char *name);

/**
 * Returns the number of details, or 0 for NULL.
 */
size_t cos_error_detail_count(const struct cos_error_t *error);

/**
 * Returns the name of a detail. index starts at 0. Returns "" if index is too large, or if the
 * error is NULL. The string is valid until the error is freed.
 */
const char *cos_error_detail_name(const struct cos_error_t *error, size_t index);

/**
 * Returns the value of a detail, verbatim. index starts at 0. Returns "" if index is too
 * large, or if the error is NULL. The string is valid until the error is freed.
 */
const char *cos_error_detail_value(const struct cos_error_t *error, size_t index);

/**
 * Returns the number of failed items of a partial failure. Returns 0 for other errors, or if
 * the error is NULL.
 */
size_t cos_error_part_count(const struct cos_error_t *error);

/**
 * Writes a failed item to part, as many members as part->struct_size has room for. index
 * starts at 0. Returns 1 if part was written. Returns 0, and writes nothing, if there is no
 * such item, a pointer is NULL, or struct_size is too small.
 */
int32_t cos_error_part(const struct cos_error_t *error,
                       size_t index,
                       struct cos_error_part_t *part);

/**
 * Returns the number of attempts that the call made. Returns 0 for errors that were read from a
 * response of the caller's own HTTP stack, or if the error is NULL.
 */
size_t cos_error_attempt_count(const struct cos_error_t *error);

/**
 * Writes an attempt to attempt, as many members as attempt->struct_size has room for. index
 * starts at 0, and follows the order in time. Returns 1 if attempt was written. Returns 0, and
 * writes nothing, if there is no such attempt, a pointer is NULL, or struct_size is too small.
 */
int32_t cos_error_attempt(const struct cos_error_t *error,
                          size_t index,
                          struct cos_attempt_t *attempt);

/**
 * Returns the number of known causes of a client error. Returns 0 if none are known, or if the
 * error is NULL.
 */
size_t cos_error_cause_count(const struct cos_error_t *error);

/**
 * Returns a cause, the outermost one first. index starts at 0. Returns "" if index is too
 * large, or if the error is NULL. The string is valid until the error is freed.
 */
const char *cos_error_cause(const struct cos_error_t *error, size_t index);

/**
 * Returns the side that failed: COS_ERROR_KIND_CLIENT or COS_ERROR_KIND_SERVICE. Returns
 * COS_ERROR_KIND_NONE for NULL.
 */
cos_error_kind_t cos_error_kind(const struct cos_error_t *error);

/**
 * Returns why a client error happened, one of COS_ERROR_REASON_*. Returns 0 for service errors,
 * or if the error is NULL.
 */
cos_error_reason_t cos_error_reason(const struct cos_error_t *error);

/**
 * Returns the HTTP status, or 0 if none arrived. A client error that occurs after a status
 * arrived keeps that status. Returns 0 for NULL.
 */
int32_t cos_error_status(const struct cos_error_t *error);

/**
 * Returns where the code comes from, one of COS_CODE_SOURCE_*. Returns 0 for NULL.
 */
cos_code_source_t cos_error_code_source(const struct cos_error_t *error);

/**
 * Returns who sent the response, one of COS_RESPONDER_*. Returns COS_RESPONDER_UNKNOWN for
 * NULL.
 */
cos_responder_t cos_error_responder(const struct cos_error_t *error);

/**
 * Returns whether a retry of the same request may succeed, one of COS_RETRY_*. The class of a
 * catalogued code takes precedence over that of the status. A partial failure has the most
 * cautious class of its parts: NO before AFTER_FIX before YES. Returns COS_RETRY_NO for NULL.
 */
cos_retry_t cos_error_retry(const struct cos_error_t *error);

/**
 * Returns 0 if the request certainly never reached the server, 1 if it may have. Check this
 * first after a PUT has timed out. Returns 0 for NULL.
 */
int32_t cos_error_request_sent(const struct cos_error_t *error);

/**
 * Returns 1 if the body is incomplete, because the network cut it or because this library kept
 * only its first 1 MiB. Returns 0 otherwise, and if the error is NULL.
 */
int32_t cos_error_origin_truncated(const struct cos_error_t *error);

/**
 * Returns the operating system's error number that caused a client error, or 0 if there is
 * none. Returns 0 for NULL.
 */
int32_t cos_error_os_errno(const struct cos_error_t *error);

/**
 * Returns the delay that the header Retry-After demands, in milliseconds, or -1 if the
 * response has no such header. Returns -1 for NULL.
 */
int64_t cos_error_retry_after_ms(const struct cos_error_t *error);

/**
 * Returns the server's clock minus the local clock in seconds, measured when the response
 * arrived. A positive number means that the local clock is slow. It is computed from Date if
 * the response has a request id of COS, otherwise from `<ServerTime>`, otherwise from the
 * request id. Returns COS_SKEW_UNKNOWN if it is not known, or if the error is NULL.
 */
int64_t cos_error_clock_skew_s(const struct cos_error_t *error);

/**
 * Returns the error code, such as NoSuchBucket. The code of a client error is the name of its
 * reason, such as Timeout. It is one line: control characters are replaced by spaces. It is
 * never empty, except for NULL, for which "" is returned. The string is valid until the error
 * is freed.
 */
const char *cos_error_code(const struct cos_error_t *error);

/**
 * Returns one human-readable line: the message of the service, or that of this library.
 * Control characters are replaced by spaces, and secrets are masked. It is never empty, except
 * for NULL, for which "" is returned. The string is valid until the error is freed.
 */
const char *cos_error_message(const struct cos_error_t *error);

/**
 * Returns the `<Resource>` that the service reported, otherwise the URL of the request,
 * without secrets. Returns "" for NULL. The string is valid until the error is freed.
 */
const char *cos_error_resource(const struct cos_error_t *error);

/**
 * Returns the request id from the body, otherwise from x-cos-request-id or x-ci-request-id.
 * Tencent Cloud's support needs it. Returns "" if there is none, or if the error is NULL. The
 * string is valid until the error is freed.
 */
const char *cos_error_request_id(const struct cos_error_t *error);

/**
 * Returns the trace id from the body, otherwise from x-cos-trace-id. Returns "" if there is
 * none, or if the error is NULL. The string is valid until the error is freed.
 */
const char *cos_error_trace_id(const struct cos_error_t *error);

/**
 * Returns the body as text: unchanged if it is UTF-8, otherwise transcoded. An inner NUL is
 * replaced by U+FFFD. The text is verbatim, so it contains any secrets that the server
 * repeated. Returns "" for HEAD, or if the error is NULL. The string is valid until the error
 * is freed.
 */
const char *cos_error_origin_xml(const struct cos_error_t *error);

/**
 * Returns the HTTP method of the request, or "" if it is not known, or if the error is NULL.
 * The string is valid until the error is freed.
 */
const char *cos_error_method(const struct cos_error_t *error);

/**
 * Returns the URL of the request, without secrets. Returns "" if it is not known, or if the
 * error is NULL. The string is valid until the error is freed.
 */
const char *cos_error_url(const struct cos_error_t *error);

/**
 * Returns the operation by the name that access policies use, such as HeadBucket or GetObject.
 * Returns "" if it is not known, or if the error is NULL. The string is valid until the error
 * is freed.
 */
const char *cos_error_operation(const struct cos_error_t *error);

/**
 * Returns the region of the bucket if the response names it, in x-cos-bucket-region,
 * `<Endpoint>` or Location. Returns "" otherwise, and if the error is NULL. The string is valid
 * until the error is freed.
 */
const char *cos_error_region_hint(const struct cos_error_t *error);

/**
 * Returns the host to which the request should go instead, if the response names it in
 * `<Endpoint>` or Location. Returns "" otherwise, and if the error is NULL. The string is valid
 * until the error is freed.
 */
const char *cos_error_endpoint_hint(const struct cos_error_t *error);

/**
 * Returns the URL of the page that documents the code. Returns "" for client errors, for
 * responses that COS did not send, or if the error is NULL. The string is valid until the error
 * is freed.
 */
const char *cos_error_doc_url(const struct cos_error_t *error);

/**
 * Returns the URL of the console's diagnosis page if COS responded and gave a request id.
 * Returns "" otherwise, and if the error is NULL. The page takes no parameter:
 * cos_error_diagnose_steps contains the request id to enter there. The string is static: do
 * not free it.
 */
const char *cos_error_diagnose_url(const struct cos_error_t *error);

/**
 * Returns instructions for the diagnosis page, in the language "en" or "zh": the request id and
 * the steps, one numbered line per step. If language is NULL or unknown, "en" is used. Returns ""
 * when cos_error_diagnose_url returns "", and for a NULL error. The string is valid until the
 * error is freed.
 */
const char *cos_error_diagnose_steps(const struct cos_error_t *error, const char *language);

/**
 * Returns the error as one JSON object of at most 64 KiB, in one line and without secrets. All
 * errors have the same members; bindings/reference/json.md describes them. The member
 * `truncated` is true if strings were cut or items left out; the accessors return them whole.
 * Returns "null" for NULL, so that the text is always JSON. The string is valid until the
 * error is freed.
 */
const char *cos_error_json(const struct cos_error_t *error);

/**
 * Returns one line for logs, without secrets, of at most 4 KiB: code, status, message, request
 * id, method, the URL without its query, and the number of attempts if there were several.
 * Text that was cut, the message before all else, ends with an ellipsis; the accessors return
 * it whole. Returns "" for NULL. The string is valid until the error is freed.
 */
const char *cos_error_text(const struct cos_error_t *error);

/**
 * Returns the exact bytes of the body, decompressed if it arrived as gzip, and stores their
 * number in length, which may be NULL. At most 1 MiB is kept. The bytes are verbatim, so they
 * contain any secrets that the server repeated. A NUL that is not counted follows the last
 * byte. The result is never NULL; it is empty for NULL. It is valid until the error is freed.
 */
const void *cos_error_origin_body(const struct cos_error_t *error, size_t *length);

/**
 * Returns what to do about the error, in the language "en" or "zh": at most two sentences,
 * without secrets. If language is NULL or unknown, "en" is used. Returns "" for a NULL error.
 * The string is valid until the error is freed.
 */
const char *cos_error_advice(const struct cos_error_t *error, const char *language);

/*
 * Codes and request ids
 *
 * The catalogue of error codes, and what a request id says, without an error.
 */

/**
 * Returns the number of different codes in the catalogue. Codes are added in later
 * versions. May be called from any thread.
 */
size_t cos_code_count(void);

/**
 * Returns the name of a code, "NoSuchBucket" ..., index from 0; "" beyond the last. The
 * order may change between versions. The string is static: do not free it. May be called on any
 * thread.
 */
const char *cos_code_name(size_t index);

/**
 * Returns the HTTP status that the documents give for a code; 0 if they give none, if the code
 * is unknown or NULL. Upper and lower case are not distinguished, and the misspelt forms that
 * services send are known. Some codes of COS and of data processing differ in status, retry
 * class and advice: responder chooses the service. With
 * COS_RESPONDER_UNKNOWN, and any other number, COS comes first. If one service sends a code
 * with two statuses, this is the one in which users meet it most: 403 for InvalidObjectState,
 * and 307 for TemporaryRedirect. May be called from any thread.
 */
int32_t cos_code_status(const char *code, cos_responder_t responder);

/**
 * Returns the retry class of a code, COS_RETRY_*; -1 if the code is unknown or NULL. The class
 * of an error may differ, because its message and its request are known too.
 * cos_code_status describes code and responder. May be called from any thread.
 */
cos_retry_t cos_code_retry(const char *code, cos_responder_t responder);

/**
 * Returns the cause of a code and what to do, in general words, in "en" or "zh"; NULL and
 * unknown languages read as "en". "" is returned if the code is unknown, and for a NULL
 * code. The advice of an error is more exact: it names bucket, object and permission.
 * cos_code_status describes code and responder. The string is static: do not free it. May be called on
 * any thread.
 */
const char *cos_code_advice(const char *code,
                            cos_responder_t responder,
                            const char *language);

/**
 * Returns the URL of the page that documents a code; "" if the code is unknown or NULL.
 * cos_code_status describes code and responder. The string is static: do not free it.
 * May be called from any thread.
 */
const char *cos_code_doc_url(const char *code, cos_responder_t responder);

/**
 * Reads a request id of COS or of data processing: which service made it, and when. Returns
 * 1 if id was written; 0 if nothing was: a NULL, too small a struct_size, or the request id
 * of another system. The form of request ids is not documented, so take the result as a
 * hint. May be called from any thread.
 */
int32_t cos_id_read(const char *request_id, struct cos_id_t *id);

/*
 * Parsing a response
 *
 * Errors from a response, or a failure, of another HTTP stack.
 */

/**
 * Parses a response. Returns NULL if it is a success, otherwise the error that it reports. A
 * 303 with Location that COS sends after a form upload is a success too. An INVALID_ARGUMENT
 * error is returned if exchange is NULL, its struct_size is too small, a member has a value
 * that cannot be right, or neither status nor headers nor body are given. The caller frees the
 * error with cos_error_free. May be called from any thread.
 */
COS_ERR_MUST_USE struct cos_error_t *cos_error_from_response(const struct cos_exchange_t *exchange);

/**
 * Makes a client error from a failure of the caller's own transport. The result is never NULL.
 * If failure is NULL, its struct_size is too small, or reason, status or request_sent has a
 * value that does not exist, the result is an INVALID_ARGUMENT error. The caller frees it with
 * cos_error_free. May be called from any thread.
 */
COS_ERR_MUST_USE struct cos_error_t *cos_error_client(const struct cos_client_failure_t *failure);

/*
 * Errors of other SDKs
 *
 * Errors from what an SDK of Tencent kept of a failed call, and which fields it lost.
 */

/**
 * Makes an error of what an SDK of Tencent kept of a failed call. Values that the service sent
 * are kept, values that the SDK made up are left out, and cos_error_lost tells which fields are
 * not known. The result is never NULL. It is an INVALID_ARGUMENT error if sdk is NULL, its
 * struct_size is too small, or status or reason has a value that does not exist. The caller
 * frees it with cos_error_free. May be called from any thread.
 */
COS_ERR_MUST_USE struct cos_error_t *cos_error_from_sdk(const struct cos_sdk_error_t *sdk);

/**
 * Returns the fields that an SDK may have lost, as a sum of COS_LOST_*. What is absent from
 * them, or derived, says nothing about the response. Returns 0 for errors that were not made by
 * cos_error_from_sdk, and for NULL.
 */
cos_lost_t cos_error_lost(const struct cos_error_t *error);

/*
 * Scanning a text
 *
 * Responses, error bodies, exceptions and request ids in what a user pastes, or in a log.
 */

/**
 * Creates a scan of a text. The caller frees it with cos_scan_free.
 */
COS_ERR_MUST_USE struct cos_scan_t *cos_scan_new(void);

/**
 * Frees a scan, but not the errors that it returned. NULL is ignored.
 */
void cos_scan_free(struct cos_scan_t *scan);

/**
 * Adds the next piece of the text. A piece of no bytes ends the text. Call cos_scan_next until
 * it returns 0 after each piece: a scan then retains at most 2 MiB and the piece, however long
 * the text is. NULL as text counts as no bytes, and NULL as scan is ignored.
 */
void cos_scan_feed(struct cos_scan_t *scan, const void *text, size_t length);

/**
 * Takes the next finding. Returns 1 if finding was written; 0 if the next piece of the text is
 * needed, if an ended text has nothing more, or if an argument is NULL or finding.struct_size
 * too small. A short text tells everything only after its end.
 */
int32_t cos_scan_next(struct cos_scan_t *scan, struct cos_finding_t *finding);

/*
 * Client options
 *
 * The settings from which a client is made: region, endpoint, credentials, timeouts, retries.
 */

/**
 * Creates options that have their default values. The result is never NULL. The caller frees
 * it with cos_client_options_free; clients that were made from it do not need it any more.
 */
struct cos_client_options_t *cos_client_options_new(void);

/**
 * Frees options. NULL is ignored.
 */
void cos_client_options_free(struct cos_client_options_t *options);

/**
 * Sets the region of the buckets, such as "ap-guangzhou", or "accelerate". It is required if
 * the endpoint contains {region}, as the default does. NULL is reported as INVALID_ARGUMENT.
 */
void cos_client_options_set_region(struct cos_client_options_t *options, const char *region);

/**
 * Sets scheme and host of requests, http:// or https://, in which {bucket} and {region} are
 * replaced. The default is "https://{bucket}.cos.{region}.myqcloud.com". A host of COS or CI
 * must begin with "{bucket}."; one without it, such as
 * "https://cos.ap-guangzhou.myqcloud.com", is reported as INVALID_ARGUMENT, because every call
 * would reach the same bucket. Only service and account hosts
 * ("https://service.cos.myqcloud.com") do not need it: a call that names a bucket is then
 * INVALID_ARGUMENT. So is a region that differs from the one in a host of COS. Custom domains,
 * names with underscores and IP addresses are used as they are. An IPv6 address must be in
 * brackets ("http://[::1]:9000"), without a zone. NULL is reported as INVALID_ARGUMENT.
 */
void cos_client_options_set_endpoint(struct cos_client_options_t *options, const char *endpoint);

/**
 * Connects to this "host:port" instead of the endpoint's address; the Host header, the TLS
 * server name and the signature remain those of the endpoint. An IPv6 address must be in
 * brackets ("[::1]:9000"). This is for tests and private links. NULL is reported as
 * INVALID_ARGUMENT.
 */
void cos_client_options_set_connect_to(struct cos_client_options_t *options, const char *address);

/**
 * Sets a PEM file of CA certificates to trust in addition to the roots of the system.
 * cos_client_new reads it. It may have a byte order mark, UTF-16 and any line ends; trust
 * settings in a TRUSTED CERTIFICATE block are ignored. A certificate that cannot be used is
 * reported as INVALID_ARGUMENT with the number of its block. NULL is reported as
 * INVALID_ARGUMENT.
 */
void cos_client_options_set_ca_file(struct cos_client_options_t *options, const char *path);

/**
 * Sets the text that follows "libcos_err/VERSION " in User-Agent. NULL is reported as
 * INVALID_ARGUMENT.
 */
void cos_client_options_set_user_agent(struct cos_client_options_t *options, const char *suffix);

/**
 * Sets the credentials that sign requests. token is NULL for permanent credentials. If all
 * three are NULL, which is the default, requests are sent unsigned. Errors never show the
 * values.
 */
void cos_client_options_set_credentials(struct cos_client_options_t *options,
                                        const char *secret_id,
                                        const char *secret_key,
                                        const char *token);

/**
 * Sets the timeout in milliseconds for name resolution, connecting, the proxy tunnel and the
 * TLS handshake together. It must be at least 1. The default is 5 000.
 */
void cos_client_options_set_connect_timeout_ms(struct cos_client_options_t *options, int64_t ms);

/**
 * Sets the time in milliseconds that may pass without a byte in either direction, or with
 * waiting after COS_BODY_LATER. It must be at least 1. The default is 30 000. If it expires on
 * a kept-alive connection before the first byte of a response, the next attempt is made at once
 * on a new connection. Waiting for a free connection does not count. A body with the header
 * x-cos-traffic-limit gets more time: COS may still read at that speed what was sent before.
 */
void cos_client_options_set_io_timeout_ms(struct cos_client_options_t *options, int64_t ms);

/**
 * Sets the timeout in milliseconds for a whole call, with all its attempts and waits. It must
 * be at least 1. The default is 60 000; a call that transfers a file or uses a reader or
 * writer has no limit by default.
 */
void cos_client_options_set_total_timeout_ms(struct cos_client_options_t *options, int64_t ms);

/**
 * Sets how many connections may be in use at once, 1 to 65536, and how many calls of
 * cos_client_start run at once. Further calls wait, within their total timeouts only, and go on
 * in the order in which they began to wait; a call that ends while it waits for its first
 * connection has made no attempt. A call whose callback does not return for 50 ms lets another
 * go on, and so does one that waits after COS_BODY_LATER, for up to 1024 calls at a time. The
 * default is 64. Idle connections are kept in addition. They hold at most 64 MiB of memory.
 * There are at most 8192, and at most as many as a quarter of the process's limit on open
 * descriptors or as may be in use, whichever is more. One that was idle for 50 s is not used
 * again; it is closed when the next request ends, or with the client. A kept-alive connection is
 * checked before each request: it is closed if anything arrived on it that no request caused.
 * Bytes that arrive after this check are the response to the request, by the rules of HTTP/1.1.
 */
void cos_client_options_set_max_connections(struct cos_client_options_t *options, int32_t number);

/**
 * Sets how many calls of cos_client_start may be there at once: those that wait, those that
 * run, and those whose completion was not taken yet. A start beyond it is reported as
 * INVALID_ARGUMENT at once. It must be at least 1. The default is 100 000.
 */
void cos_client_options_set_max_started(struct cos_client_options_t *options, int64_t calls);

/**
 * Sets how many attempts a call may make, 1 (no retry) to 20. The default is 3. A kept-alive
 * connection that turns out to be closed before a byte of the response arrived is replaced
 * once within an attempt; not for a POST, which may have been executed, unless it deletes
 * objects.
 */
void cos_client_options_set_max_attempts(struct cos_client_options_t *options, int32_t attempts);

/**
 * Sets the milliseconds, 0 to 60000, that are added to the wait before a retry for each
 * attempt made before it: with 1000, the waits last at least 1 s, 2 s, 3 s... The default is
 * 0: the waits are random, up to 100 ms, 200 ms, 400 ms...
 */
void cos_client_options_set_retry_step_ms(struct cos_client_options_t *options, int64_t ms);

/**
 * Sets whether a host of COS that cannot be reached is replaced once by its backup domain,
 * tencentcos.cn. This never happens if an endpoint was set, nor with accelerate. The default
 * is 1; 0 turns it off.
 */
void cos_client_options_set_backup_domain(struct cos_client_options_t *options, int32_t on);

/**
 * Sets an HTTP proxy, "http://[user:password@]host:port"; an IPv6 address must be in brackets.
 * Requests over https:// go through a tunnel (CONNECT). Requests over http:// are sent to the
 * proxy with the whole URL in the request line (RFC 9112, section 3.2.2), unless
 * cos_client_options_set_connect_to is set: then they go through a tunnel too. User and
 * password are sent to the proxy only. A refused tunnel is reported as PROXY, and so is the
 * status 407 without a tunnel; any other response that a proxy sends to a request over http://
 * is an error with the responder OTHER, as that of a gateway. Scheme and port must be given.
 * SOCKS and https:// proxies are not supported. The environment's proxy variables are ignored.
 * NULL is reported as INVALID_ARGUMENT.
 */
void cos_client_options_set_proxy(struct cos_client_options_t *options, const char *url);

/**
 * Sets credentials, region and endpoint from COS_SECRET_ID, COS_SECRET_KEY, COS_SESSION_TOKEN,
 * COS_REGION and COS_ENDPOINT, as far as they are set. Only this function reads the
 * environment, and only when it is called.
 */
void cos_client_options_load_env(struct cos_client_options_t *options);

/*
 * Callbacks
 *
 * How a callback gives the text of its own failure.
 */

/**
 * Sets the text of a callback's own failure, for use inside a callback. It becomes part of the
 * error's message, and one of its causes. The text counts only if the callback that runs on
 * this thread then fails: a reader that returns less than 0, a writer, a rewind function or a
 * credentials provider that does not return 0, an interrupt check that returns not 0. It is
 * discarded when that callback returns, and a callback begins without one; a later text
 * replaces an earlier one. Outside of a callback the function does nothing. The text is
 * copied, control characters are replaced by spaces, secrets are masked, and at most 512 bytes
 * of it are kept. NULL and "" remove the text.
 */
void cos_callback_set_error(const char *text);

/*
 * Credentials providers
 *
 * Credentials from a function of the caller, called whenever the client needs new ones.
 */

/**
 * Sets the credentials to sign with; they are copied. token is NULL for permanent credentials.
 * expires_at_s is the Unix time in seconds until which they are valid, or 0 if they do not
 * expire. NULL credentials are ignored.
 */
void cos_credentials_set(struct cos_credentials_t *credentials,
                         const char *secret_id,
                         const char *secret_key,
                         const char *token,
                         int64_t expires_at_s);

/**
 * Sets why there are no credentials. The message becomes the cause of the error, which has
 * reason INVALID_CREDENTIALS. NULL is ignored.
 */
void cos_credentials_set_error(struct cos_credentials_t *credentials, const char *message);

/**
 * Returns the pointer that cos_call_set_user_data set for the call that needs the credentials;
 * NULL for another call, or NULL credentials. So a provider can find out for which request it is
 * called, whatever thread it is called on.
 */
void *cos_credentials_user_data(const struct cos_credentials_t *credentials);

/**
 * Sets a function that provides the credentials: it calls cos_credentials_set and returns 0,
 * or calls cos_credentials_set_error and returns any other number. A call that needs
 * credentials calls it; only one call does so at a time, and the others wait. So it must not wait
 * for a call of the same client that it has started: that call needs the credentials. It is called
 * again shortly before the credentials expire, and once by a call whose token COS reports as
 * expired. It must not unwind or longjmp. Of this function and
 * cos_client_options_set_credentials, the last one called counts. release, if not NULL, is called
 * once with user_data after the last use. If provide is NULL, requests are sent unsigned.
 */
void cos_client_options_set_credentials_provider(struct cos_client_options_t *options,
                                                 int32_t (*provide)(void *user_data,
                                                                    struct cos_credentials_t *credentials),
                                                 void *user_data,
                                                 void (*release)(void *user_data));

/*
 * Logging
 *
 * One line for each event of a call, for a function of the caller.
 */

/**
 * Sets a log callback, called with one line per event up to level: `event=NAME call=NUMBER
 * name=value ...`, texts in quotes. Events are attempt, retry, host, clock, credentials and
 * failed. The lines of one call have the same number; attempt and failed name the path of the
 * URL. A line has at most 8 KiB; a text that was cut for it ends with an ellipsis. No line
 * contains a SecretKey, a token or a signature. A line is valid during the callback only. The
 * callback must not unwind or longjmp. release, if not NULL, is called once with user_data
 * after the last use. If log is NULL, nothing is logged, at no cost.
 */
void cos_client_options_set_log(struct cos_client_options_t *options,
                                cos_log_level_t level,
                                void (*log)(void *user_data, cos_log_level_t level, const char *line),
                                void *user_data,
                                void (*release)(void *user_data));

/*
 * Client and calls
 *
 * A client keeps connections open, and sends requests. Each call returns NULL or an error.
 */

/**
 * Checks the options and creates a client; nothing is sent. Sets *client to NULL on failure.
 * If options or client is NULL, an INVALID_ARGUMENT error is returned. The caller frees the
 * client with cos_client_free.
 */
COS_ERR_MUST_USE
struct cos_error_t *cos_client_new(const struct cos_client_options_t *options,
                                   struct cos_client_t **client);

/**
 * Drops the caller's reference. It never waits: calls in progress, and those that were started,
 * continue. Do not start a call with a client that you have freed. NULL is ignored. Call it once
 * per client, on any thread.
 */
void cos_client_free(struct cos_client_t *client);

/**
 * Permanently cancels every call of the client: those in progress within 100 ms, later ones at
 * once, all with reason CANCELLED. Calls of cos_client_start that wait for others have completed
 * when it returns, unless their interrupt check runs or a thread of the library ends them at this
 * moment. The log function, the release functions and the discard function of these calls may run
 * in it, on its thread: hold no lock that they need. The function of cos_queue_set_notify never
 * does. Closes idle connections. The client must still be freed. NULL is ignored. May be called
 * from any thread, but not from a signal handler.
 */
void cos_client_shutdown(struct cos_client_t *client);

/**
 * Sends a request and receives the response. Returns NULL on success, otherwise the error,
 * which the caller frees with cos_error_free. If response is not NULL, *response is set to the
 * response, which the caller frees with cos_response_free, or to NULL on failure. call may be
 * NULL. request and call are only read, and may be used again. In a callback of the client it
 * returns INVALID_ARGUMENT. May be called from any thread.
 */
COS_ERR_MUST_USE
struct cos_error_t *cos_client_send(struct cos_client_t *client,
                                    const struct cos_request_t *request,
                                    const struct cos_call_t *call,
                                    struct cos_response_t **response);

/**
 * Checks whether a bucket exists and may be used (HEAD Bucket). On success,
 * cos_response_bucket_region of *response returns its region. Otherwise the same as
 * cos_client_send.
 */
COS_ERR_MUST_USE
struct cos_error_t *cos_err_head_bucket(struct cos_client_t *client,
                                        const char *bucket,
                                        const struct cos_call_t *call,
                                        struct cos_response_t **response);

#if defined(COS_ERR_SHORT_NAME)
/**
 * The short name of cos_err_head_bucket. Tencent's C SDK declares the same name: define
 * COS_ERR_COEXIST to use both libraries in one program.
 */
COS_ERR_MUST_USE
struct cos_error_t *cos_head_bucket(struct cos_client_t *client,
                                    const char *bucket,
                                    const struct cos_call_t *call,
                                    struct cos_response_t **response);
#endif

/*
 * Completion queues
 *
 * Where calls complete that nobody waits for, for event loops and for programs with many calls.
 */

/**
 * Creates a completion queue. discard, if not NULL, is called once with the user_data of each
 * completion that cos_queue_free throws away: on the thread that frees the queue, or, if the
 * call ends later, on a thread of the library or in cos_client_shutdown. It must not unwind or
 * longjmp. The result is never NULL. The caller frees it with cos_queue_free. May be called from
 * any thread.
 */
struct cos_queue_t *cos_queue_new(void (*discard)(void *user_data));

/**
 * Permanently refuses further calls: cos_client_start with the queue is then an error. Calls
 * that were started continue, and their completions are still given out; when the last one was
 * taken, cos_queue_next returns -1. Wakes all threads that wait in cos_queue_next and
 * cos_queue_take if nothing will come any more. The queue must still be freed. NULL is ignored.
 * May be called from any thread, but not from a signal handler.
 */
void cos_queue_shutdown(struct cos_queue_t *queue);

/**
 * Shuts a queue down and frees it. No thread may be in cos_queue_next or cos_queue_take then.
 * Completions that nobody has taken are thrown away, with their errors and responses; so are
 * those of calls that still run, when they end. If cancel is not 0, these calls are cancelled.
 * It does not wait for them. The descriptor of cos_queue_fd is closed, at the latest when the
 * last of these calls ends: remove it from the event loop before. The function of
 * cos_queue_set_notify may still begin or run when this function returns, as described there.
 * NULL is ignored. Call it once per queue, on any thread.
 */
void cos_queue_free(struct cos_queue_t *queue, int32_t cancel);

/**
 * Sets *fd to a descriptor for an event loop (epoll, poll, select). It is readable as long as a
 * completion waits or the queue is shut down, and at no other time. Take completions until
 * there are none; never read, write, duplicate or close the descriptor. The first call of this
 * function creates it. It belongs to the queue: remove it from the event loop before you free
 * the queue. A child of fork has another one.
 *
 * Returns NULL on success, otherwise the error, which the caller frees with cos_error_free, and
 * *fd is set to -1. If the process has no descriptor left, the error has reason LOCAL_IO. If
 * queue or fd is NULL, INVALID_ARGUMENT is returned. May be called from any thread.
 */
COS_ERR_MUST_USE struct cos_error_t *cos_queue_fd(struct cos_queue_t *queue, intptr_t *fd);

/**
 * Sets a function that is called when a completion comes into an empty queue, on a thread of
 * the library, possibly on several at once, but never in cos_client_shutdown, also if that ends
 * the call. It must not block: let it wake the thread that takes completions. That thread must
 * take until there are none, and once after this function was set, for what was there before.
 * Between the function and the taking another thread may have taken all. notify must not unwind
 * or longjmp. release, if not NULL, is called once with user_data after the last use. If notify
 * is NULL, the function is removed.
 *
 * A call of the former notify may still begin or run when this function, or cos_queue_free,
 * returns: what it uses must live until release is called. It may use the queue only if the
 * queue is not freed before that. cos_client_wait returns 1 only after notify has returned for
 * all calls of the client. A child of fork has no notify function. If queue is NULL, only release
 * is called. May be called from any thread.
 */
void cos_queue_set_notify(struct cos_queue_t *queue,
                          void (*notify)(void *user_data),
                          void *user_data,
                          void (*release)(void *user_data));

/**
 * Takes a completion from the queue and writes it to *completion, whose struct_size must be
 * set. Waits for one for at most timeout_ms milliseconds; 0 does not wait, and -1 waits without
 * a limit. Completions are given out in the order in which they came.
 *
 * Returns 1 if one was taken; 0 if none came in time; -1 if the queue is shut down and nothing
 * will come; -2, and takes nothing, if a pointer is NULL, struct_size is too small or
 * timeout_ms is less than -1, and in a callback if timeout_ms is not 0. Any number of threads
 * may wait at once.
 */
int32_t cos_queue_next(struct cos_queue_t *queue,
                       int64_t timeout_ms,
                       struct cos_completion_t *completion);

/**
 * Takes up to capacity completions at once, into an array: waits as cos_queue_next does for the
 * first, and then takes what is there. The struct_size of the first element counts for all: it
 * is the distance between two elements, and is stored in each that is written. Returns the
 * number of completions that were taken; 0 if there are none, and where cos_queue_next returns
 * -1 or -2. Any number of threads may wait at once.
 */
size_t cos_queue_take(struct cos_queue_t *queue,
                      int64_t timeout_ms,
                      struct cos_completion_t *completions,
                      size_t capacity);

/*
 * Calls without waiting
 *
 * Starting calls that complete in a queue, cancelling them, and waiting for the last one.
 */

/**
 * Starts a call, and does not wait for it: its completion comes into the queue, exactly once,
 * with the response or the error that cos_client_send would have returned. Calls of one client
 * begin in the order in which they were started, except that one whose interrupt check runs at
 * its turn begins later; at most cos_client_options_set_max_connections run at once. Waiting
 * counts towards the total timeout only, and is no attempt.
 *
 * Request and call are copied: they may be changed, started again or freed at once. Client and
 * queue are kept until the call has ended, and may be freed in any order. Everything that the
 * call refers to is dropped, and the release functions that are due have returned, before the
 * completion can be taken. A request with a reader or a writer can be in one call at a time; a
 * second call with it completes with INVALID_ARGUMENT.
 *
 * The callbacks of the call run on threads of the library, which block all signals and have at
 * least 512 KiB of stack. Those of one call never run at once, but may run on different
 * threads. For a call that cos_client_shutdown ends before it began, the log, release and
 * discard functions may run on the thread of cos_client_shutdown. In a callback, these functions
 * may be used with the same client: cos_client_start, cos_started_cancel, cos_client_shutdown,
 * and cos_queue_next with timeout_ms 0. Functions that wait return INVALID_ARGUMENT there.
 *
 * user_data comes back with the completion. If started is not NULL, *started is set to a
 * handle of the call before a callback of it can run; the caller frees it with
 * cos_started_free. call may be NULL.
 *
 * Returns NULL if the call was started, otherwise the error, which the caller frees with
 * cos_error_free; then no completion comes, and *started is NULL. These are: INVALID_ARGUMENT
 * for a NULL client, request or queue, for an invalid value that a setter of request or call
 * has kept, for a queue that is shut down, and beyond cos_client_options_set_max_started;
 * LOCAL_IO if the system has no thread for the call. May be called from any thread.
 */
COS_ERR_MUST_USE
struct cos_error_t *cos_client_start(struct cos_client_t *client,
                                     const struct cos_request_t *request,
                                     const struct cos_call_t *call,
                                     struct cos_queue_t *queue,
                                     void *user_data,
                                     struct cos_started_t **started);

/**
 * Cancels the call: it ends within 100 ms with reason CANCELLED, unless it has ended. The
 * completion still comes. NULL is ignored. May be called from any thread, but not from a signal
 * handler; cos_cancel_trigger may.
 */
void cos_started_cancel(struct cos_started_t *started);

/**
 * Has the reader or writer called again that returned COS_BODY_LATER. A resume that comes
 * before that is remembered, so that the next COS_BODY_LATER does not wait; several count as
 * one. After the call has ended, nothing happens. NULL is ignored. May be called from any
 * thread, but not from a signal handler.
 */
void cos_started_resume(struct cos_started_t *started);

/**
 * Frees the handle. The call continues. NULL is ignored. Call it once per handle, on any
 * thread.
 */
void cos_started_free(struct cos_started_t *started);

/**
 * Waits until no call of the client runs, neither a started one nor one of another thread, for
 * at most timeout_ms milliseconds; 0 does not wait, and -1 waits without a limit. It ends no
 * call: use cos_client_shutdown for that. Returns 1 if no call runs; then no callback will run
 * again, as long as no call is made, except for release functions at cos_client_free. After a
 * shutdown, the code of the callbacks may then be unloaded. Returns 0 if calls still ran when
 * the time was over. Returns -2 if client is NULL, timeout_ms is less than -1, or in a callback
 * of the client. May be called from any thread.
 */
int32_t cos_client_wait(struct cos_client_t *client, int64_t timeout_ms);

/*
 * Files
 *
 * Uploads and downloads of whole files, in parts and several parts at a time.
 */

/**
 * Uploads a regular file as the object bucket/key. A file of at least
 * cos_transfer_set_threshold bytes is sent in parts, several at a time; transfer may be NULL,
 * which means default settings. Waits until the object is complete. *response is the response
 * of the request that created the object, or of a HEAD of it; otherwise the same as
 * cos_client_send.
 *
 * The CRC-64 of each part, and that of the whole object, are compared with those of the server.
 * If a part fails, the others are ended, and its error is returned, with number and byte range
 * of the part in the message. Then the upload is aborted, for which up to 5 seconds more are
 * taken, also when the call was cancelled; if that fails, the detail UploadId of the error
 * names the upload whose parts are still stored. If the file changes meanwhile, the error has
 * reason LOCAL_IO. A lost response of the request that completes the object is an error only if
 * the object is not there. If the response of the request that begins an upload was lost, an
 * upload without parts may stay, whose id nobody knows: let a lifecycle rule remove it.
 *
 * The call has no total timeout unless one was set; the requests that begin an upload, or ask
 * for an object, have 60 seconds. Progress and log functions and credentials
 * providers may be called on threads of the library. In a callback of the client it returns
 * INVALID_ARGUMENT. May be called from any thread.
 */
COS_ERR_MUST_USE
struct cos_error_t *cos_client_upload_file(struct cos_client_t *client,
                                           const char *bucket,
                                           const char *key,
                                           const char *path,
                                           const struct cos_transfer_t *transfer,
                                           const struct cos_call_t *call,
                                           struct cos_response_t **response);

/**
 * Downloads the object bucket/key into a file, which appears under its name when it is whole,
 * and replaces another one of that name, as cos_request_set_sink_file does. An object of at
 * least cos_transfer_set_threshold bytes is received in parts, several at a time; transfer may
 * be NULL, which means default settings. A HEAD, whose response is *response if the object came
 * in parts, gives size, version and ETag; the parts are those of this one object: if it is
 * replaced meanwhile, the error is PreconditionFailed. Otherwise the same as cos_client_send.
 *
 * The CRC-64 of the whole is compared with that of the server; if the server has none, a line
 * of the log says so. Space for the whole file is allocated first. If a part fails, the others
 * are ended, its error is returned, with number and byte range of the part in the message, and
 * no file is left.
 *
 * What is said of timeouts, callbacks and threads at cos_client_upload_file holds here too.
 */
COS_ERR_MUST_USE
struct cos_error_t *cos_client_download_file(struct cos_client_t *client,
                                             const char *bucket,
                                             const char *key,
                                             const char *path,
                                             const struct cos_transfer_t *transfer,
                                             const struct cos_call_t *call,
                                             struct cos_response_t **response);

/**
 * Starts what cos_client_upload_file does, and does not wait for it: its completion comes into
 * the queue, with the same response or error. It counts as one call of
 * cos_client_options_set_max_started. Otherwise the same as cos_client_start.
 */
COS_ERR_MUST_USE
struct cos_error_t *cos_client_start_upload_file(struct cos_client_t *client,
                                                 const char *bucket,
                                                 const char *key,
                                                 const char *path,
                                                 const struct cos_transfer_t *transfer,
                                                 const struct cos_call_t *call,
                                                 struct cos_queue_t *queue,
                                                 void *user_data,
                                                 struct cos_started_t **started);

/**
 * The same for cos_client_download_file.
 */
COS_ERR_MUST_USE
struct cos_error_t *cos_client_start_download_file(struct cos_client_t *client,
                                                   const char *bucket,
                                                   const char *key,
                                                   const char *path,
                                                   const struct cos_transfer_t *transfer,
                                                   const struct cos_call_t *call,
                                                   struct cos_queue_t *queue,
                                                   void *user_data,
                                                   struct cos_started_t **started);

/*
 * Settings of files
 *
 * Size of the parts, how many at a time, headers, progress, and where to go on after an end.
 */

/**
 * Creates settings that have their default values. The result is never NULL. The caller frees
 * them with cos_transfer_free.
 */
struct cos_transfer_t *cos_transfer_new(void);

/**
 * Drops the caller's reference. NULL is ignored.
 */
void cos_transfer_free(struct cos_transfer_t *transfer);

/**
 * Sets the size of a part in bytes: 1 MiB (1048576) to 5 GiB (5368709120). The default is 8 MiB.
 * For a file that would have more than 10000 parts of this size, a larger size is used.
 */
void cos_transfer_set_part_size(struct cos_transfer_t *transfer, int64_t bytes);

/**
 * Sets how many parts are moved at once: 1 to 1000. The default is 5. Each part needs a
 * connection of cos_client_options_set_max_connections. The thread that runs the transfer moves
 * parts itself; threads of the library, which calls of cos_client_start need too, move others:
 * each for as long as there are parts. Leave some of max_connections to other calls.
 */
void cos_transfer_set_parallel(struct cos_transfer_t *transfer, int32_t parts);

/**
 * Sets the size in bytes from which a file is moved in parts: 0 to 5 GiB (5368709120). The
 * default is 16 MiB. A smaller file, and an empty one, is moved by one request.
 */
void cos_transfer_set_threshold(struct cos_transfer_t *transfer, int64_t bytes);

/**
 * Adds a header to those added before. For an upload it is a header of the object, such as
 * Content-Type or x-cos-meta-name, and is sent with the request that creates it; for a download
 * it is sent with each request. Headers of customer-provided encryption keys and
 * x-cos-traffic-limit are sent with each request of both, x-cos-callback and x-cos-callback-var
 * also with the request that completes an upload. If-Match is for downloads: another object is
 * PreconditionFailed. A header about one request, such as Range or Content-MD5, is
 * INVALID_ARGUMENT, also in the settings of the call. NULL is reported as INVALID_ARGUMENT.
 */
void cos_transfer_add_header(struct cos_transfer_t *transfer, const char *name, const char *value);

/**
 * Sets whether each body of an upload is sent with a Content-MD5, for which each part is read
 * twice; 0 is the default. The CRC-64 is compared in both cases.
 */
void cos_transfer_set_content_md5(struct cos_transfer_t *transfer, int32_t on);

/**
 * Sets the version of the object that a download fetches. NULL or "", the default, is the latest.
 * An upload ignores it.
 */
void cos_transfer_set_version_id(struct cos_transfer_t *transfer, const char *version_id);

/**
 * Sets a function that receives the progress of a transfer: the bytes of the file that were
 * moved, and its size. It is called for the first and the last numbers, and in between at most
 * ten times per second. The bytes become fewer when a part begins again. Calls of one transfer
 * never run at once, but may run on threads of the library. It must not unwind or longjmp.
 * release, if not NULL, is called once with user_data after the last use. If report is NULL, the
 * function is removed.
 */
void cos_transfer_set_progress(struct cos_transfer_t *transfer,
                               void (*report)(void *user_data, int64_t moved, int64_t size),
                               void *user_data,
                               void (*release)(void *user_data));

/**
 * Sets the file in which a transfer in parts keeps what it has done, so that another one of the
 * same object and file goes on after its end, even if that was sudden. The file must be that
 * of one transfer alone: its content is replaced. It is removed when the transfer succeeds.
 * After a failure it stays: then the parts of an upload stay stored, which the detail UploadId
 * of the error names, and the temporary file of a download stays in the directory of path.
 *
 * It holds no secrets, and only its owner may read it. While a transfer uses it, another one
 * with the same file returns LOCAL_IO. The parts that were moved are read from the disk again,
 * and compared with their checksums. If the file, the object, the headers or the size of the
 * parts are others than before, or if the checkpoint cannot be read, the transfer begins anew,
 * and the old upload is aborted. A checkpoint of another object or file is INVALID_ARGUMENT.
 * NULL removes the setting.
 */
void cos_transfer_set_checkpoint(struct cos_transfer_t *transfer, const char *path);

/*
 * Signing for your own HTTP stack
 *
 * Signed requests, presigned URLs and plain URLs. Nothing is sent.
 */

/**
 * Signs a request that your own HTTP stack sends, for expires_s seconds from now. Nothing is
 * sent. Send the method and the URL as they are, with all headers of the list, byte for byte,
 * and read the response with cos_error_from_response.
 *
 * The list contains the headers that request and call set, a Content-MD5 where COS demands
 * one, a temporary token, and Authorization. It never contains Host, which is signed as it
 * stands in the URL, nor Content-Length, Transfer-Encoding, Expect and User-Agent, which the
 * HTTP stack sets. If request or call set Host, Content-Length, Transfer-Encoding or Expect,
 * they are signed, and must be sent with that value. A token that request or call give as a
 * header, or request as a query parameter, is not added again. A header that both request and
 * call set, a second token, an empty one, and query parameters of a signature are reported as
 * INVALID_ARGUMENT. libcurl sends a header with an empty value only as "Name;".
 *
 * Bytes or a file set as the body are read only for a Content-MD5, which COS demands for the
 * document of a sub-resource and which cos_request_set_content_md5 asks for. A reader is then
 * reported as INVALID_ARGUMENT. call may be NULL; its region, headers, signed host, cancel
 * token, interrupt check and timeout count, the last three while a credentials provider or a
 * file is waited for. A provider is not interrupted: a call that its own provider outlasts ends
 * when the provider returns. A body that only your HTTP stack has is not known here: add the
 * Content-MD5 that COS demands for it yourself.
 *
 * Returns NULL on success, otherwise the error, which the caller frees with cos_error_free.
 * *signed_request is set to the signed request, which the caller frees with cos_signed_free, or
 * to NULL on failure. If the client has no credentials, an INVALID_CREDENTIALS error is
 * returned: cos_client_url suffices for unsigned requests. May be called on any thread.
 */
COS_ERR_MUST_USE
struct cos_error_t *cos_client_sign(struct cos_client_t *client,
                                    const struct cos_request_t *request,
                                    const struct cos_call_t *call,
                                    int64_t expires_s,
                                    struct cos_signed_t **signed_request);

/**
 * Creates a URL of a request that is signed for expires_s seconds from now, and that anyone
 * may use as it is. It contains method, bucket, key and query parameters. Headers that request
 * and call set are signed, and must be sent with it; here that includes Host, Content-Length,
 * Transfer-Encoding and Expect, which cos_client_send sets itself. A temporary token is added,
 * unless request or call have it as a header or query parameter. A body is ignored, and nothing
 * is sent. call may be NULL; its region, headers, signed host, cancel token, interrupt check
 * and timeout count, the last three while a credentials provider is waited for.
 *
 * Returns NULL on success, otherwise the error, which the caller frees with cos_error_free.
 * *url is set to the URL, which the caller frees with cos_text_free, or to NULL on failure.
 * The URL is a secret while it is valid; a temporary token may expire before it does. If the
 * client has no credentials, an INVALID_CREDENTIALS error is returned. May be called on any
 * thread.
 */
COS_ERR_MUST_USE
struct cos_error_t *cos_client_presign(struct cos_client_t *client,
                                       const struct cos_request_t *request,
                                       const struct cos_call_t *call,
                                       int64_t expires_s,
                                       char **url);

/**
 * Creates the URL of a request, not signed: scheme, host, percent-encoded key and query
 * parameters. Nothing is sent, and no credentials are needed. call may be NULL; only its
 * region counts.
 *
 * Returns NULL on success, otherwise the error, which the caller frees with cos_error_free.
 * *url is set to the URL, which the caller frees with cos_text_free, or to NULL on failure. May
 * be called on any thread.
 */
COS_ERR_MUST_USE
struct cos_error_t *cos_client_url(struct cos_client_t *client,
                                   const struct cos_request_t *request,
                                   const struct cos_call_t *call,
                                   char **url);

/**
 * Sets how many seconds the server's clock is ahead of the system's; signatures are made for
 * that time. cos_client_send finds it by itself. A client that only signs receives no
 * response: pass it the value of cos_error_clock_skew_s after an error. COS_SKEW_UNKNOWN, and
 * more than 100 years either way, change nothing. NULL is ignored. May be called from any
 * thread.
 */
void cos_client_set_clock_skew_s(struct cos_client_t *client, int64_t skew_s);

/**
 * Frees a signed request and all strings obtained from it. NULL is ignored.
 */
void cos_signed_free(struct cos_signed_t *signed_request);

/**
 * Returns the method, as in "GET", or "" for NULL. The string is valid until the signed request
 * is freed.
 */
const char *cos_signed_method(const struct cos_signed_t *signed_request);

/**
 * Returns the URL to send the request to, or "" for NULL. The string is valid until the signed
 * request is freed.
 */
const char *cos_signed_url(const struct cos_signed_t *signed_request);

/**
 * Returns the number of headers to send; repeated names count each time. Returns 0 for NULL.
 */
size_t cos_signed_header_count(const struct cos_signed_t *signed_request);

/**
 * Returns the name of a header. index starts at 0. Returns "" if index is too large, or for
 * NULL. The string is valid until the signed request is freed.
 */
const char *cos_signed_header_name(const struct cos_signed_t *signed_request, size_t index);

/**
 * Returns the value of a header. index starts at 0. Returns "" if index is too large, or for
 * NULL. The string is valid until the signed request is freed.
 */
const char *cos_signed_header_value(const struct cos_signed_t *signed_request, size_t index);

/**
 * Returns when the signature ends, in Unix seconds of the system's clock, or 0 for NULL. Sign
 * anew for each retry after that time. It is not later than the end that a credentials provider
 * set; a temporary token that was set by hand may expire before it.
 */
int64_t cos_signed_expires_at_s(const struct cos_signed_t *signed_request);

/*
 * Per-call settings
 *
 * Settings that differ from those of the client for one call or several.
 */

/**
 * Creates an empty set of per-call settings. The result is never NULL. The caller frees it
 * with cos_call_free.
 */
struct cos_call_t *cos_call_new(void);

/**
 * Drops the caller's reference. NULL is ignored.
 */
void cos_call_free(struct cos_call_t *call);

/**
 * Sets the timeout in milliseconds for the whole call, instead of the client's total timeout.
 * It must be at least 1.
 */
void cos_call_set_timeout_ms(struct cos_call_t *call, int64_t ms);

/**
 * Sets the region of this call, instead of the client's. NULL is reported as INVALID_ARGUMENT.
 */
void cos_call_set_region(struct cos_call_t *call, const char *region);

/**
 * Adds a header to those of the request and to those added before. A name that exists already
 * is sent once more. What cos_request_set_header says of Host, Content-Length and the token
 * holds here too. NULL is reported as INVALID_ARGUMENT.
 */
void cos_call_add_header(struct cos_call_t *call, const char *name, const char *value);

/**
 * Sets the host that is signed instead of the one to which the request goes, with its port if
 * that is not the scheme's own. This is for requests through a CDN or proxy that sends another
 * Host to COS. With "" no Host is signed. NULL is reported as INVALID_ARGUMENT.
 */
void cos_call_set_signed_host(struct cos_call_t *call, const char *host);

/**
 * Sets the token that cancels this call. The settings hold a reference to it until they are
 * freed or receive another one. NULL removes it.
 */
void cos_call_set_cancel(struct cos_call_t *call, struct cos_cancel_t *cancel);

/**
 * Sets a function that is called about every 50 ms while the call waits, and about every 100 ms
 * while a started call waits for others, or for long. If it returns not 0, the call ends with
 * reason CANCELLED. It must return quickly: other calls may wait for it. It must not unwind or
 * longjmp. release, if not NULL, is called once with user_data after the last use. If check is
 * NULL, the function is removed.
 */
void cos_call_set_interrupt(struct cos_call_t *call,
                            int32_t (*check)(void *user_data),
                            void *user_data,
                            void (*release)(void *user_data));

/**
 * Sets a pointer that the credentials provider reads by cos_credentials_user_data when it is
 * called for this call, also on a thread of the library. The library does nothing else with it.
 */
void cos_call_set_user_data(struct cos_call_t *call, void *user_data);

/**
 * Sets whether a HEAD that fails with 400, 403, 404, 405 or 409 is repeated once as a GET,
 * whose response has a body. If that fails alike, its code and message become those of the
 * error, with source COS_CODE_SOURCE_PROBE. If the call is ended during the GET, it returns
 * the error of the HEAD. The default is 0, which turns it off.
 */
void cos_call_set_explain(struct cos_call_t *call, int32_t explain);

/*
 * Cancellation
 *
 * A token that ends calls, from any thread or from a signal handler.
 */

/**
 * Creates a token. The result is never NULL. The caller frees it with cos_cancel_free.
 */
struct cos_cancel_t *cos_cancel_new(void);

/**
 * Permanently cancels every call that has the token: those in progress within 100 ms, later
 * ones at once, all with reason CANCELLED. It is one atomic store, so it may be called from a
 * signal handler, and on any thread. NULL is ignored.
 */
void cos_cancel_trigger(struct cos_cancel_t *cancel);

/**
 * Drops the caller's reference. Per-call settings hold their own. NULL is ignored. Call it
 * once per token.
 */
void cos_cancel_free(struct cos_cancel_t *cancel);

/*
 * Requests
 *
 * Method, bucket, key, query parameters and headers of a request to any API of COS.
 */

/**
 * Creates a request. method is "GET", "PUT" and so on. If bucket is NULL, the request goes to
 * the service host. If key is NULL, it is for the bucket itself; otherwise key is any UTF-8,
 * not percent-encoded. The result is never NULL. The caller frees it with cos_request_free.
 */
struct cos_request_t *cos_request_new(const char *method, const char *bucket, const char *key);

/**
 * Drops the caller's reference. NULL is ignored.
 */
void cos_request_free(struct cos_request_t *request);

/**
 * Sets a query parameter. Give name and value as they are: the library percent-encodes them.
 * If value is NULL, the parameter is a sub-resource without a value, as in ?acl. An earlier
 * value of the same name is replaced. If name is NULL, INVALID_ARGUMENT is reported.
 */
void cos_request_set_query(struct cos_request_t *request, const char *name, const char *value);

/**
 * Sets a header, and replaces an earlier value of the same name in any case. The client sets
 * Host, Authorization, Content-Length and the token itself; cos_client_sign and
 * cos_client_presign sign them, except Authorization. NULL is reported as INVALID_ARGUMENT.
 */
void cos_request_set_header(struct cos_request_t *request, const char *name, const char *value);

/**
 * Sets a function that receives the progress of a transfer: the bytes of the request's body
 * sent and to send, and those of the response's body received and to receive, in which -1 means
 * that a number is not known. It is called for the first and the last numbers of each attempt,
 * and in between at most ten times per second. It must not unwind or longjmp. release, if not
 * NULL, is called once with user_data after the last use. If report is NULL, the function is
 * removed.
 */
void cos_request_set_progress(struct cos_request_t *request,
                              void (*report)(void *user_data,
                                             int64_t sent,
                                             int64_t to_send,
                                             int64_t received,
                                             int64_t to_receive),
                              void *user_data,
                              void (*release)(void *user_data));

/**
 * Sets whether a Content-MD5 of the body is sent, for which the body is read once more. Where
 * COS demands it (delete-multiple, documents of sub-resources such as ?lifecycle), it is
 * always sent. The default is 0, which turns it off.
 */
void cos_request_set_content_md5(struct cos_request_t *request, int32_t on);

/**
 * Sets the root element that a success must have, such as "CopyObjectResult": a 2xx without it,
 * or whose document was cut, is an error with reason BAD_RESPONSE. Without this, and after NULL
 * or "", it is the one that COS documents for the operation: for requests with a sub-resource,
 * for copies, and on hosts of COS for listings of buckets and objects; but not if the request has
 * a query parameter that is not of the operation. "*" accepts any document there, too.
 */
void cos_request_set_expect_root(struct cos_request_t *request, const char *name);

/*
 * Request bodies
 *
 * From memory, a file, a part of a file, or a function of the caller.
 */

/**
 * Sets the body: length bytes, which are copied. If body is NULL or length is 0, the body is
 * empty. It replaces a body of any kind that was set before, as the other setters of bodies
 * do.
 */
void cos_request_set_body(struct cos_request_t *request, const void *body, size_t length);

/**
 * Sets a regular file as the body. A call opens it before anything is sent, and sends the
 * length that it has then; the file is only read. If it cannot be read, or becomes shorter
 * during the call, the error has reason LOCAL_IO. NULL is reported as INVALID_ARGUMENT.
 */
void cos_request_set_body_file(struct cos_request_t *request, const char *path);

/**
 * Sets a part of a regular file as the body, as for UploadPart: length bytes from offset. In
 * all else it is the same as cos_request_set_body_file.
 */
void cos_request_set_body_file_range(struct cos_request_t *request,
                                     const char *path,
                                     int64_t offset,
                                     int64_t length);

/**
 * Sets a function that provides the body. read stores at most size bytes in buffer and returns
 * their number, 0 at the end, or less than 0 to fail. In a started call it may return
 * COS_BODY_LATER instead. length is the number of bytes to read; if it is -1, the length is not
 * known, and the body is sent in chunks. rewind goes back to the first byte and returns 0. If
 * rewind is NULL, the request is not retried once a byte was read, and cannot be sent by
 * another call. If the reader fails or ends early, the error has reason CALLBACK, or the reason
 * of an earlier cancellation or timeout. Both functions must not unwind or longjmp. release, if
 * not NULL, is called once with user_data after the last use. If read is NULL, INVALID_ARGUMENT
 * is reported.
 */
void cos_request_set_body_reader(struct cos_request_t *request,
                                 int64_t (*read)(void *user_data, void *buffer, size_t size),
                                 int32_t (*rewind)(void *user_data),
                                 int64_t length,
                                 void *user_data,
                                 void (*release)(void *user_data));

/*
 * Documents of requests
 *
 * The XML body of a request, from JSON.
 */

/**
 * Writes the XML document of a request from JSON in the shape of cos_response_json: an object of
 * one member, the root element. The members of an object are the children of its element, a list
 * repeats its element, "@name" is an attribute and "#text" the text of an element that has other
 * members. Texts, numbers, true and false are written as they are, and null as an empty text.
 * Members are written in their order, and nothing for an empty list. A prefix of a name, as in
 * "@xsi:type", is kept. There is no XML declaration; the encoding is UTF-8.
 *
 * Text that is not JSON or not UTF-8, several roots, a list in a list, a member that is there
 * twice, names and characters that XML cannot hold, and more than 64 levels, 256 bytes of a name
 * or 256 members of an object are INVALID_ARGUMENT; the message has the place, as in
 * "Delete/Object[1]/Key", and the beginning of the value. NULL as json is INVALID_ARGUMENT, too.
 *
 * Returns NULL on success, otherwise the error, which the caller frees with cos_error_free.
 * *xml is set to the document, which the caller frees with cos_text_free, or to NULL on failure;
 * xml may be NULL.
 * May be called on any thread.
 */
COS_ERR_MUST_USE struct cos_error_t *cos_xml_from_json(const char *json, char **xml);

/*
 * Bodies of successful responses
 *
 * Into memory, a file that appears when it is complete, or a function of the caller.
 */

/**
 * Writes the body of a success to a file. The bytes go into a temporary file in the same
 * directory (.cos-*.part), which is created before anything is sent. It is renamed when it is
 * complete, its checksum is right and it was closed without an error. Until then, and on
 * failure, a file of that name stays as it was; a failure of the file system has reason
 * LOCAL_IO. The directory is held open: a chdir or a renamed directory does not matter.
 *
 * A replaced file passes on its owner, group and permission bits as far as the system allows,
 * the bits of the group only together with the group. It is replaced, not overwritten: other
 * hard links keep the former content, and programs that have it open continue to read that. If
 * the path is a symbolic link, the link stays, and its target is replaced. A mount point, a
 * device or a pipe is reported as INVALID_ARGUMENT before anything is sent. The file is not
 * flushed to storage unless cos_request_set_sink_sync is on.
 *
 * The body of an error goes into the error. A response that is not the content of an object is
 * read into memory first, at most 64 MiB. path is copied; NULL is reported as
 * INVALID_ARGUMENT.
 */
void cos_request_set_sink_file(struct cos_request_t *request, const char *path);

/**
 * Sets whether the file of cos_request_set_sink_file is flushed to storage (fsync) before it
 * is renamed, and its directory after that, so that the file survives a crash of the system.
 * The default is 0, which turns it off, as in curl and in Tencent's SDKs. A failure to flush
 * has reason LOCAL_IO: if the file cannot be flushed, a file of that name stays as it was; if
 * only the directory cannot, the file is already replaced, and a crash may undo that. Without
 * a file as the sink it has no effect.
 */
void cos_request_set_sink_sync(struct cos_request_t *request, int32_t on);

/**
 * Sets a function that receives the body of a success piece by piece. The body of an error goes
 * into the error. write takes all size bytes and returns 0; in a started call it may take none
 * and return COS_BODY_LATER. Any other number ends the call with reason CALLBACK, or with the
 * reason of an earlier cancellation or timeout. rewind discards the bytes taken so far and
 * returns 0, because the body then starts again from its first byte. If rewind is NULL, the
 * request is not retried once a byte was written. The checksum is verified only after the last
 * piece. Both functions must not unwind or longjmp. release, if not NULL, is called once with
 * user_data after the last use. If write is NULL, INVALID_ARGUMENT is reported.
 */
void cos_request_set_sink_writer(struct cos_request_t *request,
                                 int32_t (*write)(void *user_data, const void *bytes, size_t size),
                                 int32_t (*rewind)(void *user_data),
                                 void *user_data,
                                 void (*release)(void *user_data));

/**
 * Sets a function that receives the head of a success, status and headers, before the first
 * byte of the body goes to the sink, and again for each retry. It is not called for an error.
 * The response has no body then, and is valid only during the callback. If the function returns
 * not 0, the call ends with reason CALLBACK, or with the reason of an earlier cancellation or
 * timeout, and is not retried. It must not unwind or longjmp. release, if not NULL, is called
 * once with user_data after the last use. If head is NULL, the function is removed.
 */
void cos_request_set_head(struct cos_request_t *request,
                          int32_t (*head)(void *user_data, const struct cos_response_t *head),
                          void *user_data,
                          void (*release)(void *user_data));

/*
 * Responses
 *
 * Status, headers and body of a response that reports success.
 */

/**
 * Creates a response as cos_client_send returns it: for mocks, and to read the XML document of a
 * response that another HTTP stack received. Status and names of headers are kept as given, and
 * body_len bytes of the body are copied. headers and body may be NULL. At the limits of a response,
 * the rest of the headers is left out. The result is never NULL. The caller frees it with
 * cos_response_free. May be called from any thread.
 */
struct cos_response_t *cos_response_new(int32_t status,
                                        const struct cos_header_t *headers,
                                        size_t header_count,
                                        const void *body,
                                        size_t body_len);

/**
 * Frees a response and all strings obtained from it. NULL is ignored.
 */
void cos_response_free(struct cos_response_t *response);

/**
 * Writes all values of a response to fields, as many members as fields->struct_size has room
 * for. Returns 1 if fields was written. Returns 0, and writes nothing, if a pointer is NULL or
 * struct_size is too small.
 */
int32_t cos_response_fields(const struct cos_response_t *response,
                            struct cos_response_fields_t *fields);

/**
 * Returns the HTTP status, 2xx, or 0 for NULL.
 */
int32_t cos_response_status(const struct cos_response_t *response);

/**
 * Returns the request id. Returns "" if there is none, or if the response is NULL. The string
 * is valid until the response is freed.
 */
const char *cos_response_request_id(const struct cos_response_t *response);

/**
 * Returns the region of the bucket, from x-cos-bucket-region. Returns "" if the response does
 * not contain it, or if the response is NULL. The string is valid until the response is freed.
 */
const char *cos_response_bucket_region(const struct cos_response_t *response);

/**
 * Returns the value of a header. Names are compared without regard to case. If there are
 * several headers of the name, the first one is returned. Returns "" if there is none, or if
 * the response is NULL. The string is valid until the response is freed.
 */
const char *cos_response_header(const struct cos_response_t *response, const char *name);

/**
 * Returns the number of headers; repeated names count each time. Returns 0 for NULL.
 */
size_t cos_response_header_count(const struct cos_response_t *response);

/**
 * Returns the name of a header in lower case. index starts at 0; headers of the same name
 * follow each other. Returns "" if index is too large, or if the response is NULL. The string
 * is valid until the response is freed.
 */
const char *cos_response_header_name(const struct cos_response_t *response, size_t index);

/**
 * Returns the value of a header. index starts at 0. Returns "" if index is too large, or if the
 * response is NULL. The string is valid until the response is freed.
 */
const char *cos_response_header_value(const struct cos_response_t *response, size_t index);

/**
 * Returns the bytes of the body, and stores their number in length, which may be NULL. A NUL
 * that is not counted follows the last byte. The result is never NULL; it is empty if the
 * request has a sink, or if the response is NULL. It is valid until the response is freed.
 */
const void *cos_response_body(const struct cos_response_t *response, size_t *length);

/**
 * Returns the number of bytes of the body, in memory or passed to the request's sink. Returns
 * 0 for NULL.
 */
int64_t cos_response_received(const struct cos_response_t *response);

/**
 * Returns how many elements of the XML document in the body a path names, or whether it has
 * an attribute. The path is below the root element, as in "Contents" or "Contents[2]/Key";
 * an index starts at 0, and a name without one stands for the first element, except at the
 * end of the path, where all elements of the name are counted. "Grantee/@type" is an
 * attribute, and "" the root. Names are without prefix; in them ~1, ~2, ~3 and ~0 stand for
 * /, [, @ and ~.
 *
 * The document is read at the first use, as a whole or not at all: cos_response_count of "" is
 * 1 if it was read to its end. Otherwise it is 0, every other count is 0, every value is "",
 * and cos_response_fault returns the reason. A document of another kind, as from a portal, has
 * none of the names that a program looks for: cos_request_set_expect_root makes it an error.
 * Returns 0 also if the path is malformed, or if a pointer is NULL.
 */
size_t cos_response_count(const struct cos_response_t *response, const char *path);

/**
 * Returns the text of the element or attribute that a path names, as it stands in the
 * document: references resolved, CDATA joined, nothing trimmed. A NUL in it reads U+FFFD.
 * White space between child elements is not text. See cos_response_count for paths, and for a
 * document that cannot be read. Returns "" if there is none, or if a pointer is NULL. The
 * string is valid until the response is freed.
 */
const char *cos_response_value(const struct cos_response_t *response, const char *path);

/**
 * Returns why the body could not be read as a whole XML document: it is cut or malformed, is
 * not XML, is missing, went to the sink of the request, has a content encoding or bytes that are
 * not characters of its encoding, or has too many bytes, elements or levels. Returns "" if it was
 * read, or if the response is NULL. The string is valid until the response is freed.
 */
const char *cos_response_fault(const struct cos_response_t *response);

/**
 * Returns the XML document in the body as JSON. The root element is the only member of the
 * outermost object. Texts are strings, empty elements "", attributes members such as "@type".
 * The text of an element that has attributes or child elements too is its member "#text".
 * An element is an array where it is documented as a list, where it occurs several times, and,
 * if it is not documented, where it has child elements. Returns "" if the document could not
 * be read, or if the response is NULL. The string is valid until the response is freed.
 */
const char *cos_response_json(const struct cos_response_t *response);

/*
 * Strings that the caller owns
 *
 * How to free them.
 */

/**
 * Frees a string that a function returned through its last parameter. NULL is ignored. Call it
 * once per string, on any thread.
 */
void cos_text_free(char *text);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

/*
 * The codes of the catalogue, to compare with cos_error_code. A server may send a code
 * that is not among them, or another spelling of one: the cos_code_* functions take
 * every spelling.
 */
/** HTTP 403 or 401. */
#define COS_ERROR_CODE_ACCESS_DENIED "AccessDenied"
/** HTTP 403. */
#define COS_ERROR_CODE_ACCESS_DENIED_EXCEPTION "AccessDeniedException"
/** HTTP 403. */
#define COS_ERROR_CODE_ACCESS_FORBIDDEN "AccessForbidden"
/** HTTP 403. */
#define COS_ERROR_CODE_ACCOUNT_PROBLEM "AccountProblem"
/** HTTP 400. */
#define COS_ERROR_CODE_ACTION_ACCELERATE_NOT_SUPPORTED "ActionAccelerateNotSupported"
/** HTTP 400. */
#define COS_ERROR_CODE_ANONYMOUS_POLICY_FULL "AnonymousPolicyFull"
/** HTTP 409. */
#define COS_ERROR_CODE_APPEND_POSITION_ERR "AppendPositionErr"
/** HTTP 400. */
#define COS_ERROR_CODE_ATTACHMENT_FULL "AttachmentFull"
/** HTTP 400. */
#define COS_ERROR_CODE_BAD_DIGEST "BadDigest"
/** HTTP 400. */
#define COS_ERROR_CODE_BAD_REQUEST "BadRequest"
/** HTTP 400. */
#define COS_ERROR_CODE_BUCKET_ACCELERATE_NOT_ENABLED "BucketAccelerateNotEnabled"
/** HTTP 409. */
#define COS_ERROR_CODE_BUCKET_ALREADY_EXISTS "BucketAlreadyExists"
/** HTTP 409. */
#define COS_ERROR_CODE_BUCKET_ALREADY_EXISTS_DIFF_REGION "BucketAlreadyExistsDiffRegion"
/** HTTP 409. */
#define COS_ERROR_CODE_BUCKET_ALREADY_OWNED_BY_YOU "BucketAlreadyOwnedByYou"
/** HTTP 409. */
#define COS_ERROR_CODE_BUCKET_CREATING "BucketCreating"
/** HTTP 409. */
#define COS_ERROR_CODE_BUCKET_DELETING "BucketDeleting"
/** HTTP 409. */
#define COS_ERROR_CODE_BUCKET_LOCKED "BucketLocked"
/** HTTP 400. */
#define COS_ERROR_CODE_BUCKET_NAME_TOO_LONG "BucketNameTooLong"
/** HTTP 409. */
#define COS_ERROR_CODE_BUCKET_NOT_EMPTY "BucketNotEmpty"
/** HTTP 400. */
#define COS_ERROR_CODE_BUCKET_VERSION_NOT_OPEN "BucketVersionNotOpen"
/** HTTP 400. */
#define COS_ERROR_CODE_CI_ROLE_NOT_EXIST "CIRoleNotExist"
/** HTTP 409. */
#define COS_ERROR_CODE_CONFLICT_EXCEPTION "ConflictException"
/** HTTP 400. */
#define COS_ERROR_CODE_DNS_RECORD_VERIFY_FAILED "DNSRecordVerifyFailed"
/** HTTP 409. */
#define COS_ERROR_CODE_DIR_ALREADY_EXISTS "DirAlreadyExists"
/** HTTP 400. */
#define COS_ERROR_CODE_DIRECTORY_OBJECT_CONTAINS_DATA "DirectoryObjectContainsData"
/** HTTP 451. */
#define COS_ERROR_CODE_DOMAIN_AUDIT_FAILED "DomainAuditFailed"
/** HTTP 409. */
#define COS_ERROR_CODE_DOMAIN_CONFIG_CONFLICT "DomainConfigConflict"
/** HTTP 404. */
#define COS_ERROR_CODE_DOMAIN_CONFIG_NOT_FOUND_ERROR "DomainConfigNotFoundError"
/** HTTP 400. */
#define COS_ERROR_CODE_DOWNLOAD_FORBIDDEN "DownloadForbidden"
/** HTTP 400. */
#define COS_ERROR_CODE_ENTITY_SIZE_NOT_MATCH "EntitySizeNotMatch"
/** HTTP 400. */
#define COS_ERROR_CODE_ENTITY_TOO_LARGE "EntityTooLarge"
/** HTTP 400. */
#define COS_ERROR_CODE_ENTITY_TOO_SMALL "EntityTooSmall"
/** HTTP 400. */
#define COS_ERROR_CODE_EXPIRED_TOKEN "ExpiredToken"
/** HTTP 409. */
#define COS_ERROR_CODE_FILE_ALREADY_EXISTS "FileAlreadyExists"
/** HTTP 400. */
#define COS_ERROR_CODE_IMAGE_RESOLUTION_EXCEED "ImageResolutionExceed"
/** HTTP 400. */
#define COS_ERROR_CODE_IMAGE_TOO_LARGE "ImageTooLarge"
/** HTTP 400. */
#define COS_ERROR_CODE_INCOMPLETE_BODY "IncompleteBody"
/** HTTP 400. */
#define COS_ERROR_CODE_INCORRECT_NUMBER_OF_FILES_IN_POST_REQUEST "IncorrectNumberOfFilesInPostRequest"
/** HTTP 400. */
#define COS_ERROR_CODE_INLINE_DATA_TOO_LARGE "InlineDataTooLarge"
/** HTTP 500. */
#define COS_ERROR_CODE_INTERNAL_ERROR "InternalError"
/** HTTP 500. */
#define COS_ERROR_CODE_INTERNAL_ERRROR "InternalErrror"
/** HTTP 500. */
#define COS_ERROR_CODE_INTERNAL_SERVER_EXCEPTION "InternalServerException"
/** HTTP 403. */
#define COS_ERROR_CODE_INVALID_ACCESS_KEY_ID "InvalidAccessKeyId"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_ARGUMENT "InvalidArgument"
/** HTTP 401. */
#define COS_ERROR_CODE_INVALID_AUTHORIZATION "InvalidAuthorization"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_BUCKET_NAME "InvalidBucketName"
/** HTTP 409. */
#define COS_ERROR_CODE_INVALID_BUCKET_STATE "InvalidBucketState"
/** HTTP 400 or 413. */
#define COS_ERROR_CODE_INVALID_CONTENT "InvalidContent"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_COPY_SOURCE "InvalidCopySource"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_DELIMITER "InvalidDelimiter"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_DIGEST "InvalidDigest"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_HOST "InvalidHost"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_HOSTNAME "InvalidHostname"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_IMAGE_FORMAT "InvalidImageFormat"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_IMAGE_SOURCE "InvalidImageSource"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_LOCATION_CONSTRAINT "InvalidLocationConstraint"
/** HTTP 409. */
#define COS_ERROR_CODE_INVALID_LOCKED_TIME "InvalidLockedTime"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_OBJECT_NAME "InvalidObjectName"
/** HTTP 403 or 409. */
#define COS_ERROR_CODE_INVALID_OBJECT_STATE "InvalidObjectState"
/** HTTP 403. */
#define COS_ERROR_CODE_INVALID_OBJECT_STORAGE "InvalidObjectStorage"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_PART "InvalidPart"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_PART_ORDER "InvalidPartOrder"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_PIC_OPERATIONS "InvalidPicOperations"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_POLICY_DOCUMENT "InvalidPolicyDocument"
/** HTTP 416. */
#define COS_ERROR_CODE_INVALID_RANGE "InvalidRange"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_REGION_NAME "InvalidRegionName"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_REQUEST "InvalidRequest"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_SHA1_DIGEST "InvalidSHA1Digest"
/** HTTP 403. */
#define COS_ERROR_CODE_INVALID_SECURITY "InvalidSecurity"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_TAG "InvalidTag"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_TARGET_BUCKET_FOR_LOGGING "InvalidTargetBucketForLogging"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_URI "InvalidURI"
/** HTTP 400. */
#define COS_ERROR_CODE_INVALID_UPLOAD_STATUS "InvalidUploadStatus"
/** HTTP 404. */
#define COS_ERROR_CODE_INVALID_URL "InvalidUrl"
/** HTTP 404. */
#define COS_ERROR_CODE_INVENTORY_CONFIGURATION_NOT_FOUND_ERROR "InventoryConfigurationNotFoundError"
/** HTTP 400. */
#define COS_ERROR_CODE_INVENTORY_FULL "InventoryFull"
/** HTTP 400. */
#define COS_ERROR_CODE_JSON_API_NOT_SUPPORT_ON_MAZ_BUCKET "JsonAPINotSupportOnMAZBucket"
/** HTTP 400. */
#define COS_ERROR_CODE_KEY_TOO_LONG "KeyTooLong"
/** HTTP 400. */
#define COS_ERROR_CODE_KMS_DISABLED_EXCEPTION "KmsDisabledException"
/** HTTP 400. */
#define COS_ERROR_CODE_KMS_EXCEPTION "KmsException"
/** HTTP 503. */
#define COS_ERROR_CODE_KMS_FREQ_CONTROL "KmsFreqControl"
/** HTTP 500. */
#define COS_ERROR_CODE_KMS_INTERNAL_EXCEPTION "KmsInternalException"
/** HTTP 400. */
#define COS_ERROR_CODE_KMS_INVALID_KEY_USAGE_EXCEPTION "KmsInvalidKeyUsageException"
/** HTTP 400. */
#define COS_ERROR_CODE_KMS_INVALID_STATE_EXCEPTION "KmsInvalidStateException"
/** HTTP 400. */
#define COS_ERROR_CODE_KMS_KEY_DISABLED "KmsKeyDisabled"
/** HTTP 400. */
#define COS_ERROR_CODE_KMS_KEY_NOT_EXIST "KmsKeyNotExist"
/** HTTP 400. */
#define COS_ERROR_CODE_KMS_NOT_FOUND_EXCEPTION "KmsNotFoundException"
/** HTTP 400. */
#define COS_ERROR_CODE_LIFE_CYCLE_ID_NOT_UNIQUE "LifeCycleIdNotUnique"
/** HTTP 400. */
#define COS_ERROR_CODE_LIFE_CYCLE_RULE_CONFLICTED "LifeCycleRuleConflicted"
/** HTTP 400. */
#define COS_ERROR_CODE_LIST_PART_UPLOAD_ID_IS_EMPTY "ListPartUploadIdIsEmpty"
/** HTTP 400. */
#define COS_ERROR_CODE_LOGGING_CONF_EXISTS "LoggingConfExists"
/** HTTP 400. */
#define COS_ERROR_CODE_LOGGING_PREFIX_INVALID "LoggingPrefixInvalid"
/** HTTP 400. */
#define COS_ERROR_CODE_MAZ_OPERATION_NOT_SUPPORT_ON_OAZ_BUCKET "MAZOperationNotSupportOnOAZBucket"
/** HTTP 400. */
#define COS_ERROR_CODE_MALFORMED_ACL_ERROR "MalformedACLError"
/** HTTP 400. */
#define COS_ERROR_CODE_MALFORMED_POST_REQUEST "MalformedPOSTRequest"
/** HTTP 400. */
#define COS_ERROR_CODE_MALFORMED_POLICY "MalformedPolicy"
/** HTTP 400. */
#define COS_ERROR_CODE_MALFORMED_XML "MalformedXML"
/** HTTP 400. */
#define COS_ERROR_CODE_MAX_MESSAGE_LENGTH_EXCEEDED "MaxMessageLengthExceeded"
/** HTTP 403. */
#define COS_ERROR_CODE_MEDIA_BUCKET_ALREADY_BINDED "MediaBucketAlreadyBinded"
/** HTTP 400. */
#define COS_ERROR_CODE_METADATA_TOO_LARGE "MetadataTooLarge"
/** HTTP 405. */
#define COS_ERROR_CODE_METHOD_NOT_ALLOWED "MethodNotAllowed"
/** HTTP 400. */
#define COS_ERROR_CODE_MISSING_APPID "MissingAppid"
/** HTTP 401. */
#define COS_ERROR_CODE_MISSING_AUTHORIZATION "MissingAuthorization"
/** HTTP 400. */
#define COS_ERROR_CODE_MISSING_CONTENT "MissingContent"
/** HTTP 411. */
#define COS_ERROR_CODE_MISSING_CONTENT_LENGTH "MissingContentLength"
/** HTTP 400. */
#define COS_ERROR_CODE_MISSING_CONTENT_MD5 "MissingContentMD5"
/** HTTP 400. */
#define COS_ERROR_CODE_MISSING_HOST "MissingHost"
/** HTTP 400. */
#define COS_ERROR_CODE_MISSING_REQUEST_BODY_ERROR "MissingRequestBodyError"
/** HTTP 400. */
#define COS_ERROR_CODE_MISSING_SECURITY_HEADER "MissingSecurityHeader"
/** HTTP 400. */
#define COS_ERROR_CODE_MULTI_AZ_FEATURE_NOT_SUPPORT "MultiAZFeatureNotSupport"
/** HTTP 400. */
#define COS_ERROR_CODE_MULTI_BUCKET_NOT_SUPPORT "MultiBucketNotSupport"
/** HTTP 404. */
#define COS_ERROR_CODE_NO_BUCKET_QUOTA_POLICY "NoBucketQuotaPolicy"
/** HTTP 404. */
#define COS_ERROR_CODE_NO_LIFECYCLE "NoLifecycle"
/** HTTP 403. */
#define COS_ERROR_CODE_NO_PROCESS_AUTHORITY "NoProcessAuthority"
/** HTTP 404. */
#define COS_ERROR_CODE_NO_SUCH_BUCKET "NoSuchBucket"
/** HTTP 404. */
#define COS_ERROR_CODE_NO_SUCH_BUCKET_POLICY "NoSuchBucketPolicy"
/** HTTP 404. */
#define COS_ERROR_CODE_NO_SUCH_CORS_CONFIGURATION "NoSuchCORSConfiguration"
/** HTTP 404. */
#define COS_ERROR_CODE_NO_SUCH_COPY_SOURCE "NoSuchCopySource"
/** HTTP 404. */
#define COS_ERROR_CODE_NO_SUCH_ENCRYPTION_CONFIGURATION "NoSuchEncryptionConfiguration"
/** HTTP 404. */
#define COS_ERROR_CODE_NO_SUCH_JOB "NoSuchJob"
/** HTTP 404. */
#define COS_ERROR_CODE_NO_SUCH_KEY "NoSuchKey"
/** HTTP 404. */
#define COS_ERROR_CODE_NO_SUCH_LIFECYCLE_CONFIGURATION "NoSuchLifecycleConfiguration"
/** HTTP 404. */
#define COS_ERROR_CODE_NO_SUCH_OBJECT_LOCK_CONFIGURATION "NoSuchObjectLockConfiguration"
/** HTTP 404. */
#define COS_ERROR_CODE_NO_SUCH_POLICY "NoSuchPolicy"
/** HTTP 404. */
#define COS_ERROR_CODE_NO_SUCH_POLICY_VERSION "NoSuchPolicyVersion"
/** HTTP 404. */
#define COS_ERROR_CODE_NO_SUCH_REFERER_CONFIGURATION "NoSuchRefererConfiguration"
/** HTTP 404. */
#define COS_ERROR_CODE_NO_SUCH_TAG_SET "NoSuchTagSet"
/** HTTP 404. */
#define COS_ERROR_CODE_NO_SUCH_UPLOAD "NoSuchUpload"
/** HTTP 404. */
#define COS_ERROR_CODE_NO_SUCH_VERSION "NoSuchVersion"
/** HTTP 404. */
#define COS_ERROR_CODE_NO_SUCH_WEBSITE_CONFIGURATION "NoSuchWebsiteConfiguration"
/** HTTP 404. */
#define COS_ERROR_CODE_NOT_FOUND_EXCEPTION "NotFoundException"
/** HTTP 501. */
#define COS_ERROR_CODE_NOT_IMPLEMENTED "NotImplemented"
/** HTTP 400. */
#define COS_ERROR_CODE_NOT_SUPPORTED_STORAGE_CLASS "NotSupportedStorageClass"
/** No HTTP status is documented. */
#define COS_ERROR_CODE_NOT_SYMLINK "NotSymlink"
/** HTTP 400. */
#define COS_ERROR_CODE_NOTIFY_RULE_EVENT_CONFLICT "NotifyRuleEventConflict"
/** HTTP 400. */
#define COS_ERROR_CODE_NOTIFY_RULE_PREFIX_CONFLICT "NotifyRulePrefixConflict"
/** HTTP 400. */
#define COS_ERROR_CODE_NOTIFY_RULE_SUFFIX_CONFLICT "NotifyRuleSuffixConflict"
/** HTTP 400. */
#define COS_ERROR_CODE_OAZ_OPERATION_NOT_SUPPORT_ON_MAZ_BUCKET "OAZOperationNotSupportOnMAZBucket"
/** HTTP 409. */
#define COS_ERROR_CODE_OBJECT_LOCKED "ObjectLocked"
/** HTTP 409. */
#define COS_ERROR_CODE_OBJECT_NOT_APPENDABLE "ObjectNotAppendable"
/** HTTP 404. */
#define COS_ERROR_CODE_ORIGIN_CONFIGURATION_NOT_FOUND_ERROR "OriginConfigurationNotFoundError"
/** HTTP 409. */
#define COS_ERROR_CODE_PATH_CONFLICT "PathConflict"
/** HTTP 403. */
#define COS_ERROR_CODE_PATH_STYLE_DOMAIN_FORBIDDEN "PathStyleDomainForbidden"
/** HTTP 402. */
#define COS_ERROR_CODE_PAYMENT_REQUIRED "PaymentRequired"
/** HTTP 301. */
#define COS_ERROR_CODE_PERMANENT_REDIRECT "PermanentRedirect"
/** HTTP 400. */
#define COS_ERROR_CODE_POLICY_FULL "PolicyFull"
/** HTTP 400. */
#define COS_ERROR_CODE_POLICY_VERSION_FULL "PolicyVersionFull"
/** HTTP 412. */
#define COS_ERROR_CODE_PRECONDITION_FAILED "PreconditionFailed"
/** No HTTP status is documented. */
#define COS_ERROR_CODE_QCLOUD_API_ROLE_NOT_EXIST "QcloudApiRoleNotExist"
/** HTTP 403. */
#define COS_ERROR_CODE_QUEUE_PAUSED "QueuePaused"
/** HTTP 403. */
#define COS_ERROR_CODE_QUEUE_SATURATED "QueueSaturated"
/** HTTP 409. */
#define COS_ERROR_CODE_QUOTA_CONFLICT "QuotaConflict"
/** HTTP 409. */
#define COS_ERROR_CODE_QUOTA_OPERATION_CONFILCT "QuotaOperationConfilct"
/** HTTP 409. */
#define COS_ERROR_CODE_RECORD_ALREADY_EXIST "RecordAlreadyExist"
/** HTTP 307. */
#define COS_ERROR_CODE_REDIRECT "Redirect"
/** HTTP 404. */
#define COS_ERROR_CODE_REPLICATION_CONFIGURATION_NOT_FOUND_ERROR "ReplicationConfigurationNotFoundError"
/** HTTP 403. */
#define COS_ERROR_CODE_REQUEST_HAS_EXPIRED "Request has expired"
/** HTTP 400. */
#define COS_ERROR_CODE_REQUEST_IS_NOT_MULTI_PART_CONTENT "RequestIsNotMultiPartContent"
/** HTTP 403. */
#define COS_ERROR_CODE_REQUEST_TIME_TOO_SKEWED "RequestTimeTooSkewed"
/** HTTP 400. */
#define COS_ERROR_CODE_REQUEST_TIMEOUT "RequestTimeout"
/** HTTP 400. */
#define COS_ERROR_CODE_RESOURCE_ACCESS_DENIED "ResourceAccessDenied"
/** HTTP 400. */
#define COS_ERROR_CODE_RESOURCE_DOWNLOAD_FAILED "ResourceDownloadFailed"
/** HTTP 400. */
#define COS_ERROR_CODE_RESOURCE_NOT_FOUND "ResourceNotFound"
/** HTTP 400. */
#define COS_ERROR_CODE_RESOURCE_NOT_SUPPORTED "ResourceNotSupported"
/** HTTP 409. */
#define COS_ERROR_CODE_RESTORE_ALREADY_IN_PROGRESS "RestoreAlreadyInProgress"
/** HTTP 405. */
#define COS_ERROR_CODE_RESTORE_NON_ARCHIVE_OBJECT "RestoreNonArchiveObject"
/** HTTP 400. */
#define COS_ERROR_CODE_SSE_CONTENT_NOT_SUPPORTED "SSEContentNotSupported"
/** HTTP 400. */
#define COS_ERROR_CODE_SSE_HEADER_NOT_ALLOWED "SSEHeaderNotAllowed"
/** HTTP 401. */
#define COS_ERROR_CODE_SECRETID_NOT_EXIST "SecretidNotExist"
/** HTTP 402. */
#define COS_ERROR_CODE_SERVICE_QUOTA_EXCEEDED_EXCEPTION "ServiceQuotaExceededException"
/** HTTP 503. */
#define COS_ERROR_CODE_SERVICE_UNAVAILABLE "ServiceUnavailable"
/** HTTP 503. */
#define COS_ERROR_CODE_SERVICE_UNAVAILABLE_EXCEPTION "ServiceUnavailableException"
/** HTTP 403. */
#define COS_ERROR_CODE_SIGNATURE_DOES_NOT_MATCH "SignatureDoesNotMatch"
/** HTTP 401. */
#define COS_ERROR_CODE_SIGNATURE_EXPIRED "SignatureExpired"
/** HTTP 429 or 503. */
#define COS_ERROR_CODE_SLOW_DOWN "SlowDown"
/** HTTP 400. */
#define COS_ERROR_CODE_SSEC_DECRYPT_HEADER_INVALID "SsecDecryptHeaderInvalid"
/** HTTP 400. */
#define COS_ERROR_CODE_TARGET_BUCKET_NAME_INVALID "TargetBucketNameInvalid"
/** HTTP 307 or 302. */
#define COS_ERROR_CODE_TEMPORARY_REDIRECT "TemporaryRedirect"
/** HTTP 400. */
#define COS_ERROR_CODE_TOO_MANY_BUCKETS "TooManyBuckets"
/** No HTTP status is documented. */
#define COS_ERROR_CODE_TOO_MANY_JOBS "TooManyJobs"
/** HTTP 429. */
#define COS_ERROR_CODE_TOO_MANY_REQUESTS_EXCEPTION "TooManyRequestsException"
/** HTTP 451. */
#define COS_ERROR_CODE_UNAVAILABLE_FOR_LEGAL_REASONS "UnavailableForLegalReasons"
/** HTTP 400. */
#define COS_ERROR_CODE_UNEXPECTED_CONTENT "UnexpectedContent"
/** HTTP 409. */
#define COS_ERROR_CODE_UPLOAD_CONFLICT "UploadConflict"
/** HTTP 405. */
#define COS_ERROR_CODE_UPLOAD_ID_NOT_SUPPORTED "UploadIdNotSupported"
/** HTTP 400. */
#define COS_ERROR_CODE_USER_CNAME_INVALID "UserCnameInvalid"
/** HTTP 400. */
#define COS_ERROR_CODE_USER_KEY_MUST_BE_SPECIFIED "UserKeyMustBeSpecified"
/** HTTP 400. */
#define COS_ERROR_CODE_USER_NETWORK_TOO_SLOW "UserNetworkTooSlow"
/** HTTP 403. */
#define COS_ERROR_CODE_USER_NOT_SOURCE_BUCKET_OWNER "UserNotSourceBucketOwner"
/** HTTP 403. */
#define COS_ERROR_CODE_USER_NOT_TARGET_BUCKET_OWNER "UserNotTargetBucketOwner"
/** HTTP 400. */
#define COS_ERROR_CODE_VALIDATION_EXCEPTION "ValidationException"
/** HTTP 400. */
#define COS_ERROR_CODE_VERIFY_ALGORITHM_NOT_SUPPORTED "VerifyAlgorithmNotSupported"
/** HTTP 400. */
#define COS_ERROR_CODE_WEBSITE_URL_INVALID "WebsiteURLInvalid"
/** HTTP 400. */
#define COS_ERROR_CODE_XML_SIZE_LIMIT "XMLSizeLimit"

#endif  /* COS_ERR_H */
