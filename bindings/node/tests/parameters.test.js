// Parameters of calls that are no text: they work as they are meant, or are refused by name.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, test } = require('node:test');
const COS = require('../index.js');
const { standin, client, control, bucket, failed, Region, Bucket } = require('./standin.js');

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

async function refusedByName(name, call) {
  const err = await failed(call);
  assert.strictEqual(err.reason, COS.Reason.INVALID_ARGUMENT, err.message);
  assert.ok(err.message.startsWith(`${name} must be `), err.message);
}

test('a signal that is none is refused, by one call of the callback', async () => {
  let times = 0;
  const err = await new Promise((resolve) => {
    cos.headBucket({ Bucket, Region, signal: {} }, (error) => { times++; resolve(error); });
  });
  assert.deepStrictEqual([err.reason, err.message], [COS.Reason.INVALID_ARGUMENT, 'signal must be an AbortSignal']);
  await refusedByName('signal', cos.uploadFile({ Bucket, Region, Key: 'k', FilePath: __filename, SliceSize: 0, signal: {} }));
  assert.strictEqual(times, 1);
});

test('headers and query parameters may be pairs, of a list or of any object that has them', async () => {
  const header = ['x-cos-acl', 'private'];
  for (const [Headers_, Query] of [[new Headers([header]), new URLSearchParams('a=1')], [new Map([header]), [['a', 1]]], [[header], { a: 1 }]]) {
    await cos.request({ Method: 'PUT', Bucket, Region, Key: 'pairs', Body: 'x', Headers: Headers_, Query });
    const { target, headers } = (await control(place.address, 'GET', 'requests')).pop();
    assert.strictEqual(target, '/pairs?a=1');
    assert.ok(headers.some(([name, value]) => name === header[0] && value === header[1]));
  }
});

test('Timeout is a number, perhaps as a text; 0 and null: as usual', async () => {
  const err = await failed(cos.headBucket({ Bucket: bucket('hang'), Region, Timeout: '200' }));
  assert.strictEqual(err.reason, COS.Reason.TIMEOUT);
  for (const Timeout of [0, '0', null, undefined, 4999.5]) await cos.headBucket({ Bucket, Region, Timeout });
  for (const Timeout of ['soon', '', NaN, Infinity, 2 ** 63, true, {}]) await refusedByName('Timeout', cos.headBucket({ Bucket, Region, Timeout }));
  assert.strictEqual((await failed(cos.headBucket({ Bucket, Region, Timeout: -1 }))).reason, COS.Reason.INVALID_ARGUMENT);
});

test('Method null is GET, as if it were not there', async () => {
  await cos.putObject({ Bucket, Region, Key: 'k', Body: 'a body' });
  for (const Method of [null, undefined]) {
    assert.strictEqual((await cos.request({ Method, Bucket, Region, Key: 'k', FilePath: null, RawBody: true })).Body.toString(), 'a body');
  }
  await refusedByName('method', cos.request({ Method: 7, Bucket, Region, Key: 'k' }));
  assert.throws(() => cos.getObjectUrl({ Method: 7, Bucket, Region, Key: 'k' }), { message: 'method must be a string' });
});

test('ChunkSize of a call is in the place of the client\'s', async () => {
  const FilePath = path.join(folder, 'file');
  fs.writeFileSync(FilePath, Buffer.alloc(3 << 20));
  const sent = async (from, more) => {
    await control(place.address, 'DELETE', 'requests');
    await from.sliceUploadFile({ Bucket, Region, Key: 'k', FilePath, ...more });
    return (await control(place.address, 'GET', 'requests')).filter((each) => each.target.includes('partNumber=')).length;
  };
  assert.strictEqual(await sent(cos, {}), 1);
  assert.strictEqual(await sent(cos, { ChunkSize: 1 << 20 }), 3);
  assert.strictEqual(await sent(cos, { ChunkSize: String(1 << 20), AsyncLimit: '2' }), 3);
  assert.strictEqual(await sent(client(place.address, { ChunkSize: 1 << 20 }), { ChunkSize: 2 << 20 }), 2);
  for (const [name, value] of [['ChunkSize', 'big'], ['ChunkSize', 0], ['AsyncLimit', 0], ['ChunkParallelLimit', 'all'], ['AsyncLimit', 1.5]]) {
    await refusedByName(name, cos.sliceUploadFile({ Bucket, Region, Key: 'k', FilePath, [name]: value }));
  }
  await refusedByName('SliceSize', cos.uploadFile({ Bucket, Region, Key: 'k', FilePath, SliceSize: 'big' }));
});

test('numbers of an answer', async () => {
  assert.strictEqual(COS.fromAnswer({ status: '404' }).status, 404);
  assert.strictEqual(COS.fromAnswer({ status: 2 ** 32 + 404 }).reason, COS.Reason.INVALID_ARGUMENT);
  assert.strictEqual(COS.fromFailure({ reason: COS.Reason.DNS, osErrno: '2' }).osErrno, 2);
  for (const [name, make] of [
    ['status', () => COS.fromAnswer({ status: 'OK' })],
    ['receivedAt', () => COS.fromAnswer({ status: 404, receivedAt: 'yesterday' })],
    ['osErrno', () => COS.fromFailure({ reason: COS.Reason.DNS, osErrno: 'ENOENT' })],
    ['status', () => COS.fromFailure({ reason: COS.Reason.DNS, status: 'OK' })],
    ['requestSent', () => COS.fromFailure({ reason: COS.Reason.DNS, requestSent: 'perhaps' })],
  ]) await refusedByName(name, (async () => make())());
});
