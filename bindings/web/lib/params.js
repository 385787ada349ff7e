// Parameters of calls and options of a client. Unknown ones are reported by name.
'use strict';
const { isBody } = require('./bytes.js');

const COMMON = ['Bucket', 'Region', 'Query', 'Headers', 'Timeout', 'signal'];
const CALLS = {
  headBucket: COMMON,
  request: [...COMMON, 'Method', 'Key', 'Body', 'ExpectRoot'],
};
const OPTIONS = [
  'SecretId', 'SecretKey', 'SecurityToken', 'XCosSecurityToken', 'getAuthorization', 'Region', 'Protocol', 'Domain', 'Endpoint', 'Timeout',
  'CorrectClockSkew', 'SystemClockOffset', 'Transport',
];

const unknownOf = (given, known) => Object.keys(given).find((name) => given[name] !== undefined && !known.includes(name));

/** Throws if an option is unknown. */
function checkOptions(options) {
  const unknown = unknownOf(options, OPTIONS);
  if (unknown) throw new TypeError(`${unknown} is not an option of this package; use one of ${OPTIONS.join(', ')}`);
}

/** Returns the mistake in the parameters of a call; undefined if there is none. */
function mistake(call, params) {
  const unknown = unknownOf(params, CALLS[call]);
  if (unknown) return `${unknown} is not a parameter of ${call}; use one of ${CALLS[call].join(', ')}`;
  if (call === 'headBucket' && params.Bucket === undefined) return 'bucket is missing: use its full name, as in examplebucket-1250000000';
  return mistakeOfValue(params);
}

// The names of a Headers or a URLSearchParams are no properties of it: they would be lost.
const isPlain = (value) => typeof value === 'object' && typeof value[Symbol.iterator] !== 'function';
const isSet = (value) => value !== undefined && value !== null;

function mistakeOfValue({ Query, Headers, Body, Timeout, signal }) {
  if (isSet(Query) && !isPlain(Query)) return 'Query must be an object of names and values';
  if (isSet(Headers) && !isPlain(Headers)) return 'Headers must be an object of names and values';
  if (isSet(Body) && !isBody(Body)) return 'Body must be a string, an ArrayBuffer, a view of one, or a Blob';
  if (isSet(Timeout) && !(typeof Timeout === 'number' && Timeout >= 0)) return 'Timeout must be a number of milliseconds';
  if (isSet(signal) && typeof signal.addEventListener !== 'function') return 'signal must be an AbortSignal';
  return undefined;
}

const pairsOf = (given) => Object.keys(given || {}).filter((name) => given[name] !== undefined).map((name) => [name, given[name] === null ? null : String(given[name])]);

/** Scheme and host; of Tencent's options, Domain is a host as in "{Bucket}.cos.{Region}.tencentcos.cn". */
function endpointOf({ Endpoint, Protocol = 'https:', Domain = '{bucket}.cos.{region}.myqcloud.com' }) {
  if (Endpoint) return Endpoint;
  const domain = Domain.replace(/\{bucket\}/gi, '{bucket}').replace(/\{region\}/gi, '{region}');
  return /^https?:\/\//i.test(domain) ? domain : `${Protocol.replace(/:?$/, ':')}//${domain}`;
}

module.exports = { checkOptions, mistake, pairsOf, endpointOf };
