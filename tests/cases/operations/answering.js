// A server that responds as a row of node.jsonl says, and keeps what it received.
'use strict';
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { once } = require('node:events');

const FILE = path.join(__dirname, 'node.jsonl');
// What each HTTP library has of its own, and what differs between any two signatures.
const OWN_HEADERS = new Set(['accept', 'accept-encoding', 'authorization', 'connection', 'content-length', 'transfer-encoding', 'user-agent', 'x-cos-date']);

const rows = () => fs.readFileSync(FILE, 'utf8').trim().split('\n').map((line) => JSON.parse(line));

async function received(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const url = new URL(request.url, 'http://host');
  const names = Object.keys(request.headers).filter((name) => !OWN_HEADERS.has(name)).sort();
  return {
    method: request.method,
    path: url.pathname,
    query: Object.fromEntries([...url.searchParams].sort()),
    headers: Object.fromEntries(names.map((name) => [name, request.headers[name]])),
    body: Buffer.concat(chunks).toString(),
  };
}

/** Starts the server: { port, expect, requests, stop }. */
async function answering() {
  let row;
  let requests = [];
  const server = http.createServer(async (request, response) => {
    requests.push(await received(request));
    const { status, headers = {}, body = '' } = row.response;
    response.writeHead(status, { Server: 'tencent-cos', ...headers, ...(status !== 204 && { 'Content-Length': Buffer.byteLength(body) }) });
    response.end(request.method === 'HEAD' ? '' : body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return {
    port: server.address().port,
    expect(next) {
      row = next;
      requests = [];
    },
    // Repetitions of a request are left out.
    requests: () => requests.filter(({ headers }) => headers['x-cos-sdk-retry'] === undefined),
    stop: () => server.closeAllConnections?.() ?? server.close(),
  };
}

/** A returned value as it stands in a row. Of the headers, those that the row's response has are kept. */
function plain(value, row) {
  const names = new Set(Object.keys(row.response.headers ?? {}).map((name) => name.toLowerCase()));
  const found = JSON.parse(JSON.stringify(value));
  if (found.headers) found.headers = Object.fromEntries(Object.entries(found.headers).filter(([name]) => names.has(name)).sort());
  return found;
}

/** An error as it stands in a row. One without a status was made by the SDK. */
function failed(error) {
  if (!error.statusCode) return { type: 'client' };
  return { type: 'service', status: error.statusCode, code: error.error?.Code ?? error.code };
}

module.exports = { FILE, rows, answering, plain, failed };
