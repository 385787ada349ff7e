// Written from the header by native/generate.js: do not edit.
/** Which side failed. */
export declare const Kind: {
  /** No error: the kind of NULL. */
  readonly NONE: 'none';
  /** Everything before, on the way to, or after an answer. */
  readonly CLIENT: 'client';
  /** An HTTP answer arrived, and it says failure. */
  readonly SERVICE: 'service';
};
/** Why a client error happened: the names of reasons. */
export declare const Reason: {
  /** An argument is missing or malformed; the message names it. */
  readonly INVALID_ARGUMENT: 'InvalidArgument';
  /** The credentials are missing or malformed. */
  readonly INVALID_CREDENTIALS: 'InvalidCredentials';
  /** The host name could not be resolved. */
  readonly DNS: 'Dns';
  /** No connection to the server. */
  readonly CONNECT: 'Connect';
  /** The proxy refused or failed. A retry may succeed if its status was 408, 429, 502, 503 or 504. */
  readonly PROXY: 'Proxy';
  /** The TLS handshake or the certificate failed. */
  readonly TLS: 'Tls';
  /** The time allowed ran out. */
  readonly TIMEOUT: 'Timeout';
  /** Fewer bytes than announced, a reset, a cut header block. */
  readonly CONNECTION_LOST: 'ConnectionLost';
  /** The answer is not HTTP. */
  readonly PROTOCOL: 'Protocol';
  /** A complete 2xx that is not what was asked for. */
  readonly BAD_RESPONSE: 'BadResponse';
  /** The answer exceeds a size limit. */
  readonly TOO_LARGE: 'TooLarge';
  /** Complete, with the wrong hash. */
  readonly CHECKSUM: 'Checksum';
  /** A local file or stream failed, or this machine has no descriptor, thread, memory or port left, or forbids the connection. A shortage passes: its retry class is YES, else NO. */
  readonly LOCAL_IO: 'LocalIo';
  /** The caller cancelled the call. */
  readonly CANCELLED: 'Cancelled';
  /** A callback of the caller failed. */
  readonly CALLBACK: 'Callback';
  /** A defect of this library. */
  readonly INTERNAL: 'Internal';
};
/** Where an error's code comes from. */
export declare const CodeSource: {
  /** The body. */
  readonly BODY: 'body';
  /** The headers x-cos-error-code, X-ErrNo, or x-amz-error-code of a website endpoint. */
  readonly HEADER: 'header';
  /** Derived from the status: the answer brought no code. */
  readonly STATUS: 'status';
  /** A second request, made to learn it. */
  readonly PROBE: 'probe';
  /** A client error: the code is the reason's name. */
  readonly CLIENT: 'client';
};
/** Who answered. */
export declare const Responder: {
  /** No answer, or one that was given without its header fields. */
  readonly UNKNOWN: 'unknown';
  /** COS. */
  readonly COS: 'cos';
  /** Data processing (Cloud Infinite). */
  readonly CI: 'ci';
  /** Something else: a gateway, CDN, proxy or portal. */
  readonly OTHER: 'other';
};
/** Whether the same request may be sent again. */
export declare const Retry: {
  /** It would fail again. */
  readonly NO: 'no';
  /** It may work later. */
  readonly YES: 'yes';
  /** It may work after a repair: clock, credentials, restore. */
  readonly AFTER_FIX: 'after_fix';
};
/** How much a log tells. */
export declare const LogLevel: {
  /** Calls that failed after they were accepted. */
  readonly ERROR: 'error';
  /** Another host, another clock, other credentials. */
  readonly WARN: 'warn';
  /** Tries that failed, and why others follow. */
  readonly INFO: 'info';
  /** Tries that succeeded. */
  readonly DEBUG: 'debug';
};
