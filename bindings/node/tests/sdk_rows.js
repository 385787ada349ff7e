// Replays what Tencent's SDKs for JavaScript called back with: the rows of tests/cases/sdk. The package for browsers
// runs them too.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');

const FIELDS = { code: 'code', message: 'message', resource: 'resource', request_id: 'requestId', trace_id: 'traceId' };

/** The error object of an SDK: cos-js-sdk-v5 makes it of an Error. */
function objectOf({ instanceof_Error, ...members }) {
  return instanceof_Error ? Object.assign(new Error(), members) : members;
}

function check(error, { kept, gone }) {
  assert.strictEqual(error.status, kept.status ?? 0);
  assert.deepStrictEqual([error.kind, error.reason], kept.reason ? ['client', kept.reason] : ['service', '']);
  for (const [name, member] of Object.entries(FIELDS)) {
    if (kept[name] !== undefined) assert.strictEqual(name === 'code' ? error.error.Code : error[member], kept[name], name);
  }
  assert.deepStrictEqual(gone.filter((name) => !error.lost.includes(name)), [], 'marked as lost');
  // Nothing is made up.
  if (kept.request_id === undefined) assert.strictEqual(error.requestId, '');
  if (kept.trace_id === undefined) assert.strictEqual(error.traceId, '');
  if (kept.resource === undefined) assert.strictEqual(error.resource, error.url);
  if (kept.code === undefined) assert.ok(!['body', 'header'].includes(error.codeSource), error.codeSource);
}

/** A test for each row of each SDK. */
function replay(test, COS, cases) {
  for (const sdk of ['node', 'wx', 'js']) {
    const lines = fs.readFileSync(path.join(cases, 'sdk', `${sdk}.jsonl`), 'utf8').trim().split('\n');
    for (const row of lines.map((line) => JSON.parse(line))) {
      test(`${sdk}: ${row.id}`, async () => {
        const theirs = objectOf(row.sdk);
        const error = await COS.fromSdkError(theirs);
        check(error, row);
        assert.strictEqual(error.cause, theirs);
      });
    }
  }
}

module.exports = { replay };
