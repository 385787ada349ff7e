// Signatures without a request: getAuth and getV4Auth of Tencent's SDK, and its utilities.
'use strict';
const { failure } = require('./errors.js');
const { Reason } = require('./constants.js');
const { escaped } = require('./params.js');
const { numberOf } = require('./numbers.js');

const DEFAULT_SECONDS = 900;
// Headers that every signature covers; of the others only those of COS.
const SIGNED = new Set([
  'cache-control', 'content-disposition', 'content-encoding', 'content-length', 'content-md5', 'content-type', 'expect', 'expires', 'host', 'if-match',
  'if-modified-since', 'if-none-match', 'if-unmodified-since', 'origin', 'range', 'transfer-encoding', 'pic-operations',
]);
const isSigned = (name) => SIGNED.has(name) || name.startsWith('x-cos-') || name.startsWith('x-ci-');
const crypto = () => require('node:crypto');
const hmac = (key, text, form) => crypto().createHmac('sha1', key).update(text).digest(form);

/** Returns the names and the values of pairs as a signature has them: in lower case, escaped, in the order of their names. */
function signable(pairs) {
  const lines = Object.entries(pairs ?? {}).map(([name, value]) => [escaped(name).toLowerCase(), escaped(String(value ?? ''))]);
  lines.sort(([one], [other]) => (one < other ? -1 : 1));
  return { names: lines.map(([name]) => name).join(';'), text: lines.map((line) => line.join('=')).join('&') };
}

function keysOf(caller, { SecretId, SecretKey, Credentials }, params) {
  const id = params.SecretId || Credentials?.secretId || SecretId;
  const key = params.SecretKey || Credentials?.secretKey || SecretKey;
  const missing = !id ? 'SecretId' : !key ? 'SecretKey' : undefined;
  if (missing) throw failure(Reason.INVALID_ARGUMENT, `${missing} is missing; set it as an option or as a parameter`, {}, caller);
  return { id, key };
}

/** Returns the seconds from now to the end of a signature. */
function secondsOf(caller, Expires = DEFAULT_SECONDS) {
  const seconds = numberOf(Expires);
  if (Number.isSafeInteger(seconds) && seconds > 0) return seconds;
  throw failure(Reason.INVALID_ARGUMENT, `Expires must be a whole number of seconds, 1 or more, not ${String(Expires)}`, {}, caller);
}

/** Returns the value of Authorization for a request that the program sends by other means. */
function getAuth(options, params = {}) {
  const { id, key } = keysOf(getAuth, options, params);
  const { Method = 'get', Key = '', Query, Headers, Bucket, Region, Pathname } = params;
  const headers = Object.fromEntries(Object.entries(Headers ?? {}).filter(([name]) => isSigned(name.toLowerCase())));
  const hasHost = Object.keys(headers).some((name) => name.toLowerCase() === 'host');
  if (!hasHost && Bucket && Region) headers.Host = `${Bucket}.cos.${Region}.myqcloud.com`;
  const path = Pathname ?? (Key.startsWith('/') && !options.UseRawKey ? Key : `/${Key}`);
  const begin = Math.round(Date.now() / 1000) - 1;
  const time = `${begin};${begin + secondsOf(getAuth, params.Expires)}`;
  const [query, fields] = [signable(Query), signable(headers)];
  const request = [Method.toLowerCase(), path, query.text, fields.text, ''].join('\n');
  const digest = crypto().createHash('sha1').update(request).digest('hex');
  const signature = hmac(hmac(key, time, 'hex'), ['sha1', time, digest, ''].join('\n'), 'hex');
  return `q-sign-algorithm=sha1&q-ak=${id}&q-sign-time=${time}&q-key-time=${time}&q-header-list=${fields.names}&q-url-param-list=${query.names}&q-signature=${signature}`;
}

/** Returns the signature of COS's API of version 4, for the parameter `sign` of a URL. */
function getV4Auth(options, params = {}) {
  const { id, key } = keysOf(getV4Auth, options, params);
  const [, bucket, appid] = /^(.+)-(\d+)$/.exec(params.Bucket) ?? [];
  if (bucket === undefined) throw failure(Reason.INVALID_ARGUMENT, 'Bucket must be name-appid, as in examplebucket-1250000000', {}, getV4Auth);
  const begin = Math.round(Date.now() / 1000);
  const path = `/${appid}/${bucket}/${encodeURIComponent((params.Key ?? '').replace(/^\/*/, '')).replace(/%2F/g, '/')}`;
  const random = crypto().randomInt(2 ** 32);
  const text = `a=${appid}&b=${bucket}&k=${id}&t=${begin}&e=${begin + secondsOf(getV4Auth, params.Expires)}&r=${random}&f=${path}`;
  return Buffer.concat([hmac(key, text), Buffer.from(text)]).toString('base64');
}

const util = {
  md5: (data, encoding) => crypto().createHash('md5').update(data).digest(encoding || 'hex'),
  encodeBase64: (text, isSafe) => {
    const encoded = Buffer.from(text).toString('base64');
    return isSafe ? encoded.replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '') : encoded;
  },
  xml2json: (text) => require('./document.js').contentOf(require('./answers.js').readDocument(text)) ?? {},
  // Without a root of its own, as that of Tencent's SDK.
  json2xml: (content) => require('./xml.js').write({ r: content ?? {} }).slice('<r>'.length, -'</r>'.length),
};

module.exports = { getAuth, getV4Auth, util };
