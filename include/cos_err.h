/** @file
 * libcos_err: one error model for Tencent Cloud COS.
 *
 * Calls return cos_error_t *: NULL is success, else the caller owns the error
 * and frees it with cos_error_free. Results come back through the last
 * parameter, set to NULL on failure; it may be NULL when not wanted.
 *
 * NULL is accepted everywhere: accessors answer "nothing", *_free(NULL) does
 * nothing, a required argument that is NULL gives an error that names it.
 *
 * Every const char * returned is valid UTF-8, NUL-terminated and never NULL;
 * "" means that there was none; an inner NUL reads U+FFFD. It belongs to the
 * object it was read from and lives until that object is freed. Strings that
 * are passed in are copied or used during the call only.
 *
 * Structs begin with size_t struct_size, which the caller sets to sizeof.
 * Nothing unwinds out of a call; errno is unspecified after one.
 *
 * Callbacks must return: an exception that leaves one, longjmp out of one and
 * pthread_exit in one end the process or leave it undefined. A call disables
 * thread cancellation (pthread_cancel), also for its callbacks: a thread that is
 * cancelled meanwhile ends at its first cancellation point after the call, and
 * cos_cancel_t ends the call itself. Cancelability must be deferred, the default.
 *
 * A call needs up to 64 KiB of stack (threads, coroutines), callbacks not included.
 *
 * Calls may be made while a thread or the process ends: in atexit handlers and
 * in destructors of static and thread-local objects. In a destructor that runs
 * during dlclose a host name may not be resolved: that may need the loader.
 *
 * Generated from src/ffi by `make header`: do not edit.
 */


#ifndef COS_ERR_H
#define COS_ERR_H

#include <stddef.h>
#include <stdint.h>
/** The version of this header; cos_err_version() is that of the library loaded. */
#define COS_ERR_VERSION "0.1.0"
#define COS_ERR_VERSION_MAJOR 0
#define COS_ERR_VERSION_MINOR 1
#define COS_ERR_VERSION_PATCH 0
/** The number in the soname: libcos_err.so.0. */
#define COS_ERR_ABI 0

/** The clock skew of an error that tells none. */
#define COS_SKEW_UNKNOWN INT64_MIN

/** Warns when an error is thrown away unread, which leaks it. */
#if defined(__cplusplus) && __cplusplus >= 201703L
#define COS_ERR_MUST_USE [[nodiscard]]
#elif defined(__GNUC__) || defined(__clang__)
#define COS_ERR_MUST_USE __attribute__((warn_unused_result))
#else
#define COS_ERR_MUST_USE
#endif

/** Define COS_ERR_COEXIST before including this header to keep cos_head_bucket,
    which Tencent's C SDK declares too, out of it; cos_err_head_bucket stays. */
#ifndef COS_ERR_COEXIST
#define COS_ERR_SHORT_NAME
#endif

/**
 * Per-call settings. Any number of calls on any threads may use them at once while no
 * setter runs; setters are for one thread at a time. The first bad value is kept, and
 * the call reports it by name. A call holds its own reference: during the call they may
 * be freed, and a setter changes nothing. An interrupt check may be called on the
 * threads of several calls at once.
 */
typedef struct cos_call_t cos_call_t;

/**
 * Ends the calls that carry it. Any number of threads may use one at once.
 */
typedef struct cos_cancel_t cos_cancel_t;

/**
 * What a client is made from. For one thread at a time. Setters copy what they
 * are given; the first bad value is kept, and cos_client_new reports it by name.
 */
typedef struct cos_client_options_t cos_client_options_t;

/**
 * Makes calls, and keeps connections between them. Any number of threads may
 * use one at once. A call that has entered holds its own reference.
 */
typedef struct cos_client_t cos_client_t;

/**
 * What a credentials provider fills. It lives during the provider's call only, and is
 * for the thread of that call.
 */
typedef struct cos_credentials_t cos_credentials_t;

/**
 * Everything known about one failure. Immutable: any number of threads may read
 * it at once. Freed with cos_error_free, once, when nobody reads it any more.
 */
typedef struct cos_error_t cos_error_t;

/**
 * A request. It may be sent any number of times, by any number of threads at once while
 * no setter runs; setters are for one thread at a time. A request with a reader or a
 * writer can be in one call at a time. The first bad value is kept, and cos_client_send
 * reports it by name. A call holds its own reference: during the call the request may be
 * freed, and a setter changes nothing. A progress function may be called on the threads
 * of several calls at once.
 */
typedef struct cos_request_t cos_request_t;

/**
 * An answer. Immutable: any number of threads may read it at once. Freed with
 * cos_response_free, once.
 */
typedef struct cos_response_t cos_response_t;

/**
 * Why a client error happened, COS_ERROR_REASON_*. Numbers are never reused.
 */
typedef int32_t cos_error_reason_t;

/**
 * Which side failed, COS_ERROR_KIND_*.
 */
typedef int32_t cos_error_kind_t;

/**
 * Where an error's code comes from, COS_CODE_SOURCE_*.
 */
typedef int32_t cos_code_source_t;

/**
 * Who answered, COS_RESPONDER_*.
 */
typedef int32_t cos_responder_t;

/**
 * Whether the same request may be sent again, COS_RETRY_*.
 */
typedef int32_t cos_retry_t;

/**
 * Everything plain of an error. Set struct_size to `sizeof(cos_error_fields_t)`.
 * Pointers are owned by the error, until it is freed; strings are never NULL.
 *
 * A block holds pairs, each string ended by a NUL: name, value, name, value ...
 */
typedef struct cos_error_fields_t {
  size_t struct_size;
  cos_error_kind_t kind;
  cos_error_reason_t reason;
  int32_t status;
  cos_code_source_t code_source;
  cos_responder_t responder;
  cos_retry_t retry;
  int32_t request_sent;
  int32_t origin_truncated;
  int32_t os_errno;
  /**
   * Always 0: keeps the next member where it is on every platform.
   */
  int32_t reserved;
  int64_t retry_after_ms;
  int64_t clock_skew_s;
  const char *code;
  const char *message;
  const char *resource;
  const char *request_id;
  const char *trace_id;
  const char *method;
  const char *url;
  const char *operation;
  const char *region_hint;
  const char *endpoint_hint;
  const char *origin_xml;
  const void *origin_body;
  size_t origin_body_len;
  /**
   * The header fields as a block, and its length in bytes.
   */
  const char *headers;
  size_t headers_len;
  /**
   * The details as a block, and its length in bytes.
   */
  const char *details;
  size_t details_len;
  /**
   * How many of each there are to ask for.
   */
  size_t header_count;
  size_t detail_count;
  size_t part_count;
  size_t attempt_count;
  size_t cause_count;
} cos_error_fields_t;

/**
 * One item of a partial failure, as delete-multiple reports it. Set struct_size
 * to `sizeof(cos_error_part_t)`. The strings are owned by the error.
 */
typedef struct cos_error_part_t {
  size_t struct_size;
  const char *key;
  const char *version_id;
  const char *code;
  const char *message;
  /**
   * COS_RETRY_*: whether the request for this item alone may be retried.
   */
  cos_retry_t retry;
  /**
   * Always 0.
   */
  int32_t reserved;
} cos_error_part_t;

/**
 * One try of a call. Set struct_size to `sizeof(cos_attempt_t)`. The strings
 * are owned by the error.
 */
typedef struct cos_attempt_t {
  size_t struct_size;
  /**
   * The host that was asked.
   */
  const char *host;
  /**
   * HTTP status; 0 if none arrived.
   */
  int32_t status;
  /**
   * COS_ERROR_REASON_* if the try failed on our side, perhaps after a status; else 0.
   */
  cos_error_reason_t reason;
  const char *request_id;
  int64_t elapsed_ms;
  /**
   * What followed, and why ("not sent again: the body's reader cannot be rewound"
   * ...); "" for the usual end.
   */
  const char *note;
} cos_attempt_t;

/**
 * A header. Lengths are in bytes, and the bytes need not be UTF-8. name_len 0: the
 * name is NUL-terminated, and so is the value if value_len is 0 too. name_len not 0:
 * value_len counts as it is, and 0 is an empty value; nothing behind it is read.
 * Leave out lines without a name. This layout is frozen.
 */
typedef struct cos_header_t {
  const char *name;
  const char *value;
  size_t name_len;
  size_t value_len;
} cos_header_t;

/**
 * An answer, as any HTTP stack has it. Fill it with zeros, set struct_size to
 * `sizeof(cos_exchange_t)` and the members you know. Everything is borrowed
 * for the call only.
 */
typedef struct cos_exchange_t {
  size_t struct_size;
  /**
   * `"HEAD"`, `"GET"` ...; NULL: not known, not HEAD.
   */
  const char *method;
  /**
   * The URL that was asked; NULL: not known.
   */
  const char *url;
  /**
   * HTTP status of the final response, 200 to 999; 0: not known. A status line in
   * raw_headers, or HTTP/2's ":status" in headers, then gives it. If nothing does,
   * the body decides: an error in it is that error, a document of COS is a success,
   * and everything else is BAD_RESPONSE.
   */
  int32_t status;
  /**
   * The header fields in the order they arrived, header_count of them.
   */
  const struct cos_header_t *headers;
  size_t header_count;
  /**
   * Or the headers as on the wire, with or without status line; used if headers is
   * NULL. Of several blocks (a 100 Continue, a redirect, a proxy's response to
   * CONNECT, then the response) the last counts. raw_headers_len counts as it is:
   * no NUL is looked for.
   */
  const char *raw_headers;
  size_t raw_headers_len;
  /**
   * The body's bytes as received, gzip or not.
   */
  const void *body;
  size_t body_len;
  /**
   * Not 0: fewer bytes arrived than were announced. A 2xx is then CONNECTION_LOST,
   * unless it reports an error, or has no body by its nature (HEAD, 204). Do not set
   * it where you gave the beginning only of a success that arrived whole.
   */
  int32_t body_truncated;
  /**
   * The root element of a success (`"CopyObjectResult"` ...); NULL: any.
   */
  const char *expect_root;
  /**
   * Bucket and key where the URL does not name them (custom domains), or is not known; else NULL.
   */
  const char *bucket;
  const char *key;
  /**
   * When the answer arrived, Unix time in milliseconds; 0: not known, no skew is computed.
   */
  int64_t received_at_ms;
  /**
   * Not 0: the URL is one of COS, so a 2xx response without the marks of COS (its
   * request id, or its Server header) is reported as BAD_RESPONSE. A captive portal
   * sends such responses. The library's own client always does this for hosts of COS.
   */
  int32_t expect_cos;
  /**
   * Not 0: the caller received only some of the headers, as a browser's CORS rules
   * have it. The absence of a header then proves nothing about the sender.
   */
  int32_t headers_filtered;
} cos_exchange_t;

/**
 * A failure of the caller's own transport, before or after the status line of a
 * response arrived. Fill it with zeros, set struct_size to
 * `sizeof(cos_client_failure_t)` and the members you know. Everything is
 * borrowed for the call only.
 */
typedef struct cos_client_failure_t {
  size_t struct_size;
  /**
   * One of COS_ERROR_REASON_*.
   */
  cos_error_reason_t reason;
  /**
   * For people, one line; NULL: the reason's constant text.
   */
  const char *message;
  /**
   * The operating system's error number; 0: none.
   */
  int32_t os_errno;
  const char *method;
  const char *url;
  /**
   * What is under the failure, in words; NULL: nothing known.
   */
  const char *cause;
  /**
   * The response's headers in the order they arrived, header_count of them, if the
   * failure came after them (a broken body after a 200); NULL: none arrived.
   */
  const struct cos_header_t *headers;
  size_t header_count;
  /**
   * HTTP status of the response that was not read to its end; 0: none arrived.
   */
  int32_t status;
  /**
   * 1: the request, or a part of it, may have reached the server. -1: it certainly
   * did not, so status and headers must not be set, except for PROXY, where they are
   * the proxy's. 0: not known; a status or headers imply 1, else the reason decides.
   */
  int32_t request_sent;
} cos_client_failure_t;

/**
 * How much a log tells; each level tells what those before it tell.
 */
typedef int32_t cos_log_level_t;

/**
 * Everything of an answer. Set struct_size to `sizeof(cos_response_fields_t)`.
 * Pointers are owned by the answer, until it is freed; none is NULL.
 */
typedef struct cos_response_fields_t {
  size_t struct_size;
  int32_t status;
  /**
   * Always 0: keeps the next member where it is on every platform.
   */
  int32_t reserved;
  int64_t received;
  /**
   * In headers, or "".
   */
  const char *request_id;
  /**
   * In headers, or "".
   */
  const char *bucket_region;
  /**
   * The header fields as pairs, each string ended by a NUL: name, value, name,
   * value ...; and their length in bytes.
   */
  const char *headers;
  size_t headers_len;
  size_t header_count;
  const void *body;
  size_t body_len;
} cos_response_fields_t;

/**
 * No error: the kind of NULL.
 */
#define COS_ERROR_KIND_NONE 0

/**
 * Everything before, on the way to, or after an answer.
 */
#define COS_ERROR_KIND_CLIENT 1

/**
 * An HTTP answer arrived, and it says failure.
 */
#define COS_ERROR_KIND_SERVICE 2

/**
 * An argument is missing or malformed; the message names it.
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
 * No connection to the server.
 */
#define COS_ERROR_REASON_CONNECT 120

/**
 * The proxy refused or failed. A retry may succeed if its status was 408, 429, 502, 503 or 504.
 */
#define COS_ERROR_REASON_PROXY 130

/**
 * The TLS handshake or the certificate failed.
 */
#define COS_ERROR_REASON_TLS 140

/**
 * The time allowed ran out.
 */
#define COS_ERROR_REASON_TIMEOUT 150

/**
 * Fewer bytes than announced, a reset, a cut header block.
 */
#define COS_ERROR_REASON_CONNECTION_LOST 160

/**
 * The answer is not HTTP.
 */
#define COS_ERROR_REASON_PROTOCOL 170

/**
 * A complete 2xx that is not what was asked for.
 */
#define COS_ERROR_REASON_BAD_RESPONSE 210

/**
 * The answer exceeds a size limit.
 */
#define COS_ERROR_REASON_TOO_LARGE 220

/**
 * Complete, with the wrong hash.
 */
#define COS_ERROR_REASON_CHECKSUM 230

/**
 * A local file or stream failed, or this machine has no descriptor, thread, memory or port
 * left, or forbids the connection. A shortage passes: its retry class is YES, else NO.
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
 * A defect of this library.
 */
#define COS_ERROR_REASON_INTERNAL 900

/**
 * The body.
 */
#define COS_CODE_SOURCE_BODY 1

/**
 * The headers x-cos-error-code, X-ErrNo, or x-amz-error-code of a website endpoint.
 */
#define COS_CODE_SOURCE_HEADER 2

/**
 * Derived from the status: the answer brought no code.
 */
#define COS_CODE_SOURCE_STATUS 3

/**
 * A second request, made to learn it.
 */
#define COS_CODE_SOURCE_PROBE 4

/**
 * A client error: the code is the reason's name.
 */
#define COS_CODE_SOURCE_CLIENT 5

/**
 * No answer, or one that was given without its header fields.
 */
#define COS_RESPONDER_UNKNOWN 0

/**
 * COS.
 */
#define COS_RESPONDER_COS 1

/**
 * Data processing (Cloud Infinite).
 */
#define COS_RESPONDER_CI 2

/**
 * Something else: a gateway, CDN, proxy or portal.
 */
#define COS_RESPONDER_OTHER 3

/**
 * It would fail again.
 */
#define COS_RETRY_NO 0

/**
 * It may work later.
 */
#define COS_RETRY_YES 1

/**
 * It may work after a repair: clock, credentials, restore.
 */
#define COS_RETRY_AFTER_FIX 2

/**
 * Calls that failed after they were accepted.
 */
#define COS_ERR_LOG_ERROR 1

/**
 * Another host, another clock, other credentials.
 */
#define COS_ERR_LOG_WARN 2

/**
 * Tries that failed, and why others follow.
 */
#define COS_ERR_LOG_INFO 3

/**
 * Tries that succeeded.
 */
#define COS_ERR_LOG_DEBUG 4

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The version of the library that is loaded, `"MAJOR.MINOR.PATCH"`; compare it
 * with COS_ERR_VERSION, that of the header. Static: never freed. Any thread.
 */
const char *cos_err_version(void);

/**
 * Frees an error and all strings read from it. NULL: nothing happens. Any
 * thread, once.
 */
void cos_error_free(struct cos_error_t *error);

/**
 * A reason's name, "Timeout" ..., as cos_error_code gives it; "" for numbers
 * that are no reason. Static: never freed. Any thread.
 */
const char *cos_error_reason_name(cos_error_reason_t reason);

/**
 * One constant English sentence about a reason; "" for numbers that are no
 * reason. Static: never freed. Any thread.
 */
const char *cos_error_reason_text(cos_error_reason_t reason);

/**
 * Reads everything plain of an error in one call: as many members as
 * struct_size says. 1 if fields was written; 0 if nothing was: a NULL, or too
 * small a struct_size. Any thread.
 */
int32_t cos_error_fields(const struct cos_error_t *error, struct cos_error_fields_t *fields);

/**
 * Copies all strings of cos_error_fields_t into a buffer, in the order of its
 * members, each ended by a NUL; behind them the pairs of headers and of details.
 * For languages in which each reading of memory costs. Returns the number of
 * bytes that they take; if it is more than size, nothing was written. 0 for a
 * NULL error; buffer may be NULL if size is 0. Any thread.
 */
size_t cos_error_strings(const struct cos_error_t *error, char *buffer, size_t size);

/**
 * A header field of the answer, its name in any case; the first of several; ""
 * if there is none, and for NULL. The server's words, verbatim. Owned by the
 * error, until it is freed. Any thread.
 */
const char *cos_error_header(const struct cos_error_t *error, const char *name);

/**
 * Number of header fields, repeats counted; 0 for NULL. Any thread.
 */
size_t cos_error_header_count(const struct cos_error_t *error);

/**
 * Name of a header field as it arrived, index from 0; "" beyond the last, and
 * for NULL. Owned by the error, until it is freed. Any thread.
 */
const char *cos_error_header_name(const struct cos_error_t *error, size_t index);

/**
 * Value of a header field, index from 0; "" beyond the last, and for NULL. The
 * server's words, verbatim. Owned by the error, until it is freed. Any thread.
 */
const char *cos_error_header_value(const struct cos_error_t *error, size_t index);

/**
 * Another direct child of the service's `<Error>`, or JSON member, by its name in
 * any case ("ServerTime"); the first of several; "" if there is none, and for NULL.
 * The server's words, verbatim. Owned by the error, until it is freed. Any thread.
 */
const char *cos_error_detail(const struct cos_error_t *error, const char *name);

/**
 * Number of details; 0 for NULL. Any thread.
 */
size_t cos_error_detail_count(const struct cos_error_t *error);

/**
 * Name of a detail, index from 0; "" beyond the last, and for NULL. Owned by
 * the error, until it is freed. Any thread.
 */
const char *cos_error_detail_name(const struct cos_error_t *error, size_t index);

/**
 * Value of a detail, index from 0; "" beyond the last, and for NULL. The
 * server's words, verbatim. Owned by the error, until it is freed. Any thread.
 */
const char *cos_error_detail_value(const struct cos_error_t *error, size_t index);

/**
 * Number of failed items of a partial failure; 0 for other errors, and for
 * NULL. Any thread.
 */
size_t cos_error_part_count(const struct cos_error_t *error);

/**
 * Reads a failed item, index from 0. 1 if part was written; 0 if nothing was:
 * no such item, NULL, or too small a struct_size. Any thread.
 */
int32_t cos_error_part(const struct cos_error_t *error,
                       size_t index,
                       struct cos_error_part_t *part);

/**
 * Number of tries that were made; 0 for errors that were read from an answer,
 * and for NULL. Any thread.
 */
size_t cos_error_attempt_count(const struct cos_error_t *error);

/**
 * Reads a try, index from 0 in the order of time. 1 if attempt was written; 0
 * if nothing was: no such try, NULL, or too small a struct_size. Any thread.
 */
int32_t cos_error_attempt(const struct cos_error_t *error,
                          size_t index,
                          struct cos_attempt_t *attempt);

/**
 * Number of causes under a client error; 0 if none are known, and for NULL.
 * Any thread.
 */
size_t cos_error_cause_count(const struct cos_error_t *error);

/**
 * A cause, index from 0, outermost first; "" beyond the last, and for NULL.
 * Owned by the error, until it is freed. Any thread.
 */
const char *cos_error_cause(const struct cos_error_t *error, size_t index);

/**
 * COS_ERROR_KIND_CLIENT or COS_ERROR_KIND_SERVICE; COS_ERROR_KIND_NONE for NULL.
 * Any thread.
 */
cos_error_kind_t cos_error_kind(const struct cos_error_t *error);

/**
 * Why a client error happened, one of COS_ERROR_REASON_*; 0 for service errors
 * and for NULL. Any thread.
 */
cos_error_reason_t cos_error_reason(const struct cos_error_t *error);

/**
 * HTTP status; 0 if none arrived, and for NULL. A status that arrived is never
 * lost: client errors that come after one carry it too. Any thread.
 */
int32_t cos_error_status(const struct cos_error_t *error);

/**
 * Where the code comes from, one of COS_CODE_SOURCE_*; 0 for NULL. Any thread.
 */
cos_code_source_t cos_error_code_source(const struct cos_error_t *error);

/**
 * Who answered, one of COS_RESPONDER_*; COS_RESPONDER_UNKNOWN for NULL. Any thread.
 */
cos_responder_t cos_error_responder(const struct cos_error_t *error);

/**
 * Whether the same request may be retried after this failure, one of
 * COS_RETRY_*; COS_RETRY_NO for NULL. A catalogued code decides before the
 * status. A partial failure has the most cautious class of its parts: NO before
 * AFTER_FIX before YES. Any thread.
 */
cos_retry_t cos_error_retry(const struct cos_error_t *error);

/**
 * 0: certainly nothing reached the server; 1: something may have. After a
 * timed-out PUT the first question. 0 for NULL. Any thread.
 */
int32_t cos_error_request_sent(const struct cos_error_t *error);

/**
 * 1 if the body was cut, by the network or at 1 MiB by this library; else 0, and
 * for NULL. Any thread.
 */
int32_t cos_error_origin_truncated(const struct cos_error_t *error);

/**
 * The operating system's error number under a client error; 0 if there is none,
 * and for NULL. Any thread.
 */
int32_t cos_error_os_errno(const struct cos_error_t *error);

/**
 * The wait in milliseconds that the answer's Retry-After asks for; -1 if it has
 * none, and for NULL. Any thread.
 */
int64_t cos_error_retry_after_ms(const struct cos_error_t *error);

/**
 * Server clock minus local clock in seconds when the answer came: positive means
 * that the local clock is behind. From Date beside an id of COS, else
 * `<ServerTime>`, else the request id. COS_SKEW_UNKNOWN if unknown, and for NULL.
 * Any thread.
 */
int64_t cos_error_clock_skew_s(const struct cos_error_t *error);

/**
 * The error code, NoSuchBucket ...; for client errors the reason's name, Timeout
 * ...; never "" but for NULL. One line: control characters are replaced by spaces.
 * Owned by the error, until it is freed. Any thread.
 */
const char *cos_error_code(const struct cos_error_t *error);

/**
 * One line for people: the text of the service, or ours; never "" but for NULL.
 * Control characters are replaced by spaces, secrets are masked.
 * Owned by the error, until it is freed. Any thread.
 */
const char *cos_error_message(const struct cos_error_t *error);

/**
 * The service's `<Resource>`, else the URL that was asked, without secrets; "" for
 * NULL.
 * Owned by the error, until it is freed. Any thread.
 */
const char *cos_error_resource(const struct cos_error_t *error);

/**
 * The request id, of the body first, then of x-cos-request-id or
 * x-ci-request-id; "" if there is none, and for NULL. COS's support asks for it.
 * Owned by the error, until it is freed. Any thread.
 */
const char *cos_error_request_id(const struct cos_error_t *error);

/**
 * The trace id, of the body first, then of x-cos-trace-id; "" if there is none,
 * and for NULL.
 * Owned by the error, until it is freed. Any thread.
 */
const char *cos_error_trace_id(const struct cos_error_t *error);

/**
 * The body as text, unchanged when it is UTF-8, else transcoded; an inner NUL
 * reads U+FFFD; "" on HEAD and for NULL. The server's words, verbatim: they may
 * hold secrets that it repeats.
 * Owned by the error, until it is freed. Any thread.
 */
const char *cos_error_origin_xml(const struct cos_error_t *error);

/**
 * The HTTP method asked, "" if not known and for NULL.
 * Owned by the error, until it is freed. Any thread.
 */
const char *cos_error_method(const struct cos_error_t *error);

/**
 * The URL asked, without secrets; "" if not known and for NULL.
 * Owned by the error, until it is freed. Any thread.
 */
const char *cos_error_url(const struct cos_error_t *error);

/**
 * The operation as permissions name it, HeadBucket, GetObject ...; "" if not
 * known and for NULL.
 * Owned by the error, until it is freed. Any thread.
 */
const char *cos_error_operation(const struct cos_error_t *error);

/**
 * The region where the bucket is, if the answer tells (x-cos-bucket-region,
 * `<Endpoint>`, Location); else "", and for NULL.
 * Owned by the error, until it is freed. Any thread.
 */
const char *cos_error_region_hint(const struct cos_error_t *error);

/**
 * The host to ask instead, if the answer tells (`<Endpoint>`, Location); else "",
 * and for NULL.
 * Owned by the error, until it is freed. Any thread.
 */
const char *cos_error_endpoint_hint(const struct cos_error_t *error);

/**
 * The page that documents the code; "" for client errors, for answers that are
 * not COS's, and for NULL.
 * Owned by the error, until it is freed. Any thread.
 */
const char *cos_error_doc_url(const struct cos_error_t *error);

/**
 * The URL of the console's diagnosis page if COS responded and gave a request id;
 * otherwise "", and for NULL. The page takes no parameter: cos_error_diagnose_steps
 * has the request id to enter there. A static string. Any thread.
 */
const char *cos_error_diagnose_url(const struct cos_error_t *error);

/**
 * How to use the diagnosis page, in "en" or "zh": the request id and the steps, one
 * numbered line per step; "" where cos_error_diagnose_url is "", and for a NULL error.
 * NULL and unknown languages read as "en".
 * Owned by the error, until it is freed. Any thread.
 */
const char *cos_error_diagnose_steps(const struct cos_error_t *error, const char *language);

/**
 * Returns the error as one JSON object of at most 64 KiB, without secrets. All errors have
 * the same members (bindings/reference/json.md). The member `truncated` is true if strings
 * were cut or items left out; the accessors return them whole. Returns "null" for NULL, so
 * that the text is always JSON. Owned by the error, valid until it is freed. Any thread.
 */
const char *cos_error_json(const struct cos_error_t *error);

/**
 * One line for logs, without secrets, of at most 4 KiB: code, status, message, request id,
 * method, the URL without its query, and the number of attempts if there were several. What
 * was cut, first of all the message, ends with an ellipsis; the accessors have it whole. ""
 * for NULL.
 * Owned by the error, until it is freed. Any thread.
 */
const char *cos_error_text(const struct cos_error_t *error);

/**
 * The body's exact bytes (decompressed if it came in gzip), never NULL; their
 * number goes to length, which may be NULL. At most 1 MiB. The server's words,
 * verbatim. Owned by the error, until it is freed. Any thread.
 */
const void *cos_error_origin_body(const struct cos_error_t *error, size_t *length);

/**
 * What to do about the error, in "en" or "zh"; NULL and unknown languages read
 * as "en". At most two sentences, without secrets; "" for a NULL error.
 * Owned by the error, until it is freed. Any thread.
 */
const char *cos_error_advice(const struct cos_error_t *error, const char *language);

/**
 * Reads a response: NULL if it is a success, else the error that it is. A 303 with
 * Location that COS sends after a form upload is a success too. An INVALID_ARGUMENT
 * error is returned if exchange is NULL, its struct_size is too small, a member has a
 * value that cannot be meant, or neither status nor headers nor body are given.
 * The caller frees the error with cos_error_free. Any thread.
 */
COS_ERR_MUST_USE struct cos_error_t *cos_error_from_response(const struct cos_exchange_t *exchange);

/**
 * Makes a client error from a failure of the caller's own transport. Never
 * NULL: failure NULL, too small a struct_size, or a reason, status or
 * request_sent that does not exist give an INVALID_ARGUMENT error. The caller
 * frees it with cos_error_free. Any thread.
 */
COS_ERR_MUST_USE struct cos_error_t *cos_error_client(const struct cos_client_failure_t *failure);

/**
 * Makes options with their defaults. Never NULL. The caller frees them with
 * cos_client_options_free; clients made from them do not need them any more.
 */
struct cos_client_options_t *cos_client_options_new(void);

/**
 * Frees options. NULL: nothing happens.
 */
void cos_client_options_free(struct cos_client_options_t *options);

/**
 * The region of the buckets, "ap-guangzhou" ..., or "accelerate". Needed unless
 * the endpoint does without. NULL: a mistake.
 */
void cos_client_options_set_region(struct cos_client_options_t *options, const char *region);

/**
 * Scheme and host of requests, http:// or https://, in which {bucket} and
 * {region} are filled in. Default: the hosts of COS,
 * "https://{bucket}.cos.{region}.myqcloud.com". A host of COS or CI must begin
 * with "{bucket}."; one without it, such as "https://cos.ap-guangzhou.myqcloud.com",
 * is reported as INVALID_ARGUMENT, because every call would reach the same bucket.
 * Only service and account hosts ("https://service.cos.myqcloud.com") need none: a
 * call that names a bucket is then INVALID_ARGUMENT. The same holds for a region
 * other than the one that a host of COS names. Custom domains, names with underscores and IP
 * addresses are used as they are; an IPv6 address stands in brackets ("http://[::1]:9000"),
 * and has no zone. NULL is reported as INVALID_ARGUMENT.
 */
void cos_client_options_set_endpoint(struct cos_client_options_t *options, const char *endpoint);

/**
 * Dials this "host:port" instead of the host's own address; Host, TLS name and
 * signature stay those of the endpoint. An IPv6 address stands in brackets
 * ("[::1]:9000"). For tests and private links. NULL is reported as INVALID_ARGUMENT.
 */
void cos_client_options_set_connect_to(struct cos_client_options_t *options, const char *address);

/**
 * A PEM file with CA certificates to trust in addition to the roots of the system. It is
 * read by cos_client_new, with a byte order mark, in UTF-16 and with any line ends too;
 * trust settings in a TRUSTED CERTIFICATE block are ignored. A certificate that cannot be
 * used is reported as INVALID_ARGUMENT with the number of its block. NULL is reported as
 * INVALID_ARGUMENT.
 */
void cos_client_options_set_ca_file(struct cos_client_options_t *options, const char *path);

/**
 * Text behind "libcos_err/VERSION " in User-Agent. NULL: a mistake.
 */
void cos_client_options_set_user_agent(struct cos_client_options_t *options, const char *suffix);

/**
 * The keys that sign requests; token NULL: they are permanent. All three NULL,
 * the default: requests are sent unsigned. Values are never shown in errors.
 */
void cos_client_options_set_credentials(struct cos_client_options_t *options,
                                        const char *secret_id,
                                        const char *secret_key,
                                        const char *token);

/**
 * Milliseconds for resolving, connecting, a proxy's tunnel and the TLS handshake together, at
 * least 1. Default 5 000.
 */
void cos_client_options_set_connect_timeout_ms(struct cos_client_options_t *options, int64_t ms);

/**
 * Milliseconds without a byte either way, or of waiting for a free connection, at
 * least 1. Default 30 000. If they pass on a kept connection before the first byte of a
 * response, the next attempt is made at once on a new connection.
 */
void cos_client_options_set_io_timeout_ms(struct cos_client_options_t *options, int64_t ms);

/**
 * Milliseconds for a whole call, all its tries and waits, at least 1. Default
 * 60 000; no limit for a call that moves a file or uses a reader or writer.
 */
void cos_client_options_set_total_timeout_ms(struct cos_client_options_t *options, int64_t ms);

/**
 * Connections that may be open at once, 1 to 65536. A call beyond them waits
 * for one, within its timeouts. Default 64. A kept connection is looked at before each
 * request: it is closed if anything arrived on it that no request asked for. What arrives
 * after that look is the response to the request, by the rules of HTTP/1.1.
 */
void cos_client_options_set_max_connections(struct cos_client_options_t *options, int32_t number);

/**
 * Tries that a call may make in all, 1 (no retry) to 20. Default 3. A kept connection
 * that turns out to be closed before a byte of the answer came is replaced once within
 * a try; not for a POST, which may have done its work, unless it deletes objects.
 */
void cos_client_options_set_max_attempts(struct cos_client_options_t *options, int32_t attempts);

/**
 * Milliseconds, 0 to 60000, that are added to the wait before a retry for each attempt made
 * before it: with 1000, the waits last at least 1 s, 2 s, 3 s... Default 0: the waits are
 * random, up to 100 ms, 200 ms, 400 ms...
 */
void cos_client_options_set_retry_step_ms(struct cos_client_options_t *options, int64_t ms);

/**
 * Not 0: a host of COS that cannot be reached is tried once under the backup
 * domain tencentcos.cn. Never with an endpoint that was set, nor with accelerate.
 * Default 1.
 */
void cos_client_options_set_backup_domain(struct cos_client_options_t *options, int32_t on);

/**
 * An HTTP proxy, "http://[user:password@]host:port"; an IPv6 address stands in brackets.
 * Requests over https:// go through a tunnel (CONNECT). Requests over http:// are sent to
 * the proxy with the whole URL in the request line (RFC 9112, section 3.2.2), unless
 * cos_client_options_set_connect_to is set: then they go through a tunnel too. User and
 * password are sent to the proxy only. A refused tunnel is reported as PROXY, and so is the
 * status 407 without a tunnel; any other response that a proxy sends to a request over
 * http:// is an error with the responder OTHER, as that of a gateway. Scheme and port must
 * be given, SOCKS and https:// proxies are not supported. The environment's proxy variables
 * are ignored. NULL is reported as INVALID_ARGUMENT.
 */
void cos_client_options_set_proxy(struct cos_client_options_t *options, const char *url);

/**
 * Sets credentials, region and endpoint from COS_SECRET_ID, COS_SECRET_KEY,
 * COS_SESSION_TOKEN, COS_REGION and COS_ENDPOINT, those that are set. The
 * environment is read by this function only, and only when it is called.
 */
void cos_client_options_load_env(struct cos_client_options_t *options);

/**
 * Sets the text of the callback's own failure, for use inside a callback: it becomes
 * part of the error's message, and one of its causes. The text counts only if the
 * callback that runs on this thread then fails: a reader that returns less than 0, a
 * writer, a rewind function or a credentials provider that does not return 0, an
 * interrupt check that returns not 0. It is discarded when that callback returns, and a
 * callback begins without one; a later text replaces an earlier one. Outside of a
 * callback nothing happens. The text is copied, control characters are replaced by
 * spaces, secrets are masked, and at most 512 bytes of it are kept. NULL or "": no text.
 */
void cos_callback_set_error(const char *text);

/**
 * Gives the keys to sign with, which are copied; token NULL: they are permanent.
 * expires_at_s: Unix seconds until which they are valid; 0: they do not expire.
 * NULL credentials: nothing happens.
 */
void cos_credentials_set(struct cos_credentials_t *credentials,
                         const char *secret_id,
                         const char *secret_key,
                         const char *token,
                         int64_t expires_at_s);

/**
 * Tells why there are no credentials: it becomes the cause of the error, which has
 * reason INVALID_CREDENTIALS. NULL: nothing happens.
 */
void cos_credentials_set_error(struct cos_credentials_t *credentials, const char *message);

/**
 * A function that gives the credentials: it calls cos_credentials_set and returns 0,
 * or cos_credentials_set_error and any other number. It is called by a call that needs
 * credentials, on its thread, by one at a time while the others wait; again shortly
 * before they expire, and once by a call to which COS says that the token expired. It
 * must not unwind, longjmp, or use the same client. Of this function and
 * cos_client_options_set_credentials, the one that is called last counts.
 * release, if not NULL, is called once with user_data after the last use. provide NULL:
 * requests are sent unsigned.
 */
void cos_client_options_set_credentials_provider(struct cos_client_options_t *options,
                                                 int32_t (*provide)(void *user_data,
                                                                    struct cos_credentials_t *credentials),
                                                 void *user_data,
                                                 void (*release)(void *user_data));

/**
 * A function that receives the events of calls up to a level, on the thread that makes
 * the call: one line per event, `event=NAME call=NUMBER name=value ...`, texts in quotes.
 * Events are attempt, retry, host, clock, credentials and failed; the lines of one call
 * have the same number, and attempt and failed name the path of the URL. A line has at most
 * 8 KiB; a text that was cut for it ends with an ellipsis. No line holds a
 * SecretKey, a token or a signature; it lives during the call of the function. It must not unwind,
 * longjmp, or use the same client. release, if not NULL, is called once with user_data
 * after the last use. log NULL: nothing is told, and nothing is done for it.
 */
void cos_client_options_set_log(struct cos_client_options_t *options,
                                cos_log_level_t level,
                                void (*log)(void *user_data, cos_log_level_t level, const char *line),
                                void *user_data,
                                void (*release)(void *user_data));

/**
 * Checks the options and makes a client; nothing is sent. *client is set to
 * NULL on failure. NULL options or client: an INVALID_ARGUMENT error. The
 * caller frees the client with cos_client_free.
 */
COS_ERR_MUST_USE
struct cos_error_t *cos_client_new(const struct cos_client_options_t *options,
                                   struct cos_client_t **client);

/**
 * Drops the caller's reference. Calls that are under way go on; entering one
 * afterwards is undefined. NULL: nothing happens. Never waits. Any thread, once.
 */
void cos_client_free(struct cos_client_t *client);

/**
 * Ends every call that is under way, within 100 ms, and every later one at once,
 * with reason CANCELLED; closes idle connections. For good. The client still has
 * to be freed. NULL: nothing happens. Any thread, but no signal handler.
 */
void cos_client_shutdown(struct cos_client_t *client);

/**
 * Sends a request and reads its answer. NULL: it succeeded, and *response, if
 * response is not NULL, is the answer, which the caller frees with
 * cos_response_free; on failure it is set to NULL. call may be NULL. Nothing is
 * consumed: request and call may be used again. Any thread.
 */
COS_ERR_MUST_USE
struct cos_error_t *cos_client_send(struct cos_client_t *client,
                                    const struct cos_request_t *request,
                                    const struct cos_call_t *call,
                                    struct cos_response_t **response);

/**
 * Makes the URL of a request, signed for expires_s seconds from now, that anybody
 * may send as it is: method, bucket, key and queries are in it; header fields that
 * the request sets are signed and must be sent with it: here also Host, Content-Length,
 * Transfer-Encoding and Expect, which cos_client_send sets itself. A temporary token is
 * added, unless the request has it as a header or query parameter. Nothing is sent. NULL: *url
 * is the URL, which the caller frees with cos_text_free; on failure it is set to
 * NULL. It is a secret for as long as it is valid. A client without credentials: an
 * INVALID_CREDENTIALS error. A temporary token may end its life earlier; a body plays
 * no part. Any thread.
 */
COS_ERR_MUST_USE
struct cos_error_t *cos_client_presign(struct cos_client_t *client,
                                       const struct cos_request_t *request,
                                       int64_t expires_s,
                                       char **url);

/**
 * Asks whether a bucket exists and may be used (HEAD Bucket). NULL: yes; its
 * region is cos_response_bucket_region of *response. Else as cos_client_send.
 */
COS_ERR_MUST_USE
struct cos_error_t *cos_err_head_bucket(struct cos_client_t *client,
                                        const char *bucket,
                                        const struct cos_call_t *call,
                                        struct cos_response_t **response);

#if defined(COS_ERR_SHORT_NAME)
/**
 * cos_err_head_bucket by its short name, which Tencent's C SDK declares too:
 * define COS_ERR_COEXIST to use both libraries in one program.
 */
COS_ERR_MUST_USE
struct cos_error_t *cos_head_bucket(struct cos_client_t *client,
                                    const char *bucket,
                                    const struct cos_call_t *call,
                                    struct cos_response_t **response);
#endif

/**
 * Makes settings that change nothing. Never NULL. The caller frees them with
 * cos_call_free.
 */
struct cos_call_t *cos_call_new(void);

/**
 * Drops the caller's reference. NULL: nothing happens.
 */
void cos_call_free(struct cos_call_t *call);

/**
 * Milliseconds for the whole call, at least 1, instead of the client's total
 * timeout.
 */
void cos_call_set_timeout_ms(struct cos_call_t *call, int64_t ms);

/**
 * The region of this call, instead of the client's. NULL: a mistake.
 */
void cos_call_set_region(struct cos_call_t *call, const char *region);

/**
 * Adds a header in addition to those of the request and to those added before: a name
 * that is there already is sent once more. NULL is reported as INVALID_ARGUMENT.
 */
void cos_call_add_header(struct cos_call_t *call, const char *name, const char *value);

/**
 * The token that ends this call. It is held by the settings until they are freed
 * or get another. NULL: none.
 */
void cos_call_set_cancel(struct cos_call_t *call, struct cos_cancel_t *cancel);

/**
 * A function that is asked about every 50 ms while the call waits, on the thread
 * that made the call: not 0 ends it with reason CANCELLED. It must not unwind,
 * longjmp, or use the same client. release, if not NULL, is called once with
 * user_data after the last use. check NULL: none.
 */
void cos_call_set_interrupt(struct cos_call_t *call,
                            int32_t (*check)(void *user_data),
                            void *user_data,
                            void (*release)(void *user_data));

/**
 * Not 0: a HEAD that fails with 400, 403, 404, 405 or 409 is asked again once by
 * GET, whose answer has a body; if that fails alike, its code and message become
 * the error's, with source COS_CODE_SOURCE_PROBE. A call that is ended during it
 * reports what the HEAD told. Default 0.
 */
void cos_call_set_explain(struct cos_call_t *call, int32_t explain);

/**
 * Makes a token. Never NULL. The caller frees it with cos_cancel_free.
 */
struct cos_cancel_t *cos_cancel_new(void);

/**
 * Ends every call that carries the token, within 100 ms, and every later one at
 * once, with reason CANCELLED. For good. One atomic store: may be called from a
 * signal handler, and from any thread. NULL: nothing happens.
 */
void cos_cancel_trigger(struct cos_cancel_t *cancel);

/**
 * Drops the caller's reference; settings of calls hold their own. NULL: nothing
 * happens. Once.
 */
void cos_cancel_free(struct cos_cancel_t *cancel);

/**
 * Makes a request. method: "GET" ...; bucket NULL: the service host; key NULL:
 * the bucket itself, else any UTF-8, not percent-encoded. Never NULL. The
 * caller frees it with cos_request_free.
 */
struct cos_request_t *cos_request_new(const char *method, const char *bucket, const char *key);

/**
 * Drops the caller's reference. NULL: nothing happens.
 */
void cos_request_free(struct cos_request_t *request);

/**
 * Sets a query parameter, name and value not percent-encoded; value NULL: a
 * sub-resource without value, as in ?acl. It replaces an earlier value of the same name.
 * name NULL is reported as INVALID_ARGUMENT.
 */
void cos_request_set_query(struct cos_request_t *request, const char *name, const char *value);

/**
 * Sets a header, and replaces an earlier value of the same name in any case. Host,
 * Authorization, Content-Length and the token are the client's own; cos_client_presign
 * signs them, except Authorization. NULL is reported as
 * INVALID_ARGUMENT.
 */
void cos_request_set_header(struct cos_request_t *request, const char *name, const char *value);

/**
 * A function that hears how far a transfer is, on the thread that made the call:
 * bytes of the request's body sent and to send, bytes of the answer's body received
 * and to receive; -1: not known. The first and the last numbers of each try, and in
 * between at most ten a second. It must not unwind, longjmp, or use the same client.
 * release, if not NULL, is called once with user_data after the last use. report
 * NULL: none.
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
 * Not 0: sends a Content-MD5 of the body, which is read once more for it. Where
 * COS demands one (delete-multiple, documents of sub-resources such as ?lifecycle)
 * it is sent anyway. Default 0.
 */
void cos_request_set_content_md5(struct cos_request_t *request, int32_t on);

/**
 * Names the root element of a success ("CopyObjectResult" ...): a 2xx without
 * it is an error with reason BAD_RESPONSE. NULL: any.
 */
void cos_request_set_expect_root(struct cos_request_t *request, const char *name);

/**
 * Sets the body: length bytes, which are copied. NULL or 0: an empty body. It replaces
 * a body of any kind that was set before, as the other setters of bodies do.
 */
void cos_request_set_body(struct cos_request_t *request, const void *body, size_t length);

/**
 * The body is a regular file. A call opens it before anything is sent, and sends
 * the length of that moment; it is only read. A file that cannot be read, or gets
 * shorter meanwhile: an error with reason LOCAL_IO. NULL: a mistake.
 */
void cos_request_set_body_file(struct cos_request_t *request, const char *path);

/**
 * The body is a part of a regular file, as for UploadPart: length bytes from
 * offset. Else as cos_request_set_body_file.
 */
void cos_request_set_body_file_range(struct cos_request_t *request,
                                     const char *path,
                                     int64_t offset,
                                     int64_t length);

/**
 * The body comes from a function, on the thread that made the call. read puts at
 * most size bytes into buffer and returns their number, 0 at the end, less than 0
 * to fail. length is the number of bytes to read, -1 if it is not known: the body
 * is sent in chunks. rewind goes back to the first byte and returns 0; NULL: it
 * cannot, and nothing is sent again once a byte was read, nor with another call. A
 * reader that fails or ends early: an error with reason CALLBACK, or with that of what
 * had told the call to end by then. They must not unwind, longjmp, or use the same
 * client. release, if not NULL, is called once with user_data after the last use.
 * read NULL: a mistake.
 */
void cos_request_set_body_reader(struct cos_request_t *request,
                                 int64_t (*read)(void *user_data, void *buffer, size_t size),
                                 int32_t (*rewind)(void *user_data),
                                 int64_t length,
                                 void *user_data,
                                 void (*release)(void *user_data));

/**
 * Writes the body of a success to a file. The bytes go into a temporary file in the same
 * directory (.cos-*.part), which is created before anything is sent and renamed when it is
 * complete, its checksum is right and it was closed without an error. Until then, and on
 * failure, a file of that name stays as it was; a failure of the file system has reason
 * LOCAL_IO. The directory is held open: a chdir or a renamed directory does not matter.
 * A replaced file hands its owner, group and permission bits on as far as the system allows,
 * the bits of the group only together with the group.
 * It is replaced, not overwritten: other hard links keep the former content, and programs
 * that have it open go on reading that. A symbolic link stays, and the file that it leads to is
 * replaced. A mount point, a device or a pipe is INVALID_ARGUMENT before anything is sent.
 * The file is not flushed to storage unless cos_request_set_sink_sync asks for it.
 * The body of an error goes into the error. A response that is not the content of an object is
 * read into memory first, at most 64 MiB. path is copied; NULL is reported as
 * INVALID_ARGUMENT.
 */
void cos_request_set_sink_file(struct cos_request_t *request, const char *path);

/**
 * Flushes a sink's file to storage (fsync) before it is renamed, and its directory after
 * that, so that it survives a crash of the system. on 0: off, the default, as in curl and
 * in Tencent's SDKs. A failure to flush has reason LOCAL_IO: if the file cannot be flushed, a
 * file of that name stays as it was; if only the directory cannot, the file is replaced already,
 * and a crash may undo that. Without a file as sink it has no effect.
 */
void cos_request_set_sink_sync(struct cos_request_t *request, int32_t on);

/**
 * The body of a success goes to a function, piece by piece, on the thread that made
 * the call; that of an error goes into the error. write takes all size bytes and
 * returns 0; any other number ends the call with reason CALLBACK, or with that of what
 * had told it to end by then. rewind forgets what was taken and returns 0, for the
 * first byte comes again; NULL: it cannot, and nothing is asked again once a byte was
 * written. That the checksum is right is known after the last piece only. They must
 * not unwind, longjmp, or use the same client.
 * release, if not NULL, is called once with user_data after the last use. write NULL:
 * a mistake.
 */
void cos_request_set_sink_writer(struct cos_request_t *request,
                                 int32_t (*write)(void *user_data, const void *bytes, size_t size),
                                 int32_t (*rewind)(void *user_data),
                                 void *user_data,
                                 void (*release)(void *user_data));

/**
 * Frees an answer and all strings read from it. NULL: nothing happens.
 */
void cos_response_free(struct cos_response_t *response);

/**
 * Reads everything of an answer in one call: as many members as struct_size
 * says. 1 if fields was written; 0 if nothing was: a NULL, or too small a
 * struct_size. Any thread.
 */
int32_t cos_response_fields(const struct cos_response_t *response,
                            struct cos_response_fields_t *fields);

/**
 * HTTP status, 2xx; 0 for NULL. Any thread.
 */
int32_t cos_response_status(const struct cos_response_t *response);

/**
 * The request id; "" if there is none, and for NULL. Owned by the answer, until
 * it is freed. Any thread.
 */
const char *cos_response_request_id(const struct cos_response_t *response);

/**
 * The region where the bucket is, from x-cos-bucket-region; "" if the answer
 * does not tell, and for NULL. Owned by the answer, until it is freed. Any thread.
 */
const char *cos_response_bucket_region(const struct cos_response_t *response);

/**
 * A header field, its name in any case; the first of several; "" if there is
 * none, and for NULL. Owned by the answer, until it is freed. Any thread.
 */
const char *cos_response_header(const struct cos_response_t *response, const char *name);

/**
 * Number of header fields, repeats counted; 0 for NULL. Any thread.
 */
size_t cos_response_header_count(const struct cos_response_t *response);

/**
 * Name of a header field in lower case, index from 0, repeats together; ""
 * beyond the last, and for NULL. Owned by the answer, until it is freed. Any
 * thread.
 */
const char *cos_response_header_name(const struct cos_response_t *response, size_t index);

/**
 * Value of a header field, index from 0; "" beyond the last, and for NULL.
 * Owned by the answer, until it is freed. Any thread.
 */
const char *cos_response_header_value(const struct cos_response_t *response, size_t index);

/**
 * The body's bytes, never NULL; their number goes to length, which may be NULL.
 * Empty if the request has a sink.
 * Owned by the answer, until it is freed. Any thread.
 */
const void *cos_response_body(const struct cos_response_t *response, size_t *length);

/**
 * Bytes of the body, in memory or given to the request's sink; 0 for NULL. Any thread.
 */
int64_t cos_response_received(const struct cos_response_t *response);

/**
 * Frees a text that a function handed out by its last parameter. NULL: nothing
 * happens. Any thread, once.
 */
void cos_text_free(char *text);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* COS_ERR_H */
