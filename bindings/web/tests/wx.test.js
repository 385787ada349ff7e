// The emulation of wx.request, by WeChat's documentation and by Tencent's own SDK for mini-programs, unmodified.
'use strict';
const assert = require('node:assert');
const { after, before, test } = require('node:test');
const http = require('node:http');
const { once } = require('node:events');
const { emulated } = require('./wx.js');
const { standin, bucket, SecretId, SecretKey, Region, Bucket } = require('./standin.js');

let place;
before(async () => {
  place = await standin();
});
after(() => place.stop());

const URL_OF_PUBLIC = 'http://public-1250000000.cos.ap-guangzhou.myqcloud.com/';

/** The end of one request: { name: 'success' | 'fail', result }. */
const ended = (options, to = place.address) =>
  new Promise((resolve) => {
    const seen = [];
    const note = (name) => (result) => seen.push({ name, result });
    const complete = (result) => resolve({ ...seen[0], count: seen.length, isSame: seen[0].result === result });
    emulated({ connectTo: to, domains: options.domains }).request({ ...options, success: note('success'), fail: note('fail'), complete });
  });

/** What a server of one response makes wx.request report. */
async function responded(lines, body, options) {
  const server = http.createServer((request, response) => {
    response.writeHead(200, lines);
    response.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const end = await ended({ url: 'http://example.com/', ...options }, `127.0.0.1:${server.address().port}`);
  server.close();
  return end.result;
}

test('each status is a success, and complete follows', async () => {
  const { name, result, count, isSame } = await ended({ url: `${URL_OF_PUBLIC}missing` });
  assert.deepStrictEqual([name, count, isSame, result.statusCode, result.errMsg], ['success', 1, true, 404, 'request:ok']);
  assert.match(result.data, /<Code>NoSuchKey<\/Code>/);
});

test('header names keep their case, repeated ones are joined, cookies are a list', async () => {
  const { header, cookies } = await responded([['X-Cos-Request-Id', 'N1'], ['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2'], ['via', '1'], ['Via', '2']].flat(), '');
  assert.strictEqual(header['X-Cos-Request-Id'], 'N1');
  assert.strictEqual(header.via, '1,2');
  assert.strictEqual(header['Set-Cookie'], 'a=1,b=2');
  assert.deepStrictEqual(cookies, ['a=1', 'b=2']);
});

test('the body is JSON if it can be, text, or an ArrayBuffer', async () => {
  assert.deepStrictEqual((await responded([], '{"a":1}')).data, { a: 1 });
  assert.strictEqual((await responded([], '{"a":1}', { dataType: 'text' })).data, '{"a":1}');
  assert.strictEqual((await responded([], '<a/>')).data, '<a/>');
  assert.strictEqual((await responded([], Buffer.from([0xff, 0x41]))).data, '\ufffdA');
  const { data } = await responded([], Buffer.from([0xff, 0x41]), { responseType: 'arraybuffer' });
  assert.deepStrictEqual([...new Uint8Array(data)], [0xff, 0x41]);
});

test('failures have an errMsg and an errno', async () => {
  const refused = await ended({ url: URL_OF_PUBLIC }, '127.0.0.1:1');
  assert.strictEqual(refused.name, 'fail');
  assert.match(refused.result.errMsg, /^request:fail errcode:-102 .*net::ERR_CONNECTION_REFUSED$/);
  assert.strictEqual(refused.result.errno, 600001);
  const elsewhere = await ended({ url: URL_OF_PUBLIC, domains: ['https://example.com'] });
  assert.deepStrictEqual(elsewhere.result, { errMsg: 'request:fail url not in domain list', errno: 600002 });
  const malformed = await ended({ url: 'examplebucket' });
  assert.deepStrictEqual(malformed.result, { errMsg: 'request:fail invalid url', errno: 600009 });
  const slow = await ended({ url: URL_OF_PUBLIC, header: { 'x-standin-fault': 'hang' }, timeout: 20 });
  assert.deepStrictEqual(slow.result, { errMsg: 'request:fail timeout', errno: 5 });
});

test('a task reports the headers first, and can be aborted', async () => {
  const seen = [];
  const wx = emulated({ connectTo: place.address });
  await new Promise((resolve) => {
    const task = wx.request({ url: URL_OF_PUBLIC, success: () => seen.push('success'), complete: resolve });
    task.onHeadersReceived(({ header }) => seen.push(header['x-cos-request-id'][0]));
  });
  assert.deepStrictEqual(seen, ['N', 'success']);
  const result = await new Promise((resolve) => {
    const task = wx.request({ url: URL_OF_PUBLIC, header: { 'x-standin-fault': 'hang' }, fail: resolve });
    task.abort();
  });
  assert.strictEqual(result.errMsg, 'request:fail abort');
});

function isInstalled(name) {
  try {
    return Boolean(require.resolve(name));
  } catch {
    return false;
  }
}
const noSdk = isInstalled('cos-wx-sdk-v5') ? undefined : 'skipped: cos-wx-sdk-v5 is not installed';

// Tencent's SDK is a bundle for webpack, which looks for `window`.
global.window = global;

function sdk(options) {
  global.wx = {
    ...emulated({ connectTo: options?.connectTo ?? place.address, domains: options?.domains }),
    getStorageSync: () => '', setStorageSync() {}, getFileSystemManager: () => ({}), canIUse: () => false,
  };
  const COS = require('cos-wx-sdk-v5');
  return new COS({ SecretId, SecretKey, Protocol: 'http:', ...options });
}
const call = (cos, name, params) =>
  new Promise((resolve) => cos[name]({ Bucket, Region, ...params }, (error, data) => resolve({ error, data })));

test('Tencent\'s SDK sends its requests on it: a bucket, an object, a list', { skip: noSdk }, async () => {
  const cos = sdk();
  const headed = await call(cos, 'headBucket');
  assert.strictEqual(headed.data.statusCode, 200);
  const put = await call(cos, 'putObject', { Key: 'by wx/对象.txt', Body: 'kept' });
  assert.match(put.data.ETag, /^"[0-9a-f]{32}"$/);
  const got = await call(cos, 'getObject', { Key: 'by wx/对象.txt' });
  assert.strictEqual(got.data.Body, 'kept');
  const listed = await call(cos, 'getBucket', { Prefix: 'by wx/' });
  assert.deepStrictEqual(listed.data.Contents.map(({ Key }) => Key), ['by wx/对象.txt']);
});

test('Tencent\'s SDK reports its failures on it', { skip: noSdk }, async () => {
  const cos = sdk({ Timeout: 50 });
  const missing = (await call(cos, 'getObject', { Key: 'missing' })).error;
  assert.deepStrictEqual([missing.statusCode, missing.error.Code], [404, 'NoSuchKey']);
  const denied = (await call(cos, 'getBucket', { Bucket: 'forbidden-1250000000' })).error;
  assert.deepStrictEqual([denied.statusCode, denied.error.Code], [403, 'AccessDenied']);
  const hung = (await call(cos, 'headBucket', { Bucket: bucket('hang') })).error;
  assert.strictEqual(hung.error, 'request:fail timeout');
  const refused = (await call(sdk({ connectTo: '127.0.0.1:1' }), 'headBucket')).error;
  assert.match(refused.error, /net::ERR_CONNECTION_REFUSED/);
  const elsewhere = (await call(sdk({ domains: [] }), 'headBucket')).error;
  assert.strictEqual(elsewhere.error, 'request:fail url not in domain list');
});
