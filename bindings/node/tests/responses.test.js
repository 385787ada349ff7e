// Responses as other HTTP libraries hand them out. captures/responses.json was written by captures/capture.mjs.
'use strict';
const assert = require('node:assert');
const { Readable } = require('node:stream');
const { test } = require('node:test');
const COS = require('../index.js');
const captures = require('./captures/responses.json');

/** The value that was captured, with streams, headers and functions in the place of their records. */
function revived(value) {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(revived);
  const { $stream, $headers, $bytes, $request, $function, ...rest } = value;
  if ($headers) return new Headers($headers);
  if ($bytes !== undefined) return Buffer.from($bytes, 'latin1');
  if ($function) return () => {};
  if ($request) return { ...$request, getHeader: (name) => $request.headers[name] };
  const members = Object.fromEntries(Object.entries(rest).map(([name, each]) => [name, revived(each)]));
  if ($stream === undefined) return members;
  const stream = $stream === '' ? Readable.from([]).destroy() : Readable.from([Buffer.from($stream)]);
  for (const [name, each] of Object.entries(members)) Object.defineProperty(stream, name, { value: each, writable: true, configurable: true });
  return stream;
}

for (const { name, expected, value } of captures) {
  test(`${name}: ${expected}`, async () => {
    const call = COS.fromResponse(revived(value), { method: 'GET' });
    if (expected === 'none') return assert.rejects(call, { reason: COS.Reason.INVALID_ARGUMENT, message: /^response has no status; .*fromFailure/ });
    const err = await call;
    if (expected === 200) return assert.strictEqual(err, null);
    assert.deepStrictEqual([err.statusCode, err.code, err.codeSource], [404, 'NoSuchKey', COS.CodeSource.BODY]);
    assert.deepStrictEqual([err.RequestId, err.responder, err.cause], ['NmIwZGUx', COS.Responder.COS, undefined]);
    assert.strictEqual(err.headers['set-cookie'].join(', '), 'a=1, b=2');
    // undici's request tells no URL.
    if (!/undici.* request$/.test(name)) assert.strictEqual(err.url, 'http://127.0.0.1:40000/k');
  });
}

// As https://developers.weixin.qq.com/miniprogram/dev/api/network/request/wx.request.html has them.
const header = { Server: 'tencent-cos', 'x-cos-request-id': 'NmIwZGUx' };
const wx = (statusCode, data) => ({ data, statusCode, header, cookies: [], errMsg: 'request:ok' });

test('wx.request', async () => {
  const body = '<Error><Code>AccessDenied</Code></Error>';
  for (const data of [body, new TextEncoder().encode(body).buffer]) {
    const err = await COS.fromResponse(wx(403, data), { method: 'GET' });
    assert.deepStrictEqual([err.statusCode, err.code, err.RequestId], [403, 'AccessDenied', 'NmIwZGUx']);
  }
  assert.strictEqual((await COS.fromResponse(wx(400, { code: 'InvalidArgument', message: 'm' }))).code, 'InvalidArgument');
  assert.strictEqual(await COS.fromResponse(wx(200, '')), null);
  await assert.rejects(COS.fromResponse({ errno: 600001, errMsg: 'request:fail timeout' }), { reason: COS.Reason.INVALID_ARGUMENT });
});

test('what has no status throws, also a status that is none', async () => {
  const nothing = [undefined, null, {}, [], 'fine', 404, { status: 0 }, { statusCode: null }, { status: NaN }, { response: {} }, { data: 'x' },
    { status: 'OK' }, { statusCode: 2.5 }, Response.error(), new Error('connect ECONNREFUSED'), { errMsg: 'request:fail' }];
  for (const each of nothing) {
    await assert.rejects(COS.fromResponse(each), (error) => error instanceof COS.CosClientError && error.reason === COS.Reason.INVALID_ARGUMENT && /responses\.test\.js/.test(error.stack));
  }
  assert.strictEqual((await COS.fromResponse({ statusCode: 404 })).statusCode, 404);
  assert.strictEqual(await COS.fromResponse({ data: 'fine' }, { status: 200 }), null);
});

test('a text that was kept beside what was parsed of it', async () => {
  const text = '<Error><Code>AccessDenied</Code></Error>';
  assert.strictEqual((await COS.fromResponse({ status: 403, statusCode: 403, headers: header, text, body: {} })).code, 'AccessDenied');
});

test('of a response that was read before, status and headers are left', async () => {
  const stream = Readable.from(['x']);
  await stream.toArray();
  const err = await COS.fromResponse(Object.assign(stream, { statusCode: 503, headers: header }), { method: 'GET' });
  assert.deepStrictEqual([err.statusCode, err.RequestId, err.cause], [503, 'NmIwZGUx', undefined]);
});
