// Requests that another HTTP stack sends.
'use strict';
const { OP } = require('./native.js');
const { CosError } = require('./errors.js');
const { numberOf, whole } = require('./numbers.js');
const { QUERIES, addPairs, addTimeout, body, wrong } = require('./params.js');

/** Adds the settings of a call that signs. */
function addCall(list, { SignedHost, Timeout }) {
  if (SignedHost !== undefined && SignedHost !== null) list.push(OP.SIGNED_HOST, SignedHost);
  if (Timeout !== undefined) addTimeout(list, numberOf(Timeout));
}

// Adds a body in memory or a file: they are read for a Content-MD5.
function addBody(params, spec) {
  const { Body, FilePath } = params;
  const mistake = body(Body, undefined, spec);
  if (mistake) return mistake;
  if (spec.source) {
    spec.source = undefined;
    return wrong('Body must be a string or a Buffer; leave a stream out, or set FilePath');
  }
  if (FilePath !== undefined && FilePath !== null) spec.list.push(OP.BODY_FILE, FilePath);
  if (params.UploadCheckContentMd5) spec.list.push(OP.CONTENT_MD5, 1);
  return undefined;
}

function made({ body: [method, url, expiresAt, ...fields] }) {
  const headers = {};
  for (let i = 0; i < fields.length; i += 2) headers[fields[i]] = fields[i + 1];
  return { method, url, headers, expiresAt: new Date(expiresAt * 1000) };
}

/** Signs a request; nothing is sent. */
function sign(core, params, callback) {
  const expires = whole('Expires', params.Expires ?? 900, 1, ' of seconds');
  const list = [OP.SIGN, expires instanceof CosError ? 0 : expires];
  if (params.Action) list.push(OP.QUERY, params.Action, undefined);
  addPairs(list, OP.QUERY, params.Query ?? {});
  for (const [name, query] of QUERIES) if (params[name] !== undefined) list.push(OP.QUERY, query, params[name]);
  addPairs(list, OP.HEADER, params.Headers ?? {});
  addCall(list, params);
  const { Method, Key } = params;
  const key = Key === undefined || Key === null ? undefined : core.key(params);
  const spec = { method: typeof Method === 'string' ? Method.toUpperCase() : Method ?? 'GET', key, list, made };
  const mistake = addBody(params, spec);
  spec.error = expires instanceof CosError ? expires : mistake;
  spec.service = params.Bucket === undefined && params.Region === undefined;
  return core.send(params, spec, callback);
}

module.exports = { sign, addCall };
