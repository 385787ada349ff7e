// What getCredentials gives.
'use strict';
const assert = require('node:assert');
const { after, before, test } = require('node:test');
const COS = require('../index.js');
const { standin, failed, SecretId, SecretKey, Region, Bucket } = require('./standin.js');

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
