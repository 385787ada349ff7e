// The XML document in the body of a success.
'use strict';
const { native } = require('./native.js');
const { failure } = require('./errors.js');
const { Reason } = require('./constants.js');

// The numbers of native/document.c.
const READ = Object.freeze({ COUNT: 0, VALUE: 1, FAULT: 2, JSON: 3 });

/** Reads the document; what the library's response contains, which lives as long as this. */
class Document {
  #handle;
  #fault;

  /** Takes the addon's handle, or why there is no document. */
  constructor(handle) {
    if (typeof handle === 'string') this.#fault = handle;
    else this.#handle = handle;
  }

  count(path) {
    return this.#read(READ.COUNT, Document.prototype.count, path) ?? 0;
  }

  value(path) {
    return this.#read(READ.VALUE, Document.prototype.value, path) ?? '';
  }

  get fault() {
    return this.#fault ?? native.document(this.#handle, READ.FAULT);
  }

  get json() {
    return this.#handle === undefined ? '' : native.document(this.#handle, READ.JSON);
  }

  #read(what, caller, path) {
    if (typeof path !== 'string') throw failure(Reason.INVALID_ARGUMENT, 'path must be a string', {}, caller);
    return this.#handle === undefined ? undefined : native.document(this.#handle, what, path);
  }
}

/** Returns a value of the library's JSON as Tencent's SDK has it: no attributes, and lists only of what occurs several times. */
function plain(value) {
  if (Array.isArray(value)) return value.length === 1 ? plain(value[0]) : value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.keys(value).filter((name) => name[0] !== '@' && name[0] !== '#');
  if (members.length === 0) return value['#text'] ?? '';
  return Object.fromEntries(members.map((name) => [name, plain(value[name])]));
}

/** Returns { root: content } of a document; undefined if it could not be read. */
const contentOf = (document) => (document.json === '' ? undefined : plain(JSON.parse(document.json)));

module.exports = { Document, contentOf };
