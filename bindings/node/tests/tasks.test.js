// Uploads as tasks: their list, and how they are paused, resumed and cancelled.
'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const { randomBytes } = require('node:crypto');
const { once, EventEmitter } = require('node:events');
const fs = require('node:fs');
const path = require('node:path');
const { Readable } = require('node:stream');
const { after, afterEach, before, test } = require('node:test');
const COS = require('../index.js');
const { localFile, plannedFaults, standin, client, control, failed, at, Region, Bucket } = require('./standin.js');

const MIB = 1 << 20;
const content = randomBytes(4 * MIB + 9);
let place, cos, local, folder, FilePath;

before(async () => {
  place = await standin();
  cos = client(place.address, { MaxAttempts: 1, ChunkSize: MIB });
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
const partsOf = async (key) => (await control(place.address, 'GET', 'requests')).filter((each) => each.method === 'PUT' && each.target.startsWith(`/${key}?partNumber=`));
const stateOf = (of, id) => of.getTaskList().find((each) => each.id === id)?.state;

/** Resolves when a task is in the state. */
async function until(of, id, state) {
  const bell = new EventEmitter();
  const onList = () => bell.emit('list');
  of.on('list-update', onList);
  while (stateOf(of, id) !== state) await once(bell, 'list');
  of.off('list-update', onList);
}

/** An upload whose second part waits for a while; its id, its promise, and when it has moved something. */
async function begun(Key, more, of = cos) {
  await faults({ faults: 'slow-400', target: 'partNumber=' });
  const task = {};
  const moved = new Promise((resolve) => {
    const onProgress = ({ loaded }) => loaded >= MIB && resolve();
    task.result = of.sliceUploadFile(at(Key, { FilePath, AsyncLimit: 1, onProgress, onTaskReady: (id) => { task.id = id; }, ...more }));
  });
  assert.strictEqual(typeof task.id, 'string');
  await moved;
  return task;
}

test('a task goes through its states, which listeners receive', async () => {
  const lists = [];
  const older = [];
  const onList = ({ list }) => lists.push(list);
  const onOlder = ({ list }) => older.push(list);
  const own = client(place.address, { ChunkSize: MIB });
  own.on('list-update', onList);
  own.on('task-list-update', onOlder);
  const started = [];
  assert.strictEqual(own.isUploadRunning(), false);
  const upload = own.uploadFile(at('states', { FilePath, SliceSize: MIB, onTaskStart: (task) => started.push(task) }));
  assert.strictEqual(own.isUploadRunning(), true);
  await upload;
  assert.deepStrictEqual(started.map((each) => [each.Key, each.state]), [['states', 'checking']]);
  const [task] = own.getTaskList();
  assert.deepStrictEqual(task, {
    id: task.id, Bucket, Region, Key: 'states', FilePath, state: 'success', loaded: content.length, size: content.length, speed: task.speed, percent: 1,
    hashPercent: 0, error: null,
  });
  assert.strictEqual(own.isUploadRunning(), false);
  await new Promise(setImmediate);
  const states = lists.map((list) => list[0].state);
  assert.deepStrictEqual([...new Set(states)], ['checking', 'uploading', 'success']);
  assert.strictEqual(older.length, lists.length);
  own.off('list-update', onList);
  await own.putObject(at('more', { Body: 'text' }));
  await new Promise(setImmediate);
  assert.ok(older.length > lists.length);
  assert.deepStrictEqual(own.getTaskList().map((each) => [each.Key, each.state, each.loaded]), [['states', 'success', content.length], ['more', 'success', 4]]);
});

test('so many tasks run at a time, and SkipTask is not one of them', async () => {
  const own = client(place.address, { FileParallelLimit: 2 });
  await faults({ faults: 'slow-200', methods: ['PUT'] });
  const puts = Array.from({ length: 5 }, (_, i) => own.putObject(at(`limit/${i}`, { Body: String(i) })));
  const skipped = own.putObject(at('limit/skipped', { Body: 's', SkipTask: true }));
  assert.deepStrictEqual(own.getTaskList().map((each) => each.state), ['uploading', 'uploading', 'waiting', 'waiting', 'waiting']);
  await skipped;
  assert.ok(own.getTaskList().some((each) => each.state === 'waiting'));
  await Promise.all(puts);
  assert.deepStrictEqual((await own.getBucket({ Bucket, Region, Prefix: 'limit/' })).Contents.length, 6);
});

test('the queue keeps no more tasks than UploadQueueSize, but all that have not ended', async () => {
  const own = client(place.address, { UploadQueueSize: 2 });
  for (const Body of ['1', '2', '3']) await own.putObject(at(`kept/${Body}`, { Body }));
  assert.deepStrictEqual(own.getTaskList().map((each) => each.Key), ['kept/2', 'kept/3']);
  const puts = Array.from({ length: 9 }, (_, i) => own.putObject(at(`kept/${i}`, { Body: 'x' })));
  assert.strictEqual(own.getTaskList().filter((each) => each.state !== 'success').length, 9);
  await Promise.all(puts);
  assert.strictEqual(own.getTaskList().length, 2);
});

test('a paused task goes on where it was: no part is sent again', async () => {
  for (const [Key, waits] of [['paused', true], ['hurried', false]]) {
    await control(place.address, 'DELETE', 'requests');
    const task = await begun(Key);
    cos.pauseTask(task.id);
    assert.strictEqual(stateOf(cos, task.id), 'paused');
    while (waits && cos.isUploadRunning()) await new Promise(setImmediate);
    assert.strictEqual(stateOf(cos, task.id), 'paused');
    // Otherwise it begins when the earlier run has ended.
    cos.restartTask(task.id);
    if (!waits) assert.strictEqual(stateOf(cos, task.id), 'waiting');
    await task.result;
    await isStored(Key);
    const numbers = (await partsOf(Key)).map(({ target }) => Number(/partNumber=(\d+)/.exec(target)[1]));
    assert.strictEqual(numbers.filter((number) => number === 1).length, 1);
    assert.ok(numbers.length <= 6, String(numbers));
    assert.deepStrictEqual((await cos.multipartList({ Bucket, Region, Prefix: Key })).Upload, []);
  }
});

test('a task that waits can be paused, restarted and cancelled', async () => {
  const own = client(place.address, { FileParallelLimit: 1 });
  const ids = [];
  const put = (Key) => own.putObject(at(Key, { Body: Key, onTaskReady: (id) => ids.push(id) }));
  await faults({ faults: 'slow-100', methods: ['PUT'] });
  const [first, second, third] = ['wait/1', 'wait/2', 'wait/3'].map(put);
  own.pauseTask(ids[1]);
  own.cancelTask(ids[2]);
  const error = await failed(third);
  assert.deepStrictEqual([error.reason, error.code, stateOf(own, ids[2])], [COS.Reason.CANCELLED, 'ABORT_ERR', 'canceled']);
  await first;
  assert.deepStrictEqual([stateOf(own, ids[1]), own.isUploadRunning()], ['paused', false]);
  own.restartTask(ids[1]);
  await second;
  assert.strictEqual((await failed(own.headObject(at('wait/3')))).statusCode, 404);
});

test('a cancelled task ends with an error, and the parts that are stored serve the next one', async () => {
  const task = await begun('cancelled');
  cos.cancelTask(task.id);
  assert.strictEqual(stateOf(cos, task.id), 'canceled');
  const error = await failed(task.result);
  assert.deepStrictEqual([error.reason, typeof error.UploadId], [COS.Reason.CANCELLED, 'string']);
  cos.restartTask(task.id);
  assert.strictEqual(stateOf(cos, task.id), 'canceled');
  await faults();
  await control(place.address, 'DELETE', 'requests');
  await cos.sliceUploadFile(at('cancelled', { FilePath }));
  assert.ok((await partsOf('cancelled')).length < 5);
  await isStored('cancelled');
});

test('a callback does not learn of cancelTask, and that of a signal does', async () => {
  const own = client(place.address, { FileParallelLimit: 1 });
  await faults({ faults: 'slow-200', methods: ['PUT'] });
  const ids = [];
  const told = [];
  for (const Key of ['silent/1', 'silent/2']) own.putObject(at(Key, { Body: 'x', TaskReady: (id) => ids.push(id) }), (error) => told.push(error));
  ids.forEach((id) => own.cancelTask(id));
  const controller = new AbortController();
  const last = new Promise((resolve) => own.putObject(at('silent/3', { Body: 'x', signal: controller.signal }), resolve));
  controller.abort();
  assert.strictEqual((await last).reason, COS.Reason.CANCELLED);
  await own.putObject(at('silent/4', { Body: 'x' }));
  assert.deepStrictEqual(told, []);
  const { files } = await own.uploadFiles({ files: [at('silent/5', { Body: 'x', onTaskReady: (id) => own.cancelTask(id) })] });
  assert.strictEqual(files[0].error.reason, COS.Reason.CANCELLED);
});

test('a task that failed can be restarted, and calls back again', async () => {
  await faults({ faults: 'status-403-AccessDenied', target: 'partNumber=3&' });
  let id;
  const told = new EventEmitter();
  cos.sliceUploadFile(at('failed', { FilePath, onTaskReady: (each) => { id = each; } }), (error, data) => told.emit('told', error, data));
  const [error] = await once(told, 'told');
  assert.deepStrictEqual([error.code, stateOf(cos, id), cos.getTaskList().at(-1).error], ['AccessDenied', 'error', error]);
  await faults();
  cos.restartTask(id);
  const [none, data] = await once(told, 'told');
  assert.deepStrictEqual([none, data.statusCode, stateOf(cos, id)], [null, 200, 'success']);
  await isStored('failed');
});

test('a signal ends a task, whether it waits or runs', async () => {
  const own = client(place.address, { FileParallelLimit: 1 });
  const controller = new AbortController();
  await faults({ faults: 'slow-400', methods: ['PUT'] });
  const puts = ['signal/1', 'signal/2'].map((Key) => own.putObject(at(Key, { Body: 'x', signal: controller.signal })));
  controller.abort(new Error('enough'));
  for (const error of await Promise.all(puts.map(failed))) {
    assert.deepStrictEqual([error.reason, error.cause.message], [COS.Reason.CANCELLED, 'enough']);
  }
  assert.strictEqual((await failed(own.putObject(at('signal/3', { Body: 'x', signal: controller.signal })))).reason, COS.Reason.CANCELLED);
  assert.strictEqual(own.isUploadRunning(), false);
});

test('a stream is not paused, and is closed if its task is cancelled before it begins', async () => {
  const warned = once(process, 'warning');
  const own = client(place.address, { FileParallelLimit: 1 });
  const ids = [];
  const put = (Body) => own.putObject(at('stream', { Body, onTaskReady: (id) => ids.push(id) }));
  const first = put(Readable.from(['a', 'b']));
  const closed = fs.createReadStream('/no/such/file');
  const second = put(closed);
  own.pauseTask(ids[0]);
  assert.match((await warned)[0].message, /stream/);
  own.cancelTask(ids[1]);
  assert.strictEqual((await failed(second)).reason, COS.Reason.CANCELLED);
  assert.ok(closed.destroyed);
  await first;
  assert.strictEqual((await own.getObject(at('stream'))).Body.toString(), 'ab');
});

test('a download ends by its TaskId', async () => {
  await cos.putObject(at('down', { Body: content }));
  for (const end of [(id) => cos.cancelTask(id), (id) => cos.emit('inner-kill-task', { TaskId: id })]) {
    await faults({ faults: 'slow-400', methods: ['GET'] });
    let known;
    const given = { FilePath: path.join(folder, 'down'), ChunkSize: MIB, TaskId: 'own', onTaskReady: (id) => { known = id; } };
    const download = cos.downloadFile(at('down', given));
    assert.strictEqual(known, 'own');
    end('own');
    assert.strictEqual((await failed(download)).reason, COS.Reason.CANCELLED);
  }
  assert.ok(!fs.existsSync(path.join(folder, 'down')));
});

test('an exception of a callback is the program\'s, and the queue goes on', async () => {
  const { stdout } = spawnSync(process.execPath, ['-e', `
    const { client, at } = require(${JSON.stringify(path.join(__dirname, 'standin.js'))});
    const own = client('${place.address}', { FileParallelLimit: 1 });
    process.on('uncaughtException', (error) => console.log('heard', error.message));
    own.putObject(at('thrown', { Body: 'x' }), () => { throw new Error('mine'); });
    own.uploadFile(at('next', { FilePath: ${JSON.stringify(FilePath)}, onFileFinish() { throw new Error('too'); } })).then((data) => console.log(data.statusCode));
  `], { encoding: 'utf8' });
  assert.deepStrictEqual(stdout.trim().split('\n').sort(), ['200', 'heard mine', 'heard too']);
});

test('onFileFinish receives what was uploaded', async () => {
  const finished = [];
  const onFileFinish = (error, data, options) => finished.push([error, data?.statusCode, options.Key, options.FilePath, typeof options.TaskId, 'onFileFinish' in options]);
  await cos.uploadFile(at('finished', { FilePath, onFileFinish }));
  await failed(cos.uploadFile(at('finished', { FilePath: '/no/such/file', onFileFinish })));
  await new Promise(setImmediate);
  assert.deepStrictEqual(finished[0], [null, 200, 'finished', FilePath, 'string', false]);
  assert.deepStrictEqual(finished[1].slice(1), [undefined, 'finished', '/no/such/file', 'string', false]);
});

test('a promise that nobody awaits is no unhandled rejection after cancelTask', async () => {
  const heard = [];
  const hear = (error) => heard.push(error);
  process.on('unhandledRejection', hear);
  try {
    const ended = new Promise((resolve) => {
      cos.sliceUploadFile({ ...at('unawaited'), FilePath, onTaskReady: (id) => setImmediate(() => cos.cancelTask(id)), onFileFinish: resolve });
    });
    await ended;
    // Node reports a rejection when the tasks of its turn are done.
    await new Promise(setImmediate);
    assert.deepStrictEqual(heard, []);
  } finally {
    process.off('unhandledRejection', hear);
  }
});
