// Copies of objects, in parts if they are large: COS copies them, no byte comes here.
'use strict';
const { hand, listen, ignore } = require('./calls.js');
const { whole, must } = require('./numbers.js');
const { HEADERS, progress, wrong } = require('./params.js');
const { sourceOf } = require('./copy_source.js');

const MIB = 1024 * 1024;
const MOST_PARTS = 10000;
// Headers of the source that its copy has, unless MetadataDirective is Replaced.
const KEPT = /^(cache-control|content-disposition|content-encoding|content-type|expires|x-cos-storage-class|x-cos-meta-.+)$/;
// What only a copy by one request accepts.
const OF_ONE = /^(CopySource.*|MetadataDirective|CopyChunkSize|CopySliceSize|onProgress)$/;
// What each part needs.
const OF_PARTS = /^(Bucket|Region|Key|CopySource(If.*)?|SSECustomer.*|TrafficLimit|Timeout)$/;

const given = (params, name, usual, least) => must(whole(name, params[name] ?? usual, least));
const pick = (object, names) => Object.fromEntries(Object.entries(object).filter(([name]) => names.test(name)));
const omit = (object, names) => Object.fromEntries(Object.entries(object).filter(([name]) => !names.test(name)));
const HEADER_OF = new Map(HEADERS);

/** Parameters of the request that begins the copy. */
function beginning(params, source) {
  const own = omit(params, OF_ONE);
  if (/^replaced?$/i.test(params.MetadataDirective ?? params.Headers?.['x-cos-metadata-directive'] ?? '')) return { ...own, Headers: omit(params.Headers ?? {}, /^x-cos-(copy-source|metadata-directive)/i) };
  // Those of the call have the last word.
  const names = new Set([...Object.keys(params).map((name) => HEADER_OF.get(name) ?? name), ...Object.keys(params.Headers ?? {})].map((name) => name.toLowerCase()));
  const kept = Object.entries(source.headers).filter(([name]) => KEPT.test(name) && !names.has(name));
  return { ...own, Headers: { ...Object.fromEntries(kept), ...omit(params.Headers ?? {}, /^x-cos-(copy-source|metadata-directive)/i) } };
}

/** Copies all parts, several at a time; the first failure ends the others. Returns the list for the completion. */
async function copyParts(params, ranges, parallel, copy) {
  const ending = new AbortController();
  const entry = { signal: params.signal, abort: (cause) => ending.abort(cause) };
  const found = [];
  let next = 0;
  let first;
  const worker = async () => {
    while (next < ranges.length) {
      const index = next++;
      const { ETag } = await copy(index + 1, ranges[index], ending.signal);
      found[index] = { PartNumber: index + 1, ETag };
    }
  };
  const guarded = () => worker().catch((error) => {
    first ??= error;
    next = ranges.length;
    ending.abort();
  });
  if (entry.signal) listen(entry);
  if (entry.signal?.aborted) entry.abort(entry.signal.reason);
  await Promise.all(Array.from({ length: Math.min(parallel, ranges.length) }, guarded));
  if (entry.signal) ignore(entry);
  if (first) throw first;
  return found;
}

async function inParts(core, params, size, source, calls) {
  const part = Math.max(MIB, given(params, 'CopyChunkSize', core.settings.copyChunk, 1), Math.ceil(size / MOST_PARTS));
  const ranges = Array.from({ length: Math.ceil(size / part) }, (_, index) => [index * part, Math.min((index + 1) * part, size)]);
  const told = progress(params.onProgress, true);
  const where = { Bucket: params.Bucket, Region: params.Region, Key: params.Key };
  const { UploadId } = await calls.multipartInit(core, beginning(params, source));
  let moved = 0;
  try {
    const own = { ...pick(params, OF_PARTS), CopySourceIfMatch: params.CopySourceIfMatch ?? source.ETag };
    const Parts = await copyParts(params, ranges, core.settings.copyParallel, async (PartNumber, [begin, end], signal) => {
      const copied = await calls.uploadPartCopy(core, { ...own, UploadId, PartNumber, CopySourceRange: `bytes=${begin}-${end - 1}`, signal });
      told?.((moved += end - begin), size, 0, 0);
      return copied;
    });
    return await calls.multipartComplete(core, { ...where, UploadId, Parts, signal: params.signal });
  } catch (error) {
    // Its parts would cost money until they are deleted.
    await calls.multipartAbort(core, { ...where, UploadId }).catch(() => Object.assign(error, { UploadId }));
    throw error;
  }
}

async function copyFile(core, params, calls) {
  const { Bucket, Region, Key, VersionId } = sourceOf(params.CopySource) ?? {};
  if (Bucket === undefined) throw wrong('CopySource must be host and key, as in examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/key');
  const { signal, Timeout } = params;
  const source = await calls.headObject(core, { Bucket, Region, Key, VersionId, signal, Timeout });
  const size = Number(source.headers['content-length']);
  if (size > given(params, 'CopySliceSize', core.settings.copySlice, 0)) return inParts(core, params, size, source, calls);
  const copied = await calls.putObjectCopy(core, omit(params, /^(CopyChunkSize|CopySliceSize|onProgress)$/));
  progress(params.onProgress, true)?.(size, size, 0, 0);
  return copied;
}

/** `calls`: those of one request each. */
const operations = (calls) => ({ sliceCopyFile: (core, params, callback) => hand(copyFile(core, params, calls), callback) });

module.exports = { operations };
