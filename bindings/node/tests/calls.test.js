// Cancelling, credentials, options, logs, answers of other HTTP stacks.
'use strict';
const assert = require('node:assert');
const http = require('node:http');
const { Readable } = require('node:stream');
const { once } = require('node:events');
const { after, before, test } = require('node:test');
const COS = require('../index.js');
const { standin, client, control, bucket, failed, SecretId, SecretKey, Region, Bucket } = require('./standin.js');

let place, cos;
before(async () => {
  place = await standin();
  cos = client(place.address);
});
after(() => place.stop());

const hanging = { Bucket: bucket('hang'), Region };

test('a signal ends a call; its reason is the cause', async () => {
  const ending = new AbortController();
  const call = failed(cos.headBucket({ ...hanging, signal: ending.signal }));
  const other = failed(cos.headBucket({ ...hanging, signal: ending.signal }));
  await new Promise(setImmediate);
  ending.abort(new Error('enough'));
  for (const err of [await call, await other]) assert.deepStrictEqual([err.reason, err.cause.message], [COS.Reason.CANCELLED, 'enough']);
  const late = await failed(cos.headBucket({ Bucket, Region, signal: ending.signal }));
  assert.deepStrictEqual([late.reason, late.requestSent, late.cause.message], [COS.Reason.CANCELLED, false, 'enough']);
});

test('a signal ends a call that waits for its turn, and one that waits for its stream', async () => {
  const narrow = client(place.address, { MaxConnections: 1 });
  const ending = new AbortController();
  const first = failed(narrow.headBucket({ ...hanging, Timeout: 60000 }));
  const waiting = failed(narrow.headBucket({ Bucket, Region, signal: ending.signal }));
  ending.abort();
  assert.strictEqual((await waiting).reason, COS.Reason.CANCELLED);
  narrow.close();
  assert.strictEqual((await first).reason, COS.Reason.CANCELLED);
  const silent = new Readable({ read() {} });
  const again = new AbortController();
  const put = failed(cos.putObject({ Bucket, Region, Key: 'k', Body: silent, signal: again.signal }));
  await new Promise((resolve) => setTimeout(resolve, 50));
  again.abort();
  assert.strictEqual((await put).kind, COS.Kind.CLIENT);
  assert.ok(silent.destroyed);
});

test('calls beyond MaxConnections wait in a line, and are all made', async () => {
  const narrow = client(place.address, { MaxConnections: 2 });
  const all = await Promise.all(Array.from({ length: 200 }, () => narrow.headBucket({ Bucket, Region })));
  assert.ok(all.every((data) => data.statusCode === 200));
});

test('a time-out is a client error', async () => {
  const err = await failed(cos.headBucket({ ...hanging, Timeout: 200 }));
  assert.deepStrictEqual([err.reason, err.requestSent], [COS.Reason.TIMEOUT, true]);
});

test('calls do not block JavaScript, nor the threads of files and names', async () => {
  const ending = new AbortController();
  const hung = Array.from({ length: 16 }, () => failed(cos.headBucket({ ...hanging, signal: ending.signal })));
  await require('node:fs').promises.stat(__filename);
  await require('node:dns').promises.lookup('localhost');
  ending.abort();
  await Promise.all(hung);
});

test('credentials come from a function, once for as long as they are valid', async () => {
  let asked = 0;
  const getCredentials = async () => {
    asked++;
    return { TmpSecretId: SecretId, TmpSecretKey: SecretKey, SecurityToken: 'STANDINTOKEN', ExpiredTime: Date.now() / 1000 + 3600 };
  };
  const dynamic = new COS({ getCredentials, Protocol: 'http:', ConnectTo: place.address });
  await Promise.all(Array.from({ length: 8 }, () => dynamic.headBucket({ Bucket, Region })));
  assert.strictEqual(asked, 1);
  const { Url } = await dynamic.getObjectUrl({ Bucket, Region, Key: 'k' });
  assert.match(Url, /x-cos-security-token=STANDINTOKEN/);
});

test('a function that gives no credentials: why is the cause', async () => {
  for (const getCredentials of [() => { throw new Error('no vault'); }, async () => { throw new Error('no vault'); }]) {
    const err = await failed(new COS({ getCredentials, Protocol: 'http:', ConnectTo: place.address }).headBucket({ Bucket, Region }));
    assert.strictEqual(err.reason, COS.Reason.INVALID_CREDENTIALS);
    assert.strictEqual(err.cause.message, 'no vault');
    assert.ok(err.causes.includes('no vault'));
  }
  const none = await failed(new COS({ getCredentials: () => ({}), Protocol: 'http:', ConnectTo: place.address }).headBucket({ Bucket, Region }));
  assert.strictEqual(none.reason, COS.Reason.INVALID_CREDENTIALS);
});

test('Credentials may be changed at any time', async () => {
  const Credentials = { secretId: SecretId, secretKey: 'WRONG' };
  const changing = new COS({ Credentials, Protocol: 'http:', ConnectTo: place.address });
  assert.strictEqual((await failed(changing.headBucket({ Bucket, Region }))).statusCode, 403);
  Credentials.secretKey = SecretKey;
  assert.strictEqual((await changing.headBucket({ Bucket, Region })).statusCode, 200);
});

test('options are kept, or refused by name', async () => {
  for (const [options, text] of [
    [{ getAuthorization: 'a signature' }, /^getAuthorization must be a function/],
    [{ AppId: 'name' }, /^AppId must be the number/],
    [{ Tunnel: false }, /^Tunnel cannot be false: requests over https:/],
    [{ StrictSsl: false }, /^StrictSsl .*CaFile/],
    [{ FollowRedirect: true }, /^FollowRedirect/],
    [{ secretID: 'AKID' }, /^secretID is no option of this library; use SecretId$/],
    [{ ChunkSizes: 1 }, /; use ChunkSize$/],
    [{ SecretId: 1 }, /^SecretId must be a string/],
    [{ MaxAttempts: 0 }, /attempts/],
    [{ MaxConnections: 2.5 }, /^MaxConnections must be a whole number/],
    [{ SecretId: 'AKID', SecretKey: 'k\n' }, /line break/],
    [{ Domain: '{Nothing}.example.com' }, /only \{bucket\} and \{region\}/],
    [null, /options must be an object/],
  ]) {
    assert.throws(() => new COS(options), (error) => error instanceof COS.CosClientError && text.test(error.message) && /calls\.test\.js/.test(error.stack));
  }
  assert.ok(new COS({ StrictSsl: true, FollowRedirect: false, KeepAlive: true, ForceSignHost: true, Timeout: 0, Proxy: '', SecurityToken: undefined }));
  assert.ok(new COS());
  const warned = once(process, 'warning');
  for (const options of [{ Nonsense: 1 }, { Nonsense: 2, constructor: 1 }]) assert.ok(new COS(options));
  const [{ name, message }] = await warned;
  assert.deepStrictEqual([name, message], ['CosWarning', 'Nonsense is no option of cos-err; it is ignored']);
  assert.ok(new COS({ Protocol: 'http', StrictSsl: false, Tunnel: false, AppId: 1250000000 }), 'over http: they change nothing');
});

test('a Domain may be the host of one bucket', async () => {
  const one = client(place.address, { Domain: `${Bucket}.cos.${Region}.myqcloud.com` });
  assert.strictEqual((await one.headBucket({ Bucket, Region })).statusCode, 200);
  const err = await failed(one.headBucket({ Bucket: 'other-1250000000', Region }));
  assert.match(err.message, /^Bucket "other-1250000000" is not that of the host in Domain, examplebucket-1250000000; write \{Bucket\}/);
});

test('options may be changed, and count for the calls that begin after it', async () => {
  const cos = client(place.address, { secretId: SecretId, secretKey: 'another', SecretId: '', SecretKey: '' });
  assert.deepStrictEqual([cos.options.SecretId, cos.options.Timeout, cos.options.StrictSsl], ['', 0, true]);
  assert.strictEqual((await failed(cos.headBucket({ Bucket, Region }))).statusCode, 403);
  cos.options.SecretKey = SecretKey;
  assert.strictEqual(cos.options.SecretKey, SecretKey);
  assert.strictEqual((await cos.headBucket({ Bucket, Region })).statusCode, 200);
  cos.options.Domain = '{Nothing}.example.com';
  assert.match((await failed(cos.headBucket({ Bucket, Region }))).message, /only \{bucket\} and \{region\}/);
  delete cos.options.Domain;
  assert.strictEqual((await cos.headBucket({ Bucket, Region })).statusCode, 200);
  const hanging = failed(cos.headBucket({ Bucket: 'fault-hang-1250000000', Region }));
  cos.options.UserAgent = 'another';
  await cos.headBucket({ Bucket, Region });
  cos.close();
  assert.strictEqual((await hanging).reason, COS.Reason.CANCELLED, 'close ends the calls of earlier options, too');
});

test('AppId completes the name of a bucket', async () => {
  const [short, AppId] = [Bucket.replace(/-\d+$/, ''), 1250000000];
  assert.strictEqual((await cos.headBucket({ Bucket: short, AppId, Region })).statusCode, 200);
  const all = client(place.address, { AppId });
  for (const name of [short, Bucket]) assert.strictEqual((await all.headBucket({ Bucket: name, Region })).statusCode, 200);
  assert.match((await failed(cos.headBucket({ Bucket: short, Region }))).message, /APPID/);
});

test('an endpoint of COS must take the bucket, and the region of a call', async () => {
  const advised = (scheme) => `use "${scheme}://{bucket}.cos.{region}.myqcloud.com" with the region "ap-guangzhou"`;
  for (const [options, shown, scheme] of [
    [{ Endpoint: 'http://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com' }, 'one bucket, examplebucket-1250000000', 'http'],
    [{ Endpoint: 'https://cos.ap-guangzhou.myqcloud.com' }, 'no bucket', 'https'],
    [{ Domain: 'cos.ap-guangzhou.myqcloud.com', Protocol: 'http:' }, 'no bucket', 'http'],
    [{ Domain: '{Bucket}-1250000000.cos.ap-guangzhou.myqcloud.com' }, 'must be the whole first label', 'https'],
  ]) {
    assert.throws(() => new COS({ SecretId, SecretKey, ConnectTo: place.address, ...options }), (error) =>
      error.reason === COS.Reason.INVALID_ARGUMENT && error.message.includes(shown) && error.message.endsWith(advised(scheme)));
  }
  await control(place.address, 'DELETE', 'requests');
  const service = client(place.address, { Endpoint: 'http://service.cos.myqcloud.com' });
  const fixed = client(place.address, { Endpoint: 'http://{bucket}.cos.ap-guangzhou.myqcloud.com' });
  for (const [call, shown] of [
    [() => service.putObject({ Bucket, Region, Key: 'photos/a.jpg', Body: 'x' }), `bucket "${Bucket}"`],
    [() => service.deleteObject({ Bucket, Region, Key: 'photos/a.jpg' }), `bucket "${Bucket}"`],
    [() => service.headBucket({ Bucket, Region }), `bucket "${Bucket}"`],
    [() => fixed.headBucket({ Bucket, Region: 'ap-beijing' }), 'region "ap-beijing"'],
  ]) {
    const error = await failed(call());
    assert.strictEqual(error.reason, COS.Reason.INVALID_ARGUMENT);
    assert.ok(error.message.startsWith(shown), error.message);
  }
  assert.throws(() => service.getObjectUrl({ Bucket, Region, Key: 'k' }), /serves no bucket/);
  assert.deepStrictEqual(await control(place.address, 'GET', 'requests'), []);
  assert.ok((await service.getService()).Buckets.length > 0);
  assert.strictEqual((await fixed.headBucket({ Bucket, Region })).statusCode, 200);
});

test('a proxy that cannot be used is refused', () => {
  assert.throws(() => new COS({ Proxy: '127.0.0.1:7890' }), /proxy "127.0.0.1:7890": .*add http:\/\//);
  assert.throws(() => new COS({ Proxy: 'socks5://u:secretword@127.0.0.1:1080' }), (error) =>
    /SOCKS/.test(error.message) && !error.message.includes('secretword'));
});

test('domains of Tencent\'s SDK', async () => {
  const other = new COS({ SecretId, SecretKey, Protocol: 'http', Domain: '{Bucket}.cos.{Region}.myqcloud.com', Ip: place.address });
  assert.strictEqual((await other.headBucket({ Bucket, Region })).statusCode, 200);
  const fast = client(place.address, { UseAccelerate: true });
  assert.strictEqual((await fast.headBucket({ Bucket, Region })).statusCode, 200);
  assert.match(fast.getObjectUrl({ Bucket, Region, Key: 'k' }), /\.cos\.accelerate\./);
  assert.match(new COS({ SecretId, SecretKey }).getObjectUrl({ Bucket, Region: 'ap-beijing', Key: 'k' }), /^https:.*\.cos\.ap-beijing\./);
});

test('a log, without secrets', async () => {
  const lines = [];
  const told = client(place.address, { Log: (level, line) => lines.push([level, line]), LogLevel: 'debug' });
  await told.headBucket({ Bucket, Region });
  await failed(told.headBucket({ Bucket: 'missing-1250000000', Region }));
  assert.deepStrictEqual([...new Set(lines.map(([level]) => level))].sort(), ['debug', 'error', 'info']);
  assert.ok(lines.every(([, line]) => line.startsWith('event=') && !line.includes(SecretKey)));
});

test('any request', async () => {
  const data = await cos.request({ Method: 'GET', Bucket, Region, Action: 'location' });
  assert.ok(data.LocationConstraint !== undefined);
  const err = await failed(cos.request({ Method: 'GET', Bucket, Region, Key: 'x', ExpectRoot: 'Other', Url: 'http://x' }));
  assert.match(err.message, /^Url/);
  const explained = await failed(client(place.address, { SecretKey: 'WRONG' }).headBucket({ Bucket, Region, Explain: true }));
  assert.deepStrictEqual([explained.code, explained.codeSource], ['SignatureDoesNotMatch', COS.CodeSource.PROBE]);
});

test('answers of fetch', async () => {
  const server = http.createServer((request, response) => {
    response.writeHead(request.url === '/ok' ? 200 : 404, { 'x-cos-request-id': 'NmIw', 'x-name': Buffer.from('é').toString('latin1'), 'set-cookie': ['a=1', 'b=2'] });
    response.end(request.url === '/ok' ? 'fine' : '<Error><Code>NoSuchKey</Code><Message>没有</Message></Error>');
  }).listen(0, '127.0.0.1');
  await require('node:events').once(server, 'listening');
  const base = `http://127.0.0.1:${server.address().port}`;
  assert.strictEqual(await COS.fromResponse(await fetch(`${base}/ok`), { method: 'GET' }), null);
  const err = await COS.fromResponse(await fetch(`${base}/x`), { method: 'GET', bucket: Bucket, key: 'x' });
  assert.deepStrictEqual([err.code, err.message, err.statusCode, err.RequestId], ['NoSuchKey', '没有', 404, 'NmIw']);
  assert.deepStrictEqual([err.header('x-name'), err.url, err.headers['set-cookie'].join('; ')], ['é', `${base}/x`, 'a=1; b=2']);
  server.close();
});

test('answers of axios', async () => {
  const response = {
    status: 403,
    headers: { 'x-cos-request-id': 'NmIw', 'set-cookie': ['a=1', 'b=2'] },
    data: '<Error><Code>AccessDenied</Code></Error>',
    config: { method: 'put', url: '/k', baseURL: `http://${Bucket}.cos.${Region}.myqcloud.com` },
  };
  for (const given of [response, Object.assign(new Error('Request failed'), { response })]) {
    const err = await COS.fromResponse(given);
    assert.deepStrictEqual([err.code, err.method, err.operation], ['AccessDenied', 'PUT', 'PutObject']);
    assert.deepStrictEqual(err.headers['set-cookie'], ['a=1', 'b=2']);
  }
  const parsed = await COS.fromResponse({ ...response, status: 400, data: { code: 'InvalidArgument', message: 'm' } });
  assert.deepStrictEqual([parsed.code, parsed.message], ['InvalidArgument', 'm']);
  const streamed = await COS.fromResponse({ ...response, data: Readable.from([Buffer.from(response.data)]) });
  assert.strictEqual(streamed.code, 'AccessDenied');
  assert.strictEqual(await COS.fromResponse({ ...response, status: 200, data: 'fine' }), null);
});

test('responses of node:http, undici and wx.request', async () => {
  const server = http.createServer((request, response) => {
    response.writeHead(request.url === '/ok' ? 200 : 404, { 'x-cos-request-id': 'NmIw', 'x-name': Buffer.from('é').toString('latin1') });
    response.end(request.url === '/ok' ? 'fine' : '<Error><Code>NoSuchKey</Code></Error>');
  }).listen(0, '127.0.0.1');
  await require('node:events').once(server, 'listening');
  const base = `http://127.0.0.1:${server.address().port}`;
  const get = (path) => new Promise((resolve, reject) => http.get(base + path, { agent: false }, resolve).on('error', reject));
  const err = await COS.fromResponse(await get('/x?a=b'));
  assert.deepStrictEqual([err.code, err.statusCode, err.method, err.url, err.RequestId], ['NoSuchKey', 404, 'GET', `${base}/x?a=b`, 'NmIw']);
  assert.strictEqual(err.header('x-name'), 'é');
  const fine = await get('/ok');
  assert.strictEqual(await COS.fromResponse(fine), null);
  assert.strictEqual(await require('node:stream/consumers').text(fine), 'fine');
  server.close();

  const body = '<Error><Code>AccessDenied</Code></Error>';
  const undici = { statusCode: 403, headers: { 'x-a': ['1', '2'] }, body: Readable.from([Buffer.from(body)]) };
  const wx = { statusCode: 403, header: { 'x-a': '1, 2' }, data: body, errMsg: 'request:ok' };
  for (const response of [undici, wx]) {
    const error = await COS.fromResponse(response, { method: 'GET' });
    assert.deepStrictEqual([error.code, error.statusCode, error.headers['x-a']], ['AccessDenied', 403, '1, 2']);
  }
});

test('what has no status is no success', () => {
  for (const nothing of [{}, { method: 'GET', url: 'http://x/' }, { headers: {}, body: '' }]) {
    assert.strictEqual(COS.fromAnswer(nothing).reason, COS.Reason.INVALID_ARGUMENT);
  }
});

test('a success whose body broke off is lost; a long one is not', async () => {
  const server = http.createServer((request, response) => {
    response.writeHead(200, { 'x-cos-request-id': 'NmIw', 'content-length': 3 << 20 });
    if (request.url === '/cut') response.write('a part', () => response.socket.end());
    else response.end(Buffer.alloc(3 << 20));
  }).listen(0, '127.0.0.1');
  await require('node:events').once(server, 'listening');
  const base = `http://127.0.0.1:${server.address().port}`;
  const lost = await COS.fromResponse(await fetch(`${base}/cut`), { method: 'GET' });
  assert.deepStrictEqual([lost.reason, lost.status, lost.requestId], [COS.Reason.CONNECTION_LOST, 200, 'NmIw']);
  assert.ok(lost.cause instanceof Error);
  assert.strictEqual(await COS.fromResponse(await fetch(`${base}/whole`), { method: 'GET' }), null);
  server.close();
});

test('documents longer than 1 MiB are read to their end', async () => {
  const headers = { server: 'tencent-cos', 'x-cos-request-id': 'NmIw' };
  const list = `<ListBucketResult>${'<Contents><Key>k</Key></Contents>'.repeat(40000)}</ListBucketResult>`;
  const failing = '<Error><Key>last</Key><Code>AccessDenied</Code></Error>';
  const deleted = `<DeleteResult>${'<Deleted><Key>k</Key></Deleted>'.repeat(40000)}${failing}</DeleteResult>`;
  const url = `http://${Bucket}.cos.${Region}.myqcloud.com/?delete`;
  const made = (body) => new Response(body, { status: 200, headers });
  assert.strictEqual(await COS.fromResponse(made(list), { method: 'GET', url, expectRoot: 'ListBucketResult' }), null);
  assert.strictEqual((await COS.fromResponse(made(deleted), { method: 'POST', url })).code, 'AccessDenied');
  const streamed = { status: 200, headers, config: { method: 'post', url }, data: Readable.from([Buffer.from(deleted)]) };
  assert.strictEqual((await COS.fromResponse(streamed)).code, 'AccessDenied');
});

test('a stream of a success is read where its root element is expected', async () => {
  const answer = (body) => ({ statusCode: 200, headers: { server: 'tencent-cos' }, body: Readable.from([Buffer.from(body)]) });
  const known = { method: 'PUT', expectRoot: 'CopyObjectResult' };
  assert.strictEqual(await COS.fromResponse(answer('<CopyObjectResult></CopyObjectResult>'), known), null);
  assert.strictEqual((await COS.fromResponse(answer('<Error><Code>SlowDown</Code></Error>'), known)).code, 'SlowDown');
});

test('a portal is told from COS', async () => {
  const portal = () => new Response('<html>', { status: 200, headers: { server: 'nginx' } });
  assert.strictEqual(await COS.fromResponse(portal(), { method: 'GET' }), null);
  assert.strictEqual((await COS.fromResponse(portal(), { method: 'GET', expectCos: true })).reason, COS.Reason.BAD_RESPONSE);
  const filtered = { method: 'HEAD', status: 200, headers: { 'content-type': 'text/plain' }, expectCos: true };
  assert.strictEqual(COS.fromAnswer(filtered).reason, COS.Reason.BAD_RESPONSE);
  assert.strictEqual(COS.fromAnswer({ ...filtered, headersFiltered: true }), null);
});

test('failures after the headers keep them', () => {
  const headers = [['Server', 'tencent-cos'], ['x-cos-request-id', 'NmIw'], ['Retry-After', '7'], ['empty', '']];
  const err = COS.fromFailure({ reason: COS.Reason.CONNECTION_LOST, status: 200, headers });
  assert.deepStrictEqual([err.reason, err.status, err.requestId, err.retryAfterMs], [COS.Reason.CONNECTION_LOST, 200, 'NmIw', 7000]);
  assert.deepStrictEqual(err.headerFields, headers);
  assert.strictEqual(COS.fromAnswer({ status: 404, headers: [['a', 'b\0c'], ['', '']] }).header('a'), 'b\ufffdc');
  assert.deepStrictEqual([err.responder, err.requestSent], [COS.Responder.COS, true]);
  for (const [reason, requestSent, expected] of [
    [COS.Reason.CONNECT, undefined, false], [COS.Reason.CONNECT, true, true],
    [COS.Reason.TIMEOUT, undefined, true], [COS.Reason.TIMEOUT, false, false],
  ]) assert.strictEqual(COS.fromFailure({ reason, requestSent }).requestSent, expected);
});

test('failures of another transport', () => {
  const err = COS.fromFailure({ reason: COS.Reason.DNS, method: 'GET', url: 'https://x.example/', cause: new Error('getaddrinfo') });
  assert.deepStrictEqual([err.kind, err.code, err.causes[0], err.cause.message], ['client', 'ENOTFOUND', 'Error: getaddrinfo', 'getaddrinfo']);
  assert.strictEqual(COS.fromFailure({ reason: 'Nothing' }).reason, COS.Reason.INVALID_ARGUMENT);
});
