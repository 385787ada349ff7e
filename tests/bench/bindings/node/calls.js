// One signed HEAD of a bucket and one GET that fails, by this binding and by Tencent's SDK, in turns:
//   node calls.js SCHEME ADDRESS PACKAGE ROUNDS [CA]
// Prints, for each of the two: name, our p50 and theirs in microseconds, and the median, least
// and largest of the ratios that were formed inside a round. Without rounds each call is made once.
'use strict';

const [scheme, address, location, rounds, CaFile] = process.argv.slice(2);
const TURN = 200;
const WARM_UP = 1000;
// Both dial the same address, and keep the connection.
const keys = {
  SecretId: 'AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000',
  SecretKey: 'STANDINSECRETKEYEXAMPLEEXAMPLE00',
  Protocol: `${scheme}:`,
  Ip: address,
};
const Bucket = 'examplebucket-1250000000';
const Region = 'ap-guangzhou';

const Ours = require(location);
const Theirs = require('cos-nodejs-sdk-v5');
const ours = new Ours({ ...keys, CaFile });
const theirs = new Theirs(keys);

let sum = 0;
const count = (value) => {
  sum += typeof value === 'string' ? value.length : Number(value) || 0;
};

// All fields of an error of ours, and the body's bytes. Lists of tries, advice, digest, the line for logs
// and links are left out: theirs has nothing like them.
function readOurs(e) {
  for (const value of [
    e.message, e.code, e.name, e.statusCode, e.method, e.url, e.RequestId, e.error.Code, e.error.Message,
    e.error.Resource, e.error.RequestId, e.error.TraceId, e.kind, e.reason, e.status, e.codeSource, e.resource,
    e.requestId, e.traceId, e.responder, e.retry, e.retryAfterMs, e.requestSent, e.operation, e.regionHint,
    e.endpointHint, e.clockSkewSeconds, e.osErrno, e.originXml, e.originTruncated, e.originBody, e.details,
  ]) count(value);
  for (const name in e.headers) count(e.headers[name]);
}

// All that one of theirs says.
function readTheirs(e) {
  for (const value of [e.message, e.code, e.name, e.statusCode, e.method, e.url, e.RequestId, e.error.Code,
    e.error.Message, e.error.Resource, e.error.RequestId, e.error.TraceId]) count(value);
  for (const name in e.headers) count(e.headers[name]);
}

const head = (cos) => () =>
  new Promise((resolve, reject) => {
    cos.headBucket({ Bucket, Region }, (err, data) => (err || data.statusCode !== 200 ? reject(err) : resolve()));
  });

const get = (cos, read) => () =>
  new Promise((resolve, reject) => {
    cos.getObject({ Bucket, Region, Key: 'no/such/object' }, (err) => {
      if (!err || err.statusCode !== 404 || err.error.Code !== 'NoSuchKey') return reject(new Error('not what was asked'));
      read(err);
      resolve();
    });
  });

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];

async function turn(call) {
  const times = [];
  for (let i = 0; i < TURN; i++) {
    const begin = process.hrtime.bigint();
    await call();
    times.push(Number(process.hrtime.bigint() - begin) / 1000);
  }
  return median(times);
}

async function contest(name, mine, peer) {
  if (Number(rounds) === 0) return void (await mine(), await peer());
  for (let i = 0; i < WARM_UP; i += TURN) await turn(mine), await turn(peer);
  const own = [], other = [], ratios = [];
  for (let round = 0; round < Number(rounds); round++) {
    // Who begins changes, so that neither has the other's rubbish to collect every time.
    const first = round % 2 ? peer : mine;
    const a = await turn(first);
    const b = await turn(first === mine ? peer : mine);
    const [x, y] = first === mine ? [a, b] : [b, a];
    own.push(x);
    other.push(y);
    ratios.push(x / y);
  }
  const middle = median(ratios);
  const cells = [median(own).toFixed(1), median(other).toFixed(1), middle.toFixed(3), ratios[0].toFixed(3), ratios.at(-1).toFixed(3)];
  console.log([name, ...cells].join('\t'));
}

async function main() {
  await contest('head', head(ours), head(theirs));
  await contest('get', get(ours, readOurs), get(theirs, readTheirs));
}

main();
