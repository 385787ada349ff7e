// What getCredentials gives.
'use strict';
const assert = require('node:assert');
const { after, before, test } = require('node:test');
const { isDeepStrictEqual } = require('node:util');
const COS = require('../index.js');
const { standin, control, failed, SecretId, SecretKey, Region, Bucket } = require('./standin.js');

let place;
before(async () => {
  place = await standin();
});
after(() => place.stop());

const dynamic = (getCredentials) => new COS({ getCredentials, Protocol: 'http:', ConnectTo: place.address });

test('whatever it throws ends the call', async () => {
  const thrown = [Object.create(null), Symbol('s'), undefined, 'no vault', 'nul\0', { get message() { throw new Error('no message'); } }];
  for (const cause of thrown) {
    const err = await failed(dynamic(async () => { throw cause; }).headBucket({ Bucket, Region }));
    assert.strictEqual(err.reason, COS.Reason.INVALID_CREDENTIALS);
    assert.strictEqual(err.cause, cause);
  }
});

test('ExpiredTime may be a text', async () => {
  for (const [seconds, expected] of [[-10, 2], [3600, 1]]) {
    let asked = 0;
    const ExpiredTime = String(Math.floor(Date.now() / 1000) + seconds);
    const cos = dynamic(() => (asked++, { SecretId, SecretKey, ExpiredTime }));
    await cos.headBucket({ Bucket, Region });
    await cos.headBucket({ Bucket, Region });
    assert.strictEqual(asked, expected, ExpiredTime);
  }
});

test('another ExpiredTime is refused by name', async () => {
  for (const ExpiredTime of ['soon', '', NaN, Infinity, true, {}]) {
    const err = await failed(dynamic(() => ({ SecretId, SecretKey, ExpiredTime })).headBucket({ Bucket, Region }));
    assert.strictEqual(err.reason, COS.Reason.INVALID_CREDENTIALS);
    assert.match(err.causes.join(), /^ExpiredTime must be a number of seconds, not /);
  }
});

const keys = (more) => ({
  TmpSecretId: SecretId, TmpSecretKey: SecretKey, SecurityToken: 'STANDINTOKEN', StartTime: 1, ExpiredTime: Math.floor(Date.now() / 1000) + 3600, ...more,
});
const from = (options) => new COS({ Protocol: 'http:', ConnectTo: place.address, ...options });
const action = (name, prefix = '') => ({ action: name && `name/cos:${name}`, bucket: Bucket, region: Region, prefix });

test('getCredentials and getAuthorization are told of the request, as by Tencent\'s SDK', async () => {
  const at = { Bucket, Region };
  for (const option of ['getCredentials', 'getAuthorization']) {
    const told = [];
    // Valid for one request alone, so that each asks.
    const cos = from({ [option]: (options, callback) => void (told.push(options), callback(keys({ ScopeLimit: true, ExpiredTime: option === 'getCredentials' ? 1 : keys().ExpiredTime }))) });
    await cos.putObject({ ...at, Key: 'a/b', Body: 'x', ContentType: 'text/plain', Query: { x: 1 } });
    await cos.headBucket(at);
    await cos.getBucket({ ...at, Prefix: 'a/' });
    await cos.deleteMultipleObject({ ...at, Objects: [{ Key: 'a/b' }, { Key: 'c' }] });
    await cos.request({ ...at, Method: 'GET', Action: 'acl' });
    const [put, head, list, deletion, any] = told;
    assert.deepStrictEqual(put, {
      Bucket, Region, Method: 'PUT', Key: 'a/b', Pathname: '/a/b', Query: { x: '1' },
      Headers: { 'Content-Type': 'text/plain', ...(option === 'getAuthorization' && { Host: `${Bucket}.cos.${Region}.myqcloud.com` }) },
      Scope: [action('PutObject', 'a/b')], SystemClockOffset: 0, ForceSignHost: true,
    });
    assert.deepStrictEqual([head.Method, head.Key, head.Pathname, head.Scope], ['HEAD', '', '/', [action('HeadBucket')]]);
    assert.deepStrictEqual([list.Query, list.Scope], [{ prefix: 'a/' }, [action('GetBucket', 'a/')]]);
    assert.deepStrictEqual([deletion.Method, deletion.Query], ['POST', { delete: '' }]);
    assert.deepStrictEqual(deletion.Scope, [action('DeleteObject', 'a/b'), action('DeleteObject', 'c')]);
    assert.deepStrictEqual([any.Query, any.Scope], [{ acl: '' }, [action('')]]);
    assert.strictEqual(told.length, 5);
  }
});

test('a region of the client is told, too, and everything that the upload of a file needs', async () => {
  const told = [];
  const cos = from({ Region, getCredentials: (options) => (told.push(options), keys({ ExpiredTime: 1 })) });
  await cos.sliceUploadFile({ Bucket, Key: 'parts', FilePath: __filename });
  assert.strictEqual(told.length, 3);
  for (const { Method, Key, Scope } of told) {
    assert.deepStrictEqual([Method, Key], ['PUT', 'parts']);
    for (const name of ['InitiateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload']) assert.ok(Scope.some((each) => isDeepStrictEqual(each, action(name, 'parts'))), name);
  }
  const { Url } = await cos.getObjectUrl({ Bucket, Key: 'k', Method: 'put' });
  assert.match(Url, /STANDINTOKEN/);
  assert.deepStrictEqual([told[3].Scope, told[3].Method], [[action('PutObject', 'k')], 'PUT']);
});

test('getAuthorization and getSTS hand out temporary credentials, once for as long as they are valid', async () => {
  const { TmpSecretId, TmpSecretKey, SecurityToken, ExpiredTime } = keys();
  for (const option of ['getAuthorization', 'getSTS']) {
    for (const give of [
      (options, callback) => callback(keys()),
      (options, callback) => setImmediate(callback, { TmpSecretId, TmpSecretKey, XCosSecurityToken: SecurityToken, ExpiredTime: String(ExpiredTime) }),
      async (options, callback) => callback(keys()),
      async () => keys(),
      (options, callback) => Promise.resolve('sent').then((said) => (setImmediate(callback, keys()), said)),
      (...all) => all[1](keys()),
    ]) {
      let asked = 0;
      const cos = from({ [option]: (...all) => (asked++, give(...all)), SecretId: 'another', SecretKey: 'another' });
      for (let i = 0; i < 3; i++) assert.strictEqual((await cos.headBucket({ Bucket, Region })).statusCode, 200);
      assert.strictEqual(asked, 1);
    }
  }
  const sts = from({ getSTS: (options, callback) => (assert.deepStrictEqual(options, { Bucket, Region }), callback({ SecretId: TmpSecretId, SecretKey: TmpSecretKey, SecurityToken, ExpiredTime })) });
  await sts.headBucket({ Bucket, Region });
});

test('what else they give is refused by name', async () => {
  for (const [given, words] of [
    [keys({ TmpSecretId: undefined }), /TmpSecretId is missing$/],
    [keys({ SecurityToken: '' }), /SecurityToken is missing$/],
    [keys({ ExpiredTime: undefined }), /ExpiredTime is missing$/],
    [keys({ ExpiredTime: Date.now() + 3600_000 }), /must be a number of seconds, not of milliseconds/],
    [undefined, /TmpSecretId is missing$/],
    [null, /TmpSecretId is missing$/],
  ]) {
    const err = await failed(from({ getAuthorization: (options, callback) => callback(given) }).headBucket({ Bucket, Region }));
    assert.deepStrictEqual([err.reason, err.requestSent], [COS.Reason.INVALID_CREDENTIALS, false]);
    assert.match(err.cause.message, words);
  }
  const thrown = await failed(from({ getAuthorization() { throw new Error('no vault'); } }).headBucket({ Bucket, Region }));
  assert.strictEqual(thrown.cause.message, 'no vault');
  const rejected = await failed(from({ getSTS: async (options, callback) => { throw new Error('no vault'); } }).headBucket({ Bucket, Region }));
  assert.strictEqual(rejected.cause.message, 'no vault');
});

/** getAuthorization of a program that signs each request itself, in each of the ways in which it may give the signature. */
const signer = new COS({ SecretId, SecretKey });
const finished = ({ Method, Key, Query, Headers }) => signer.getAuth({ Method, Key, Query, Headers });
const GIVING = [
  (options, callback) => void callback(finished(options)),
  (options, callback) => void callback({ Authorization: finished(options), SecurityToken: 'STANDINTOKEN' }),
  (options) => finished(options),
  async (options) => ({ Authorization: finished(options) }),
];

test('a finished signature is sent as it is', async () => {
  const lenient = await standin('--lenient');
  for (const getAuthorization of GIVING) {
    const cos = new COS({ getAuthorization, Protocol: 'http:', ConnectTo: lenient.address });
    const Key = 'a b/文.txt';
    await cos.putObject({ Bucket, Region, Key, Body: 'signed', Headers: { 'x-cos-meta-a': '1' }, Query: { b: ';' } });
    assert.strictEqual((await cos.headBucket({ Bucket, Region })).statusCode, 200);
    assert.ok((await cos.getService()).Buckets.length > 0);
    const answered = await new Promise((resolve) => cos.getObject({ Bucket, Region, Key }, (err, data) => resolve(err ?? String(data.Body))));
    assert.strictEqual(answered, 'signed');
    const { Url } = await cos.getObjectUrl({ Bucket, Region, Key });
    assert.match(Url, /^http:.*[?&]q-signature=[0-9a-f]{40}/);
    const err = await failed(cos.sign({ Bucket, Region, Key }));
    assert.match(err.cause.message, /temporary credentials .* for sign/);
  }
  const told = (await control(lenient.address, 'GET', 'requests')).map((request) => request.signature);
  assert.deepStrictEqual([...new Set(told)], ['valid']);
  const wrong = new COS({ getAuthorization: (options, callback) => callback('q-sign-algorithm=sha1&q-signature=0'), Protocol: 'http:', ConnectTo: lenient.address });
  assert.strictEqual((await failed(wrong.headBucket({ Bucket, Region }))).statusCode, 403);
  lenient.stop();
});

test('Credentials that are still empty leave the keys of the options', async () => {
  const Credentials = { secretId: '', secretKey: '' };
  const cos = from({ SecretId, SecretKey: 'WRONG', Credentials });
  assert.strictEqual((await failed(cos.headBucket({ Bucket, Region }))).statusCode, 403);
  Object.assign(Credentials, { secretId: SecretId, secretKey: SecretKey });
  assert.strictEqual((await cos.headBucket({ Bucket, Region })).statusCode, 200);
});
