// Uploads and downloads of files, in parts if they are large. The library does the work.
'use strict';
const fs = require('node:fs');
const { OP } = require('./native.js');
const { hand } = require('./calls.js');
const { failure } = require('./errors.js');
const { Reason } = require('./constants.js');
const { whole, must } = require('./numbers.js');
const { common, progress, wrong } = require('./params.js');
const { ANY_TYPE, hasType } = require('./body_call.js');
const { contentTypeOf } = require('./content_types.js');
const checkpoints = require('./checkpoints.js');
const { inQueue } = require('./in_queue.js');
const { Document, contentOf } = require('./document.js');

const MIB = 1024 * 1024;
const MOST_BYTES = 5 * 1024 * MIB;
const MOST_PARTS = 256;
// Those of the library, for downloads.
const PART = 8 * MIB;
const PARALLEL = 5;
// What the credentials must permit.
const ACTIONS = {
  UPLOAD: ['PutObject', 'InitiateMultipartUpload', 'ListMultipartUploads', 'ListParts', 'UploadPart', 'CompleteMultipartUpload', 'AbortMultipartUpload', 'HeadObject'],
  DOWNLOAD: ['GetObject', 'HeadObject'],
};

/** Returns a number from a parameter, or the one to use without it. */
const given = (params, name, usual, least = 1) => must(whole(name, params[name] ?? usual, least));

function scopeOf(core, params, moves) {
  const scope = { bucket: params.Bucket, region: core.region(params) ?? core.settings.native.region ?? '', prefix: core.key(params) };
  return ACTIONS[moves].map((action) => ({ action: `name/cos:${action}`, ...scope }));
}

/** Moves a file. `part`, `parallel` and `above`: the size of parts, how many at once, and the largest file without them. */
async function move(core, params, moves, { part, parallel, above, checkpoint, made }) {
  if (typeof params.FilePath !== 'string') throw wrong('FilePath must be a path');
  const list = common({ ...params, VersionId: undefined }, [OP.MOVED_FILE, params.FilePath, OP.DOCUMENT]);
  list.push(OP.PART_SIZE, Math.min(Math.max(MIB, part), MOST_BYTES), OP.PARALLEL, Math.min(parallel, MOST_PARTS));
  list.push(OP.THRESHOLD, Math.min(above + 1, MOST_BYTES));
  if (checkpoint) list.push(OP.CHECKPOINT, checkpoint);
  if (params.UploadCheckContentMd5 ?? core.settings.md5) list.push(OP.CONTENT_MD5, 1);
  if (params.VersionId) list.push(OP.VERSION, params.VersionId);
  const isUpload = moves === 'UPLOAD';
  const spec = { method: isUpload ? 'PUT' : 'GET', moves, key: core.key(params), list, made, scope: scopeOf(core, params, moves) };
  spec.progress = progress(params.onProgress, isUpload, core.settings.progressInterval);
  spec.signsMany = `the ${isUpload ? 'upload' : 'download'} of a file`;
  if (params.RetryTimes !== undefined) spec.attempts = given(params, 'RetryTimes', 0);
  try {
    return await core.send(params, spec);
  } catch (error) {
    const id = error.detail?.('UploadId');
    if (id) error.UploadId = id;
    throw error;
  }
}

function upload(core, params, tools, sizes) {
  const { settings } = core;
  const made = (data) => {
    const found = (data.document && contentOf(new Document(data.document))?.CompleteMultipartUploadResult) || {};
    return tools.result(data, { ...found, ETag: found.ETag ?? data.headers.etag ?? '', Location: tools.locationOf(core, params) });
  };
  const parallel = given(params, 'AsyncLimit', given(params, 'ChunkParallelLimit', settings.chunkParallel));
  return checkpoints.during(core, params, (checkpoint) => move(core, params, 'UPLOAD', { ...sizes, parallel, checkpoint, made }));
}

function download(core, params, tools) {
  const part = given(params, 'ChunkSize', PART);
  const parallel = given(params, 'ParallelLimit', PARALLEL);
  const made = (data) => tools.result(data, { ETag: data.headers.etag ?? '' });
  const { CheckPoint } = params;
  // Unlike that of an upload, it must be asked for: a download that has failed leaves nothing.
  const asked = { ...params, CheckPoint: CheckPoint ?? false };
  return checkpoints.during(core, asked, (checkpoint) => move(core, params, 'DOWNLOAD', { part, parallel, above: part, checkpoint, made }));
}

/** Uploads a file by one request: that can have a finished signature. */
function putFile(core, params, tools) {
  const spec = tools.objectSpec(core, 'PUT', params, 'PutObject');
  spec.list.push(OP.BODY_FILE, params.FilePath);
  if (params.UploadCheckContentMd5 ?? core.settings.md5) spec.list.push(OP.CONTENT_MD5, 1);
  spec.progress = progress(params.onProgress, true, core.settings.progressInterval);
  spec.made = (data) => tools.result(data, { ETag: data.headers.etag ?? '', Location: tools.locationOf(core, params) });
  return core.send(params, spec);
}

/** Returns size and kind of what a path names; `entry` is where the stack of an error ends. */
async function statOf(path, entry) {
  if (typeof path !== 'string') throw failure(Reason.INVALID_ARGUMENT, 'FilePath must be a path', {}, entry);
  try {
    const stat = await fs.promises.stat(path);
    if (stat.isFile() || stat.isDirectory()) return stat;
  } catch (cause) {
    throw failure(Reason.LOCAL_IO, `${path}: ${cause.message}`, { method: 'PUT', cause, osErrno: Math.abs(cause.errno ?? 0) }, entry);
  }
  throw failure(Reason.LOCAL_IO, `${path}: not a regular file`, { method: 'PUT' }, entry);
}

/** Returns size and `send` of an upload. A folder becomes an empty object. */
async function planOf(core, params, least, tools, entry) {
  const stat = await statOf(params.FilePath, entry);
  const sizes = { above: given(params, 'SliceSize', least, 0), part: given(params, 'ChunkSize', core.settings.chunkSize) };
  // As in Tencent's SDK, a file that is stored by one request has the type that its name says.
  const isWhole = stat.size <= sizes.above;
  const typed = (each) => (isWhole && sizes.above > 0 && !hasType(each) ? { ...each, ContentType: contentTypeOf(each.FilePath) || ANY_TYPE } : each);
  const send = isWhole && core.settings.maySign ? putFile : (...given) => upload(...given, sizes);
  if (stat.isFile()) return { size: stat.size, send: (each) => send(core, typed(each), tools) };
  return { size: 0, send: ({ FilePath, ...each }) => tools.put(core, { ...each, Body: '' }) };
}

/** Returns what a task needs: the size, and how to send. `plan` is made at once, and again if the task runs again. */
function taskOf(plan) {
  let first = plan();
  const size = first.then((found) => found.size);
  size.catch(() => {});
  const send = async (params) => {
    const planned = first ?? plan();
    first = undefined;
    return (await planned).send(params);
  };
  return { size, send };
}

function operations(tools) {
  const uploadFile = (core, params, callback, entry) =>
    inQueue(core, params, taskOf(() => planOf(core, params, core.settings.sliceSize, tools, entry)), callback);
  const sliceUploadFile = (core, params, callback, entry) => {
    // As in Tencent's SDK, SliceSize is here the size of a part, too.
    const sizes = { ChunkSize: params.ChunkSize ?? params.SliceSize, SliceSize: 0 };
    return inQueue(core, params, taskOf(() => planOf(core, { ...params, ...sizes }, 0, tools, entry)), callback);
  };
  const downloadFile = (core, params, callback) =>
    hand((async () => core.tasks.download(params, (own) => download(core, own, tools)))(), callback);
  return { uploadFile, sliceUploadFile, downloadFile };
}

module.exports = { operations };
