// What Node programs look for in failures of the network, of files and of streams, beside what Tencent's SDK has.
'use strict';
const assert = require('node:assert');
const dns = require('node:dns');
const fs = require('node:fs');
const net = require('node:net');
const { once } = require('node:events');
const { after, before, test } = require('node:test');
const COS = require('../index.js');
const { standin, client, bucket, failed, at, SecretId, SecretKey, Region, Bucket } = require('./standin.js');

let place, cos;
before(async () => {
  place = await standin();
  cos = client(place.address);
});
after(() => place.stop());

const membersOf = ({ code, errno, syscall, address, port, hostname }) => ({ code, errno, syscall, address, port, hostname });

/** The error of a HEAD of a bucket at an address. */
const headAt = (address, options) => failed(client(address, { MaxAttempts: 1, ...options }).headBucket({ Bucket, Region }));

async function listening(hear) {
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => hear(socket));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { address: `127.0.0.1:${server.address().port}`, close: () => server.close() };
}

test('a refused connection is ECONNREFUSED, as Node\'s own', async () => {
  const dead = await listening(() => {});
  dead.close();
  const [host, port] = dead.address.split(':');
  const [own] = await once(net.connect(Number(port), host), 'error');
  const err = await headAt(dead.address);
  assert.deepStrictEqual(membersOf(err), membersOf(own));
  assert.strictEqual(err.code, 'ECONNREFUSED');
  assert.ok(err.cause instanceof Error);
  assert.deepStrictEqual(membersOf(err.cause), membersOf(own));
  assert.match(err.cause.message, /^cannot connect to 127\.0\.0\.1:\d+: Connection refused/);
  // The model's words stay where they were.
  assert.deepStrictEqual([err.error.Code, err.reason, err.osErrno, JSON.parse(err.json).code], ['Connect', COS.Reason.CONNECT, 111, 'Connect']);
  const proxied = await failed(new COS({ SecretId, SecretKey, Proxy: `http://${dead.address}`, MaxAttempts: 1 }).headBucket({ Bucket, Region }));
  assert.deepStrictEqual([proxied.reason, membersOf(proxied)], [COS.Reason.PROXY, membersOf(own)]);
});

test('a host without an address is ENOTFOUND, or what Node says of it here', async () => {
  const own = await dns.promises.lookup('nosuch.invalid').then(() => assert.fail('it has one'), (error) => error);
  const err = await headAt('nosuch.invalid:80');
  assert.deepStrictEqual(membersOf(err), membersOf(own));
  assert.deepStrictEqual([err.error.Code, err.reason], ['Dns', COS.Reason.DNS]);
});

test('a broken connection is ECONNRESET', async () => {
  const resetting = await listening((socket) => socket.resetAndDestroy());
  const reset = await headAt(resetting.address);
  assert.deepStrictEqual([reset.code, reset.errno, reset.syscall, reset.reason], ['ECONNRESET', -104, 'read', COS.Reason.CONNECTION_LOST]);
  resetting.close();
  const closing = await listening((socket) => socket.end());
  const closed = await headAt(closing.address);
  // As Node's "socket hang up".
  assert.deepStrictEqual([closed.code, closed.errno, closed.syscall], ['ECONNRESET', undefined, undefined]);
  closing.close();
  const cut = await failed(cos.getObject({ Bucket: bucket('cut-1000'), Region, Key: 'synthetic/100k' }));
  assert.deepStrictEqual([cut.code, cut.status], ['ECONNRESET', 200]);
});

test('a time-out is ESOCKETTIMEDOUT as in Tencent\'s SDK, an abort ABORT_ERR', async () => {
  const err = await failed(cos.headBucket({ Bucket: bucket('hang'), Region, Timeout: 200 }));
  assert.deepStrictEqual([err.code, err.errno, err.error.Code, err.cosCode], ['ESOCKETTIMEDOUT', undefined, 'Timeout', 'Timeout']);
  const idle = client(place.address, { Timeout: 150, MaxAttempts: 1 });
  assert.strictEqual((await failed(idle.headBucket({ Bucket: bucket('hang'), Region }))).code, 'ESOCKETTIMEDOUT');
  // It is the time without a byte: a response that takes longer as a whole is none.
  assert.strictEqual((await idle.headBucket({ Bucket: bucket('slow-headers-1'), Region })).statusCode, 200);
  const aborted = await failed(cos.headBucket({ Bucket, Region, signal: AbortSignal.abort() }));
  assert.deepStrictEqual([aborted.code, aborted.cause.name, aborted.error.Code], ['ABORT_ERR', 'AbortError', 'Cancelled']);
});

test('files and streams have their own codes', async () => {
  const output = await failed(cos.getObject({ ...at('synthetic/1k'), Output: '/no/such/folder/file' }));
  assert.deepStrictEqual([output.code, output.errno, output.reason], ['ENOENT', -2, COS.Reason.LOCAL_IO]);
  const upload = await failed(cos.uploadFile({ ...at('k'), FilePath: '/no/such/file' }));
  assert.deepStrictEqual([upload.code, upload.errno, upload.syscall, upload.path], ['ENOENT', -2, 'stat', '/no/such/file']);
  const stream = await failed(cos.putObject({ ...at('k'), Body: fs.createReadStream('/no/such/file') }));
  assert.deepStrictEqual([stream.code, stream.errno, stream.syscall, stream.cause.code], ['ENOENT', -2, 'open', 'ENOENT']);
  assert.deepStrictEqual([stream.reason, stream.error.Code], [COS.Reason.CALLBACK, 'Callback']);
});

test('a failure of another transport has the code of its cause', () => {
  const cause = Object.assign(new Error('connect EHOSTUNREACH'), { code: 'EHOSTUNREACH', errno: -113, syscall: 'connect', address: '10.0.0.1', port: 80 });
  const err = COS.fromFailure({ reason: COS.Reason.CONNECT, cause });
  assert.deepStrictEqual([membersOf(err), err.cause, err.error.Code], [membersOf(cause), cause, 'Connect']);
  assert.strictEqual(COS.fromFailure({ reason: COS.Reason.CONNECT, osErrno: 101 }).code, 'ENETUNREACH');
  assert.strictEqual(COS.fromFailure({ reason: COS.Reason.TLS }).code, 'Tls');
  assert.strictEqual(COS.fromFailure({ reason: COS.Reason.TLS, cause: { code: 'CERT_HAS_EXPIRED' } }).code, 'CERT_HAS_EXPIRED');
  for (const code of [7, null, 'some words', '']) assert.strictEqual(COS.fromFailure({ reason: COS.Reason.TLS, cause: { code } }).code, 'Tls');
});

test('errors of the service, and mistakes, have no such members', async () => {
  const err = await failed(cos.headBucket({ Bucket: 'missing-1250000000', Region }));
  assert.deepStrictEqual([err.cosCode, 'errno' in err, 'syscall' in err, 'cause' in err], ['NoSuchBucket', false, false, false]);
  const mistake = await failed(cos.headBucket({ Bucket: 'bad', Region }));
  assert.deepStrictEqual([mistake.code, 'errno' in mistake, 'cause' in mistake], ['InvalidArgument', false, false]);
});

test('the package is for the systems that the addon runs on', () => {
  const { os, cpu, libc } = require('../package.json');
  assert.deepStrictEqual([os.includes(process.platform), cpu.includes(process.arch), cpu.includes('ia32'), libc], [true, true, false, ['glibc']]);
});

test('a copy keeps the message', async () => {
  for (const err of [await failed(cos.headBucket({ Bucket: 'missing-1250000000', Region })), await headAt('127.0.0.1:1')]) {
    assert.ok(err.message);
    const copies = [{ ...err }, Object.assign({}, err), JSON.parse(JSON.stringify(err)), Object.fromEntries(Object.entries(err))];
    for (const copy of copies) assert.deepStrictEqual([copy.message, copy.code, copy.error.Message], [err.message, err.code, err.message]);
    assert.ok(!('cause' in { ...err }));
    assert.strictEqual(require('node:util').inspect(err).split(err.message).length, 3, 'once in the stack, once in err.error');
  }
});
