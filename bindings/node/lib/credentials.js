// Credentials from a function of the program, or from an object that the program changes.
'use strict';
const { OP, WIDTH } = require('./native.js');
const { numberOf } = require('./numbers.js');
const { inspect } = require('node:util');

// A time in the past, in Unix seconds. With the current time, a call that read its clock a moment earlier could share
// credentials that another call received.
const LONG_OVER = 1;
// A number in milliseconds would be valid for thousands of years.
const MOST_SECONDS = 1e11;
const TEMPORARY = ['TmpSecretId', 'TmpSecretKey', 'SecurityToken', 'ExpiredTime'];

function pairsOf(list, ...operations) {
  const pairs = {};
  for (let at = 0; at < list.length; at += 1 + (WIDTH[list[at]] ?? 1)) {
    if (operations.includes(list[at])) pairs[list[at + 1]] = list[at + 2] ?? '';
  }
  return pairs;
}

/** Describes the request that needs credentials, as Tencent's SDK does for getAuthorization. */
function requestOf(spec, region, host) {
  const { method: Method = 'HEAD', bucket: Bucket = '', key: Key = '', list, action = '', prefix = Key, objects = [prefix] } = spec;
  const Region = spec.region ?? region ?? '';
  return {
    Bucket, Region, Method, Key,
    Pathname: `/${Key}`,
    Query: pairsOf(list, OP.QUERY),
    Headers: { ...pairsOf(list, OP.HEADER, OP.CALL_HEADER), ...(host && { Host: host }) },
    Scope: spec.scope ?? objects.map((each) => ({ action: action && `name/cos:${action}`, bucket: Bucket, region: Region, prefix: each })),
    SystemClockOffset: 0,
    ForceSignHost: true,
  };
}

// A finished signature is a result, too.
const areKeys = (value) => /^q-sign-algorithm=/.test(value) || Boolean(value && (value.TmpSecretId || value.SecretId || value.secretId || value.Authorization));

/**
 * Calls a function that returns its result, promises it, or calls back with it; `calls`: any other return value is
 * ignored.
 */
const asked = (give, request, calls = give.length >= 2) =>
  new Promise((resolve, reject) => {
    const settle = (value) => {
      if (!calls || areKeys(value)) resolve(value);
    };
    const returned = give(request, resolve);
    if (typeof returned?.then === 'function') returned.then(settle, reject);
    else settle(returned);
  });

/** A finished signature, which getAuthorization calls back with instead of credentials. It is sent as it is. */
class Signature {
  constructor(given) {
    const { Authorization = given, SecurityToken, XCosSecurityToken } = given;
    this.authorization = Authorization;
    this.token = SecurityToken || XCosSecurityToken || undefined;
  }

  /** The query parameters of a signed URL, which mean the same as an Authorization header. */
  get parameters() {
    const parts = this.authorization.includes('q-signature=') ? this.authorization.split('&') : [`sign=${this.authorization}`];
    const pairs = parts.map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]);
    return this.token ? [...pairs, ['x-cos-security-token', this.token]] : pairs;
  }

  /** Returns the instructions of a request with this signature. */
  for({ list, signsMany }) {
    if (signsMany) throw new TypeError(`getAuthorization must call back with temporary credentials (${TEMPORARY.join(', ')}) for ${signsMany}, which needs more than one signature`);
    const [first, ...rest] = list;
    if (first === OP.SIGN) throw new TypeError(`getAuthorization must call back with temporary credentials (${TEMPORARY.join(', ')}) for sign; use the signature itself otherwise`);
    // A signed URL is the URL with the signature.
    const request = first === OP.PRESIGN ? [OP.URL, ...rest.slice(1)] : list;
    return [...request, ...this.parameters.flatMap(([name, value]) => [OP.QUERY, name, value])];
  }
}

/** Returns temporary credentials, or a finished signature. */
async function temporary(name, give, request) {
  const given = (await asked(give, request, true)) ?? {};
  if (name === 'getAuthorization' && (typeof given === 'string' || given.Authorization)) return new Signature(given);
  const keys = { ...given, SecurityToken: given.SecurityToken ?? given.XCosSecurityToken };
  if (name === 'getSTS') Object.assign(keys, { TmpSecretId: given.TmpSecretId ?? given.SecretId, TmpSecretKey: given.TmpSecretKey ?? given.SecretKey });
  const missing = TEMPORARY.find((member) => !keys[member]);
  if (missing) throw new TypeError(`${name} must call back with ${TEMPORARY.join(', ')}; ${missing} is missing`);
  // These are valid for this request only.
  return given.ScopeLimit ? { ...keys, ExpiredTime: LONG_OVER } : keys;
}

/** Returns a function that provides credentials for a request; undefined if those of the options do not change. */
function providerOf({ getCredentials, getAuthorization, getSTS, Credentials, ...options }) {
  if (getCredentials) return (request) => asked(getCredentials, request);
  if (getAuthorization) return (request) => temporary('getAuthorization', getAuthorization, request);
  if (getSTS) return ({ Bucket, Region }) => temporary('getSTS', getSTS, { Bucket, Region });
  if (!Credentials) return undefined;
  const { SecretId, SecretKey, SecurityToken, XCosSecurityToken } = options;
  const fixed = { SecretId, SecretKey, SecurityToken: SecurityToken || XCosSecurityToken || undefined, ExpiredTime: LONG_OVER };
  // They may change at any time, so they are read for every request.
  return () => (Credentials.secretId && Credentials.secretKey ? { SecurityToken: fixed.SecurityToken, ...Credentials, ExpiredTime: LONG_OVER } : fixed);
}

/** Credentials in the addon's form: id, key, token, expiry. */
function keysOf(given) {
  const expiry = numberOf(given.ExpiredTime ?? 0);
  if (!Number.isFinite(expiry)) throw new TypeError(`ExpiredTime must be a number of seconds, not ${inspect(given.ExpiredTime)}`);
  if (expiry > MOST_SECONDS) throw new TypeError(`ExpiredTime must be a number of seconds, not of milliseconds: ${expiry}`);
  return [
    given.SecretId ?? given.TmpSecretId ?? given.secretId,
    given.SecretKey ?? given.TmpSecretKey ?? given.secretKey,
    given.SecurityToken ?? given.XCosSecurityToken ?? given.sessionToken ?? undefined,
    expiry,
  ];
}

module.exports = { providerOf, requestOf, keysOf, Signature };
