// Bodies of requests, in the form of each transport.
'use strict';
const { bytesOf } = require('./memory.js');

// Not instanceof: an ArrayBuffer of the mini-program's host may have another constructor.
const isBytes = (value) => ArrayBuffer.isView(value) || Object.prototype.toString.call(value) === '[object ArrayBuffer]';
const isBlob = (value) => typeof Blob === 'function' && value instanceof Blob;
const isBody = (value) => typeof value === 'string' || isBytes(value) || isBlob(value);

const viewOf = (value) => (ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value));

/** The bytes of a body as a Uint8Array; undefined if there is none. */
function bytes(value) {
  if (value === undefined || value === null) return undefined;
  return isBytes(value) ? viewOf(value) : Uint8Array.from(bytesOf(value));
}

/** The bytes of a body as an ArrayBuffer of their own. */
function buffer(value) {
  const view = bytes(value);
  return view && view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
}

module.exports = { isBlob, isBody, isBytes, bytes, buffer };
