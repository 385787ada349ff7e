// Bodies that come from streams, and response bodies that go to them.
'use strict';
const { isDisturbed, isReadable } = require('node:stream');
const { native } = require('./native.js');
const { jobs } = require('./calls.js');

function bytesOf(chunk) {
  if (chunk instanceof Uint8Array) return chunk;
  return ArrayBuffer.isView(chunk) ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.from(chunk);
}

/** Whether a stream of Node or of the web has been read. */
const isSpent = (value) => value.readableEnded || value.destroyed || (isDisturbed(value) && isReadable(value) === false);

/** Checks a stream that a function of the caller returned: one that was read would store an empty object. */
function unread(stream) {
  if (stream?.errored) throw stream.errored;
  if (stream && isSpent(stream)) throw new Error('Body gave a stream that has been read or closed; give a new one each time');
  return stream;
}

/** Returns the text of a stream's failure, which becomes part of the error's message. */
function words(cause) {
  try {
    return String(cause?.message || cause).replaceAll('\0', '\ufffd');
  } catch {
    return undefined;
  }
}

/** Calls `late` with an error unless what it returns is called within the client's Timeout: the time without a byte. */
function within(job, words, late) {
  const { idleTimeout } = job.core.settings;
  if (!idleTimeout) return () => {};
  const expire = () => late(Object.assign(new Error(`${words} within the Timeout of ${idleTimeout} ms`), { code: 'ESOCKETTIMEDOUT' }));
  const timer = setTimeout(expire, idleTimeout);
  return () => clearTimeout(timer);
}

/**
 * A request's body from an iterable; `open` returns it, anew if it can be rewound; `stream` is set if it exists
 * already.
 */
class Source {
  constructor(open, rewinds, stream) {
    this.open = open;
    this.rewinds = rewinds;
    this.stream = stream;
    this.iterator = undefined;
    this.left = undefined;
    this.ended = false;
    this.over = false;
    this.isLate = false;
    // The stream may fail before it is read: its reader receives the error then.
    if (typeof stream?.on === 'function') stream.on('error', () => {});
  }

  async read(slot, job) {
    const over = within(job, 'Body gave no bytes', (error) => this.fail(slot, job, error));
    try {
      const chunk = await this.next();
      if (jobs[slot] !== job || this.isLate) return;
      if (!chunk) native.answer(slot, 0);
      else this.left = chunk.subarray(native.fill(slot, chunk));
    } catch (cause) {
      this.fail(slot, job, cause);
    } finally {
      over();
    }
  }

  async rewind(slot, job) {
    try {
      this.close();
      this.left = this.iterator = undefined;
      this.ended = false;
      if (jobs[slot] === job) native.answer(slot, 0);
    } catch (cause) {
      this.fail(slot, job, cause);
    }
  }

  fail(slot, job, cause) {
    if (this.isLate) return;
    this.isLate = cause.code === 'ESOCKETTIMEDOUT';
    this.ended = true;
    job.cause ??= cause;
    if (jobs[slot] === job) native.answer(slot, -1, words(cause));
  }

  // Returns the next bytes, at least one; undefined at the end.
  async next() {
    while (!this.left?.length && !this.ended) {
      this.stream ??= this.rewinds ? unread(await this.open()) : await this.open();
      if (this.over) return void this.close();
      this.iterator ??= (this.stream[Symbol.asyncIterator] ?? this.stream[Symbol.iterator]).call(this.stream);
      const { value, done } = await this.iterator.next();
      this.ended = Boolean(done);
      this.left = done ? undefined : bytesOf(value);
    }
    return this.left;
  }

  /** Ends the reading: a stream that is not at its end is destroyed, as a file is closed. */
  close() {
    const stream = this.stream;
    this.stream = undefined;
    if (!stream || this.ended) return;
    this.ended = true;
    // Errors and exceptions of this are ignored.
    try {
      if (typeof stream.destroy === 'function') {
        stream.once?.('error', () => {});
        stream.destroy();
      } else {
        Promise.resolve(this.iterator?.return?.()).catch(() => {});
      }
    } catch {}
  }

  /** Ends the call: a stream that is still being opened is closed once it is open. */
  finish() {
    this.over = true;
    this.close();
  }
}

/** Writes a success's body to a writable stream, one piece after the other was taken. */
class Sink {
  constructor(stream) {
    this.stream = stream;
    this.failed = undefined;
    this.onError = (error) => {
      this.failed ??= error;
    };
    stream.on('error', this.onError);
  }

  write(slot, bytes, job) {
    let told = false;
    const taken = (error) => {
      if (told) return;
      told = true;
      over();
      this.stream.off('close', closed);
      if (error) job.cause ??= this.failed ?? error;
      if (jobs[slot] === job) native.answer(slot, error ? 1 : 0, error ? words(this.failed ?? error) : undefined);
    };
    // A stream that is destroyed does not call back for the bytes that it has not taken.
    const closed = () => taken(this.failed ?? new Error('the output stream is closed'));
    const over = within(job, 'the output stream took no bytes', taken);
    if (this.failed || this.stream.destroyed) return void closed();
    this.stream.once('close', closed);
    this.stream.write(bytes, taken);
  }

  /** Ends the writing; calls `then` when the stream has taken everything, or with the error. */
  finish(then) {
    const stream = this.stream;
    let told = false;
    const over = (error) => {
      if (told) return;
      told = true;
      stream.off('close', closed);
      stream.off('error', this.onError);
      then(this.failed ?? error ?? null);
    };
    const closed = () => over(stream.writableFinished ? null : new Error('the output stream was closed early'));
    if (stream === process.stdout || stream === process.stderr) return void over(null);
    if (this.failed || stream.destroyed) return void over(this.failed ?? new Error('the output stream is closed'));
    stream.once('close', closed);
    stream.once('error', over);
    stream.end(over);
  }

  /** Destroys the stream after a failure, with the error for its listeners. */
  abandon(error) {
    const stream = this.stream;
    stream.off('error', this.onError);
    if (stream === process.stdout || stream === process.stderr || typeof stream.destroy !== 'function') return;
    if (stream.listenerCount('error') > 0) stream.destroy(error);
    else stream.once('error', () => {}).destroy();
  }
}

module.exports = { Source, Sink, bytesOf, isSpent };
