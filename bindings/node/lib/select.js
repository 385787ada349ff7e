// The result of a SELECT: a stream of messages, each with a length, headers, a payload and checksums.
'use strict';
const { PassThrough, Transform, Writable } = require('node:stream');
const { OP } = require('./native.js');
const { CosError, failure } = require('./errors.js');
const { hand } = require('./calls.js');
const { Reason } = require('./constants.js');
const { output, wrong } = require('./params.js');
const { fromAnswer, readDocument } = require('./answers.js');
const { contentOf } = require('./document.js');
const { write, addXml } = require('./xml.js');

const PRELUDE = 12;
const CHECKSUM = 4;
// The type of a header's value: a text, with two bytes of length.
const TEXT = 7;
// Larger messages are damaged ones: COS sends records in pieces of at most 1 MiB.
const LARGEST = 64 * 1024 * 1024;
let table;

function crc32(bytes) {
  table ??= Uint32Array.from({ length: 256 }, (_, number) => {
    let value = number;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  let crc = ~0;
  for (const byte of bytes) crc = table[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return ~crc >>> 0;
}

const damaged = (what) => new Error(`the result of the SELECT is damaged: ${what}`);

function headersOf(bytes) {
  const headers = {};
  for (let at = 0; at < bytes.length; ) {
    const nameEnd = at + 1 + bytes[at];
    if (nameEnd + 3 > bytes.length || bytes[nameEnd] !== TEXT) throw damaged('a header is malformed');
    const end = nameEnd + 3 + bytes.readUInt16BE(nameEnd + 1);
    if (end > bytes.length) throw damaged('a header is cut');
    headers[bytes.toString('latin1', at + 1, nameEnd)] = bytes.toString('utf8', nameEnd + 3, end);
    at = end;
  }
  return headers;
}

/** Reads the messages of a stream; `take(headers, payload)` receives each of them. */
class Messages {
  #pieces = [];
  #held = 0;
  #needed = PRELUDE;

  constructor(take) {
    this.take = take;
  }

  push(chunk) {
    this.#pieces.push(chunk);
    this.#held += chunk.length;
    if (this.#held < this.#needed) return;
    let rest = Buffer.concat(this.#pieces, this.#held);
    while (rest.length >= (this.#needed = lengthOf(rest))) {
      this.#message(rest.subarray(0, this.#needed));
      rest = rest.subarray(this.#needed);
    }
    this.#pieces = rest.length > 0 ? [rest] : [];
    this.#held = rest.length;
  }

  get isWhole() {
    return this.#held === 0;
  }

  #message(bytes) {
    const end = bytes.length - CHECKSUM;
    if (crc32(bytes.subarray(0, end)) !== bytes.readUInt32BE(end)) throw damaged('a checksum is wrong');
    const headersEnd = PRELUDE + bytes.readUInt32BE(4);
    if (headersEnd > end) throw damaged('a length is wrong');
    this.take(headersOf(bytes.subarray(PRELUDE, headersEnd)), bytes.subarray(headersEnd, end));
  }
}

/** Returns the length of the first message; that of its beginning if more is not there yet. */
function lengthOf(bytes) {
  if (bytes.length < PRELUDE) return PRELUDE;
  const length = bytes.readUInt32BE(0);
  if (length < PRELUDE + CHECKSUM || length > LARGEST) throw damaged('a length is wrong');
  return length;
}

/** The result of one SELECT. */
class Result {
  stats = undefined;
  error = undefined;
  isEnded = false;
  // Of the response, with its request id.
  headers = {};

  constructor(onRecords, onProgress) {
    const take = (headers, payload) => this.#take(headers, payload, onRecords, onProgress);
    this.messages = new Messages(take);
  }

  #take(headers, payload, onRecords, onProgress) {
    const type = headers[':event-type'];
    if (headers[':message-type'] === 'error') this.error = { code: headers[':error-code'], message: headers[':error-message'] };
    else if (type === 'Records') onRecords(payload);
    else if (type === 'Stats') this.stats = contentOf(readDocument(payload))?.Stats;
    else if (type === 'Progress') onProgress?.(contentOf(readDocument(payload))?.Progress);
    else if (type === 'End') this.isEnded = true;
  }

  /** Returns what failed, although the status is a success. */
  get failure() {
    if (this.error) {
      const { code: Code, message: Message } = this.error;
      const body = write({ Error: { Code: held(Code), Message: held(Message) } });
      return fromAnswer({ method: 'POST', status: 200, headers: this.headers, body }, fromAnswer);
    }
    const isWhole = this.isEnded && this.messages.isWhole;
    return isWhole ? undefined : failure(Reason.BAD_RESPONSE, 'the result of the SELECT ends before its last message', { method: 'POST' });
  }
}

/** Returns a text of the service without what XML cannot hold. */
// eslint-disable-next-line no-control-regex
const held = (text) => text?.replace(/[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]/g, '\ufffd');

/** Passes the chunks of a stream on to `push`; an exception of it is the stream's error. */
const taking = (push) => (chunk, encoding, taken) => {
  try {
    push(chunk);
    taken();
  } catch (error) {
    taken(error);
  }
};

function send(core, params, Output, tools, result) {
  const { SelectType, SelectRequest = {} } = params;
  const spec = tools.objectSpec(core, 'POST', params, 'GetObject');
  spec.list.push(OP.QUERY, 'select', undefined, OP.QUERY, 'select-type', SelectType === undefined ? undefined : String(SelectType));
  const missing = SelectType ? undefined : wrong('SelectType is missing; set 2');
  spec.error = missing ?? addXml(spec.list, { SelectRequest }) ?? output({ Output }, spec);
  spec.head = ({ headers }) => {
    result.headers = headers;
  };
  spec.made = (data) => data;
  return core.send(params, spec);
}

async function outcome(core, params, Output, tools, result, more) {
  try {
    const data = await send(core, params, Output, tools, result);
    return tools.result(data, { ...more(), ...(result.stats && { Stats: result.stats }) });
  } catch (error) {
    // What the stream of messages told is closer to the cause than that it was destroyed.
    throw error.cause instanceof CosError ? error.cause : error;
  }
}

function operations(tools) {
  function selectObjectContent(core, params, callback) {
    if (params.ReturnStream) return selectObjectContentStream(core, params, callback);
    const records = [];
    const result = new Result((bytes) => records.push(bytes), params.onProgress);
    const Output = new Writable({ write: taking((chunk) => result.messages.push(chunk)), final: (over) => over(result.failure) });
    const more = () => ({ Payload: Buffer.concat(records) });
    return hand(outcome(core, params, Output, tools, result, more), callback);
  }

  /** Returns the records as a stream; as they are sent if DataType is raw. */
  function selectObjectContentStream(core, params, callback) {
    const result = new Result((bytes) => Output.push(bytes), params.onProgress);
    const Output = params.DataType === 'raw'
      ? new PassThrough()
      : new Transform({ transform: taking((chunk) => result.messages.push(chunk)), flush: (over) => over(result.failure) });
    hand(outcome(core, params, Output, tools, result, () => ({})), typeof callback === 'function' ? callback : () => {});
    return Output;
  }

  return { selectObjectContent, selectObjectContentStream };
}

module.exports = { operations, Messages };
