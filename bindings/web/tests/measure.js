// What the module costs: node measure.js MODULE
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');
const { loadSync } = require('../lib/module.js');

const bytes = fs.readFileSync(process.argv[2]);
const tables = path.join(__dirname, '..', '..', '..', 'tests', 'cases');
const ROUNDS = 40;

/** The least CPU time of several rounds, in microseconds. */
function cpu(rounds, work) {
  const times = Array.from({ length: rounds }, () => {
    const begin = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(begin);
    return user + system;
  });
  return Math.min(...times);
}

function responses() {
  const rows = fs.readFileSync(path.join(tables, 'answers.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line).exchange);
  const hasBody = ({ status, body, headers }) => status >= 400 && body && headers && body.startsWith('<');
  return rows.filter(hasBody).map(({ body, ...rest }) => ({ ...rest, body: Buffer.from(body) }));
}

const load = cpu(20, () => loadSync(bytes));
const core = loadSync(bytes);
const all = responses();
const read = cpu(ROUNDS, () => all.forEach((response) => core.readResponse(response))) / all.length;
const sign = cpu(ROUNDS, () => {
  for (let i = 0; i < 100; i += 1) {
    core.sign({ method: 'GET', bucket: 'examplebucket-1250000000', region: 'ap-guangzhou', key: 'a', secretId: 'i', secretKey: 'k', token: 't', now: 1700000000 });
  }
}) / 100;
const packed = zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;
console.log(`the module: ${bytes.length} bytes, ${packed} in brotli`);
console.log(`compiled and instantiated in ${(load / 1000).toFixed(1)} ms, an error read in ${read.toFixed(1)} us (${all.length} different ones), a request signed in ${sign.toFixed(1)} us: CPU time of Node ${process.version}, the least of several rounds`);
