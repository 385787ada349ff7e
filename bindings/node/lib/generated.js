// Calls that are one request each.
// Written from the tables in src/operations by native/generate_operations.js: do not edit.
'use strict';
const operations = {};

operations.appendObject = {
  method: 'POST', action: 'AppendObject', onObject: true, query: 'append', body: 'bytes',
  given: [{ name: 'Position', needed: true, place: 'query', at: 'position' }, { name: 'Body', needed: true, place: 'body' }],
  result: { base: 'none' },
};
operations.deleteBucket = { method: 'DELETE', action: 'DeleteBucket', onObject: false, result: { base: 'none' } };
operations.deleteBucketCors = { method: 'DELETE', action: 'DeleteBucketCORS', onObject: false, query: 'cors', result: { base: 'none' } };
operations.deleteBucketCORS = operations.deleteBucketCors;
operations.deleteBucketDomain = {
  method: 'DELETE', action: 'DeleteBucketDomain', onObject: false, query: 'domain',
  result: { base: 'none' },
};
operations.deleteBucketEncryption = {
  method: 'DELETE', action: 'DeleteBucketEncryption', onObject: false, query: 'encryption',
  result: { base: 'none' },
};
operations.deleteBucketInventory = {
  method: 'DELETE', action: 'DeleteBucketInventory', onObject: false, query: 'inventory',
  given: [{ name: 'Id', needed: true, place: 'query', at: 'id' }],
  result: { base: 'none' },
};
operations.deleteBucketLifecycle = {
  method: 'DELETE', action: 'DeleteBucketLifecycle', onObject: false, query: 'lifecycle',
  result: { base: 'none' },
};
operations.deleteBucketOrigin = {
  method: 'DELETE', action: 'DeleteBucketOrigin', onObject: false, query: 'origin',
  result: { base: 'none' },
};
operations.deleteBucketPolicy = {
  method: 'DELETE', action: 'DeleteBucketPolicy', onObject: false, query: 'policy',
  result: { base: 'none' },
};
operations.deleteBucketReplication = {
  method: 'DELETE', action: 'DeleteBucketReplication', onObject: false, query: 'replication',
  result: { base: 'none' },
};
operations.deleteBucketTagging = {
  method: 'DELETE', action: 'DeleteBucketTagging', onObject: false, query: 'tagging',
  result: { base: 'none' },
};
operations.deleteBucketWebsite = {
  method: 'DELETE', action: 'DeleteBucketWebsite', onObject: false, query: 'website',
  result: { base: 'none' },
};
operations.deleteObjectTagging = {
  method: 'DELETE', action: 'DeleteObjectTagging', onObject: true, query: 'tagging',
  result: { base: 'none' },
};
operations.getBucketAccelerate = {
  method: 'GET', action: 'GetBucketAccelerate', onObject: false, query: 'accelerate', root: 'AccelerateConfiguration',
  result: { base: 'document' },
};
operations.getBucketAcl = {
  method: 'GET', action: 'GetBucketACL', onObject: false, query: 'acl', root: 'AccessControlPolicy',
  shape: [{ name: 'Grants', path: ['AccessControlList', 'Grant'], list: 'all' }],
  result: { base: 'members', acl: 'bucket' },
};
operations.getBucketACL = operations.getBucketAcl;
operations.getBucketCors = {
  method: 'GET', action: 'GetBucketCORS', onObject: false, query: 'cors', root: 'CORSConfiguration',
  shape: [{ name: 'CORSRules', path: ['CORSRule'], inner: [{ name: 'AllowedOrigins', path: ['AllowedOrigin'], list: 'all' }, { name: 'AllowedMethods', path: ['AllowedMethod'], list: 'all' }, { name: 'AllowedHeaders', path: ['AllowedHeader'], list: 'all' }, { name: 'ExposeHeaders', path: ['ExposeHeader'], list: 'all' }], list: 'all' }],
  result: { base: 'members', empty: 'NoSuchCORSConfiguration' },
};
operations.getBucketCORS = operations.getBucketCors;
operations.getBucketDomain = {
  method: 'GET', action: 'GetBucketDomain', onObject: false, query: 'domain', root: 'DomainConfiguration',
  shape: [{ name: 'DomainRule', path: ['DomainRule'], list: 'all' }],
  result: { base: 'members' },
};
operations.getBucketEncryption = {
  method: 'GET', action: 'GetBucketEncryption', onObject: false, query: 'encryption', root: 'ServerSideEncryptionConfiguration',
  shape: [{ name: 'Rules', path: ['Rule'], list: 'all' }],
  result: { base: 'document', name: 'EncryptionConfiguration', root: true, empty: 'NoSuchEncryptionConfiguration' },
};
operations.getBucketInventory = {
  method: 'GET', action: 'GetBucketInventory', onObject: false, query: 'inventory', root: 'InventoryConfiguration',
  given: [{ name: 'Id', needed: true, place: 'query', at: 'id' }],
  shape: [{ name: 'OptionalFields', path: ['OptionalFields', 'Field'], list: 'some' }, { name: 'Destination', path: ['Destination'], inner: [{ name: 'COSBucketDestination', path: ['COSBucketDestination'], inner: [{ name: 'Encryption', path: ['Encryption'], inner: [{ name: 'SSECOS', path: ['SSE-COS'] }] }] }] }],
  result: { base: 'document' },
};
operations.getBucketLifecycle = {
  method: 'GET', action: 'GetBucketLifecycle', onObject: false, query: 'lifecycle', root: 'LifecycleConfiguration',
  shape: [{ name: 'Rules', path: ['Rule'], list: 'all' }],
  result: { base: 'members', empty: 'NoSuchLifecycleConfiguration' },
};
operations.getBucketLocation = {
  method: 'GET', action: 'GetBucketLocation', onObject: false, query: 'location', root: 'LocationConstraint',
  result: { base: 'text' },
};
operations.getBucketLogging = {
  method: 'GET', action: 'GetBucketLogging', onObject: false, query: 'logging', root: 'BucketLoggingStatus',
  result: { base: 'document' },
};
operations.getBucketOrigin = {
  method: 'GET', action: 'GetBucketOrigin', onObject: false, query: 'origin', root: 'OriginConfiguration',
  shape: [{ name: 'OriginRule', path: ['OriginRule'], list: 'all' }],
  result: { base: 'members' },
};
operations.getBucketPolicy = {
  method: 'GET', action: 'GetBucketPolicy', onObject: false, query: 'policy',
  result: { base: 'json', name: 'Policy' },
};
operations.getBucketReferer = {
  method: 'GET', action: 'GetBucketReferer', onObject: false, query: 'referer', root: 'RefererConfiguration',
  shape: [{ name: 'DomainList', path: ['DomainList'], inner: [{ name: 'Domains', path: ['Domain'], list: 'all' }] }],
  result: { base: 'document', empty: 'NoSuchRefererConfiguration' },
};
operations.getBucketReplication = {
  method: 'GET', action: 'GetBucketReplication', onObject: false, query: 'replication', root: 'ReplicationConfiguration',
  shape: [{ name: 'Rules', path: ['Rule'], list: 'all' }],
  result: { base: 'document', empty: 'ReplicationConfigurationnotFoundError' },
};
operations.getBucketTagging = {
  method: 'GET', action: 'GetBucketTagging', onObject: false, query: 'tagging', root: 'Tagging',
  shape: [{ name: 'Tags', path: ['TagSet', 'Tag'], list: 'all' }],
  result: { base: 'members', empty: 'NoSuchTagSet' },
};
operations.getBucketVersioning = {
  method: 'GET', action: 'GetBucketVersioning', onObject: false, query: 'versioning', root: 'VersioningConfiguration',
  result: { base: 'document' },
};
operations.getBucketWebsite = {
  method: 'GET', action: 'GetBucketWebsite', onObject: false, query: 'website', root: 'WebsiteConfiguration',
  shape: [{ name: 'RoutingRules', path: ['RoutingRules', 'RoutingRule'], list: 'some' }],
  result: { base: 'document', empty: 'NoSuchWebsiteConfiguration' },
};
operations.getObjectAcl = {
  method: 'GET', action: 'GetObjectACL', onObject: true, query: 'acl', root: 'AccessControlPolicy',
  shape: [{ name: 'Grants', path: ['AccessControlList', 'Grant'], list: 'all' }],
  result: { base: 'members', acl: 'object' },
};
operations.getObjectACL = operations.getObjectAcl;
operations.getObjectTagging = {
  method: 'GET', action: 'GetObjectTagging', onObject: true, query: 'tagging', root: 'Tagging',
  shape: [{ name: 'Tags', path: ['TagSet', 'Tag'], list: 'all' }],
  result: { base: 'members', empty: 'NoSuchTagSet' },
};
operations.listBucketInventory = {
  method: 'GET', action: 'ListBucketInventory', onObject: false, query: 'inventory', root: 'ListInventoryConfigurationResult',
  given: [{ name: 'ContinuationToken', place: 'query', at: 'continuation-token' }],
  shape: [{ name: 'InventoryConfigurations', path: ['InventoryConfiguration'], inner: [{ name: 'OptionalFields', path: ['OptionalFields', 'Field'], list: 'some' }, { name: 'Destination', path: ['Destination'], inner: [{ name: 'COSBucketDestination', path: ['COSBucketDestination'], inner: [{ name: 'Encryption', path: ['Encryption'], inner: [{ name: 'SSECOS', path: ['SSE-COS'] }] }] }] }], list: 'all' }],
  result: { base: 'members' },
};
operations.listObjectVersions = {
  method: 'GET', action: 'GetBucketObjectVersions', onObject: false, query: 'versions', root: 'ListVersionsResult',
  given: [{ name: 'Prefix', place: 'query', at: 'prefix' }, { name: 'Delimiter', place: 'query', at: 'delimiter' }, { name: 'KeyMarker', place: 'query', at: 'key-marker' }, { name: 'VersionIdMarker', place: 'query', at: 'version-id-marker' }, { name: 'MaxKeys', place: 'query', at: 'max-keys' }, { name: 'EncodingType', place: 'query', at: 'encoding-type' }],
  shape: [{ name: 'Versions', path: ['Version'], list: 'all' }, { name: 'DeleteMarkers', path: ['DeleteMarker'], list: 'all' }],
  result: { base: 'members' },
};
operations.multipartAbort = {
  method: 'DELETE', action: 'AbortMultipartUpload', onObject: true,
  given: [{ name: 'UploadId', needed: true, place: 'query', at: 'uploadId' }],
  result: { base: 'none' },
};
operations.multipartComplete = {
  method: 'POST', action: 'CompleteMultipartUpload', onObject: true, body: 'CompleteMultipartUpload', root: 'CompleteMultipartUploadResult',
  given: [{ name: 'UploadId', needed: true, place: 'query', at: 'uploadId' }, { name: 'Parts', needed: true, place: 'body', at: 'Parts' }],
  shape: [{ name: 'Parts', path: ['Part'], inner: [{ name: 'ETag', path: ['ETag'], quoted: true }], list: 'all' }],
  result: { base: 'members', location: true, processed: true },
};
operations.multipartInit = {
  method: 'POST', action: 'InitiateMultipartUpload', onObject: true, query: 'uploads', root: 'InitiateMultipartUploadResult',
  result: { base: 'members' },
};
operations.multipartList = {
  method: 'GET', action: 'ListMultipartUploads', onObject: false, query: 'uploads', root: 'ListMultipartUploadsResult',
  given: [{ name: 'Prefix', place: 'query', at: 'prefix' }, { name: 'Delimiter', place: 'query', at: 'delimiter' }, { name: 'KeyMarker', place: 'query', at: 'key-marker' }, { name: 'UploadIdMarker', place: 'query', at: 'upload-id-marker' }, { name: 'MaxUploads', place: 'query', at: 'max-uploads' }, { name: 'EncodingType', place: 'query', at: 'encoding-type' }],
  shape: [{ name: 'Upload', path: ['Upload'], list: 'all' }],
  result: { base: 'members' },
};
operations.multipartListPart = {
  method: 'GET', action: 'ListParts', onObject: true, root: 'ListPartsResult',
  given: [{ name: 'UploadId', needed: true, place: 'query', at: 'uploadId' }, { name: 'EncodingType', place: 'query', at: 'encoding-type' }, { name: 'MaxParts', place: 'query', at: 'max-parts' }, { name: 'PartNumberMarker', place: 'query', at: 'part-number-marker' }],
  shape: [{ name: 'Part', path: ['Part'], list: 'all' }],
  result: { base: 'members' },
};
operations.multipartUpload = {
  method: 'PUT', action: 'UploadPart', onObject: true, body: 'bytes',
  given: [{ name: 'PartNumber', needed: true, place: 'query', at: 'partNumber' }, { name: 'UploadId', needed: true, place: 'query', at: 'uploadId' }, { name: 'Body', needed: true, place: 'body' }],
  result: { base: 'none', etag: true },
};
operations.optionsObject = {
  method: 'OPTIONS', action: 'OptionsObject', onObject: true,
  given: [{ name: 'Origin', needed: true, place: 'header', at: 'Origin' }, { name: 'AccessControlRequestMethod', needed: true, place: 'header', at: 'Access-Control-Request-Method' }, { name: 'AccessControlRequestHeaders', place: 'header', at: 'Access-Control-Request-Headers' }],
  result: { base: 'none', headers: ['access-control-allow-origin', 'access-control-allow-methods', 'access-control-allow-headers', 'access-control-expose-headers', 'access-control-max-age'], forbidden: 'OptionsForbidden' },
};
operations.putBucket = {
  method: 'PUT', action: 'PutBucket', onObject: false, body: 'CreateBucketConfiguration', optional: true,
  given: [{ name: 'BucketAZConfig', place: 'body', at: 'BucketAZConfig' }, { name: 'BucketArchConfig', place: 'body', at: 'BucketArchConfig' }],
  result: { base: 'none', location: true },
};
operations.putBucketAccelerate = {
  method: 'PUT', action: 'PutBucketAccelerate', onObject: false, query: 'accelerate', body: 'AccelerateConfiguration',
  given: [{ name: 'AccelerateConfiguration', needed: true, place: 'body' }],
  result: { base: 'none' },
};
operations.putBucketAcl = {
  method: 'PUT', action: 'PutBucketACL', onObject: false, query: 'acl', body: 'AccessControlPolicy', optional: true,
  given: [{ name: 'AccessControlPolicy', place: 'body' }],
  shape: [{ name: 'Grants', path: ['AccessControlList', 'Grant'], list: 'all' }],
  result: { base: 'none' },
};
operations.putBucketACL = operations.putBucketAcl;
operations.putBucketCors = {
  method: 'PUT', action: 'PutBucketCORS', onObject: false, query: 'cors', body: 'CORSConfiguration',
  given: [{ name: 'CORSConfiguration', place: 'body' }, { name: 'CORSRules', place: 'body', at: 'CORSRules' }, { name: 'ResponseVary', place: 'body', at: 'ResponseVary' }],
  shape: [{ name: 'CORSRules', path: ['CORSRule'], inner: [{ name: 'AllowedOrigins', path: ['AllowedOrigin'], list: 'all' }, { name: 'AllowedMethods', path: ['AllowedMethod'], list: 'all' }, { name: 'AllowedHeaders', path: ['AllowedHeader'], list: 'all' }, { name: 'ExposeHeaders', path: ['ExposeHeader'], list: 'all' }], list: 'all' }],
  result: { base: 'none' },
};
operations.putBucketCORS = operations.putBucketCors;
operations.putBucketDomain = {
  method: 'PUT', action: 'PutBucketDomain', onObject: false, query: 'domain', body: 'DomainConfiguration',
  given: [{ name: 'DomainConfiguration', place: 'body' }, { name: 'DomainRule', place: 'body', at: 'DomainRule' }],
  shape: [{ name: 'DomainRule', path: ['DomainRule'], list: 'all' }],
  result: { base: 'none' },
};
operations.putBucketEncryption = {
  method: 'PUT', action: 'PutBucketEncryption', onObject: false, query: 'encryption', body: 'ServerSideEncryptionConfiguration',
  given: [{ name: 'ServerSideEncryptionConfiguration', needed: true, place: 'body' }],
  shape: [{ name: 'Rules', path: ['Rule'], list: 'all' }],
  result: { base: 'none' },
};
operations.putBucketInventory = {
  method: 'PUT', action: 'PutBucketInventory', onObject: false, query: 'inventory', body: 'InventoryConfiguration',
  given: [{ name: 'Id', needed: true, place: 'query', at: 'id' }, { name: 'InventoryConfiguration', needed: true, place: 'body' }],
  shape: [{ name: 'OptionalFields', path: ['OptionalFields', 'Field'], list: 'some' }, { name: 'Destination', path: ['Destination'], inner: [{ name: 'COSBucketDestination', path: ['COSBucketDestination'], inner: [{ name: 'Encryption', path: ['Encryption'], inner: [{ name: 'SSECOS', path: ['SSE-COS'] }] }] }] }],
  result: { base: 'none' },
};
operations.putBucketLifecycle = {
  method: 'PUT', action: 'PutBucketLifecycle', onObject: false, query: 'lifecycle', body: 'LifecycleConfiguration',
  given: [{ name: 'LifecycleConfiguration', place: 'body' }, { name: 'Rules', place: 'body', at: 'Rules' }],
  shape: [{ name: 'Rules', path: ['Rule'], list: 'all' }],
  result: { base: 'none' },
};
operations.putBucketLogging = {
  method: 'PUT', action: 'PutBucketLogging', onObject: false, query: 'logging', body: 'BucketLoggingStatus',
  given: [{ name: 'BucketLoggingStatus', place: 'body' }],
  result: { base: 'none' },
};
operations.putBucketOrigin = {
  method: 'PUT', action: 'PutBucketOrigin', onObject: false, query: 'origin', body: 'OriginConfiguration',
  given: [{ name: 'OriginConfiguration', place: 'body' }, { name: 'OriginRule', place: 'body', at: 'OriginRule' }],
  shape: [{ name: 'OriginRule', path: ['OriginRule'], list: 'all' }],
  result: { base: 'none' },
};
operations.putBucketPolicy = {
  method: 'PUT', action: 'PutBucketPolicy', onObject: false, query: 'policy', body: 'json',
  given: [{ name: 'Policy', needed: true, place: 'body' }],
  result: { base: 'none' },
};
operations.putBucketReferer = {
  method: 'PUT', action: 'PutBucketReferer', onObject: false, query: 'referer', body: 'RefererConfiguration',
  given: [{ name: 'RefererConfiguration', needed: true, place: 'body' }],
  shape: [{ name: 'DomainList', path: ['DomainList'], inner: [{ name: 'Domains', path: ['Domain'], list: 'all' }] }],
  result: { base: 'none' },
};
operations.putBucketReplication = {
  method: 'PUT', action: 'PutBucketReplication', onObject: false, query: 'replication', body: 'ReplicationConfiguration',
  given: [{ name: 'ReplicationConfiguration', needed: true, place: 'body' }],
  shape: [{ name: 'Rules', path: ['Rule'], inner: [{ name: 'Filter', path: ['Filter'], inner: [{ name: 'Tags', path: ['Tag'], list: 'some' }, { name: 'And', path: ['And'], inner: [{ name: 'Tags', path: ['Tag'], list: 'some' }] }] }], list: 'all' }],
  result: { base: 'none' },
};
operations.putBucketTagging = {
  method: 'PUT', action: 'PutBucketTagging', onObject: false, query: 'tagging', body: 'Tagging',
  given: [{ name: 'Tagging', place: 'body' }, { name: 'Tags', place: 'body', at: 'Tags' }],
  shape: [{ name: 'Tags', path: ['TagSet', 'Tag'], list: 'all' }],
  result: { base: 'none' },
};
operations.putBucketVersioning = {
  method: 'PUT', action: 'PutBucketVersioning', onObject: false, query: 'versioning', body: 'VersioningConfiguration',
  given: [{ name: 'VersioningConfiguration', needed: true, place: 'body' }],
  result: { base: 'none' },
};
operations.putBucketWebsite = {
  method: 'PUT', action: 'PutBucketWebsite', onObject: false, query: 'website', body: 'WebsiteConfiguration',
  given: [{ name: 'WebsiteConfiguration', needed: true, place: 'body' }],
  shape: [{ name: 'RoutingRules', path: ['RoutingRules', 'RoutingRule'], list: 'some' }],
  result: { base: 'none' },
};
operations.putObjectAcl = {
  method: 'PUT', action: 'PutObjectACL', onObject: true, query: 'acl', body: 'AccessControlPolicy', optional: true,
  given: [{ name: 'AccessControlPolicy', place: 'body' }],
  shape: [{ name: 'Grants', path: ['AccessControlList', 'Grant'], list: 'all' }],
  result: { base: 'none' },
};
operations.putObjectACL = operations.putObjectAcl;
operations.putObjectCopy = {
  method: 'PUT', action: 'PutObjectCopy', onObject: true, root: 'CopyObjectResult',
  given: [{ name: 'CopySource', needed: true, place: 'header', at: 'x-cos-copy-source' }],
  result: { base: 'members' },
};
operations.putObjectTagging = {
  method: 'PUT', action: 'PutObjectTagging', onObject: true, query: 'tagging', body: 'Tagging',
  given: [{ name: 'Tagging', place: 'body' }, { name: 'Tags', place: 'body', at: 'Tags' }],
  shape: [{ name: 'Tags', path: ['TagSet', 'Tag'], list: 'all' }],
  result: { base: 'none' },
};
operations.restoreObject = {
  method: 'POST', action: 'PostObjectRestore', onObject: true, query: 'restore', body: 'RestoreRequest',
  given: [{ name: 'RestoreRequest', needed: true, place: 'body' }],
  result: { base: 'none' },
};
operations.uploadPartCopy = {
  method: 'PUT', action: 'UploadPartCopy', onObject: true, root: 'CopyPartResult',
  given: [{ name: 'PartNumber', needed: true, place: 'query', at: 'partNumber' }, { name: 'UploadId', needed: true, place: 'query', at: 'uploadId' }, { name: 'CopySource', needed: true, place: 'header', at: 'x-cos-copy-source' }],
  result: { base: 'members' },
};

// Those whose methods are written by hand.
const byHand = {};
byHand.deleteMultipleObject = { onObject: false };
byHand.deleteObject = { onObject: true };
byHand.getBucket = {
  onObject: false,
  given: [{ name: 'Prefix', place: 'query', at: 'prefix' }, { name: 'Delimiter', place: 'query', at: 'delimiter' }, { name: 'Marker', place: 'query', at: 'marker' }, { name: 'MaxKeys', place: 'query', at: 'max-keys' }, { name: 'EncodingType', place: 'query', at: 'encoding-type' }],
};
byHand.getObject = { onObject: true };
byHand.getObjectStream = { onObject: true };
byHand.getService = {
  onObject: false,
  given: [{ name: 'TagKey', place: 'query', at: 'tagkey' }, { name: 'TagValue', place: 'query', at: 'tagvalue' }, { name: 'CreateTime', place: 'query', at: 'create-time' }, { name: 'CreateRange', place: 'query', at: 'range' }, { name: 'Marker', place: 'query', at: 'marker' }, { name: 'MaxKeys', place: 'query', at: 'max-keys' }],
};
byHand.headBucket = { onObject: false };
byHand.headObject = { onObject: true };
byHand.putObject = { onObject: true, body: 'bytes', given: [{ name: 'Body', needed: true, place: 'body' }] };
byHand.selectObjectContent = { onObject: true };
byHand.selectObjectContentStream = { onObject: true };

// Parameters of each call.
const headers = {
  ContentMD5: 'Content-MD5',
  ContentType: 'Content-Type',
  CacheControl: 'Cache-Control',
  ContentDisposition: 'Content-Disposition',
  ContentEncoding: 'Content-Encoding',
  Expires: 'Expires',
  ACL: 'x-cos-acl',
  GrantFullControl: 'x-cos-grant-full-control',
  GrantWrite: 'x-cos-grant-write',
  GrantRead: 'x-cos-grant-read',
  StorageClass: 'x-cos-storage-class',
  Range: 'Range',
  IfMatch: 'If-Match',
  IfNoneMatch: 'If-None-Match',
  IfModifiedSince: 'If-Modified-Since',
  IfUnmodifiedSince: 'If-Unmodified-Since',
  CopySourceIfMatch: 'x-cos-copy-source-If-Match',
  CopySourceIfNoneMatch: 'x-cos-copy-source-If-None-Match',
  CopySourceIfModifiedSince: 'x-cos-copy-source-If-Modified-Since',
  CopySourceIfUnmodifiedSince: 'x-cos-copy-source-If-Unmodified-Since',
  ServerSideEncryption: 'x-cos-server-side-encryption',
  SSEKMSKeyId: 'x-cos-server-side-encryption-cos-kms-key-id',
  SSEContext: 'x-cos-server-side-encryption-context',
  SSECustomerAlgorithm: 'x-cos-server-side-encryption-customer-algorithm',
  SSECustomerKey: 'x-cos-server-side-encryption-customer-key',
  SSECustomerKeyMD5: 'x-cos-server-side-encryption-customer-key-MD5',
  PicOperations: 'Pic-Operations',
  TrafficLimit: 'x-cos-traffic-limit',
  MFA: 'x-cos-mfa',
  CopySource: 'x-cos-copy-source',
  CopySourceRange: 'x-cos-copy-source-range',
  MetadataDirective: 'x-cos-metadata-directive',
  GrantReadAcp: 'x-cos-grant-read-acp',
  GrantWriteAcp: 'x-cos-grant-write-acp',
  MimeLimit: 'x-cos-mime-limit',
};
const queries = {
  ResponseContentType: 'response-content-type',
  ResponseContentLanguage: 'response-content-language',
  ResponseExpires: 'response-expires',
  ResponseCacheControl: 'response-cache-control',
  ResponseContentDisposition: 'response-content-disposition',
  ResponseContentEncoding: 'response-content-encoding',
  VersionId: 'versionId',
};

module.exports = { operations, byHand, headers, queries };
