// What goes into the linear memory of the module and comes out of it: UTF-8, and structs of C.
'use strict';

const encoder = typeof TextEncoder === 'undefined' ? undefined : new TextEncoder();
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

/** Bytes of a value: of a string as UTF-8, others as they are. */
function bytesOf(value) {
  if (typeof value === 'string') return encoder ? encoder.encode(value) : utf8(value);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return utf8(String(value));
}

let scratch = new Uint8Array(16384);
let view = new DataView(scratch.buffer);

function reserve(size) {
  if (size <= scratch.length) return;
  const larger = new Uint8Array(2 * size);
  larger.set(scratch);
  scratch = larger;
  view = new DataView(scratch.buffer);
}

/**
 * The input of one call, which is copied into the module's memory in one piece. Places are counted
 * from the beginning of the block; 0 is NULL. There is one block at a time.
 */
class Block {
  constructor() {
    this.size = 8;
    this.pointers = [];
  }

  /** Bytes, followed by a NUL. */
  bytes(bytes) {
    const place = this.size;
    this.size += bytes.length + 1;
    reserve(this.size);
    scratch.set(bytes, place);
    scratch[place + bytes.length] = 0;
    return place;
  }

  /** A string that ends with a NUL; NULL if it is not set. */
  text(value) {
    if (value === undefined || value === null) return 0;
    return typeof value === 'string' ? this.string(value) : this.bytes(bytesOf(value));
  }

  /** Most strings are short, and ASCII. */
  string(text) {
    const place = this.size;
    reserve(place + text.length + 1);
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code > 0x7f) return this.bytes(bytesOf(text));
      scratch[place + at] = code;
    }
    scratch[place + text.length] = 0;
    this.size = place + text.length + 1;
    return place;
  }

  /** Begins a struct, or a list of structs. */
  open() {
    return this.align(8);
  }

  align(width) {
    this.size = Math.ceil(this.size / width) * width;
    reserve(this.size + 8);
    return this.size;
  }

  i32(value) {
    view.setInt32(this.align(4), value, true);
    this.size += 4;
    return this;
  }

  pointer(place) {
    if (place !== 0) this.pointers.push(this.align(4));
    return this.i32(place);
  }

  i64(value) {
    view.setUint32(this.align(8), value >>> 0, true);
    view.setInt32(this.size + 4, Math.floor(value / 0x100000000), true);
    this.size += 8;
    return this;
  }

  f64(value) {
    view.setFloat64(this.align(8), value, true);
    this.size += 8;
    return this;
  }

  /** Sets the first member of the struct that was opened here, its size. */
  close(place) {
    view.setInt32(place, this.size - place, true);
    return place;
  }

  /** Moves the block to `base`: no copy of it stays, because it may contain secrets. */
  write(memory, base) {
    for (const place of this.pointers) view.setUint32(place, view.getUint32(place, true) + base, true);
    new Uint8Array(memory.buffer, base, this.size).set(scratch.subarray(0, this.size));
    scratch.fill(0, 0, this.size);
  }
}

/** A 64-bit integer that is small enough for a number. */
const int64 = (from, at) => from.getInt32(at + 4, true) * 0x100000000 + from.getUint32(at, true);

module.exports = { Block, bytesOf, decoded, decodedByHand, int64, utf8 };
