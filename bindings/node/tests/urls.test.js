// Presigned URLs.
'use strict';
const assert = require('node:assert');
const { after, before, test } = require('node:test');
const COS = require('../index.js');
const { standin, client, control, Region, Bucket } = require('./standin.js');

let place, cos;
before(async () => {
  place = await standin();
  cos = client(place.address);
});
after(() => place.stop());

const at = { Bucket, Region, Key: 'precious' };
const called = (from, params) => new Promise((resolve) => from.getObjectUrl(params, (err, data) => resolve(err ?? data)));
const validity = (url) => new URL(url).searchParams.get('q-sign-time').split(';').reduce((begin, end) => end - begin);

test('Expires is a number of seconds, perhaps as a text', async () => {
  assert.strictEqual(validity(cos.getObjectUrl({ ...at, Expires: '900' })), validity(cos.getObjectUrl({ ...at, Expires: 900 })));
  assert.strictEqual(validity((await called(cos, { ...at, Expires: '900' })).Url), validity(cos.getObjectUrl(at)));
});

test('another Expires is refused by name and value, and nothing is sent', async () => {
  await cos.putObject({ ...at, Body: 'x' });
  for (const [Expires, shown] of [[0, '0'], [-1, '-1'], [0.5, '0.5'], [NaN, 'NaN'], [Infinity, 'Infinity'], ['soon', "'soon'"], ['', "''"], [true, 'true']]) {
    const err = await called(cos, { ...at, Method: 'DELETE', Expires });
    assert.ok(err instanceof COS.CosClientError, `${shown}: ${err.Url}`);
    assert.strictEqual(err.reason, COS.Reason.INVALID_ARGUMENT);
    assert.match(err.message, /^Expires must be a whole number of seconds /);
    assert.ok(err.message.endsWith(`, not ${shown}`), err.message);
    assert.throws(() => cos.getObjectUrl({ ...at, Expires }), { message: err.message });
  }
  const sent = await control(place.address, 'GET', 'requests');
  assert.deepStrictEqual(sent.map((each) => each.method), ['PUT']);
});

test('a signal and close() end the wait for keys', async () => {
  for (const how of ['signal', 'close']) {
    const ending = new AbortController();
    let asked;
    const waits = new Promise((resolve) => { asked = resolve; });
    const getCredentials = () => new Promise(() => asked());
    const dynamic = new COS({ getCredentials, Protocol: 'http:', ConnectTo: place.address });
    const call = called(dynamic, { ...at, signal: ending.signal });
    await waits;
    if (how === 'signal') ending.abort();
    else dynamic.close();
    assert.strictEqual((await call).reason, COS.Reason.CANCELLED, how);
  }
});
