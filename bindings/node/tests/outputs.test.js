// Streams that answers are written to, when they fail or go away.
'use strict';
const assert = require('node:assert');
const { Transform, Writable } = require('node:stream');
const { after, before, test } = require('node:test');
const COS = require('../index.js');
const { standin, client, failed, at } = require('./standin.js');

let place, cos;
before(async () => {
  place = await standin('--no-log');
  cos = client(place.address);
});
after(() => place.stop());

const write = (chunk, encoding, taken) => taken();

test('a stream that fails when it is finished', async () => {
  const flush = (over) => setImmediate(over, new Error('no space'));
  for (const Output of [
    new Writable({ write, final: flush }),
    new Writable({ write, final: (over) => over(new Error('no space')) }),
    new Writable({ write, final: flush, autoDestroy: false }),
    new Transform({ transform: (chunk, encoding, taken) => taken(null, chunk), flush }).resume(),
  ]) {
    const err = await failed(cos.getObject(at('synthetic/1000', { Output })));
    assert.deepStrictEqual([err.reason, err.cause.message], [COS.Reason.CALLBACK, 'no space']);
  }
});

test('a stream that is destroyed before it has taken a piece', async () => {
  const Output = new Writable({ write: () => setImmediate(() => Output.destroy()) });
  const err = await failed(cos.getObject(at('synthetic/3m', { Output })));
  assert.deepStrictEqual([err.reason, err.cause.message], [COS.Reason.CALLBACK, 'the output stream is closed']);
});

test('a reader that leaves early', async () => {
  let stream;
  const over = new Promise((resolve) => { stream = cos.getObjectStream(at('synthetic/64m'), resolve); });
  while (!stream.writableNeedDrain) await new Promise(setImmediate);
  for await (const chunk of stream) if (chunk.length > 0) break;
  assert.strictEqual((await over).reason, COS.Reason.CALLBACK);
});

test('pieces are whole and in order while clients come and go', async () => {
  const expected = (await cos.getObject(at('synthetic/3m'))).Body;
  const pieces = [];
  const Output = new Writable({
    write(chunk, encoding, taken) {
      pieces.push(chunk);
      client(place.address);
      taken();
    },
  });
  await cos.getObject(at('synthetic/3m', { Output }));
  assert.ok(Buffer.concat(pieces).equals(expected));
});
