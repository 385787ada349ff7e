// The rows of live.jsonl: calls that are really made.
'use strict';
const assert = require('node:assert');
const { once } = require('node:events');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');
const { Readable, Writable } = require('node:stream');
const COS = require('../index.js');
const { SecretId, SecretKey } = require('./standin.js');

const CREDENTIALS = {
  good: { SecretId, SecretKey },
  wrong: { SecretId, SecretKey: 'WRONGSECRETKEYEXAMPLEEXAMPLE0000' },
  none: {},
  token: { SecretId, SecretKey, SecurityToken: 'STANDINTOKEN' },
  'expired-token': { SecretId, SecretKey, SecurityToken: 'EXPIREDTOKEN' },
};
const object = (pairs) => Object.fromEntries(pairs ?? []);

/** A port where nobody listens, or where what listens never answers. */
async function deadEnd(target) {
  const server = net.createServer(() => {}).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `127.0.0.1:${server.address().port}`;
  if (target === 'hang') return { address, close: () => server.close() };
  server.close();
  await once(server, 'close');
  return { address, close() {} };
}

function client({ credentials = 'good', max_attempts, io_timeout_ms, ...unknown }, address) {
  assert.deepStrictEqual(unknown, {});
  return new COS({
    ...CREDENTIALS[credentials],
    Region: 'ap-guangzhou',
    Endpoint: 'http://{bucket}.cos.{region}.myqcloud.com',
    ConnectTo: address,
    MaxAttempts: max_attempts,
    IoTimeout: io_timeout_ms,
  });
}

function requestOf(members, folder) {
  const { method, bucket, key, query, headers, expect_root, body, body_as, body_file, sink_file, ...unknown } = members;
  assert.deepStrictEqual(unknown, {});
  const params = { Method: method, Bucket: bucket, Key: key, Headers: object(headers), Query: object(query), ExpectRoot: expect_root };
  if (body_as === 'reader') Object.assign(params, { Body: () => Readable.from([Buffer.from(body)]), ContentLength: Buffer.byteLength(body) });
  else if (body_as === 'stream') params.Body = Readable.from([Buffer.from(body)]);
  else if (body !== undefined) params.Body = body;
  if (body_file !== undefined) params.FilePath = path.join(folder, body_file);
  if (sink_file !== undefined) params.Output = path.join(folder, sink_file);
  return params;
}

function callOf({ timeout_ms, explain, headers, cancelled, ...unknown }, params) {
  assert.deepStrictEqual(unknown, {});
  Object.assign(params.Headers, object(headers));
  return { ...params, Timeout: timeout_ms, Explain: explain, signal: cancelled ? AbortSignal.abort() : undefined };
}

/** Where the body goes, and how many bytes came there. */
function sinkOf(kind) {
  if (kind === 'file') {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cos_err-live-'));
    const file = path.join(folder, 'object');
    return { Output: file, size: () => fs.statSync(file).size, remove: () => fs.rmSync(folder, { recursive: true }) };
  }
  let size = 0;
  const write = (chunk, encoding, taken) => {
    size += chunk.length;
    taken();
  };
  return { Output: kind === 'writer' ? new Writable({ write }) : undefined, size: () => size, remove() {} };
}

async function liveCall(row, folder, standin) {
  const { options = {}, call = {}, target = 'standin', before = [], request, sink } = row;
  const end = target === 'standin' ? { address: standin, close() {} } : await deadEnd(target);
  const cos = client(options, end.address);
  const to = sinkOf(sink);
  try {
    for (const members of before) await cos.request(requestOf(members, folder));
    const params = callOf(call, requestOf(request, folder));
    if (to.Output) params.Output = to.Output;
    params.RawBody = true;
    const data = await cos.request(params);
    const kept = data.Body?.length ?? 0;
    assert.strictEqual(sink === 'writer' || sink === 'file' ? to.size() : kept, data.Received);
    return data;
  } finally {
    to.remove();
    end.close();
    cos.close();
  }
}

module.exports = { liveCall };
