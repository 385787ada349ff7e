// Errors of Tencent's SDKs for JavaScript.
'use strict';
const assert = require('node:assert');
const { test } = require('node:test');
const COS = require('../index.js');
const { replay } = require('./sdk_rows.js');

replay(test, COS, process.env.COS_ERR_CASES);

test('what the program knows is added, and what is none is none', async () => {
  const theirs = { statusCode: 404, code: '404', message: 'Not Found', method: 'HEAD' };
  const err = await COS.fromSdkError(theirs, { bucket: 'examplebucket-1250000000', key: 'a/b' });
  assert.ok(err instanceof COS.CosServiceError);
  assert.deepStrictEqual([err.cosCode, err.codeSource, err.operation], ['NoSuchKey', COS.CodeSource.STATUS, 'HeadObject']);
  const { CODE, MESSAGE, REQUEST_ID, TRACE_ID, HEADERS } = COS.Lost;
  assert.deepStrictEqual(err.lost, [CODE, MESSAGE, REQUEST_ID, TRACE_ID, HEADERS]);
  assert.match(err.stack, /sdk\.test\.js/);
  assert.strictEqual(await COS.fromSdkError(null), null);
  assert.deepStrictEqual(COS.fromAnswer({ status: 404 }).lost, []);
});

test('details of the error, lists and headers of Node are kept', async () => {
  const said = { Code: ['RequestTimeTooSkewed', 'x'], ServerTime: '2026-11-21T08:00:00Z', Nested: { Code: 'y' } };
  const headers = { 'set-cookie': ['a=1', 'b=2'], 'x-odd': Buffer.from('é').toString('latin1') };
  const err = await COS.fromSdkError({ statusCode: 403, error: said, headers });
  assert.strictEqual(err.error.Code, 'RequestTimeTooSkewed');
  assert.deepStrictEqual(err.details, [['ServerTime', '2026-11-21T08:00:00Z']]);
  assert.deepStrictEqual(err.headers, { 'set-cookie': ['a=1', 'b=2'], 'x-odd': 'é' });
});

test('the words and numbers of the system are the reason', async () => {
  const reason = async (theirs) => (await COS.fromSdkError(theirs)).reason;
  assert.strictEqual(await reason({ code: 'ECONNREFUSED', errno: -111, message: 'connect ECONNREFUSED 127.0.0.1:1' }), 'Connect');
  assert.strictEqual(await reason({ code: 'ENOTFOUND', errno: -3008, message: 'getaddrinfo ENOTFOUND x.invalid' }), 'Dns');
  assert.strictEqual(await reason({ code: 'ECONNABORTED', message: 'Software caused connection abort' }), 'ConnectionLost');
  assert.strictEqual(await reason({ error: 'request:fail abort' }), 'Cancelled');
  assert.strictEqual(await reason({ error: 'request:fail net::ERR_NAME_NOT_RESOLVED' }), 'Dns');
  assert.strictEqual(await reason({ errMsg: 'request:fail', errno: 5 }), 'Timeout');
  assert.strictEqual(await reason(new Error('missing param Bucket')), 'InvalidArgument');
  assert.strictEqual(await reason('missing param SecretId'), 'InvalidCredentials');
  const refused = await COS.fromSdkError({ code: 'ECONNREFUSED', errno: -111, message: 'connect ECONNREFUSED 127.0.0.1:1' });
  assert.deepStrictEqual([refused.osErrno, refused.code, refused.lost], [111, 'ECONNREFUSED', []]);
  const unknown = await COS.fromSdkError({ error: 'it failed' });
  assert.deepStrictEqual([unknown.reason, unknown.lost, unknown.requestSent], ['Connect', [COS.Lost.REASON], true]);
});
