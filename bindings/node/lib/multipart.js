// Uploads of files, whole or in parts.
'use strict';
const fs = require('node:fs');
const { OP } = require('./native.js');
const { hand } = require('./calls.js');
const { failure } = require('./errors.js');
const { Reason } = require('./constants.js');
const { whole, must } = require('./numbers.js');
const { progress } = require('./params.js');
const { write } = require('./xml.js');

const MAX_PARTS = 10000;
const MIN_PART = 1024 * 1024;

/** Returns a number from a parameter, otherwise from the client. */
const given = (params, name, usual, least = 1) => must(whole(name, params[name] ?? usual, least));

/** One upload: starts, sends several parts at once, and completes or aborts. */
class Upload {
  constructor(core, params, size, tools) {
    Object.assign(this, { core, params, size, tools });
    this.chunk = Math.max(MIN_PART, given(params, 'ChunkSize', core.settings.chunkSize), Math.ceil(size / MAX_PARTS));
    this.parallel = given(params, 'AsyncLimit', given(params, 'ChunkParallelLimit', core.settings.chunkParallel));
    this.count = Math.max(1, Math.ceil(size / this.chunk));
    this.etags = new Array(this.count);
    this.sent = new Array(this.count).fill(0);
    this.report = progress(params.onProgress, true);
    // One part that fails ends the others.
    this.ending = new AbortController();
  }

  send(method, queries, more) {
    const list = queries.flatMap(([name, value]) => [OP.QUERY, name, value]);
    const spec = { method, key: this.core.key(this.params), list, ...more };
    if (more.list) spec.list = [...list, ...more.list];
    return this.core.send(this.params, spec);
  }

  async begin() {
    const list = [...this.tools.objectSpec(this.core, 'POST', this.params).list, OP.EXPECT_ROOT, 'InitiateMultipartUploadResult', OP.DOCUMENT];
    const made = (data) => this.tools.document(data, 'InitiateMultipartUploadResult').UploadId;
    this.id = await this.send('POST', [['uploads', undefined]], { list, made, action: 'InitiateMultipartUpload' });
  }

  async part(index) {
    const offset = index * this.chunk;
    const length = Math.min(this.chunk, this.size - offset);
    const list = [OP.BODY_RANGE, this.params.FilePath, offset, length];
    const queries = [['partNumber', String(index + 1)], ['uploadId', this.id]];
    const told = this.report && ((sent) => this.tell(index, sent));
    const made = (data) => data.headers.etag ?? '';
    this.etags[index] = await this.send('PUT', queries, { list, made, action: 'UploadPart', progress: told, signal: this.ending.signal });
  }

  tell(index, sent) {
    this.sent[index] = sent;
    this.report(this.sent.reduce((sum, each) => sum + each, 0), this.size, 0, 0);
  }

  async parts() {
    const { signal } = this.params;
    const stop = () => this.ending.abort(signal.reason);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    let next = 0;
    const worker = async () => {
      while (next < this.count) await this.part(next++);
    };
    let first;
    const guarded = () => worker().catch((error) => {
      first ??= error;
      next = this.count;
      this.ending.abort(first);
    });
    await Promise.all(Array.from({ length: Math.min(this.parallel, this.count) }, guarded));
    signal?.removeEventListener('abort', stop);
    if (first) throw first;
  }

  complete() {
    const Part = this.etags.map((ETag, index) => ({ PartNumber: index + 1, ETag }));
    const document = Buffer.from(write({ CompleteMultipartUpload: { Part } }));
    const root = 'CompleteMultipartUploadResult';
    const list = [OP.BODY, document, OP.HEADER, 'Content-Type', 'application/xml', OP.EXPECT_ROOT, root, OP.DOCUMENT];
    const made = (data) => {
      const Location = this.tools.locationOf(this.core, this.params);
      return this.tools.result(data, { ...this.tools.document(data, root), Location, UploadId: this.id });
    };
    return this.send('POST', [['uploadId', this.id]], { list, made, action: 'CompleteMultipartUpload' });
  }

  async run() {
    await this.begin();
    try {
      await this.parts();
      return await this.complete();
    } catch (error) {
      // Its parts would cost money until they are deleted. If that fails too, the error remains the first one.
      await this.send('DELETE', [['uploadId', this.id]], { action: 'AbortMultipartUpload', signal: new AbortController().signal }).catch(() => {});
      throw error;
    }
  }
}

async function sizeOf(path) {
  try {
    const stat = await fs.promises.stat(path);
    if (stat.isFile()) return stat.size;
  } catch (cause) {
    throw failure(Reason.LOCAL_IO, `${path}: ${cause.message}`, { method: 'PUT', cause, osErrno: Math.abs(cause.errno ?? 0) });
  }
  throw failure(Reason.LOCAL_IO, `${path}: not a regular file`, { method: 'PUT' });
}

function operations(tools) {
  const whole = (core, params) => {
    const spec = { ...tools.objectSpec(core, 'PUT', params, 'PutObject'), progress: progress(params.onProgress, true) };
    spec.list.push(OP.BODY_FILE, params.FilePath);
    if (core.settings.md5) spec.list.push(OP.CONTENT_MD5, 1);
    spec.made = (data) => tools.result(data, { ETag: data.headers.etag ?? '', Location: tools.locationOf(core, params) });
    return core.send(params, spec);
  };
  // Files above `sliceSize` are sent in parts.
  const upload = async (core, params, entry, sliceSize) => {
    if (typeof params.FilePath !== 'string') throw failure(Reason.INVALID_ARGUMENT, 'FilePath must be a path', {}, entry);
    const least = given(params, 'SliceSize', sliceSize, 0);
    const size = await sizeOf(params.FilePath);
    return await (size > least ? new Upload(core, params, size, tools).run() : whole(core, params));
  };
  return {
    uploadFile(core, params, callback, entry) {
      return hand(upload(core, params, entry, core.settings.sliceSize), callback);
    },
    sliceUploadFile(core, params, callback, entry) {
      return hand(upload(core, { ...params, SliceSize: 0 }, entry), callback);
    },
  };
}

module.exports = { operations };
