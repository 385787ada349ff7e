#!/usr/bin/env node
// Records what Tencent's SDK for Node sends and returns for the calls of node.jsonl.
//
//     npm install cos-nodejs-sdk-v5@3.0.0, and set NODE_PATH to its node_modules
//     node tests/cases/operations/record.js [ID...]
//
// Each row has an id, a method, its arguments, and the response to it. This program writes the rest: the requests, and the
// returned value or the error. Run it by hand after adding rows; the tests compare this project's package with it.
'use strict';
const fs = require('node:fs');
const COS = require('cos-nodejs-sdk-v5');
const { FILE, rows, answering, plain, failed } = require('./answering.js');

async function record(cos, server, { id, method, arguments: given, response }) {
  const row = { id, method, arguments: given, response };
  server.expect(row);
  try {
    // It changes what it is given.
    const value = await new Promise((resolve, reject) => {
      // The older names return no promise.
      cos[method](structuredClone(given), (error, data) => (error ? reject(error) : resolve(data)));
    });
    row.value = plain(value, row);
  } catch (error) {
    row.error = failed(error);
  }
  row.requests = server.requests();
  return row;
}

async function main() {
  const server = await answering();
  const cos = new COS({
    SecretId: 'AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000',
    SecretKey: 'STANDINSECRETKEYEXAMPLEEXAMPLE00',
    Protocol: 'http:',
    Ip: `127.0.0.1:${server.port}`,
    AutoSwitchHost: false,
  });
  const named = new Set(process.argv.slice(2));
  const all = [];
  for (const row of rows()) all.push(named.size > 0 && !named.has(row.id) ? row : await record(cos, server, row));
  fs.writeFileSync(FILE, all.map((row) => `${JSON.stringify(row)}\n`).join(''));
  console.log(`${all.length} rows`);
  process.exit();
}

main();
