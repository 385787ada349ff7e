// Failures of requests without a response, from the messages of wx.request and fetch.
'use strict';
const { Reason } = require('./constants.js');
const { reasonOf } = require('./sdk_error.js');

// With these reasons nothing was sent.
const UNSENT = [Reason.LOCAL_IO, Reason.INVALID_ARGUMENT, Reason.DNS];

const hostOf = (url) => (/^https?:\/\/[^/?#]+/.exec(url || '') || ['this host'])[0];

function messageOf(reason, text, { url, timeout }) {
  if (reason === Reason.TIMEOUT && timeout) return slow(timeout);
  if (reason !== Reason.LOCAL_IO) return text;
  return `the mini-program may not connect to ${hostOf(url)}; add it to the request domains (request 合法域名) in the settings of the mini-program`;
}

const slow = (ms) => `the request took longer than ${ms} ms`;

/** The failure that a text describes. If no pattern matches, the request may have reached the server. */
function ofText(text, { method, url, errno, timeout } = {}) {
  const reason = reasonOf(text, errno);
  const requestSent = reason === undefined ? true : UNSENT.includes(reason) ? false : undefined;
  return { reason: reason || Reason.CONNECT, message: messageOf(reason, text, { url, timeout }), cause: text, method, url, requestSent };
}

/** A fetch that failed before a response. The browser hides why, so the request may have been sent. */
function ofFetch(cause, { method, url }) {
  const message = 'the request failed, and the browser does not say why: there is no connection, the certificate is refused, or no CORS rule of the bucket allows this page';
  return { reason: Reason.CONNECT, message, cause: String(cause), method, url, requestSent: true };
}

/** A request that the transport refused by an exception. */
const unstarted = (cause, { method, url }) => ({
  reason: Reason.LOCAL_IO, message: `the request was not started: ${(cause && cause.message) || cause}`, cause: String(cause), method, url, requestSent: false,
});

const timeout = (ms, { method, url }) => ({ reason: Reason.TIMEOUT, message: slow(ms), method, url });
const cancelled = (cause, { method, url }, requestSent) => ({ reason: Reason.CANCELLED, cause: cause === undefined ? undefined : String(cause), method, url, requestSent });

module.exports = { ofText, ofFetch, unstarted, timeout, cancelled };
