// Responses that another HTTP stack received: fetch, axios, or anything.
'use strict';
const { native } = require('./native.js');
const { Reason } = require('./constants.js');
const { failure, numberOfReason, setCause } = require('./errors.js');
const { whole, must } = require('./numbers.js');
const { keptOf } = require('./sdk_error.js');
const { Document } = require('./document.js');

/** How many bytes of a body an error keeps. */
const LIMIT = 1024 * 1024;
/** How many bytes are read of a body that decides whether the response is a success. */
const WHOLE_LIMIT = 64 * LIMIT;

/** The bytes of a value that may represent a body. */
function bytesOf(body) {
  if (body === undefined || body === null || body === '') return undefined;
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return Buffer.from(body.buffer ?? body, body.byteOffset ?? 0, body.byteLength);
  // axios has already parsed a JSON body.
  return Buffer.from(JSON.stringify(body));
}

/** Names and values in turn, from pairs, a Headers object, or an object whose values may be arrays. */
function headersOf(headers) {
  if (headers === undefined || headers === null) return undefined;
  const pairs = typeof headers[Symbol.iterator] === 'function' && typeof headers !== 'string' ? [...headers] : Object.entries(headers);
  return pairs.flatMap(([name, value]) => {
    const values = Array.isArray(value) ? value : [value];
    return values.filter((each) => each !== undefined && each !== null).flatMap((each) => [name, String(each)]);
  });
}

function read(answer, headers) {
  const status = must(whole('status', answer.status ?? 0));
  const receivedAt = must(whole('receivedAt', Math.trunc(answer.receivedAt ?? 0)));
  return native.read(
    answer.method, answer.url, answer.expectRoot, answer.bucket, answer.key, status, headers,
    bytesOf(answer.rawHeaders), bytesOf(answer.body), answer.bodyTruncated ? 1 : 0, receivedAt,
    answer.expectCos ? 1 : 0, answer.headersFiltered ? 1 : 0,
  );
}

/** Parses a response. Returns its error, or null for a success. Leave out members that are not known. */
function fromAnswer(answer, caller) {
  const error = read(answer, headersOf(answer.headers));
  if (error) Error.captureStackTrace(error, caller);
  return error;
}

// Node and fetch decode headers as Latin-1: this restores their bytes.
const latin1 = (flat) =>
  // eslint-disable-next-line no-control-regex
  flat?.map((text) => (/[^\x00-\x7f]/.test(text) && /^[\x00-\xff]*$/.test(text) ? Buffer.from(text, 'latin1') : text));

/** Whether all of a body has to be read, because a failure may be at its end. */
const decides = (status, method, known) =>
  status >= 200 && status < 300 && (Boolean(known.expectRoot) || ![undefined, 'GET', 'HEAD'].includes((known.method ?? method)?.toUpperCase()));

/** Reads the beginning of a stream, a little more than an error keeps, or all; returns { body, bodyTruncated, cause }. */
async function collect(stream, whole) {
  const limit = whole ? WHOLE_LIMIT : LIMIT;
  const chunks = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(Buffer.from(chunk));
      length += chunk.length;
      if (length > limit) break;
    }
  } catch (cause) {
    // The bytes that arrived are all that can be read.
    return { body: Buffer.concat(chunks), bodyTruncated: true, cause };
  }
  // The library truncates the body, not this function, so that the error is marked as truncated.
  return { body: Buffer.concat(chunks).subarray(0, limit + 1), bodyTruncated: whole && length > limit };
}

async function ofFetch(response, known) {
  const whole = decides(response.status, undefined, known);
  const content = response.body && !response.bodyUsed ? await collect(response.body, whole) : {};
  return { url: response.url || undefined, headers: response.headers, ...content };
}

const isStream = (value) => typeof value?.[Symbol.asyncIterator] === 'function';

async function ofAxios(response, known) {
  const { config = {}, request, data } = response;
  const whole = decides(response.status, config.method ?? request?.method, known);
  const content = isStream(data) ? await collect(data, whole) : { body: data };
  const url = request?.res?.responseUrl ?? request?.responseURL ?? (config.url && new URL(config.url, config.baseURL).href);
  return { method: (config.method ?? request?.method)?.toUpperCase(), url, headers: response.headers, ...content };
}

// A stream that was read, as got and superagent do, is empty.
const isUnread = (value) => isStream(value) && !value.readableEnded && !value.destroyed;

/**
 * Converts a response of node:http, which is itself the stream; of undici and wx.request; of got, superagent and
 * request, which have read it: got keeps the bytes, superagent the text, in addition to the parsed body.
 */
async function ofOthers(response, known) {
  const { req, headers = response.header, rawBody, text, data, body } = response;
  const given = [rawBody, typeof text === 'string' ? text : undefined, data, body].find((each) => each !== undefined && each !== null);
  const method = req?.method ?? response.request?.method;
  const host = typeof req?.getHeader === 'function' ? req.getHeader('host') : undefined;
  const url = response.url || (host && `${req.protocol}//${host}${req.path}`) || undefined;
  if (given !== undefined && !isStream(given)) return { method, url, headers, body: given };
  const stream = [given, response].find(isUnread);
  // The stream of a success is left to its reader, unless its document is to be checked.
  const isRead = stream && (response.statusCode >= 300 || known.expectRoot);
  return { method, url, headers, ...(isRead && (await collect(stream, decides(response.statusCode, method, known)))) };
}

function found(response, known) {
  if (typeof response.headers?.get === 'function' && typeof response.clone === 'function') return ofFetch(response, known);
  return response.statusCode === undefined ? ofAxios(response, known) : ofOthers(response, known);
}

const withoutStatus = () =>
  failure(Reason.INVALID_ARGUMENT, 'response has no status; give a response, or use COS.fromFailure for a request without one', {}, fromResponse);

/**
 * Parses a response of fetch, axios, got, node:http, undici, superagent, request or wx.request, or an error that
 * contains one; returns null for a success. `known` adds what they do not contain: a response of fetch does not
 * contain the method. Throws if there is no status.
 */
async function fromResponse(response, known = {}) {
  const receivedAt = Date.now();
  const answer = response?.response ?? response ?? {};
  const status = answer.status ?? answer.statusCode;
  if (!(known.status ?? status)) throw withoutStatus();
  const whole = { ...(await found(answer, known)), status, receivedAt, ...known };
  const error = read(whole, latin1(headersOf(whole.headers)));
  if (error) Error.captureStackTrace(error, fromResponse);
  if (error && whole.cause) setCause(error, whole.cause);
  return error;
}

/**
 * Reads the error that an SDK of Tencent called back with or threw; null for none. `known` adds what is known of the
 * request. It returns a promise because the package for browsers loads its module first.
 */
async function fromSdkError(err, known) {
  if (!err) return null;
  const kept = keptOf(err, known);
  const error = native.sdk(
    kept.method, kept.url, kept.bucket, kept.key, kept.code, kept.message, kept.requestId, kept.traceId, kept.resource,
    kept.status, numberOfReason(kept.reason), latin1(headersOf(kept.headers)), headersOf(kept.details), bytesOf(kept.body), 0, kept.osErrno,
  );
  Error.captureStackTrace(error, fromSdkError);
  setCause(error, err);
  return error;
}

/** Reads the document in a body that this library did not receive: that of a mock, or of another HTTP stack. */
function readDocument(body, headers, caller) {
  if (typeof body !== 'string' && !(body instanceof ArrayBuffer) && !ArrayBuffer.isView(body))
    throw failure(Reason.INVALID_ARGUMENT, 'body must be a string or bytes', {}, caller);
  // A string consists of characters, whatever encoding it declares: UTF-16 with its mark takes precedence.
  const isText = typeof body === 'string' && body !== '';
  const bytes = isText ? Buffer.from(`\ufeff${body.replace(/^\ufeff/, '')}`, 'utf16le') : bytesOf(body);
  return new Document(native.made(latin1(headersOf(headers)), bytes));
}

module.exports = { fromAnswer, fromResponse, fromSdkError, headersOf, readDocument };
