// Documents of requests. Those of responses are read by the library.
'use strict';

const escaped = (text) =>
  String(text).replace(/[<>&"]|[\r\n\t]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Returns the text of a document from { root: content }. */
function write(content) {
  if (typeof content !== 'object' || content === null) return escaped(content ?? '');
  return Object.entries(content)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((each) => [name, each]))
    .map(([name, value]) => `<${name}>${write(value)}</${name}>`)
    .join('');
}

/** Returns a member that may be missing, single or repeated as an array. */
const listOf = (value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]);

module.exports = { write, listOf };
