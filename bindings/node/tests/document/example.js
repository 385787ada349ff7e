// The documented example, for one of two libraries:
//   node example.js LIBRARY STANDIN-ADDRESS
'use strict';
const [library, address] = process.argv.slice(2);
const COS = require(library);
const cos = new COS({
  SecretId: 'AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000',
  SecretKey: 'STANDINSECRETKEYEXAMPLEEXAMPLE00',
  Protocol: 'http:',
  Ip: address,
});

cos.headBucket({
    Bucket: 'examplebucket-1250000000',
    Region: 'ap-beijing',
}, function(err, data) {
    if (err) {
        console.log(err.error);
    }
});
