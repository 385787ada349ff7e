// What calls take, and what they give.
import type { Readable, Writable } from 'node:stream';
import type { Reason as Reasons } from './constants.js';

export type Reason = (typeof Reasons)[keyof typeof Reasons];
export type Headers = Record<string, string> & { 'set-cookie'?: string[] };
export type Fields = readonly (readonly [name: string, value: string])[];

export interface CommonParams {
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
  VersionId?: string;
  Range?: string;
  IfModifiedSince?: string;
  IfUnmodifiedSince?: string;
  IfMatch?: string;
  IfNoneMatch?: string;
  SSECustomerAlgorithm?: string;
  SSECustomerKey?: string;
  SSECustomerKeyMD5?: string;
  TrafficLimit?: string | number;
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
  ResponseContentType?: string;
  ResponseContentLanguage?: string;
  ResponseExpires?: string;
  ResponseCacheControl?: string;
  ResponseContentDisposition?: string;
  ResponseContentEncoding?: string;
  onProgress?: (info: ProgressInfo) => void;
}
export interface GetObjectParams extends GetObjectStreamParams {
  /** A path, or a stream; else the body is in memory. */
  Output?: string | Writable;
}
export type Bytes = ArrayBufferView | ArrayBuffer;
/** What can be iterated for strings and bytes. */
export type Stream = Readable | AsyncIterable<string | Bytes> | Iterable<string | Bytes>;
/** A function is called again when the body has to be sent again. */
export type Body = string | Bytes | Blob | Stream | (() => Stream | Promise<Stream>);
export interface UploadParams extends ObjectParams {
  CacheControl?: string;
  ContentDisposition?: string;
  ContentEncoding?: string;
  ContentType?: string;
  ContentMD5?: string;
  Expires?: string;
  ACL?: string;
  GrantRead?: string;
  GrantWrite?: string;
  GrantFullControl?: string;
  StorageClass?: string;
  ServerSideEncryption?: string;
  SSEKMSKeyId?: string;
  SSEContext?: string;
  PicOperations?: string;
  onProgress?: (info: ProgressInfo) => void;
}
export interface PutObjectParams extends UploadParams {
  Body?: Body;
  /** Of a stream: without it, it is sent in chunks. */
  ContentLength?: number;
  UploadCheckContentMd5?: boolean;
}
export interface UploadFileParams extends UploadParams {
  FilePath: string;
  SliceSize?: number;
  ChunkSize?: number;
  AsyncLimit?: number;
  ChunkParallelLimit?: number;
}
export interface DeleteMultipleObjectParams extends BucketParams {
  Objects: { Key: string; VersionId?: string }[];
  Quiet?: boolean;
}
export interface RequestParams extends CommonParams {
  Method?: string;
  Bucket?: string;
  Key?: string;
  /** A sub-resource: 'acl', 'tagging' ... */
  Action?: string;
  Body?: Body;
  ContentLength?: number;
  /** A file as the body. */
  FilePath?: string;
  Output?: string | Writable;
  /** The root of a success: another document is an error. */
  ExpectRoot?: string;
  RawBody?: boolean;
  onProgress?: (info: ProgressInfo) => void;
  [header: string]: unknown;
}
export interface GetObjectUrlParams {
  Bucket: string;
  Region?: string;
  Key: string;
  Method?: string;
  /** Seconds; 900 unless told. */
  Expires?: number | string;
  Query?: Record<string, string | number | null | undefined>;
  QueryString?: string;
  Headers?: Record<string, string>;
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
/** A response of fetch, axios, node:http, undici or wx.request, or an AxiosError. */
export type ForeignResponse = object;
