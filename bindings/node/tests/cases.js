// Every row of the tables that all languages run, a line each, through the public names of this package:
//   node cases.js TABLE-FOLDER STANDIN-ADDRESS
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const COS = require('../index.js');
const { liveCall } = require('./live.js');
const { SecretId, SecretKey, Region, Bucket } = require('./standin.js');
const { errorLine, liveErrorLine, escaped } = require('./lines.js');

const [folder, standin] = process.argv.slice(2);
const rows = (name) =>
  fs.readFileSync(path.join(folder, name), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const print = (id, rest) => fs.writeSync(1, `${escaped(id)}\t${rest}\n`);

function answer({ id, exchange }) {
  const { body, body_hex, raw_headers_hex, ...given } = exchange;
  const error = COS.fromAnswer({
    method: given.method,
    url: given.url,
    status: given.status,
    headers: given.headers,
    rawHeaders: raw_headers_hex === undefined ? undefined : Buffer.from(raw_headers_hex, 'hex'),
    body: body_hex === undefined ? body : Buffer.from(body_hex, 'hex'),
    bodyTruncated: given.body_truncated,
    expectRoot: given.expect_root,
    bucket: given.bucket,
    key: given.key,
    receivedAt: given.received_at_ms,
    expectCos: given.expect_cos,
    headersFiltered: given.headers_filtered,
  });
  print(id, error ? errorLine(error) : 'ok');
}

async function operate(input) {
  const cos = new COS({
    Region: input.region,
    Endpoint: input.endpoint ?? 'http://{bucket}.cos.{region}.myqcloud.com',
    ConnectTo: input.connect_to ?? standin,
    Proxy: input.proxy,
    SecretId: input.secret_id,
    SecretKey: input.secret_key,
    SecurityToken: input.token,
    ConnectTimeout: input.connect_timeout_ms,
    IoTimeout: input.io_timeout_ms,
    TotalTimeout: input.total_timeout_ms,
  });
  if (input.operation === 'head_bucket') await cos.headBucket({ Bucket: input.bucket });
  else await cos.getObject({ Bucket: input.bucket, Key: input.key });
}

async function argument({ id, input }) {
  try {
    await operate(input);
    print(id, 'ok');
  } catch (error) {
    print(id, errorLine(error));
  }
}

async function live(row) {
  try {
    const { statusCode, Received } = await liveCall(row, folder, standin);
    print(row.id, `ok\tstatus=${statusCode}\treceived=${Received}`);
  } catch (error) {
    if (!(error instanceof COS.CosError)) throw error;
    print(row.id, liveErrorLine(error));
  }
}

/** A URL without what depends on the clock: its windows begin at 0, and its signature is empty. */
const withoutClock = (url) =>
  url
    .replace(/(q-(?:sign|key)-time=)(\d+)%3B(\d+)/g, (_, name, start, end) => `${name}0%3B${end - start}`)
    .replace(/(q-signature=)[0-9a-f]*/, '$1');

function presign(row) {
  const cos = new COS({
    Region: row.region,
    SecretId: row.secret_id,
    SecretKey: row.secret_key,
    SecurityToken: row.token,
  });
  try {
    const url = cos.getObjectUrl({
      Method: row.method,
      Bucket: row.bucket,
      Key: row.key,
      Expires: row.expires_s,
      Query: row.params,
      Headers: row.headers,
    });
    print(row.id, `ok\turl=${escaped(withoutClock(url))}`);
  } catch (error) {
    print(row.id, errorLine(error));
  }
}

async function values(row) {
  const cos = new COS({ SecretId, SecretKey, Region, Protocol: 'http:', ConnectTo: standin });
  const at = { Bucket, Key: 'values' };
  const Body = row.body_hex === undefined ? row.body : Buffer.from(row.body_hex, 'hex');
  await cos.putObject({ ...at, Body, ContentType: row.content_type ?? 'application/xml' });
  const { document } = await cos.request({ ...at, RawBody: true });
  const fields = [
    ['fault', document.fault],
    ...Object.keys(row.counts ?? {}).map((each) => ['count', `${each}: ${document.count(each)}`]),
    ...Object.keys(row.values ?? {}).map((each) => ['value', `${each}: ${document.value(each)}`]),
    ['json', document.json],
  ];
  print(row.id, ['ok', ...fields.map(([name, value]) => `${name}=${escaped(value)}`)].join('\t'));
}

async function main() {
  for (const row of rows('answers.jsonl')) answer(row);
  for (const row of rows('arguments.jsonl')) await argument(row);
  for (const row of rows('live.jsonl')) await live(row);
  for (const row of rows('presign.jsonl')) presign(row);
  for (const row of rows('values.jsonl')) await values(row);
}

main();
