// Calls in progress: the events that the addon reports, and the waiting callers.
'use strict';
const { AsyncResource } = require('node:async_hooks');
const { native, OP, ASK } = require('./native.js');
const { CosError, build, failure, headersOf, setCause } = require('./errors.js');
const { Reason, LogLevelNames } = require('./constants.js');
const { requestOf, keysOf, Signature } = require('./credentials.js');
const { copyCode } = require('./system.js');

/** The longest delay of a timer, about 25 days. */
const LONGEST_TIMER = 2 ** 31 - 1;

// By slot; by the number of a client: { provider, log }, for as long as the client is there.
const jobs = [];
const clients = new Map();
// The calls that each signal cancels. One listener serves them all, however many share it.
const signalled = new WeakMap();

/** Calls `abort` of a call when its `signal` is triggered. */
function listen(call) {
  const others = signalled.get(call.signal);
  if (others) return void others.add(call);
  const all = new Set([call]);
  signalled.set(call.signal, all);
  const onAbort = () => {
    for (const each of all) each.abort(each.signal.reason);
  };
  call.signal.addEventListener('abort', onAbort, { once: true });
}

const ignore = (call) => signalled.get(call.signal)?.delete(call);

/** One call. `made` converts { statusCode, headers, RequestId, received, body } to the caller's result. */
class Job {
  constructor(spec) {
    const { core, signal, made, source, sink, progress, head } = spec;
    // A reference to the client keeps its provider and log.
    this.core = core;
    // The description of the request for a provider.
    this.spec = core.settings.provider ? spec : undefined;
    this.signal = signal;
    this.made = made;
    this.slot = -1;
    this.cause = undefined;
    this.source = source;
    this.sink = sink;
    this.progress = progress;
    this.head = head;
    this.tell = undefined;
    // The instructions of a request with a finished signature, between the provider's result and its sending.
    this.signature = undefined;
    this.over = false;
    // Of a call that waits for its turn.
    this.timer = undefined;
  }

  /** JavaScript has the response, and the thread of the call has ended: only its stream is left. */
  get isFinishing() {
    return jobs[this.slot] !== this;
  }

  abort(cause) {
    this.cause ??= cause;
    if (this.isFinishing) this.fail(failure(Reason.CANCELLED, 'cancelled while the output stream is being finished'));
    else native.cancel(this.slot);
  }

  /** The call waits for its turn, for at most so many milliseconds. Returns its slot. */
  await([slot, limit]) {
    if (limit <= LONGEST_TIMER) this.timer = setTimeout(native.expire, limit, slot);
    return slot;
  }

  settle(error, data) {
    if (this.timer !== undefined) clearTimeout(this.timer);
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

  // The error of a stream, a provider or a signal is closer to the cause than the library's error.
  explain(error) {
    setCause(error, this.cause);
    if (error.reason === Reason.CALLBACK) copyCode(error, this.cause);
  }

  finish(error, data) {
    if (this.over) return;
    this.over = true;
    this.core.finishing.delete(this);
    if (this.signal) ignore(this);
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
  function done(slot, error, statusCode, requestId, headers, received, body, document) {
    const job = jobs[slot];
    jobs[slot] = undefined;
    if (error && job.signature) return sendSigned(job);
    if (error) return job.settle(error);
    const texts = headers.split('\0');
    const data = { statusCode, headers: headersOf(texts, 0, texts.length - 1), RequestId: requestId, received, body, document };
    job.settle(null, data);
  },
  function ask(slot, what, size, bytes, client) {
    const job = jobs[slot];
    if (what === ASK.READ) job.source.read(slot, job);
    else if (what === ASK.WRITE) job.sink.write(slot, bytes, job);
    else if (what === ASK.REWIND) job.source.rewind(slot, job);
    else if (what === ASK.HEAD) receiveHead(slot, size, bytes, job);
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

// Calls in progress end with the process; the files that they began to write are removed.
process.once('exit', native.close);

// Any value may be thrown, also one that cannot be converted to text.
function wordsOf(cause) {
  try {
    return String(cause?.message ?? cause).replaceAll('\0', '');
  } catch {
    return 'it threw what is no error';
  }
}

async function receiveHead(slot, statusCode, text, job) {
  const [RequestId, ...texts] = text.split('\0');
  try {
    await job.head({ statusCode, headers: headersOf(texts, 0, texts.length - 1), RequestId });
    if (jobs[slot] === job) native.answer(slot, 0);
  } catch (cause) {
    job.cause ??= cause;
    if (jobs[slot] === job) native.answer(slot, -1, wordsOf(cause));
  }
}

async function provide(slot, provider, job) {
  try {
    const given = (await provider(requestOf(job.spec, job.core.settings.native.region, job.core.host(job.spec)))) ?? {};
    if (given instanceof Signature) job.signature = given.for(job.spec);
    const keys = job.signature ? [] : keysOf(given);
    if (jobs[slot] !== job) return;
    if (job.signature) native.credentials(slot, 'the program gave a finished signature');
    else native.credentials(slot, null, ...keys);
  } catch (cause) {
    job.cause ??= cause;
    if (jobs[slot] === job) native.credentials(slot, wordsOf(cause));
  }
}

/** Sends the request of a call for which the program gave a finished signature instead of credentials: nothing was sent yet. */
function sendSigned(job) {
  const { spec, signature } = job;
  job.signature = undefined;
  const client = job.core.unsigned(spec);
  launch(job, client instanceof CosError ? client : native.start(client, spec.method ?? 'HEAD', spec.bucket, spec.key, spec.region, signature));
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
 * Starts a call, and returns a promise of it, or calls back when it is over. An exception
 * from `callback` is neither swallowed nor does it end anything here.
 */
function start(client, spec, callback) {
  const job = new Job(spec);
  if (typeof callback !== 'function') return promised(client, spec, job);
  // The callback runs in the async context in which it was passed, as those of Node do.
  const resource = new AsyncResource('COS', { requireManualDestroy: true });
  job.tell = (error, data) => runLast(resource, callback, error, data);
  begin(client, spec, job);
  return undefined;
}

/** Returns a promise of what `call` tells. */
async function awaited(call) {
  let found;
  const error = await new Promise((resolve) => {
    call((failed, data) => {
      found = data;
      resolve(failed);
    });
  });
  if (!error) return found;
  // V8 knows the caller that awaits this function: the stack leads to it, at the cost of a failed call only.
  Error.captureStackTrace(error, awaited);
  throw error;
}

const promised = (client, spec, job) => awaited((tell) => {
  job.tell = tell;
  begin(client, spec, job);
});

function begin(client, spec, job) {
  const list = spec.list;
  if (job.signal && typeof job.signal.addEventListener !== 'function') {
    job.signal = undefined;
    spec.error ??= failure(Reason.INVALID_ARGUMENT, 'signal must be an AbortSignal', { method: spec.method });
  }
  if (job.signal) list.push(OP.CANCEL, job.signal.aborted ? 1 : 0);
  if (job.progress) list.push(OP.PROGRESS);
  if (job.head) list.push(OP.HEAD);
  launch(job, spec.error ?? native.start(client, spec.moves ?? spec.method, spec.bucket, spec.key, spec.region, list), spec.method);
}

/** Follows what the addon returned: the slot of a call, alone or with the time that it may wait, or an error. */
function launch(job, given, method) {
  let slot = given;
  if (Array.isArray(slot)) slot = job.await(slot);
  if (typeof slot === 'number') {
    jobs[slot] = job;
    job.slot = slot;
    if (job.signal?.aborted) job.cause = job.signal.reason;
    else if (job.signal) listen(job);
    return;
  }
  // Nothing was sent; the caller receives the error later, never before this returns.
  const error = typeof slot === 'string' ? failure(Reason.INVALID_ARGUMENT, slot, { method }) : slot;
  setImmediate(() => job.settle(error));
}

/** Returns a function that calls back outside of promises, in the async context of now; it may be called again. */
function later(callback) {
  const call = AsyncResource.bind(callback);
  return (error, data) => void process.nextTick(call, error, data);
}

/** Calls back with the result of a promise, outside of it: inside, an exception would become a rejection. */
function hand(promise, callback) {
  if (typeof callback !== 'function') return promise;
  const resource = new AsyncResource('COS', { requireManualDestroy: true });
  const call = (error, data) => process.nextTick(runLast, resource, callback, error, data);
  promise.then((data) => call(null, data), (error) => call(error, null));
  return undefined;
}

/** Makes a success of the errors for which `dataOf` returns one. `send` takes a callback, or returns a promise. */
function instead(dataOf, callback, send) {
  if (typeof callback === 'function') {
    return send((error, found) => {
      const data = error ? dataOf(error) : undefined;
      return data ? callback(null, data) : callback(error, found);
    });
  }
  return send().catch((error) => {
    const data = dataOf(error);
    if (data) return data;
    throw error;
  });
}

module.exports = { start, hand, instead, awaited, later, listen, ignore, jobs, clients };
