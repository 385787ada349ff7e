// Writes tables of damaged responses, made from the rows of answers.jsonl:
//   node mutate.js ANSWERS COUNT SEED FOLDER
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const [table, count, seed, folder] = process.argv.slice(2);
const sources = fs.readFileSync(table, 'utf8').split('\n').filter(Boolean)
  .map((line) => JSON.parse(line).exchange);

/** Numbers below a limit, the same ones for each seed (xorshift). */
let state = Number(seed) >>> 0 || 1;
function below(limit) {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % limit;
}

const bodyOf = ({ body = '', body_hex }) => (body_hex === undefined ? Buffer.from(body) : Buffer.from(body_hex, 'hex'));
const headersOf = ({ headers = [], raw_headers_hex }) =>
  raw_headers_hex === undefined
    ? Buffer.from(headers.map(([name, value]) => `${name}: ${value}\r\n`).join(''))
    : Buffer.from(raw_headers_hex, 'hex');

const SIGNS = '<>&"\'{}[]:;=\0\r\n/';
const DAMAGES = [
  // Cut.
  (bytes) => bytes.subarray(0, below(bytes.length + 1)),
  (bytes) => bytes.subarray(below(bytes.length + 1)),
  // One bit, one byte.
  (bytes) => replaced(bytes, below(bytes.length), (byte) => byte ^ (1 << below(8))),
  (bytes) => replaced(bytes, below(bytes.length), () => below(256)),
  // A piece again, and a piece of another one.
  (bytes) => spliced(bytes, piece(bytes)),
  (bytes, other) => spliced(bytes, piece(other)),
  // A sign that means something.
  (bytes) => spliced(bytes, Buffer.from(SIGNS[below(SIGNS.length)])),
];

function replaced(bytes, at, value) {
  const copy = Buffer.from(bytes);
  if (copy.length > 0) copy[at] = value(copy[at]);
  return copy;
}

function piece(bytes) {
  const start = below(bytes.length + 1);
  return bytes.subarray(start, start + below(64));
}

function spliced(bytes, extra) {
  const at = below(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), extra, bytes.subarray(at)]);
}

function damaged(bytes, other) {
  let result = bytes;
  for (let times = 1 + below(3); times > 0; times -= 1) result = DAMAGES[below(DAMAGES.length)](result, other);
  return result;
}

function mutated() {
  const [source, other] = [sources[below(sources.length)], sources[below(sources.length)]];
  const { body, body_hex, headers, raw_headers_hex, ...rest } = source;
  const inBody = below(4) > 0;
  const newBody = inBody ? damaged(bodyOf(source), bodyOf(other)) : bodyOf(source);
  const newHeaders = inBody ? headersOf(source) : damaged(headersOf(source), headersOf(other));
  return { ...rest, body_hex: newBody.toString('hex'), raw_headers_hex: newHeaders.toString('hex') };
}

const rows = Array.from({ length: Number(count) }, (_, number) =>
  JSON.stringify({ id: `damaged-${number}`, exchange: mutated(), expect: null }));
fs.mkdirSync(folder, { recursive: true });
fs.writeFileSync(path.join(folder, 'answers.jsonl'), `${rows.join('\n')}\n`);
