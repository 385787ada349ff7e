// Documents and heads of successes; the rows of values.jsonl are compared with C by cases.js.
'use strict';
const assert = require('node:assert');
const { Writable } = require('node:stream');
const { after, before, test } = require('node:test');
const COS = require('../index.js');
const { standin, client, failed, at } = require('./standin.js');

let place, cos;
before(async () => {
  place = await standin();
  cos = client(place.address);
});
after(() => place.stop());

function isNone(document, fault) {
  assert.deepStrictEqual([document.count(''), document.value('K'), document.json], [0, '', '']);
  assert.match(document.fault, fault);
}

test('values outlive the client', async () => {
  const own = client(place.address);
  await own.putObject(at('values', { Body: "<L><K> a&amp;b </K><K x='1'/></L>" }));
  const found = await own.request(at('values'));
  own.close();
  const { document } = found;
  assert.deepStrictEqual([document.count('K'), document.value('K'), document.count('K[1]/@x'), document.fault], [2, ' a&b ', 1, '']);
  assert.deepStrictEqual(JSON.parse(document.json), { L: { K: [' a&b ', { '@x': '1' }] } });
  assert.deepStrictEqual([document.count('K\0'), document.value('K\0')], [0, '']);
  assert.throws(() => document.count(), { reason: COS.Reason.INVALID_ARGUMENT, message: 'path must be a string' });
  assert.ok(!JSON.stringify(found).includes('document'));
});

test('without a document there is a reason', async () => {
  await cos.putObject(at('values', { Body: '<L><K>a</K' }));
  isNone((await cos.request(at('values', { RawBody: true }))).document, /cut/);
  const Output = new Writable({ write: (bytes, encoding, done) => done() });
  isNone((await cos.request(at('values', { Output }))).document, /sink/);
  isNone((await cos.request(at('values', { Method: 'HEAD' }))).document, /no body/);
});

test('a large body is shared with its document', async () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `<K>name-${index}</K>`).join('');
  await cos.putObject(at('values', { Body: `<L>${names}</L>` }));
  const { Body, document } = await cos.request(at('values', { RawBody: true }));
  assert.strictEqual(Body.toString(), `<L>${names}</L>`);
  assert.strictEqual(document.count('K'), 10_000);
  assert.strictEqual(document.value('K[9999]'), 'name-9999');
});

test('a body that came from elsewhere has a document too', async () => {
  const text = '<?xml version="1.0" encoding="gbk"?><L><K>\u540d</K><K/></L>';
  const gbk = Buffer.concat([Buffer.from(text.split('\u540d')[0]), Buffer.from([0xc3, 0xfb]), Buffer.from('</K><K/></L>')]);
  for (const body of [text, `\ufeff${text}`, gbk, new Uint8Array(gbk), new Uint8Array(gbk).buffer, new DataView(new Uint8Array(gbk).buffer)]) {
    const document = COS.readDocument(body);
    assert.deepStrictEqual([document.count('K'), document.value('K'), document.fault], [2, '\u540d', '']);
  }
  await cos.putObject(at('values', { Body: gbk }));
  const { document } = await cos.request(at('values'));
  assert.strictEqual(COS.readDocument(text).json, document.json);
  const plain = Buffer.concat([Buffer.from('<L>'), Buffer.from([0xc3, 0xfb]), Buffer.from('</L>')]);
  isNone(COS.readDocument(plain), /encoding/);
  for (const headers of [{ 'Content-Type': 'text/xml; charset=gbk' }, new Headers({ 'content-type': 'text/xml; charset=gbk' })])
    assert.strictEqual(COS.readDocument(plain, headers).value(''), '\u540d');
  isNone(COS.readDocument('<L>', { 'Content-Encoding': 'gzip' }), /gzip/);
  isNone(COS.readDocument('<L><K>'), /cut/);
  isNone(COS.readDocument(''), /no body/);
  for (const body of [undefined, null, {}, 5])
    assert.throws(() => COS.readDocument(body), (error) => error.reason === COS.Reason.INVALID_ARGUMENT && /values\.test\.js/.test(error.stack));
});

test('the head comes before the body', async () => {
  await cos.putObject(at('head', { Body: 'text', ContentType: 'text/x' }));
  const order = [];
  const output = () => new Writable({ write: (bytes, encoding, done) => done(void order.push(String(bytes))) });
  for (const call of ['getObject', 'request']) {
    const onHead = async (head) => {
      order.push([head.statusCode, head.headers['content-type'], typeof head.RequestId]);
      await new Promise(setImmediate);
    };
    await cos[call](at('head', { Output: output(), onHead }));
    assert.deepStrictEqual(order.splice(0), [[200, 'text/x', 'string'], 'text'], call);
  }
  const refusal = new Error('not wanted');
  for (const onHead of [() => { throw refusal; }, () => Promise.reject(refusal)]) {
    const error = await failed(cos.getObject(at('head', { Output: output(), onHead })));
    assert.strictEqual(error.reason, COS.Reason.CALLBACK);
    assert.strictEqual(error.cause, refusal);
    assert.match(error.message, /not wanted/);
  }
  assert.deepStrictEqual(order, []);
  const missing = await failed(cos.getObject(at('no-such-key', { onHead: () => order.push('head') })));
  assert.strictEqual(missing.error.Code, 'NoSuchKey');
  assert.deepStrictEqual(order, []);
  assert.match((await failed(cos.getObject(at('head', { onHead: 5 })))).message, /^onHead must be a function/);
  const ending = new AbortController();
  const call = cos.getObject(at('head', { signal: ending.signal, onHead: () => new Promise(() => ending.abort()) }));
  assert.strictEqual((await failed(call)).reason, COS.Reason.CANCELLED);
});
