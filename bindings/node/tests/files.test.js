// Files: whole and in parts, up and down, ended and resumed.
'use strict';
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const { createHash, randomBytes } = require('node:crypto');
const { once } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');
const { after, afterEach, before, test } = require('node:test');
const COS = require('../index.js');
const { localFile, plannedFaults, standin, client, control, bucket, failed, at, SecretId, SecretKey, Region, Bucket } = require('./standin.js');

const MIB = 1 << 20;
const SIZE = 4 * MIB + 123;
const PARTS = { SliceSize: MIB, ChunkSize: MIB };
const content = randomBytes(SIZE);
let place, cos, local, folder, FilePath;

before(async () => {
  place = await standin();
  cos = client(place.address, { MaxAttempts: 1 });
  local = localFile(content);
  ({ folder, FilePath } = local);
});
afterEach(() => faults());
after(() => {
  cos.close();
  place.stop();
  local.remove();
});

const faults = (...list) => plannedFaults(place.address, list);
const isStored = async (Key) => assert.ok((await cos.getObject(at(Key))).Body.equals(content), Key);
const uploads = async (Prefix, name = Bucket) => (await cos.multipartList({ Bucket: name, Region, Prefix })).Upload;
const partsSent = async () => (await control(place.address, 'GET', 'requests')).filter((each) => each.method === 'PUT' && each.target.includes('partNumber='));
const numberOf = ({ target }) => Number(/partNumber=(\d+)/.exec(target)[1]);

test('up by one request, up in parts, and down again', async () => {
  const whole = await cos.uploadFile(at('whole', { FilePath, ContentType: 'a/b', 'x-cos-meta-a': '1' }));
  const expected = { ETag: `"${createHash('md5').update(content).digest('hex')}"`, Location: `${Bucket}.cos.${Region}.myqcloud.com/whole`, statusCode: 200 };
  for (const [name, value] of Object.entries(expected)) assert.strictEqual(whole[name], value, name);
  const told = [];
  const StorageClass = 'STANDARD_IA';
  const parts = await cos.uploadFile(at('parts', { FilePath, ...PARTS, AsyncLimit: 2, StorageClass, Headers: { 'x-cos-meta-a': '1' }, onProgress: (info) => told.push(info) }));
  assert.deepStrictEqual([parts.statusCode, parts.Bucket, parts.Key, parts.Location.endsWith('/parts')], [200, Bucket, 'parts', true]);
  assert.match(parts.ETag, /^".*-5"$/);
  assert.deepStrictEqual([told.at(-1).loaded, told.at(-1).total, told.at(-1).percent], [SIZE, SIZE, 1]);
  const { headers } = await cos.headObject(at('parts'));
  assert.deepStrictEqual([headers['x-cos-storage-class'], headers['x-cos-meta-a']], [StorageClass, '1']);
  await cos.sliceUploadFile(at('slices', { FilePath, SliceSize: 2 * MIB }));
  assert.match((await cos.headObject(at('slices'))).ETag, /-3"$/);
  for (const [Key, ChunkSize] of [['whole', SIZE], ['parts', MIB], ['slices', undefined]]) {
    const received = path.join(folder, `${Key}.got`);
    const { ETag, statusCode } = await cos.downloadFile(at(Key, { FilePath: received, ChunkSize, ParallelLimit: 3, onProgress: (info) => told.push(info) }));
    assert.deepStrictEqual([ETag, statusCode], [(await cos.headObject(at(Key))).ETag, 200]);
    assert.ok(fs.readFileSync(received).equals(content));
    assert.deepStrictEqual([told.at(-1).loaded, told.at(-1).total], [SIZE, SIZE]);
  }
  assert.deepStrictEqual(await uploads('parts'), []);
  assert.deepStrictEqual(fs.readdirSync(path.join(process.env.XDG_STATE_HOME, 'cos-err')), []);
});

test('an empty file, a folder, a file that is not there, with callbacks', async () => {
  const empty = path.join(folder, 'empty');
  fs.writeFileSync(empty, '');
  for (const name of ['uploadFile', 'sliceUploadFile']) {
    for (const [Key, given] of [['empty', empty], ['folder/', folder]]) {
      await new Promise((resolve, reject) => cos[name](at(Key, { FilePath: given }), (err) => (err ? reject(err) : resolve())));
      assert.strictEqual((await cos.getObject(at(Key))).Body.length, 0);
    }
    const none = await failed(cos[name](at('none', { FilePath: '/no/such/file' })));
    assert.deepStrictEqual([none.reason, none.osErrno, none.code], [COS.Reason.LOCAL_IO, 2, 'ENOENT']);
  }
  const missing = await failed(cos.downloadFile(at('missing', { FilePath: path.join(folder, 'missing') })));
  assert.strictEqual(missing.statusCode, 404);
  assert.ok(!fs.existsSync(path.join(folder, 'missing')));
});

test('a part that fails: its error, which names the upload, or nothing stays there', async () => {
  const name = bucket('wrong-crc');
  const own = client(place.address, { ChunkSize: MIB, MaxAttempts: 1 });
  const kept = await failed(own.sliceUploadFile({ Bucket: name, Region, Key: 'k', FilePath }));
  assert.strictEqual(kept.reason, COS.Reason.CHECKSUM);
  assert.match(kept.message, /part \d/);
  assert.deepStrictEqual((await uploads('k', name)).map((each) => each.UploadId), [kept.UploadId]);
  await cos.multipartAbort({ Bucket: name, Region, Key: 'k', UploadId: kept.UploadId });
  const gone = await failed(own.sliceUploadFile({ Bucket: name, Region, Key: 'k', FilePath, CheckPoint: false }));
  assert.deepStrictEqual([gone.reason, gone.UploadId, await uploads('k', name)], [COS.Reason.CHECKSUM, undefined, []]);
});

test('each fault during parts: the right error, and the next upload goes on', async () => {
  const { Reason } = COS;
  for (const [fault, expected] of [
    ['status-403-AccessDenied', 'AccessDenied'], ['status-404-NoSuchUpload', 'NoSuchUpload'], ['status-503-SlowDown', 'SlowDown'],
    ['reset', Reason.CONNECTION_LOST], ['close', Reason.CONNECTION_LOST], ['garbage', Reason.PROTOCOL], ['wrong-crc', Reason.CHECKSUM],
    ['read-9-and-reset', Reason.CONNECTION_LOST], ['early-403', 403], ['gateway-502', 502], ['hang', Reason.TIMEOUT],
  ]) {
    await faults({ faults: fault, target: 'partNumber=3&' });
    const slow = client(place.address, { MaxAttempts: 1, IoTimeout: 1000 });
    const error = await failed(slow.sliceUploadFile(at('faults', { FilePath, ChunkSize: MIB })));
    assert.ok([error.code, error.reason, error.statusCode].includes(expected), `${fault}: ${error.text}`);
    const left = (await uploads('faults')).map((each) => each.UploadId);
    assert.deepStrictEqual(left, fault.endsWith('NoSuchUpload') ? [] : [error.UploadId], fault);
    await faults();
    await cos.sliceUploadFile(at('faults', { FilePath, ChunkSize: MIB }));
    await isStored('faults');
    assert.deepStrictEqual(await uploads('faults'), [], fault);
  }
});

/** Starts a program that uploads or downloads, and ends it once so many bytes were moved. */
async function killed(text, moved) {
  const source = `
    const { client, at } = require(${JSON.stringify(path.join(__dirname, 'standin.js'))});
    const cos = client('${place.address}');
    const onProgress = ({ loaded }) => { if (loaded >= ${moved}) process.stdout.write('now'); };
    ${text}`;
  const child = spawn(process.execPath, ['-e', source], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('a process is killed, and another one goes on: no part that was whole is sent twice', async () => {
  // However late it is killed, one part is not stored.
  await faults({ faults: 'hang', target: 'partNumber=4&' });
  await control(place.address, 'DELETE', 'requests');
  const own = { FilePath, ChunkSize: MIB, AsyncLimit: 2 };
  await killed(`cos.sliceUploadFile(at('killed', { ...${JSON.stringify(own)}, onProgress }));`, 2.5 * MIB);
  const stored = (await cos.multipartListPart(at('killed', { UploadId: (await uploads('killed'))[0].UploadId }))).Part.map((each) => Number(each.PartNumber));
  assert.ok(stored.length > 0 && stored.length < 5, String(stored));
  await faults();
  await control(place.address, 'DELETE', 'requests');
  const told = [];
  await cos.sliceUploadFile(at('killed', { ...own, onProgress: ({ loaded }) => told.push(loaded) }));
  const again = (await partsSent()).map(numberOf);
  // The last one may have been stored without the process learning it.
  const twice = again.filter((number) => stored.includes(number));
  assert.ok(twice.length <= own.AsyncLimit && again.length < 5, `stored ${stored}, sent ${again}`);
  assert.ok(told[0] >= MIB, String(told));
  await isStored('killed');
  assert.deepStrictEqual(await uploads('killed'), []);
});

test('a download with a checkpoint goes on, and one without leaves nothing', async () => {
  const received = path.join(folder, 'down', 'got');
  fs.mkdirSync(path.dirname(received));
  await cos.putObject(at('down', { Body: content }));
  const given = { FilePath: received, ChunkSize: MIB };
  await faults({ faults: 'cut-9', methods: ['GET'] });
  assert.strictEqual((await failed(cos.downloadFile(at('down', given)))).reason, COS.Reason.CONNECTION_LOST);
  assert.deepStrictEqual(fs.readdirSync(path.dirname(received)), []);
  await faults({ faults: 'slow-100', methods: ['GET'] });
  const CheckPoint = path.join(folder, 'checkpoint');
  await killed(`cos.downloadFile(at('down', { ...${JSON.stringify({ ...given, CheckPoint, ParallelLimit: 1 })}, onProgress }));`, 2 * MIB);
  assert.ok(fs.existsSync(CheckPoint));
  await faults();
  await control(place.address, 'DELETE', 'requests');
  await cos.downloadFile(at('down', { ...given, CheckPoint }));
  assert.ok(fs.readFileSync(received).equals(content));
  const gets = (await control(place.address, 'GET', 'requests')).filter((each) => each.method === 'GET');
  assert.ok(gets.length < 5, String(gets.length));
  assert.deepStrictEqual([fs.existsSync(CheckPoint), fs.readdirSync(path.dirname(received))], [false, ['got']]);
});

test('a signal ends it, and the next one goes on', async () => {
  await faults({ faults: 'slow-300', target: 'partNumber=' });
  const controller = new AbortController();
  const onProgress = ({ loaded }) => loaded > 0 && controller.abort(new Error('enough'));
  const error = await failed(cos.sliceUploadFile(at('signal', { FilePath, ChunkSize: MIB, signal: controller.signal, onProgress })));
  assert.deepStrictEqual([error.reason, error.cause.message], [COS.Reason.CANCELLED, 'enough']);
  await faults();
  await cos.sliceUploadFile(at('signal', { FilePath, ChunkSize: MIB }));
  await isStored('signal');
  assert.deepStrictEqual(await uploads('signal'), []);
});

test('the same file to the same object twice at once', async () => {
  await faults({ faults: 'slow-100', target: 'partNumber=' });
  await Promise.all([1, 2].map(() => cos.sliceUploadFile(at('twice', { FilePath, ChunkSize: MIB }))));
  await isStored('twice');
  const CheckPoint = path.join(folder, 'own');
  const both = await Promise.allSettled([1, 2].map(() => cos.sliceUploadFile(at('twice', { FilePath, ChunkSize: MIB, CheckPoint }))));
  assert.deepStrictEqual(both.map((each) => each.status).sort(), ['fulfilled', 'rejected']);
  assert.match(both.find((each) => each.reason).reason.message, /another transfer uses it/);
  assert.deepStrictEqual(await uploads('twice'), []);
});

test('where no checkpoint can be written, an upload works, and leaves nothing when it fails', async () => {
  const own = client(place.address, { ConfCwd: path.join(FilePath, 'none'), MaxAttempts: 1 });
  await own.sliceUploadFile(at('nowhere', { FilePath, ChunkSize: MIB }));
  await isStored('nowhere');
  await faults({ faults: 'status-403', target: 'partNumber=2&' });
  assert.strictEqual((await failed(own.sliceUploadFile(at('nowhere', { FilePath, ChunkSize: MIB })))).statusCode, 403);
  assert.deepStrictEqual(await uploads('nowhere'), []);
  const kept = path.join(folder, 'state');
  const error = await failed(client(place.address, { ConfCwd: kept, MaxAttempts: 1 }).sliceUploadFile(at('nowhere', { FilePath, ChunkSize: MIB })));
  assert.match(fs.readdirSync(kept).join(), /^[0-9a-f]{64}\.json$/);
  await cos.multipartAbort(at('nowhere', { UploadId: error.UploadId }));
});

test('credentials for one request each: parts that threads of the library send have theirs', async () => {
  const told = [];
  const getCredentials = async (request) => {
    told.push(request);
    // As many parts wait for it as are sent at once.
    await new Promise(setImmediate);
    return { TmpSecretId: SecretId, TmpSecretKey: SecretKey, SecurityToken: 'STANDINTOKEN', ExpiredTime: 1 };
  };
  const own = new COS({ getCredentials, Protocol: 'http:', ConnectTo: place.address });
  await Promise.all(['one', 'two', 'three'].map((Key) => own.sliceUploadFile(at(Key, { FilePath, ChunkSize: MIB }))));
  for (const Key of ['one', 'two', 'three']) {
    await isStored(Key);
    const asked = told.filter((each) => each.Key === Key);
    assert.strictEqual(asked.length, 7, Key);
    assert.ok(asked.every((each) => each.Scope.every((scope) => scope.prefix === Key)));
  }
  const received = path.join(folder, 'credentials');
  await own.downloadFile(at('one', { FilePath: received, ChunkSize: MIB }));
  assert.ok(fs.readFileSync(received).equals(content));
});

test('a provider that never returns does not hold an upload that is cancelled', async () => {
  const controller = new AbortController();
  let asked = 0;
  const getCredentials = async () => {
    if (++asked < 3) return { SecretId, SecretKey, ExpiredTime: 1 };
    setImmediate(() => controller.abort());
    return new Promise(() => {});
  };
  const own = new COS({ getCredentials, Protocol: 'http:', ConnectTo: place.address });
  const error = await failed(own.sliceUploadFile(at('never', { FilePath, ChunkSize: MIB, signal: controller.signal })));
  assert.strictEqual(error.reason, COS.Reason.CANCELLED);
  assert.deepStrictEqual((await uploads('never')).map((each) => each.UploadId), [error.UploadId]);
  await cos.multipartAbort(at('never', { UploadId: error.UploadId }));
});

test('a finished signature is for a file that is sent by one request', async () => {
  const getAuthorization = ({ Method, Key, Query, Headers }, callback) => callback(COS.getAuthorization({ SecretId, SecretKey, Method, Key, Query, Headers }));
  const own = new COS({ getAuthorization, Protocol: 'http:', ConnectTo: place.address });
  await own.uploadFile(at('signed', { FilePath, ContentType: 'a/b' }));
  await isStored('signed');
  assert.strictEqual((await cos.headObject(at('signed'))).headers['content-type'], 'a/b');
  for (const [name, more] of [['uploadFile', { FilePath, ...PARTS }], ['downloadFile', { FilePath: path.join(folder, 'signed') }]]) {
    const error = await failed(own[name](at('signed', more)));
    assert.strictEqual(error.reason, COS.Reason.INVALID_CREDENTIALS);
    assert.match(error.causes.join(), /for the (up|down)load of a file, which needs more than one signature/);
  }
});

test('a file that is sent by one request has the type of its name', async () => {
  for (const [name, expected] of [['a.html', 'text/html'], ['none', 'application/octet-stream']]) {
    const file = path.join(folder, name);
    fs.writeFileSync(file, 'x');
    await cos.uploadFile(at('type', { FilePath: file }));
    assert.strictEqual((await cos.headObject(at('type'))).headers['content-type'], expected);
  }
});

test('invalid parameters', async () => {
  for (const [name, params, message] of [
    ['downloadFile', {}, /^FilePath must be a path/],
    ['downloadFile', { FilePath, ChunkSize: 'big' }, /^ChunkSize must be a whole number/],
    ['downloadFile', { FilePath, Output: 'x' }, /^Output is not a parameter of downloadFile/],
    ['downloadFile', { FilePath, Range: 'bytes=0-1' }, /Range/],
    ['uploadFile', { FilePath, Query: { a: 1 } }, /^Query is not a parameter of uploadFile/],
    ['uploadFile', { FilePath, CheckPoint: 7 }, /^CheckPoint must be a path, or false for none/],
    ['uploadFile', { FilePath, ContentMD5: 'x', ...PARTS }, /Content-MD5/],
  ]) {
    const error = await failed(cos[name](at('mistakes', params)));
    assert.strictEqual(error.reason, COS.Reason.INVALID_ARGUMENT, error.message);
    assert.match(error.message, message);
  }
});
