// What Node programs look for in failures before a response, for one of two libraries, as JSON:
//   node failures.js LIBRARY STANDIN-ADDRESS
'use strict';
const fs = require('node:fs');
const [library, address] = process.argv.slice(2);
const COS = require(library);
const keys = { SecretId: 'AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000', SecretKey: 'STANDINSECRETKEYEXAMPLEEXAMPLE00', Protocol: 'http:' };
const at = { Bucket: 'examplebucket-1250000000', Region: 'ap-guangzhou' };

const show = (send) =>
  new Promise((resolve) => {
    send(({ code, errno, syscall, path, statusCode, headers }) => resolve({ code, errno, syscall, path, statusCode, headers }));
  });

async function main() {
  const refused = new COS({ ...keys, Ip: '127.0.0.1:1', AutoSwitchHost: false });
  const cos = new COS({ ...keys, Ip: address });
  console.log(JSON.stringify({
    refused: await show((hear) => refused.headBucket(at, hear)),
    stream: await show((hear) => cos.putObject({ ...at, Key: 'k', Body: fs.createReadStream('/no/such/file') }, hear)),
    file: await show((hear) => cos.uploadFile({ ...at, Key: 'k', FilePath: '/no/such/file' }, hear)),
  }));
}

main();
