// Credentials: those of the options, or those that getAuthorization calls back with.
'use strict';

/** Temporary credentials are not used in their last seconds, which a request may take. */
const EARLY_S = 60;
const TEMPORARY = 'TmpSecretId, TmpSecretKey, SecurityToken and ExpiredTime';

/** The description of the request, as Tencent's SDKs pass it. */
function requestOf({ Method, Bucket, Region, Key = '', query, headers }, unsigned, offset) {
  const objectOf = (pairs) => pairs.reduce((all, [name, value]) => ({ ...all, [name]: value === null ? '' : value }), {});
  return {
    Method, Bucket, Region, Key, Pathname: `/${Key}`, Url: unsigned.url, Query: objectOf(query), Headers: objectOf(headers),
    Scope: [{ action: '', bucket: Bucket, region: Region, prefix: Key }], SystemClockOffset: offset * 1000, ForceSignHost: true,
  };
}

/** The credentials that were called back, as { secretId, secretKey, token, until } or { authorization, token }. */
function read(given) {
  // An empty signature would be none: the request would be sent without one.
  if (typeof given === 'string' && given) return { authorization: given };
  const { TmpSecretId, TmpSecretKey, SecurityToken, XCosSecurityToken, ExpiredTime, Authorization, ScopeLimit } = given || {};
  const token = SecurityToken || XCosSecurityToken;
  if (Authorization) return { authorization: Authorization, token };
  if (!TmpSecretId || !TmpSecretKey || !token || !ExpiredTime) {
    throw new TypeError(`getAuthorization must call back with ${TEMPORARY}, or with a signature as Authorization`);
  }
  return { secretId: TmpSecretId, secretKey: TmpSecretKey, token, until: ScopeLimit ? 0 : Number(ExpiredTime) };
}

/** Calls a function that calls back, or promises its result. */
const asked = (give, request) =>
  new Promise((resolve, reject) => {
    const returned = give(request, resolve);
    if (returned && typeof returned.then === 'function') returned.then((value) => value !== undefined && resolve(value), reject);
  });

class Credentials {
  constructor({ SecretId, SecretKey, SecurityToken, XCosSecurityToken, getAuthorization }) {
    this.fixed = SecretId || SecretKey ? { secretId: SecretId, secretKey: SecretKey, token: SecurityToken || XCosSecurityToken } : {};
    this.give = getAuthorization;
    // By bucket and region, because a server may give each its own.
    this.kept = new Map();
  }

  /** The credentials for a request that begins at `now`, in seconds of the server's clock. */
  async of(call, unsigned, now, offset) {
    if (!this.give) return this.fixed;
    const place = `${call.Bucket}/${call.Region}`;
    const before = this.kept.get(place);
    if (before && before.until - EARLY_S > now) return before;
    const found = read(await asked(this.give, requestOf(call, unsigned, offset)));
    if (found.until) this.kept.set(place, found);
    return found;
  }
}

module.exports = { Credentials };
