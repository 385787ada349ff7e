// The documented example and fields, by this library and by Tencent's SDK, side by side.
'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { standin } = require('./standin.js');

const OURS = path.join(__dirname, '..', 'index.js');
const THEIRS = 'cos-nodejs-sdk-v5';
// What a HEAD's error has no words for in Tencent's SDK: 404 and "Not Found" of the status line.
const DERIVED = ['code', 'message'];
// Each library has stored an object of its own, perhaps in another second.
const TIMES = ['LastModified', 'last-modified', 'CreationDate', 'Initiated'];
// How each library spells the URL that it asked.
const SPELLED = ['url'];

let place;
before(async () => {
  place = await standin();
});
after(() => place.stop());

function run(program, library) {
  const file = path.join(__dirname, 'document', program);
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, library, place.address], { encoding: 'utf8' });
  assert.strictEqual(status, 0, stderr);
  return stdout;
}

/** Every member that theirs has, ours has with the same value. */
function includes(ours, theirs, name, left) {
  for (const [member, value] of Object.entries(theirs)) {
    if (left.includes(member) || value === null || value === undefined) continue;
    if (TIMES.includes(member)) assert.strictEqual(typeof ours[member], typeof value, `${name}.${member}`);
    else if (typeof value === 'object' && !Array.isArray(value)) includes(ours[member], value, `${name}.${member}`, left);
    else assert.deepStrictEqual(ours[member], value, `${name}.${member}`);
  }
}

test('the example prints the error, with what Tencent\'s SDK leaves out', () => {
  const text = run('example.js', OURS);
  for (const field of ["Code: 'NoSuchBucket'", 'Message: ', 'RequestId: ']) assert.ok(text.includes(field), text);
  // The SDK calls back with an error that has no `error` here.
  assert.strictEqual(run('example.js', THEIRS), 'undefined\n');
});

test('the fields of answers and errors are those of Tencent\'s SDK, where it has them', () => {
  const ours = JSON.parse(run('fields.js', OURS));
  const theirs = JSON.parse(run('fields.js', THEIRS));
  for (const [name, { failure, answer }] of Object.entries(theirs)) {
    if (answer) includes(ours[name].answer, answer, name, []);
    assert.strictEqual(Boolean(ours[name].failure), Boolean(failure), name);
    if (failure) includes(ours[name].failure, failure, name, name.startsWith('head') ? [...DERIVED, ...SPELLED] : SPELLED);
  }
  for (const [name, { failure }] of Object.entries(ours)) {
    if (failure) for (const field of ['Code', 'Message', 'RequestId']) assert.strictEqual(typeof failure.error[field], 'string', name);
  }
});

test('codes of failures before a response are those of Tencent\'s SDK, which are Node\'s', () => {
  const ours = JSON.parse(run('failures.js', OURS));
  const theirs = JSON.parse(run('failures.js', THEIRS));
  assert.deepStrictEqual(Object.values(theirs).map((each) => each.code), ['ECONNREFUSED', 'ENOENT', 'ENOENT']);
  for (const [name, each] of Object.entries(theirs)) includes(ours[name], each, name, []);
  for (const each of Object.values(ours)) assert.ok(each.errno < 0 && each.syscall && !('statusCode' in each) && !('headers' in each));
});
