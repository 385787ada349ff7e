// The constants of cos_err.h, and their numbers there.
// Written from the header by native/generate.js: do not edit.
'use strict';

/** The side that failed. */
const Kind = Object.freeze({
  /** There is no error: this is the kind of NULL. */
  NONE: 'none',
  /** The failure happened on the client's side: before, during or after the transfer of the response. */
  CLIENT: 'client',
  /** An HTTP response arrived, and it reports a failure. */
  SERVICE: 'service',
});
const KindNames = new Map([
  [0, Kind.NONE],
  [1, Kind.CLIENT],
  [2, Kind.SERVICE],
]);

/** Why a client error happened. Numbers are never reused. */
const Reason = Object.freeze({
  /** An argument is missing or malformed. The message names it. */
  INVALID_ARGUMENT: 'InvalidArgument',
  /** The credentials are missing or malformed. */
  INVALID_CREDENTIALS: 'InvalidCredentials',
  /** The host name could not be resolved. */
  DNS: 'Dns',
  /** The server could not be reached. */
  CONNECT: 'Connect',
  /** The proxy refused or failed. A retry may succeed if its status was 408, 429, 502, 503 or 504. */
  PROXY: 'Proxy',
  /** The TLS handshake failed, or the server's certificate was rejected. */
  TLS: 'Tls',
  /** A timeout expired. */
  TIMEOUT: 'Timeout',
  /** The connection was closed or reset before the response was complete. */
  CONNECTION_LOST: 'ConnectionLost',
  /** The response is not valid HTTP. */
  PROTOCOL: 'Protocol',
  /** A complete 2xx response does not have the expected content. */
  BAD_RESPONSE: 'BadResponse',
  /** The response exceeds a size limit. */
  TOO_LARGE: 'TooLarge',
  /** The transferred bytes do not match their checksum. */
  CHECKSUM: 'Checksum',
  /** A local file or stream failed, or this machine lacks a resource. The resource is a descriptor, thread, memory, a port, or the permission to connect. The retry class is YES if there is a shortage, because it may pass; otherwise NO. */
  LOCAL_IO: 'LocalIo',
  /** The caller cancelled the call. */
  CANCELLED: 'Cancelled',
  /** A callback of the caller failed. */
  CALLBACK: 'Callback',
  /** This library has a defect. */
  INTERNAL: 'Internal',
});
const ReasonNames = new Map([
  [10, Reason.INVALID_ARGUMENT],
  [20, Reason.INVALID_CREDENTIALS],
  [110, Reason.DNS],
  [120, Reason.CONNECT],
  [130, Reason.PROXY],
  [140, Reason.TLS],
  [150, Reason.TIMEOUT],
  [160, Reason.CONNECTION_LOST],
  [170, Reason.PROTOCOL],
  [210, Reason.BAD_RESPONSE],
  [220, Reason.TOO_LARGE],
  [230, Reason.CHECKSUM],
  [310, Reason.LOCAL_IO],
  [320, Reason.CANCELLED],
  [330, Reason.CALLBACK],
  [900, Reason.INTERNAL],
]);

/** Where an error's code comes from. */
const CodeSource = Object.freeze({
  /** The body contains the code. */
  BODY: 'body',
  /** The header x-cos-error-code, X-ErrNo, or x-amz-error-code of a website endpoint contains the code. */
  HEADER: 'header',
  /** The code was derived from the status, because the response contains none. */
  STATUS: 'status',
  /** The response to a second request, sent for this purpose, contains the code. */
  PROBE: 'probe',
  /** This is a client error: the code is the name of its reason. */
  CLIENT: 'client',
});
const CodeSourceNames = new Map([
  [1, CodeSource.BODY],
  [2, CodeSource.HEADER],
  [3, CodeSource.STATUS],
  [4, CodeSource.PROBE],
  [5, CodeSource.CLIENT],
]);

/** Who sent the response. */
const Responder = Object.freeze({
  /** No response arrived, or its headers were not given. */
  UNKNOWN: 'unknown',
  /** COS sent the response. */
  COS: 'cos',
  /** The data processing service (Cloud Infinite) sent the response. */
  CI: 'ci',
  /** Another server sent the response: a gateway, CDN, proxy or captive portal. */
  OTHER: 'other',
});
const ResponderNames = new Map([
  [0, Responder.UNKNOWN],
  [1, Responder.COS],
  [2, Responder.CI],
  [3, Responder.OTHER],
]);

/** Whether a retry of the same request may succeed. */
const Retry = Object.freeze({
  /** A retry would fail again. */
  NO: 'no',
  /** A retry may succeed later. */
  YES: 'yes',
  /** A retry may succeed after something is fixed: the clock, the credentials, a restore. */
  AFTER_FIX: 'after_fix',
});
const RetryNames = new Map([
  [0, Retry.NO],
  [1, Retry.YES],
  [2, Retry.AFTER_FIX],
]);

/** How much a log contains. Each level includes those before it. */
const LogLevel = Object.freeze({
  /** Logs calls that failed, unless they were rejected before they began. */
  ERROR: 'error',
  /** Logs a switch to another host, a corrected clock and renewed credentials. */
  WARN: 'warn',
  /** Logs attempts that failed, and the reason of each retry. */
  INFO: 'info',
  /** Logs attempts that succeeded. */
  DEBUG: 'debug',
});
const LogLevelNames = new Map([
  [1, LogLevel.ERROR],
  [2, LogLevel.WARN],
  [3, LogLevel.INFO],
  [4, LogLevel.DEBUG],
]);

module.exports = {
  Kind,
  KindNames,
  Reason,
  ReasonNames,
  CodeSource,
  CodeSourceNames,
  Responder,
  ResponderNames,
  Retry,
  RetryNames,
  LogLevel,
  LogLevelNames,
};
