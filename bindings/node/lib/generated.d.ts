// Written from the tables in src/operations by native/generate_operations.js: do not edit.
import type { Body, BucketParams, ObjectParams, ProgressInfo, Result } from './types.js';
import type { Call } from '../index.js';

/** An element of a document: its members are texts, elements, or lists of them. */
export interface Element { [member: string]: any }
/** Headers by their names in Tencent's SDK; each call accepts each of them. */
export interface HeaderParams {
  ContentMD5?: string;
  ContentType?: string;
  CacheControl?: string;
  ContentDisposition?: string;
  ContentEncoding?: string;
  Expires?: string;
  ACL?: string;
  GrantFullControl?: string;
  GrantWrite?: string;
  GrantRead?: string;
  StorageClass?: string;
  Range?: string;
  IfMatch?: string;
  IfNoneMatch?: string;
  IfModifiedSince?: string;
  IfUnmodifiedSince?: string;
  CopySourceIfMatch?: string;
  CopySourceIfNoneMatch?: string;
  CopySourceIfModifiedSince?: string;
  CopySourceIfUnmodifiedSince?: string;
  ServerSideEncryption?: string;
  SSEKMSKeyId?: string;
  SSEContext?: string;
  SSECustomerAlgorithm?: string;
  SSECustomerKey?: string;
  SSECustomerKeyMD5?: string;
  PicOperations?: string;
  TrafficLimit?: string | number;
  MFA?: string;
  CopySource?: string;
  CopySourceRange?: string;
  MetadataDirective?: string;
  GrantReadAcp?: string;
  GrantWriteAcp?: string;
  MimeLimit?: string;
}
/** Query parameters of a response's headers, and a version. */
export interface QueryParams {
  ResponseContentType?: string;
  ResponseContentLanguage?: string;
  ResponseExpires?: string;
  ResponseCacheControl?: string;
  ResponseContentDisposition?: string;
  ResponseContentEncoding?: string;
  VersionId?: string;
}

export type AppendObjectResult = Result;
export interface AppendObjectParams extends ObjectParams {
  Position: string | number;
  Body: Body;
  /** Length of a stream, which is sent in chunks without it. */
  ContentLength?: number;
  /** Sends a Content-MD5 of a body that can be read twice. Every body, also a stream, is checked by its CRC-64. */
  UploadCheckContentMd5?: boolean;
  onProgress?: (info: ProgressInfo) => void;
}
export type DeleteBucketResult = Result;
export type DeleteBucketParams = BucketParams;
export type DeleteBucketCorsResult = Result;
export type DeleteBucketCorsParams = BucketParams;
export type DeleteBucketDomainResult = Result;
export type DeleteBucketDomainParams = BucketParams;
export type DeleteBucketEncryptionResult = Result;
export type DeleteBucketEncryptionParams = BucketParams;
export type DeleteBucketInventoryResult = Result;
export interface DeleteBucketInventoryParams extends BucketParams {
  Id: string;
}
export type DeleteBucketLifecycleResult = Result;
export type DeleteBucketLifecycleParams = BucketParams;
export type DeleteBucketOriginResult = Result;
export type DeleteBucketOriginParams = BucketParams;
export type DeleteBucketPolicyResult = Result;
export type DeleteBucketPolicyParams = BucketParams;
export type DeleteBucketReplicationResult = Result;
export type DeleteBucketReplicationParams = BucketParams;
export type DeleteBucketTaggingResult = Result;
export type DeleteBucketTaggingParams = BucketParams;
export type DeleteBucketWebsiteResult = Result;
export type DeleteBucketWebsiteParams = BucketParams;
export type DeleteObjectTaggingResult = Result;
export type DeleteObjectTaggingParams = ObjectParams;
export type GetBucketAccelerateResult = Result & { AccelerateConfiguration: Element };
export type GetBucketAccelerateParams = BucketParams;
export type GetBucketAclResult = Result & { Grants: Element[]; ACL: string; Owner: Element; GrantFullControl: string; GrantRead: string; GrantWrite: string; GrantReadAcp: string; GrantWriteAcp: string; [member: string]: any };
export type GetBucketAclParams = BucketParams;
export type GetBucketCorsResult = Result & { CORSRules: Element[]; [member: string]: any };
export type GetBucketCorsParams = BucketParams;
export type GetBucketDomainResult = Result & { DomainRule: Element[]; [member: string]: any };
export type GetBucketDomainParams = BucketParams;
export type GetBucketEncryptionResult = Result & { EncryptionConfiguration: Element; ServerSideEncryptionConfiguration?: Element };
export type GetBucketEncryptionParams = BucketParams;
export type GetBucketInventoryResult = Result & { InventoryConfiguration: Element };
export interface GetBucketInventoryParams extends BucketParams {
  Id: string;
}
export type GetBucketLifecycleResult = Result & { Rules: Element[]; [member: string]: any };
export type GetBucketLifecycleParams = BucketParams;
export type GetBucketLocationResult = Result & { LocationConstraint: string };
export type GetBucketLocationParams = BucketParams;
export type GetBucketLoggingResult = Result & { BucketLoggingStatus: Element };
export type GetBucketLoggingParams = BucketParams;
export type GetBucketOriginResult = Result & { OriginRule: Element[]; [member: string]: any };
export type GetBucketOriginParams = BucketParams;
export type GetBucketPolicyResult = Result & { Policy: Element };
export type GetBucketPolicyParams = BucketParams;
export type GetBucketRefererResult = Result & { RefererConfiguration: Element };
export type GetBucketRefererParams = BucketParams;
export type GetBucketReplicationResult = Result & { ReplicationConfiguration: Element };
export type GetBucketReplicationParams = BucketParams;
export type GetBucketTaggingResult = Result & { Tags: Element[]; [member: string]: any };
export type GetBucketTaggingParams = BucketParams;
export type GetBucketVersioningResult = Result & { VersioningConfiguration: Element };
export type GetBucketVersioningParams = BucketParams;
export type GetBucketWebsiteResult = Result & { WebsiteConfiguration: Element };
export type GetBucketWebsiteParams = BucketParams;
export type GetObjectAclResult = Result & { Grants: Element[]; ACL: string; Owner: Element; GrantFullControl: string; GrantRead: string; GrantReadAcp: string; GrantWriteAcp: string; [member: string]: any };
export type GetObjectAclParams = ObjectParams;
export type GetObjectTaggingResult = Result & { Tags: Element[]; [member: string]: any };
export type GetObjectTaggingParams = ObjectParams;
export type ListBucketInventoryResult = Result & { InventoryConfigurations: Element[]; [member: string]: any };
export interface ListBucketInventoryParams extends BucketParams {
  ContinuationToken?: string;
}
export type ListObjectVersionsResult = Result & { Versions: Element[]; DeleteMarkers: Element[]; [member: string]: any };
export interface ListObjectVersionsParams extends BucketParams {
  Prefix?: string;
  Delimiter?: string;
  KeyMarker?: string;
  VersionIdMarker?: string;
  MaxKeys?: string | number;
  EncodingType?: string;
}
export type MultipartAbortResult = Result;
export interface MultipartAbortParams extends ObjectParams {
  UploadId: string;
}
export type MultipartCompleteResult = Result & { Parts: Element[]; Location: string; UploadResult?: Element; [member: string]: any };
export interface MultipartCompleteParams extends ObjectParams {
  UploadId: string;
  Parts: Element | readonly Element[];
}
export type MultipartInitResult = Result & { [member: string]: any };
export type MultipartInitParams = ObjectParams;
export type MultipartListResult = Result & { Upload: Element[]; [member: string]: any };
export interface MultipartListParams extends BucketParams {
  Prefix?: string;
  Delimiter?: string;
  KeyMarker?: string;
  UploadIdMarker?: string;
  MaxUploads?: string | number;
  EncodingType?: string;
}
export type MultipartListPartResult = Result & { Part: Element[]; [member: string]: any };
export interface MultipartListPartParams extends ObjectParams {
  UploadId: string;
  EncodingType?: string;
  MaxParts?: string | number;
  PartNumberMarker?: string | number;
}
export type MultipartUploadResult = Result & { ETag: string };
export interface MultipartUploadParams extends ObjectParams {
  PartNumber: string | number;
  UploadId: string;
  Body: Body;
  /** Length of a stream, which is sent in chunks without it. */
  ContentLength?: number;
  /** Sends a Content-MD5 of a body that can be read twice. Every body, also a stream, is checked by its CRC-64. */
  UploadCheckContentMd5?: boolean;
  onProgress?: (info: ProgressInfo) => void;
}
export type OptionsObjectResult = Result & { AccessControlAllowOrigin?: string; AccessControlAllowMethods?: string; AccessControlAllowHeaders?: string; AccessControlExposeHeaders?: string; AccessControlMaxAge?: string; OptionsForbidden?: true };
export interface OptionsObjectParams extends ObjectParams {
  Origin: string;
  AccessControlRequestMethod: string;
  AccessControlRequestHeaders?: string;
}
export type PutBucketResult = Result & { Location: string };
export interface PutBucketParams extends BucketParams {
  BucketAZConfig?: Element | string;
  BucketArchConfig?: Element | string;
}
export type PutBucketAccelerateResult = Result;
export interface PutBucketAccelerateParams extends BucketParams {
  AccelerateConfiguration: Element;
}
export type PutBucketAclResult = Result;
export interface PutBucketAclParams extends BucketParams {
  AccessControlPolicy?: Element;
}
export type PutBucketCorsResult = Result;
export interface PutBucketCorsParams extends BucketParams {
  CORSConfiguration?: Element;
  CORSRules?: Element | readonly Element[];
  ResponseVary?: Element | string;
}
export type PutBucketDomainResult = Result;
export interface PutBucketDomainParams extends BucketParams {
  DomainConfiguration?: Element;
  DomainRule?: Element | readonly Element[];
}
export type PutBucketEncryptionResult = Result;
export interface PutBucketEncryptionParams extends BucketParams {
  ServerSideEncryptionConfiguration: Element;
}
export type PutBucketInventoryResult = Result;
export interface PutBucketInventoryParams extends BucketParams {
  Id: string;
  InventoryConfiguration: Element;
}
export type PutBucketLifecycleResult = Result;
export interface PutBucketLifecycleParams extends BucketParams {
  LifecycleConfiguration?: Element;
  Rules?: Element | readonly Element[];
}
export type PutBucketLoggingResult = Result;
export interface PutBucketLoggingParams extends BucketParams {
  BucketLoggingStatus?: Element;
}
export type PutBucketOriginResult = Result;
export interface PutBucketOriginParams extends BucketParams {
  OriginConfiguration?: Element;
  OriginRule?: Element | readonly Element[];
}
export type PutBucketPolicyResult = Result;
export interface PutBucketPolicyParams extends BucketParams {
  Policy: Element | string;
}
export type PutBucketRefererResult = Result;
export interface PutBucketRefererParams extends BucketParams {
  RefererConfiguration: Element;
}
export type PutBucketReplicationResult = Result;
export interface PutBucketReplicationParams extends BucketParams {
  ReplicationConfiguration: Element;
}
export type PutBucketTaggingResult = Result;
export interface PutBucketTaggingParams extends BucketParams {
  Tagging?: Element;
  Tags?: Element | readonly Element[];
}
export type PutBucketVersioningResult = Result;
export interface PutBucketVersioningParams extends BucketParams {
  VersioningConfiguration: Element;
}
export type PutBucketWebsiteResult = Result;
export interface PutBucketWebsiteParams extends BucketParams {
  WebsiteConfiguration: Element;
}
export type PutObjectAclResult = Result;
export interface PutObjectAclParams extends ObjectParams {
  AccessControlPolicy?: Element;
}
export type PutObjectCopyResult = Result & { [member: string]: any };
export interface PutObjectCopyParams extends ObjectParams {
  CopySource: string;
}
export type PutObjectTaggingResult = Result;
export interface PutObjectTaggingParams extends ObjectParams {
  Tagging?: Element;
  Tags?: Element | readonly Element[];
}
export type RestoreObjectResult = Result;
export interface RestoreObjectParams extends ObjectParams {
  RestoreRequest: Element;
}
export type UploadPartCopyResult = Result & { [member: string]: any };
export interface UploadPartCopyParams extends ObjectParams {
  PartNumber: string | number;
  UploadId: string;
  CopySource: string;
}

/** The calls that are one request each. */
export interface Generated {
  /** Append to an object at Position, its length so far (0 creates it). COS's document 436/7741. */
  appendObject: Call<AppendObjectParams, AppendObjectResult>;
  /** Delete an empty bucket. */
  deleteBucket: Call<DeleteBucketParams, DeleteBucketResult>;
  /** Remove the CORS rules of a bucket. */
  deleteBucketCors: Call<DeleteBucketCorsParams, DeleteBucketCorsResult>;
  /** The older name of deleteBucketCors. */
  deleteBucketCORS: Call<DeleteBucketCorsParams, DeleteBucketCorsResult>;
  /** Remove the custom domains of a bucket. */
  deleteBucketDomain: Call<DeleteBucketDomainParams, DeleteBucketDomainResult>;
  /** Remove the default encryption of a bucket. */
  deleteBucketEncryption: Call<DeleteBucketEncryptionParams, DeleteBucketEncryptionResult>;
  /** Remove an inventory job of a bucket. */
  deleteBucketInventory: Call<DeleteBucketInventoryParams, DeleteBucketInventoryResult>;
  /** Remove the lifecycle rules of a bucket. */
  deleteBucketLifecycle: Call<DeleteBucketLifecycleParams, DeleteBucketLifecycleResult>;
  /** Remove the back-to-origin rules of a bucket. */
  deleteBucketOrigin: Call<DeleteBucketOriginParams, DeleteBucketOriginResult>;
  /** Remove the policy of a bucket. */
  deleteBucketPolicy: Call<DeleteBucketPolicyParams, DeleteBucketPolicyResult>;
  /** Remove the replication rules of a bucket. */
  deleteBucketReplication: Call<DeleteBucketReplicationParams, DeleteBucketReplicationResult>;
  /** Remove the tags of a bucket. */
  deleteBucketTagging: Call<DeleteBucketTaggingParams, DeleteBucketTaggingResult>;
  /** Remove the static website configuration of a bucket. */
  deleteBucketWebsite: Call<DeleteBucketWebsiteParams, DeleteBucketWebsiteResult>;
  /** Remove the tags of an object. */
  deleteObjectTagging: Call<DeleteObjectTaggingParams, DeleteObjectTaggingResult>;
  /** Return the global acceleration of a bucket. */
  getBucketAccelerate: Call<GetBucketAccelerateParams, GetBucketAccelerateResult>;
  /** Return the ACL of a bucket. */
  getBucketAcl: Call<GetBucketAclParams, GetBucketAclResult>;
  /** The older name of getBucketAcl. */
  getBucketACL: Call<GetBucketAclParams, GetBucketAclResult>;
  /** Return the CORS rules of a bucket. */
  getBucketCors: Call<GetBucketCorsParams, GetBucketCorsResult>;
  /** The older name of getBucketCors. */
  getBucketCORS: Call<GetBucketCorsParams, GetBucketCorsResult>;
  /** Return the custom domains of a bucket. */
  getBucketDomain: Call<GetBucketDomainParams, GetBucketDomainResult>;
  /** Return the default encryption of a bucket. */
  getBucketEncryption: Call<GetBucketEncryptionParams, GetBucketEncryptionResult>;
  /** Return an inventory job of a bucket. */
  getBucketInventory: Call<GetBucketInventoryParams, GetBucketInventoryResult>;
  /** Return the lifecycle rules of a bucket. */
  getBucketLifecycle: Call<GetBucketLifecycleParams, GetBucketLifecycleResult>;
  /** Return the region of a bucket. */
  getBucketLocation: Call<GetBucketLocationParams, GetBucketLocationResult>;
  /** Return the access logging configuration of a bucket. */
  getBucketLogging: Call<GetBucketLoggingParams, GetBucketLoggingResult>;
  /** Return the back-to-origin rules of a bucket. */
  getBucketOrigin: Call<GetBucketOriginParams, GetBucketOriginResult>;
  /** Return the policy of a bucket. */
  getBucketPolicy: Call<GetBucketPolicyParams, GetBucketPolicyResult>;
  /** Return the hotlink protection of a bucket. */
  getBucketReferer: Call<GetBucketRefererParams, GetBucketRefererResult>;
  /** Return the replication rules of a bucket. */
  getBucketReplication: Call<GetBucketReplicationParams, GetBucketReplicationResult>;
  /** Return the tags of a bucket. */
  getBucketTagging: Call<GetBucketTaggingParams, GetBucketTaggingResult>;
  /** Return the versioning state of a bucket. */
  getBucketVersioning: Call<GetBucketVersioningParams, GetBucketVersioningResult>;
  /** Return the static website configuration of a bucket. */
  getBucketWebsite: Call<GetBucketWebsiteParams, GetBucketWebsiteResult>;
  /** Return the ACL of an object. */
  getObjectAcl: Call<GetObjectAclParams, GetObjectAclResult>;
  /** The older name of getObjectAcl. */
  getObjectACL: Call<GetObjectAclParams, GetObjectAclResult>;
  /** Return the tags of an object. */
  getObjectTagging: Call<GetObjectTaggingParams, GetObjectTaggingResult>;
  /** List the inventory jobs of a bucket, up to 100 per call. */
  listBucketInventory: Call<ListBucketInventoryParams, ListBucketInventoryResult>;
  /** List at most MaxKeys versions of objects. */
  listObjectVersions: Call<ListObjectVersionsParams, ListObjectVersionsResult>;
  /** Discard the parts of a multipart upload. */
  multipartAbort: Call<MultipartAbortParams, MultipartAbortResult>;
  /** Assemble the parts of a multipart upload. COS's document 436/7742. */
  multipartComplete: Call<MultipartCompleteParams, MultipartCompleteResult>;
  /** Start a multipart upload. */
  multipartInit: Call<MultipartInitParams, MultipartInitResult>;
  /** List at most MaxUploads multipart uploads that are neither completed nor aborted. */
  multipartList: Call<MultipartListParams, MultipartListResult>;
  /** List the parts of a multipart upload. */
  multipartListPart: Call<MultipartListPartParams, MultipartListPartResult>;
  /** Store a part of a multipart upload. */
  multipartUpload: Call<MultipartUploadParams, MultipartUploadResult>;
  /** Ask which requests the CORS rules of a bucket allow. */
  optionsObject: Call<OptionsObjectParams, OptionsObjectResult>;
  /** Create a bucket. */
  putBucket: Call<PutBucketParams, PutBucketResult>;
  /** Set the global acceleration of a bucket. */
  putBucketAccelerate: Call<PutBucketAccelerateParams, PutBucketAccelerateResult>;
  /** Set the ACL of a bucket, by AccessControlPolicy or by headers (ACL, GrantRead, GrantWrite, GrantFullControl). */
  putBucketAcl: Call<PutBucketAclParams, PutBucketAclResult>;
  /** The older name of putBucketAcl. */
  putBucketACL: Call<PutBucketAclParams, PutBucketAclResult>;
  /** Set the CORS rules of a bucket. */
  putBucketCors: Call<PutBucketCorsParams, PutBucketCorsResult>;
  /** The older name of putBucketCors. */
  putBucketCORS: Call<PutBucketCorsParams, PutBucketCorsResult>;
  /** Set the custom domains of a bucket. */
  putBucketDomain: Call<PutBucketDomainParams, PutBucketDomainResult>;
  /** Set the default encryption of a bucket. */
  putBucketEncryption: Call<PutBucketEncryptionParams, PutBucketEncryptionResult>;
  /** Create or replace an inventory job of a bucket. */
  putBucketInventory: Call<PutBucketInventoryParams, PutBucketInventoryResult>;
  /** Set the lifecycle rules of a bucket. */
  putBucketLifecycle: Call<PutBucketLifecycleParams, PutBucketLifecycleResult>;
  /** Set the access logging configuration of a bucket. */
  putBucketLogging: Call<PutBucketLoggingParams, PutBucketLoggingResult>;
  /** Set the back-to-origin rules of a bucket. */
  putBucketOrigin: Call<PutBucketOriginParams, PutBucketOriginResult>;
  /** Set the policy of a bucket. */
  putBucketPolicy: Call<PutBucketPolicyParams, PutBucketPolicyResult>;
  /** Set the hotlink protection of a bucket. */
  putBucketReferer: Call<PutBucketRefererParams, PutBucketRefererResult>;
  /** Set the replication rules of a bucket. */
  putBucketReplication: Call<PutBucketReplicationParams, PutBucketReplicationResult>;
  /** Replace the tags of a bucket. */
  putBucketTagging: Call<PutBucketTaggingParams, PutBucketTaggingResult>;
  /** Set the versioning state of a bucket. */
  putBucketVersioning: Call<PutBucketVersioningParams, PutBucketVersioningResult>;
  /** Set the static website configuration of a bucket. */
  putBucketWebsite: Call<PutBucketWebsiteParams, PutBucketWebsiteResult>;
  /** Set the ACL of an object, by AccessControlPolicy or by headers (ACL, GrantRead, GrantWrite, GrantFullControl). */
  putObjectAcl: Call<PutObjectAclParams, PutObjectAclResult>;
  /** The older name of putObjectAcl. */
  putObjectACL: Call<PutObjectAclParams, PutObjectAclResult>;
  /** Copy an object. */
  putObjectCopy: Call<PutObjectCopyParams, PutObjectCopyResult>;
  /** Replace the tags of an object. */
  putObjectTagging: Call<PutObjectTaggingParams, PutObjectTaggingResult>;
  /** Restore a copy of an archived object for a number of days. COS's document 436/12633. */
  restoreObject: Call<RestoreObjectParams, RestoreObjectResult>;
  /** Copy a range of an object as a part of a multipart upload. */
  uploadPartCopy: Call<UploadPartCopyParams, UploadPartCopyResult>;
}
