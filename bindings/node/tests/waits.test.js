// Calls that wait for JavaScript, which may never answer.
'use strict';
const assert = require('node:assert');
const { once } = require('node:events');
const fs = require('node:fs');
const http = require('node:http');
const { Readable, Writable } = require('node:stream');
const { after, before, test } = require('node:test');
const COS = require('../index.js');
const { standin, client, failed, at, Region, Bucket } = require('./standin.js');

let place;
before(async () => {
  place = await standin();
});
after(() => place.stop());

// Each is given what to do once JavaScript is asked, and tells the client and its call.
const waits = {
  'a silent body'(asked, more) {
    const cos = client(place.address);
    return [cos, cos.putObject(at('k', { ...more, Body: new Readable({ read: asked }) }))];
  },
  'a stuck output'(asked, more) {
    const cos = client(place.address);
    return [cos, cos.getObject(at('synthetic/3m', { ...more, Output: new Writable({ write: asked }) }))];
  },
  'keys that do not come'(asked, more) {
    const getCredentials = () => new Promise(() => asked());
    const cos = new COS({ getCredentials, Protocol: 'http:', ConnectTo: place.address });
    return [cos, cos.headBucket({ Bucket, Region, ...more })];
  },
};

for (const [name, begin] of Object.entries(waits)) {
  test(`${name}: close() ends the call`, async () => {
    let cos, call;
    await new Promise((resolve) => { [cos, call] = begin(resolve); });
    cos.close();
    assert.strictEqual((await failed(call)).reason, COS.Reason.CANCELLED);
  });

  test(`${name}: a signal ends the call`, async () => {
    const ending = new AbortController();
    let call;
    await new Promise((resolve) => { [, call] = begin(resolve, { signal: ending.signal }); });
    ending.abort();
    assert.strictEqual((await failed(call)).reason, COS.Reason.CANCELLED);
  });

  test(`${name}: Timeout ends the call`, async () => {
    const [, call] = begin(() => {}, { Timeout: 200 });
    assert.strictEqual((await failed(call)).reason, COS.Reason.TIMEOUT);
  });
}

test("the client's own TotalTimeout ends a call too", async () => {
  const cos = client(place.address, { TotalTimeout: 200 });
  const err = await failed(cos.putObject(at('k', { Body: new Readable({ read() {} }) })));
  assert.strictEqual(err.reason, COS.Reason.TIMEOUT);
});

test("the client's own Timeout ends a call whose streams stop", async () => {
  const cos = client(place.address, { Timeout: 200 });
  const read = await failed(cos.putObject(at('k', { Body: new Readable({ read() {} }) })));
  const Output = new Writable({ write() {} });
  const written = await failed(cos.getObject(at('synthetic/64k', { Output })));
  for (const err of [read, written]) assert.deepStrictEqual([err.reason, err.code, err.cause.code], [COS.Reason.CALLBACK, 'ESOCKETTIMEDOUT', 'ESOCKETTIMEDOUT']);
});

/** A client whose only connection is in use. */
async function busy() {
  let place;
  const reached = new Promise((resolve) => { place = http.createServer((request) => resolve(request)).listen(0, '127.0.0.1'); });
  await once(place, 'listening');
  const cos = client(`127.0.0.1:${place.address().port}`, { MaxConnections: 1 });
  const first = failed(cos.headBucket({ Bucket, Region, Timeout: 3_600_000 }));
  await reached;
  return [cos, async () => {
    cos.close();
    place.close();
    assert.strictEqual((await first).reason, COS.Reason.CANCELLED);
  }];
}

test('the time of a call counts while it waits for its turn', async () => {
  const [cos, end] = await busy();
  const Timeout = 20;
  const calls = [cos.headBucket({ Bucket, Region, Timeout }), cos.getObject(at('k', { Timeout })), cos.putObject(at('k', { Body: Readable.from(['x']), Timeout }))];
  for (const err of await Promise.all(calls.map(failed))) {
    assert.deepStrictEqual([err.reason, err.requestSent, err.retry, err.code], [COS.Reason.TIMEOUT, false, COS.Retry.YES, 'ETIMEDOUT']);
    assert.match(err.message, /set MaxConnections/);
    assert.ok(err.method && err.url.includes(Bucket));
  }
  assert.strictEqual((await failed(cos.headBucket({ Bucket: 'bad', Region, Timeout }))).reason, COS.Reason.INVALID_ARGUMENT);
  await end();
});

test('a call whose turn comes in time goes on', async () => {
  const cos = client(place.address, { MaxConnections: 1 });
  const all = Array.from({ length: 20 }, (_, n) => cos.putObject(at(`turn-${n}`, { Body: 'x', Timeout: 2 ** 31 + n })));
  for (const { statusCode } of await Promise.all(all)) assert.strictEqual(statusCode, 200);
});

test('calls that end while they wait for their turn need no thread each', async () => {
  const threads = () => Number(/Threads:\s+(\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]);
  for (const how of ['signal', 'close']) {
    const [cos, end] = await busy();
    const ending = new AbortController();
    const before = threads();
    let most = 0;
    const heard = (err) => {
      most = Math.max(most, threads());
      return err.reason;
    };
    const calls = Array.from({ length: 500 }, () => failed(cos.headBucket({ Bucket, Region, signal: ending.signal })).then(heard));
    if (how === 'signal') ending.abort();
    else cos.close();
    most = threads();
    assert.deepStrictEqual([...new Set(await Promise.all(calls))], [COS.Reason.CANCELLED]);
    assert.ok(most <= before + 8, `${how}: ${before} threads, then ${most}`);
    await end();
  }
});

test('close() of one client leaves the calls of others alone', async () => {
  let call;
  let give;
  const asked = new Promise((resolve) => {
    const Body = new Readable({ read() { resolve(); } });
    give = () => { Body.push('late'); Body.push(null); };
    call = client(place.address).putObject(at('k', { Body }));
  });
  await asked;
  client(place.address).close();
  give();
  assert.strictEqual((await call).statusCode, 200);
});

for (const how of ['a signal', 'close()']) {
  test(`an output that never finishes: ${how} ends the call`, async () => {
    const ending = new AbortController();
    const cos = client(place.address);
    let call;
    const Output = await new Promise((resolve) => {
      const stream = new Writable({ write: (chunk, encoding, taken) => taken(), final: () => resolve(stream) });
      call = cos.getObject(at('synthetic/1000', { Output: stream, signal: ending.signal }));
    });
    if (how === 'close()') cos.close();
    else ending.abort(new Error('enough'));
    const err = await failed(call);
    assert.deepStrictEqual([err.reason, err.cause?.message], [COS.Reason.CANCELLED, how === 'close()' ? undefined : 'enough']);
    assert.ok(Output.destroyed);
  });
}

test('a call that is over is out of its signal\'s reach', async () => {
  const ending = new AbortController();
  const cos = client(place.address);
  const Output = new Writable({ write: (chunk, encoding, taken) => taken() });
  await cos.getObject(at('synthetic/1000', { Output, signal: ending.signal }));
  let next;
  await new Promise((resolve) => {
    const Body = new Readable({ read() { resolve(); this.push('x'); this.push(null); } });
    next = cos.putObject(at('k', { Body }));
  });
  // It may have the slot of the first.
  ending.abort();
  assert.strictEqual((await next).statusCode, 200);
});
