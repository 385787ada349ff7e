import COS, { CosServiceError } from 'cos-err';
const keys = { SecretId: 'AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000', SecretKey: 'STANDINSECRETKEYEXAMPLEEXAMPLE00' };
const cos = new COS({ ...keys, Protocol: 'http:', Ip: process.argv[2] });
try {
  await cos.headBucket({ Bucket: 'missing-1250000000', Region: 'ap-guangzhou' });
} catch (error) {
  console.log(error instanceof CosServiceError, error.cosCode);
}
