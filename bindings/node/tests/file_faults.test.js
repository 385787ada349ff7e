// Every fault of the stand-in during files in parts: the rows of tests/cases/faults.jsonl.
'use strict';
const assert = require('node:assert');
const { randomBytes } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const COS = require('../index.js');
const { localFile, plannedFaults, standin, client, control, at, Region, Bucket } = require('./standin.js');

const MIB = 1 << 20;
const SIZE = 2 * MIB + 5;
const rows = fs.readFileSync(path.join(process.env.COS_ERR_CASES, 'faults.jsonl'), 'utf8').trim().split('\n').map(JSON.parse);
const isEndless = (expected) => expected === 'hangs' || expected === 'may hang';
// As long as all of them need on a busy machine.
const LIMIT_MS = 10000;
let place, local, cos;

before(async () => {
  place = await standin('--no-log');
  local = localFile(randomBytes(SIZE));
  cos = client(place.address, {});
});
after(() => {
  cos.close();
  place.stop();
  local.remove();
});

const phases = {
  middle: { request: 'part', part: 'part 2 ', faults: (Key, fault) => [{ faults: fault, target: `/${Key}?partNumber=2&` }] },
  complete: { request: 'complete', part: '', faults: (Key, fault) => [{ faults: fault, target: `/${Key}?uploadId=`, methods: ['POST'] }] },
  later: {
    request: 'range',
    part: 'part 2 ',
    faults: (Key, fault) => [{ faults: '', times: 1 }, { faults: fault }].map((each) => ({ ...each, target: `/${Key}`, methods: ['GET'] })),
  },
};

/** A transfer of which one request meets with the fault. */
function planned(row, number, phase) {
  const name = `${number}.${phase}`;
  const expected = typeof row.outcome === 'string' ? row.outcome : row.outcome[phases[phase].request];
  const Key = phase === 'later' ? `synthetic/${SIZE}/${name}` : name;
  return { row, phase, expected, Key, FilePath: phase === 'later' ? path.join(local.folder, name) : local.FilePath };
}

async function run(move) {
  const options = { MaxAttempts: move.row.attempts ?? 1, TotalTimeout: isEndless(move.expected) ? LIMIT_MS : 120000 };
  const own = client(place.address, options);
  const params = at(move.Key, { FilePath: move.FilePath, ChunkSize: MIB });
  const moved = move.phase === 'later' ? own.downloadFile({ ...params, ParallelLimit: 1 }) : own.sliceUploadFile({ ...params, AsyncLimit: 1, CheckPoint: false });
  move.error = await moved.then(() => undefined, (error) => error);
  own.close();
}

/** What is wrong with its outcome. */
function complaints({ row, phase, expected, error, FilePath }) {
  const wrong = [];
  const found = error ? `${error.cosCode} ${error.status}` : '';
  const isCertain = !isEndless(expected) && expected !== 'any';
  if (isCertain ? found !== expected : expected === 'hangs' && !found.startsWith('Timeout ')) wrong.push(found);
  if (error && !(error instanceof (error.reason ? COS.CosClientError : COS.CosServiceError))) wrong.push(String(error));
  const isNamed = !error || error.method === 'POST' || found.startsWith('Checksum ') || error.message.includes(phases[phase].part);
  if (isCertain && !isNamed) wrong.push(error.message);
  const isWhole = phase !== 'later' || (fs.existsSync(FilePath) && fs.statSync(FilePath).size === SIZE);
  if (phase === 'later' && isWhole !== !error) wrong.push('the file');
  return wrong.map((each) => `${row.id}, ${phase}: '${each}', not '${expected}'`);
}

const left = async () => (await cos.multipartList({ Bucket, Region })).Upload;

test('the table has each fault', async () => {
  const names = await control(place.address, 'GET', 'faults');
  assert.deepStrictEqual([...new Set(rows.map((row) => row.name))].sort(), names.sort());
});

for (const phase of Object.keys(phases)) {
  test(`each fault has its error and leaves nothing: ${phase}`, async () => {
    const moves = rows.map((row, number) => planned(row, number, phase));
    // Those of fail-N.
    await control(place.address, 'DELETE', 'counters');
    await plannedFaults(place.address, moves.flatMap((move) => phases[phase].faults(move.Key, move.row.fault)));
    await Promise.all(moves.map(run));
    await plannedFaults(place.address, []);
    assert.deepStrictEqual(moves.flatMap(complaints), []);
    const named = moves.map((move) => move.error?.UploadId);
    assert.deepStrictEqual((await left()).filter((each) => !named.includes(each.UploadId)).map((each) => each.Key), []);
    const whole = moves.filter((move) => phase === 'later' && !move.error).map((move) => path.basename(move.FilePath));
    assert.deepStrictEqual(fs.readdirSync(local.folder).sort(), ['file', ...whole].sort());
    for (const name of whole) fs.rmSync(path.join(local.folder, name));
    for (const { Key, UploadId } of await left()) await cos.multipartAbort(at(Key, { UploadId }));
  });
}
