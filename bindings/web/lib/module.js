// The WebAssembly module, and what it can be asked.
//
//   const { load, loadSync } = require('./module.js');
//   const core = await load(source);
//
// `source` is the module's bytes (ArrayBuffer or a view), a WebAssembly.Module, or a function that
// returns a (promise of a) WebAssembly.Instance, or an object that has it as `instance`; the function
// is called again if an instance is lost: load(() => WXWebAssembly.instantiate('/cos_err.wasm.br', {})).
// `loadSync` takes bytes or a WebAssembly.Module, in Node and in workers.
//
//   core.readResponse(response) -> details, or null if the response is a success
//     response: { method, url, status, headers: [[name, value], ...], rawHeaders, body, bodyTruncated,
//     expectRoot, bucket, key, receivedAt (milliseconds), expectCos, headersFiltered, sent: { region,
//     secretId, secretKey, token, authorization, isCopy } of a request that was sent }. Each may be left
//     out. Values of headers, rawHeaders and body are strings, which become UTF-8, or bytes.
//   core.clientError(failure) -> details
//     failure: { reason ('Timeout', 'Connect' ... as in REASONS), message, osErrno, method, url, cause,
//     headers, status, requestSent (true, false, or undefined: not known) }
//   core.sdkError(kept) -> details of the error that an SDK kept
//     kept: { method, url, bucket, key, status, reason, code, message, requestId, traceId, resource, headers,
//     details: [[name, value], ...], body, headersFiltered, osErrno }. Each may be left out.
//   core.sign(request) -> { method, url, headers: [[name, value], ...] }, or { error: details }
//     request: { method, bucket, key, region, endpoint, query: [[name, value], ...] (value null: none),
//     headers: [[name, value], ...], secretId, secretKey, token, now (seconds), expires (seconds, 900) }.
//     A bucket that is left out is the service; a key that is left out is the bucket. Without
//     credentials the request is not signed. The headers to send are all in `headers`.
//   core.presign(request) -> { url }, or { error: details }
//   core.authorization({ method, key, query, headers, secretId, secretKey, start, end }) -> string
//     The value of Authorization for exactly these parts. Nothing is checked.
//   core.code(code, responder = '') -> { code, status, retry, advice: { en, zh }, docUrl }, or null
//     responder: 'cos', 'ci' or ''.
//   core.codes() -> the names of all codes
//   core.scan(text) -> what a text contains, in its order: { kind: 'error', line, offset, error: details },
//     { kind: 'success', line, offset, status, requestId } or { kind: 'request-id', line, offset,
//     requestId, code, responder: 'cos' | 'ci', madeAt (seconds) }. Offsets are in bytes of UTF-8; the
//     line is 0 for a response.
//   core.requestId(id) -> { responder: 'cos' | 'ci', madeAt (seconds) }, or null
//
// details: { kind: 'client' | 'service', reason, status, code, codeSource, message, resource, requestId,
//   traceId, responder, retry: 'no' | 'yes' | 'after-fix', retryAfterMs (-1: none), requestSent, method,
//   url, operation, regionHint, endpointHint, clockSkewSeconds (null: not known), osErrno,
//   originTruncated, originXml, originBody: Uint8Array, headers: [[name, value], ...],
//   details: [[name, value], ...], parts: [{ key, versionId, code, message, retry }], causes: [string],
//   attempts: [{ host, status, reason, requestId, elapsedMs, note }], lost (a sum of COS_LOST_*), advice: { en, zh }, docUrl,
//   diagnoseUrl, diagnoseSteps: { en, zh }, text, json }
//
// All functions are synchronous, and none keeps anything. If the module traps, which is a defect of
// it, it is instantiated anew: the call gets an Internal client error as its details.
'use strict';

const { Block, bytesOf, decoded, int64 } = require('./memory.js');

const REASONS = {
  InvalidArgument: 10, InvalidCredentials: 20, Dns: 110, Connect: 120, Proxy: 130, Tls: 140, Timeout: 150,
  ConnectionLost: 160, Protocol: 170, BadResponse: 210, TooLarge: 220, Checksum: 230, LocalIo: 310,
  Cancelled: 320, Callback: 330, Internal: 900,
};
const RESPONDERS = { '': 0, cos: 1, ci: 2, other: 3 };
const SERVICES = ['', 'cos', 'ci'];
const FINDINGS = ['', 'error', 'success', 'request-id'];
const RETRIES = ['no', 'yes', 'after-fix'];
const SIGNED_S = 900;

/** One instance of the module. */
class Instance {
  constructor(instance) {
    this.exports = instance.exports;
  }

  /** Calls `use` with the place where `write` put a struct, and with the base of its block. */
  with(write, use) {
    const block = new Block();
    const place = write(block);
    const base = this.exports.cos_web_allocate(block.size);
    if (base === 0) throw new RangeError('the module has no memory left');
    block.write(this.exports.memory, base);
    const result = use(base + place, base);
    this.exports.cos_web_release(base, block.size);
    return result;
  }

  bytes(start, length) {
    return new Uint8Array(this.exports.memory.buffer, start, length);
  }

  view() {
    return new DataView(this.exports.memory.buffer);
  }

  /** A string of the module's, which ends with a NUL. */
  text(start) {
    const heap = new Uint8Array(this.exports.memory.buffer);
    return decoded(heap.subarray(start, heap.indexOf(0, start)));
  }

  /** The same, freed. */
  taken(start) {
    const text = this.text(start);
    this.exports.cos_text_free(start);
    return text;
  }

  /** All of an error, which is freed. */
  details(error) {
    const rest = JSON.parse(this.taken(this.exports.cos_web_error(error)));
    const json = this.text(this.exports.cos_error_json(error));
    // Where `json` is cut, the rest has the whole of it.
    const report = rest.report || JSON.parse(json);
    const length = this.exports.cos_web_allocate(4);
    const start = this.exports.cos_error_origin_body(error, length);
    const body = this.bytes(start, this.view().getUint32(length, true)).slice();
    this.exports.cos_web_release(length, 4);
    this.exports.cos_error_free(error);
    return flat(report, rest, body, json);
  }

  /** All that a scan finds. */
  findings(scan) {
    return this.with(findingOf, (place) => {
      const found = [];
      while (this.exports.cos_scan_next(scan, place)) found.push(this.finding(place));
      return found;
    });
  }

  /** `cos_finding_t` */
  finding(place) {
    const view = this.view();
    const kind = FINDINGS[view.getInt32(place + 4, true)];
    const where = { kind, line: int64(view, place + 16), offset: int64(view, place + 24) };
    if (kind === 'error') return { ...where, error: this.details(view.getUint32(place + 32, true)) };
    const requestId = this.text(view.getUint32(place + 36, true));
    if (kind === 'success') return { ...where, status: view.getInt32(place + 8, true), requestId };
    return {
      ...where, requestId, code: this.text(view.getUint32(place + 40, true)),
      responder: SERVICES[view.getInt32(place + 44, true)], madeAt: int64(view, place + 56),
    };
  }

  /** The error of the response at `place`, to a request of which `sent` is known. */
  read(place, sent) {
    const { cos_error_from_response, cos_web_read } = this.exports;
    if (!sent) return cos_error_from_response(place);
    return this.with((block) => sentOf(block, sent), (known) => cos_web_read(place, known));
  }

  /** What a function that returns an error, or sets a text, made. */
  made(name, request) {
    const out = this.exports.cos_web_allocate(4);
    const error = this.with(
      (block) => requestOf(block, request),
      (place) => this.exports[name](place, out),
    );
    const text = this.view().getUint32(out, true);
    this.exports.cos_web_release(out, 4);
    return error ? { error: this.details(error) } : { text: this.taken(text) };
  }
}

function flat(report, rest, originBody, json) {
  const { code_source, request_id, trace_id, retry_after_ms, request_sent, region_hint } = report;
  return {
    kind: report.kind, reason: report.reason, status: report.status, code: report.code,
    codeSource: code_source, message: report.message, resource: report.resource, requestId: request_id,
    traceId: trace_id, responder: report.responder, retry: report.retry,
    retryAfterMs: retry_after_ms === null ? -1 : retry_after_ms, requestSent: request_sent,
    method: report.method, url: report.url, operation: report.operation, regionHint: region_hint,
    endpointHint: report.endpoint_hint, clockSkewSeconds: report.clock_skew_s, osErrno: report.os_errno,
    originTruncated: rest.origin_truncated, originXml: rest.origin_xml, originBody,
    headers: rest.headers, details: rest.details,
    parts: report.parts.map(({ version_id, ...part }) => ({ ...part, versionId: version_id })),
    causes: report.causes,
    attempts: report.attempts.map(attempt),
    lost: rest.lost,
    advice: { en: report.advice, zh: rest.advice_zh },
    docUrl: report.doc_url, diagnoseUrl: report.diagnose_url,
    diagnoseSteps: { en: rest.diagnose_steps_en, zh: rest.diagnose_steps_zh },
    text: rest.text, json,
  };
}

const attempt = ({ host, status, reason, request_id, elapsed_ms, note }) => ({
  host, status, reason, requestId: request_id, elapsedMs: elapsed_ms, note,
});

/** A list of headers or parameters (`cos_header_t`): its place. A value that is not set is NULL. */
function pairsOf(block, pairs) {
  if (!pairs) return 0;
  const rows = pairs.map(([name, value]) => {
    const [start, end] = [block.text(name), block.size - 1];
    const content = block.text(value);
    return [start, content, end - start, content && block.size - 1 - content];
  });
  const place = block.open();
  for (const [name, value, nameLength, valueLength] of rows) {
    block.pointer(name).pointer(value).i32(nameLength).i32(valueLength);
  }
  // An empty list is not the same as none.
  return rows.length > 0 ? place : block.text('');
}

const lengthOf = (list) => (list ? list.length : 0);

/** Bytes with a length: its place. */
function contentOf(block, content) {
  if (content === undefined || content === null) return [0, 0];
  const bytes = bytesOf(content);
  return [block.bytes(bytes), bytes.length];
}

/** `cos_exchange_t` */
function exchangeOf(block, response) {
  const text = (name) => block.text(response[name]);
  const [method, url, root, bucket, key] = ['method', 'url', 'expectRoot', 'bucket', 'key'].map(text);
  const headers = pairsOf(block, response.headers);
  const [raw, rawLength] = contentOf(block, response.rawHeaders);
  const [body, bodyLength] = contentOf(block, response.body);
  const place = block.open();
  block.i32(0).pointer(method).pointer(url).i32(response.status || 0);
  block.pointer(headers).i32(lengthOf(response.headers)).pointer(raw).i32(rawLength);
  block.pointer(body).i32(bodyLength).i32(response.bodyTruncated ? 1 : 0);
  block.pointer(root).pointer(bucket).pointer(key).i64(response.receivedAt || 0);
  block.i32(response.expectCos ? 1 : 0).i32(response.headersFiltered ? 1 : 0);
  return block.close(place);
}

/** `cos_web_sent_t` */
function sentOf(block, sent) {
  const texts = ['region', 'secretId', 'secretKey', 'token', 'authorization'].map((name) => block.text(sent[name]));
  const place = block.open();
  block.i32(0);
  for (const text of texts) block.pointer(text);
  block.i32(sent.isCopy ? 1 : 0);
  return block.close(place);
}

/** `cos_client_failure_t` */
function failureOf(block, failure) {
  const text = (name) => block.text(failure[name]);
  const [message, method, url, cause] = ['message', 'method', 'url', 'cause'].map(text);
  const headers = failure.headers && failure.headers.length > 0 ? pairsOf(block, failure.headers) : 0;
  const sent = { true: 1, false: -1 }[failure.requestSent] || 0;
  const place = block.open();
  block.i32(0).i32(REASONS[failure.reason] || 0).pointer(message).i32(failure.osErrno || 0);
  block.pointer(method).pointer(url).pointer(cause).pointer(headers).i32(lengthOf(failure.headers));
  block.i32(failure.status || 0).i32(sent);
  return block.close(place);
}

/** `cos_sdk_error_t` */
function sdkErrorOf(block, kept) {
  const text = (name) => block.text(kept[name]);
  const asked = ['method', 'url', 'bucket', 'key'].map(text);
  const given = ['code', 'message', 'requestId', 'traceId', 'resource'].map(text);
  const [headers, details] = [pairsOf(block, kept.headers), pairsOf(block, kept.details)];
  const [body, bodyLength] = contentOf(block, kept.body);
  const place = block.open();
  block.i32(0);
  for (const part of asked) block.pointer(part);
  block.i32(kept.status || 0).i32(REASONS[kept.reason] || 0);
  for (const part of given) block.pointer(part);
  block.pointer(headers).i32(lengthOf(kept.headers)).pointer(body).i32(bodyLength).i32(kept.osErrno || 0).i32(0);
  block.pointer(details).i32(lengthOf(kept.details)).i32(kept.headersFiltered ? 1 : 0).i32(0);
  return block.close(place);
}

const TEXTS_OF_REQUEST = ['method', 'bucket', 'key', 'region', 'endpoint', 'secretId', 'secretKey', 'token'];

const hasNul = (text) => typeof text === 'string' && text.indexOf('\0') >= 0;

/** The first part of a request that would end at a NUL, and so be another one; undefined if there is none. */
function cutOf(request) {
  const isCut = (name) => (request[name] || []).some((pair) => pair.some(hasNul));
  return TEXTS_OF_REQUEST.find((name) => hasNul(request[name])) || ['query', 'headers'].find(isCut);
}

/** `cos_web_request_t` */
function requestOf(block, request) {
  const texts = TEXTS_OF_REQUEST.map((name) => block.text(request[name]));
  const [query, headers] = [pairsOf(block, request.query), pairsOf(block, request.headers)];
  const place = block.open();
  block.i32(0);
  for (const text of texts) block.pointer(text);
  block.pointer(query).i32(lengthOf(request.query)).pointer(headers).i32(lengthOf(request.headers));
  block.f64(request.now || 0).f64(request.expires === undefined ? SIGNED_S : request.expires);
  return block.close(place);
}

/** `cos_finding_t`, to be filled */
function findingOf(block) {
  const place = block.open();
  block.i32(0).i32(0).i32(0).i64(0).i64(0).pointer(0).pointer(0).pointer(0).i32(0).i32(0).i64(0);
  return block.close(place);
}

/** `cos_id_t`, to be filled */
function idOf(block) {
  const place = block.open();
  block.i32(0).i32(0).i32(0).i64(0);
  return block.close(place);
}

/** What the module can be asked. */
class Core {
  /** `again` makes another instance, or a promise of one. */
  constructor(instance, again) {
    this.instance = new Instance(instance);
    this.again = again;
  }

  readResponse(response) {
    return this.ask((instance) => {
      const error = instance.with((block) => exchangeOf(block, response), (place) => instance.read(place, response.sent));
      return error ? instance.details(error) : null;
    }, (details) => details);
  }

  clientError(failure) {
    return this.ask((instance) => {
      const make = instance.exports.cos_error_client;
      return instance.details(instance.with((block) => failureOf(block, failure), make));
    }, (details) => details);
  }

  sdkError(kept) {
    return this.ask((instance) => {
      const make = instance.exports.cos_error_from_sdk;
      return instance.details(instance.with((block) => sdkErrorOf(block, kept), make));
    }, (details) => details);
  }

  sign(request) {
    const made = this.made('cos_web_sign', request);
    return made.error ? made : JSON.parse(made.text);
  }

  presign(request) {
    const made = this.made('cos_web_presign', request);
    return made.error ? made : { url: made.text };
  }

  authorization({ start, end, ...parts }) {
    const made = this.made('cos_web_authorization', { ...parts, now: start, expires: end });
    if (made.error) throw new Error(made.error.message);
    return made.text;
  }

  made(name, request) {
    const cut = cutOf(request);
    if (cut) {
      const message = `${cut} contains a NUL character: remove it`;
      return { error: this.clientError({ reason: 'InvalidArgument', message, requestSent: false }) };
    }
    return this.ask((instance) => instance.made(name, request), (error) => ({ error }));
  }

  code(code, responder = '') {
    const number = RESPONDERS[responder] || 0;
    return this.ask((instance) => {
      const { exports } = instance;
      const ask = (name, ...rest) =>
        instance.with((block) => block.text(code), (place) => exports[name](place, number, ...rest));
      const advice = (language) =>
        instance.with((block) => block.text(language), (place) => instance.text(ask('cos_code_advice', place)));
      const retry = ask('cos_code_retry');
      if (retry < 0) return null;
      return {
        code, status: ask('cos_code_status'), retry: RETRIES[retry],
        advice: { en: advice('en'), zh: advice('zh') }, docUrl: instance.text(ask('cos_code_doc_url')),
      };
    }, () => null);
  }

  codes() {
    return this.ask((instance) => {
      const { cos_code_count, cos_code_name } = instance.exports;
      return Array.from({ length: cos_code_count() }, (_, index) => instance.text(cos_code_name(index)));
    }, () => []);
  }

  requestId(id) {
    return this.ask((instance) => {
      let text = 0;
      return instance.with((block) => {
        text = block.text(id);
        return idOf(block);
      }, (place, base) => {
        if (!instance.exports.cos_id_read(base + text, place)) return null;
        const view = instance.view();
        return { responder: SERVICES[view.getInt32(place + 4, true)], madeAt: int64(view, place + 16) };
      });
    }, () => null);
  }

  scan(text) {
    return this.ask((instance) => {
      const { cos_scan_new, cos_scan_feed, cos_scan_free } = instance.exports;
      const scan = cos_scan_new();
      const bytes = bytesOf(text);
      instance.with((block) => block.bytes(bytes), (place) => cos_scan_feed(scan, place, bytes.length));
      cos_scan_feed(scan, 0, 0);
      const found = instance.findings(scan);
      cos_scan_free(scan);
      return found;
    }, (error) => [{ kind: 'error', line: 0, offset: 0, error }]);
  }

  /** Runs a call. If the module traps, there is another one, which makes the error. */
  ask(call, failed) {
    try {
      return call(this.instance);
    } catch (trap) {
      return failed(this.restarted(trap));
    }
  }

  restarted(trap) {
    const failure = { reason: 'Internal', message: `a defect of this library, please report it: ${trap.message}` };
    const another = this.again();
    if (another && typeof another.then === 'function') {
      another.then((made) => { this.instance = new Instance(made); }, () => {});
      return internal(failure.message);
    }
    this.instance = new Instance(another);
    return this.clientError(failure);
  }
}

/** An Internal client error, while there is no module that could make it. */
function internal(message) {
  const report = {
    kind: 'client', reason: 'Internal', status: 0, code: 'Internal', code_source: 'client', message, resource: '',
    request_id: '', trace_id: '', responder: 'unknown', retry: 'no', retry_after_ms: null, request_sent: false,
    method: '', url: '', operation: '', region_hint: '', endpoint_hint: '', clock_skew_s: null, os_errno: 0,
    causes: [], attempts: [], parts: [], advice: '', doc_url: '', diagnose_url: '', truncated: false,
  };
  const rest = {
    text: `Internal: ${message}`, origin_xml: '', advice_zh: '', diagnose_steps_en: '', diagnose_steps_zh: '',
    origin_truncated: false, lost: 0, headers: [], details: [],
  };
  return flat(report, rest, new Uint8Array(0), JSON.stringify(report));
}

const instanceOf = (made) => made.instance || made;

async function load(source) {
  if (typeof source === 'function') {
    const make = async () => instanceOf(await source());
    return new Core(await make(), make);
  }
  const module = source instanceof WebAssembly.Module ? source : await WebAssembly.compile(source);
  return new Core(await WebAssembly.instantiate(module, {}), () => anew(module));
}

/** At once where that is allowed; browsers may want a large module's instance to be waited for. */
function anew(module) {
  try {
    return new WebAssembly.Instance(module, {});
  } catch {
    return WebAssembly.instantiate(module, {});
  }
}

function loadSync(source) {
  const module = source instanceof WebAssembly.Module ? source : new WebAssembly.Module(source);
  return new Core(new WebAssembly.Instance(module, {}), () => new WebAssembly.Instance(module, {}));
}

module.exports = { load, loadSync, REASONS };
