// One call: the request is signed, sent, and its response is read.
'use strict';
const { build, headersOf } = require('./errors.js');
const { mistake, pairsOf } = require('./params.js');
const { Reason } = require('./constants.js');
const failures = require('./failures.js');
const fetches = require('./fetch.js');
const wxRequests = require('./wx.js');

const SIGNED_S = 900;
const DEFAULT_TIMEOUT_MS = 60000;
// A timer takes a longer time for none.
const LONGEST_TIMEOUT_MS = 0x7fffffff;
// Responses of these hosts have the marks of COS. A response without them is from another server.
const COS_HOST = /^https?:\/\/[^/?#]+\.(myqcloud\.com|tencentcos\.cn)(:\d+)?(\/|$)/;

const isSource = ([name]) => name.toLowerCase() === 'x-cos-copy-source';

/** The transport that the option names. Without the option it is wx.request where that exists. */
function transportOf(name) {
  const hasWx = typeof wx !== 'undefined' && typeof wx.request === 'function';
  if (name === 'wx' || (name === undefined && hasWx)) return (request) => wxRequests.send(wx, request);
  return (request) => fetches.send(fetch, request);
}

/** Another clock offset, in seconds, if the error shows that the server refused the request for its time. */
function correction(error, offset) {
  const skew = error.clockSkewSeconds;
  if (error.statusCode !== 403 || skew === undefined || Math.abs(skew - offset) <= 1) return undefined;
  // Relative to the local clock, as the skew is: the signature began at now + offset.
  const isOutside = skew < offset - SIGNED_S || skew > offset + SIGNED_S;
  return isOutside || error.code === 'RequestTimeTooSkewed' ? skew : undefined;
}

const hostOf = (url) => (/^https?:\/\/([^/?#]+)/.exec(url) || ['', ''])[1];

/** The details with the attempts of this call, which the module does not receive. */
function withAttempts(details, attempts) {
  const written = attempts.map(({ requestId, elapsedMs, host, status, reason, note }) => ({ host, status, reason, request_id: requestId, elapsed_ms: elapsedMs, note }));
  return { ...details, attempts, json: JSON.stringify({ ...JSON.parse(details.json), attempts: written }) };
}

/** A promise that is rejected as soon as the signal is aborted. */
function endedBy(signal, promise) {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    const end = (settle) => (value) => {
      signal.removeEventListener('abort', abort);
      settle(value);
    };
    signal.addEventListener('abort', abort);
    promise.then(end(resolve), end(reject));
    if (signal.aborted) abort();
  });
}

/** One call with the settings of its client. */
class Call {
  constructor(core, client, name, params) {
    const { Method = 'GET', Bucket, Region = client.options.Region, Key } = params;
    this.core = core;
    this.client = client;
    this.mistake = mistake(name, params);
    this.params = params;
    this.request = { Method: name === 'headBucket' ? 'HEAD' : Method, Bucket, Region, Key, query: pairsOf(params.Query), headers: pairsOf(params.Headers) };
    this.attempts = [];
  }

  now() {
    return Math.floor(Date.now() / 1000) + this.client.offset;
  }

  /** The error of a request that was not sent. */
  unsent(failure, cause) {
    return build(this.core.clientError({ method: this.request.Method, requestSent: false, ...failure }), cause);
  }

  /** The error of an attempt, with all attempts until now. */
  failed(details, { url, begin }, cause) {
    const { status, reason, requestId } = details;
    const attempt = { host: hostOf(url), status, reason, requestId, elapsedMs: Date.now() - begin, note: '' };
    this.attempts = [...this.attempts, attempt];
    return build(withAttempts(details, this.attempts), cause);
  }

  signed(credentials) {
    const { Method: method, Bucket: bucket, Region: region, Key: key, query, headers } = this.request;
    const made = this.core.sign({
      method, bucket, region, key, query, headers, endpoint: this.client.endpoint, now: this.now(), expires: SIGNED_S, ...credentials,
    });
    if (made.error) throw build(made.error);
    return made;
  }

  /** The request as it is sent, and the credentials that its errors must not show. */
  async prepared() {
    const unsigned = this.signed({});
    const credentials = await this.credentials(unsigned);
    const { token, authorization: given } = credentials;
    const tokens = token ? [['x-cos-security-token', token]] : [];
    const made = given ? { ...unsigned, headers: [...unsigned.headers, ...tokens, ['Authorization', given]] } : this.signed(credentials);
    const [, authorization] = made.headers.find(([name]) => name === 'Authorization') || [];
    return { ...made, sent: { ...credentials, region: this.request.Region, authorization, isCopy: made.headers.some(isSource) } };
  }

  async credentials(unsigned) {
    const { signal } = this.params;
    try {
      return await endedBy(signal, this.client.credentials.of(this.request, unsigned, this.now(), this.client.offset));
    } catch (cause) {
      if (signal && signal.aborted) throw this.unsent(failures.cancelled(signal.reason, { method: this.request.Method, url: unsigned.url }, false), signal.reason);
      throw this.unsent({ reason: Reason.CALLBACK, message: `getAuthorization failed: ${(cause && cause.message) || cause}`, url: unsigned.url }, cause);
    }
  }

  /** Sends the request once. */
  async attempt() {
    const { method, url, headers, sent } = await this.prepared();
    const { Body: body, Timeout, signal } = this.params;
    const timeout = Math.min(Timeout || this.client.options.Timeout || DEFAULT_TIMEOUT_MS, LONGEST_TIMEOUT_MS);
    const begin = Date.now();
    const { exchange, body: content, failure, cause } = await this.transported({ method, url, headers, body, timeout, signal });
    if (failure) throw this.failed(this.core.clientError(failure), { url, begin }, cause);
    const details = this.core.readResponse({ ...exchange, ...this.facts(url), sent });
    if (details) throw this.failed(details, { url, begin }, cause);
    return this.result(exchange, content);
  }

  /** What the transport reports. One that throws, or does not exist, has sent nothing. */
  async transported(request) {
    try {
      return await transportOf(this.client.options.Transport)(request);
    } catch (cause) {
      return { failure: failures.unstarted(cause, request), cause };
    }
  }

  /** The facts about the request that a response does not contain. */
  facts(url) {
    const { Bucket: bucket, Key: key } = this.request;
    return { expectCos: COS_HOST.test(url), expectRoot: this.params.ExpectRoot, bucket, key, receivedAt: Date.now() };
  }

  result({ status, headers: pairs }, content) {
    const headers = headersOf(pairs);
    return { statusCode: status, headers, RequestId: headers['x-cos-request-id'] || '', ...(this.request.Method !== 'HEAD' && { Body: content }) };
  }

  /** Sends the request, and once more if its signature had the wrong time. */
  async run() {
    if (this.mistake) throw this.unsent({ reason: Reason.INVALID_ARGUMENT, message: this.mistake });
    try {
      return await this.attempt();
    } catch (error) {
      const { client } = this;
      const offset = client.options.CorrectClockSkew === false ? undefined : correction(error, client.offset);
      if (offset === undefined) throw error;
      client.offset = offset;
      this.attempts = this.attempts.map((attempt) => ({ ...attempt, note: 'retried: clock offset corrected' }));
      return this.attempt();
    }
  }
}

module.exports = { Call };
