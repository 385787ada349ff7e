// Errors in JavaScript. The module returns the contents of each; this file gives them their names.
'use strict';
const { CodeSource, LostNames } = require('./constants.js');

/** The contents of each error. They are not a property, so a copy by {...err} has the members of Tencent's SDKs only. */
const DETAILS = new WeakMap();
const NAMES = [
  'kind', 'reason', 'status', 'codeSource', 'resource', 'requestId', 'traceId', 'responder', 'retry', 'retryAfterMs',
  'requestSent', 'operation', 'regionHint', 'endpointHint', 'osErrno', 'originXml', 'originBody', 'originTruncated', 'parts',
  'attempts', 'causes', 'docUrl', 'diagnoseUrl', 'text', 'json', 'details',
];

const hidden = (value) => ({ value, writable: true, configurable: true, enumerable: false });

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

function saidOf(details) {
  const said = new Said(details.code, details.message);
  if (details.kind !== 'service') return Object.assign(said, { RequestId: details.requestId });
  const { resource: Resource, requestId: RequestId, traceId: TraceId } = details;
  Object.assign(said, { Resource, RequestId, TraceId });
  for (const [name, value] of details.details) if (!(name in said)) said[name] = value;
  return said;
}

/** Headers by lower-case names: set-cookie as an array, other repeated ones joined. */
function headersOf(pairs) {
  const headers = {};
  for (const [given, value] of pairs) {
    const name = given.toLowerCase();
    const before = Object.prototype.hasOwnProperty.call(headers, name) ? headers[name] : undefined;
    if (name === 'set-cookie') headers[name] = before ? [...before, value] : [value];
    else if (name !== '__proto__') headers[name] = before === undefined ? value : `${before}, ${value}`;
  }
  return headers;
}

/** One of two texts, as the library chooses it. */
const inLanguage = (texts, language) => (/^zh/i.test(String(language)) ? texts.zh : texts.en);
/** The value of Retry for the module's word. */
const retryOf = (word) => word.replace('-', '_');

/** Describes one failure completely. */
class CosError extends Error {
  constructor(details) {
    super(details.message);
    DETAILS.set(this, details);
    // An own property, as in Tencent's SDK: a copy by {...err} keeps it.
    Object.defineProperty(this, 'message', { enumerable: true });
    // As in the package for Node and Tencent's SDK: the status, where the response has no code.
    this.code = details.codeSource === CodeSource.STATUS ? String(details.status) : details.code;
    this.cosCode = details.code;
    this.error = saidOf(details);
    if (details.kind === 'service') {
      this.statusCode = details.status;
      this.headers = headersOf(details.headers);
    }
    this.method = details.method;
    this.url = details.url;
    this.RequestId = details.requestId;
  }

  /** The server's clock minus the local clock; undefined if it is not known. */
  get clockSkewSeconds() {
    const { clockSkewSeconds } = DETAILS.get(this);
    return clockSkewSeconds === null ? undefined : clockSkewSeconds;
  }
  get originBodyLength() { return this.originBody.length; }
  get headerFields() { return DETAILS.get(this).headers; }
  get lost() { return [...LostNames].filter(([number]) => DETAILS.get(this).lost & number).map(([, name]) => name); }
  get advice() { return this.adviceIn('en'); }

  /** Returns what to do about the error, in 'en' or 'zh'. */
  adviceIn(language) {
    return inLanguage(DETAILS.get(this).advice, language);
  }

  /** Returns how to enter the request id on the diagnosis page, in 'en' or 'zh'; '' where diagnoseUrl is ''. */
  diagnoseSteps(language = 'en') {
    return inLanguage(DETAILS.get(this).diagnoseSteps, language);
  }

  /** Returns the first header of the name, compared without regard to case; '' if there is none. */
  header(name) {
    const lower = String(name).toLowerCase();
    const found = this.headerFields.find((field) => field[0].toLowerCase() === lower);
    return found ? found[1] : '';
  }

  /** Returns another child of the service's error by its exact name; '' if there is none. */
  detail(name) {
    const found = this.details.find((detail) => detail[0] === name);
    return found ? found[1] : '';
  }
}
for (const name of NAMES) {
  Object.defineProperty(CosError.prototype, name, {
    get() {
      return DETAILS.get(this)[name];
    },
    configurable: true,
  });
}

/** An HTTP response arrived, and it reports a failure. */
class CosServiceError extends CosError {}
/** The failure happened on the client's side: before, during or after the transfer of the response. */
class CosClientError extends CosError {}
for (const [type, name] of [[CosError, 'CosError'], [CosServiceError, 'CosServiceError'], [CosClientError, 'CosClientError']]) {
  // Not from type.name, which a minifier changes.
  Object.defineProperty(type.prototype, 'name', hidden(name));
}

/** Creates the error that the module describes, caused by `cause`. */
function build(given, cause) {
  const details = { ...given, retry: retryOf(given.retry) };
  const error = details.kind === 'service' ? new CosServiceError(details) : new CosClientError(details);
  if (cause !== undefined) Object.defineProperty(error, 'cause', hidden(cause));
  return error;
}

module.exports = { CosError, CosServiceError, CosClientError, build, headersOf, inLanguage, retryOf };
