// Documents of requests, which the library writes. It reads those of responses, too.
'use strict';
const { native, OP } = require('./native.js');
const { CosError, failure } = require('./errors.js');
const { Reason } = require('./constants.js');

const wrong = (message) => failure(Reason.INVALID_ARGUMENT, message);

// JSON has no other numbers, and would send null for them.
function checked(name, value) {
  if (typeof value === 'number' && !Number.isFinite(value)) throw wrong(`${name} "${value}": must be a finite number`);
  return typeof value === 'bigint' ? String(value) : value;
}

function json(content) {
  try {
    return JSON.stringify(content, checked);
  } catch (error) {
    throw error instanceof CosError ? error : wrong(`the document cannot be written: ${error.message}`);
  }
}

/** Returns the text of a document from { root: content }; what XML cannot hold is thrown. */
function write(content) {
  const made = native.xml(json(content));
  if (typeof made !== 'string') throw made ?? wrong('the document is too long for a string');
  return made;
}

/** Adds a document as the body of a request. Returns what is wrong, or undefined. */
function addXml(list, content) {
  try {
    list.push(OP.HEADER, 'Content-Type', 'application/xml', OP.BODY, Buffer.from(write(content)), OP.CONTENT_MD5, 1);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Returns a member that may be missing, single or repeated as an array. */
const listOf = (value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]);

module.exports = { write, addXml, listOf };
