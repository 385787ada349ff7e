// Errors as JavaScript has them. What they say is the library's; here it gets names.
'use strict';
const { native } = require('./native.js');
const constants = require('./constants.js');

const { Kind, KindNames, ReasonNames, CodeSourceNames, ResponderNames, RetryNames } = constants;
const TEXT = { TEXT: 0, JSON: 1, DOC_URL: 2, DIAGNOSE_URL: 3, ADVICE: 4 };
const LIST = { PARTS: 0, ATTEMPTS: 1, CAUSES: 2 };
const numberOf = (names, name) => [...names].find((entry) => entry[1] === name)?.[0];

// The prototype of `err.error`. It has no constructor of its own, so that it prints as a plain object.
const said = Object.defineProperty({}, 'toString', {
  value() {
    return this.Message;
  },
});

/** A block of the library as pairs: name, value, name, value ..., each ended by a NUL. */
function pairs(block) {
  const found = [];
  const texts = block.split('\0');
  for (let i = 0; i + 1 < texts.length; i += 2) found.push([texts[i], texts[i + 1]]);
  return found;
}

/** Header fields as Node has them: lower-case names, set-cookie an array, repeats joined. */
function headersOf(block) {
  const headers = {};
  const texts = block.split('\0');
  for (let i = 0; i + 1 < texts.length; i += 2) {
    const name = texts[i].toLowerCase();
    const value = texts[i + 1];
    const before = Object.hasOwn(headers, name) ? headers[name] : undefined;
    if (name === 'set-cookie') headers[name] = before ? [...before, value] : [value];
    else if (name !== '__proto__') headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return headers;
}

// Groups of `width` values of a list, each made into an object.
function grouped(list, width, make) {
  const found = [];
  for (let i = 0; i < list.length; i += width) found.push(make(...list.slice(i, i + width)));
  return found;
}

/** Everything known about one failure. */
class CosError extends Error {
  #handle;
  #fields;

  constructor(handle, fields) {
    // Where an answer is read tells nothing: who knows the caller captures the stack again.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(fields.message);
    Error.stackTraceLimit = limit;
    this.#handle = handle;
    this.#fields = fields;
    this.code = fields.code;
    this.error = Object.create(said);
    this.error.Code = fields.code;
    this.error.Message = fields.message;
    if (fields.kind === 2) {
      this.error.Resource = fields.resource;
      this.error.RequestId = fields.requestId;
      this.error.TraceId = fields.traceId;
      for (const [name, value] of pairs(fields.details)) if (!(name in this.error)) this.error[name] = value;
      this.statusCode = fields.status;
      this.headers = headersOf(fields.headers);
    } else {
      this.error.RequestId = fields.requestId;
    }
    this.method = fields.method;
    this.url = fields.url;
    this.RequestId = fields.requestId;
  }

  get kind() { return KindNames.get(this.#fields.kind); }
  get reason() { return ReasonNames.get(this.#fields.reason) ?? ''; }
  get status() { return this.#fields.status; }
  get codeSource() { return CodeSourceNames.get(this.#fields.codeSource); }
  get resource() { return this.#fields.resource; }
  get requestId() { return this.#fields.requestId; }
  get traceId() { return this.#fields.traceId; }
  get responder() { return ResponderNames.get(this.#fields.responder); }
  get retry() { return RetryNames.get(this.#fields.retry); }
  get retryAfterMs() { return this.#fields.retryAfterMs; }
  get requestSent() { return this.#fields.requestSent !== 0; }
  get operation() { return this.#fields.operation; }
  get regionHint() { return this.#fields.regionHint; }
  get endpointHint() { return this.#fields.endpointHint; }
  get clockSkewSeconds() { return this.#fields.clockSkewSeconds; }
  get osErrno() { return this.#fields.osErrno; }
  get originXml() { return this.#fields.originXml; }
  get originTruncated() { return this.#fields.originTruncated !== 0; }
  get originBodyLength() { return this.#fields.originBodyLength; }
  // Node has memory for small buffers at hand, the addon would have to ask for it.
  get originBody() { return native.body(this.#handle, Buffer.allocUnsafe(this.#fields.originBodyLength)); }
  get headerFields() { return pairs(this.#fields.headers); }
  get details() { return pairs(this.#fields.details); }

  get parts() {
    const make = (key, versionId, code, message) => ({ key, versionId, code, message });
    return this.#list(LIST.PARTS, 4, make);
  }
  get attempts() {
    const make = (host, status, reason, requestId, elapsedMs, note) =>
      ({ host, status, reason: ReasonNames.get(reason) ?? '', requestId, elapsedMs, note });
    return this.#list(LIST.ATTEMPTS, 6, make);
  }
  get causes() { return this.#list(LIST.CAUSES, 1, String); }

  get text() { return native.text(this.#handle, TEXT.TEXT); }
  get json() { return native.text(this.#handle, TEXT.JSON); }
  get docUrl() { return native.text(this.#handle, TEXT.DOC_URL); }
  get diagnoseUrl() { return native.text(this.#handle, TEXT.DIAGNOSE_URL); }
  get advice() { return native.text(this.#handle, TEXT.ADVICE, 'en'); }

  /** What to do about the error, in 'en' or 'zh'. */
  adviceIn(language) {
    return native.text(this.#handle, TEXT.ADVICE, String(language));
  }

  /** The first header field of that name, in any case; '' if there is none. */
  header(name) {
    const lower = String(name).toLowerCase();
    return this.headerFields.find((field) => field[0].toLowerCase() === lower)?.[1] ?? '';
  }

  /** Another child of the service's error, by its exact name; '' if there is none. */
  detail(name) {
    return this.details.find((detail) => detail[0] === name)?.[1] ?? '';
  }

  // Most lists are empty: then nothing is asked for.
  #list(which, width, make) {
    return this.#fields.listed & (1 << which) ? grouped(native.list(this.#handle, which), width, make) : [];
  }
}

/** An HTTP answer arrived, and it says failure. */
class CosServiceError extends CosError {}
/** Everything before, on the way to, or after an answer. */
class CosClientError extends CosError {}
for (const type of [CosError, CosServiceError, CosClientError]) {
  Object.defineProperty(type.prototype, 'name', { value: type.name, configurable: true, writable: true });
}

// Called by the addon, which reads all fields at once; the order is that of native/error.c.
function build(handle, kind, reason, status, codeSource, responder, retry, requestSent, originTruncated, osErrno,
  retryAfterMs, clockSkewSeconds, code, message, resource, requestId, traceId, method, url, operation, regionHint,
  endpointHint, originXml, originBodyLength, headers, details, listed) {
  const type = kind === 2 ? CosServiceError : CosClientError;
  return new type(handle, {
    kind, reason, status, codeSource, responder, retry, requestSent, originTruncated, osErrno, retryAfterMs,
    clockSkewSeconds, code, message, resource, requestId, traceId, method, url, operation, regionHint, endpointHint,
    originXml, originBodyLength, headers, details, listed,
  });
}

/** A client error of this package, or of a transport that is not the library's; the stack ends above `caller`. */
function failure(reason, message, { method, url, cause, osErrno } = {}, caller = failure) {
  const number = numberOf(ReasonNames, reason) ?? 0;
  const error = native.failure(number, message, method, url, cause === undefined ? undefined : String(cause), osErrno);
  Error.captureStackTrace(error, caller);
  if (typeof cause === 'object') error.cause = cause;
  return error;
}

module.exports = { CosError, CosServiceError, CosClientError, Kind, build, failure, headersOf };
