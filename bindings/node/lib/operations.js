// The calls, with the names and results of Tencent's SDK.
'use strict';
const { PassThrough } = require('node:stream');
const { OP } = require('./native.js');
const { CosError } = require('./errors.js');
const { hand, instead } = require('./calls.js');
const { whole } = require('./numbers.js');
const { QUERIES, common, addPairs, body, missingBody, output, head, progress, wrong } = require('./params.js');
const { addXml, listOf } = require('./xml.js');
const files = require('./files.js');
const manyFiles = require('./many_files.js');
const copyFile = require('./copy_file.js');
const { sendBody, addType } = require('./body_call.js');
const { inQueue, lengthOf } = require('./in_queue.js');
const operate = require('./operate.js');
const { byHand } = require('./generated.js');
const { sign, addCall } = require('./sign.js');
const { Document, contentOf } = require('./document.js');

/** Returns the members that all results have, after those of `more`. */
function result({ statusCode, headers, RequestId }, more) {
  const found = { ...more, statusCode, headers, RequestId };
  if (headers['x-cos-version-id'] !== undefined) found.VersionId = headers['x-cos-version-id'];
  if (headers['x-cos-delete-marker'] !== undefined) found.DeleteMarker = headers['x-cos-delete-marker'];
  return found;
}

// A success without its document is not an empty list.
const document = (data, root) => {
  const found = contentOf(new Document(data.document))?.[root];
  if (found === undefined) throw new Error(`it has no ${root}`);
  return typeof found === 'object' ? found : {};
};

const objectSpec = (core, method, params, action) => ({ method, action, key: core.key(params), list: common(params, []) });

// Tencent's SDK treats it as a success: the caller set IfModifiedSince.
function unlessModified(params, callback, send) {
  if (params.IfModifiedSince === undefined && params.Headers?.['If-Modified-Since'] === undefined) return send(callback);
  const data = ({ statusCode, headers, RequestId }) => ({ NotModified: true, statusCode, headers, RequestId });
  return instead((error) => (error.statusCode === 304 ? data(error) : undefined), callback, send);
}

function headBucket(core, params, callback) {
  // It has no method: the addon knows the call.
  const list = common(params, [], OP.CALL_HEADER);
  return core.send(params, { list, action: 'HeadBucket', made: result }, callback);
}

function headObject(core, params, callback) {
  const spec = objectSpec(core, 'HEAD', params, 'HeadObject');
  spec.made = (data) => result(data, { ETag: data.headers.etag ?? '' });
  return unlessModified(params, callback, (hear) => core.send(params, spec, hear));
}

function getObject(core, params, callback) {
  const spec = objectSpec(core, 'GET', params, 'GetObject');
  if (params.QueryString) addPairs(spec.list, OP.QUERY, [...new URLSearchParams(params.QueryString)]);
  spec.error = output(params, spec) ?? head(params, spec);
  spec.progress = progress(params.onProgress, false, core.settings.progressInterval);
  const toMemory = params.Output === undefined || params.Output === null;
  spec.made = (data) => {
    const more = { ETag: data.headers.etag ?? '' };
    return result(data, toMemory ? { Body: data.body ?? Buffer.alloc(0), ...more } : more);
  };
  return unlessModified(params, callback, (hear) => core.send(params, spec, hear));
}

function getObjectStream(core, params, callback) {
  const stream = new PassThrough();
  const heard = typeof callback === 'function' ? callback : () => {};
  getObject(core, { ...params, Output: stream }, heard);
  return stream;
}

const locationOf = (core, params) => core.location(params);

function putObject(core, params, callback) {
  const spec = objectSpec(core, 'PUT', params, 'PutObject');
  spec.made = (data) => result(data, { ETag: data.headers.etag ?? '', Location: locationOf(core, params) });
  return sendBody(core, params, spec, callback);
}

function deleteObject(core, params, callback) {
  const spec = objectSpec(core, 'DELETE', params, 'DeleteObject');
  spec.made = (data) => result(data);
  return core.send(params, spec, callback);
}

/** Returns what is wrong with the objects to delete; undefined if nothing is. */
function wrongObjects(objects) {
  const list = listOf(objects ?? undefined);
  if (list.length === 0) return wrong('Objects must name at least one object');
  const at = list.findIndex((each) => typeof each?.Key !== 'string' || each.Key === '');
  if (at >= 0) return wrong(`Objects[${at}].Key must be the key of an object`);
  const other = list.flatMap((each) => Object.keys(each)).find((name) => name !== 'Key' && name !== 'VersionId');
  return other === undefined ? undefined : wrong(`Objects have no ${other}; set Key, and VersionId for one version`);
}

function deleteMultipleObject(core, params, callback) {
  const error = wrongObjects(params.Objects);
  if (error) return core.send(params, { method: 'POST', list: [], error }, callback);
  const objects = listOf(params.Objects).map(({ Key, VersionId }) => (VersionId ? { Key, VersionId } : { Key }));
  const list = common(params, [OP.QUERY, 'delete', undefined]);
  const wrongXml = addXml(list, { Delete: { Quiet: Boolean(params.Quiet), Object: objects } });
  list.push(OP.DOCUMENT);
  const made = (data) => result(data, { Deleted: listOf(document(data, 'DeleteResult').Deleted), Error: [] });
  const keys = objects.map((each) => each.Key);
  return core.send(params, { method: 'POST', action: 'DeleteObject', objects: keys, list, made, error: wrongXml }, callback);
}

function getBucket(core, params, callback) {
  const list = common(params, [OP.EXPECT_ROOT, 'ListBucketResult', OP.DOCUMENT]);
  operate.addArguments(list, byHand.getBucket.given, params);
  const made = (data) => {
    const found = document(data, 'ListBucketResult');
    return result(data, { ...found, Contents: listOf(found.Contents), CommonPrefixes: listOf(found.CommonPrefixes) });
  };
  return core.send(params, { method: 'GET', action: 'GetBucket', prefix: params.Prefix, list, made }, callback);
}

function getService(core, params, callback) {
  const list = common(params, [OP.EXPECT_ROOT, 'ListAllMyBucketsResult', OP.DOCUMENT]);
  operate.addArguments(list, byHand.getService.given, params);
  const made = (data) => {
    const found = document(data, 'ListAllMyBucketsResult');
    return result(data, { Buckets: listOf(found.Buckets?.Bucket), Owner: found.Owner ?? {} });
  };
  return core.send(params, { method: 'GET', action: 'GetService', list, made, service: true }, callback);
}

/** Whether a request stores its body: PutObject, UploadPart, AppendObject. */
function stores(method, params) {
  const { Key, Action, CopySource, Headers, Query } = params;
  if (typeof method !== 'string' || !Key) return false;
  const names = new Set([...Object.keys(Query ?? {}), ...(Action ? [String(Action)] : [])]);
  const has = (name) => [...names].some((each) => each.split(/[=&]/)[0] === name);
  if (method.toUpperCase() === 'POST') return has('append');
  const copies = CopySource !== undefined || [...Object.keys(params), ...Object.keys(Headers ?? {})].some((name) => /^x-cos-copy-source$/i.test(name));
  const isWhole = !Action && Object.values(Query ?? {}).every((value) => value !== null && value !== '');
  return method.toUpperCase() === 'PUT' && !copies && (isWhole || has('partNumber'));
}

// Returns the whole document by its root, as Tencent's SDK does; any other body, or a raw one, as Body.
function read(data, params, document) {
  if (!data.body || params.Output) return result(data);
  const found = params.RawBody ? undefined : contentOf(document);
  return result(data, found ?? { Body: data.body });
}

// It is not a member of the document, and JSON.stringify does not show it.
const withDocument = (found, document) => Object.defineProperty(found, 'document', { value: document, enumerable: false });

function request(core, params, callback) {
  const list = common(params, params.Action ? [OP.QUERY, params.Action, undefined] : []);
  const { Key, ExpectRoot } = params;
  const method = params.Method ?? 'GET';
  const key = Key === undefined || Key === null ? undefined : core.key(params);
  const made = (data) => {
    const document = new Document(data.document);
    return withDocument(result(data, { ...read(data, params, document), Received: data.received }), document);
  };
  const spec = { method, key, list, made };
  list.push(OP.DOCUMENT);
  addType(params, list);
  if (ExpectRoot) list.push(OP.EXPECT_ROOT, ExpectRoot);
  if (params.FilePath !== undefined && params.FilePath !== null) list.push(OP.BODY_FILE, params.FilePath);
  spec.error = params.Url === undefined ? undefined : wrong('Url cannot be kept: give Bucket, Region, Key and Query');
  // This is also for a call with an invalid parameter: its streams are closed.
  const mistake = body(params.Body, params.ContentLength, spec) ?? output(params, spec) ?? head(params, spec);
  if (stores(method, params)) spec.error ??= missingBody(params);
  if (![params.Body ?? undefined, params.FilePath ?? undefined].includes(undefined)) spec.error ??= wrong('Body and FilePath are both set; remove one');
  spec.error ??= mistake;
  spec.progress = progress(params.onProgress, Boolean(spec.source ?? params.FilePath ?? params.Body), core.settings.progressInterval);
  spec.service = params.Bucket === undefined && params.Region === undefined;
  return core.send(params, spec, callback);
}

function getObjectUrl(core, params, callback, entry) {
  const expires = whole('Expires', params.Expires ?? 900, 1, ' of seconds');
  const error = expires instanceof CosError ? expires : undefined;
  const pairs = [...Object.entries(params.Query ?? {}), ...new URLSearchParams(params.QueryString || '')];
  for (const [name, query] of QUERIES) if (params[name] !== undefined) pairs.push([query, params[name]]);
  // The URL is unsigned if `Sign` is false, 0, null or '', as in Tencent's SDK.
  const plain = params.Sign !== undefined && !params.Sign;
  const list = plain ? [OP.URL] : [OP.PRESIGN, expires];
  addPairs(list, OP.QUERY, pairs);
  addPairs(list, OP.HEADER, params.Headers ?? {});
  addCall(list, params);
  const { Method, signal } = params;
  const method = typeof Method === 'string' ? Method.toUpperCase() : Method ?? 'GET';
  const action = method === 'PUT' ? 'PutObject' : 'GetObject';
  const spec = { method, action, key: core.key(params), list, entry, signal, error, plain };
  if (params.Protocol && !/^https?:?$/.test(params.Protocol)) spec.error ??= wrong("Protocol must be 'https:' or 'http:'");
  if (params.ForceSignHost === false) spec.error ??= wrong('ForceSignHost cannot be false; Host is always signed');
  return core.url(params, spec, callback);
}

/** Reports the error of a call that is not made in the same way as other errors. Its streams are closed. */
function refuse(name, params, mistake, callback) {
  const streams = { list: [] };
  body(params.Body, undefined, streams);
  output(params, streams);
  streams.source?.finish();
  streams.sink?.abandon(mistake);
  if (name === 'getObjectUrl' && typeof callback !== 'function') throw mistake;
  const told = hand(Promise.reject(mistake), callback);
  if (name !== 'getObjectStream') return told;
  told?.catch(() => {});
  return new PassThrough().destroy(mistake);
}

function putAsTask(core, params, callback) {
  const { Body, ContentLength } = params;
  // A stream may fail before its turn: its reader receives the error then.
  if (typeof Body?.on === 'function') Body.on('error', () => {});
  const task = { size: Number(ContentLength ?? lengthOf(Body)), send: (own) => putObject(core, own) };
  return inQueue(core, params, task, callback);
}

/** Operations of a file that is loaded when one of them is called: most programs call none. */
const onDemand = (file, ...names) => Object.fromEntries(names.map((name) => [name, (...given) => require(file).operations(tools)[name](...given)]));

const tools = { result, document, locationOf, objectSpec, put: putObject };
const single = {
  ...operate.operations(tools), headBucket, headObject, getObject, getObjectStream, putObject: putAsTask, deleteObject, deleteMultipleObject, getBucket,
  getService, request, getObjectUrl, sign, ...files.operations(tools), ...onDemand('./select.js', 'selectObjectContent', 'selectObjectContentStream'),
};
const operations = { ...single, ...manyFiles.operations(single), ...copyFile.operations(single) };

module.exports = { operations, refuse };
