// Settings, versions and archived objects, with Tencent's Node SDK.
//
// Usage: node_settings.js HOST:PORT PROXYHOST:PORT. Prints a line for each check,
// `ok: ...` or `not ok: ...`.
'use strict';
const { Region, Bucket, client, check, failure, status, run } = require('./node_checks.js');

const cos = client();
const bucket = { Bucket, Region };
const object = { ...bucket, Key: 'settings.json' };

async function settings() {
  const Tags = [{ Key: 'a', Value: '<1>' }];
  await cos.putBucketTagging({ ...bucket, Tagging: { Tags } });
  check('tags of a bucket', (await cos.getBucketTagging(bucket)).Tags, Tags);
  await cos.deleteBucketTagging(bucket);
  check('no tags of a bucket', (await cos.getBucketTagging(bucket)).Tags, []);
  const Rules = [{ ID: '1', Status: 'Enabled', Filter: { Prefix: 'a/' }, Expiration: { Days: '30' } }];
  await cos.putBucketLifecycle({ ...bucket, Rules });
  check('a lifecycle', (await cos.getBucketLifecycle(bucket)).Rules, Rules);
  const wrong = cos.putBucketLifecycle({ ...bucket, Rules: [{ ID: '1', Status: 'Enabled' }] });
  check('a wrong lifecycle', await failure(wrong), [400, 'MalformedXML', true]);
  await cos.deleteBucketLifecycle(bucket);
  check('no lifecycle', (await cos.getBucketLifecycle(bucket)).Rules, []);
  const logging = { LoggingEnabled: { TargetBucket: Bucket, TargetPrefix: 'logs/' } };
  await cos.putBucketLogging({ ...bucket, BucketLoggingStatus: logging });
  check('logging', (await cos.getBucketLogging(bucket)).BucketLoggingStatus, logging);
  await cos.putBucketLogging({ ...bucket, BucketLoggingStatus: '' });
  check('no logging', (await cos.getBucketLogging(bucket)).BucketLoggingStatus, '');
}

async function lists() {
  for (const ACL of ['public-read', 'public-read-write', 'private']) {
    await cos.putBucketAcl({ ...bucket, ACL });
    check(`the list ${ACL}`, (await cos.getBucketAcl(bucket)).ACL, ACL);
  }
  await cos.putBucketAcl({ ...bucket, GrantRead: 'id="2"' });
  check('a granted list', (await cos.getBucketAcl(bucket)).GrantRead, 'id="qcs::cam::uin/2:uin/2"');
  check('a wrong list', await failure(cos.putBucketAcl({ ...bucket, ACL: 'public' })), [400, 'InvalidArgument', true]);
  await cos.putBucketAcl({ ...bucket, ACL: 'private' });
}

async function preflights() {
  const asked = { ...object, Origin: 'http://a.example', AccessControlRequestMethod: 'PUT' };
  // The SDK reports a preflight that is refused as a result.
  check('a preflight without rules', (await cos.optionsObject(asked)).statusCode, 403);
  const rule = { AllowedOrigins: ['*'], AllowedMethods: ['GET', 'PUT'], AllowedHeaders: ['*'], ExposeHeaders: ['ETag'] };
  await cos.putBucketCors({ ...bucket, CORSRules: [rule] });
  check('a preflight', (await cos.optionsObject(asked)).statusCode, 200);
  await cos.deleteBucketCors(bucket);
}

async function objects() {
  const content = '{"b":1,"a":"x"}';
  await cos.putObject({ ...object, Body: content, StorageClass: 'ARCHIVE' });
  check('GET of an archived object', await failure(cos.getObject(object)), [403, 'InvalidObjectState', true]);
  const RestoreRequest = { Days: 1, CASJobParameters: { Tier: 'Expedited' } };
  check('a restoration', (await cos.restoreObject({ ...object, RestoreRequest })).statusCode, 202);
  check('GET of a restored object', (await cos.getObject(object)).Body.toString(), content);
  const SelectRequest = {
    Expression: 'Select * from COSObject',
    ExpressionType: 'SQL',
    InputSerialization: { JSON: { Type: 'DOCUMENT' } },
    OutputSerialization: { JSON: { RecordDelimiter: '\n' } },
  };
  const selected = await cos.selectObjectContent({ ...object, SelectType: 2, SelectRequest });
  check('a selection', selected.Payload.toString(), `${content}\n`);
  await cos.putObject({ ...object, Body: content.slice(1) });
  const broken = cos.selectObjectContent({ ...object, SelectType: 2, SelectRequest });
  check('a selection from a broken object', (await failure(broken)) === 'no error', false);
  await cos.deleteObject(object);
}

async function versions() {
  const at = { Bucket: 'node-versions-1250000000', Region };
  await cos.putBucket(at);
  await cos.putBucketVersioning({ ...at, VersioningConfiguration: { Status: 'Enabled' } });
  const first = await cos.putObject({ ...at, Key: 'k', Body: '1' });
  const VersionId = first.headers['x-cos-version-id'];
  await cos.putObject({ ...at, Key: 'k', Body: '2' });
  check('GET of a version', (await cos.getObject({ ...at, Key: 'k', VersionId })).Body.toString(), '1');
  await cos.deleteObject({ ...at, Key: 'k' });
  check('HEAD of a deleted object', await status(cos.headObject({ ...at, Key: 'k' })), 404);
  const { Versions, DeleteMarkers } = await cos.listObjectVersions(at);
  check('a list of versions', [Versions.length, DeleteMarkers.length], [2, 1]);
  const Objects = [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));
  await cos.deleteMultipleObject({ ...at, Objects });
  await cos.deleteBucket(at);
  check('HEAD of the bucket', await status(cos.headBucket(at)), 404);
}

run(settings, lists, preflights, objects, versions);
