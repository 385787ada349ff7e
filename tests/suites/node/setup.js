// Hooks around Tencent's suite. Its bucket of responses to retry exists at Tencent only: these faults stand in for it.
'use strict';

const RETRIED = 'cos-sdk-err-retry-1253960454';
// mocha's own limit, 2 s, is short for a busy machine, and so are the suite's two minutes.
const LONG = 120_000;
const PATIENCE = 3;
const { Suite } = require(process.env.SUITE_MOCHA);
const { timeout } = Suite.prototype;
Suite.prototype.timeout = function (ms) {
  return ms === undefined ? timeout.call(this) : timeout.call(this, ms * PATIENCE);
};

const FAILING = [301, 302, 400, 403, 404];
const RECOVERING = [500, 503, 504];

/** A name that ends with r is a response with a request id. A fault of /500 is also one of /500r: longer names come first. */
function faults() {
  const of = (status, times) => [
    { target: `/${status}r`, faults: `status-${status}`, times },
    { target: `/${status}`, faults: `status-${status}, no-ids`, times },
  ];
  const once = RECOVERING.flatMap((status) => of(status, 1));
  const broken = [{ target: '/shutdown', faults: 'close', times: 1 }, { target: '/timeout', faults: 'hang', times: 1 }];
  const always = FAILING.flatMap((status) => of(status)).map(({ times, ...entry }) => entry);
  return [...once, ...broken, ...always];
}

async function control(method, path, value) {
  const body = value === undefined ? undefined : JSON.stringify(value);
  const response = await fetch(`http://${process.env.STANDIN_ADDRESS}/_standin/${path}`, { method, body });
  if (!response.ok && response.status !== 404) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

before(async function () {
  this.timeout(LONG);
  // The machine may be busy.
  this.timeout(120000);
  const COS = require(process.env.SIGNING_SDK);
  const { SecretId, SecretKey } = process.env;
  const cos = new COS({ SecretId, SecretKey, Protocol: 'http:' });
  const names = [...FAILING, ...RECOVERING, 200, 204, 206].flatMap((status) => [`${status}`, `${status}r`]);
  for (const Key of [...names, 'shutdown', 'timeout']) {
    await cos.putObject({ Bucket: RETRIED, Region: 'ap-chengdu', Key, Body: Key });
  }
});

// An upload that is paused in the middle must not be over before: the suite slows it down by x-cos-traffic-limit.
const SLOWED = ['sliceUploadFile(),pauseTask(),restartTask()'];
const SLOW = { target: 'partNumber=', faults: 'slow-300' };

// A test that fails after it has ended leaves mocha without a current test.
beforeEach(async function () {
  this.timeout(LONG);
  if (this.currentTest?.parent.title.startsWith('retry ')) await control('PUT', `faults/${RETRIED}`, faults());
  if (SLOWED.includes(this.currentTest?.title)) await control('PUT', `faults/${process.env.Bucket}`, SLOW);
});

afterEach(async function () {
  this.timeout(LONG);
  if (SLOWED.includes(this.currentTest?.title)) await control('DELETE', `faults/${process.env.Bucket}`);
});
