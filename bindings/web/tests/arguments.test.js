// Mistakes of the program: the rows of tests/cases/arguments.jsonl, as the package for Node reports them.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { before, test } = require('node:test');
const { COS, loaded, nodePackage } = require('./package.js');

const noNode = nodePackage ? undefined : 'skipped: the package for Node is not built';
const table = path.join(__dirname, '..', '..', '..', 'tests', 'cases', 'arguments.jsonl');
// What a browser has no option for.
const OTHER = ['proxy', 'connect_to', 'connect_timeout_ms', 'io_timeout_ms', 'total_timeout_ms'];
const rows = fs.readFileSync(table, 'utf8').trim().split('\n').map((line) => JSON.parse(line)).filter(({ input, expect }) => expect.reason && !OTHER.some((name) => name in input));

before(loaded);

/** The error of a row; a request that is sent fails at once. */
async function mistake(Package, { operation, bucket, key, region, endpoint, secret_id, secret_key, token }, more) {
  try {
    const cos = new Package({ Region: region, SecretId: secret_id, SecretKey: secret_key, SecurityToken: token, ...more(endpoint) });
    if (operation === 'head_bucket') await cos.headBucket({ Bucket: bucket });
    else await cos.request({ Method: 'GET', Bucket: bucket, Key: key ?? '' });
    return { message: 'sent' };
  } catch ({ name, reason, code, message, advice, requestSent }) {
    return { name, reason, code, message, advice, requestSent };
  }
}

test(`${rows.length} rows`, { skip: noNode }, async () => {
  global.wx = { request: ({ fail }) => fail({ errMsg: 'request:fail sent' }) };
  const differ = [];
  for (const { id, input } of rows) {
    const node = await mistake(require(nodePackage), input, (Endpoint) => ({ Endpoint, MaxAttempts: 1, ConnectTo: '127.0.0.1:1' }));
    const web = await mistake(COS, input, (Endpoint) => ({ Endpoint }));
    if (JSON.stringify(node) !== JSON.stringify(web)) differ.push([id, node, web]);
  }
  assert.deepStrictEqual(differ, []);
  assert.ok(rows.length > 50);
});
