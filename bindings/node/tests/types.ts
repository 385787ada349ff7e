// Programs that must, and must not, compile: `tsc --noEmit`.
import COS = require('../index.js');

const cos = new COS({ SecretId: 'id', SecretKey: 'key', getCredentials: async () => ({ TmpSecretId: 'a', TmpSecretKey: 'b' }) });

cos.headBucket({ Bucket: 'b-1', Region: 'ap-guangzhou' }, function (err, data) {
  if (err) {
    const code: string = err.error.Code;
    const status: number | undefined = err.statusCode;
    console.log(code, status, err.headers?.['set-cookie']?.[0], err.retry === COS.Retry.AFTER_FIX, err.adviceIn('zh'));
    if (err instanceof COS.CosServiceError) err.statusCode.toFixed();
    if (err instanceof COS.CosClientError && err.reason === COS.Reason.TIMEOUT) console.log(err.attempts[0].host);
  } else {
    console.log(data.RequestId, data.headers['x-cos-bucket-region']);
  }
});

async function operations(): Promise<void> {
  const { CORSRules, ResponseVary } = await cos.getBucketCors({ Bucket: 'b-1', Region: 'r' });
  CORSRules[0].AllowedOrigins.map((each: string) => each.trim());
  cos.putBucketCORS({ Bucket: 'b-1', CORSRules: [{ AllowedOrigins: ['*'] }], ResponseVary }, (err, data) => console.log(err?.code, data.statusCode));
  const part = await cos.multipartUpload({ Bucket: 'b-1', Key: 'k', UploadId: 'u', PartNumber: 1, Body: process.stdin, ContentLength: 1 });
  part.ETag.trim();
  const params: COS.Calls.GetBucketPolicyParams = { Bucket: 'b-1' };
  const { Policy }: COS.Calls.GetBucketPolicyResult = await cos.getBucketPolicy(params);
  console.log(Policy.Statement);
  // @ts-expect-error an inventory has an Id
  await cos.getBucketInventory({ Bucket: 'b-1' });
  // @ts-expect-error an object has a key
  await cos.getObjectAcl({ Bucket: 'b-1' });
  // @ts-expect-error it is no parameter
  await cos.getBucketCors({ Bucket: 'b-1', CORSRule: [] });
}

async function promises(): Promise<void> {
  const data = await cos.getObject({ Bucket: 'b-1', Region: 'r', Key: 'k', signal: AbortSignal.timeout(1) });
  data.Body.subarray(1);
  await cos.putObject({ Bucket: 'b-1', Key: 'k', Body: () => process.stdin, 'x-cos-meta-a': '1' });
  await cos.putObject({ Bucket: 'b-1', Key: 'k', Body: [new DataView(new ArrayBuffer(1)), new Uint16Array(1), 'text'] });
  const { Buckets } = await cos.getService();
  Buckets[0].Name.trim();
  cos.getService((err, found) => console.log(err?.code, found.Owner.ID));
  cos.getService({ Region: 'r' }, (err) => console.log(err?.code));
  cos.getObjectStream({ Bucket: 'b-1', Key: 'k', QueryString: 'a=1', onProgress: (info) => info.percent.toFixed() }).pipe(process.stdout);
  await cos.getObjectUrl({ Bucket: 'b-1', Key: 'k', Expires: '900', signal: AbortSignal.abort() });
  const error = await COS.fromResponse(await fetch('https://example.com'), { method: 'GET' });
  error?.requestId.trim();
  const theirs = await COS.fromSdkError(new Error('connect ECONNREFUSED'), { method: 'PUT', bucket: 'b-1', key: 'k' });
  if (theirs?.lost.includes(COS.Lost.BODY)) console.log(theirs.code, theirs.cause);
  // @ts-expect-error it is not known by the SDK's names
  await COS.fromSdkError(theirs, { Bucket: 'b-1' });
  // @ts-expect-error a bucket is needed
  await cos.headBucket({ Region: 'r' });
  // @ts-expect-error the stream is the output
  cos.getObjectStream({ Bucket: 'b-1', Key: 'k', Output: 'file' });
  new COS({ StrictSsl: false, Protocol: 'http:', AppId: 1250000000, getAuthorization: (request, callback) => callback({ Authorization: request.Headers.Host }) });
  cos.options.Domain = 'example.com';
  const { Payload, Stats } = await cos.selectObjectContent({
    Bucket: 'b-1', Key: 'k', SelectType: 2,
    SelectRequest: { Expression: 'Select * from COSObject', ExpressionType: 'SQL', InputSerialization: { JSON: {} }, OutputSerialization: { JSON: {} } },
  });
  console.log(Payload?.length, Stats?.BytesScanned, cos.getAuth({ Key: 'k' }), COS.util.md5('a'));
  // @ts-expect-error redirects are errors
  new COS({ FollowRedirect: true });
  // @ts-expect-error there is no such reason
  COS.fromFailure({ reason: 'Nothing' });
}

async function signing() {
  const signed = await cos.sign({ Bucket: 'b-1', Region: 'r', Key: 'k', Method: 'PUT', Expires: 60, SignedHost: '' });
  await fetch(signed.url, { ...signed, body: 'text' });
  signed.expiresAt.getTime();
  const { document } = await cos.request({ Bucket: 'b-1', onHead: async (head) => head.RequestId.trim() });
  document.value(`Contents[${document.count('Contents') - 1}]/Key`).trim();
  JSON.parse(document.json);
  cos.setClockSkewSeconds(1);
  // @ts-expect-error a stream is not read
  await cos.sign({ Bucket: 'b-1', Key: 'k', Body: new ReadableStream() });
}

// A response that a program's own tests build.
const mock: COS.RequestResult = { statusCode: 200, headers: {}, RequestId: 'id', Received: 4, document: COS.readDocument('<a/>') };
mock.document.count('a').toFixed();
COS.readDocument(new Uint8Array(1), { 'content-type': 'text/xml' }).fault.trim();
// @ts-expect-error a body is a string or bytes
COS.readDocument({});

operations();
promises();
signing();

new COS({ getAuthorization: (request, callback) => callback({ TmpSecretId: request.Scope[0].prefix, TmpSecretKey: 'k', SecurityToken: 't', ExpiredTime: 1 }) });
new COS({ getSTS: async ({ Bucket }, callback) => callback({ TmpSecretId: Bucket }), ChunkRetryTimes: 2 });
new COS({ getCredentials: ({ Bucket, Method }) => ({ SecretId: Bucket + Method }) });
const plain: string = cos.getObjectUrl({ Bucket: 'b-1', Region: 'r', Key: 'k', Sign: false, Protocol: 'http:' });
plain.trim();
cos.getService({ TagKey: 'a', MaxKeys: 1 }, (err) => console.log(err?.errno, err?.syscall, err?.address));
cos.request({ Method: 'PUT', Bucket: 'b-1', Key: 'k', Body: '', ContentType: 'a/b', 'x-cos-acl': 'private' });
// @ts-expect-error a body is needed
cos.putObject({ Bucket: 'b-1', Key: 'k' });
// @ts-expect-error it is for uploadFile
cos.putObject({ Bucket: 'b-1', Key: 'k', Body: '', FilePath: 'file' });
// @ts-expect-error there is no such parameter
cos.request({ Method: 'GET', Bucket: 'b-1', Keys: 'k' });
// @ts-expect-error only the default is accepted
new COS({ MaxPartNumber: 3 });
