// Writes lib/generated.js and lib/generated.d.ts from the tables of operations.
//
//   node native/generate_operations.js ROOT            writes them; ROOT is the checkout
//   node native/generate_operations.js ROOT --check    ends with 1 if they are not what would be written
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const target = (ending) => path.join(__dirname, '..', 'lib', `generated${ending}`);
const WRITTEN = '// Written from the tables in src/operations by native/generate_operations.js: do not edit.';
const ARGUMENT = /^(\w+)(:int)?(=[^>]*)?>(\w+)(?::(.+))?$/;
const MEMBER = /^([^=\[:]+)(\[\])?(\?)?(:quoted)?(?:=(.+))?$/;
const WIDTH = 140;
const pascal = (name) => name[0].toUpperCase() + name.slice(1);

/** Returns the text of a value, without the members of objects that are empty lists. */
function literal(value) {
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object') return String(value);
  const members = Object.entries(value).filter(([, each]) => !Array.isArray(each) || each.length > 0);
  return `{ ${members.map(([name, each]) => `${name}: ${literal(each)}`).join(', ')} }`;
}

/** Returns the rows that have names for Node. */
function rows(file) {
  const text = fs.readFileSync(path.join(root, 'src', 'operations', file), 'utf8');
  const [head, ...lines] = text.trimEnd().split('\n').map((line) => line.split('\t'));
  return lines.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at]]))).filter((row) => row.node);
}

function argument(text) {
  const found = ARGUMENT.exec(text);
  if (!found) throw new Error(`not an argument: ${text}`);
  const [, name, type, usual, place, at] = found;
  return { name, ...(type && { type }), ...(usual === undefined && { needed: true }), place, ...(at && { at }) };
}

/** Returns the tree of the members whose names differ: each with its place in the document, and those inside it. */
function shape(text) {
  const tree = [];
  for (const step of text.split(' ').filter(Boolean)) {
    const found = MEMBER.exec(step);
    if (!found) throw new Error(`not a member: ${step}`);
    const [, names, list, maybe, quoted, element] = found;
    let inner = tree;
    let member;
    for (const name of names.split('/')) {
      member = inner.find((each) => each.name === name);
      if (!member) inner.push((member = { name, path: [name], inner: [] }));
      inner = member.inner;
    }
    if (element) member.path = element.split('/');
    if (list) member.list = maybe ? 'some' : 'all';
    if (quoted) member.quoted = true;
  }
  return tree;
}

/** Returns what a method returns: { base, name, ...steps }. */
function resultOf(text) {
  const [first, ...steps] = text.split(' ');
  const [base, name] = first.split(':');
  const result = name ? { base, name } : { base };
  for (const step of steps) {
    const [what, value] = step.split(':');
    result[what] = what === 'headers' ? value.split(',') : value ?? true;
  }
  return result;
}

/** Returns the description of an operation that lib/operate.js reads. */
function operation(row) {
  const made = { method: row.method, action: row.operation, onObject: row.target === 'object' };
  // An upload id is an argument.
  if (row.sub_resource && row.sub_resource !== 'uploadId') made.query = row.sub_resource;
  if (row.body) made.body = row.body.replace('?', '');
  if (row.body.endsWith('?')) made.optional = true;
  if (row.response && row.response !== 'json') made.root = row.response;
  const given = row.node_arguments.split(' ').filter(Boolean).map(argument);
  for (const each of given) delete each.type;
  return { ...made, given, shape: shape(row.node_shape), result: resultOf(row.node_result) };
}

/** Returns the lines that set `target`, in several if one is too long. */
function assignment(target, made) {
  const whole = `${target} = ${literal(made)};`;
  if (whole.length <= WIDTH) return [whole];
  const members = Object.entries(made).filter(([, each]) => !Array.isArray(each) || each.length > 0);
  const [simple, long] = [members.filter(([, each]) => typeof each !== 'object'), members.filter(([, each]) => typeof each === 'object')];
  const first = `  ${simple.map(([key, each]) => `${key}: ${literal(each)},`).join(' ')}`;
  return [`${target} = {`, first, ...long.map(([key, each]) => `  ${key}: ${literal(each)},`), '};'];
}

/** Returns the parameters of methods that are written by hand, of which the request is an operation of the table. */
function byHand(table) {
  const lines = ['', '// Those whose methods are written by hand.', 'const byHand = {};'];
  for (const row of table) {
    const { onObject, body, given } = operation(row);
    const made = { onObject, ...(body === 'bytes' && { body }), given };
    lines.push(...row.node.split(',').flatMap((name) => assignment(`byHand.${name}`, made)));
  }
  return lines;
}

/** Returns the names of the parameters of each call, and the headers or query parameters that they set. */
function names(table) {
  const of = (place) => table.filter((row) => row.place === place).map((row) => `  ${row.node.split(':')[0]}: '${row.name}',`);
  return ['', '// Parameters of each call.', 'const headers = {', ...of('header'), '};', 'const queries = {', ...of('query'), '};'];
}

function code(table, special, parameters) {
  const lines = ['// Calls that are one request each.', WRITTEN, "'use strict';", 'const operations = {};', ''];
  for (const row of table) {
    const [name, ...older] = row.node.split(',');
    lines.push(...assignment(`operations.${name}`, operation(row)));
    lines.push(...older.map((each) => `operations.${each} = operations.${name};`));
  }
  lines.push(...byHand(special), ...names(parameters));
  return [...lines, '', 'module.exports = { operations, byHand, headers, queries };', ''].join('\n');
}

const OF_BYTES = [
  '  /** Length of a stream, which is sent in chunks without it. */',
  '  ContentLength?: number;',
  '  /** Sends a Content-MD5 of a body that can be read twice. Every body, also a stream, is checked by its CRC-64. */',
  '  UploadCheckContentMd5?: boolean;',
  '  onProgress?: (info: ProgressInfo) => void;',
];

/** Returns the type of an argument. */
function typeOf({ type, place, at }, row) {
  if (place !== 'body') return type ? 'string | number' : 'string';
  if (row.body === 'bytes') return 'Body';
  if (row.body === 'json') return 'Element | string';
  const list = shape(row.node_shape).find((member) => member.name === at)?.list;
  if (list) return 'Element | readonly Element[]';
  return at ? 'Element | string' : 'Element';
}

/** Returns the members of the document that a result has by name. */
function resultType(row) {
  const { base, name, headers = [], acl, location, processed, etag, forbidden, root } = resultOf(row.node_result);
  const members = [];
  if (base === 'members') members.push(...shape(row.node_shape).filter((each) => each.list).map((each) => `${each.name}: Element[]`));
  if (base === 'text') members.push(`${row.response}: string`);
  if (base === 'document') members.push(`${name ?? row.response}: Element`);
  if (root) members.push(`${row.response}?: Element`);
  if (base === 'json') members.push(`${name}: Element`);
  if (acl) members.push('ACL: string', 'Owner: Element', 'GrantFullControl: string', 'GrantRead: string', ...(acl === 'bucket' ? ['GrantWrite: string'] : []));
  if (acl) members.push('GrantReadAcp: string', 'GrantWriteAcp: string');
  if (location) members.push('Location: string');
  if (processed) members.push('UploadResult?: Element');
  if (etag) members.push('ETag: string');
  members.push(...headers.map((each) => `${each.replace(/(?:^|-)(.)/g, (_, letter) => letter.toUpperCase())}?: string`));
  if (forbidden) members.push(`${forbidden}?: true`);
  if (base === 'members') members.push('[member: string]: any');
  return members.length > 0 ? `Result & { ${members.join('; ')} }` : 'Result';
}

/** Returns the types of the parameters of each call. */
function parameterTypes(table) {
  const of = (place) =>
    table.filter((row) => row.place === place).map(({ node }) => `  ${node.split(':')[0]}?: string${node.endsWith(':int') ? ' | number' : ''};`);
  const lines = ["/** Headers by their names in Tencent's SDK; each call accepts each of them. */", 'export interface HeaderParams {', ...of('header'), '}'];
  return [...lines, "/** Query parameters of a response's headers, and a version. */", 'export interface QueryParams {', ...of('query'), '}'];
}

function types(table, parameters) {
  const lines = [WRITTEN, "import type { Body, BucketParams, ObjectParams, ProgressInfo, Result } from './types.js';"];
  lines.push("import type { Call } from '../index.js';", '', '/** An element of a document: its members are texts, elements, or lists of them. */');
  lines.push('export interface Element { [member: string]: any }', ...parameterTypes(parameters), '');
  for (const row of table) {
    const name = pascal(row.node.split(',')[0]);
    const members = row.node_arguments.split(' ').filter(Boolean).map(argument);
    const parent = row.target === 'object' ? 'ObjectParams' : 'BucketParams';
    lines.push(`export type ${name}Result = ${resultType(row)};`);
    if (members.length === 0) {
      lines.push(`export type ${name}Params = ${parent};`);
      continue;
    }
    lines.push(`export interface ${name}Params extends ${parent} {`);
    lines.push(...members.map((each) => `  ${each.name}${each.needed ? '' : '?'}: ${typeOf(each, row)};`));
    lines.push(...(row.body === 'bytes' ? OF_BYTES : []), '}');
  }
  lines.push('', '/** The calls that are one request each. */', 'export interface Generated {');
  for (const row of table) {
    const [name, ...older] = row.node.split(',');
    const type = `Call<${pascal(name)}Params, ${pascal(name)}Result>`;
    // What follows is about the method for Python.
    const summary = row.summary.split(/[:;]/)[0].replace(/\.?$/, '.');
    lines.push(`  /** ${summary}${row.doc ? ` COS's document 436/${row.doc}.` : ''} */`, `  ${name}: ${type};`);
    for (const each of older) lines.push(`  /** The older name of ${name}. */`, `  ${each}: ${type};`);
  }
  return [...lines, '}', ''].join('\n');
}

const [root, check] = process.argv.slice(2);
if (!root) {
  console.error('usage: generate_operations.js ROOT [--check]');
  process.exit(2);
}
const all = rows('operations.tsv').sort((one, other) => (one.node < other.node ? -1 : 1));
const table = all.filter((row) => row.node_result !== 'special');
const special = all.filter((row) => row.node_result === 'special');
const parameters = rows('parameters.tsv');
for (const [file, written] of [[target('.js'), code(table, special, parameters)], [target('.d.ts'), types(table, parameters)]]) {
  if (!check) {
    fs.writeFileSync(file, written);
  } else if (fs.readFileSync(file, 'utf8') !== written) {
    console.error(`${file} is not what the table says; please run: node ${__filename} ROOT`);
    process.exit(1);
  }
}
