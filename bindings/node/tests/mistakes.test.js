// Calls that would do something else than their caller meant: they are refused by name, and nothing is sent.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const { Readable } = require('node:stream');
const { after, before, test } = require('node:test');
const COS = require('../index.js');
const { standin, client, control, failed, at, SecretId, SecretKey, Region, Bucket } = require('./standin.js');

let place, cos;
before(async () => {
  place = await standin();
  cos = client(place.address);
});
after(() => place.stop());

/** The message of a call that is refused before anything is sent. */
async function refused(call) {
  await control(place.address, 'DELETE', 'requests');
  const err = await failed((async () => call())());
  assert.ok(err instanceof COS.CosClientError, err.stack);
  assert.deepStrictEqual([err.reason, err.requestSent], [COS.Reason.INVALID_ARGUMENT, false], err.message);
  assert.deepStrictEqual(await control(place.address, 'GET', 'requests'), []);
  return err.message;
}
const stored = async (Key) => (await cos.getObject(at(Key))).Body.toString();

test('a body that is undefined or null never replaces an object', async () => {
  await cos.putObject({ ...at('kept'), Body: 'the content' });
  for (const given of [{}, { Body: undefined }, { Body: null }, { ContentLength: 4 }, { Body: undefined, UploadCheckContentMd5: true }]) {
    assert.match(await refused(() => cos.putObject({ ...at('kept'), ...given })), /^Body is missing; set .*"" for an empty object$/);
  }
  const filePath = await refused(() => cos.putObject({ ...at('kept'), FilePath: __filename }));
  assert.strictEqual(filePath, 'FilePath is not a parameter of putObject; use uploadFile, or set Body to fs.createReadStream(FilePath)');
  // Its siblings: what uploadPart, appendObject and putObject are by `request`.
  for (const given of [
    { Method: 'PUT' },
    { Method: 'put', Body: null },
    { Method: 'PUT', Body: undefined, FilePath: undefined },
    { Method: 'PUT', Query: { partNumber: 1, uploadId: 'x' } },
    { Method: 'POST', Action: 'append', Query: { position: 0 } },
    { Method: 'POST', Query: { append: '', position: 0 }, Body: null },
    { Method: 'POST', Action: 'append&position=0' },
  ]) {
    assert.match(await refused(() => cos.request({ ...at('kept'), ...given })), /^Body is missing; /);
  }
  assert.strictEqual(await refused(() => cos.request({ ...at('kept'), Method: 'PUT', Body: 'x', FilePath: __filename })), 'Body and FilePath are both set; remove one');
  for (const name of ['uploadFile', 'sliceUploadFile']) {
    for (const FilePath of [undefined, null, 7]) assert.match(await refused(() => cos[name]({ ...at('kept'), FilePath })), /^FilePath must be a path/);
    assert.match(await refused(() => cos[name]({ ...at('kept'), Body: 'x' })), /^Body is not a parameter of \w+; use putObject/);
  }
  assert.strictEqual(await stored('kept'), 'the content');
});

test('nor does a stream that was read or closed before', async () => {
  await cos.putObject({ ...at('kept'), Body: 'the content' });
  const read = Readable.from(['x']);
  await read.toArray();
  const closed = fs.createReadStream(__filename);
  closed.destroy();
  const response = new Response('x');
  await response.text();
  const web = new Blob(['x']).stream();
  for await (const chunk of web) assert.ok(chunk);
  const cancelled = new Blob(['x']).stream();
  await cancelled.cancel();
  for (const Body of [read, closed, Readable.from(['x']).destroy(), response.body, web, cancelled]) {
    assert.match(await refused(() => cos.putObject({ ...at('kept'), Body })), /^Body has been read or closed/);
    assert.match(await refused(() => cos.request({ ...at('kept'), Method: 'PUT', Body })), /^Body has been read or closed/);
  }
  const failing = fs.createReadStream('/no/such/file');
  await new Promise((resolve) => failing.on('error', () => {}).once('close', resolve));
  const err = await failed(cos.putObject({ ...at('kept'), Body: failing }));
  assert.deepStrictEqual([err.reason, err.code, err.cause], [COS.Reason.CALLBACK, 'ENOENT', failing.errored]);
  assert.strictEqual(await stored('kept'), 'the content');
});

test('nor does a function that gives a stream which was read before', async () => {
  await cos.putObject({ ...at('kept'), Body: 'the content' });
  const read = Readable.from(['x']);
  await read.toArray();
  const refusedAsSpent = async (Body) => {
    const err = await failed(cos.putObject({ ...at('kept'), Body }));
    assert.strictEqual(err.reason, COS.Reason.CALLBACK, err.stack);
    assert.strictEqual(err.cause.message, 'Body gave a stream that has been read or closed; give a new one each time');
  };
  await refusedAsSpent(() => read);
  // The first attempt reads the stream, and is refused; the second attempt finds nothing in it.
  const once = Readable.from(['x']);
  let asked = 0;
  await control(place.address, 'PUT', `script/${Bucket}`, { status: 503, times: 1 });
  await refusedAsSpent(() => (asked++, once));
  assert.strictEqual(asked, 2);
  assert.strictEqual(await stored('kept'), 'the content');
});

test('an empty object is made by who says so; requests that store nothing need no body', async () => {
  for (const [Key, Body] of [['e1', ''], ['e2', Buffer.alloc(0)], ['e3', Readable.from([])], ['e4', new Blob([])], ['e6', new Blob([]).stream()]]) {
    await cos.putObject({ ...at(Key), Body });
    assert.strictEqual(await stored(Key), '');
  }
  await cos.request({ ...at('e5'), Method: 'PUT', Body: '' });
  assert.strictEqual(await stored('e5'), '');
  const copy = { 'x-cos-copy-source': `${Bucket}.cos.${Region}.myqcloud.com/e1` };
  await cos.request({ ...at('copied'), Method: 'PUT', Headers: copy });
  await cos.request({ ...at('copied'), Method: 'PUT', CopySource: copy['x-cos-copy-source'] });
  const { InitiateMultipartUploadResult } = await cos.request({ ...at('parts'), Method: 'POST', Action: 'uploads' });
  const { UploadId } = InitiateMultipartUploadResult;
  await cos.request({ ...at('parts'), Method: 'PUT', Query: { partNumber: 1, uploadId: UploadId }, FilePath: __filename });
  await cos.request({ ...at('parts'), Method: 'DELETE', Query: { uploadId: UploadId } });
});

test('a parameter that a call does not take is refused, with the nearest that it takes', async () => {
  for (const [name, params, message] of [
    ['headBucket', { Buckets: 'x' }, 'Buckets is not a parameter of headBucket; use Bucket'],
    ['getBucket', { prefix: 'a/' }, 'prefix is not a parameter of getBucket; use Prefix'],
    ['getBucket', { MaxKey: 1 }, 'MaxKey is not a parameter of getBucket; use MaxKeys'],
    ['getObject', { key: 'k' }, 'key is not a parameter of getObject; use Key'],
    ['getObject', { OutPut: '/tmp/x' }, 'OutPut is not a parameter of getObject; use Output'],
    ['putObject', { Body: 'x', CacheControll: 'no-cache' }, 'CacheControll is not a parameter of putObject; use CacheControl'],
    ['putObject', { Body: 'x', 'x-ci-a': '1' }, 'x-ci-a is not a parameter of putObject; set headers in Headers, query parameters in Query'],
    ['getObject', { onTaskReady() {} }, 'onTaskReady is not a parameter of getObject; only transfers of files and putObject have tasks; use signal to end a call'],
    ['deleteObject', { VersionID: 'v' }, 'VersionID is not a parameter of deleteObject; use VersionId'],
    ['uploadFile', { FilePath: __filename, SlizeSize: 1 }, 'SlizeSize is not a parameter of uploadFile; use SliceSize'],
    ['request', { Method: 'GET', ExpectedRoot: 'x' }, 'ExpectedRoot is not a parameter of request; use ExpectRoot'],
    ['getService', { Whatever: 1 }, 'Whatever is not a parameter of getService; remove it'],
    ['headObject', { __proto__: { Keys: 'k' } }, 'Keys is not a parameter of headObject; use Key'],
    ['headObject', { toString: 'x' }, 'toString is not a parameter of headObject; remove it'],
  ]) {
    assert.strictEqual(await refused(() => cos[name]({ Bucket, Region, ...params, __proto__: Object.getPrototypeOf(params) })), message);
    const calledBack = await new Promise((resolve) => cos[name]({ Bucket, Region, ...params, __proto__: Object.getPrototypeOf(params) }, (err, data) => resolve([err.message, data])));
    assert.deepStrictEqual(calledBack, [message, null]);
  }
  assert.strictEqual((await cos.headBucket({ Bucket, Region, Nothing: undefined, 'x-cos-meta-a': '1', 'X-Cos-Meta-B': '2' })).statusCode, 200);
});

test('a document that XML cannot hold is refused before anything is sent', async () => {
  for (const [name, params, place] of [
    ['deleteMultipleObject', { Objects: [{ Key: 'a' }, { Key: 'b\u0001' }] }, 'Delete/Object[1]/Key'],
    ['putBucketTagging', { Tags: [{ Key: '\u0002', Value: 'v' }] }, 'Tagging/TagSet/Tag[0]/Key'],
    ['selectObjectContent', { Key: 'k', SelectType: 2, SelectRequest: { Expression: '\u0003' } }, 'SelectRequest/Expression'],
  ]) {
    const message = await refused(() => cos[name]({ Bucket, Region, ...params }));
    assert.ok(message.startsWith(`${place} "`), message);
  }
});

test('streams of a call that is refused are closed', async () => {
  for (const refuse of [
    (streams) => cos.putObject({ ...at('k'), Body: streams.body, Nothing: 1 }),
    (streams) => cos.request({ ...at('k'), Method: 'PUT', Body: streams.body, Output: streams.output, Nothing: 1 }),
    (streams) => cos.request({ ...at('k'), Method: 'PUT', Body: streams.body, FilePath: __filename }),
    (streams) => cos.getObject({ ...at('k'), Output: streams.output, output: 1 }),
  ]) {
    const streams = {};
    Object.defineProperty(streams, 'body', { get() { return (this.made = fs.createReadStream(__filename)); } });
    Object.defineProperty(streams, 'output', { get() { return (this.written = fs.createWriteStream('/dev/null')); } });
    await refused(() => refuse(streams));
    for (const stream of [streams.made, streams.written]) assert.ok(!stream || stream.destroyed);
  }
});

test('of the calls that give no promise, too', async () => {
  const url = { Bucket, Region, Key: 'k', Expire: 60 };
  assert.throws(() => cos.getObjectUrl(url), { message: 'Expire is not a parameter of getObjectUrl; use Expires' });
  assert.throws(() => cos.getObjectUrl({ ...at('k'), ContentType: 'a/b' }), { message: 'ContentType is not a parameter of getObjectUrl; set Content-Type in Headers' });
  const told = await new Promise((resolve) => cos.getObjectUrl(url, (err) => resolve(err.message)));
  assert.match(told, /^Expire is not/);
  const stream = cos.getObjectStream({ Bucket, Region, keys: 'k' });
  await assert.rejects(stream.toArray(), { message: 'keys is not a parameter of getObjectStream; use Key' });
  let heard;
  const other = cos.getObjectStream({ Bucket, Region, Key: 'k', Output: 'x' }, (err) => { heard = err; });
  await assert.rejects(other.toArray(), /use getObject, or pipe the stream$/);
  assert.match(heard.message, /^Output is not/);
});

test('objects that are to be deleted have a key, and nothing else but a version', async () => {
  for (const [Objects, message] of [
    [undefined, /^Objects must name at least one/],
    [[], /^Objects must name at least one/],
    [['a'], /^Objects\[0\]\.Key must be/],
    [[{ Key: 'a' }, { key: 'b' }], /^Objects\[1\]\.Key must be/],
    [[{ Key: 'a' }, null], /^Objects\[1\]\.Key must be/],
    [[{ Key: 'a', versionId: 'v' }], /^Objects have no versionId; set Key, and VersionId/],
  ]) {
    assert.match(await refused(() => cos.deleteMultipleObject({ Bucket, Region, Objects })), message);
  }
  assert.strictEqual((await cos.deleteMultipleObject({ Bucket, Region, Objects: { Key: 'a' } })).Deleted.length, 1);
});

test('what Tencent\'s SDK has as its defaults is accepted, one by one and all at once', async () => {
  const MIB = 1024 * 1024;
  const defaults = {
    AppId: '', SecretId: '', SecretKey: '', SecurityToken: '', ChunkRetryTimes: 2, FileParallelLimit: 3, ChunkParallelLimit: 3, ChunkSize: MIB,
    SliceSize: MIB, CopyChunkParallelLimit: 20, CopyChunkSize: 10 * MIB, CopySliceSize: 10 * MIB, MaxPartNumber: 10000, ProgressInterval: 1000,
    Domain: '', ServiceDomain: '', Protocol: '', CompatibilityMode: false, ForcePathStyle: false, UseRawKey: false, Timeout: 0,
    CorrectClockSkew: true, SystemClockOffset: 0, UploadCheckContentMd5: false, UploadQueueSize: 1000, UploadIdCacheLimit: 500, Proxy: '',
    Tunnel: undefined, Ip: '', StrictSsl: true, KeepAlive: true, FollowRedirect: false, UseAccelerate: false, UserAgent: '', ConfCwd: '',
    ForceSignHost: true, AutoSwitchHost: true, CopySourceParser: null, ObjectKeySimplifyCheck: true, Credentials: { secretId: '', secretKey: '' },
  };
  for (const [name, value] of Object.entries(defaults)) assert.ok(new COS({ [name]: value }), name);
  assert.ok(new COS(defaults));
  const all = client(place.address, { ...defaults, SecretId, SecretKey, Protocol: 'http:' });
  assert.strictEqual((await all.headBucket({ Bucket, Region })).statusCode, 200);
  const others = { ChunkRetryTimes: -1, FileParallelLimit: 0, CopyChunkSize: -1, MaxPartNumber: 2000, ProgressInterval: 'x', UploadQueueSize: 1.5, ConfCwd: 7 };
  for (const [name, value] of Object.entries(others)) assert.throws(() => new COS({ [name]: value }), new RegExp(`^CosClientError: ${name} `));
});
