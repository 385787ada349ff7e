// The calls of one request, compared with what Tencent's SDK sent and returned: the rows of tests/cases/operations.
'use strict';
const assert = require('node:assert');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { client } = require('./standin.js');
const { operations } = require('../lib/generated.js');
const { parse } = require('../lib/xml.js');
const { answering, rows, plain, failed } = require(path.join(process.env.COS_ERR_CASES, 'operations', 'answering.js'));

// What is different on purpose, by the ids of rows, with the reasons.
const DIFFERENT = {};

let server;
let cos;

before(async () => {
  server = await answering();
  cos = client(`127.0.0.1:${server.port}`);
});
after(() => {
  cos.close();
  server.stop();
});

/** A body as it is compared: of a document its elements, those of one name in their order. */
const comparable = ({ body, headers, ...request }) => {
  const { 'content-md5': md5, ...others } = headers;
  const document = body.startsWith('<') ? parse(body) : undefined;
  // The digest is that of the text, which may be written in several ways.
  return { ...request, headers: others, digested: md5 !== undefined, body: document ?? body };
};

async function outcome(call, row) {
  try {
    return { value: plain(await call, row) };
  } catch (error) {
    return { error: failed(error) };
  }
}

for (const row of rows()) {
  test(`as the SDK: ${row.id}`, async () => {
    server.expect(row);
    const found = await outcome(cos[row.method](structuredClone(row.arguments)), row);
    const { value, error } = row;
    assert.deepStrictEqual(found, JSON.parse(JSON.stringify({ value, error })));
    assert.deepStrictEqual(server.requests().map(comparable), row.requests.map(comparable));
  });
}

test('each operation of the table has rows', () => {
  const called = new Set(rows().map((row) => row.method));
  assert.deepStrictEqual(Object.keys(operations).filter((name) => !called.has(name)), []);
});
