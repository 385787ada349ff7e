// Requests over fetch.
'use strict';
const { isBlob, bytes } = require('./bytes.js');
const failures = require('./failures.js');

/** Whether the page and the response have different origins, so that CORS hides headers. */
const isFiltered = (response) => response.type === 'cors';

/** A response in the form of the module. `more` contains the body. */
const exchangeOf = (response, more) => ({
  url: response.url || undefined, status: response.status, headers: [...response.headers], headersFiltered: isFiltered(response), ...more,
});

/** An AbortController that aborts after a timeout or with the caller's signal; `why` is the cause. */
function limited(timeout, signal) {
  const controller = new AbortController();
  const ended = { controller, why: undefined };
  const end = (why) => {
    ended.why = ended.why || why;
    controller.abort();
  };
  const timer = setTimeout(end, timeout, 'timeout');
  const onAbort = () => end('cancelled');
  if (signal) signal.addEventListener('abort', onAbort);
  ended.finish = () => {
    clearTimeout(timer);
    if (signal) signal.removeEventListener('abort', onAbort);
  };
  return ended;
}

function failureOf(cause, request, why) {
  if (why === 'timeout') return failures.timeout(request.timeout, request);
  if (why === 'cancelled') return failures.cancelled(request.signal.reason, request);
  return failures.ofFetch(cause, request);
}

/** The body of a response as far as it arrives: { body }, or { body, bodyTruncated, cause }. */
async function collected(response) {
  if (!response.body || !response.body.getReader) return collectedAtOnce(response);
  const reader = response.body.getReader();
  const chunks = [];
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value);
  } catch (cause) {
    return { body: joined(chunks), bodyTruncated: true, cause };
  }
  return { body: joined(chunks) };
}

/** The same where a body is no stream: all of it arrives, or nothing. */
async function collectedAtOnce(response) {
  try {
    return { body: new Uint8Array(await response.arrayBuffer()) };
  } catch (cause) {
    return { body: new Uint8Array(0), bodyTruncated: true, cause };
  }
}

function joined(chunks) {
  const all = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  chunks.reduce((at, chunk) => {
    all.set(chunk, at);
    return at + chunk.length;
  }, 0);
  return all;
}

function options({ method, headers, body }, { signal }) {
  return { method, headers, body: isBlob(body) ? body : bytes(body), signal, mode: 'cors', credentials: 'omit', cache: 'no-store', redirect: 'manual' };
}

async function limitedSend(fetch, request, limit) {
  const { method, url } = request;
  let response;
  try {
    response = await fetch(url, options(request, limit.controller));
  } catch (cause) {
    return { failure: failureOf(cause, request, limit.why), cause };
  }
  if (response.type === 'opaqueredirect') return { failure: redirected(request) };
  const { cause, ...content } = await collected(response);
  if (cause && limit.why) return { failure: { ...failureOf(cause, request, limit.why), status: response.status, headers: [...response.headers] }, cause };
  return { exchange: exchangeOf(response, { method, url, ...content }), body: content.body, cause };
}

/** Sends a request; { exchange, body, cause } of its response, or { failure, cause }. */
async function send(fetch, request) {
  const { timeout, signal } = request;
  if (signal && signal.aborted) return { failure: failures.cancelled(signal.reason, request, false), cause: signal.reason };
  const limit = limited(timeout, signal);
  try {
    return await limitedSend(fetch, request, limit);
  } finally {
    limit.finish();
  }
}

const redirected = ({ method, url }) => ({
  reason: 'BadResponse', method, url, requestSent: true,
  message: 'the server redirected the request, and the browser hides where to; check Region, or set Domain',
});

module.exports = { send, collected, exchangeOf };
