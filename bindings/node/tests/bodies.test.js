// Streams that requests are read from, when they fail, end badly, or have no length.
'use strict';
const assert = require('node:assert');
const { execFileSync, spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Readable } = require('node:stream');
const { after, before, test } = require('node:test');
const COS = require('../index.js');
const { standin, client, control, bucket, failed, at, Region, Bucket } = require('./standin.js');

let place, cos, folder;
before(async () => {
  place = await standin();
  cos = client(place.address);
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cos_err-node-'));
});
after(() => {
  place.stop();
  fs.rmSync(folder, { recursive: true });
});

const refused = { Bucket: bucket('early-403'), Region, Key: 'k' };

test('a file that is not there is the cause, also of a call that waits for its turn', async () => {
  const missing = () => fs.createReadStream(path.join(folder, 'none'));
  for (const more of [{}, { ContentLength: 1 }]) {
    const err = await failed(cos.putObject(at('k', { Body: missing(), ...more })));
    assert.deepStrictEqual([err.reason, err.cause.code], [COS.Reason.CALLBACK, 'ENOENT']);
    assert.match(err.message, /reader failed after 0 bytes: ENOENT/);
    assert.strictEqual(err.causes.at(-1), err.cause.message);
  }
  const narrow = client(place.address, { MaxConnections: 1 });
  const ending = new AbortController();
  const first = failed(narrow.headBucket({ Bucket: bucket('hang'), Region, signal: ending.signal }));
  const Body = missing();
  const waiting = failed(narrow.putObject(at('k', { Body, ContentLength: 1 })));
  await new Promise((resolve) => Body.on('close', resolve));
  ending.abort();
  await first;
  assert.strictEqual((await waiting).cause.code, 'ENOENT');
});

test('files are closed by calls that fail before they read', async () => {
  const signal = AbortSignal.abort();
  for (const more of [{}, { ContentLength: 7 }]) {
    const Body = fs.createReadStream(__filename);
    await failed(cos.putObject(at('k', { Body, signal, ...more })));
    assert.ok(Body.destroyed);
  }
});

test('a stream that opens after the call is over is closed', async () => {
  const ending = new AbortController();
  let opened;
  const late = new Promise((resolve) => { opened = resolve; });
  let call;
  await new Promise((resolve) => {
    const Body = () => (resolve(), late);
    call = failed(cos.putObject(at('k', { Body, signal: ending.signal })));
  });
  ending.abort();
  assert.strictEqual((await call).reason, COS.Reason.CANCELLED);
  const stream = fs.createReadStream(__filename);
  opened(stream);
  if (!stream.closed) await once(stream, 'close');
  assert.ok(stream.destroyed && stream.bytesRead === 0);
});

test('what throws when it is closed changes nothing about the error', async () => {
  const generator = (function* () {
    try {
      while (true) yield Buffer.alloc(65536);
    } finally {
      throw new Error('thrown by return');
    }
  })();
  const next = async () => ({ value: Buffer.alloc(65536), done: false });
  const bare = { [Symbol.asyncIterator]: () => ({ next }), destroy() {} };
  const angry = { [Symbol.asyncIterator]: () => ({ next }), destroy() { throw new Error('thrown by destroy'); } };
  for (const Body of [generator, bare, angry]) {
    assert.strictEqual((await failed(cos.putObject({ ...refused, Body }))).statusCode, 403);
  }
});

test('files without a size of their own are sent whole', async () => {
  for (const file of ['/proc/cpuinfo', '/proc/self/cmdline']) {
    await cos.putObject(at('proc', { Body: fs.createReadStream(file) }));
    assert.ok((await cos.getObject(at('proc'))).Body.length > 0, file);
  }
  const pipe = path.join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const writer = spawn('sh', ['-c', `head -c 5000 /dev/zero >'${pipe}'`]);
  await cos.putObject(at('pipe', { Body: fs.createReadStream(pipe) }));
  if (writer.exitCode === null) await once(writer, 'exit');
  assert.strictEqual((await cos.headObject(at('pipe'))).headers['content-length'], '5000');
});

test('pieces of every kind are sent as their bytes', async () => {
  const { buffer } = Uint8Array.from([0, 1, 2, 3, 4, 5, 6, 7]);
  const pieces = [new DataView(buffer, 1, 2), new Uint16Array(buffer, 4, 1), new Uint8Array(buffer, 6), buffer.slice(0, 1), 'é'];
  for (const Body of [pieces, Readable.from(pieces)]) {
    await cos.putObject(at('pieces', { Body }));
    assert.strictEqual((await cos.getObject(at('pieces'))).Body.toString('hex'), '010204050607' + '00' + 'c3a9');
  }
});

test('UploadCheckContentMd5 is for bodies that can be read twice; a stream is sent without it', async () => {
  const checked = client(place.address, { UploadCheckContentMd5: true });
  const file = path.join(folder, 'checked');
  fs.writeFileSync(file, 'content');
  await control(place.address, 'DELETE', 'requests');
  const bodies = {
    readable: Readable.from(['content']), generator: (function* () { yield 'content'; })(), again: () => Readable.from(['content']),
    file: fs.createReadStream(file), blob: new Blob(['content']), web: new Blob(['content']).stream(), text: 'content', bytes: Buffer.from('content'),
  };
  for (const [Key, Body] of Object.entries(bodies)) {
    await checked.putObject(at(Key, { Body }));
    assert.strictEqual((await cos.getObject(at(Key))).Body.toString(), 'content', Key);
  }
  await cos.putObject(at('one', { Body: Readable.from(['content']), UploadCheckContentMd5: true }));
  await checked.putObject(at('one', { Body: fs.createReadStream(file), ContentLength: 7 }));
  await checked.uploadFile(at('path', { FilePath: file }));
  const sent = (await control(place.address, 'GET', 'requests')).filter((each) => each.method === 'PUT');
  const withMd5 = sent.filter((each) => new Map(each.headers).has('content-md5')).map((each) => each.target);
  assert.deepStrictEqual([sent.length, withMd5], [11, ['/again', '/blob', '/text', '/bytes', '/path']]);
});

test('ContentLength is a number of bytes, perhaps as a text', async () => {
  for (const ContentLength of [4, '4', null, undefined]) {
    await cos.putObject(at('length', { Body: Readable.from(['four']), ContentLength }));
    assert.strictEqual((await cos.getObject(at('length'))).Body.toString(), 'four');
  }
  for (const ContentLength of [-1, 1.5, NaN, '', 'four', true]) {
    const err = await failed(cos.putObject(at('length', { Body: Readable.from(['four']), ContentLength })));
    assert.strictEqual(err.reason, COS.Reason.INVALID_ARGUMENT);
    assert.match(err.message, /^ContentLength must be /);
  }
});
