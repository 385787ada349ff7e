// Documents of successful answers as objects, shaped as Tencent's SDK shapes them: every
// leaf is a string, an element that repeats an array. Errors are not read here. Each byte is
// looked at a bounded number of times, whatever the document is.
'use strict';

const NAMED = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const plain = (text) =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(lt|gt|amp|quot|apos));/gi, (whole, hex, decimal, name) => {
    if (name) return NAMED[name.toLowerCase()];
    const code = hex ? parseInt(hex, 16) : parseInt(decimal, 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

// What begins so ends so, and stands for nothing.
const PASSED = [['<!--', '-->'], ['<?', '?>'], ['<!', '>']];
const CDATA = '<![CDATA[';
const NAME = /[^\s/>!]+/y;

/** Where a tag ends, after its ">"; -1: nowhere. Values of attributes may have a ">" in them. */
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

/** Elements that are open, the innermost one last. */
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

  /** Whether it is the innermost element that ends. */
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

/** Reads the tag at `at`; where it ends, or -1: it is none. */
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

/** Reads what begins with the "<" at `at`; where it ends, or -1: the document is none. */
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

/** { root: content } of a document; undefined: it is none. */
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
  // A text is what it is: keys of objects may begin and end with blanks.
  const value = element.any ? { ...element.children } : element.text;
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
