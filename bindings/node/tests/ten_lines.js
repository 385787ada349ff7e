// Ten lines that use the package as it is installed: node ten_lines.js STANDIN-ADDRESS
const COS = require('cos-err');
const keys = { SecretId: 'AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000', SecretKey: 'STANDINSECRETKEYEXAMPLEEXAMPLE00' };
const cos = new COS({ ...keys, Protocol: 'http:', Ip: process.argv[2] });
cos.headBucket({ Bucket: 'missing-1250000000', Region: 'ap-guangzhou' }, function (err, data) {
  if (!err) throw new Error('it is there');
  console.log(err.statusCode, err.error.Code, err.error.RequestId !== '', err.advice);
});
