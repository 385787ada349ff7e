// What goes into the linear memory of the module and comes out of it: UTF-8, and structs of C.
'use strict';

/** Widths of the members of a struct; wasm32 aligns each to its width. */
const WIDTHS = { i32: 4, pointer: 4, i64: 8, f64: 8 };

const decoder = typeof TextDecoder === 'undefined' ? undefined : new TextDecoder('utf-8', { ignoreBOM: true });

/** A string as UTF-8. A half of a surrogate pair becomes U+FFFD. */
function utf8(text) {
  const bytes = [];
  for (let at = 0; at < text.length; at += 1) {
    let code = text.charCodeAt(at);
    if (code < 0x80) {
      bytes.push(code);
      continue;
    }
    if (code >= 0xd800 && code < 0xe000) {
      const low = text.charCodeAt(at + 1);
      const isPair = code < 0xdc00 && low >= 0xdc00 && low < 0xe000;
      code = isPair ? ((code - 0xd800) << 10) + (low - 0xdc00) + 0x10000 : 0xfffd;
      at += isPair ? 1 : 0;
    }
    pushCode(bytes, code);
  }
  return bytes;
}

function pushCode(bytes, code) {
  const tail = (shift) => 0x80 | ((code >> shift) & 0x3f);
  if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(0));
  else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(6), tail(0));
  else bytes.push(0xf0 | (code >> 18), tail(12), tail(6), tail(0));
}

/** The string of UTF-8 that the module wrote, which is always well-formed. */
function decoded(bytes) {
  return decoder ? decoder.decode(bytes) : decodedByHand(bytes);
}

function decodedByHand(bytes) {
  let text = '';
  let units = [];
  for (let at = 0; at < bytes.length; ) {
    const [code, width] = codeAt(bytes, at);
    at += width;
    if (code >= 0x10000) units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff));
    else units.push(code);
    if (units.length > 4096) {
      text += String.fromCharCode.apply(null, units);
      units = [];
    }
  }
  return text + String.fromCharCode.apply(null, units);
}

function codeAt(bytes, at) {
  const first = bytes[at];
  const tail = (n) => bytes[at + n] & 0x3f;
  if (first < 0x80) return [first, 1];
  if (first < 0xe0) return [((first & 0x1f) << 6) | tail(1), 2];
  if (first < 0xf0) return [((first & 0x0f) << 12) | (tail(1) << 6) | tail(2), 3];
  return [((first & 0x07) << 18) | (tail(1) << 12) | (tail(2) << 6) | tail(3), 4];
}

/** What a value contributes to a block: the bytes of a string, or bytes as they are. */
function bytesOf(value) {
  if (typeof value === 'string') return utf8(value);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return utf8(String(value));
}

/**
 * The input of one call: pieces that lie in one block of the module's memory. Places are
 * counted from the beginning of the block; 0 is NULL.
 */
class Block {
  constructor() {
    this.pieces = [];
    this.size = 8;
  }

  /** Bytes, followed by a NUL. */
  bytes(bytes) {
    return this.add({ bytes }, bytes.length + 1, 1);
  }

  /** A string that ends with a NUL; NULL if it is not set. */
  text(value) {
    return value === undefined || value === null ? 0 : this.bytes(bytesOf(value));
  }

  /** Structs in a row, each a list of [kind, value]; the value of a pointer is a place. */
  structs(rows) {
    const members = rows.reduce((all, row) => all.concat(row), []);
    const width = members.reduce((end, [kind]) => aligned(end, WIDTHS[kind]) + WIDTHS[kind], 0);
    return this.add({ members }, width, 8);
  }

  add(piece, size, alignment) {
    const place = aligned(this.size, alignment);
    this.pieces.push(Object.assign(piece, { place }));
    this.size = place + size;
    return place;
  }

  /** Writes all pieces into a block that begins at `base`. */
  write(memory, base) {
    const heap = new Uint8Array(memory.buffer);
    const view = new DataView(memory.buffer);
    for (const piece of this.pieces) {
      if (piece.bytes) heap.set(piece.bytes, base + piece.place);
      else writeMembers(view, base, piece);
    }
  }
}

function writeMembers(view, base, { members, place }) {
  let at = base + place;
  for (const [kind, value] of members) {
    at = aligned(at, WIDTHS[kind]);
    if (kind === 'pointer') view.setUint32(at, value === 0 ? 0 : base + value, true);
    else if (kind === 'i32') view.setInt32(at, value, true);
    else if (kind === 'f64') view.setFloat64(at, value, true);
    else {
      view.setUint32(at, value >>> 0, true);
      view.setInt32(at + 4, Math.floor(value / 0x100000000), true);
    }
    at += WIDTHS[kind];
  }
}

const aligned = (place, alignment) => Math.ceil(place / alignment) * alignment;

/** A 64-bit integer that is small enough for a number. */
const int64 = (view, at) => view.getInt32(at + 4, true) * 0x100000000 + view.getUint32(at, true);

module.exports = { Block, bytesOf, decoded, decodedByHand, int64, utf8 };
