// Documents of successful answers as objects, shaped as Tencent's SDK shapes them: every
// leaf is a string, an element that repeats an array. Errors are not read here.
'use strict';

const NAMED = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const plain = (text) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(lt|gt|amp|quot|apos));/gi, (whole, hex, decimal, name) => {
    if (name) return NAMED[name.toLowerCase()];
    const code = hex ? parseInt(hex, 16) : parseInt(decimal, 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

/** { root: content } of a document; undefined: it is none. */
function parse(text) {
  const tokens = /<!\[CDATA\[([^]*?)\]\]>|<!--[^]*?-->|<\?[^]*?\?>|<(\/?)([^\s/>!]+)[^>]*?(\/?)>|([^<]+)/g;
  const top = { children: Object.create(null), text: '' };
  const open = [top];
  for (const [, cdata, closing, tag, empty, run] of text.matchAll(tokens)) {
    const here = open[open.length - 1];
    if (cdata !== undefined) here.text += cdata;
    else if (run !== undefined) here.text += plain(run);
    else if (tag === undefined) continue;
    else if (closing) {
      if (open.length < 2 || here.tag !== tag) return undefined;
      open.pop();
      add(open[open.length - 1], here);
    } else {
      const element = { tag, children: Object.create(null), text: '', any: false };
      if (empty) add(here, element);
      else open.push(element);
    }
  }
  return open.length === 1 && top.any ? { ...top.children } : undefined;
}

function add(parent, element) {
  const { children } = parent;
  const name = element.tag.slice(element.tag.indexOf(':') + 1);
  const value = element.any ? { ...element.children } : element.text.trim();
  parent.any = true;
  if (!(name in children)) children[name] = value;
  else if (Array.isArray(children[name])) children[name].push(value);
  else children[name] = [children[name], value];
}

const escaped = (text) =>
  String(text).replace(/[<>&"]|[\r\n\t]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The text of a document out of { root: content }. */
function write(content) {
  if (typeof content !== 'object' || content === null) return escaped(content ?? '');
  return Object.entries(content)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((each) => [name, each]))
    .map(([name, value]) => `<${name}>${write(value)}</${name}>`)
    .join('');
}

/** A member that may be missing, one, or many, as an array. */
const listOf = (value) => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]);

module.exports = { parse, write, listOf };
