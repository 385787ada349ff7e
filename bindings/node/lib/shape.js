// Members of documents by their names in Tencent's SDK. A shape is a tree of { name, path, list, quoted, inner }: `path`
// is the place of the member `name` in the document, `list` is 'all' if it is always a list, 'some' if it may be absent,
// and `inner` has the members inside it.
'use strict';
const { listOf } = require('./xml.js');

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const at = (value, path) => path.reduce((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
const each = (value, change) => (Array.isArray(value) ? value.map(change) : change(value));

/** Returns the members of a document by the names of the shape. */
function read(document, shape = []) {
  if (!isObject(document)) return document;
  const found = { ...document };
  for (const { name, path, list, inner } of shape) {
    const value = at(document, path);
    delete found[path[0]];
    if (value === undefined && list !== 'all') continue;
    const items = list ? listOf(value) : value;
    found[name] = each(items, (item) => read(item, inner));
  }
  return found;
}

/** Returns the value of a member by any of its names: the SDK's, that in the document, or its place there. */
function given(members, { name, path }) {
  const last = path[path.length - 1];
  const outer = members[path[0]];
  const named = members[name];
  if (named !== undefined && !(path.length > 1 && name === path[0] && isObject(named) && last in named)) return named;
  if (members[last] !== undefined && last !== path[0]) return members[last];
  return Array.isArray(outer) ? outer : at(members, path);
}

const quotedText = (text) => (typeof text === 'string' && !text.startsWith('"') ? `"${text}"` : text);

/** Returns the document whose members have the names of the shape. */
function write(members, shape = []) {
  if (!isObject(members)) return members;
  const found = { ...members };
  for (const member of shape) {
    const { name, path, list, quoted, inner } = member;
    const value = given(members, member);
    for (const one of [name, path[0], path[path.length - 1]]) delete found[one];
    if (value === undefined && list !== 'all') continue;
    const items = each(list ? listOf(value) : value, (item) => (quoted ? quotedText(item) : write(item, inner)));
    if (list === 'some' && items.length === 0) continue;
    found[path[0]] = path.slice(1).reduceRight((content, one) => ({ [one]: content }), items);
  }
  return found;
}

module.exports = { read, write };
