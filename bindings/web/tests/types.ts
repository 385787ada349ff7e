// The types, by programs that must compile and programs that must not.
import COS = require('../index.js');

const cos = new COS({
  Region: 'ap-beijing',
  getAuthorization: (request, callback) => callback({ TmpSecretId: '', TmpSecretKey: '', SecurityToken: request.Key, ExpiredTime: 1 }),
});
cos.headBucket({ Bucket: 'examplebucket-1250000000' }, (err, data) => {
  if (err) console.log(err.error.Code, err.error.RequestId, err.adviceIn('zh'), err.retry === COS.Retry.YES);
  else console.log(data.statusCode, data.RequestId);
});

async function calls(): Promise<void> {
  const { Body, headers } = await cos.request({ Bucket: 'b-1', Method: 'PUT', Key: 'k', Body: new Uint8Array(1), Headers: { 'x-cos-acl': 'private' } });
  const length: number | undefined = Body?.length;
  const id: string = headers['x-cos-request-id'];
  const read = await COS.fromFetch(new Response(''), { method: 'GET' });
  if (read instanceof COS.CosServiceError) console.log(read.statusCode.toFixed(), id, length);
  const failed: COS.CosError | null = await COS.fromWx({ errMsg: 'request:fail timeout', errno: 5 });
  if (failed?.kind === 'client') console.log(failed.reason === COS.Reason.TIMEOUT, failed.diagnoseSteps('zh'));
  await COS.load('/cos_err.wasm');
}
void calls;

// @ts-expect-error a call needs a bucket
cos.headBucket({ Region: 'ap-beijing' });
// @ts-expect-error there is no such option
new COS({ SecretID: '' });
// @ts-expect-error an error cannot be changed
void ((err: COS.CosError) => (err.code = ''));
// @ts-expect-error there are no streams
cos.request({ Bucket: 'b-1', Body: [''] });
