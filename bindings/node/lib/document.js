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

module.exports = { Document };
