// The parameters of calls, by their names in Tencent's SDK, as instructions for the addon.
'use strict';
const fs = require('node:fs');
const { OP } = require('./native.js');
const { CosError, failure } = require('./errors.js');
const { Reason } = require('./constants.js');
const { numberOf, whole } = require('./numbers.js');
const { Source, Sink, isSpent } = require('./streams.js');
const { headers, queries } = require('./generated.js');

const HEADERS = Object.entries(headers);
const QUERIES = Object.entries(queries);
const BY_PARAM = new Map(HEADERS);
const QUERY_BY_PARAM = new Map(QUERIES);

const wrong = (message) => failure(Reason.INVALID_ARGUMENT, message);
const textOf = (value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value);

/** Returns a text as COS encodes it in URLs. */
const escaped = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

// Headers, URLSearchParams and Map have pairs, and no properties.
const hasPairs = (value) => typeof value === 'object' && typeof value[Symbol.iterator] === 'function';

function addPairs(list, op, pairs) {
  for (const [name, value] of hasPairs(pairs) ? pairs : Object.entries(pairs)) {
    // A header without a value is left out; a query parameter without one is a sub-resource.
    if (value === undefined || (value === null && op !== OP.QUERY)) continue;
    list.push(op, name, textOf(value));
  }
}

// 0 means the default. The addon rejects what is not a number, the library what is below 1.
function addTimeout(list, time) {
  if (time !== 0 && time !== null) list.push(OP.TIMEOUT, typeof time === 'number' ? Math.ceil(time) : time);
}

/** Parameters of any call: headers, query parameters, timeout, explain. */
function common(params, list, headers = OP.HEADER) {
  // A call has few parameters: those that are set are looked up, instead of all known ones.
  for (const param in params) {
    const value = params[param];
    if (value === undefined) continue;
    const header = BY_PARAM.get(param) ?? (param.toLowerCase().startsWith('x-cos-') ? param : undefined);
    if (header !== undefined) list.push(headers, header, textOf(value));
    else if (QUERY_BY_PARAM.has(param)) list.push(OP.QUERY, QUERY_BY_PARAM.get(param), textOf(value));
    else if (param === 'Headers') addPairs(list, headers, value ?? {});
    else if (param === 'Query') addPairs(list, OP.QUERY, value ?? {});
    else if (param === 'Timeout') addTimeout(list, numberOf(value));
    else if (param === 'Explain' && value) list.push(OP.EXPLAIN);
  }
  return list;
}

/** Returns the length of a stream that reads a file, if the file system knows it. */
async function fileLength(stream) {
  if (typeof stream.path !== 'string' || typeof stream.bytesRead !== 'number' || stream.fd < 0) return -1;
  const file = await fs.promises.stat(stream.path);
  // A file that is not a regular one has no usable size, and neither have the files of /proc.
  if (!file.isFile() || file.size === 0) return -1;
  const end = Number.isFinite(stream.end) ? Math.min(stream.end + 1, file.size) : file.size;
  return Math.max(0, end - (stream.start ?? 0));
}

const MISSING = 'set a string, a Buffer, a Blob, a Readable, or "" for an empty object';

/** Returns an error if the body to store is undefined or null; otherwise undefined. */
function missingBody(params) {
  const { Body, FilePath } = params;
  return (Body ?? FilePath) === undefined || (Body ?? FilePath) === null ? wrong(`Body is missing; ${MISSING}`) : undefined;
}

/** Adds the instructions and the source of a body. Returns what is wrong, or undefined. */
function body(value, length, spec) {
  const given = length === undefined || length === null ? -1 : whole('ContentLength', length, 0, ' of bytes');
  if (given instanceof CosError) return given;
  if (value === undefined || value === null || value === '') return undefined;
  // A stream that was read, or that has failed, would store an empty object.
  if (value.errored) return failure(Reason.CALLBACK, `Body failed before it was sent: ${value.errored.message}`, { cause: value.errored });
  if (isSpent(value)) return wrong('Body has been read or closed; set a stream that has not');
  if (typeof value === 'string') {
    spec.list.push(OP.BODY, Buffer.from(value));
  } else if (value instanceof Uint8Array) {
    spec.list.push(OP.BODY, value);
  } else if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    spec.list.push(OP.BODY, Buffer.from(value.buffer ?? value, value.byteOffset ?? 0, value.byteLength));
  } else if (typeof value === 'function') {
    stream(spec, value, true, given);
  } else if (typeof value.stream === 'function' && typeof value.size === 'number') {
    stream(spec, () => value.stream(), true, value.size);
  } else if (value[Symbol.asyncIterator] || value[Symbol.iterator]) {
    stream(spec, () => value, false, given, value);
  } else {
    return wrong('Body must be a string, a Buffer, a Blob, a Readable, or a function that gives a Readable');
  }
  return undefined;
}

function stream(spec, open, rewinds, length, given) {
  spec.source = new Source(open, rewinds, given);
  spec.list.push(OP.READER, length, rewinds ? 1 : 0);
}

/** Sets where a success's body goes: a path, a Writable, or memory. */
function output({ Output: value, OutputSync: sync }, spec) {
  if (sync && typeof value !== 'string') return wrong('OutputSync needs a path as Output');
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') {
    spec.list.push(OP.SINK_FILE, value);
    if (sync) spec.list.push(OP.SINK_SYNC);
  } else if (typeof value.write === 'function' && typeof value.on === 'function') {
    spec.sink = new Sink(value);
    spec.list.push(OP.SINK, 0);
  } else {
    return wrong('Output must be a path or a Writable');
  }
  return undefined;
}

/** Sets the function that receives the head of a success. Returns what is wrong, or undefined. */
function head({ onHead }, spec) {
  if (onHead === undefined || onHead === null) return undefined;
  if (typeof onHead !== 'function') return wrong('onHead must be a function');
  spec.head = onHead;
  return undefined;
}

/**
 * Returns onProgress of Tencent's SDK: { loaded, total, speed, percent }, in bytes per second and 0 to 1. It is called at most
 * once in `interval` milliseconds, and at the end.
 */
function progress(listener, uploads, interval = 0) {
  if (typeof listener !== 'function') return undefined;
  let time = Date.now();
  let before = 0;
  return (sent, toSend, received, toReceive) => {
    const loaded = uploads ? sent : received;
    const total = Math.max(0, uploads ? toSend : toReceive);
    const now = Date.now();
    if (now - time < interval && loaded < total) return;
    const speed = now > time ? Math.max(0, Math.round((loaded - before) / ((now - time) / 1000))) : 0;
    [time, before] = [now, loaded];
    listener({ loaded, total, speed, percent: total > 0 ? Math.floor((loaded / total) * 100) / 100 : 0 });
  };
}

module.exports = { HEADERS, QUERIES, escaped, common, addPairs, addTimeout, body, missingBody, output, head, progress, fileLength, wrong };
