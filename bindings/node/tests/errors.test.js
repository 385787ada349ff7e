// What an error is, and how it comes.
'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const { after, before, test } = require('node:test');
const COS = require('../index.js');
const constants = require('../lib/constants.js');
const { native } = require('../lib/native.js');
const { standin, client, bucket, failed, Region, Bucket } = require('./standin.js');

let place, cos;
before(async () => {
  place = await standin();
  cos = client(place.address);
});
after(() => place.stop());

const missing = { Bucket: 'missing-1250000000', Region };

test('success: err is null, data is the answer; the callback is called later', async () => {
  let returned = false;
  const [err, data] = await new Promise((resolve) => {
    const nothing = cos.headBucket({ Bucket, Region }, (...all) => {
      assert.ok(returned);
      resolve(all);
    });
    assert.strictEqual(nothing, undefined);
    returned = true;
  });
  assert.strictEqual(err, null);
  assert.strictEqual(data.statusCode, 200);
  assert.strictEqual(data.headers['x-cos-bucket-region'], Region);
  assert.strictEqual(data.RequestId, data.headers['x-cos-request-id']);
});

test('a service error of a HEAD has code, message, ids, status and headers', async () => {
  let err;
  try {
    await cos.headBucket(missing);
  } catch (error) {
    err = error;
  }
  assert.ok(err instanceof Error && err instanceof COS.CosError && err instanceof COS.CosServiceError);
  assert.ok(require('node:util').types.isNativeError(err));
  assert.strictEqual(err.error.Code, 'NoSuchBucket');
  // As in Tencent's SDK, because the response has no code.
  assert.deepStrictEqual([err.code, err.cosCode, err.error.Code], ['404', 'NoSuchBucket', 'NoSuchBucket']);
  assert.match(err.error.Message, /missing-1250000000/);
  assert.strictEqual(err.error.Message, err.message);
  assert.strictEqual(err.error.RequestId, err.headers['x-cos-request-id']);
  assert.strictEqual(err.statusCode, 404);
  assert.strictEqual(err.name, 'CosServiceError');
  assert.match(err.stack, /^CosServiceError: .*\n {4}at async .*errors\.test\.js/);
  assert.strictEqual(err.codeSource, COS.CodeSource.STATUS);
  assert.strictEqual(err.retry, COS.Retry.AFTER_FIX);
  assert.match(err.adviceIn('zh'), /[\u4e00-\u9fff]/);
  assert.strictEqual(JSON.parse(err.json).code, 'NoSuchBucket');
  assert.deepStrictEqual(Object.keys(err), ['message', 'code', 'cosCode', 'error', 'statusCode', 'headers', 'method', 'url', 'RequestId']);
});

test('missing values are empty strings', () => {
  const { error } = COS.fromAnswer({ status: 404 });
  assert.deepStrictEqual({ ...error, Message: '' }, { Code: error.Code, Message: '', Resource: '', RequestId: '', TraceId: '' });
});

test('a client error: the same object, which reads as its message; no status, no headers', async () => {
  const err = await failed(client('127.0.0.1:1', { MaxAttempts: 1 }).headBucket({ Bucket, Region }));
  assert.ok(err instanceof COS.CosClientError);
  assert.deepStrictEqual(Object.keys(err.error), ['Code', 'Message', 'RequestId']);
  assert.strictEqual(err.error.Code, 'Connect');
  assert.strictEqual(String(err.error), err.message);
  assert.strictEqual(err.error.RequestId, '');
  assert.ok(!('statusCode' in err) && !('headers' in err));
  assert.strictEqual(err.reason, COS.Reason.CONNECT);
  assert.strictEqual(err.osErrno, 111);
  assert.strictEqual(err.attempts.length, 1);
});

test('mistakes in arguments come by the callback too, later', async () => {
  for (const [params, text] of [
    [{ Bucket: 'nobucket', Region }, 'APPID'],
    [{ Bucket, Region: 'cos.ap-guangzhou' }, 'cos.'],
    [{ Bucket }, 'region is missing'],
    [{ Bucket: 1, Region }, 'bucket must be a string'],
    [{ Bucket: 'a\0b', Region }, 'NUL'],
  ]) {
    let returned = false;
    const err = await new Promise((resolve) => {
      cos.headBucket(params, (error) => resolve(returned && error));
      returned = true;
    });
    assert.strictEqual(err.reason, COS.Reason.INVALID_ARGUMENT);
    assert.ok(err.message.includes(text), err.message);
  }
});

test('header fields: lower case, set-cookie an array, repeats joined, all of them in order', () => {
  const headers = [['X-A', '1'], ['Set-Cookie', 'a=1'], ['x-a', '2'], ['set-cookie', 'b=2'], ['__proto__', 'x'], ['constructor', 'y']];
  const err = COS.fromAnswer({ status: 500, headers });
  assert.deepStrictEqual(err.headers, { 'x-a': '1, 2', 'set-cookie': ['a=1', 'b=2'], constructor: 'y' });
  assert.deepStrictEqual(err.headerFields, headers);
  assert.strictEqual(err.header('X-a'), '1');
});

test('a status that arrived is not lost by a client error after it', async () => {
  const err = await failed(cos.getObject({ Bucket: bucket('cut-1000'), Region, Key: 'synthetic/100k' }));
  assert.strictEqual(err.kind, COS.Kind.CLIENT);
  assert.strictEqual(err.reason, COS.Reason.CONNECTION_LOST);
  assert.strictEqual(err.status, 200);
  assert.ok(err.header('x-cos-request-id'));
  assert.ok(!('statusCode' in err));
});

test('parts of a partial failure', async () => {
  const err = await failed(cos.deleteMultipleObject({ Bucket, Region, Objects: [{ Key: 'a' }, { Key: 'denied/<b>' }] }));
  assert.deepStrictEqual(err.parts, [{ key: 'denied/<b>', versionId: '', code: 'AccessDenied', message: 'Access Denied.', retry: COS.Retry.AFTER_FIX }]);
  const body = ['InternalError', 'NoSuchThing'].map((code) => `<Error><Key>k</Key><Code>${code}</Code></Error>`).join('');
  const several = COS.fromAnswer({ status: 200, method: 'POST', body: `<DeleteResult>${body}</DeleteResult>` });
  assert.deepStrictEqual(several.parts.map((part) => part.retry), [COS.Retry.YES, COS.Retry.NO]);
  assert.strictEqual(err.statusCode, 200);
});

test('the constants are those of the library', () => {
  for (const [number, name] of constants.ReasonNames) assert.strictEqual(native.reason(number), name);
  assert.strictEqual(COS.version, require('../package.json').version);
});

test('a stack may be replaced, a cause added, an error printed', async () => {
  const err = await failed(cos.headBucket(missing));
  assert.match(require('node:util').inspect(err), /NoSuchBucket[^]*x-cos-request-id/);
  err.stack = 'mine';
  assert.strictEqual(err.stack, 'mine');
});

// A program of its own for each: what is thrown in a callback is nobody's but the program's.
function program(source) {
  const text = `const { client, Region, Bucket } = require('./standin.js');
    const cos = client('${place.address}');
    let times = 0;
    ${source}`;
  return spawnSync(process.execPath, ['-e', text], { cwd: __dirname, encoding: 'utf8' });
}

test('an exception in a callback ends the program, with its own trace', () => {
  for (const params of ['{ Bucket, Region }', "{ Bucket: 'X' }"]) {
    const { status, stderr } = program(`cos.headBucket(${params}, () => { throw new Error('thrown by me'); });`);
    assert.strictEqual(status, 1);
    assert.match(stderr, /Error: thrown by me\n {4}at/);
  }
});

test('a program that hears of it goes on; the callback is not called again', () => {
  const { status, stdout } = program(`
    process.on('uncaughtException', (error) => console.log('heard', error.message));
    cos.headBucket({ Bucket, Region }, () => { times++; throw new Error('one'); });
    cos.uploadFile({ Bucket, Region, Key: 'k', FilePath: '/none' }, () => { times++; throw new Error('two'); });
    process.on('exit', () => console.log(times));`);
  assert.strictEqual(status, 0);
  assert.deepStrictEqual(stdout.split('\n').sort(), ['', '2', 'heard one', 'heard two']);
});

test('contexts of callbacks are given up', async () => {
  const { createHook } = require('node:async_hooks');
  const made = new Set();
  let left;
  const gone = new Promise((resolve) => { left = (id) => made.delete(id) && made.size === 0 && resolve(); });
  const hook = createHook({ init: (id, type) => type === 'COS' && made.add(id), destroy: (id) => left(id) }).enable();
  await new Promise((resolve) => cos.headBucket(missing, resolve));
  await new Promise((resolve) => cos.uploadFile({ ...missing, Key: 'k', FilePath: '/none' }, resolve));
  await gone;
  hook.disable();
});

test('the callback runs in the context it was given in', async () => {
  const { AsyncLocalStorage } = require('node:async_hooks');
  const storage = new AsyncLocalStorage();
  const seen = await storage.run('mine', () => new Promise((resolve) => {
    cos.headBucket(missing, () => resolve(storage.getStore()));
  }));
  assert.strictEqual(seen, 'mine');
});
