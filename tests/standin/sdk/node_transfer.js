// Tencent's Node SDK moves data: parts, copies, lists, many deletions, signed URLs.
//
// Usage: node_transfer.js HOST:PORT PROXYHOST:PORT. Prints a line for each check,
// `ok: ...` or `not ok: ...`.
'use strict';
const fs = require('node:fs');
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const { proxy, Region, client, check, failure, control, run } = require('./node_checks.js');

const cos = client();
const Bucket = 'node-1250000000';
const MIB = 1 << 20;
const BIG = Buffer.alloc(3.5 * MIB, 'some bytes and more ');
const Key = 'a b/文件+~.bin';
const at = { Bucket, Region, Key };
const encoded = (key) => key.split('/').map(encodeURIComponent).join('/');
const source = (key) => `${Bucket}.cos.${Region}.myqcloud.com/${encoded(key)}`;
const faults = (names) => control('PUT', `faults/${Bucket}`, { faults: names, times: 1 });

async function bucket() {
  check('putBucket', (await cos.putBucket({ Bucket, Region })).statusCode, 200);
}

async function parts() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'standin-'));
  try {
    const [up, down] = ['up', 'down'].map((name) => path.join(folder, name));
    fs.writeFileSync(up, BIG);
    const done = await cos.sliceUploadFile({ ...at, FilePath: up, ChunkSize: MIB });
    check('sliceUploadFile', done.ETag.endsWith('-4"'), true);
    check('uploadFile', (await cos.uploadFile({ ...at, Key: 'file', FilePath: up, SliceSize: MIB })).statusCode, 200);
    await cos.getObject({ ...at, Output: fs.createWriteStream(down) });
    check('getObject into a file', fs.readFileSync(down).equals(BIG), true);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
  const ranged = await cos.getObject({ ...at, Range: 'bytes=-5' });
  check('range of a suffix', [ranged.statusCode, ranged.Body.equals(BIG.subarray(-5))], [206, true]);
  const outside = cos.getObject({ ...at, Range: `bytes=${BIG.length}-` });
  check('no such range', await failure(outside), [416, 'InvalidRange', true]);
  check('If-Match', await failure(cos.getObject({ ...at, IfMatch: '"other"' })), [412, 'PreconditionFailed', true]);
  const large = await cos.headObject({ ...at, Key: 'synthetic/1g' });
  check('a large synthetic object', large.headers['content-length'], String(1 << 30));
}

async function uploads() {
  const multi = { ...at, Key: 'multi' };
  const { UploadId } = await cos.multipartInit(multi);
  const part = { ...multi, UploadId };
  const first = await cos.multipartUpload({ ...part, PartNumber: 1, Body: BIG.subarray(0, MIB) });
  const second = await cos.uploadPartCopy({
    ...part, PartNumber: 2, CopySource: source(Key), CopySourceRange: 'bytes=10-19',
  });
  const listed = await cos.multipartListPart(part);
  check('multipartListPart', listed.Part.map((one) => [one.PartNumber, one.Size]), [['1', String(MIB)], ['2', '10']]);
  const all = await cos.multipartList({ Bucket, Region, Prefix: 'mul' });
  check('multipartList', all.Upload.map((upload) => upload.UploadId), [UploadId]);
  const Parts = [first, second].map((done, index) => ({ PartNumber: index + 1, ETag: done.ETag }));
  const complete = (change) => cos.multipartComplete({ ...part, Parts, ...change });
  check('a part that is not there', await failure(complete({ Parts: [{ PartNumber: 3, ETag: first.ETag }] })),
    [400, 'InvalidPart', true]);
  check('no such upload', await failure(complete({ UploadId: 'none' })), [404, 'NoSuchUpload', true]);
  await faults('status-200-InternalError');
  check('an error inside a 200', (await failure(complete()))[1], 'InternalError');
  await faults('blanks-3-1');
  check('complete after blanks', (await complete()).statusCode, 200);
  const { Body } = await cos.getObject(multi);
  check('the parts in a row', Body.equals(Buffer.concat([BIG.subarray(0, MIB), BIG.subarray(10, 20)])), true);
  const aborted = await cos.multipartInit(multi);
  await cos.multipartAbort({ ...multi, UploadId: aborted.UploadId });
  check('after an abort', await failure(complete({ UploadId: aborted.UploadId })), [404, 'NoSuchUpload', true]);
}

async function copies() {
  const copied = await cos.putObjectCopy({ ...at, Key: 'copy', CopySource: source(Key) });
  check('putObjectCopy', copied.ETag, (await cos.headObject({ ...at, Key: 'copy' })).ETag);
  const none = cos.putObjectCopy({ ...at, Key: 'copy', CopySource: source('none') });
  check('copy of nothing', await failure(none), [404, 'NoSuchKey', true]);
  await faults('status-200-InvalidArgument');
  const broken = cos.putObjectCopy({ ...at, Key: 'copy', CopySource: source(Key) });
  check('a copy that fails within a 200', (await failure(broken))[1], 'InvalidArgument');
}

async function lists() {
  for (const name of ['l/1', 'l/2/a', 'l/2/b', 'l/3', 'l/文']) {
    await cos.putObject({ ...at, Key: name, Body: 'x' });
  }
  const found = [];
  let page = { NextMarker: '' };
  do {
    page = await cos.getBucket({ Bucket, Region, Prefix: 'l/', Delimiter: '/', Marker: page.NextMarker, MaxKeys: 2 });
    found.push(...page.Contents.map((entry) => entry.Key), ...page.CommonPrefixes.map((entry) => entry.Prefix));
  } while (page.IsTruncated === 'true');
  check('list in pages', found, ['l/1', 'l/2/', 'l/3', 'l/文']);
  check('location', (await cos.getBucketLocation({ Bucket, Region })).LocationConstraint, Region);
  const versions = await cos.listObjectVersions({ Bucket, Region, Prefix: 'l/2/' });
  check('listObjectVersions', versions.Versions.map((version) => version.Key), ['l/2/a', 'l/2/b']);
}

async function deletions() {
  const Objects = ['l/1', 'denied/x', 'none', 'l/文'].map((name) => ({ Key: name }));
  const done = await cos.deleteMultipleObject({ Bucket, Region, Objects });
  check('deleteMultipleObject', done.Deleted.map((entry) => entry.Key), ['l/1', 'none', 'l/文']);
  check('a key that is refused', done.Error.map((entry) => [entry.Key, entry.Code]), [['denied/x', 'AccessDenied']]);
  check('an object of a deleted key', await failure(cos.getObject({ ...at, Key: 'l/文' })), [404, 'NoSuchKey', true]);
}

// Status and body of a URL, by the proxy.
function open(url, method, body) {
  const [hostname, port] = proxy.split(':');
  const { host } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, path: url, method, headers: { host } }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('end', () => resolve([answer.statusCode, Buffer.concat(chunks).toString()]));
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function urls() {
  const url = (Method, Expires) => cos.getObjectUrl({ ...at, Sign: true, Method, Expires, Protocol: 'http:' });
  check('signed PUT', (await open(url('PUT', 60), 'PUT', 'by URL'))[0], 200);
  check('signed GET', await open(url('GET', 60), 'GET'), [200, 'by URL']);
  check('a URL for another method', (await open(url('GET', 60), 'PUT', 'x'))[0], 403);
}

async function others() {
  for (const [Position, Body] of [[0, 'abc'], [3, 'def']]) {
    await cos.appendObject({ ...at, Key: 'log', Position, Body });
  }
  check('appendObject', (await cos.getObject({ ...at, Key: 'log' })).Body.toString(), 'abcdef');
  const Tags = [{ Key: 'k', Value: 'v' }];
  await cos.putObjectTagging({ ...at, Tags });
  check('tagging', (await cos.getObjectTagging(at)).Tags, Tags);
  await faults('status-503');
  check('once 503, then fine', (await cos.getObject({ ...at, Key: 'log' })).statusCode, 200);
}

run(bucket, parts, uploads, copies, lists, deletions, urls, others);
