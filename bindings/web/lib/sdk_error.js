// What the errors of cos-nodejs-sdk-v5, cos-js-sdk-v5 and cos-wx-sdk-v5 have. The package for browsers has the same file.
'use strict';
const { Reason } = require('./constants.js');

// The first pattern that matches a message decides. Phones report Chromium's names or numbers of network errors.
const PATTERNS = [
  [/not in domain list/i, Reason.LOCAL_IO],
  [/connection abort|ECONNABORTED|ERR_CONNECTION_ABORTED/i, Reason.CONNECTION_LOST],
  [/abort|cancel/i, Reason.CANCELLED],
  [/ERR_NAME_|:-105\b|:-137\b|resolve host|hostname could not be found/i, Reason.DNS],
  [/ERR_CERT_|ERR_SSL_|:-2\d\d\b|ssl|certificate/i, Reason.TLS],
  [/ERR_CONNECTION_(REFUSED|TIMED_OUT|FAILED)|ERR_(ADDRESS_|INTERNET_DISCONNECTED)|:-(102|104|106|108|109|118)\b|connect to/i, Reason.CONNECT],
  [/ERR_(CONNECTION_|EMPTY_RESPONSE|NETWORK_CHANGED)|:-(21|100|101|103|324)\b|interrupted|connection was lost/i, Reason.CONNECTION_LOST],
  [/time[d ]?-?\s?out|超时/i, Reason.TIMEOUT],
  [/missing param (SecretId|SecretKey)|lack.*SecretId/i, Reason.INVALID_CREDENTIALS],
  [/invalid url|missing param|should format|format error/i, Reason.INVALID_ARGUMENT],
];
// Numbers of WeChat's general errors.
const NUMBERS = new Map([[5, Reason.TIMEOUT], [600002, Reason.LOCAL_IO], [600009, Reason.INVALID_ARGUMENT]]);
// Names of fields in XML, and those of JSON, which the SDKs do not change.
const CODE = ['Code', 'code'];
const MESSAGE = ['Message', 'message'];
const REQUEST_ID = ['RequestId', 'requestId', 'requestid', 'request_id'];
const TRACE_ID = ['TraceId', 'traceId', 'traceid', 'trace_id'];
const RESOURCE = ['Resource', 'resource'];
const FIELDS = [...CODE, ...MESSAGE, ...REQUEST_ID, ...TRACE_ID, ...RESOURCE];

/** The reason that the words of the system, or WeChat's number, tell; undefined if they tell none. */
function reasonOf(text, errno) {
  if (NUMBERS.has(errno)) return NUMBERS.get(errno);
  const found = PATTERNS.find(([pattern]) => pattern.test(text));
  return found && found[1];
}

/** A value as text, in which U+FFFD stands for a NUL; undefined if it is none. An element that was repeated is a list. */
function textOf(value) {
  const one = Array.isArray(value) ? value[0] : value;
  return typeof one === 'string' || typeof one === 'number' ? String(one).replace(/\0/g, '\ufffd') : undefined;
}

/** The first member with a text. */
const member = (object, names) => names.map((name) => textOf(object[name])).find(Boolean);

/** The texts of an object, each as a name and a value. */
function pairsOf(object) {
  const pairs = [];
  for (const name of Object.keys(object || {})) {
    for (const value of [].concat(object[name])) if (textOf(value) !== undefined) pairs.push([name, textOf(value)]);
  }
  return pairs;
}

/** The system's number in an error of Node. Those below are libuv's own. */
const osErrnoOf = (errno) => (errno < 0 && errno > -1000 ? -errno : 0);

/** An error that an SDK called back with, in the members of cos_sdk_error_t. `known`: { method, url, bucket, key }. */
function keptOf(given, known = {}) {
  const err = typeof given === 'object' ? given : { message: String(given) };
  const said = typeof err.error === 'object' && err.error ? err.error : {};
  const words = typeof err.error === 'string' ? err.error : undefined;
  const status = Number(err.statusCode) || 0;
  const message = (status ? undefined : words) || member(said, MESSAGE) || member(err, ['message', 'errMsg']);
  return {
    method: known.method || textOf(err.method),
    url: known.url || textOf(err.url),
    bucket: known.bucket,
    key: known.key,
    status,
    reason: status ? undefined : reasonOf(message || '', err.errno),
    code: member(said, CODE) || textOf(err.code),
    message,
    requestId: member(said, REQUEST_ID) || textOf(err.RequestId),
    traceId: member(said, TRACE_ID),
    resource: member(said, RESOURCE),
    headers: pairsOf(err.headers),
    // Where the SDK could not read the body, it has all of it as a string.
    body: status ? words : undefined,
    details: pairsOf(said).filter(([name]) => status && !FIELDS.includes(name)),
    osErrno: osErrnoOf(err.errno),
  };
}

module.exports = { keptOf, reasonOf };
