// The failures of the demo by Tencent's own SDKs, unmodified: cos-wx-sdk-v5 over the emulated wx.request, and
// cos-js-sdk-v5 in Chromium. Prints what each hands back, and reads it with fromSdkError.
'use strict';
const assert = require('node:assert');
const { createRequire } = require('node:module');
const { after, before, test } = require('node:test');
const { standin } = require('./standin.js');
const { emulated } = require('./wx.js');
const { absent } = require('./browser.js');
const { loaded, page, REFUSED } = require('./package.js');
const rows = require('./rows.js').filter(({ isFailure }) => isFailure);

const found = (name) => {
  try {
    return createRequire(__filename).resolve(name);
  } catch {
    return undefined;
  }
};
const wxSdk = found('cos-wx-sdk-v5/dist/cos-wx-sdk-v5.js');
const jsSdk = found('cos-js-sdk-v5/dist/cos-js-sdk-v5.js');
const noWx = wxSdk ? undefined : 'skipped: cos-wx-sdk-v5 is not installed';
const noJs = (absent() && `skipped: ${absent()}`) ?? (jsSdk ? undefined : 'skipped: cos-js-sdk-v5 is not installed');
const EXPOSED = ['Date', 'Server', 'Retry-After', 'x-cos-request-id', 'x-cos-trace-id'];

let place;
let COS;
let tab;
const table = new Map(rows.map((row) => [row.what, { code: row.code }]));
before(async () => {
  place = await standin();
  COS = await loaded();
  if (!noJs) tab = await page(place.address, { '/sdk.js': jsSdk });
  await tab?.evaluate("new Promise((resolve) => document.head.append(Object.assign(document.createElement('script'), { src: '/sdk.js', onload: resolve })))");
});
after(async () => {
  await tab?.stop();
  place.stop();
  for (const [what, { code, ...others }] of table) console.log([what, `here ${code}`, ...Object.entries(others).map(([sdk, shown]) => `${sdk} ${shown}`)].join(' | '));
});

// The call of a row by an SDK, as a program of either place.
const program = (COS, row) => `new Promise((resolve) => {
  const { Method, Bucket, Region, Key, SecretId, SecretKey, Timeout } = ${JSON.stringify(row)};
  const keys = SecretKey ? { SecretId, SecretKey } : {};
  const cos = new ${COS}({ ...keys, Protocol: 'http:', Timeout, AutoSwitchHost: false, CorrectClockSkew: false });
  const name = Method === 'HEAD' ? 'headBucket' : Key ? 'getObject' : 'getBucket';
  const plain = (error) => ({ ...error, message: error.message, code: error.code, error: error.error });
  try {
    cos[name]({ Bucket, Region, Key }, (error) => resolve(plain(error)));
  } catch (error) {
    resolve(plain(error));
  }
})`;

/** What a program finds in err.error, or else in the other members. */
function shown({ error, message, code }) {
  if (error && error.Code) return error.Code;
  return `no code; ${JSON.stringify(typeof error === 'string' ? error : message || code || null)}`;
}

/** The same error, read by this package: the code of a call by this package, or a client error with its reason. */
async function read(error, row, status = row.status) {
  const again = await COS.fromSdkError(error, { method: row.Method });
  const code = status === row.status ? row.code : 'InvalidCredentials';
  assert.deepStrictEqual([again.status, again.cosCode], [status, code], JSON.stringify(error));
}

for (const row of rows) {
  test(`cos-wx-sdk-v5: ${row.what}`, { skip: noWx }, async () => {
    const connectTo = row.Region === REFUSED ? '127.0.0.1:1' : place.address;
    // The SDK looks for both when it is loaded.
    global.window = global;
    global.wx = { ...emulated({ connectTo }), getStorageSync: () => '', setStorageSync() {}, getFileSystemManager: () => ({}), canIUse: () => false };
    global.WxSdk = require(wxSdk);
    const error = await eval(program('WxSdk', row));
    table.get(row.what).wx = shown(error);
    await read(error, row);
  });
  test(`cos-js-sdk-v5: ${row.what}`, { skip: noJs }, async () => {
    await place.control('PUT', `cors/${row.Bucket}`, { origin: '*', expose: EXPOSED });
    const error = await tab.evaluate(program('COS', row));
    table.get(row.what).js = shown(error);
    // It sends nothing without credentials.
    await read(error, row, row.SecretKey ? row.status : 0);
  });
}
