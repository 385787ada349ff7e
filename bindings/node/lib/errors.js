// Errors in JavaScript. Their contents come from the library; this file names them.
'use strict';
const { native } = require('./native.js');
const constants = require('./constants.js');
const { membersOf, systemError, copyCode } = require('./system.js');

const { CodeSource, Kind, KindNames, LostNames, ReasonNames, CodeSourceNames, ResponderNames, RetryNames } = constants;
const TEXT = { TEXT: 0, JSON: 1, DOC_URL: 2, DIAGNOSE_URL: 3, ADVICE: 4, DIAGNOSE_STEPS: 5 };
const LIST = { PARTS: 0, ATTEMPTS: 1, CAUSES: 2 };
/** The number of a reason; 0 if there is none. */
const numberOfReason = (reason) => [...ReasonNames].find((entry) => entry[1] === reason)?.[0] ?? 0;

// The index of each string among the texts of an error: the order of cos_error_fields_t, then headers, then details.
const AT = {
  CODE: 0, MESSAGE: 1, RESOURCE: 2, REQUEST_ID: 3, TRACE_ID: 4, METHOD: 5, URL: 6, OPERATION: 7, REGION_HINT: 8,
  ENDPOINT_HINT: 9, ORIGIN_XML: 10, HEADERS: 11,
};

/** `err.error`. Its prototype has no constructor, so that it prints as a plain object. */
function Said(code, message) {
  this.Code = code;
  this.Message = message;
}
Said.prototype = Object.defineProperty({}, 'toString', {
  value() {
    return this.Message;
  },
});

/** Pairs of texts in turn, from one index to another. */
function pairs(texts, from, to) {
  const found = [];
  for (let i = from; i < to; i += 2) found.push([texts[i], texts[i + 1]]);
  return found;
}

/** Headers in the form of Node: lower-case names, set-cookie as an array, repeated ones joined. */
function headersOf(texts, from, to) {
  const headers = {};
  for (let i = from; i < to; i += 2) {
    const name = texts[i].toLowerCase();
    const value = texts[i + 1];
    const before = Object.hasOwn(headers, name) ? headers[name] : undefined;
    if (name === 'set-cookie') headers[name] = before ? [...before, value] : [value];
    else if (name !== '__proto__') headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return headers;
}

// Converts each group of `width` values of a list to an object.
function grouped(list, width, make) {
  const found = [];
  for (let i = 0; i < list.length; i += width) found.push(make(...list.slice(i, i + width)));
  return found;
}

/** Describes one failure completely. */
class CosError extends Error {
  #fields;

  constructor(fields) {
    const { texts, detailsAt } = fields;
    // The stack of the place where a response is parsed is useless: the caller captures it again.
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(texts[AT.MESSAGE]);
    Error.stackTraceLimit = limit;
    this.#fields = fields;
    // An own property, as in Tencent's SDK: a copy by {...err} keeps it.
    Object.defineProperty(this, 'message', { enumerable: true });
    // As in Tencent's SDK: the status, where the response has no code.
    this.code = this.codeSource === CodeSource.STATUS ? String(fields.status) : texts[AT.CODE];
    this.cosCode = texts[AT.CODE];
    this.error = new Said(texts[AT.CODE], texts[AT.MESSAGE]);
    if (fields.kind === 2) {
      this.error.Resource = texts[AT.RESOURCE];
      this.error.RequestId = texts[AT.REQUEST_ID];
      this.error.TraceId = texts[AT.TRACE_ID];
      for (const [name, value] of this.details) if (!(name in this.error)) this.error[name] = value;
      this.statusCode = fields.status;
      this.headers = headersOf(texts, AT.HEADERS, detailsAt);
    } else {
      this.error.RequestId = texts[AT.REQUEST_ID];
    }
    this.method = texts[AT.METHOD];
    this.url = texts[AT.URL];
    this.RequestId = texts[AT.REQUEST_ID];
    if (fields.kind !== 2) this.#addSystem();
  }

  // Node's code, errno and syscall for a failure of the network or of a file, and an error that has them as the
  // cause.
  #addSystem() {
    const { causes } = this;
    const members = membersOf(this.reason, this.osErrno, causes, this.requestSent);
    Object.assign(this, members);
    if (members.code !== undefined && causes.length > 0) setCause(this, systemError(members, causes));
  }

  get kind() { return KindNames.get(this.#fields.kind); }
  get reason() { return ReasonNames.get(this.#fields.reason) ?? ''; }
  get status() { return this.#fields.status; }
  get codeSource() { return CodeSourceNames.get(this.#fields.codeSource); }
  get resource() { return this.#fields.texts[AT.RESOURCE]; }
  get requestId() { return this.#fields.texts[AT.REQUEST_ID]; }
  get traceId() { return this.#fields.texts[AT.TRACE_ID]; }
  get responder() { return ResponderNames.get(this.#fields.responder); }
  get retry() { return RetryNames.get(this.#fields.retry); }
  get retryAfterMs() { return this.#fields.retryAfterMs; }
  get requestSent() { return this.#fields.requestSent !== 0; }
  get operation() { return this.#fields.texts[AT.OPERATION]; }
  get regionHint() { return this.#fields.texts[AT.REGION_HINT]; }
  get endpointHint() { return this.#fields.texts[AT.ENDPOINT_HINT]; }
  get clockSkewSeconds() { return this.#fields.clockSkewSeconds; }
  get osErrno() { return this.#fields.osErrno; }
  get originXml() { return this.#fields.texts[AT.ORIGIN_XML]; }
  get originTruncated() { return this.#fields.originTruncated !== 0; }
  get originBodyLength() { return this.#fields.originBodyLength; }
  // Node has memory for small buffers ready, which the addon would have to allocate.
  get originBody() { return native.body(this.#fields.handle, Buffer.allocUnsafe(this.#fields.originBodyLength)); }
  get headerFields() { return pairs(this.#fields.texts, AT.HEADERS, this.#fields.detailsAt); }
  // There is nothing after the last NUL.
  get details() { return pairs(this.#fields.texts, this.#fields.detailsAt, this.#fields.texts.length - 1); }

  get parts() {
    const make = (key, versionId, code, message, retry) => ({ key, versionId, code, message, retry: RetryNames.get(retry) });
    return this.#list(LIST.PARTS, 5, make);
  }
  get attempts() {
    const make = (host, status, reason, requestId, elapsedMs, note) =>
      ({ host, status, reason: ReasonNames.get(reason) ?? '', requestId, elapsedMs, note });
    return this.#list(LIST.ATTEMPTS, 6, make);
  }
  get causes() { return this.#list(LIST.CAUSES, 1, String); }
  get lost() { return [...LostNames].filter(([bit]) => this.#fields.lost & bit).map(([, name]) => name); }

  get text() { return native.text(this.#fields.handle, TEXT.TEXT); }
  get json() { return native.text(this.#fields.handle, TEXT.JSON); }
  get docUrl() { return native.text(this.#fields.handle, TEXT.DOC_URL); }
  get diagnoseUrl() { return native.text(this.#fields.handle, TEXT.DIAGNOSE_URL); }
  get advice() { return native.text(this.#fields.handle, TEXT.ADVICE, 'en'); }

  /** Returns what to do about the error, in 'en' or 'zh'. */
  adviceIn(language) {
    return native.text(this.#fields.handle, TEXT.ADVICE, String(language));
  }

  /** Returns how to enter the request id on the diagnosis page, in 'en' or 'zh'; '' where diagnoseUrl is ''. */
  diagnoseSteps(language = 'en') {
    return native.text(this.#fields.handle, TEXT.DIAGNOSE_STEPS, String(language));
  }

  /** Returns the first header of the name, compared without regard to case; '' if there is none. */
  header(name) {
    const lower = String(name).toLowerCase();
    return this.headerFields.find((field) => field[0].toLowerCase() === lower)?.[1] ?? '';
  }

  /** Returns another child of the service's error by its exact name; '' if there is none. */
  detail(name) {
    return this.details.find((detail) => detail[0] === name)?.[1] ?? '';
  }

  // Most lists are empty, and need no call of the addon.
  #list(which, width, make) {
    return this.#fields.listed & (1 << which) ? grouped(native.list(this.#fields.handle, which), width, make) : [];
  }
}

/** Sets `cause` as the constructor of Error does. */
function setCause(error, cause) {
  Object.defineProperty(error, 'cause', { value: cause, writable: true, configurable: true, enumerable: false });
}

/** An HTTP response arrived, and it reports a failure. */
class CosServiceError extends CosError {}
/** The failure happened on the client's side: before, during or after the transfer of the response. */
class CosClientError extends CosError {}
for (const type of [CosError, CosServiceError, CosClientError]) {
  Object.defineProperty(type.prototype, 'name', { value: type.name, configurable: true, writable: true });
}

// The addon calls this function. It reads all fields at once, in the order of native/error.c.
function build(handle, kind, reason, status, codeSource, responder, retry, requestSent, originTruncated, osErrno,
  retryAfterMs, clockSkewSeconds, originBodyLength, headerCount, listed, lost, text) {
  const type = kind === 2 ? CosServiceError : CosClientError;
  return new type({
    handle, kind, reason, status, codeSource, responder, retry, requestSent, originTruncated, osErrno, retryAfterMs,
    clockSkewSeconds, originBodyLength, listed, lost, texts: text.split('\0'), detailsAt: AT.HEADERS + 2 * headerCount,
  });
}

/** Creates a client error of this package, or of a transport other than the library's; the stack ends above `caller`. */
function failure(reason, message, { method, url, cause, osErrno, status, headers, sent } = {}, caller = failure) {
  const number = numberOfReason(reason);
  const text = cause === undefined ? undefined : String(cause);
  const error = native.failure(number, message, method, url, text, osErrno, status, headers, sent);
  Error.captureStackTrace(error, caller);
  if (typeof cause === 'object') {
    setCause(error, cause);
    copyCode(error, cause);
  }
  return error;
}

module.exports = { CosError, CosServiceError, CosClientError, Kind, build, failure, headersOf, numberOfReason, setCause };
