// Calls that wait, at once, on one thread of JavaScript:
//   node waiting.js ADDRESS PACKAGE
// ADDRESS: "host:port" of a stand-in. Prints a row of figures, and exits with 1 if a bound is missed. Each figure is
// the least of several rounds, because other programs delay a timer too; a call that blocks JavaScript does it in each.
'use strict';
const fs = require('node:fs');

const [address, location] = process.argv.slice(2);
const COS = require(location);
const Region = 'ap-guangzhou';
const bucket = (fault) => `fault-${fault}-1250000000`;
const keys = { SecretId: 'AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000', SecretKey: 'STANDINSECRETKEYEXAMPLEEXAMPLE00' };
const cos = new COS({ ...keys, Protocol: 'http:', ConnectTo: address });

const ROUNDS = 5;
const SLOW = 6;
const SLOW_MS = 500;
const HUNG = 64;
const WATCHED_MS = 1000;
const LIMITS = { slow: 900, late: 60, cancel: 100 };

const since = (begin) => performance.now() - begin;
const threads = () => Number(/Threads:\s+(\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]);

/** Milliseconds until all calls of SLOW_MS, which begin together, have ended. */
async function slowCalls() {
  const begin = performance.now();
  await Promise.all(Array.from({ length: SLOW }, () => cos.headBucket({ Bucket: bucket(`slow-${SLOW_MS}`), Region })));
  return since(begin);
}

/** The longest delay of a timer of 5 ms, within the time that is watched. */
function latestTimer() {
  return new Promise((resolve) => {
    const end = performance.now() + WATCHED_MS;
    let latest = 0;
    (function next() {
      const begin = performance.now();
      if (begin > end) return resolve(latest);
      setTimeout(() => {
        latest = Math.max(latest, since(begin) - 5);
        next();
      }, 5);
    })();
  });
}

/** Calls that hang: the latest timer from their start, the threads, and how long the last call outlives its signal. */
async function hungCalls() {
  const ending = new AbortController();
  const watched = latestTimer();
  const call = () => cos.headBucket({ Bucket: bucket('hang'), Region, signal: ending.signal });
  const reasons = Array.from({ length: HUNG }, () => call().then(() => 'success', (error) => error.reason));
  const before = process.cpuUsage();
  const late = await watched;
  const { user, system } = process.cpuUsage(before);
  const most = threads();
  const begin = performance.now();
  ending.abort();
  const wrong = (await Promise.all(reasons)).find((reason) => reason !== COS.Reason.CANCELLED);
  if (wrong) throw new Error(`a call ended with ${wrong}`);
  return { late, threads: most, cpu: (user + system) / 1000, cancel: since(begin) };
}

async function main() {
  const rounds = [];
  for (let n = 0; n < ROUNDS; n++) rounds.push({ alone: await latestTimer(), slow: await slowCalls(), ...(await hungCalls()) });
  const least = (name) => Math.min(...rounds.map((round) => round[name]));
  const most = (name) => Math.max(...rounds.map((round) => round[name]));
  const text = (name) => `${least(name).toFixed(0)}–${most(name).toFixed(0)} ms`;
  const bounded = (name) => `${text(name)} (least at most ${LIMITS[name]})`;
  console.log(
    `| ${SLOW} calls of ${SLOW_MS} ms at once: ${bounded('slow')} | latest timer while ${HUNG} calls hang: ${bounded('late')}, ` +
    `${text('alone')} without them | ${most('threads')} threads, CPU ${text('cpu')} in ${WATCHED_MS} ms | ` +
    `last of ${HUNG} calls ends after its signal: ${bounded('cancel')} |`,
  );
  for (const [name, limit] of Object.entries(LIMITS)) {
    if (least(name) <= limit) continue;
    console.error(`MISSED: ${name} ${least(name).toFixed(0)} ms, at most ${limit}`);
    process.exitCode = 1;
  }
}

main();
