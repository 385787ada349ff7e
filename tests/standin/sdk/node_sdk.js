// Calls the stand-in with Tencent's Node SDK, cos-nodejs-sdk-v5, through the
// stand-in's proxy.
//
// Usage: node_sdk.js HOST:PORT PROXYHOST:PORT. Prints a line for each check,
// `ok: ...` or `not ok: ...`.
'use strict';
const { Region, Bucket, client, check, failure, status, control, run } = require('./node_checks.js');

const missing = { Bucket: 'nosuchbucket-1250000000', Region };
const forbidden = { Bucket: 'forbidden-1250000000', Region };
// What a signature has to encode.
const KEYS = ['plain.txt', 'a b+c&d=e%20f/文件 #1?.txt', "~!*'();:@$,[]"];
const BODY = 'hello from Node';

async function objects() {
  const cos = client();
  for (const Key of KEYS) {
    const at = { Bucket, Region, Key };
    const put = await cos.putObject({ ...at, Body: BODY, Headers: { 'x-cos-meta-a': '1' } });
    check(`PUT ${Key}`, put.ETag.length, 34);
    const { headers } = await cos.headObject(at);
    check(`HEAD ${Key}`, [headers['content-length'], headers.etag, headers['x-cos-meta-a']],
      [String(BODY.length), put.ETag, '1']);
    check(`GET ${Key}`, (await cos.getObject(at)).Body.toString(), BODY);
  }
  const part = await cos.getObject({ Bucket, Region, Key: KEYS[0], Range: 'bytes=0-4' });
  check('GET of a range', part.Body.toString(), BODY.slice(0, 5));
  const listed = await cos.getBucket({ Bucket, Region });
  check('GET bucket', listed.Contents.map((entry) => entry.Key).sort(), [...KEYS].sort());
  for (const Key of KEYS) {
    await cos.deleteObject({ Bucket, Region, Key });
    check(`DELETE ${Key}`, await failure(cos.getObject({ Bucket, Region, Key })), [404, 'NoSuchKey', true]);
  }
  check('HEAD of no object', await status(cos.headObject({ Bucket, Region, Key: 'none' })), 404);
}

async function buckets() {
  const cos = client();
  const { headers } = await cos.headBucket({ Bucket, Region });
  check('HEAD bucket', headers['x-cos-bucket-region'], Region);
  check('HEAD of no bucket', await status(cos.headBucket(missing)), 404);
  check('GET of no bucket', await failure(cos.getBucket(missing)), [404, 'NoSuchBucket', true]);
  const put = cos.putObject({ ...missing, Key: 'k', Body: 'x' });
  check('PUT into no bucket', await failure(put), [404, 'NoSuchBucket', true]);
  check('HEAD of a forbidden bucket', await status(cos.headBucket(forbidden)), 403);
  const removal = cos.deleteObject({ ...forbidden, Key: 'k' });
  check('DELETE in a forbidden bucket', await failure(removal), [403, 'AccessDenied', true]);
  const service = await cos.getService({});
  check('GET service', service.Buckets.some((bucket) => bucket.Name === Bucket), true);
}

// Every signature so far was valid; then some that are not.
async function signatures() {
  const requests = (await control('GET', 'requests')).slice(before);
  check('all signatures valid', [...new Set(requests.map((request) => request.signature))], ['valid']);
  check('all through the proxy', requests.every((request) => request.proxy), true);
  const wrong = client({ SecretKey: 'WRONG' });
  check('GET with a wrong key', await failure(wrong.getBucket({ Bucket, Region })),
    [403, 'SignatureDoesNotMatch', true]);
  check('HEAD with a wrong key', await status(wrong.headBucket({ Bucket, Region })), 403);
}

let before;
async function begin() {
  before = (await control('GET', 'requests')).length;
}

run(begin, objects, buckets, signatures);
