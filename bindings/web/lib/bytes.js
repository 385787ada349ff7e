// Bodies: what a program may pass, as each transport needs it.
'use strict';
const { bytesOf } = require('./memory.js');

const isBytes = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value);
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

module.exports = { isBlob, isBody, bytes, buffer };
