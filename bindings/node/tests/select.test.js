// selectObjectContent: the messages of a result, whole, damaged and cut.
'use strict';
const assert = require('node:assert');
const { after, before, test } = require('node:test');
const COS = require('../index.js');
const { Messages } = require('../lib/select.js');
const { standin, client, control, failed, at, Bucket } = require('./standin.js');

let place, cos;
before(async () => {
  place = await standin();
  cos = client(place.address);
});
after(() => place.stop());

/** The checksum of zip and gzip, bit by bit. */
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
const number = (value) => Buffer.from([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);

function message(headers, payload = '') {
  const fields = Buffer.concat(Object.entries(headers).flatMap(([name, value]) => [
    Buffer.from([name.length]), Buffer.from(name), Buffer.from([7, 0, value.length]), Buffer.from(value),
  ]));
  const prelude = Buffer.concat([number(16 + fields.length + payload.length), number(fields.length)]);
  const all = Buffer.concat([prelude, number(crc32(prelude)), fields, Buffer.from(payload)]);
  return Buffer.concat([all, number(crc32(all))]);
}
const event = (type, payload) => message({ ':message-type': 'event', ':event-type': type }, payload);
const END = event('End');
const STATS = event('Stats', '<Stats><BytesScanned>7</BytesScanned><BytesReturned>8</BytesReturned></Stats>');
const WHOLE = Buffer.concat([event('Records', 'one\n'), event('Continuation'), event('Progress', '<Progress><BytesScanned>7</BytesScanned></Progress>'), event('Records', 'two\n'), STATS, END]);
const FAILED = message({ ':message-type': 'error', ':error-code': 'InvalidJson', ':error-message': 'no JSON' });

const respond = (body) => control(place.address, 'PUT', `script/${Bucket}`, {
  status: 200, headers: [['Server', 'tencent-cos'], ['x-cos-request-id', 'NjkyMGY3ZDVfMDEwMDAwN2ZfMmYxZF8xMDAwMA==']], body_hex: body.toString('hex'), times: 1,
});
const SELECT = { SelectType: 2, SelectRequest: { Expression: 'Select * from COSObject', ExpressionType: 'SQL' } };

test('records, stats and progress', async () => {
  await control(place.address, 'DELETE', 'requests');
  await respond(WHOLE);
  const progress = [];
  const data = await cos.selectObjectContent(at('k', { ...SELECT, onProgress: (info) => progress.push(info) }));
  assert.deepStrictEqual([String(data.Payload), data.Stats, data.statusCode], ['one\ntwo\n', { BytesScanned: '7', BytesReturned: '8' }, 200]);
  assert.deepStrictEqual(progress, [{ BytesScanned: '7' }]);
  const [{ target, headers, signature }] = await control(place.address, 'GET', 'requests');
  assert.deepStrictEqual([target, signature], ['/k?select&select-type=2', 'valid']);
  assert.ok(headers.some(([name]) => name.toLowerCase() === 'content-md5'));
});

test('the records as a stream, read as they come', async () => {
  for (const [more, expected] of [[{}, 'one\ntwo\n'], [{ DataType: 'raw' }, WHOLE.toString('latin1')]]) {
    await respond(WHOLE);
    const over = {};
    over.promise = new Promise((resolve) => { over.resolve = (...all) => resolve(all); });
    const chunks = await cos.selectObjectContentStream(at('k', { ...SELECT, ...more }), over.resolve).toArray();
    assert.strictEqual(Buffer.concat(chunks).toString('latin1'), expected);
    const [error, data] = await over.promise;
    assert.deepStrictEqual([error, data.statusCode], [null, 200]);
  }
});

test('an error within the result is that of the service', async () => {
  const failures = [
    [Buffer.concat([event('Records', 'one\n'), FAILED]), (err) => assert.deepStrictEqual([err.code, err.message, err.statusCode, err.RequestId !== ''], ['InvalidJson', 'no JSON', 200, true])],
    [WHOLE.subarray(0, WHOLE.length - 3), (err) => assert.strictEqual(err.reason, COS.Reason.BAD_RESPONSE)],
    [WHOLE.subarray(0, WHOLE.length - END.length), (err) => assert.strictEqual(err.reason, COS.Reason.BAD_RESPONSE)],
    [Buffer.concat([WHOLE.subarray(0, 40), Buffer.from('!'), WHOLE.subarray(41)]), (err) => assert.match(err.cause.message, /damaged: a checksum is wrong/)],
    [Buffer.alloc(64, 255), (err) => assert.match(err.cause.message, /damaged: a length is wrong/)],
  ];
  for (const [body, check] of failures) {
    await respond(body);
    check(await failed(cos.selectObjectContent(at('k', SELECT))));
    await respond(body);
    const streamed = new Promise((resolve) => cos.selectObjectContentStream(at('k', SELECT), resolve).on('error', () => {}).resume());
    check(await streamed);
  }
  assert.match((await failed(cos.selectObjectContent(at('k', {})))).message, /^SelectType is missing; set 2/);
  await respond(WHOLE);
  assert.match((await failed(cos.selectObjectContent(at('k', { ...SELECT, Expression: 'x' })))).message, /Expression is not a parameter/);
});

test('messages are found in pieces of any size', () => {
  for (const size of [1, 2, 5, 11, 12, 13, 64]) {
    const found = [];
    const messages = new Messages((headers, payload) => found.push([headers[':event-type'], String(payload)]));
    for (let from = 0; from < WHOLE.length; from += size) messages.push(WHOLE.subarray(from, from + size));
    assert.ok(messages.isWhole);
    assert.deepStrictEqual(found.map(([type]) => type), ['Records', 'Continuation', 'Progress', 'Records', 'Stats', 'End']);
    assert.deepStrictEqual(found.filter(([type]) => type === 'Records').map(([, text]) => text), ['one\n', 'two\n']);
  }
});
