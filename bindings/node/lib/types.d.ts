// What calls take, and what they give.
import type { Readable, Writable } from 'node:stream';
import type { Reason as Reasons } from './constants.js';

export type Reason = (typeof Reasons)[keyof typeof Reasons];
export type Headers = Record<string, string> & { 'set-cookie'?: string[] };
export type Fields = readonly (readonly [name: string, value: string])[];

/** Headers by the names that Tencent's SDK gave them; each call takes each of them. */
export interface HeaderParams {
  MFA?: string;
  ContentMD5?: string;
  ContentType?: string;
  Expires?: string;
  CacheControl?: string;
  ContentDisposition?: string;
  ContentEncoding?: string;
  Range?: string;
  IfModifiedSince?: string;
  IfUnmodifiedSince?: string;
  IfMatch?: string;
  IfNoneMatch?: string;
  CopySource?: string;
  CopySourceRange?: string;
  MetadataDirective?: string;
  CopySourceIfModifiedSince?: string;
  CopySourceIfUnmodifiedSince?: string;
  CopySourceIfMatch?: string;
  CopySourceIfNoneMatch?: string;
  ACL?: string;
  GrantRead?: string;
  GrantWrite?: string;
  GrantFullControl?: string;
  GrantReadAcp?: string;
  GrantWriteAcp?: string;
  StorageClass?: string;
  TrafficLimit?: string | number;
  MimeLimit?: string;
  SSECustomerAlgorithm?: string;
  SSECustomerKey?: string;
  SSECustomerKeyMD5?: string;
  ServerSideEncryption?: string;
  SSEKMSKeyId?: string;
  SSEContext?: string;
  PicOperations?: string;
}
/** Query parameters of a response's headers, and a version. */
export interface QueryParams {
  VersionId?: string;
  ResponseContentType?: string;
  ResponseContentLanguage?: string;
  ResponseExpires?: string;
  ResponseCacheControl?: string;
  ResponseContentDisposition?: string;
  ResponseContentEncoding?: string;
}
/** What each call takes. Another parameter is an error that names the nearest one. */
export interface CommonParams extends HeaderParams, QueryParams {
  Bucket?: string;
  Region?: string;
  Headers?: Record<string, string | number | undefined>;
  Query?: Record<string, string | number | null | undefined>;
  signal?: AbortSignal;
  /** Milliseconds for the whole call. */
  Timeout?: number;
  /** A HEAD that fails is asked again by GET, which has a body. */
  Explain?: boolean;
  [header: `x-cos-${string}`]: string | undefined;
}
export interface BucketParams extends CommonParams {
  Bucket: string;
}
export interface ObjectParams extends BucketParams {
  Key: string;
}
export interface GetServiceParams extends CommonParams {
  /** The buckets of this region alone. */
  Region?: string;
  TagKey?: string;
  TagValue?: string;
  /** Unix seconds, compared as CreateRange says. */
  CreateTime?: string | number;
  CreateRange?: 'lt' | 'gt' | 'lte' | 'gte' | (string & {});
  Marker?: string;
  MaxKeys?: string | number;
}
export interface GetBucketParams extends BucketParams {
  Prefix?: string;
  Delimiter?: string;
  Marker?: string;
  MaxKeys?: string | number;
  EncodingType?: 'url';
}
export interface ProgressInfo { loaded: number; total: number; speed: number; percent: number }
export interface GetObjectStreamParams extends ObjectParams {
  QueryString?: string;
  onProgress?: (info: ProgressInfo) => void;
}
export interface GetObjectParams extends GetObjectStreamParams {
  /** A path, or a stream; else the body is in memory. */
  Output?: string | Writable;
  /** Flush the file of Output to storage before it gets its name. */
  OutputSync?: boolean;
}
export type Bytes = ArrayBufferView | ArrayBuffer;
/** What can be iterated for strings and bytes. */
export type Stream = Readable | AsyncIterable<string | Bytes> | Iterable<string | Bytes>;
/** A function is called again when the body has to be sent again. */
export type Body = string | Bytes | Blob | Stream | (() => Stream | Promise<Stream>);
export interface UploadParams extends ObjectParams {
  onProgress?: (info: ProgressInfo) => void;
}
export interface PutObjectParams extends UploadParams {
  /** Required, so that no object is replaced by an empty one by mistake; '' stores an empty object. */
  Body: Body;
  /** Of a stream: without it, it is sent in chunks. */
  ContentLength?: number;
  /** Content-MD5 of a body that can be read twice. A stream is checked by its CRC-64 alone, as every body is. */
  UploadCheckContentMd5?: boolean;
}
export interface UploadFileParams extends UploadParams {
  FilePath: string;
  SliceSize?: number;
  ChunkSize?: number;
  AsyncLimit?: number;
  ChunkParallelLimit?: number;
  /** Accepted and never called: there are no earlier uploads that are resumed. */
  onHashProgress?: (info: ProgressInfo) => void;
}
export interface DeleteMultipleObjectParams extends BucketParams {
  Objects: { Key: string; VersionId?: string }[];
  Quiet?: boolean;
}
export interface RequestParams extends CommonParams {
  Method?: string;
  Key?: string;
  /** A sub-resource: 'acl', 'tagging' ... */
  Action?: string;
  /** Required, or FilePath, of a request that stores an object, a part or appended bytes. */
  Body?: Body;
  ContentLength?: number;
  /** A file as the body. */
  FilePath?: string;
  Output?: string | Writable;
  /** Flush the file of Output to storage before it gets its name. */
  OutputSync?: boolean;
  /** The root of a success: another document is an error. */
  ExpectRoot?: string;
  RawBody?: boolean;
  onProgress?: (info: ProgressInfo) => void;
}
export interface GetObjectUrlParams extends QueryParams {
  Bucket: string;
  Region?: string;
  Key: string;
  Method?: string;
  /** Seconds; 900 unless told. */
  Expires?: number | string;
  Query?: Record<string, string | number | null | undefined>;
  QueryString?: string;
  /** Headers that whoever uses the URL must send. */
  Headers?: Record<string, string>;
  /** false: the URL has no signature, and no credentials are needed. */
  Sign?: boolean;
  /** In the place of the client's. */
  Protocol?: 'http' | 'http:' | 'https' | 'https:';
  Domain?: string;
  UseAccelerate?: boolean;
  ForceSignHost?: true;
  signal?: AbortSignal;
}

export interface Result {
  statusCode: number;
  headers: Headers;
  RequestId: string;
  VersionId?: string;
  DeleteMarker?: string;
}
export interface HeadObjectResult extends Result {
  ETag: string;
  /** true: there is nothing newer than IfModifiedSince. */
  NotModified?: boolean;
}
export interface GetObjectResult extends HeadObjectResult {
  /** Without Output. */
  Body: Buffer;
}
export interface PutObjectResult extends Result {
  ETag: string;
  Location: string;
}
export interface UploadFileResult extends PutObjectResult {
  UploadId?: string;
}
export interface Entry { Key: string; LastModified: string; ETag: string; Size: string; StorageClass: string; Owner: { ID: string; DisplayName?: string } }
export interface GetBucketResult extends Result {
  Name: string;
  Prefix: string;
  Marker: string;
  NextMarker?: string;
  Delimiter?: string;
  MaxKeys: string;
  IsTruncated: 'true' | 'false';
  Contents: Entry[];
  CommonPrefixes: { Prefix: string }[];
}
export interface GetServiceResult extends Result {
  Buckets: { Name: string; Location: string; CreationDate: string; BucketType?: string }[];
  Owner: { ID: string; DisplayName: string };
}
export interface DeleteMultipleObjectResult extends Result {
  Deleted: { Key: string; VersionId?: string; DeleteMarker?: string; DeleteMarkerVersionId?: string }[];
  Error: [];
}
export interface RequestResult extends Result {
  Body?: Buffer;
  /** Bytes of the body, wherever they went. */
  Received: number;
  [root: string]: any;
}

export type FieldsLike = Fields | Iterable<[string, string]> | Record<string, string | string[] | undefined>;
export interface Answer {
  method?: string;
  url?: string;
  /** Always give it: with neither a status, headers nor a body the answer is refused. */
  status?: number;
  headers?: FieldsLike;
  /** The header fields as on the wire, with or without the status line. */
  rawHeaders?: string | Uint8Array;
  body?: string | Uint8Array | ArrayBuffer | object;
  /** The body broke off: fewer bytes arrived than were announced. A success is then lost. */
  bodyTruncated?: boolean;
  expectRoot?: string;
  bucket?: string;
  key?: string;
  /** Unix time in milliseconds. */
  receivedAt?: number | Date;
  /** The URL is one of COS: a 2xx response without the marks of COS, as of a captive portal, is BAD_RESPONSE. */
  expectCos?: boolean;
  /** Only some of the headers were received, as in a browser: the absence of one proves nothing about the sender. */
  headersFiltered?: boolean;
}
export interface Failure {
  reason: Reason;
  message?: string;
  method?: string;
  url?: string;
  cause?: unknown;
  osErrno?: number;
  /** Of the response that was not read to its end; 0: none arrived. */
  status?: number;
  /** The headers of that response. */
  headers?: FieldsLike;
  /** Whether the request may have reached the server; without it a status or headers imply true, else the reason decides. */
  requestSent?: boolean;
}
/** A response of fetch, axios, got, node:http, undici, superagent, request or wx.request, or an error that has one. */
export type ForeignResponse = object;
