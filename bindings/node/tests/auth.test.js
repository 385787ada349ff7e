// Signatures without a request, utilities and content types, compared with those of Tencent's SDK.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, test } = require('node:test');
const COS = require('../index.js');
const Theirs = require('cos-nodejs-sdk-v5');
const { contentTypeOf } = require('../lib/content_types.js');
const { standin, client, at, SecretId, SecretKey, Region, Bucket } = require('./standin.js');

const [ours, theirs] = [COS, Theirs].map((Sdk) => new Sdk({ SecretId, SecretKey }));
let place;
before(async () => {
  place = await standin();
});
after(() => place.stop());

/** Both results for the same second. */
async function both(call) {
  for (;;) {
    const second = Math.floor(Date.now() / 500);
    const found = [call(ours), call(theirs)];
    if (Math.floor(Date.now() / 500) === second) return found;
  }
}

test('getAuth is that of Tencent\'s SDK', async () => {
  for (const params of [
    {},
    { Key: 'a/b c', Method: 'PUT', Expires: 60 },
    { Key: '/a', Bucket, Region, Expires: '77' },
    { Key: '文(1)!', Query: { 'B*': "x'y z", a: 1, none: undefined, empty: '' }, Headers: { Host: 'h', 'x-cos-meta-a': ' ä ', 'X-Other': 'no', 'Content-Type': 'a/b' } },
    { Pathname: '/p/q', Key: 'k', SecretId: 'AKID', SecretKey: 'other' },
  ]) {
    const [found, expected] = await both((cos) => cos.getAuth(params));
    assert.strictEqual(found, expected, JSON.stringify(params));
  }
  const [found, expected] = [COS, Theirs].map((Sdk) => Sdk.getAuthorization({ SecretId, SecretKey, Method: 'get', Key: 'k' }));
  assert.strictEqual(found.replace(/[\da-f]{10,}/g, ''), expected.replace(/[\da-f]{10,}/g, ''));
  for (const params of [{ Expires: 0 }, { Expires: 'soon' }]) assert.throws(() => ours.getAuth(params), /^CosClientError: Expires must be/);
  assert.throws(() => new COS().getAuth({}), /^CosClientError: SecretId is missing/);
});

test('getV4Auth differs in its random number only', () => {
  const fields = (sign) => Buffer.from(sign, 'base64').subarray(20).toString().replace(/([ter])=\d+/g, '$1=');
  const [found, expected] = [ours, theirs].map((cos) => cos.getV4Auth({ Bucket, Key: '/a b/文', Expires: 60 }));
  assert.strictEqual(fields(found), fields(expected));
  assert.throws(() => ours.getV4Auth({ Bucket: 'name' }), /^CosClientError: Bucket must be name-appid/);
});

test('utilities', () => {
  const xml = '<A><B>1</B><B>2</B><C> x </C><D/></A>';
  for (const [name, ...given] of [['md5', 'text'], ['md5', 'text', 'base64'], ['encodeBase64', 'a?>b'], ['encodeBase64', 'a?>b', true], ['xml2json', xml], ['json2xml', { A: { B: ['1', '2'], C: 'x' } }]]) {
    assert.deepStrictEqual(COS.util[name](...given), Theirs.util[name](...given), name);
  }
});

test('a file has the type of its name, as in Tencent\'s SDK', async () => {
  const mime = require(require.resolve('mime-types', { paths: [require.resolve('cos-nodejs-sdk-v5')] }));
  const endings = fs.readFileSync(path.join(__dirname, '../lib/content_types.js'), 'utf8').match(/^[a-z]+\/.*$/gm).flatMap((line) => line.split(' ').slice(1));
  assert.ok(endings.length > 200, endings.length);
  for (const ending of endings) assert.strictEqual(contentTypeOf(`/a.b/c.${ending}`), mime.lookup(`c.${ending}`), ending);
  for (const name of ['/a.zip/b', 'zip', 'a/zip', 'A.ZIP', 'a.', '.zip', '', 'a.nosuch']) assert.strictEqual(contentTypeOf(name) ?? false, mime.lookup(name), name);
});

test('bodies have the type of their file or their own', async () => {
  const cos = client(place.address);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'types-'));
  const file = path.join(folder, 'a.zip');
  fs.writeFileSync(file, 'x');
  const typeOf = async (given) => {
    await cos.putObject(at('key', given));
    return (await cos.headObject(at('key'))).headers['content-type'];
  };
  try {
    assert.strictEqual(await typeOf({ Body: fs.createReadStream(file) }), 'application/zip');
    assert.strictEqual(await typeOf({ Body: fs.createReadStream(file), ContentType: 'text/x' }), 'text/x');
    assert.strictEqual(await typeOf({ Body: fs.createReadStream(file), Headers: { 'content-type': 'text/y' } }), 'text/y');
    assert.strictEqual(await typeOf({ Body: fs.createReadStream(file).pipe(new (require('node:stream').PassThrough)()) }), 'application/octet-stream');
    assert.strictEqual(await typeOf({ Body: new Blob(['x'], { type: 'text/z' }) }), 'text/z');
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
