// Documents of successful responses as objects, in the shape of Tencent's SDK: every leaf is a string, an element
// that repeats is an array. Errors are not parsed here. Each byte is read a limited number of times, whatever the
// document is.
'use strict';

const NAMED = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const plain = (text) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(lt|gt|amp|quot|apos));/gi, (whole, hex, decimal, name) => {
    if (name) return NAMED[name.toLowerCase()];
    const code = hex ? parseInt(hex, 16) : parseInt(decimal, 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

// Markup that begins so ends so, and has no content.
const PASSED = [['<!--', '-->'], ['<?', '?>'], ['<!', '>']];
const CDATA = '<![CDATA[';
const NAME = /[^\s/>!]+/y;

/** Returns the end of a tag, after its ">", or -1. Values of attributes may contain a ">". */
function tagEnd(text, from) {
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const sign = text[at];
    if (quote) quote = sign === quote ? '' : quote;
    else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '>') return at + 1;
  }
  return -1;
}

/** The open elements, the innermost one last. */
class Builder {
  #top = { children: Object.create(null), text: '', any: false };
  #open = [this.#top];

  get #here() {
    return this.#open[this.#open.length - 1];
  }

  text(run) {
    this.#here.text += run;
  }

  begin(tag, isEmpty) {
    const element = { tag, children: Object.create(null), text: '', any: false };
    if (isEmpty) add(this.#here, element);
    else this.#open.push(element);
  }

  /** Whether the innermost element ends. */
  end(tag) {
    const element = this.#here;
    if (this.#open.length < 2 || element.tag !== tag) return false;
    this.#open.pop();
    add(this.#here, element);
    return true;
  }

  get root() {
    return this.#open.length === 1 && this.#top.any ? { ...this.#top.children } : undefined;
  }
}

/** Reads the tag at `at`. Returns its end, or -1 if there is no tag. */
function readTag(text, at, builder) {
  const isEnd = text[at + 1] === '/';
  NAME.lastIndex = at + (isEnd ? 2 : 1);
  const tag = NAME.exec(text)?.[0];
  const after = tag === undefined ? -1 : tagEnd(text, NAME.lastIndex);
  if (after < 0) return -1;
  if (isEnd) return builder.end(tag) ? after : -1;
  builder.begin(tag, text[after - 2] === '/');
  return after;
}

/** Reads the markup that begins with the "<" at `at`. Returns its end, or -1 if the document is malformed. */
function readMarkup(text, at, builder) {
  if (text.startsWith(CDATA, at)) {
    const end = text.indexOf(']]>', at + CDATA.length);
    if (end >= 0) builder.text(text.slice(at + CDATA.length, end));
    return end < 0 ? -1 : end + 3;
  }
  const passed = PASSED.find(([begin]) => text.startsWith(begin, at));
  if (!passed) return readTag(text, at, builder);
  const end = text.indexOf(passed[1], at + passed[0].length);
  return end < 0 ? -1 : end + passed[1].length;
}

/** Returns { root: content } of a document; undefined if it is malformed. */
function parse(text) {
  const builder = new Builder();
  let at = 0;
  while (at >= 0 && at < text.length) {
    const next = text.indexOf('<', at);
    const end = next < 0 ? text.length : next;
    if (end > at) builder.text(plain(text.slice(at, end)));
    at = next < 0 ? end : readMarkup(text, next, builder);
  }
  return at < 0 ? undefined : builder.root;
}

function add(parent, element) {
  const { children } = parent;
  const name = element.tag.slice(element.tag.indexOf(':') + 1);
  // Text is kept unchanged: keys of objects may begin and end with whitespace.
  const value = element.any ? { ...element.children } : element.text;
  parent.any = true;
  if (!(name in children)) children[name] = value;
  else if (Array.isArray(children[name])) children[name].push(value);
  else children[name] = [children[name], value];
}

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

module.exports = { parse, write, listOf };
