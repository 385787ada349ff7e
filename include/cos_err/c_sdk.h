/** @file
 * Errors of libcos_err from Tencent's C SDK, in a program that keeps the SDK.
 *
 * @code
 * #include <cos_api.h>            // the SDK's own headers come first
 * #include <cos_err/c_sdk.h>
 *
 * cos_table_t *headers = NULL;
 * cos_status_t *status = cos_head_bucket(options, &bucket, &headers);
 * if (!cos_status_is_ok(status)) {
 *     cos_sdk_request_t request = {"HEAD", NULL, "examplebucket-1250000000", NULL};
 *     cos_error_t *error = cos_error_from_status(status, headers, &request);
 *     fprintf(stderr, "%s\n", cos_error_text(error));
 *     cos_error_free(error);
 * }
 * @endcode
 *
 * COS_ERR_COEXIST is defined here, because the SDK has a function of the name cos_head_bucket
 * too: include this header before cos_err.h, or define the macro. The SDK keeps the code, the message, the request id and the headers; cos_error_lost
 * tells what it lost.
 */
#ifndef COS_ERR_C_SDK_H
#define COS_ERR_C_SDK_H

#ifndef COS_ERR_COEXIST
#define COS_ERR_COEXIST
#endif
#include <cos_err.h>

/** The request that failed, because cos_status_t does not name it. Any member may be NULL. */
typedef struct cos_sdk_request_t {
  /** Method: "HEAD", "GET"... Set it for a HEAD, for which the SDK makes a code up. */
  const char *method;
  /** URL. */
  const char *url;
  /** Bucket, if the URL is not known. */
  const char *bucket;
  /** Key, if the URL is not known. */
  const char *key;
} cos_sdk_request_t;

/** Returns the reason for a negative code of the SDK, or 0 if its message has to tell. */
static inline cos_error_reason_t cos_sdk_reason(int code) {
  switch (code) {
    case -998: /* COSE_FAILED_CONNECT */
    case -992: /* COSE_CONNECTION_FAILED */
      return COS_ERROR_REASON_CONNECT;
    case -995: /* COSE_REQUEST_TIMEOUT */
      return COS_ERROR_REASON_TIMEOUT;
    case -990: /* COSE_NAME_LOOKUP_ERROR */
      return COS_ERROR_REASON_DNS;
    case -989: /* COSE_FAILED_VERIFICATION */
      return COS_ERROR_REASON_TLS;
    case -994: /* COSE_INVALID_ARGUMENT */
    case -993: /* COSE_INVALID_OPERATION */
    case -979: /* COSE_UTF8_ENCODE_ERROR */
      return COS_ERROR_REASON_INVALID_ARGUMENT;
    case -986: /* COSE_SERVICE_ERROR: a 2xx whose body is not the expected one */
    case -980: /* COSE_XML_PARSE_ERROR */
      return COS_ERROR_REASON_BAD_RESPONSE;
    case -978: /* COSE_CRC_INCONSISTENT_ERROR */
      return COS_ERROR_REASON_CHECKSUM;
    case -997: /* COSE_ABORT_CALLBACK */
    case -988: /* COSE_WRITE_BODY_ERROR */
    case -987: /* COSE_READ_BODY_ERROR */
      return COS_ERROR_REASON_CALLBACK;
    case -1000: /* COSE_OUT_MEMORY */
    case -999:  /* COSE_OVER_MEMORY */
    case -991:  /* COSE_FAILED_INITIALIZE */
    case -985:  /* files */
    case -984:
    case -983:
    case -982:
    case -981:
    case -977:
    case -976:
      return COS_ERROR_REASON_LOCAL_IO;
    default:
      return 0;
  }
}

/**
 * Makes an error of what the SDK reports. headers is the table of response headers that the SDK
 * returned; it and request may be NULL. The result is NULL if status is NULL or a success. The
 * caller frees it with cos_error_free. May be called from any thread.
 */
static inline cos_error_t *cos_error_from_status(const cos_status_t *status, const cos_table_t *headers,
                                                 const cos_sdk_request_t *request) {
  enum { MOST = 128 };
  cos_header_t fields[MOST];
  cos_sdk_error_t sdk = {0};
  if (!status || (status->code >= 200 && status->code < 300)) return NULL;
  sdk.struct_size = sizeof sdk;
  if (request) {
    sdk.method = request->method;
    sdk.url = request->url;
    sdk.bucket = request->bucket;
    sdk.key = request->key;
  }
  if (status->code > 0) {
    sdk.status = status->code;
  } else {
    sdk.reason = cos_sdk_reason(status->code);
  }
  sdk.code = status->error_code;
  sdk.message = status->error_msg;
  sdk.request_id = status->req_id;
  if (headers && apr_table_elts(headers)->nelts > 0) {
    const apr_array_header_t *list = apr_table_elts(headers);
    const apr_table_entry_t *entries = (const apr_table_entry_t *)(const void *)list->elts;
    for (int i = 0; i < list->nelts && sdk.header_count < MOST; i++) {
      cos_header_t field = {entries[i].key, entries[i].val, 0, 0};
      if (field.name && field.value) fields[sdk.header_count++] = field;
    }
    sdk.headers = fields;
  }
  return cos_error_from_sdk(&sdk);
}

#endif
