// How long `require` takes, in fresh processes: this package, and one to compare it with, in turns.
//   node load.js PACKAGE OTHER     prints both medians and the median of the ratios; OTHER: a package, or another version
'use strict';
const { spawnSync } = require('node:child_process');

const ROUNDS = 21;
const [ours, other] = process.argv.slice(2);
const program = (location) => `const a = process.hrtime.bigint(); require(${JSON.stringify(location)}); console.log(Number(process.hrtime.bigint() - a) / 1e6)`;
const load = (location) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', program(location)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
};
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

load(ours), load(other);
const pairs = Array.from({ length: ROUNDS }, (_, round) => {
  const [first, second] = round % 2 ? [other, ours] : [ours, other];
  const [a, b] = [load(first), load(second)];
  return round % 2 ? [b, a] : [a, b];
});
const [mine, its, ratio] = [pairs.map(([a]) => a), pairs.map(([, b]) => b), pairs.map(([a, b]) => a / b)].map(median);
console.log(`require: ${mine.toFixed(2)} ms, the other ${its.toFixed(2)} ms; median of the ratios ${ratio.toFixed(3)} (${ROUNDS} rounds)`);
