// Answers that another HTTP stack received: fetch, axios, or anything.
'use strict';
const { native } = require('./native.js');
const { whole, must } = require('./numbers.js');

const LIMIT = 1024 * 1024;

/** Bytes of what may stand for a body. */
function bytesOf(body) {
  if (body === undefined || body === null || body === '') return undefined;
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return Buffer.from(body.buffer ?? body, body.byteOffset ?? 0, body.byteLength);
  // axios has read a JSON body already.
  return Buffer.from(JSON.stringify(body));
}

/** Names and values by turns, out of pairs, a Headers object, or an object whose values may be arrays. */
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
  );
}

/** The error that an answer is; null: it is a success. Members that are not known are left out. */
function fromAnswer(answer, caller) {
  const error = read(answer, headersOf(answer.headers));
  if (error) Error.captureStackTrace(error, caller);
  return error;
}

// Node and fetch read header fields as Latin-1: these are their bytes again.
const latin1 = (flat) =>
  // eslint-disable-next-line no-control-regex
  flat?.map((text) => (/[^\x00-\x7f]/.test(text) && /^[\x00-\xff]*$/.test(text) ? Buffer.from(text, 'latin1') : text));

/** The beginning of a stream of bytes, a little more than an error keeps; { body, bodyTruncated }. */
async function collect(stream) {
  const chunks = [];
  let length = 0;
  try {
    for await (const chunk of stream) {
      chunks.push(Buffer.from(chunk));
      length += chunk.length;
      if (length > LIMIT) break;
    }
  } catch {
    // What came is what there is to read.
    return { body: Buffer.concat(chunks), bodyTruncated: true };
  }
  // Cut here, not on its way: what is longer than the limit is marked where it is kept.
  return { body: Buffer.concat(chunks).subarray(0, LIMIT + 1), bodyTruncated: false };
}

async function ofFetch(response) {
  const { body, bodyTruncated } = response.body && !response.bodyUsed ? await collect(response.body) : {};
  return { url: response.url || undefined, headers: response.headers, body, bodyTruncated };
}

async function ofAxios(response) {
  const { config = {}, request, data } = response;
  const isStream = typeof data?.[Symbol.asyncIterator] === 'function';
  const { body, bodyTruncated } = isStream ? await collect(data) : { body: data };
  const url = request?.res?.responseUrl ?? request?.responseURL ?? (config.url && new URL(config.url, config.baseURL).href);
  return { method: (config.method ?? request?.method)?.toUpperCase(), url, headers: response.headers, body, bodyTruncated };
}

/**
 * The error of a fetch Response, an axios response or an AxiosError; null: a success.
 * `known` adds what they do not tell, as fetch does not tell the method.
 */
async function fromResponse(response, known = {}) {
  const receivedAt = Date.now();
  const answer = response.response ?? response;
  const isFetch = typeof answer.headers?.get === 'function' && typeof answer.clone === 'function';
  const found = await (isFetch ? ofFetch(answer) : ofAxios(answer));
  const whole = { ...found, status: answer.status, receivedAt, ...known };
  const error = read(whole, latin1(headersOf(whole.headers)));
  if (error) Error.captureStackTrace(error, fromResponse);
  return error;
}

module.exports = { fromAnswer, fromResponse };
