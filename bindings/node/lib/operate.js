// The calls that are one request each, as generated.js describes them: `given` has the arguments and their places,
// `shape` the names of a document's members (see shape.js), `result` what is returned. Its `base` is none, members (those
// of the document), document (the document by its name), text, or json. In addition it may have `root`: the document by
// its root, too; `empty`: a code of an error that means an empty document; `acl`, `location`, `processed`, `etag`; `headers`:
// members from headers; `forbidden`: the member for a status of 403.
'use strict';
const { OP } = require('./native.js');
const { instead } = require('./calls.js');
const { HEADERS, common, addPairs, wrong } = require('./params.js');
const { sendBody } = require('./body_call.js');
const { addXml } = require('./xml.js');
const { Document, contentOf: read } = require('./document.js');
const shapes = require('./shape.js');
const { aclOf } = require('./acl.js');
const { sourceOf } = require('./copy_source.js');
const { operations: table } = require('./generated.js');

const PLACES = { query: OP.QUERY, header: OP.HEADER };
const COMMON = new Set(HEADERS.map(([name]) => name));
const isGiven = (value) => value !== undefined && value !== null && value !== '';
const member = (name) => name.replace(/(?:^|-)(.)/g, (_, letter) => letter.toUpperCase());

/** Adds the arguments that are query parameters or headers; the common parameters are there already. */
function addArguments(list, given, params) {
  for (const { name, place, at } of given) {
    if (place in PLACES && isGiven(params[name]) && !COMMON.has(name)) addPairs(list, PLACES[place], { [at]: params[name] });
  }
}

/** Returns { root: content } of a body that is a document; undefined if there is none. What is none is thrown. */
function documentOf({ body: root, given, shape, optional }, params) {
  const members = {};
  const parts = given.filter(({ name, place }) => place === 'body' && isGiven(params[name]));
  if (optional && parts.length === 0) return undefined;
  for (const { name, at } of parts) {
    if (at) members[at] = params[name];
    else if (typeof params[name] === 'object' && !Array.isArray(params[name])) Object.assign(members, params[name]);
    else throw wrong(`${name} must be an object`);
  }
  return { [root]: shapes.write(members, shape) };
}

function policyOf(value) {
  try {
    const policy = typeof value === 'string' ? JSON.parse(value) : value;
    if (typeof policy === 'object' && policy !== null) return JSON.stringify(policy);
  } catch {
    // It is no JSON.
  }
  throw wrong('Policy must be an object, or its JSON text');
}

/** Adds a body that is a document. Returns what is wrong, or undefined. */
function addDocument(operation, params, { list }) {
  try {
    if (operation.body === 'json') {
      const text = Buffer.from(policyOf(params.Policy));
      list.push(OP.HEADER, 'Content-Type', 'application/json', OP.BODY, text, OP.CONTENT_MD5, 1);
      return undefined;
    }
    const document = documentOf(operation, params);
    return document && addXml(list, document);
  } catch (error) {
    return error;
  }
}

// A copy reads the source and writes the object.
function scopeOf(core, params) {
  const source = sourceOf(params.CopySource);
  if (source === undefined) return undefined;
  const to = { bucket: params.Bucket, region: core.region(params) ?? core.settings.native.region ?? '', prefix: core.key(params) };
  return [{ action: 'name/cos:GetObject', bucket: source.Bucket, region: source.Region, prefix: source.Key }, { action: 'name/cos:PutObject', ...to }];
}

/** Returns what the document of a success contributes to the result. If there is a body, the shape is that of its document. */
function fromDocument({ root, body: kind, shape, result: { base, name, root: isTwice } }, content) {
  const found = shapes.read(typeof content === 'object' ? content : {}, kind ? [] : shape);
  if (base === 'members') return found;
  return { ...(isTwice && content !== undefined && { [root]: content }), [name ?? root]: found };
}

function contentOf(operation, data) {
  const { root, result: { base, name } } = operation;
  if (base === 'none') return {};
  if (base === 'json') return { [name]: JSON.parse(data.body ? data.body.toString() : '') };
  const content = read(new Document(data.document))?.[root];
  // A success without its document is not an empty list.
  if (content === undefined) throw new Error(`it has no ${root}`);
  return base === 'text' ? { [root]: content } : fromDocument(operation, content);
}

/** Moves the results of data processing to where Tencent's SDK has them. */
function moveProcessed(found) {
  const { ProcessResults, ImageInfo, Key, Location, ETag } = found;
  if (ProcessResults === undefined) return;
  delete found.ProcessResults;
  delete found.ImageInfo;
  found.UploadResult = { OriginalInfo: { Key, Location, ETag, ImageInfo }, ProcessResults };
}

/** Returns the result of a success. */
function made(operation, core, params, data, tools) {
  const { acl, location, processed, etag, headers = [] } = operation.result;
  const found = contentOf(operation, data);
  if (acl) Object.assign(found, aclOf(found, acl, data.headers));
  if (location) found.Location = tools.locationOf(core, params);
  if (processed) moveProcessed(found);
  if (etag) found.ETag = data.headers.etag ?? '';
  for (const name of headers) if (data.headers[name] !== undefined) found[member(name)] = data.headers[name];
  return tools.result(data, found);
}

/** Returns the result that an error stands for; undefined if it is one. */
function meant(operation, error, tools) {
  const { empty, forbidden } = operation.result;
  if (forbidden && error.statusCode === 403) return tools.result(error, { [forbidden]: true });
  if (!empty || error.statusCode !== 404 || error.code !== empty) return undefined;
  return tools.result(error, fromDocument(operation));
}

function send(operation, tools, core, params, callback) {
  const { method, action, query, onObject, body, given = [], root, result: { empty, forbidden } } = operation;
  const list = common(params, query === undefined ? [] : [OP.QUERY, query, undefined]);
  const spec = { method, action, prefix: params.Prefix, list, made: (data) => made(operation, core, params, data, tools) };
  if (onObject) spec.key = core.key(params);
  if (root) list.push(OP.DOCUMENT);
  addArguments(list, given, params);
  // An empty body is one.
  const missing = given.find(({ name, needed, place }) => needed && !(body === 'bytes' && place === 'body') && !isGiven(params[name]));
  if (missing) spec.error = wrong(`${missing.name} is missing; set it`);
  if (isGiven(params.CopySource)) spec.scope = scopeOf(core, params);
  if (body === 'bytes') return sendBody(core, params, spec, callback);
  if (body && !missing) spec.error = addDocument({ given, ...operation }, params, spec);
  if (!empty && !forbidden) return core.send(params, spec, callback);
  return instead((error) => meant(operation, error, tools), callback, (hear) => core.send(params, spec, hear));
}

/** Returns a function for each operation of the table. */
function operations(tools) {
  return Object.fromEntries(
    Object.entries(table).map(([name, operation]) => [name, (core, params, callback) => send(operation, tools, core, params, callback)]),
  );
}

module.exports = { operations, addArguments };
