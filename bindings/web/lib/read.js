// Errors from responses and failures that the program or an SDK of Tencent received.
'use strict';
const { core } = require('./core.js');
const { build } = require('./errors.js');
const { isBody, isBytes, bytes } = require('./bytes.js');
const { keptOf } = require('./sdk_error.js');
const fetches = require('./fetch.js');
const wxRequests = require('./wx.js');

async function errorOf(exchange, known, cause) {
  const receivedAt = Date.now();
  const details = (await core()).readResponse({ ...exchange, receivedAt, ...known });
  return details && build(details, cause);
}

const failed = async (failure, cause) => build((await core()).clientError(failure), cause);

/**
 * Parses a response of fetch; null if it is a success. `known` is its body, if it was read, or what the response does
 * not contain: { method, body, bucket, key, expectRoot }. Otherwise the body is read here.
 */
async function fromFetch(response, known = {}) {
  const given = isBody(known) ? { body: known } : known;
  const isUnread = given.body === undefined && !response.bodyUsed;
  const { cause, ...content } = isUnread ? await fetches.collected(response) : {};
  return errorOf(fetches.exchangeOf(response, content), isBytes(given.body) ? { ...given, body: bytes(given.body) } : given, cause);
}

/** Parses what wx.request passes to success or fail; null if it is a success. `known`: { method, url, bucket, key, expectRoot }. */
async function fromWx(result, known = {}) {
  if (result.statusCode) return errorOf(wxRequests.exchangeOf(result, {}), known);
  return failed(wxRequests.failureOf(result, known), result);
}

/** Reads the error that an SDK of Tencent called back with or threw; null for none. `known`: { method, url, bucket, key }. */
async function fromSdkError(err, known) {
  if (!err) return null;
  return build((await core()).sdkError({ ...keptOf(err, known), headersFiltered: isOfBrowser() }), err);
}

/** In a browser the SDK has read only the headers that CORS exposes. */
const isOfBrowser = () => typeof window !== 'undefined' && typeof document !== 'undefined' && typeof location !== 'undefined';

module.exports = { fromFetch, fromWx, fromSdkError };
