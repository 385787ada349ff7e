// Requests over fetch.
'use strict';
const { isBlob, bytes } = require('./bytes.js');
const failures = require('./failures.js');

/** Whether the page and the response have different origins, so that CORS hides headers. */
const isFiltered = (response) => response.type === 'cors';

/** What the module reads of a response whose body is known. */
const exchangeOf = (response, more) => ({
  url: response.url || undefined, status: response.status, headers: [...response.headers], headersFiltered: isFiltered(response), ...more,
});

/** An AbortController that ends with a timeout or with the caller's signal; `why` says which. */
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

/** Sends a request; { exchange, body } of its response, or { failure, cause }. */
async function send(fetch, request) {
  const { method, url, headers, body, timeout, signal } = request;
  if (signal && signal.aborted) return { failure: failures.cancelled(signal.reason, request, false), cause: signal.reason };
  const limit = limited(timeout, signal);
  let response;
  try {
    response = await fetch(url, {
      method, headers, body: isBlob(body) ? body : bytes(body), signal: limit.controller.signal,
      mode: 'cors', credentials: 'omit', cache: 'no-store', redirect: 'manual',
    });
    if (response.type === 'opaqueredirect') return { failure: redirected(request) };
    const content = new Uint8Array(await response.arrayBuffer());
    return { exchange: exchangeOf(response, { method, url, body: content }), body: content };
  } catch (cause) {
    const failure = failureOf(cause, request, limit.why);
    const known = response && { status: response.status, headers: [...response.headers] };
    const lost = response && !limit.why && { reason: 'ConnectionLost', message: undefined };
    return { failure: { ...failure, ...known, ...lost }, cause };
  } finally {
    limit.finish();
  }
}

const redirected = ({ method, url }) => ({
  reason: 'BadResponse', method, url, requestSent: true,
  message: 'the server redirected the request, and the browser hides where to; check Region, or set Domain',
});

module.exports = { send, exchangeOf };
