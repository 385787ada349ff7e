// Objects, streams, files.
'use strict';
const assert = require('node:assert');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Readable, Writable, PassThrough } = require('node:stream');
const { after, before, test } = require('node:test');
const COS = require('../index.js');
const { standin, client, control, bucket, failed, at, Region, Bucket } = require('./standin.js');

let place, cos, folder;
before(async () => {
  place = await standin();
  cos = client(place.address);
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cos_err-node-'));
});
after(() => {
  place.stop();
  fs.rmSync(folder, { recursive: true });
});

const read = async (Key) => (await cos.getObject(at(Key))).Body.toString();
const bytes = (size) => Buffer.alloc(size, 'the bytes of an object ');

test('put, head, get, delete', async () => {
  const put = await cos.putObject({ ...at('/a b/文件'), Body: 'text', ContentType: 'text/plain', 'x-cos-meta-a': '1' });
  assert.strictEqual(put.statusCode, 200);
  assert.match(put.ETag, /^"[0-9a-f]{32}"$/);
  assert.strictEqual(put.Location, `${Bucket}.cos.${Region}.myqcloud.com/a%20b/${encodeURIComponent('文件')}`);
  const odd = await cos.putObject({ ...at("odd!'()*~"), Body: 'text' });
  assert.strictEqual(odd.Location, `${Bucket}.cos.${Region}.myqcloud.com/odd%21%27%28%29%2A~`);
  assert.strictEqual(new URL(cos.getObjectUrl(at("odd!'()*~"))).pathname, '/odd%21%27%28%29%2A~');
  const head = await cos.headObject(at('a b/文件'));
  assert.deepStrictEqual([head.ETag, head.headers['x-cos-meta-a'], head.headers['content-type']], [put.ETag, '1', 'text/plain']);
  const got = await cos.getObject({ ...at('a b/文件'), Range: 'bytes=1-2' });
  assert.strictEqual(got.Body.toString(), 'ex');
  assert.strictEqual(got.statusCode, 206);
  const unmodified = await cos.headObject({ ...at('a b/文件'), IfModifiedSince: 'Fri, 01 Jan 2100 00:00:00 GMT' });
  assert.deepStrictEqual([unmodified.NotModified, unmodified.statusCode], [true, 304]);
  assert.strictEqual((await cos.deleteObject(at('a b/文件'))).statusCode, 204);
  assert.strictEqual((await failed(cos.getObject(at('a b/文件')))).code, 'NoSuchKey');
});

test('bodies of every kind', async () => {
  const big = bytes(300_000);
  const file = path.join(folder, 'body');
  fs.writeFileSync(file, big);
  for (const [name, Body, more] of [
    ['buffer', big],
    ['array', new Uint8Array(big).buffer],
    ['readable', Readable.from([big.subarray(0, 7), big.subarray(7)])],
    ['length', Readable.from([big]), { ContentLength: big.length }],
    ['generator', (async function* () { yield big.toString(); })()],
    ['again', () => Readable.from([big])],
    ['blob', new Blob([big])],
    ['file', fs.createReadStream(file)],
    ['web', new Blob([big]).stream()],
  ]) {
    await cos.putObject({ ...at(name), Body, ...more });
    assert.ok((await cos.getObject(at(name))).Body.equals(big), name);
  }
  await cos.putObject({ ...at('empty'), Body: '' });
  assert.strictEqual(await read('empty'), '');
  const requests = await control(place.address, 'GET', 'requests');
  const lengthOf = (name) => new Map(requests.find((each) => each.method === 'PUT' && each.target === `/${name}`).headers).get('content-length');
  for (const name of ['buffer', 'length', 'blob', 'file']) assert.strictEqual(lengthOf(name), String(big.length), name);
  assert.strictEqual(lengthOf('readable'), undefined);
  assert.strictEqual((await failed(cos.putObject({ ...at('x'), Body: 7 }))).reason, COS.Reason.INVALID_ARGUMENT);
});

test('a stream that fails: its error is the cause, and it is closed', async () => {
  const broken = new Readable({ read() { this.destroy(new Error('the disk is gone')); } });
  const err = await failed(cos.putObject({ ...at('broken'), Body: broken }));
  assert.strictEqual(err.reason, COS.Reason.CALLBACK);
  assert.strictEqual(err.cause.message, 'the disk is gone');
  const endless = new Readable({ read(size) { this.push(Buffer.alloc(size)); } });
  const early = await failed(cos.putObject({ Bucket: bucket('early-403'), Region, Key: 'k', Body: endless }));
  assert.strictEqual(early.statusCode, 403);
  assert.ok(endless.destroyed);
});

test('a body that can be had again is sent again', async () => {
  let opened = 0;
  const Body = () => (opened++, Readable.from(['twice']));
  await cos.putObject({ Bucket: bucket('fail-1-status-503-and-read-1'), Region, Key: 'k', Body, ContentLength: 5 });
  assert.strictEqual(opened, 2);
  const err = await failed(cos.putObject({ Bucket: bucket('status-503'), Region, Key: 'k', Body: Readable.from(['once']) }));
  assert.match(err.attempts.at(-1).note, /^not retried/);
});

test('outputs: a path, a stream, a slow stream', async () => {
  const expected = (await cos.getObject(at('synthetic/3m'))).Body;
  assert.strictEqual(expected.length, 3 << 20);
  const file = path.join(folder, 'down');
  await cos.getObject({ ...at('synthetic/3m'), Output: file });
  assert.ok(fs.readFileSync(file).equals(expected));
  await cos.getObject({ ...at('synthetic/3m'), Output: `${file}-flushed`, OutputSync: true });
  assert.ok(fs.readFileSync(`${file}-flushed`).equals(expected));
  const hash = createHash('md5');
  const slow = new Writable({ highWaterMark: 1, write: (chunk, encoding, taken) => { hash.update(chunk); setImmediate(taken); } });
  const data = await cos.getObject({ ...at('synthetic/3m'), Output: slow });
  assert.strictEqual(data.Body, undefined);
  assert.ok(slow.writableFinished);
  assert.strictEqual(hash.digest('hex'), createHash('md5').update(expected).digest('hex'));
  const piped = [];
  for await (const chunk of cos.getObjectStream(at('synthetic/3m'))) piped.push(chunk);
  assert.ok(Buffer.concat(piped).equals(expected));
});

test('outputs that fail', async () => {
  const unflushable = await failed(cos.getObject({ ...at('synthetic/3m'), OutputSync: true }));
  assert.match(unflushable.message, /^OutputSync needs a path as Output/);
  const err = await failed(cos.getObject({ ...at('synthetic/3m'), Output: path.join(folder, 'none', 'x') }));
  assert.deepStrictEqual([err.reason, err.osErrno, err.requestSent], [COS.Reason.LOCAL_IO, 2, false]);
  const full = new Writable({ write: (chunk, encoding, taken) => taken(new Error('no space')) });
  const other = await failed(cos.getObject({ ...at('synthetic/3m'), Output: full }));
  assert.deepStrictEqual([other.reason, other.cause.message], [COS.Reason.CALLBACK, 'no space']);
  const never = new PassThrough();
  never.on('error', () => {});
  assert.strictEqual((await failed(cos.getObject({ ...at('none'), Output: never }))).code, 'NoSuchKey');
  assert.ok(never.destroyed);
});

test('progress is told on the way', async () => {
  const told = [];
  await cos.putObject({ ...at('progress'), Body: bytes(1 << 20), onProgress: (info) => told.push(info) });
  assert.deepStrictEqual([told.at(-1).loaded, told.at(-1).total, told.at(-1).percent], [1 << 20, 1 << 20, 1]);
});

test('lists', async () => {
  for (const Key of ['list/a&b', 'list/c/1', 'list/<d>']) await cos.putObject({ ...at(Key), Body: 'x' });
  const found = await cos.getBucket({ Bucket, Region, Prefix: 'list/', Delimiter: '/' });
  assert.deepStrictEqual(found.Contents.map((entry) => entry.Key), ['list/<d>', 'list/a&b']);
  assert.deepStrictEqual(found.CommonPrefixes, [{ Prefix: 'list/c/' }]);
  assert.strictEqual(found.IsTruncated, 'false');
  const { Buckets } = await cos.getService({ Region });
  assert.ok(Buckets.some((each) => each.Name === Bucket));
  const gone = await cos.deleteMultipleObject({ Bucket, Region, Objects: [{ Key: 'list/a&b' }, { Key: 'list/<d>' }] });
  assert.deepStrictEqual(gone.Deleted.map((each) => each.Key).sort(), ['list/<d>', 'list/a&b']);
});

test('presigned URLs', async () => {
  await cos.putObject({ ...at('signed/名'), Body: 'by url' });
  const url = cos.getObjectUrl({ ...at('signed/名'), Expires: 60 });
  const { host, pathname, search } = new URL(url);
  const answer = await new Promise((resolve, reject) => {
    const [hostname, port] = place.address.split(':');
    require('node:http').get({ hostname, port, path: pathname + search, headers: { Host: host } }, resolve).on('error', reject);
  });
  assert.strictEqual(answer.statusCode, 200);
  const { Url } = await new Promise((resolve, reject) => {
    cos.getObjectUrl(at('signed/名'), (err, data) => (err ? reject(err) : resolve(data)));
  });
  assert.match(Url, /q-signature=/);
  const temporary = new COS({ SecretId: 'AKIDEXAMPLE', SecretKey: 'KEY', SecurityToken: 'TOKENtoken' });
  for (const Query of [undefined, { 'x-cos-security-token': 'TOKENtoken' }]) {
    assert.strictEqual(temporary.getObjectUrl({ ...at('k'), Query }).split('TOKENtoken').length, 2);
  }
  assert.throws(() => cos.getObjectUrl({ Bucket: 'bad', Region, Key: 'k' }), { code: 'InvalidArgument' });
});
