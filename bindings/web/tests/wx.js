// An emulation of the mini-program's wx.request on node:http, as WeChat documents it. It connects each request to
// `connectTo`, whatever the URL's host, and refuses hosts that are not in `domains`.
'use strict';
const http = require('node:http');

// Messages as phones report them, and the numbers of WeChat's table of general errors.
const FAILURES = {
  domain: ['url not in domain list', 600002],
  url: ['invalid url', 600009],
  timeout: ['timeout', 5],
  abort: ['abort', undefined],
};
const NETWORK = {
  ECONNREFUSED: ['-102', 'net::ERR_CONNECTION_REFUSED'],
  ECONNRESET: ['-101', 'net::ERR_CONNECTION_RESET'],
  ENOTFOUND: ['-105', 'net::ERR_NAME_NOT_RESOLVED'],
};

function networkFailure(error) {
  const [number, name] = NETWORK[error.code] ?? ['-2', 'net::ERR_FAILED'];
  return [`errcode:${number} cronet_error_code:${number} error_msg:${name}`, 600001];
}

const nameOf = (headers, wanted) => Object.keys(headers).find((name) => name.toLowerCase() === wanted);

/** The body that is sent for `data`, and the URL with the query that a GET makes of an object. */
function sent({ data, method, header, url }) {
  if (data === undefined || data === null) return { url };
  // Not instanceof: the program may run in a context of its own.
  if (Object.prototype.toString.call(data) === '[object ArrayBuffer]') return { url, body: Buffer.from(data) };
  if (typeof data !== 'object') return { url, body: Buffer.from(String(data)) };
  const query = new URLSearchParams(data).toString();
  if (method === 'GET') return { url: url + (url.includes('?') ? '&' : '?') + query };
  const isForm = header['content-type'] === 'application/x-www-form-urlencoded';
  return { url, body: Buffer.from(isForm ? query : JSON.stringify(data)) };
}

/** Headers as WeChat sends them: it sets content-type, and the program cannot set Referer, Host or Content-Length. */
function headersOf(header, host) {
  const headers = { 'content-type': 'application/json' };
  for (const [name, value] of Object.entries(header)) {
    const lower = name.toLowerCase();
    if (['referer', 'host', 'content-length'].includes(lower)) continue;
    if (lower === 'content-type') headers['content-type'] = String(value);
    else headers[name] = String(value);
  }
  return { ...headers, Host: host, Referer: 'https://servicewechat.com/wx0000000000000000/devtools/page-frame.html' };
}

/** Response headers with the names as they arrived; a repeated one is joined. */
function responseHeaders(raw) {
  const header = {};
  for (let i = 0; i < raw.length; i += 2) {
    const name = nameOf(header, raw[i].toLowerCase()) ?? raw[i];
    header[name] = name in header ? `${header[name]},${raw[i + 1]}` : raw[i + 1];
  }
  return header;
}

/** The body as the program receives it. */
function received(bytes, { responseType, dataType }) {
  if (responseType === 'arraybuffer') return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const text = new TextDecoder().decode(bytes);
  if (dataType !== 'json') return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** One request in progress: WeChat's RequestTask, and the end that is reported once. */
class Task {
  #options;
  #request;
  #timer;
  #isOver = false;
  #listeners = new Set();

  constructor(options) {
    this.#options = options;
  }

  abort() { this.fail(FAILURES.abort); }
  onHeadersReceived(listener) { this.#listeners.add(listener); }
  offHeadersReceived(listener) { this.#listeners.delete(listener); }

  fail([message, errno]) {
    this.#end('fail', { errMsg: `request:fail ${message}`, ...(errno !== undefined && { errno }) });
  }

  #end(name, result) {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#request?.destroy();
    setImmediate(() => {
      this.#options[name]?.(result);
      this.#options.complete?.(result);
    });
  }

  send(url, address) {
    const { method = 'GET', header = {}, timeout = 60000 } = this.#options;
    const content = sent({ ...this.#options, method, header, url: url.href });
    const { pathname, search } = new URL(content.url);
    const [host, port] = address.split(':');
    this.#timer = setTimeout(() => this.fail(FAILURES.timeout), timeout);
    this.#request = http.request({ host, port, method, path: pathname + search, headers: headersOf(header, url.host), agent: false });
    this.#request.on('error', (error) => this.fail(networkFailure(error)));
    this.#request.on('response', (response) => this.#receive(response));
    this.#request.end(content.body);
  }

  #receive(response) {
    const header = responseHeaders(response.rawHeaders);
    const cookies = response.headers['set-cookie'] ?? [];
    for (const listener of this.#listeners) listener({ header, statusCode: response.statusCode, cookies });
    const chunks = [];
    response.on('data', (chunk) => chunks.push(chunk));
    response.on('error', (error) => this.fail(networkFailure(error)));
    response.on('end', () => {
      const { responseType = 'text', dataType = 'json' } = this.#options;
      const data = received(Buffer.concat(chunks), { responseType, dataType });
      this.#end('success', { data, statusCode: response.statusCode, header, cookies, errMsg: 'request:ok' });
    });
  }
}

/** The `wx` of a mini-program: { request }. */
function emulated({ connectTo, domains }) {
  const refusal = (url) => {
    if (!/^https?:$/.test(url.protocol)) return FAILURES.url;
    return domains && !domains.includes(url.origin) ? FAILURES.domain : undefined;
  };
  return {
    request(options) {
      const task = new Task(options);
      const url = URL.canParse(options.url) ? new URL(options.url) : undefined;
      const failure = url ? refusal(url) : FAILURES.url;
      if (failure) task.fail(failure);
      else task.send(url, connectTo);
      return task;
    },
  };
}

module.exports = { emulated };
