// Every row that the module can answer of the tables that all languages run, a line each:
//   node cases.js TABLE-FOLDER [MODULE]
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { loadSync } = require('../lib/module.js');
const { errorLine, escaped } = require('../../node/tests/lines.js');

const [folder, wasm = process.env.COS_ERR_WASM] = process.argv.slice(2);
const core = loadSync(fs.readFileSync(wasm));
const rows = (name) => fs.readFileSync(path.join(folder, name), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const lines = [];
const print = (id, rest) => lines.push(`${escaped(id)}\t${rest}\n`);

/** An error as the runners print it. */
function line(details) {
  const { advice, diagnoseSteps, headers, parts, ...rest } = details;
  const word = (retry) => retry.replace('-', '_');
  return errorLine({
    ...rest,
    retry: word(details.retry),
    parts: parts.map((part) => ({ ...part, retry: word(part.retry) })),
    error: { Code: details.code },
    headerFields: headers,
    adviceIn: (language) => advice[language],
    diagnoseSteps: (language = 'en') => diagnoseSteps[language],
  });
}

function answer({ id, exchange }) {
  const { body, body_hex, raw_headers_hex, ...given } = exchange;
  const details = core.readResponse({
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
  print(id, details ? line(details) : 'ok');
}

/** What the other runners do with the settings of a connection, the module has none of. */
const isOfConnection = ({ connect_to, proxy, connect_timeout_ms, io_timeout_ms, total_timeout_ms }) =>
  [connect_to, proxy, connect_timeout_ms, io_timeout_ms, total_timeout_ms].some((value) => value !== undefined);

function argument({ id, input }) {
  if (isOfConnection(input)) return;
  const isHead = input.operation === 'head_bucket';
  const { error } = core.sign({
    method: isHead ? 'HEAD' : 'GET',
    // Of these operations each needs them; without one the others are of another kind.
    bucket: input.bucket ?? '',
    key: isHead ? undefined : (input.key ?? ''),
    region: input.region,
    endpoint: input.endpoint ?? 'http://{bucket}.cos.{region}.myqcloud.com',
    secretId: input.secret_id,
    secretKey: input.secret_key,
    token: input.token,
    now: 1700000000,
  });
  print(id, error ? line(error) : 'ok');
}

/** A URL without what depends on the clock: its windows begin at 0, and its signature is empty. */
const withoutClock = (url) =>
  url
    .replace(/(q-(?:sign|key)-time=)(\d+)%3B(\d+)/g, (_, name, start, end) => `${name}0%3B${end - start}`)
    .replace(/(q-signature=)[0-9a-f]*/, '$1');

function presign(row) {
  const { url, error } = core.presign({
    method: row.method,
    bucket: row.bucket,
    key: row.key,
    region: row.region,
    query: Object.entries(row.params ?? {}),
    headers: Object.entries(row.headers ?? {}),
    secretId: row.secret_id,
    secretKey: row.secret_key,
    token: row.token,
    now: row.now,
    expires: row.expires_s,
  });
  // The table has the whole URL.
  if (row.url !== undefined && url !== row.url) throw new Error(`${row.id}: ${url}`);
  print(row.id, error ? line(error) : `ok\turl=${escaped(withoutClock(url))}`);
}

rows('answers.jsonl').forEach(answer);
rows('arguments.jsonl').forEach(argument);
rows('presign.jsonl').forEach(presign);
fs.writeSync(1, lines.join(''));
