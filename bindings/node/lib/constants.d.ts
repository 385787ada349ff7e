// Written from the header by native/generate.js: do not edit.
/** The side that failed. */
export declare const Kind: {
  /** There is no error: this is the kind of NULL. */
  readonly NONE: 'none';
  /** The failure happened on the client's side: before, during or after the transfer of the response. */
  readonly CLIENT: 'client';
  /** An HTTP response arrived, and it reports a failure. */
  readonly SERVICE: 'service';
};
/** Why a client error happened. Numbers are never reused. */
export declare const Reason: {
  /** An argument is missing or malformed. The message names it. */
  readonly INVALID_ARGUMENT: 'InvalidArgument';
  /** The credentials are missing or malformed. */
  readonly INVALID_CREDENTIALS: 'InvalidCredentials';
  /** The host name could not be resolved. */
  readonly DNS: 'Dns';
  /** The server could not be reached. */
  readonly CONNECT: 'Connect';
  /** The proxy refused or failed. A retry may succeed if its status was 408, 429, 502, 503 or 504. */
  readonly PROXY: 'Proxy';
  /** The TLS handshake failed, or the server's certificate was rejected. */
  readonly TLS: 'Tls';
  /** A timeout expired. */
  readonly TIMEOUT: 'Timeout';
  /** The connection was closed or reset before the response was complete. */
  readonly CONNECTION_LOST: 'ConnectionLost';
  /** The response is not valid HTTP. */
  readonly PROTOCOL: 'Protocol';
  /** A complete 2xx response does not have the expected content. */
  readonly BAD_RESPONSE: 'BadResponse';
  /** The response exceeds a size limit. */
  readonly TOO_LARGE: 'TooLarge';
  /** The transferred bytes do not match their checksum. */
  readonly CHECKSUM: 'Checksum';
  /** A local file or stream failed, or this machine lacks a resource. The resource is a descriptor, thread, memory, a port, or the permission to connect. The retry class is YES if there is a shortage, because it may pass; otherwise NO. */
  readonly LOCAL_IO: 'LocalIo';
  /** The caller cancelled the call. */
  readonly CANCELLED: 'Cancelled';
  /** A callback of the caller failed. */
  readonly CALLBACK: 'Callback';
  /** This library has a defect. */
  readonly INTERNAL: 'Internal';
};
/** Where an error's code comes from. */
export declare const CodeSource: {
  /** The body contains the code. */
  readonly BODY: 'body';
  /** The header x-cos-error-code, X-ErrNo, or x-amz-error-code of a website endpoint contains the code. */
  readonly HEADER: 'header';
  /** The code was derived from the status, because the response contains none. */
  readonly STATUS: 'status';
  /** The response to a second request, sent for this purpose, contains the code. */
  readonly PROBE: 'probe';
  /** This is a client error: the code is the name of its reason. */
  readonly CLIENT: 'client';
};
/** Who sent the response. */
export declare const Responder: {
  /** No response arrived, or its headers were not given. */
  readonly UNKNOWN: 'unknown';
  /** COS sent the response. */
  readonly COS: 'cos';
  /** The data processing service (Cloud Infinite) sent the response. */
  readonly CI: 'ci';
  /** Another server sent the response: a gateway, CDN, proxy or captive portal. */
  readonly OTHER: 'other';
};
/** Whether a retry of the same request may succeed. */
export declare const Retry: {
  /** A retry would fail again. */
  readonly NO: 'no';
  /** A retry may succeed later. */
  readonly YES: 'yes';
  /** A retry may succeed after something is fixed: the clock, the credentials, a restore. */
  readonly AFTER_FIX: 'after_fix';
};
/** How much a log contains. Each level includes those before it. */
export declare const LogLevel: {
  /** Logs calls that failed, unless they were rejected before they began. */
  readonly ERROR: 'error';
  /** Logs a switch to another host, a corrected clock and renewed credentials. */
  readonly WARN: 'warn';
  /** Logs attempts that failed, and the reason of each retry. */
  readonly INFO: 'info';
  /** Logs attempts that succeeded. */
  readonly DEBUG: 'debug';
};
