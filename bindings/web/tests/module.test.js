// The module and its loader: what it needs and exports, what it makes of the shared tables, and what
// happens after a trap.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const zlib = require('node:zlib');
const { load, loadSync } = require('../lib/module.js');
const { decodedByHand, utf8 } = require('../lib/memory.js');

const file = process.env.COS_ERR_WASM;
if (!file) throw new Error('COS_ERR_WASM names no module: run bindings/web/test');
const bytes = fs.readFileSync(file);
const module_ = new WebAssembly.Module(bytes);
const core = loadSync(module_);
const tables = path.join(__dirname, '..', '..', '..', 'tests', 'cases');
const exported = fs.readFileSync(path.join(__dirname, '..', 'exports.txt'), 'utf8').trim().split('\n');

/** Bytes as they are published. */
const MOST = 150_000;

test('the module needs nothing, and exports its memory and functions alone', () => {
  assert.deepStrictEqual(WebAssembly.Module.imports(module_), []);
  const exports = WebAssembly.Module.exports(module_).map(({ kind, name }) => `${kind} ${name}`);
  assert.deepStrictEqual(exports.sort(), ['memory memory', ...exported.map((name) => `function ${name}`)].sort());
});

test('the module is small', () => {
  const size = zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;
  console.log(`# the module | ${bytes.length} bytes | ${size} in brotli`);
  assert.ok(size <= MOST, `${size} bytes in brotli`);
});

test('all rows of sign.jsonl get their Authorization', () => {
  const rows = fs.readFileSync(path.join(tables, 'sign.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  assert.ok(rows.length >= 27);
  const pairs = (list) => (Array.isArray(list) ? list : Object.entries(list));
  for (const row of rows) {
    const [start, end] = row.key_time.split(';').map(Number);
    const authorization = core.authorization({
      method: row.method, key: row.path.slice(1), query: pairs(row.params), headers: pairs(row.headers),
      secretId: row.secret_id, secretKey: row.secret_key, start, end,
    });
    assert.strictEqual(authorization, row.authorization, row.id);
  }
});

test('a request is signed, and without credentials it is not', () => {
  const request = { method: 'PUT', bucket: 'examplebucket-1250000000', region: 'ap-guangzhou', key: 'a b/c', query: [['acl', null]], now: 1700000000 };
  const url = 'https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/a%20b/c?acl';
  assert.deepStrictEqual(core.sign(request), { method: 'PUT', url, headers: [] });
  const signed = core.sign({ ...request, headers: [['x-cos-acl', 'private']], secretId: 'AKIDEXAMPLE', secretKey: 'KEY', token: 'TOKEN' });
  const [acl, token, [name, value]] = signed.headers;
  assert.deepStrictEqual([signed.url, acl, token, name], [url, ['x-cos-acl', 'private'], ['x-cos-security-token', 'TOKEN'], 'Authorization']);
  assert.match(value, /q-sign-time=1699999940;1700000900&.*q-header-list=host;x-cos-acl;x-cos-security-token&q-url-param-list=acl&q-signature=[0-9a-f]{40}$/);
});

test('a NUL does not make another request of one', () => {
  const whole = { method: 'DELETE', bucket: 'examplebucket-1250000000', key: 'k', region: 'ap-guangzhou', secretId: 'AKIDEXAMPLE', secretKey: 'x', now: 1 };
  const cut = { method: 'G\0T', bucket: 'b\0', key: 'a\0b', secretKey: 'x\0', query: [['a', 'b\0c']], headers: [['x-cos-acl\0', 'private']] };
  for (const [name, value] of Object.entries(cut)) {
    for (const { error } of [core.sign({ ...whole, [name]: value }), core.presign({ ...whole, [name]: value })]) {
      assert.deepStrictEqual([error.reason, error.requestSent, error.message], ['InvalidArgument', false, `${name} contains a NUL character: remove it`]);
    }
  }
});

test('codes, request ids and texts are explained', () => {
  const found = core.code('nosuchkey');
  assert.deepStrictEqual([found.status, found.retry], [404, 'no']);
  assert.match(found.advice.en, /^The bucket does not hold the object/);
  assert.match(found.advice.zh, /存储桶/);
  assert.strictEqual(core.code('NoSuchCodeAtAll'), null);
  assert.ok(core.codes().includes('NoSuchKey'));
  const id = 'NWNhYzEzZThfNGQ5ZTU4NjRfNmFhNV83YTZjOGY=';
  assert.deepStrictEqual(core.requestId(id), { responder: 'cos', madeAt: 1554781160 });
  assert.strictEqual(core.requestId('of another system'), null);
  const [error] = core.scan('<Error><Code>NoSuchKey</Code><Message>m</Message></Error>');
  assert.deepStrictEqual([error.kind, error.error.code], ['error', 'NoSuchKey']);
  const [line] = core.scan(`a line with ${id} SlowDown`);
  assert.deepStrictEqual([line.kind, line.requestId, line.code], ['request-id', id, 'SlowDown']);
});

test('UTF-8 needs no TextEncoder and no TextDecoder', () => {
  const texts = ['', 'a\0b', 'é', '错误', '😀', '\ufeffx', '错😀'.repeat(5000)];
  for (const text of texts) {
    assert.deepStrictEqual(Buffer.from(utf8(text)), Buffer.from(text));
    assert.strictEqual(decodedByHand(Buffer.from(text)), text);
  }
  assert.deepStrictEqual(utf8('\ud800a'), [...Buffer.from('\ufffda')]);
});

/** Makes the module read beyond its memory. */
const trapped = (one) => one.ask((instance) => instance.exports.cos_error_json(0xfffffff0), (details) => details);
const response = { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' };

test('after a trap there is another instance', () => {
  const one = loadSync(module_);
  const first = one.instance;
  const details = trapped(one);
  assert.deepStrictEqual([details.kind, details.reason], ['client', 'Internal']);
  assert.match(details.message, /^a defect of this library, please report it: /);
  assert.match(details.advice.en, /^A defect inside this library/);
  assert.notStrictEqual(one.instance, first);
  assert.strictEqual(one.readResponse(response).code, 'NoSuchKey');
});

test('a host that instantiates later gives an error meanwhile', async () => {
  const one = await load(() => WebAssembly.instantiate(bytes, {}));
  const first = one.instance;
  const { kind, reason, text, json } = trapped(one);
  assert.deepStrictEqual([kind, reason, JSON.parse(json).reason], ['client', 'Internal', 'Internal']);
  assert.match(text, /^Internal: a defect of this library/);
  while (one.instance === first) await new Promise(setImmediate);
  assert.strictEqual(one.readResponse(response).code, 'NoSuchKey');
});

test('bytes, a module and a function are loaded alike', async () => {
  for (const source of [bytes, new Uint8Array(bytes).buffer, module_, () => WebAssembly.instantiate(module_, {})]) {
    const one = await load(source);
    assert.strictEqual(one.readResponse(response).code, 'NoSuchKey');
    assert.strictEqual(one.readResponse({ status: 200, method: 'HEAD', headers: [] }), null);
  }
});

test('no call keeps memory', () => {
  const one = loadSync(module_);
  const size = () => one.instance.exports.memory.buffer.byteLength;
  const calls = () => {
    one.readResponse(response);
    one.clientError({ reason: 'Timeout' });
    one.sign({ method: 'GET', bucket: 'b-1250000000', region: 'ap-guangzhou', secretId: 'i', secretKey: 'k', now: 1 });
    one.sign({ method: 'GET', bucket: 'b', now: 1 });
    one.requestId('x');
    one.scan('<Error><Code>NoSuchKey</Code></Error>');
  };
  for (let i = 0; i < 100; i += 1) calls();
  const before = size();
  for (let i = 0; i < 3000; i += 1) calls();
  assert.strictEqual(size(), before);
});
