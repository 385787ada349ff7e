// Many at once, threads, ends.
'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { Worker } = require('node:worker_threads');
const { standin, client, bucket, failed, Region, Bucket } = require('./standin.js');

let place, cos;
before(async () => {
  place = await standin('--no-log');
  cos = client(place.address);
});
after(() => place.stop());

const source = (text) => `
  const { client, bucket, Region, Bucket } = require(${JSON.stringify(path.join(__dirname, 'standin.js'))});
  const cos = client('${place.address}');
  ${text}`;
const program = (text, ...flags) => spawnSync(process.execPath, [...flags, '-e', source(text)], { encoding: 'utf8' });
const worker = (text) => new Worker(source(text), { eval: true });

test('8 at once on one client, each with its own answers', async () => {
  await Promise.all(Array.from({ length: 8 }, async (_, i) => {
    for (let n = 0; n < 100; n++) {
      const Key = `${i}/${n}`;
      await cos.putObject({ Bucket, Region, Key, Body: Key });
      assert.strictEqual((await cos.getObject({ Bucket, Region, Key })).Body.toString(), Key);
      const err = await failed(cos.getObject({ Bucket, Region, Key: `${Key}/none` }));
      assert.ok(err.resource.endsWith(`${Key}/none`) && err.code === 'NoSuchKey');
    }
  }));
});

test('as many calls as there are connections are on their way at once, and timers run meanwhile', async () => {
  const held = [];
  // Nobody gets a response before the requests of all have arrived.
  const server = http.createServer((request, response) => held.push(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = client(`127.0.0.1:${server.address().port}`, { MaxConnections: 64 });
  const calls = Array.from({ length: 64 }, () => own.headBucket({ Bucket, Region }));
  while (held.length < calls.length) await new Promise((resolve) => setTimeout(resolve, 1));
  for (const response of held) response.writeHead(200, { 'x-cos-request-id': 'NmIw', server: 'tencent-cos' }).end();
  for (const { statusCode } of await Promise.all(calls)) assert.strictEqual(statusCode, 200);
  own.close();
  server.closeAllConnections();
  server.close();
});

test('8 workers, each with a client', async () => {
  const workers = Array.from({ length: 8 }, () => worker(`
    (async () => {
      for (let n = 0; n < 50; n++) {
        await cos.headBucket({ Bucket, Region });
        await cos.getObject({ Bucket, Region, Key: 'none' }).catch((error) => { if (error.code !== 'NoSuchKey') throw error; });
      }
    })();`));
  for (const [code] of await Promise.all(workers.map((each) => once(each, 'exit')))) assert.strictEqual(code, 0);
});

test('workers that are terminated with calls under way', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cos_err-node-'));
  for (let round = 0; round < 5; round++) {
    const each = worker(`
      for (let n = 0; n < 8; n++) cos.headBucket({ Bucket: bucket('hang'), Region }, () => {});
      for (let n = 0; n < 80; n++) cos.headBucket({ Bucket, Region }, () => {});
      const { Readable, Writable } = require('node:stream');
      cos.putObject({ Bucket, Region, Key: 'k', Body: new Readable({ read() {} }) }, () => {});
      cos.getObject({ Bucket, Region, Key: 'synthetic/3m', Output: new Writable({ write() {} }) }, () => {});
      cos.getObject({ Bucket: bucket('stall-1000'), Region, Key: 'synthetic/3m', Output: ${JSON.stringify(folder)} + '/object' }, () => {});
      require('node:worker_threads').parentPort.postMessage('under way');`);
    await once(each, 'message');
    if (round > 0) await new Promise((resolve) => setTimeout(resolve, 30 * round));
    assert.strictEqual(await each.terminate(), 1);
  }
  assert.strictEqual((await cos.headBucket({ Bucket, Region })).statusCode, 200);
  assert.deepStrictEqual(fs.readdirSync(folder), []);
  fs.rmSync(folder, { recursive: true });
});

test('a process that exits during calls: at once, clean, nothing left behind', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cos_err-node-'));
  for (const end of ['process.exit(7)', 'setTimeout(() => process.exit(7), 100)', "setTimeout(() => { throw new Error('its own'); }, 100)"]) {
    const { status, signal, stdout } = program(`
      for (let n = 0; n < 8; n++) cos.headBucket({ Bucket: bucket('hang'), Region }, () => console.log('called'));
      cos.getObject({ Bucket: bucket('stall-1000'), Region, Key: 'synthetic/3m', Output: ${JSON.stringify(folder)} + '/object' }, () => {});
      process.on('exit', () => cos.headBucket({ Bucket, Region }, () => console.log('called')));
      ${end};`);
    assert.deepStrictEqual([status, signal, stdout], [end.includes('throw') ? 1 : 7, null, '']);
    assert.deepStrictEqual(fs.readdirSync(folder), []);
  }
  fs.rmSync(folder, { recursive: true });
});

test('a process lives as long as its calls, not longer', () => {
  const { status, stdout } = program("cos.headBucket({ Bucket, Region }, (err, data) => console.log(data.statusCode));");
  assert.deepStrictEqual([status, stdout], [0, '200\n']);
  assert.strictEqual(program('').status, 0);
});

test('process.exit in a callback', () => {
  const { status, signal } = program(`
    for (let n = 0; n < 8; n++) cos.headBucket({ Bucket: bucket('hang'), Region }, () => {});
    cos.headBucket({ Bucket, Region }, () => process.exit(3));`);
  assert.deepStrictEqual([status, signal], [3, null]);
});

test('a call keeps the provider of its client, which nobody else holds', () => {
  const { status, stdout, stderr } = program(`
    const COS = require(${JSON.stringify(path.join(__dirname, '..', 'index.js'))});
    const { SecretId, SecretKey } = require(${JSON.stringify(path.join(__dirname, 'standin.js'))});
    const getCredentials = () => ({ SecretId, SecretKey, ExpiredTime: 1 });
    const make = () => new COS({ getCredentials, MaxConnections: 1, Protocol: 'http:', ConnectTo: '${place.address}' });
    const two = (dropped) => [dropped.headBucket({ Bucket: bucket('slow-100'), Region }), dropped.headBucket({ Bucket, Region })];
    (async () => {
      const calls = two(make());
      for (let n = 0; n < 5; n++) { await new Promise(setImmediate); global.gc(); }
      console.log((await Promise.all(calls)).map((data) => data.statusCode).join());
    })();`, '--expose-gc');
  assert.deepStrictEqual([status, stdout], [0, '200,200\n'], stderr);
});

test('a client and its provider are forgotten with it', async () => {
  const { status, stdout } = program(`
    const COS = require(${JSON.stringify(path.join(__dirname, '..', 'index.js'))});
    const { clients } = require(${JSON.stringify(path.join(__dirname, '..', 'lib', 'calls.js'))});
    (async () => {
      for (let n = 0; n < 200; n++) new COS({ getCredentials: () => ({}) });
      for (let n = 0; n < 50 && clients.size > 1; n++) { global.gc(); await new Promise(setImmediate); }
      console.log(clients.size <= 1);
    })();`, '--expose-gc');
  assert.deepStrictEqual([status, stdout], [0, 'true\n']);
});
