// The calls of the demo: over wx.request, and over fetch in Chromium with CORS, the errors have the members of the
// package for Node, one by one.
'use strict';
const assert = require('node:assert');
const { after, before, test } = require('node:test');
const { standin } = require('./standin.js');
const { emulated } = require('./wx.js');
const { absent } = require('./browser.js');
const { loaded, page, nodePackage, REFUSED } = require('./package.js');
const rows = require('./rows.js');

const noNode = nodePackage ? undefined : 'skipped: the package for Node is not built';
const noBrowser = absent() && `skipped: ${absent()}`;
// What a browser lets a page read. Content-Type and Content-Length need no rule.
const EXPOSED = ['Date', 'Server', 'Connection', 'Retry-After', 'x-cos-request-id', 'x-cos-trace-id', 'x-cos-bucket-region'];
const failures = rows.filter(({ isFailure }) => isFailure);

let place;
let run;
let COS;
let tab;
before(async () => {
  place = await standin();
  COS = await loaded();
  ({ run } = await import('./members.mjs'));
  if (!noBrowser) tab = await page(place.address);
});
after(async () => {
  await tab?.stop();
  place.stop();
});

const addressOf = (row) => (row.Region === REFUSED ? '127.0.0.1:1' : place.address);
const once = (row) => ({ CorrectClockSkew: row.attempts > 1 });
const expose = (row, headers) => place.control('PUT', `cors/${row.Bucket}`, { origin: '*', expose: headers });

const byNode = (row) => run(require(nodePackage), row, { ConnectTo: addressOf(row), MaxAttempts: row.attempts });
function byWx(row) {
  global.wx = emulated({ connectTo: addressOf(row) });
  return run(COS, row, once(row));
}
const inPage = (row) =>
  tab.evaluate(`Promise.all([import('/index.mjs'), import('/members.mjs')]).then(([{ COS }, { run }]) => run(COS, ${JSON.stringify(row)}, ${JSON.stringify(once(row))}))`);

/** Members without the connection's, which are each transport's own; fetch sorts headers, with names in lower case. */
function comparable(members) {
  const { headers, headerFields = [], copy = {}, ...rest } = members;
  const without = ({ connection, ...others } = {}) => others;
  const fields = headerFields.map(([name, value]) => [name.toLowerCase(), value]).filter(([name]) => name !== 'connection');
  return { ...rest, headers: without(headers), headerFields: fields.sort(), copy: { ...copy, headers: without(copy.headers) } };
}

/** The members by which two objects differ, as paths. */
function differences(one, other, path = '') {
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  const areObjects = [one, other].every((each) => each && typeof each === 'object' && !Array.isArray(each));
  if (!areObjects) return [path];
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
  return names.flatMap((name) => differences(one[name], other[name], path ? `${path}.${name}` : name));
}
const compared = (one, other) => differences(comparable(one), comparable(other));

// A failure without a response: each transport has words of its own, and only Node has the system's code and number.
const WORDS = ['causes', 'classes', 'code', 'copy.code', 'copy.error.Message', 'copy.message'];
const OWN = {
  Timeout: [...WORDS, 'error.Message', 'json', 'message', 'text'],
  Connect: [...WORDS.slice(0, 3), 'copy.address', 'copy.code', 'copy.errno', ...WORDS.slice(4), 'copy.port', 'copy.syscall', 'error.Message', 'json', 'message', 'osErrno', 'text'],
};
// A browser does not say whether the request was sent.
const OWN_OF_FETCH = { ...OWN, Connect: [...OWN.Connect.slice(0, -1), 'requestSent', 'text'] };

for (const row of rows) {
  test(`wx.request: ${row.what}`, { skip: noNode }, async () => {
    const [node, web] = [await byNode(row), await byWx(row)];
    assert.strictEqual(node.success === undefined, row.isFailure);
    assert.deepStrictEqual(compared(node, web), OWN[row.code] ?? []);
  });
  test(`fetch: ${row.what}`, { skip: noNode ?? noBrowser }, async () => {
    await expose(row, EXPOSED);
    const [node, web] = [await byNode(row), await inPage(row)];
    assert.strictEqual(node.success === undefined, row.isFailure);
    assert.deepStrictEqual(compared(node, web), OWN_OF_FETCH[row.code] ?? []);
  });
}

test('what each transport says of a failure without a response', { skip: noBrowser }, async () => {
  const [refused, hung] = ['Connect', 'Timeout'].map((code) => failures.find((row) => row.code === code));
  await expose(hung, EXPOSED);
  const errors = [await byWx(refused), await inPage(refused), await byWx(hung), await inPage(hung)];
  assert.deepStrictEqual(errors.map(({ code, reason, requestSent }) => [code, reason, requestSent]), [
    ['Connect', 'Connect', false], ['Connect', 'Connect', true], ['Timeout', 'Timeout', true], ['Timeout', 'Timeout', true],
  ]);
  const [byPhone, byPage, ...late] = errors.map(({ message }) => message);
  assert.match(byPhone, /net::ERR_CONNECTION_REFUSED/);
  assert.match(byPage, /the browser does not say why: .* or no CORS rule of the bucket allows this page$/);
  assert.deepStrictEqual(late, Array(2).fill('the request took longer than 300 ms'));
});

test('without x-cos-request-id a page has the id of the body alone', { skip: noBrowser }, async () => {
  const found = {};
  for (const row of failures.filter(({ status }) => status > 0)) {
    await expose(row, []);
    const { code, status, requestId, responder, headers } = await inPage(row);
    found[row.what] = [code, status, requestId, responder];
    assert.deepStrictEqual(Object.keys(headers).filter((name) => !name.startsWith('content-')), []);
  }
  assert.deepStrictEqual(found, {
    'a bucket that does not exist': ['NoSuchBucket', 404, '', 'unknown'],
    'a bucket of another account': ['AccessDenied', 403, '<request id>', 'cos'],
    'a wrong SecretKey, with HEAD': ['AccessDenied', 403, '', 'unknown'],
    'a wrong SecretKey, with GET': ['SignatureDoesNotMatch', 403, '<request id>', 'cos'],
    'no credentials': ['AccessDenied', 403, '', 'unknown'],
    'a clock two hours behind': ['AccessDenied', 403, '', 'unknown'],
    'an object that does not exist': ['NoSuchKey', 404, '<request id>', 'cos'],
    // A HEAD's 404 without a header could come from COS as well.
    'a gateway\'s 404 page': ['NoSuchBucket', 404, '', 'unknown'],
    'a busy service': ['SlowDown', 503, '<request id>', 'cos'],
  });
});

test('without a CORS rule a page learns nothing of the response', { skip: noBrowser }, async () => {
  const [row] = failures;
  await place.control('DELETE', `cors/${row.Bucket}`);
  const { kind, status, code, error } = await inPage(row);
  assert.deepStrictEqual([kind, status, code, error.RequestId], ['client', 0, 'Connect', '']);
});

test('a body that is cut leaves the status and its code', { skip: noBrowser }, async () => {
  const row = rows.find(({ code }) => code === 'NoSuchKey');
  const found = [];
  for (const fault of ['cut-300', 'cut-0']) {
    const cut = { ...row, Bucket: `fault-${fault}-1250000000` };
    await expose(cut, EXPOSED);
    // A browser discards what has arrived and was not read yet, so the body may or may not have the code.
    const { code, status } = await inPage(cut);
    found.push([code, status]);
  }
  const success = { ...row, Bucket: 'fault-cut-9-1250000000', Key: 'synthetic/99' };
  await expose(success, EXPOSED);
  const { code, status, requestSent } = await inPage(success);
  assert.deepStrictEqual([...found, [code, status, requestSent]], [['NoSuchKey', 404], ['NoSuchKey', 404], ['ConnectionLost', 200, true]]);
});

test('a redirect, whose place the browser hides, is an error', { skip: noBrowser }, async () => {
  const row = { ...failures[0], Bucket: 'fault-redirect-301-cos-1250000000' };
  await expose(row, EXPOSED);
  const { kind, code, message } = await inPage(row);
  assert.deepStrictEqual([kind, code], ['client', 'BadResponse']);
  assert.match(message, /check Region/);
});

test('a timeout is the whole request\'s, also of its body', { skip: noBrowser }, async () => {
  const row = { ...rows.find(({ code }) => code === 'NoSuchKey'), Bucket: 'fault-stall-9-1250000000', Key: 'synthetic/99', Timeout: 300 };
  await expose(row, EXPOSED);
  const { code, status } = await inPage(row);
  assert.deepStrictEqual([code, status], ['Timeout', 200]);
});
