// What Tencent's SDKs for JavaScript called back with: the rows that the package for Node runs too.
'use strict';
const assert = require('node:assert');
const path = require('node:path');
const { before, test } = require('node:test');
const { loaded } = require('./package.js');
const { replay } = require('../../node/tests/sdk_rows.js');

let COS;
before(async () => {
  COS = await loaded();
});
replay(test, { fromSdkError: (error) => COS.fromSdkError(error) }, path.join(__dirname, '..', '..', '..', 'tests', 'cases'));

test('in a browser the headers are those that CORS exposes', async () => {
  const theirs = { statusCode: 403, error: { Code: 'RequestTimeTooSkewed', ServerTime: '2026-11-21T08:00:00Z' }, headers: { server: 'tencent-cos' } };
  assert.deepStrictEqual((await COS.fromSdkError(theirs)).lost, ['message', 'resource', 'request_id', 'trace_id', 'body']);
  Object.assign(global, { window: global, document: {}, location: {} });
  try {
    const err = await COS.fromSdkError(theirs);
    assert.deepStrictEqual(err.lost, ['message', 'resource', 'request_id', 'trace_id', 'headers', 'body']);
    assert.deepStrictEqual(err.details, [['ServerTime', '2026-11-21T08:00:00Z']]);
  } finally {
    for (const name of ['window', 'document', 'location']) delete global[name];
  }
});
