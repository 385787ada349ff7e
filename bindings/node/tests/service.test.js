// Where getService goes, and URLs without a signature.
'use strict';
const assert = require('node:assert');
const http = require('node:http');
const { after, before, test } = require('node:test');
const COS = require('../index.js');
const { standin, client, control, at, SecretId, SecretKey, Region, Bucket } = require('./standin.js');

let place;
before(async () => {
  place = await standin();
});
after(() => place.stop());

async function hostOf(options, params) {
  await control(place.address, 'DELETE', 'requests');
  const cos = new COS({ SecretId, SecretKey, ConnectTo: place.address, ...options });
  // The stand-in knows no domains of customers: where it was asked is what matters.
  const { Buckets } = await cos.getService(params).catch((err) => (err.statusCode === 404 ? { Buckets: [] } : Promise.reject(err)));
  const [sent] = await control(place.address, 'GET', 'requests');
  cos.close();
  return [new Map(sent.headers.map(([name, value]) => [name.toLowerCase(), value])).get('host'), Buckets.length];
}

test('the buckets of all regions are listed, whatever Protocol and Domain are', async () => {
  for (const options of [
    { Protocol: 'http:' },
    { Protocol: 'http' },
    { Protocol: 'http:', Region },
    { Protocol: 'http:', UseAccelerate: true },
    { Protocol: 'http:', Domain: '{Bucket}.cos.{Region}.myqcloud.com' },
    { Protocol: 'http:', Domain: '{Bucket}.cos.{Region}.tencentcos.cn' },
    { Domain: 'http://{Bucket}.cos.{Region}.myqcloud.com' },
    { Protocol: 'http:', ServiceDomain: 'service.cos.myqcloud.com' },
  ]) {
    const [host, count] = await hostOf(options);
    assert.deepStrictEqual([host, count > 0], ['service.cos.myqcloud.com', true], JSON.stringify(options));
  }
  const { Buckets } = await client(place.address).request({ Method: 'GET', RawBody: false }).then((data) => data.ListAllMyBucketsResult);
  assert.ok(Buckets.Bucket.length > 0);
});

test('a region, an endpoint or a domain for it is kept', async () => {
  for (const [options, params, expected] of [
    [{ Protocol: 'http:' }, { Region }, `cos.${Region}.myqcloud.com`],
    [{ Protocol: 'http:', ServiceDomain: 'cos.{Region}.myqcloud.com' }, { Region: 'ap-beijing' }, 'cos.ap-beijing.myqcloud.com'],
    [{ Protocol: 'http:', ServiceDomain: 'cos.{{Region}}.myqcloud.com' }, { Region: 'ap-beijing' }, 'cos.ap-beijing.myqcloud.com'],
    [{ Protocol: 'http:', ServiceDomain: 'cos.ap-beijing.myqcloud.com' }, undefined, 'cos.ap-beijing.myqcloud.com'],
    [{ ServiceDomain: 'http://cos.example.com' }, undefined, 'cos.example.com'],
    [{ Endpoint: 'http://service.cos.myqcloud.com' }, undefined, 'service.cos.myqcloud.com'],
  ]) {
    assert.strictEqual((await hostOf(options, params))[0], expected, JSON.stringify([options, params]));
  }
});

test('a domain that needs a region is told so', async () => {
  const cos = client(place.address, { ServiceDomain: 'cos.{Region}.myqcloud.com' });
  await assert.rejects(cos.getService(), { reason: COS.Reason.INVALID_ARGUMENT, message: /region is missing/ });
  await cos.getService({ Region });
  await assert.rejects(cos.getService(), { message: /region is missing/ });
});

test('its parameters are sent', async () => {
  await control(place.address, 'DELETE', 'requests');
  await client(place.address).getService({ TagKey: 'team', TagValue: 'a b', CreateTime: 1600000000, CreateRange: 'gt', Marker: 'm', MaxKeys: 10 });
  const [{ target }] = await control(place.address, 'GET', 'requests');
  assert.deepStrictEqual([...new URL(target, 'http://x').searchParams].sort(), [
    ['create-time', '1600000000'], ['marker', 'm'], ['max-keys', '10'], ['range', 'gt'], ['tagkey', 'team'], ['tagvalue', 'a b'],
  ]);
});

test('close() ends a call of it, too', async () => {
  const silent = http.createServer(() => {}).listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  const cos = client(`127.0.0.1:${silent.address().port}`);
  const asked = new Promise((resolve) => silent.once('request', resolve));
  const call = cos.getService();
  await asked;
  cos.close();
  await assert.rejects(call, { reason: COS.Reason.CANCELLED });
  silent.closeAllConnections();
  silent.close();
});

const called = (cos, params) => new Promise((resolve) => cos.getObjectUrl(params, (err, data) => resolve(err ?? data.Url)));

test('a URL with Sign: false has no signature', async () => {
  const url = `https://${Bucket}.cos.${Region}.myqcloud.com`;
  const cos = new COS({ SecretId, SecretKey, SecurityToken: 'TOKEN' });
  for (const Sign of [false, 0, null, '']) {
    assert.strictEqual(cos.getObjectUrl(at('a b/文?', { Sign })), `${url}/a%20b/%E6%96%87%3F`);
  }
  assert.strictEqual(await called(cos, at('k', { Sign: false })), `${url}/k`);
  const Query = { 'ci-process': 'sts/a', empty: null };
  assert.strictEqual(cos.getObjectUrl(at('k', { Sign: false, Query, QueryString: 'b=1&c', VersionId: 'v 1' })), `${url}/k?ci-process=sts%2Fa&empty&b=1&c=&versionId=v%201`);
  for (const Sign of [true, undefined, 1]) assert.match(cos.getObjectUrl(at('k', { Sign })), /q-signature=/);
});

test('nor does it need credentials, and mistakes are told as ever', async () => {
  const asked = () => assert.fail('credentials are not needed');
  for (const options of [{}, { getCredentials: asked }, { getAuthorization: asked }, { Credentials: { secretId: '', secretKey: '' } }]) {
    const cos = new COS(options);
    assert.strictEqual(cos.getObjectUrl(at('k', { Sign: false })), `https://${Bucket}.cos.${Region}.myqcloud.com/k`);
    assert.throws(() => cos.getObjectUrl({ Bucket: 'bad', Region, Key: 'k', Sign: false }), { reason: COS.Reason.INVALID_ARGUMENT });
    assert.throws(() => cos.getObjectUrl({ Bucket, Key: 'k', Sign: false }), { message: /region is missing/ });
    assert.strictEqual((await called(cos, { Bucket: 'bad', Region, Key: 'k', Sign: false })).reason, COS.Reason.INVALID_ARGUMENT);
  }
});

test('protocol, domain and acceleration of a URL', () => {
  const cos = new COS({ SecretId, SecretKey });
  const originOf = (params, from = cos) => new URL(from.getObjectUrl(at('k', params))).origin;
  for (const Sign of [true, false]) {
    assert.strictEqual(originOf({ Sign, Protocol: 'http:' }), `http://${Bucket}.cos.${Region}.myqcloud.com`);
    assert.strictEqual(originOf({ Sign, Domain: 'img.example.com' }), 'https://img.example.com');
    assert.strictEqual(originOf({ Sign, Domain: '{Bucket}.cos.{Region}.tencentcos.cn', Protocol: 'http' }), `http://${Bucket}.cos.${Region}.tencentcos.cn`);
    assert.strictEqual(originOf({ Sign, UseAccelerate: true }), `https://${Bucket}.cos.accelerate.myqcloud.com`);
    assert.strictEqual(originOf({ Sign, UseAccelerate: false }, new COS({ SecretId, SecretKey, UseAccelerate: true })), `https://${Bucket}.cos.${Region}.myqcloud.com`);
    assert.strictEqual(originOf({ Sign, Protocol: 'http' }, new COS({ SecretId, SecretKey, Domain: 'img.example.com' })), 'http://img.example.com');
    assert.strictEqual(originOf({ Sign, Protocol: 'https:' }, new COS({ SecretId, SecretKey, Endpoint: 'http://img.example.com' })), 'https://img.example.com');
  }
  assert.throws(() => originOf({ Protocol: 'ftp:' }), /^CosClientError: Protocol must be/);
  assert.throws(() => originOf({ Domain: 'cos.ap-guangzhou.myqcloud.com' }), { reason: COS.Reason.INVALID_ARGUMENT });
  assert.throws(() => originOf({ ForceSignHost: false }), /^CosClientError: ForceSignHost cannot be false/);
});
