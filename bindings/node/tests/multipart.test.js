// Calls of one request at the stand-in, which verifies their signatures and digests.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const { after, before, test } = require('node:test');
const { Readable } = require('node:stream');
const { standin, client, failed, at, Bucket, Region } = require('./standin.js');

const SOURCE = `${Bucket}.cos.${Region}.myqcloud.com`;
let server;
let cos;

before(async () => {
  server = await standin('--no-log');
  cos = client(server.address);
});
after(() => {
  cos.close();
  server.stop();
});

test('an upload in parts: begun, listed, copied into, completed', async () => {
  const body = Buffer.alloc(1024 * 1024, 'a');
  await cos.putObject(at('source', { Body: 'source' }));
  const { UploadId } = await cos.multipartInit(at('parts/k', { ContentType: 'text/plain' }));
  const first = await cos.multipartUpload(at('parts/k', { UploadId, PartNumber: 1, Body: Readable.from([body]), ContentLength: body.length }));
  const second = await cos.uploadPartCopy(at('parts/k', { UploadId, PartNumber: 2, CopySource: `${SOURCE}/source`, CopySourceRange: 'bytes=0-2' }));
  const { Upload } = await cos.multipartList({ Bucket, Region, Prefix: 'parts/' });
  assert.deepStrictEqual(Upload.map((each) => [each.Key, each.UploadId]), [['parts/k', UploadId]]);
  const { Part } = await cos.multipartListPart(at('parts/k', { UploadId }));
  assert.deepStrictEqual(Part.map((each) => [each.PartNumber, each.ETag, each.Size]), [['1', first.ETag, '1048576'], ['2', second.ETag, '3']]);
  const Parts = Part.map(({ PartNumber, ETag }) => ({ PartNumber, ETag: ETag.replaceAll('"', '') }));
  const { Location } = await cos.multipartComplete(at('parts/k', { UploadId, Parts }));
  assert.strictEqual(Location, `${SOURCE}/parts/k`);
  const { Body } = await cos.getObject(at('parts/k'));
  assert.deepStrictEqual(Body, Buffer.concat([body, Buffer.from('sou')]));
});

test('a part may be a file, whose length is sent', async () => {
  const { UploadId } = await cos.multipartInit(at('file'));
  const told = [];
  const Body = fs.createReadStream(__filename);
  const { ETag } = await cos.multipartUpload(at('file', { UploadId, PartNumber: 1, Body, onProgress: (info) => told.push(info.total) }));
  assert.deepStrictEqual([...new Set(told)], [fs.statSync(__filename).size]);
  await cos.multipartComplete(at('file', { UploadId, Parts: [{ PartNumber: 1, ETag }] }));
  assert.deepStrictEqual((await cos.getObject(at('file'))).Body, fs.readFileSync(__filename));
});

test('an upload that was aborted has gone', async () => {
  const { UploadId } = await cos.multipartInit(at('gone'));
  assert.strictEqual((await cos.multipartAbort(at('gone', { UploadId }))).statusCode, 204);
  const error = await failed(cos.multipartListPart(at('gone', { UploadId })));
  assert.deepStrictEqual([error.code, error.operation], ['NoSuchUpload', 'ListParts']);
});

test('a copy, appended bytes, tags', async () => {
  await cos.putObject(at('one', { Body: 'one' }));
  const { ETag } = await cos.putObjectCopy(at('two', { CopySource: `${SOURCE}/one` }));
  assert.strictEqual((await cos.headObject(at('two'))).ETag, ETag);
  const { headers } = await cos.appendObject(at('more', { Position: 0, Body: 'ab' }));
  assert.strictEqual(headers['x-cos-next-append-position'], '2');
  const Tags = [{ Key: 'k', Value: '<&>' }];
  await cos.putObjectTagging(at('two', { Tags }));
  assert.deepStrictEqual((await cos.getObjectTagging(at('two'))).Tags, Tags);
  await cos.deleteObjectTagging(at('two'));
  assert.deepStrictEqual((await cos.getObjectTagging(at('two'))).Tags, []);
});

test('a bucket without a configuration returns an empty one, and one that does not exist an error', async () => {
  const missing = { Bucket: 'missing-1250000000', Region };
  for (const [name, expected] of [['getBucketCors', { CORSRules: [] }], ['getBucketTagging', { Tags: [] }], ['getBucketLifecycle', { Rules: [] }]]) {
    const { statusCode, headers, RequestId, ...found } = await cos[name]({ Bucket, Region });
    assert.deepStrictEqual([found, statusCode, typeof headers, RequestId.length > 0], [expected, 404, 'object', true]);
    assert.strictEqual((await failed(cos[name](missing))).code, 'NoSuchBucket', name);
  }
  const { Versions, DeleteMarkers } = await cos.listObjectVersions({ Bucket, Region, Prefix: 'none/' });
  assert.deepStrictEqual([Versions, DeleteMarkers], [[], []]);
});
