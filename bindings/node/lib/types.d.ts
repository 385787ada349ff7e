// Parameters and results of the calls.
import type { Readable, Writable } from 'node:stream';
import type { Task } from './files.js';
import type { HeaderParams, QueryParams } from './generated.js';
import type { Reason as Reasons } from './constants.js';

export type Reason = (typeof Reasons)[keyof typeof Reasons];
export type Headers = Record<string, string> & { 'set-cookie'?: string[] };
export type Fields = readonly (readonly [name: string, value: string])[];

/** Parameters of each call. An unknown parameter is an error that names the nearest one. */
export interface CommonParams extends HeaderParams, QueryParams {
  Bucket?: string;
  /** Completes Bucket if it ends without it. */
  AppId?: string | number;
  Region?: string;
  Headers?: Record<string, string | number | undefined>;
  Query?: Record<string, string | number | null | undefined>;
  signal?: AbortSignal;
  /** Timeout of the whole call in milliseconds. */
  Timeout?: number;
  /** Repeats a HEAD that fails as a GET, whose response has a body. */
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
  /** Lists the buckets of this region only. */
  Region?: string;
  TagKey?: string;
  TagValue?: string;
  /** Unix time in seconds, compared by CreateRange. */
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
  onHead?: OnHead;
}
export interface GetObjectParams extends GetObjectStreamParams {
  /** A path, or a stream. Without it the body is in memory. */
  Output?: string | Writable;
  /** Flushes the file of Output to storage before it is renamed. */
  OutputSync?: boolean;
}
export type Bytes = ArrayBufferView | ArrayBuffer;
/** An iterable of strings and bytes. */
export type Stream = Readable | AsyncIterable<string | Bytes> | Iterable<string | Bytes>;
/** A function is called again for a retry. */
export type Body = string | Bytes | Blob | Stream | (() => Stream | Promise<Stream>);
export interface UploadParams extends ObjectParams {
  onProgress?: (info: ProgressInfo) => void;
  /** Receives the id of the upload's task, before the call returns. */
  onTaskReady?: (TaskId: string) => void;
  /** The older name of onTaskReady. */
  TaskReady?: (TaskId: string) => void;
  /** Called when the task begins. */
  onTaskStart?: (task: Task) => void;
  /** Begins at once, without a task: it is not in the list, and FileParallelLimit does not hold for it. */
  SkipTask?: boolean;
}
export interface PutObjectParams extends UploadParams {
  /** Required, so that no object is replaced by an empty one by mistake; '' stores an empty object. */
  Body: Body;
  /** Length of a stream, which is sent in chunks without it. */
  ContentLength?: number;
  /** Sends a Content-MD5 of a body that can be read twice. Every body, also a stream, is checked by its CRC-64. */
  UploadCheckContentMd5?: boolean;
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
  /** Required, unless FilePath is set, for a request that stores an object, a part or appended bytes. */
  Body?: Body;
  ContentLength?: number;
  /** A file as the body. */
  FilePath?: string;
  Output?: string | Writable;
  /** Flushes the file of Output to storage before it is renamed. */
  OutputSync?: boolean;
  /**
   * The root element that a success must have: another document is an error. Without it, it is the one that COS documents
   * for requests with a sub-resource, for copies and for listings; "*" accepts any.
   */
  ExpectRoot?: string;
  RawBody?: boolean;
  onProgress?: (info: ProgressInfo) => void;
  onHead?: OnHead;
}
export interface GetObjectUrlParams extends QueryParams {
  Bucket: string;
  Region?: string;
  Key: string;
  Method?: string;
  /** Validity in seconds. The default is 900. */
  Expires?: number | string;
  Query?: Record<string, string | number | null | undefined>;
  QueryString?: string;
  /** Headers that whoever uses the URL must send. */
  Headers?: Record<string, string>;
  /** If false, the URL has no signature, and no credentials are needed. */
  Sign?: boolean;
  /** Protocol to use instead of the client's. */
  Protocol?: 'http' | 'http:' | 'https' | 'https:';
  Domain?: string;
  UseAccelerate?: boolean;
  ForceSignHost?: true;
  /** Host to sign instead of the URL's, for a CDN or proxy that sends another one to COS. With '' no Host is signed. */
  SignedHost?: string;
  /** Timeout in milliseconds of the wait for credentials. */
  Timeout?: number;
  signal?: AbortSignal;
}
export interface SignParams extends QueryParams {
  Bucket?: string;
  Region?: string;
  Key?: string;
  Method?: string;
  /** A sub-resource: 'acl', 'tagging' ... */
  Action?: string;
  /** Validity in seconds. The default is 900. */
  Expires?: number | string;
  Query?: Record<string, string | number | null | undefined>;
  /** Headers that are sent. */
  Headers?: Record<string, string | number | undefined>;
  /** Read for a Content-MD5, where COS demands one or UploadCheckContentMd5 is set; it is not sent. */
  Body?: string | Bytes;
  /** A file to read instead of Body. */
  FilePath?: string;
  UploadCheckContentMd5?: boolean;
  /** Host to sign instead of the URL's, for a CDN or proxy that sends another one to COS. With '' no Host is signed. */
  SignedHost?: string;
  /** Timeout in milliseconds of the wait for credentials or a file. */
  Timeout?: number;
  signal?: AbortSignal;
}
/** A request to send as it is. It is a secret while it is valid. */
export interface SignedRequest {
  method: string;
  url: string;
  /**
   * Everything that must be sent: the headers that were given, a Content-MD5 where COS demands one, a temporary token,
   * and Authorization. The HTTP stack sets Host, Content-Length and User-Agent.
   */
  headers: Record<string, string>;
  /** When the signature ends, by the local clock. A retry after it needs a new signature. It is not later than the end of getCredentials' credentials. */
  expiresAt: Date;
}
/** The head of a success. */
export interface Head {
  statusCode: number;
  headers: Headers;
  RequestId: string;
}
/** Receives the head of a success before its body, again for each retry. If it throws or rejects, the call ends with that cause. */
export type OnHead = (head: Head) => unknown;
/** The XML document in the body of a success, which is read at the first use, as a whole or not at all. */
export interface Document {
  /**
   * How many elements a path names, or 1 if it has the attribute. The path is below the root element, as in 'Contents'
   * or 'Contents[2]/Key'. An index starts at 0. A name without an index stands for the first element, except at the end
   * of the path, where all elements of the name are counted. 'Grantee/@type' is an attribute, and '' the root, whose
   * count is 1 if the document was read to its end. Names are without prefix; in them ~1, ~2, ~3 and ~0 stand for
   * /, [, @ and ~.
   */
  count(path: string): number;
  /** The text of the element or attribute, as it stands in the document: references resolved, nothing trimmed. '' if there is none. */
  value(path: string): string;
  /** Why the body could not be read as a whole XML document; '' if it was read. Otherwise all counts are 0. */
  readonly fault: string;
  /**
   * The document as JSON; '' if it could not be read. The root element is the only member of the outermost object. An
   * element is an array where it is documented as a list, where it occurs several times, and, if it is not documented,
   * where it has child elements.
   */
  readonly json: string;
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
  /** true if there is nothing newer than IfModifiedSince. */
  NotModified?: boolean;
}
export interface GetObjectResult extends HeadObjectResult {
  /** The body, unless Output is set. */
  Body: Buffer;
}
export interface PutObjectResult extends Result {
  ETag: string;
  Location: string;
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
  /** Number of bytes of the body, in memory or in Output. */
  Received: number;
  /** The XML document in the body. It is not enumerable. */
  readonly document: Document;
  [root: string]: any;
}

export type FieldsLike = Fields | Iterable<[string, string]> | Record<string, string | string[] | undefined>;
export interface Answer {
  method?: string;
  url?: string;
  /** Always set it: a response with neither a status nor headers nor a body is an error. */
  status?: number;
  headers?: FieldsLike;
  /** The headers as they were received, with or without the status line. */
  rawHeaders?: string | Uint8Array;
  body?: string | Uint8Array | ArrayBuffer | object;
  /** Must be true if fewer bytes arrived than were announced. A success is then reported as CONNECTION_LOST. */
  bodyTruncated?: boolean;
  expectRoot?: string;
  bucket?: string;
  key?: string;
  /** Unix time in milliseconds. */
  receivedAt?: number | Date;
  /** Must be true if the URL belongs to COS: a 2xx response without the marks of COS, as from a captive portal, is then BAD_RESPONSE. */
  expectCos?: boolean;
  /** Must be true if only some of the headers were received, as in a browser: the absence of a header then proves nothing. */
  headersFiltered?: boolean;
}
export interface Failure {
  reason: Reason;
  message?: string;
  method?: string;
  url?: string;
  cause?: unknown;
  osErrno?: number;
  /** HTTP status of the response whose body is incomplete, or 0 if none arrived. */
  status?: number;
  /** The headers of that response. */
  headers?: FieldsLike;
  /** Whether the request may have reached the server. Without it a status or headers imply true, otherwise the reason decides. */
  requestSent?: boolean;
}
/** A response of fetch, axios, got, node:http, undici, superagent, request or wx.request, or an error that has one. */
export type ForeignResponse = object;

export interface SelectObjectContentParams extends CommonParams {
  Bucket: string;
  Key: string;
  SelectType: 2 | '2';
  SelectRequest: {
    Expression: string;
    ExpressionType: 'SQL';
    InputSerialization: Record<string, unknown>;
    OutputSerialization: Record<string, unknown>;
    RequestProgress?: { Enabled: boolean | string };
  };
  /** 'raw': the messages of COS as they are sent. */
  DataType?: 'raw';
  ReturnStream?: boolean;
  onProgress?: (info: Record<string, string>) => void;
}
export interface SelectObjectContentResult extends Result {
  /** The records; absent for a stream. */
  Payload?: Buffer;
  Stats?: { BytesScanned: string; BytesProcessed: string; BytesReturned: string };
}
export interface GetAuthParams {
  SecretId?: string;
  SecretKey?: string;
  Method?: string;
  Key?: string;
  /** With Region, adds the Host of the bucket to the signature if Headers has none. */
  Bucket?: string;
  Region?: string;
  Query?: Record<string, string | number>;
  Headers?: Record<string, string>;
  Expires?: number | string;
}
