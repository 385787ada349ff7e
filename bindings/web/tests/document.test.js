// The example of the mini-program SDK's document, word for word, over wx.request and over fetch in Chromium.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { standin, SecretId, SecretKey } = require('./standin.js');
const { emulated } = require('./wx.js');
const { absent } = require('./browser.js');
const { loaded, page } = require('./package.js');

const example = fs.readFileSync(path.join(__dirname, 'document', 'example.js'), 'utf8');
const options = JSON.stringify({ SecretId, SecretKey, Protocol: 'http:' });
// The example prints once; what it prints is the result.
const program = (COS) => `new Promise((resolve) => {
  const console = { log: resolve };
  const cos = new ${COS}(${options});
  ${example}
})`;
const noBrowser = absent() && `skipped: ${absent()}`;

let place;
let tab;
before(async () => {
  place = await standin();
  if (!noBrowser) tab = await page(place.address);
});
after(async () => {
  await tab?.stop();
  place.stop();
});

const inPage = () => tab.evaluate(`import('/index.mjs').then(({ COS }) => ${program('COS')})`);
const expose = (headers) => place.control('PUT', 'cors/examplebucket-1250000000', { origin: '*', expose: headers });
const MEMBERS = ['Code', 'Message', 'Resource', 'RequestId', 'TraceId'];

test('the example is that of the package for Node', () => {
  const other = path.join(__dirname, '..', '..', 'node', 'tests', 'document', 'example.js');
  assert.ok(fs.readFileSync(other, 'utf8').endsWith(example));
});

test('over wx.request it prints the error', async () => {
  global.wx = emulated({ connectTo: place.address, domains: ['http://examplebucket-1250000000.cos.ap-beijing.myqcloud.com'] });
  global.COS = await loaded();
  const error = await eval(program('COS'));
  assert.deepStrictEqual(Object.keys(error), MEMBERS);
  assert.strictEqual(error.Code, 'NoSuchBucket');
  assert.match(error.RequestId, /^N[\w+/=]{30,}$/);
});

test('over fetch it prints the error', { skip: noBrowser }, async () => {
  await expose(['x-cos-request-id', 'x-cos-trace-id']);
  const error = await inPage();
  assert.deepStrictEqual(Object.keys(error), MEMBERS);
  assert.strictEqual(error.Code, 'NoSuchBucket');
  assert.match(error.RequestId, /^N[\w+/=]{30,}$/);
});

test('over fetch it prints the error without the ids that CORS hides', { skip: noBrowser }, async () => {
  await expose([]);
  const error = await inPage();
  assert.deepStrictEqual(Object.keys(error), MEMBERS);
  assert.deepStrictEqual([error.Code, error.RequestId, error.TraceId], ['NoSuchBucket', '', '']);
});
