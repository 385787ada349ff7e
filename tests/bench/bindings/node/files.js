// Measures uploadFile, sliceUploadFile and downloadFile of both libraries, in turns: CPU time of the client, and its peak memory.
//   node files.js ADDRESS PACKAGE        prints Markdown; ends with 1 if a ratio is above its limit
// Each transfer is made by a process of its own, after a small one that loads what the library needs. Size of parts and
// their number at a time are the same for both.
'use strict';
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const LIMIT = 0.5;
const [ROUNDS, SMALL, LARGE] = [7, 2, 256];
const MIB = 1 << 20;
const WAYS = {
  uploadFile: (cos, file) => cos.uploadFile({ ...at(path.basename(file)), FilePath: file, SliceSize: MIB }),
  sliceUploadFile: (cos, file) => cos.sliceUploadFile({ ...at(path.basename(file)), FilePath: file }),
  downloadFile: (cos, file) => cos.downloadFile({ ...at(`synthetic/${path.basename(file)}m`), FilePath: `${file}.got`, ChunkSize: 8 * MIB, ParallelLimit: 3, onProgress() {} }),
};
const PACKAGES = ['ours', 'theirs'];

const at = (Key) => ({ Bucket: 'examplebucket-1250000000', Region: 'ap-guangzhou', Key });
const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];
const peak = () => Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync('/proc/self/status', 'latin1'))[1]) / 1024;

/** One transfer in this process: seconds of CPU per GiB, and MiB of memory. */
async function one(location, way, address, folder) {
  const Client = require(location);
  const keys = { SecretId: 'AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000', SecretKey: 'STANDINSECRETKEYEXAMPLEEXAMPLE00' };
  // Uploads that are not over are kept there by both.
  const cos = new Client({ ...keys, Protocol: 'http:', Ip: address, ChunkSize: 8 * MIB, ChunkParallelLimit: 3, ConfCwd: folder });
  await WAYS[way](cos, path.join(folder, String(SMALL)));
  fs.writeFileSync('/proc/self/clear_refs', '5');
  const [memory, before] = [peak(), process.cpuUsage()];
  const { statusCode } = await WAYS[way](cos, path.join(folder, String(LARGE)));
  const { user, system } = process.cpuUsage(before);
  if (statusCode !== 200 && statusCode !== 206) throw new Error(`status ${statusCode}`);
  if (way === 'downloadFile' && fs.statSync(path.join(folder, `${LARGE}.got`)).size !== LARGE * MIB) throw new Error('it was not received');
  console.log(JSON.stringify({ cpu: ((user + system) / 1e6) * (1024 / LARGE), peak: peak(), more: peak() - memory }));
  process.exit(0);
}

function measure(location, way, address, folder) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [__filename, address, location, way, folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

/** One transfer of each in each round, each first in turn; the ratio is the median of the rounds' ratios. */
function compare(way, locations, address, folder) {
  const found = { ours: [], theirs: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of round % 2 ? PACKAGES : [...PACKAGES].reverse()) found[name].push(measure(locations[name], way, address, folder));
  }
  const ratios = found.ours.map(({ cpu }, round) => cpu / found.theirs[round].cpu);
  for (const name of PACKAGES) {
    const all = found[name];
    console.log(`| ${way} | ${name} | ${median(all.map((each) => each.cpu)).toFixed(2)} | ${Math.max(...all.map((each) => each.peak)).toFixed(0)} | ${Math.max(...all.map((each) => each.more)).toFixed(0)} |`);
  }
  return median(ratios);
}

function main(address, ours) {
  const folder = fs.mkdtempSync(path.join(fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'cos-bench-'));
  const locations = { ours, theirs: 'cos-nodejs-sdk-v5' };
  const piece = require('node:crypto').randomBytes(MIB);
  const lines = [];
  let missed = 0;
  try {
    for (const size of [SMALL, LARGE]) {
      const file = fs.openSync(path.join(folder, String(size)), 'w');
      for (let i = 0; i < size; i++) fs.writeSync(file, piece);
      fs.closeSync(file);
    }
    console.log(`| ${LARGE} MiB, parts of 8 MiB, 3 at a time | package | CPU of the client, s per GiB | peak memory, MiB | of it for the transfer |\n|---|---|--:|--:|--:|`);
    for (const way of Object.keys(WAYS)) {
      const ratio = compare(way, locations, address, folder);
      lines.push(`- ${ratio <= LIMIT ? 'ok' : 'MISSED'}: ${way}, CPU of the client ÷ that of Tencent's SDK: ${ratio.toFixed(3)}, at most ${LIMIT}`);
      missed += ratio > LIMIT;
    }
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  console.log(`\n${lines.join('\n')}`);
  process.exitCode = missed ? 1 : 0;
}

const [address, location, way, folder] = process.argv.slice(2);
if (way) one(location, way, address, folder);
else main(address, location);
