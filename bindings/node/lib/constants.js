// The constants of cos_err.h, and their numbers there.
// Written from the header by native/generate.js: do not edit.
'use strict';

/** Which side failed. */
const Kind = Object.freeze({
  /** No error: the kind of NULL. */
  NONE: 'none',
  /** Everything before, on the way to, or after an answer. */
  CLIENT: 'client',
  /** An HTTP answer arrived, and it says failure. */
  SERVICE: 'service',
});
const KindNames = new Map([
  [0, Kind.NONE],
  [1, Kind.CLIENT],
  [2, Kind.SERVICE],
]);

/** Why a client error happened: the names of reasons. */
const Reason = Object.freeze({
  /** An argument is missing or malformed; the message names it. */
  INVALID_ARGUMENT: 'InvalidArgument',
  /** The credentials are missing or malformed. */
  INVALID_CREDENTIALS: 'InvalidCredentials',
  /** The host name could not be resolved. */
  DNS: 'Dns',
  /** No connection to the server. */
  CONNECT: 'Connect',
  /** The proxy refused or failed. A retry may succeed if its status was 408, 429, 502, 503 or 504. */
  PROXY: 'Proxy',
  /** The TLS handshake or the certificate failed. */
  TLS: 'Tls',
  /** The time allowed ran out. */
  TIMEOUT: 'Timeout',
  /** Fewer bytes than announced, a reset, a cut header block. */
  CONNECTION_LOST: 'ConnectionLost',
  /** The answer is not HTTP. */
  PROTOCOL: 'Protocol',
  /** A complete 2xx that is not what was asked for. */
  BAD_RESPONSE: 'BadResponse',
  /** The answer exceeds a size limit. */
  TOO_LARGE: 'TooLarge',
  /** Complete, with the wrong hash. */
  CHECKSUM: 'Checksum',
  /** A local file or stream failed, or this machine has no descriptor, thread, memory or port left, or forbids the connection. A shortage passes: its retry class is YES, else NO. */
  LOCAL_IO: 'LocalIo',
  /** The caller cancelled the call. */
  CANCELLED: 'Cancelled',
  /** A callback of the caller failed. */
  CALLBACK: 'Callback',
  /** A defect of this library. */
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
  /** The body. */
  BODY: 'body',
  /** The headers x-cos-error-code, X-ErrNo, or x-amz-error-code of a website endpoint. */
  HEADER: 'header',
  /** Derived from the status: the answer brought no code. */
  STATUS: 'status',
  /** A second request, made to learn it. */
  PROBE: 'probe',
  /** A client error: the code is the reason's name. */
  CLIENT: 'client',
});
const CodeSourceNames = new Map([
  [1, CodeSource.BODY],
  [2, CodeSource.HEADER],
  [3, CodeSource.STATUS],
  [4, CodeSource.PROBE],
  [5, CodeSource.CLIENT],
]);

/** Who answered. */
const Responder = Object.freeze({
  /** No answer, or one that was given without its header fields. */
  UNKNOWN: 'unknown',
  /** COS. */
  COS: 'cos',
  /** Data processing (Cloud Infinite). */
  CI: 'ci',
  /** Something else: a gateway, CDN, proxy or portal. */
  OTHER: 'other',
});
const ResponderNames = new Map([
  [0, Responder.UNKNOWN],
  [1, Responder.COS],
  [2, Responder.CI],
  [3, Responder.OTHER],
]);

/** Whether the same request may be sent again. */
const Retry = Object.freeze({
  /** It would fail again. */
  NO: 'no',
  /** It may work later. */
  YES: 'yes',
  /** It may work after a repair: clock, credentials, restore. */
  AFTER_FIX: 'after_fix',
});
const RetryNames = new Map([
  [0, Retry.NO],
  [1, Retry.YES],
  [2, Retry.AFTER_FIX],
]);

/** How much a log tells. */
const LogLevel = Object.freeze({
  /** Calls that failed after they were accepted. */
  ERROR: 'error',
  /** Another host, another clock, other credentials. */
  WARN: 'warn',
  /** Tries that failed, and why others follow. */
  INFO: 'info',
  /** Tries that succeeded. */
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
