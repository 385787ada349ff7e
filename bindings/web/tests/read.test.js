// Responses and failures that the program received itself.
'use strict';
const assert = require('node:assert');
const { before, test } = require('node:test');
const { COS, loaded } = require('./package.js');

before(loaded);

const URL = 'https://examplebucket-1250000000.cos.ap-beijing.myqcloud.com/k';
const ID = 'NWNhYzEzZThfNGQ5ZTU4NjRfNmFhNV83YTZjOGY=';
const XML = `<Error><Code>NoSuchKey</Code><Message>没有</Message><RequestId>${ID}</RequestId></Error>`;
const response = (body, more) => new Response(body, { status: 404, headers: { 'x-cos-request-id': ID, Server: 'tencent-cos' }, ...more });

test('a response of fetch, whose body was read or not', async () => {
  const unread = await COS.fromFetch(response(XML), { method: 'GET', url: URL });
  assert.deepStrictEqual([unread.error.Code, unread.error.Message, unread.RequestId, unread.url], ['NoSuchKey', '没有', ID, URL]);
  const read = response(XML);
  const text = await read.text();
  for (const known of [text, new TextEncoder().encode(text), { body: text }]) assert.strictEqual((await COS.fromFetch(read, known)).code, 'NoSuchKey');
  assert.strictEqual(await COS.fromFetch(response('kept', { status: 200 }), { method: 'GET', url: URL }), null);
});

test('a result of wx.request, with data of each kind', async () => {
  const header = { 'X-Cos-Request-Id': ID, Server: 'tencent-cos' };
  for (const data of [XML, new TextEncoder().encode(XML).buffer]) {
    const error = await COS.fromWx({ statusCode: 404, header, data, errMsg: 'request:ok' }, { method: 'GET', url: URL });
    assert.deepStrictEqual([error.code, error.message, error.requestId, error.header('x-cos-request-id')], ['NoSuchKey', '没有', ID, ID]);
  }
  const parsed = await COS.fromWx({ statusCode: 400, header, data: { code: 'InvalidArgument', message: 'm', request_id: ID } });
  assert.deepStrictEqual([parsed.code, parsed.message], ['InvalidArgument', 'm']);
  assert.strictEqual(await COS.fromWx({ statusCode: 200, header, data: '' }, { method: 'HEAD' }), null);
});

// Messages that phones and the developer tools report.
const MESSAGES = [
  ['request:fail timeout', 'Timeout', true],
  ['request:fail abort', 'Cancelled', true],
  ['request:fail url not in domain list', 'LocalIo', false],
  ['request:fail errcode:-105 cronet_error_code:-105 error_msg:net::ERR_NAME_NOT_RESOLVED', 'Dns', false],
  ['request:fail Unable to resolve host "a.example": No address associated with hostname', 'Dns', false],
  ['request:fail errcode:-102 cronet_error_code:-102 error_msg:net::ERR_CONNECTION_REFUSED', 'Connect', false],
  ['request:fail errcode:-118 cronet_error_code:-118 error_msg:net::ERR_CONNECTION_TIMED_OUT', 'Connect', false],
  ['request:fail errcode:-106 cronet_error_code:-106 error_msg:net::ERR_INTERNET_DISCONNECTED', 'Connect', false],
  ['request:fail errcode:-202 cronet_error_code:-202 error_msg:net::ERR_CERT_AUTHORITY_INVALID', 'Tls', false],
  ['request:fail ssl hand shake error', 'Tls', false],
  ['request:fail errcode:-101 cronet_error_code:-101 error_msg:net::ERR_CONNECTION_RESET', 'ConnectionLost', true],
  ['request:fail -324:net::ERR_EMPTY_RESPONSE', 'ConnectionLost', true],
  ['request:fail interrupted', 'ConnectionLost', true],
  ['request:fail', 'Connect', true],
];
test('a failure of wx.request by its message', async () => {
  for (const [errMsg, reason, requestSent] of MESSAGES) {
    const error = await COS.fromWx({ errMsg }, { method: 'PUT', url: URL });
    assert.deepStrictEqual([error.name, error.reason, error.requestSent, error.causes], ['CosClientError', reason, requestSent, [errMsg]], errMsg);
    assert.deepStrictEqual(error.cause, { errMsg });
  }
  const byNumber = await COS.fromWx({ errMsg: 'request:fail', errno: 5 });
  assert.strictEqual(byNumber.reason, COS.Reason.TIMEOUT);
});

test('an error that an SDK of Tencent called back with', async () => {
  const headers = { 'x-cos-request-id': ID, server: 'tencent-cos' };
  const parsed = { Code: 'NoSuchKey', Message: 'a < b', RequestId: ID };
  const error = await COS.fromSdkError({ error: parsed, statusCode: 404, headers, url: URL, method: 'GET' });
  assert.deepStrictEqual([error.error.Code, error.error.Message, error.operation], ['NoSuchKey', 'a < b', 'GetObject']);
  const headed = await COS.fromSdkError({ error: {}, statusCode: 404, headers, url: URL, method: 'HEAD' });
  assert.deepStrictEqual([headed.code, headed.cosCode, headed.codeSource], ['404', 'NoSuchKey', 'status']);
  assert.strictEqual((await COS.fromSdkError({ error: 'request:fail timeout' })).reason, COS.Reason.TIMEOUT);
  assert.strictEqual((await COS.fromSdkError({ error: parsed, statusCode: 404, headers: null })).code, 'NoSuchKey');
  assert.strictEqual(await COS.fromSdkError(null), null);
});
