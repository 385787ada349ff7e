// Signed requests, which fetch sends.
'use strict';
const assert = require('node:assert');
const dns = require('node:dns');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Readable } = require('node:stream');
const { after, before, test } = require('node:test');
const COS = require('../index.js');
const { standin, failed, SecretId, SecretKey, Region, Bucket } = require('./standin.js');

const lookup = dns.lookup;
let place, Endpoint, cos;
before(async () => {
  place = await standin();
  Endpoint = `http://{bucket}.cos.{region}.myqcloud.com:${place.address.split(':')[1]}`;
  cos = client();
  // fetch connects to the stand-in, whatever the host is.
  dns.lookup = (host, options, callback) => (options.all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4));
});
after(() => {
  dns.lookup = lookup;
  place.stop();
});

const client = (more) => new COS({ SecretId, SecretKey, Region, Endpoint, ...more });
const Key = "/signed a/+?%2F~'()*.\u{1f600}";
async function fetched(signed, body, changed = {}) {
  const { url, ...init } = { ...signed, body, ...changed };
  const response = await fetch(url, init);
  return [response, await COS.fromResponse(response.clone(), { method: init.method })];
}

test('fetch sends what is signed', async () => {
  for (const signer of [cos, client({ SecurityToken: 'STANDINTOKEN' }), client({ SecretId: '', SecretKey: '', getCredentials: async () => ({ SecretId, SecretKey }) })]) {
    const put = await signer.sign({ Bucket, Key, Method: 'put', Headers: { 'x-cos-meta-of': 'a  b', 'Content-Type': 'text/x' }, Expires: '60' });
    const left = put.expiresAt - Date.now();
    assert.ok(left > 0 && left <= 60_000, left);
    assert.strictEqual((await fetched(put, 'text'))[1], null);
    const get = await signer.sign({ Bucket, Key, ResponseContentType: 'a/b; c=d&e' });
    const [response, error] = await fetched(get);
    assert.strictEqual(error, null);
    assert.strictEqual(await response.text(), 'text');
    assert.strictEqual(response.headers.get('x-cos-meta-of'), 'a  b');
  }
});

test('tampered requests are refused', async () => {
  const signed = await cos.sign({ Bucket, Key: 'tampered', Method: 'PUT', Headers: { 'x-cos-meta-of': 'this' }, Query: { a: 1 } });
  const url = (more) => cos.getObjectUrl({ Bucket, Key: 'tampered', Query: { a: 1 }, Sign: false, ...more });
  for (const changed of [
    { method: 'DELETE' },
    { url: url({ Key: 'other' }) },
    { url: url({ Query: { a: 2 } }) },
    { url: url({ Bucket: 'public-1250000000' }) },
    { headers: { ...signed.headers, 'x-cos-meta-of': 'other' } },
    { headers: { ...signed.headers, Authorization: 'q-sign-algorithm=sha1' } },
  ]) {
    const [, error] = await fetched(signed, 'text', changed);
    assert.strictEqual(error?.statusCode, 403, JSON.stringify(changed));
  }
  assert.strictEqual((await fetched(signed, 'text'))[1], null);
});

test('a signed document has its MD5', async () => {
  const document = '<Delete><Object><Key>none</Key></Object></Delete>';
  const FilePath = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'cos-err-')), 'document');
  fs.writeFileSync(FilePath, document);
  const post = { Bucket, Method: 'POST', Action: 'delete' };
  for (const body of [{ Body: document }, { Body: Buffer.from(document) }, { FilePath }]) {
    const signed = await cos.sign({ ...post, ...body });
    assert.ok(Object.keys(signed.headers).some((name) => name.toLowerCase() === 'content-md5'), JSON.stringify(signed));
    assert.strictEqual((await fetched(signed, document))[1], null);
  }
  fs.rmSync(path.dirname(FilePath), { recursive: true });
  const stream = Readable.from(['x']);
  assert.strictEqual((await failed(cos.sign({ ...post, Body: stream }))).reason, COS.Reason.INVALID_ARGUMENT);
});

test('the host to sign is set', async () => {
  const head = { Bucket, Method: 'HEAD' };
  const { host } = new URL((await cos.sign(head)).url);
  assert.strictEqual((await fetched(await cos.sign({ ...head, SignedHost: 'other.example.com' })))[1]?.statusCode, 403);
  assert.strictEqual((await fetched(await cos.sign({ ...head, SignedHost: host })))[1], null);
  assert.match(JSON.stringify(await cos.sign({ ...head, SignedHost: '' })), /q-header-list=&/);
  assert.match(cos.getObjectUrl({ Bucket, Key: 'k', SignedHost: '' }), /q-header-list=&/);
});

test('the clock skew is set', async () => {
  const own = client();
  own.setClockSkewSeconds(-86_400);
  assert.strictEqual((await fetched(await own.sign({ Bucket, Method: 'HEAD' })))[1]?.statusCode, 403);
  const presigned = own.getObjectUrl({ Bucket, Region: 'ap-beijing', Key: 'k' });
  assert.ok(Number(new URL(presigned).searchParams.get('q-sign-time').split(';')[0]) < Date.now() / 1000 - 80_000, presigned);
  own.setClockSkewSeconds(0);
  assert.strictEqual((await fetched(await own.sign({ Bucket, Method: 'HEAD' })))[1], null);
  assert.throws(() => own.setClockSkewSeconds('soon'), { reason: COS.Reason.INVALID_ARGUMENT });
});

test('mistakes are reported by name', async () => {
  const nobody = new COS({ Region });
  assert.strictEqual((await failed(nobody.sign({ Bucket, Key }))).reason, COS.Reason.INVALID_CREDENTIALS);
  assert.match((await failed(cos.sign({ Bucket, Key, Expires: 0 }))).message, /^Expires must be a whole number of seconds/);
  assert.match((await failed(cos.sign({ Bucket, Key, Output: 'x' }))).message, /^Output is not a parameter of sign/);
  assert.match((await failed(cos.sign({ Bucket, Key, SignedHost: 5 }))).message, /SignedHost must be a string/);
});

test('a signal and a timeout end the wait for credentials', async () => {
  const getCredentials = () => new Promise(() => {});
  const waiting = client({ SecretId: '', SecretKey: '', getCredentials });
  assert.strictEqual((await failed(waiting.sign({ Bucket, Key, signal: AbortSignal.abort() }))).reason, COS.Reason.CANCELLED);
  assert.strictEqual((await failed(waiting.sign({ Bucket, Key, Timeout: 20 }))).reason, COS.Reason.TIMEOUT);
  waiting.close();
});
