// Uploads of many files, copies in parts, and the end of uploads that were begun.
'use strict';
const assert = require('node:assert');
const { randomBytes } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { after, afterEach, before, test } = require('node:test');
const COS = require('../index.js');
const { localFile, plannedFaults, standin, client, control, failed, at, Region, Bucket } = require('./standin.js');

const MIB = 1 << 20;
const content = randomBytes(3 * MIB + 5);
const SOURCE = `${Bucket}.cos.${Region}.myqcloud.com`;
let place, cos, local, folder, FilePath;

before(async () => {
  place = await standin();
  cos = client(place.address, { MaxAttempts: 1 });
  local = localFile(content);
  ({ folder, FilePath } = local);
});
afterEach(() => faults());
after(() => {
  cos.close();
  place.stop();
  local.remove();
});

const faults = (...list) => plannedFaults(place.address, list);
const uploads = async (Prefix) => (await cos.multipartList({ Bucket, Region, Prefix })).Upload;
const requests = async (text) => (await control(place.address, 'GET', 'requests')).filter((each) => `${each.method} ${each.target}`.includes(text));

test('many files: each with its result, all with one progress', async () => {
  const told = [];
  const finished = [];
  const own = [];
  const ids = [];
  const files = [
    at('many/parts', { FilePath, ChunkSize: MIB, onTaskReady: (id) => ids.push(id), onProgress: (info) => own.push(info.loaded) }),
    at('many/text', { Body: 'text', ContentType: 'a/b', onFileFinish: (error, data) => own.push(data.statusCode) }),
    at('many/none', { FilePath: '/no/such/file' }),
    at('many/wrong', { FilePath, Nothing: 1 }),
    at('many/folder/', { FilePath: folder }),
  ];
  const given = files.map((each) => ({ ...each }));
  const onFileFinish = (error, data, options) => finished.push([options.Key, error?.reason, data?.statusCode]);
  const { files: found } = await cos.uploadFiles({ files, SliceSize: MIB, onProgress: (info) => told.push(info), onFileFinish });
  assert.deepStrictEqual(found.map(({ options, error, data }) => [options.Index, options.Key, error?.reason, data?.statusCode]), [
    [0, 'many/parts', undefined, 200], [1, 'many/text', undefined, 200], [2, 'many/none', COS.Reason.LOCAL_IO, undefined],
    [3, 'many/wrong', COS.Reason.INVALID_ARGUMENT, undefined], [4, 'many/folder/', undefined, 200],
  ]);
  assert.strictEqual(found[3].error.message, 'Nothing is not a parameter of uploadFile; remove it');
  assert.strictEqual(found[0].options.TaskId, ids[0]);
  assert.deepStrictEqual(finished.map(([Key]) => Key).sort(), files.map((each) => each.Key).sort());
  assert.ok(own.includes(200) && own.includes(content.length));
  // The refused one has a size, too.
  assert.deepStrictEqual([told.at(-1).loaded, told.at(-1).total], [content.length + 4, 2 * content.length + 4]);
  assert.deepStrictEqual(files, given);
  assert.ok((await cos.getObject(at('many/parts'))).Body.equals(content));
  assert.match((await cos.headObject(at('many/parts'))).ETag, /-4"$/);
  assert.strictEqual((await cos.headObject(at('many/text'))).headers['content-type'], 'a/b');
  const list = await new Promise((resolve, reject) => cos.uploadFiles({ files: [] }, (error, data) => (error ? reject(error) : resolve(data))));
  assert.deepStrictEqual(list, { files: [] });
  for (const wrong of [undefined, 'file', [null]]) assert.match((await failed(cos.uploadFiles({ files: wrong }))).message, /^files must be an array/);
});

test('a copy: by one request, or in parts with the headers of its source', async () => {
  await cos.putObject(at('source/a b', { Body: content, ContentType: 'a/b', 'x-cos-meta-a': '1' }));
  const CopySource = `${SOURCE}/source/a%20b`;
  const told = [];
  const whole = await cos.sliceCopyFile(at('copy/whole', { CopySource, onProgress: (info) => told.push(info.percent) }));
  assert.deepStrictEqual([whole.statusCode, told], [200, [1]]);
  await control(place.address, 'DELETE', 'requests');
  const parts = await cos.sliceCopyFile(at('copy/parts', { CopySource, CopySliceSize: MIB, CopyChunkSize: MIB, StorageClass: 'STANDARD_IA', onProgress: (info) => told.push(info.loaded) }));
  assert.deepStrictEqual([parts.statusCode, parts.Location, told.at(-1)], [200, `${SOURCE}/copy/parts`, content.length]);
  assert.strictEqual((await requests('partNumber=')).length, 4);
  for (const Key of ['copy/whole', 'copy/parts']) {
    const { Body, headers } = await cos.getObject(at(Key));
    assert.ok(Body.equals(content), Key);
    assert.deepStrictEqual([headers['content-type'], headers['x-cos-meta-a']], ['a/b', '1'], Key);
  }
  assert.strictEqual((await cos.headObject(at('copy/parts'))).headers['x-cos-storage-class'], 'STANDARD_IA');
  await cos.sliceCopyFile(at('copy/new', { CopySource, CopySliceSize: 0, MetadataDirective: 'Replaced', ContentType: 'c/d', Headers: { 'x-cos-meta-b': '2' } }));
  const { headers } = await cos.headObject(at('copy/new'));
  assert.deepStrictEqual([headers['content-type'], headers['x-cos-meta-a'], headers['x-cos-meta-b']], ['c/d', undefined, '2']);
});

test('a copy that fails leaves nothing', async () => {
  await cos.putObject(at('source/fails', { Body: content }));
  const given = { CopySource: `${SOURCE}/source/fails`, CopySliceSize: 0, CopyChunkSize: MIB };
  await faults({ faults: 'status-403-AccessDenied', target: 'partNumber=3&' });
  const error = await failed(cos.sliceCopyFile(at('copy/fails', given)));
  assert.deepStrictEqual([error.code, await uploads('copy/fails')], ['AccessDenied', []]);
  await faults({ faults: 'status-403-AccessDenied', target: 'partNumber=' }, { faults: 'status-403', methods: ['DELETE'] });
  const named = await failed(cos.sliceCopyFile(at('copy/fails', given)));
  assert.deepStrictEqual((await uploads('copy/fails')).map((each) => each.UploadId), [named.UploadId]);
  await faults({ faults: 'slow-300', target: 'partNumber=' });
  const controller = new AbortController();
  const cancelled = failed(cos.sliceCopyFile(at('copy/cancelled', { ...given, signal: controller.signal })));
  // Not before the id has arrived: an upload whose id is lost cannot be aborted.
  while ((await requests('copy/cancelled?partNumber=')).length === 0) await new Promise(setImmediate);
  controller.abort();
  assert.deepStrictEqual([(await cancelled).reason, await uploads('copy/cancelled')], [COS.Reason.CANCELLED, []]);
  assert.match((await failed(cos.sliceCopyFile(at('k', { CopySource: 'nothing' })))).message, /^CopySource must be host and key/);
  assert.strictEqual((await failed(cos.sliceCopyFile(at('k', { CopySource: `${SOURCE}/none` })))).statusCode, 404);
  assert.throws(() => new COS({ CopyChunkSize: 0 }), /CopyChunkSize must be/);
});

test('uploads that were begun are aborted: one, those of a key, those of the bucket', async () => {
  const begin = async (Key) => (await cos.multipartInit(at(Key))).UploadId;
  const ids = [await begin('abort/1'), await begin('abort/1'), await begin('abort/2'), await begin('abort/11')];
  const left = async () => (await uploads('abort/')).map((each) => each.UploadId).sort();
  const one = await cos.abortUploadTask(at('abort/1', { UploadId: ids[0] }));
  assert.deepStrictEqual(one, { successList: [{ Bucket, Region, Key: 'abort/1', UploadId: ids[0] }], errorList: [] });
  await cos.abortUploadTask(at('/abort/1', { Level: 'file' }));
  assert.deepStrictEqual(await left(), [ids[2], ids[3]].sort());
  const gone = await cos.abortUploadTask(at('abort/1', { UploadId: ids[0] }));
  assert.deepStrictEqual(gone.errorList.map((each) => each.UploadId), [ids[0]]);
  await cos.abortUploadTask({ Bucket, Region, Level: 'bucket', AsyncLimit: 3 });
  assert.deepStrictEqual(await left(), []);
  for (const [given, message] of [[{ Key: 'k' }, /^UploadId is missing/], [{ Level: 'file' }, /^Key is missing/], [{ Level: 'all' }, /^Level must be/]]) {
    assert.match((await failed(cos.abortUploadTask({ Bucket, Region, ...given }))).message, message);
  }
});

test('RetryTimes is how often the requests of a download are tried', async () => {
  await cos.putObject(at('tries', { Body: content }));
  const given = at('tries', { FilePath: path.join(folder, 'tries'), ChunkSize: 2 * MIB });
  await faults({ faults: 'status-503', methods: ['GET'], times: 2 });
  assert.strictEqual((await failed(cos.downloadFile({ ...given, ParallelLimit: 1, RetryTimes: 2 }))).statusCode, 503);
  await faults({ faults: 'status-503', methods: ['GET'], times: 2 });
  await cos.downloadFile({ ...given, ParallelLimit: 1, RetryTimes: '3' });
  assert.ok(fs.readFileSync(given.FilePath).equals(content));
  assert.match((await failed(cos.downloadFile({ ...given, RetryTimes: 0 }))).message, /^RetryTimes must be a whole number/);
});
