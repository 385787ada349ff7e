// The documented fields of errors and answers, for one of two libraries, as JSON:
//   node fields.js LIBRARY STANDIN-ADDRESS
'use strict';
const [library, address] = process.argv.slice(2);
const COS = require(library);
const cos = new COS({
  SecretId: 'AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000',
  SecretKey: 'STANDINSECRETKEYEXAMPLEEXAMPLE00',
  Protocol: 'http:',
  Ip: address,
});
const at = { Bucket: 'examplebucket-1250000000', Region: 'ap-guangzhou' };
const elsewhere = { Bucket: 'examplebucket-1250000000', Region: 'ap-beijing' };

// What differs from request to request reads as its name, if it is what the headers say.
function said(value, headers = {}) {
  const ids = { [headers['x-cos-request-id']]: '<request id>', [headers['x-cos-trace-id']]: '<trace id>', [headers.date]: '<date>' };
  const replaced = (each) => (typeof each === 'string' ? ids[each] ?? each : each && typeof each === 'object' ? all(each) : each);
  const all = (object) => Object.fromEntries(Object.entries(object).map(([name, each]) => [name, replaced(each)]));
  return replaced(value);
}

function show(name, send) {
  return new Promise((resolve) => {
    send((err, data) => {
      const { statusCode, headers, error, code, message, method, url, RequestId } = err ?? {};
      const failure = err && said({ statusCode, headers, error, code, message, method, url, RequestId }, headers);
      const answer = data && said({ ...data, Body: data.Body?.toString() }, data.headers);
      resolve([name, { failure, answer }]);
    });
  });
}

async function main() {
  const Body = 'text';
  const calls = {
    putObject: (hear) => cos.putObject({ ...at, Key: 'a/b 1', Body, CacheControl: 'no-cache', ContentType: 'text/plain' }, hear),
    headObject: (hear) => cos.headObject({ ...at, Key: 'a/b 1' }, hear),
    getObject: (hear) => cos.getObject({ ...at, Key: 'a/b 1' }, hear),
    headBucket: (hear) => cos.headBucket(at, hear),
    getBucket: (hear) => cos.getBucket({ ...at, Prefix: 'a/' }, hear),
    deleteMultipleObject: (hear) => cos.deleteMultipleObject({ ...at, Objects: [{ Key: 'c' }] }, hear),
    deleteObject: (hear) => cos.deleteObject({ ...at, Key: 'a/b 1' }, hear),
    headBucketFails: (hear) => cos.headBucket(elsewhere, hear),
    getBucketFails: (hear) => cos.getBucket(elsewhere, hear),
    getObjectFails: (hear) => cos.getObject({ ...at, Key: 'none' }, hear),
    putObjectFails: (hear) => cos.putObject({ Bucket: 'forbidden-1250000000', Region: 'ap-guangzhou', Key: 'k', Body }, hear),
    headObjectFails: (hear) => cos.headObject({ ...at, Key: 'none' }, hear),
  };
  const shown = {};
  for (const [name, send] of Object.entries(calls)) {
    const [, value] = await show(name, send);
    shown[name] = value;
  }
  console.log(JSON.stringify(shown));
}

main();
