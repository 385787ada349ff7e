// Calls over the emulated wx.request and over Node's fetch: parameters, credentials, results, failures of the program.
'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { after, before, test } = require('node:test');
const { standin, bucket, SecretId, SecretKey, Region, Bucket } = require('./standin.js');
const { emulated } = require('./wx.js');
const { COS, loaded, file } = require('./package.js');

let place;
before(async () => {
  place = await standin();
  await loaded();
});
after(() => place.stop());

const names = Object.getOwnPropertyNames(globalThis);
const keys = { SecretId, SecretKey };
function client(options) {
  global.wx = emulated({ connectTo: place.address });
  return new COS({ ...keys, Protocol: 'http:', Region, ...options });
}
const failed = (call) => call.then(() => assert.fail('it succeeded'), (error) => error);
const received = async () => (await place.control('GET', 'requests')).pop();

test('no name becomes global', () => {
  const others = Object.getOwnPropertyNames(globalThis).filter((name) => !names.includes(name));
  assert.deepStrictEqual(others.filter((name) => !['wx'].includes(name)), []);
});

test('an object is stored, read and listed', async () => {
  const cos = client();
  const at = { Bucket, Key: 'a b/对象+1.txt' };
  const put = await cos.request({ ...at, Method: 'PUT', Body: 'kept', Headers: { 'Content-Type': 'text/plain', 'x-cos-meta-a': '1' } });
  assert.match(put.headers.etag, /^"[0-9a-f]{32}"$/);
  const got = await cos.request({ ...at, Query: { 'response-cache-control': 'no-cache' } });
  assert.deepStrictEqual([new TextDecoder().decode(got.Body), got.headers['content-type'], got.headers['x-cos-meta-a']], ['kept', 'text/plain', '1']);
  const listed = await cos.request({ Bucket, Query: { prefix: 'a b/' }, ExpectRoot: 'ListBucketResult' });
  assert.match(new TextDecoder().decode(listed.Body), /<Key>a b\/对象\+1\.txt<\/Key>/);
  const other = await failed(cos.request({ Bucket, Query: { prefix: 'a b/' }, ExpectRoot: 'Tagging' }));
  assert.strictEqual(other.reason, COS.Reason.BAD_RESPONSE);
  await cos.request({ ...at, Method: 'DELETE' });
  const gone = await failed(cos.request(at));
  assert.deepStrictEqual([gone.code, gone.statusCode], [COS.Code.NO_SUCH_KEY, 404]);
});

test('bytes of each kind are sent, and wx.request names no type of its own', async () => {
  const cos = client();
  const bytes = Uint8Array.from([0xff, 0, 0x80]);
  for (const Body of [bytes, bytes.buffer, new DataView(bytes.buffer), new Uint8Array(Uint8Array.from([9, 0xff, 0, 0x80]).buffer, 1)]) {
    await cos.request({ Bucket, Method: 'PUT', Key: 'bytes', Body });
    const { headers } = await received();
    assert.strictEqual(headers.find(([name]) => name === 'content-type')[1], 'application/octet-stream');
    const { Body: again } = await cos.request({ Bucket, Key: 'bytes' });
    assert.deepStrictEqual([...again], [...bytes]);
  }
  const blob = await failed(cos.request({ Bucket, Method: 'PUT', Key: 'bytes', Body: new Blob(['a']) }));
  assert.match(blob.message, /^Body must be .* not a Blob/);
});

test('a callback is called once, after the call has returned', async () => {
  const seen = [];
  await new Promise((resolve) => {
    const returned = client().headBucket({ Bucket }, (err, data) => resolve(seen.push([err, data.statusCode])));
    seen.push(returned);
  });
  assert.deepStrictEqual(seen, [undefined, [null, 200]]);
});

test('an exception of a callback is the program\'s, and no rejection', () => {
  const program = `
    process.on('uncaughtException', ({ message }) => console.log(message));
    process.on('unhandledRejection', () => console.log('rejected'));
    const COS = require(${JSON.stringify(file('lib', 'index.js'))});
    COS.load(require('fs').readFileSync(${JSON.stringify(file('lib', 'cos_err.wasm'))}));
    new COS().headBucket({ Bucket: 'b' }, () => { throw new Error('of the callback'); });`;
  const { stdout } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
  assert.strictEqual(stdout, 'of the callback\n');
});

test('an unknown parameter or option is named', async () => {
  const error = await failed(client().headBucket({ Bucket, Prefix: 'a' }));
  assert.deepStrictEqual([error.name, error.reason], ['CosClientError', COS.Reason.INVALID_ARGUMENT]);
  assert.match(error.message, /^Prefix is not a parameter of headBucket; use one of Bucket, /);
  assert.throws(() => new COS({ SecretID: 'a' }), /^TypeError: SecretID is not an option of this package/);
});

test('a value that would not be sent as it is, is a mistake', async () => {
  const cos = client();
  const count = (await place.control('GET', 'requests')).length;
  const wrong = {
    Body: [{ a: 1 }, 5, new URLSearchParams('a=b'), new FormData()],
    Headers: [new Headers({ 'x-cos-acl': 'private' }), [['x-cos-acl', 'private']], 'a'],
    Query: [new URLSearchParams('acl'), new Map(), 'acl'],
    Timeout: ['50', NaN, -1],
    signal: [{}],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      const error = await failed(cos.request({ Bucket, Method: 'PUT', Key: 'k', [name]: value }));
      assert.deepStrictEqual([error.name, error.reason, error.requestSent], ['CosClientError', COS.Reason.INVALID_ARGUMENT, false]);
      assert.ok(error.message.startsWith(`${name} must be `), error.message);
    }
  }
  assert.strictEqual((await place.control('GET', 'requests')).length, count);
});

test('a transport that throws, or does not exist, is a failure of the call', async () => {
  const cos = client();
  global.wx = { request: () => { throw new Error('not now'); } };
  const thrown = await failed(cos.headBucket({ Bucket }));
  assert.deepStrictEqual([thrown.name, thrown.reason, thrown.requestSent, thrown.cause.message], ['CosClientError', COS.Reason.LOCAL_IO, false, 'not now']);
  const missing = client({ Transport: 'wx' });
  delete global.wx;
  assert.deepStrictEqual((await failed(missing.headBucket({ Bucket }))).name, 'CosClientError');
});

test('a body that is no stream, and breaks off, is a failure of the call', async () => {
  const cos = new COS({ Region, Transport: 'fetch' });
  const { fetch } = global;
  const broken = new TypeError('terminated');
  const response = { type: 'cors', status: 200, headers: new Headers({ server: 'tencent-cos' }), body: null, arrayBuffer: () => Promise.reject(broken) };
  global.fetch = async (url) => ({ ...response, url });
  const error = await failed(cos.request({ Bucket, Key: 'k' })).finally(() => { global.fetch = fetch; });
  assert.deepStrictEqual([error.name, error.cause], ['CosClientError', broken]);
});

test('a timeout that no timer can hold does not end a request at once', async () => {
  const { fetch, setTimeout } = global;
  const delays = [];
  global.setTimeout = (call, delay, ...given) => setTimeout(call, delays[delays.push(delay) - 1], ...given);
  global.fetch = async () => new Response('', { status: 200, headers: { server: 'tencent-cos', 'x-cos-request-id': 'N' } });
  await client({ Transport: 'fetch' }).headBucket({ Bucket, Timeout: Infinity }).finally(() => Object.assign(global, { fetch, setTimeout }));
  assert.deepStrictEqual(delays, [2 ** 31 - 1]);
});

test('a signal keeps nothing of a request that has ended', async () => {
  const { signal } = new AbortController();
  let count = 0;
  for (const [name, step] of [['addEventListener', 1], ['removeEventListener', -1]]) {
    const method = signal[name];
    signal[name] = (...given) => {
      count += step;
      return method.apply(signal, given);
    };
  }
  await client().headBucket({ Bucket, signal });
  assert.strictEqual(count, 0);
});

test('credentials are in no member, no text and no log of an error', async () => {
  const XCosSecurityToken = 'STANDINTOKENOFTHETEST0000';
  const error = await failed(client({ XCosSecurityToken }).request({ Bucket: bucket('echo-secrets') }));
  assert.strictEqual(error.code, 'AccessDenied');
  const shown = [error.text, error.json, error.message, error.advice, String(error), require('node:util').inspect(client())].join();
  for (const secret of [SecretKey, XCosSecurityToken]) assert.ok(!shown.includes(secret), shown);
  assert.match(shown, /\*\*\*/);
});

test('getAuthorization is asked once for credentials that last', async () => {
  const asked = [];
  const getAuthorization = (request, callback) => {
    asked.push(request);
    callback({ TmpSecretId: SecretId, TmpSecretKey: SecretKey, SecurityToken: 'STANDINTOKEN', ExpiredTime: Date.now() / 1000 + 3600 });
  };
  const cos = client({ SecretId: undefined, SecretKey: undefined, getAuthorization });
  await cos.headBucket({ Bucket });
  await cos.request({ Bucket, Method: 'PUT', Key: 'k/1', Body: '1', Headers: { 'x-cos-acl': 'private' } });
  assert.strictEqual(asked.length, 1);
  const { Bucket: name, Region: region, Method, Key, Pathname, Scope } = asked[0];
  assert.deepStrictEqual([name, region, Method, Key, Pathname, Scope.length], [Bucket, Region, 'HEAD', '', '/', 1]);
  assert.ok((await received()).headers.some(([header, value]) => header === 'x-cos-security-token' && value === 'STANDINTOKEN'));
});

test('credentials of one request, and those about to expire, are asked for again', async () => {
  let count = 0;
  const limits = [{ ScopeLimit: true, ExpiredTime: Date.now() / 1000 + 3600 }, { ExpiredTime: Date.now() / 1000 + 30 }];
  for (const limit of limits) {
    const getAuthorization = async () => ({ TmpSecretId: SecretId, TmpSecretKey: SecretKey, SecurityToken: `STANDINTOKEN${++count}`, ...limit });
    const cos = client({ getAuthorization });
    await cos.headBucket({ Bucket });
    await cos.headBucket({ Bucket });
  }
  assert.strictEqual(count, 4);
});

test('a signature that getAuthorization calls back with is sent as it is', async () => {
  const { loadSync } = require(file('lib', 'module.js'));
  const signer = loadSync(fs.readFileSync(file('lib', 'cos_err.wasm')));
  const start = Math.floor(Date.now() / 1000) - 60;
  const getAuthorization = ({ Method: method, Key: key, Query, Headers }, callback) => {
    const headers = Object.entries({ ...Headers, host: `${Bucket}.cos.${Region}.myqcloud.com` });
    callback({ Authorization: signer.authorization({ method, key, query: Object.entries(Query), headers, secretId: SecretId, secretKey: SecretKey, start, end: start + 900 }) });
  };
  const cos = client({ getAuthorization });
  await cos.request({ Bucket, Method: 'PUT', Key: 'signed', Body: '1', Headers: { 'x-cos-acl': 'private' } });
  assert.strictEqual((await received()).signature, 'valid');
});

test('a failure of getAuthorization is the call\'s, with its cause', async () => {
  const cause = new Error('the server of the program is down');
  for (const getAuthorization of [() => Promise.reject(cause), () => { throw cause; }]) {
    const error = await failed(client({ getAuthorization }).headBucket({ Bucket }));
    assert.deepStrictEqual([error.reason, error.cause, error.requestSent], [COS.Reason.CALLBACK, cause, false]);
    assert.match(error.message, /getAuthorization failed: the server of the program is down/);
  }
  for (const given of [{ TmpSecretId: 'a' }, '', null]) {
    const incomplete = await failed(client({ getAuthorization: async () => given }).headBucket({ Bucket }));
    assert.match(incomplete.message, /TmpSecretId, TmpSecretKey, SecurityToken and ExpiredTime/);
  }
});

test('a wrong clock is corrected once, and for all later calls', async () => {
  const cos = client();
  const skewed = bucket('skew-7200');
  await cos.headBucket({ Bucket: skewed });
  await cos.headBucket({ Bucket: skewed });
  const signatures = (await place.control('GET', 'requests')).filter(({ host }) => host.startsWith(skewed)).map(({ signature }) => signature.split(':')[0]);
  assert.deepStrictEqual(signatures, ['invalid', 'valid', 'valid']);
});

test('no other failure is sent again', async () => {
  const name = bucket('status-503');
  await failed(client().headBucket({ Bucket: name }));
  assert.strictEqual((await place.control('GET', 'requests')).filter(({ host }) => host.startsWith(name)).length, 1);
});

test('a request can be cancelled, before it and while it is sent', async () => {
  const before = await failed(client().headBucket({ Bucket, signal: AbortSignal.abort() }));
  assert.deepStrictEqual([before.reason, before.requestSent], [COS.Reason.CANCELLED, false]);
  const controller = new AbortController();
  const call = failed(client().headBucket({ Bucket: bucket('hang'), signal: controller.signal }));
  while (!(await place.control('GET', 'requests')).some(({ host }) => host.startsWith(bucket('hang')))) await new Promise(setImmediate);
  controller.abort();
  assert.strictEqual((await call).reason, COS.Reason.CANCELLED);
});

test('a request can be cancelled while getAuthorization is asked', async () => {
  const controller = new AbortController();
  const getAuthorization = () => controller.abort();
  const error = await failed(client({ getAuthorization }).headBucket({ Bucket, signal: controller.signal }));
  assert.deepStrictEqual([error.reason, error.requestSent, error.method, error.cause], [COS.Reason.CANCELLED, false, 'HEAD', controller.signal.reason]);
});

test('a host that the mini-program may not ask is a failure that says what to do', async () => {
  const cos = client();
  global.wx = emulated({ connectTo: place.address, domains: [] });
  const error = await failed(cos.headBucket({ Bucket }));
  assert.deepStrictEqual([error.reason, error.requestSent], [COS.Reason.LOCAL_IO, false]);
  assert.match(error.message, /may not connect to http:\/\/examplebucket-1250000000\.cos\.ap-guangzhou\.myqcloud\.com; add it to the request domains/);
});

test('codes and request ids are explained', async () => {
  assert.ok((await COS.codes()).includes('NoSuchBucket'));
  const { status, retry, advice } = await COS.explainCode('nosuchbucket', { language: 'zh' });
  assert.deepStrictEqual([status, retry], [404, COS.Retry.AFTER_FIX]);
  assert.match(advice, /存储桶/);
  assert.strictEqual(await COS.explainCode('NoSuchCode'), null);
  const { responder, madeAt } = await COS.readId('NWNhYzEzZThfNGQ5ZTU4NjRfNmFhNV83YTZjOGY=');
  assert.deepStrictEqual([responder, madeAt.toISOString()], ['cos', '2019-04-09T03:39:20.000Z']);
  assert.strictEqual(await COS.readId('other'), null);
});

test('a module that cannot be loaded is named, and loaded again', async () => {
  const error = await failed(COS.load(new Uint8Array(8)));
  assert.match(error.message, /^cos_err\.wasm cannot be loaded: /);
  const unknown = await failed(client().headBucket({ Bucket }));
  assert.match(unknown.message, /call COS\.load with the URL, the path or the bytes/);
  global.WXWebAssembly = {
    instantiate: (path, imports) => WebAssembly.instantiate(fs.readFileSync(path.replace('/miniprogram_npm/cos-err-web', file('lib')).replace(/\.br$/, '')), imports),
  };
  assert.strictEqual((await client().headBucket({ Bucket })).statusCode, 200);
  delete global.WXWebAssembly;
});
