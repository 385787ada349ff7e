// Requests over wx.request of a mini-program.
'use strict';
const { isBlob, isBytes, buffer, bytes } = require('./bytes.js');
const failures = require('./failures.js');

/** Names and values in turn from the object of wx.request, in which a repeated header is joined, or a list. */
function pairsOf(header) {
  const pairs = [];
  for (const name of Object.keys(header || {})) {
    const values = Array.isArray(header[name]) ? header[name] : [header[name]];
    for (const value of values) pairs.push([name, String(value)]);
  }
  return pairs;
}

const textOf = (data) => (data !== null && typeof data === 'object' ? JSON.stringify(data) : data);

/** A result of wx.request in the form of the module. Data that wx.request has parsed becomes JSON again. */
const exchangeOf = (result, more) => ({
  status: result.statusCode, headers: pairsOf(result.header), body: isBytes(result.data) ? bytes(result.data) : textOf(result.data), ...more,
});

/** A failure of wx.request in the form of the module. */
const failureOf = (result, known) => failures.ofText(String(result.errMsg || result), { errno: result.errno, ...known });

/** The request headers. Without a Content-Type wx.request declares every body as JSON. */
function headersOf(pairs, body) {
  const header = {};
  for (const [name, value] of pairs) header[name] = value;
  const isTyped = pairs.some(([name]) => name.toLowerCase() === 'content-type');
  return isTyped || body === undefined ? header : { ...header, 'Content-Type': 'application/octet-stream' };
}

function start(wx, { method, url, headers, body, timeout }, resolve) {
  return wx.request({
    method, url, timeout, header: headersOf(headers, body), data: buffer(body),
    responseType: 'arraybuffer', dataType: '其他', redirect: 'manual',
    success(result) {
      const exchange = exchangeOf(result, { method, url });
      resolve({ exchange, body: bytes(exchange.body) });
    },
    fail(result) {
      resolve({ failure: failureOf(result, { method, url, timeout }), cause: result });
    },
  });
}

/** Sends a request; { exchange, body } of its response, or { failure, cause }. */
function send(wx, request) {
  const { signal, body } = request;
  if (isBlob(body)) return Promise.resolve({ failure: blob(request) });
  if (signal && signal.aborted) return Promise.resolve({ failure: failures.cancelled(signal.reason, request, false) });
  return new Promise((resolve) => {
    let task;
    const abort = () => task && task.abort();
    const end = (result) => {
      if (signal) signal.removeEventListener('abort', abort);
      resolve(result);
    };
    if (signal) signal.addEventListener('abort', abort);
    task = start(wx, request, end);
  });
}

const blob = ({ method, url }) => ({
  reason: 'InvalidArgument', message: 'Body must be a string, an ArrayBuffer or a view, not a Blob; wx.request sends no other', method, url,
});

module.exports = { send, exchangeOf, failureOf };
