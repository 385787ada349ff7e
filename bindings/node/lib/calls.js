// Calls under way: what the addon tells of them, and who waits for it.
'use strict';
const { AsyncResource } = require('node:async_hooks');
const { native, OP, ASK } = require('./native.js');
const { build, failure, headersOf, setCause } = require('./errors.js');
const { Reason, LogLevelNames } = require('./constants.js');
const { requestOf, keysOf } = require('./credentials.js');
const { copyCode } = require('./system.js');

// By slot; by the number of a client: { provider, log }, for as long as the client is there.
const jobs = [];
const clients = new Map();
// By signal: the calls that it ends. One listener serves them all, however many share it.
const signalled = new WeakMap();

/** One call. `made` turns { statusCode, headers, RequestId, received, body } into what the caller gets. */
class Job {
  constructor(spec) {
    const { core, signal, made, source, sink, progress } = spec;
    // While it is held, its provider and log are not forgotten.
    this.core = core;
    // What a provider is told of the request.
    this.spec = core.settings.provider ? spec : undefined;
    this.signal = signal;
    this.made = made;
    this.slot = -1;
    this.cause = undefined;
    this.source = source;
    this.sink = sink;
    this.progress = progress;
    this.tell = undefined;
    this.over = false;
  }

  /** JavaScript has the answer, and the thread of the call is gone: what is left is its stream's. */
  get isFinishing() {
    return jobs[this.slot] !== this;
  }

  listen() {
    const others = signalled.get(this.signal);
    if (others) return void others.add(this);
    const all = new Set([this]);
    signalled.set(this.signal, all);
    const onAbort = () => {
      for (const job of all) job.abort(job.signal.reason);
    };
    this.signal.addEventListener('abort', onAbort, { once: true });
  }

  abort(cause) {
    this.cause ??= cause;
    if (this.isFinishing) this.fail(failure(Reason.CANCELLED, 'cancelled while the output stream is being finished'));
    else native.cancel(this.slot);
  }

  settle(error, data) {
    this.source?.finish();
    if (error) return this.fail(error);
    if (!this.sink) return this.finish(null, data);
    this.core.finishing.add(this);
    return this.sink.finish((cause) => this.finish(this.sinkError(cause), data));
  }

  fail(error) {
    this.sink?.abandon(error);
    this.finish(error);
  }

  sinkError(cause) {
    return cause ? failure(Reason.CALLBACK, 'the output stream failed', { cause }) : null;
  }

  // What a stream, a provider or a signal said is nearer to the cause than what the library saw of it.
  explain(error) {
    setCause(error, this.cause);
    if (error.reason === Reason.CALLBACK) copyCode(error, this.cause);
  }

  finish(error, data) {
    if (this.over) return;
    this.over = true;
    this.core.finishing.delete(this);
    if (this.signal) signalled.get(this.signal)?.delete(this);
    if (!error && this.made) {
      try {
        data = this.made(data);
      } catch (cause) {
        error = failure(Reason.BAD_RESPONSE, `the answer cannot be read: ${cause.message}`, { cause });
      }
    }
    if (error && this.cause !== undefined) this.explain(error);
    this.tell(error ?? null, error ? null : data);
  }
}

native.open(
  function done(slot, error, statusCode, requestId, headers, received, body) {
    const job = jobs[slot];
    jobs[slot] = undefined;
    if (error) return job.settle(error);
    const texts = headers.split('\0');
    const data = { statusCode, headers: headersOf(texts, 0, texts.length - 1), RequestId: requestId, received, body };
    job.settle(null, data);
  },
  function ask(slot, what, size, bytes, client) {
    const job = jobs[slot];
    if (what === ASK.READ) job.source.read(slot, job);
    else if (what === ASK.WRITE) job.sink.write(slot, bytes, job);
    else if (what === ASK.REWIND) job.source.rewind(slot, job);
    else provide(slot, clients.get(client)?.provider, job);
  },
  function progress(slot, sent, toSend, received, toReceive) {
    jobs[slot].progress(sent, toSend, received, toReceive);
  },
  function log(client, level, line) {
    clients.get(client)?.log(LogLevelNames.get(level), line);
  },
  build,
);

// Calls under way end with the process; what they had begun to write is removed.
process.once('exit', native.close);

// Anything may be thrown, also what is no text and cannot become one.
function wordsOf(cause) {
  try {
    return String(cause?.message ?? cause).replaceAll('\0', '');
  } catch {
    return 'it threw what is no error';
  }
}

async function provide(slot, provider, job) {
  try {
    const given = (await provider(requestOf(job.spec, job.core.settings.native.region))) ?? {};
    const keys = keysOf(given);
    if (jobs[slot] === job) native.credentials(slot, null, ...keys);
  } catch (cause) {
    job.cause ??= cause;
    if (jobs[slot] === job) native.credentials(slot, wordsOf(cause));
  }
}

// Nothing runs in the context any more.
function runLast(resource, callback, error, data) {
  try {
    resource.runInAsyncScope(callback, undefined, error, data);
  } finally {
    resource.emitDestroy();
  }
}

/**
 * Starts a call, and returns a promise of it, or calls back once it is over. What
 * `callback` throws is its own: it is neither swallowed nor does it end anything here.
 */
function start(client, spec, callback) {
  const job = new Job(spec);
  if (typeof callback !== 'function') return promised(client, spec, job);
  // The callback runs in the context it was given in, as those of Node do.
  const resource = new AsyncResource('COS', { requireManualDestroy: true });
  job.tell = (error, data) => runLast(resource, callback, error, data);
  begin(client, spec, job);
  return undefined;
}

async function promised(client, spec, job) {
  let found;
  const error = await new Promise((resolve) => {
    job.tell = (failed, data) => {
      found = data;
      resolve(failed);
    };
    begin(client, spec, job);
  });
  if (!error) return found;
  // Here V8 knows who waits for this function: the stack leads to the caller, for the price of a failure.
  Error.captureStackTrace(error, promised);
  throw error;
}

function begin(client, spec, job) {
  const list = spec.list;
  if (job.signal && typeof job.signal.addEventListener !== 'function') {
    job.signal = undefined;
    spec.error ??= failure(Reason.INVALID_ARGUMENT, 'signal must be an AbortSignal', { method: spec.method });
  }
  if (job.signal) list.push(OP.CANCEL, job.signal.aborted ? 1 : 0);
  if (job.progress) list.push(OP.PROGRESS);
  const slot = spec.error ?? native.start(client, spec.method, spec.bucket, spec.key, spec.region, list);
  if (typeof slot === 'number') {
    jobs[slot] = job;
    job.slot = slot;
    if (job.signal?.aborted) job.cause = job.signal.reason;
    else if (job.signal) job.listen();
    return;
  }
  // Nothing was sent; the caller still hears of it later, never before this returns.
  const error = typeof slot === 'string' ? failure(Reason.INVALID_ARGUMENT, slot, { method: spec.method }) : slot;
  setImmediate(() => job.settle(error));
}

/** Calls back with what becomes of a promise, outside of it: there an exception would be a rejection. */
function hand(promise, callback) {
  if (typeof callback !== 'function') return promise;
  const resource = new AsyncResource('COS', { requireManualDestroy: true });
  const call = (error, data) => process.nextTick(runLast, resource, callback, error, data);
  promise.then((data) => call(null, data), (error) => call(error, null));
  return undefined;
}

module.exports = { start, hand, jobs, clients };
