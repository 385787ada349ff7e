import type { Readable } from 'node:stream';
import type * as Types from './lib/types.js';
import type * as Constants from './lib/constants.js';

/** Calls to Tencent Cloud COS: the calls of cos-nodejs-sdk-v5, with errors that lose nothing. */
declare class COS {
  constructor(options?: COS.Options);

  headBucket: COS.Call<COS.BucketParams, COS.Result>;
  getBucket: COS.Call<COS.GetBucketParams, COS.GetBucketResult>;
  getService: COS.OptionalCall<COS.GetServiceParams, COS.GetServiceResult>;
  headObject: COS.Call<COS.ObjectParams, COS.HeadObjectResult>;
  getObject: COS.Call<COS.GetObjectParams, COS.GetObjectResult>;
  putObject: COS.Call<COS.PutObjectParams, COS.PutObjectResult>;
  deleteObject: COS.Call<COS.ObjectParams, COS.Result>;
  deleteMultipleObject: COS.Call<COS.DeleteMultipleObjectParams, COS.DeleteMultipleObjectResult>;
  /** A file, in parts if it is larger than SliceSize. */
  uploadFile: COS.Call<COS.UploadFileParams, COS.UploadFileResult>;
  /** A file, in parts unless it is empty. */
  sliceUploadFile: COS.Call<COS.UploadFileParams, COS.UploadFileResult>;
  /** Any request of the COS API. */
  request: COS.Call<COS.RequestParams, COS.RequestResult>;
  /** The body as it comes; it is destroyed with the error if the call fails. */
  getObjectStream(params: COS.GetObjectStreamParams, callback?: COS.Callback<COS.GetObjectResult>): Readable;
  /** A URL, with a signature unless Sign is false; a promise of it where the keys come from getCredentials. Throws at a mistake. */
  getObjectUrl(params: COS.GetObjectUrlParams & { Sign: false }): string;
  getObjectUrl(params: COS.GetObjectUrlParams): string | Promise<{ Url: string }>;
  getObjectUrl(params: COS.GetObjectUrlParams, callback: COS.Callback<{ Url: string }>): void;
  /** Ends every call under way and every later one, for good. */
  close(): void;

  /** The version of libcos_err. */
  static readonly version: string;
  /** Returns the names of all codes in the catalogue. */
  static codes(): string[];
  /**
   * Explains a code, in any spelling that services send; null if it is unknown. Some codes mean another thing in
   * data processing: `responder` chooses the service. The language is 'en' or 'zh'.
   */
  static explainCode(code: string, how?: { responder?: COS.Responder; language?: string }): COS.CodeInfo | null;
  /** Reads a request id; null if it is that of another system. */
  static readId(requestId: string): COS.IdInfo | null;
  /** The error that an answer is; null: it is a success. */
  static fromAnswer(answer: COS.Answer): COS.CosError | null;
  /**
   * The same for a response of fetch, axios, got, node:http, undici, superagent, request or wx.request, or for an
   * error that has one; `known` adds what they do not tell. It reads the body of a Response, also of a success: to have it too, give a `clone()`.
   * The stream of a success of node:http or undici is not read, so an error inside a 200 is missed there, unless
   * `known.expectRoot` is set: then it is read to its end (at most 64 MiB). Rejects with INVALID_ARGUMENT
   * what has no status: nothing says that the request succeeded.
   */
  static fromResponse(response: COS.ForeignResponse, known?: COS.Answer): Promise<COS.CosError | null>;
  /** A client error for a failure of another transport. */
  static fromFailure(failure: COS.Failure): COS.CosClientError;
}

declare namespace COS {
  const Kind: typeof Constants.Kind;
  const Reason: typeof Constants.Reason;
  const CodeSource: typeof Constants.CodeSource;
  const Responder: typeof Constants.Responder;
  const Retry: typeof Constants.Retry;
  const LogLevel: typeof Constants.LogLevel;
  type Reason = (typeof Reason)[keyof typeof Reason];
  type CodeSource = (typeof CodeSource)[keyof typeof CodeSource];
  type Responder = (typeof Responder)[keyof typeof Responder];
  type Retry = (typeof Retry)[keyof typeof Retry];
  type LogLevel = (typeof LogLevel)[keyof typeof LogLevel];

  type Headers = Types.Headers;
  type Fields = Types.Fields;
  type CommonParams = Types.CommonParams;
  type BucketParams = Types.BucketParams;
  type ObjectParams = Types.ObjectParams;
  type GetServiceParams = Types.GetServiceParams;
  type GetBucketParams = Types.GetBucketParams;
  type ProgressInfo = Types.ProgressInfo;
  type GetObjectStreamParams = Types.GetObjectStreamParams;
  type GetObjectParams = Types.GetObjectParams;
  type Stream = Types.Stream;
  type Body = Types.Body;
  type UploadParams = Types.UploadParams;
  type PutObjectParams = Types.PutObjectParams;
  type UploadFileParams = Types.UploadFileParams;
  type DeleteMultipleObjectParams = Types.DeleteMultipleObjectParams;
  type RequestParams = Types.RequestParams;
  type GetObjectUrlParams = Types.GetObjectUrlParams;
  type Result = Types.Result;
  type HeadObjectResult = Types.HeadObjectResult;
  type GetObjectResult = Types.GetObjectResult;
  type PutObjectResult = Types.PutObjectResult;
  type UploadFileResult = Types.UploadFileResult;
  type Entry = Types.Entry;
  type GetBucketResult = Types.GetBucketResult;
  type GetServiceResult = Types.GetServiceResult;
  type DeleteMultipleObjectResult = Types.DeleteMultipleObjectResult;
  type RequestResult = Types.RequestResult;
  type Answer = Types.Answer;
  type Failure = Types.Failure;
  type ForeignResponse = Types.ForeignResponse;
  /** What the catalogue says about a code; `status` is 0 if the documents give none. */
  interface CodeInfo { code: string; status: number; retry: Retry; advice: string; docUrl: string }
  /** What a request id contains: a hint, because its form is not documented. */
  interface IdInfo { responder: Responder; madeAt: Date }
  /** `retry`: whether a request for this item alone may be retried. */
  interface Part { key: string; versionId: string; code: string; message: string; retry: Retry }
  interface Attempt { host: string; status: number; reason: Reason | ''; requestId: string; elapsedMs: number; note: string }
  /** What Tencent's SDK has as err.error; '' for what is missing. It reads as its Message. */
  interface Said {
    Code: string;
    Message: string;
    RequestId: string;
    Resource?: string;
    TraceId?: string;
    [name: string]: string | undefined;
    toString: any;
  }

  /** Everything known about one failure. */
  abstract class CosError extends Error {
    /**
     * The service's code, or the library's. Of a failure of the network, a file or a stream it is Node's, as
     * 'ECONNREFUSED' or 'ENOENT', while err.error.Code keeps the library's; of a cancelled call 'ABORT_ERR'.
     */
    readonly code: string;
    /** As Node's errors have them, where the system reported the failure: -111, 'connect' ... */
    readonly errno?: number;
    readonly syscall?: string;
    readonly address?: string;
    readonly port?: number;
    readonly hostname?: string;
    readonly path?: string;
    readonly error: Said;
    /** Of service errors alone. */
    readonly statusCode?: number;
    /** Of service errors alone. */
    readonly headers?: Headers;
    readonly method: string;
    readonly url: string;
    readonly RequestId: string;
    /** What a stream, a provider or a signal said, or the system's error under a failure of the network. */
    readonly cause?: unknown;

    readonly kind: 'client' | 'service';
    readonly reason: Reason | '';
    /** 0 if none arrived; client errors that come after one have it too. */
    readonly status: number;
    readonly codeSource: CodeSource;
    readonly resource: string;
    readonly requestId: string;
    readonly traceId: string;
    readonly responder: Responder;
    readonly retry: Retry;
    /** -1: the answer asks for no wait. */
    readonly retryAfterMs: number;
    /** false: certainly nothing reached the server. */
    readonly requestSent: boolean;
    readonly operation: string;
    readonly regionHint: string;
    readonly endpointHint: string;
    /** Server clock minus ours; undefined: not known. */
    readonly clockSkewSeconds: number | undefined;
    readonly osErrno: number;
    readonly originXml: string;
    readonly originBody: Buffer;
    readonly originBodyLength: number;
    readonly originTruncated: boolean;
    readonly headerFields: Fields;
    readonly details: Fields;
    readonly parts: Part[];
    readonly attempts: Attempt[];
    readonly causes: string[];
    readonly text: string;
    readonly json: string;
    readonly docUrl: string;
    readonly diagnoseUrl: string;
    readonly advice: string;
    adviceIn(language: 'en' | 'zh' | (string & {})): string;
    diagnoseSteps(language?: 'en' | 'zh' | (string & {})): string;
    header(name: string): string;
    detail(name: string): string;
  }
  class CosServiceError extends CosError {
    readonly kind: 'service';
    readonly statusCode: number;
    readonly headers: Headers;
  }
  class CosClientError extends CosError {
    readonly kind: 'client';
    readonly reason: Reason;
    readonly statusCode: undefined;
    readonly headers: undefined;
  }

  type Callback<T> = (err: CosError | null, data: T) => void;
  interface Call<P, T> {
    (params: P, callback: Callback<T>): void;
    (params: P): Promise<T>;
  }
  interface OptionalCall<P, T> {
    (callback: Callback<T>): void;
    (params: P, callback: Callback<T>): void;
    (params?: P): Promise<T>;
  }

  interface Credentials {
    SecretId?: string;
    SecretKey?: string;
    TmpSecretId?: string;
    TmpSecretKey?: string;
    SecurityToken?: string;
    /** Unix seconds; without it the keys are valid for ever. */
    ExpiredTime?: number | string;
  }

  /** What getCredentials and getAuthorization are told of the request that needs credentials. */
  interface CredentialsRequest {
    Bucket: string;
    Region: string;
    Method: string;
    Key: string;
    Pathname: string;
    Query: Record<string, string>;
    Headers: Record<string, string>;
    /** The least permissions that the request needs. */
    Scope: { action: string; bucket: string; region: string; prefix: string }[];
    SystemClockOffset: 0;
    ForceSignHost: true;
  }
  interface TemporaryCredentials extends Credentials {
    XCosSecurityToken?: string;
    StartTime?: number | string;
    /** true: they are for requests of this Scope alone, and the function is called for each. */
    ScopeLimit?: boolean;
  }

  interface Options {
    SecretId?: string;
    SecretKey?: string;
    SecurityToken?: string;
    XCosSecurityToken?: string;
    /** Read for every request: they may be changed. */
    Credentials?: { secretId?: string; secretKey?: string };
    /** Called when a request needs keys, and again before they expire. */
    getCredentials?: (request: CredentialsRequest, callback: (credentials: Credentials) => void) => Credentials | Promise<Credentials | void> | void;
    /** Calls back with temporary credentials, as getCredentials; a signature is refused, for this client signs each attempt itself. */
    getAuthorization?: (request: CredentialsRequest, callback: (credentials: TemporaryCredentials) => void) => unknown;
    /** As getAuthorization, by the older name. */
    getSTS?: (request: { Bucket: string; Region: string }, callback: (credentials: TemporaryCredentials) => void) => unknown;
    /** COS_SECRET_ID, COS_SECRET_KEY, COS_SESSION_TOKEN, COS_REGION, COS_ENDPOINT, those that are set. */
    FromEnvironment?: boolean;
    /** For calls that name none. */
    Region?: string;
    Protocol?: '' | 'http' | 'http:' | 'https' | 'https:';
    /** In the place of "{Bucket}.cos.{Region}.myqcloud.com". */
    Domain?: string;
    /** Where getService asks; service.cos.myqcloud.com, or cos.{Region}.myqcloud.com with Region. */
    ServiceDomain?: string;
    /** Scheme and host in which {bucket} and {region} are filled in. A host of COS must begin with "{bucket}.". */
    Endpoint?: string;
    Ip?: string;
    /** Dial this host:port; Host, TLS name and signature stay those of the endpoint. */
    ConnectTo?: string;
    /**
     * An HTTP proxy, http://[user:password@]host:port. Requests over https: go through a tunnel,
     * those over http: are sent to the proxy with the whole URL.
     */
    Proxy?: string;
    /** CA certificates beside the system's. */
    CaFile?: string;
    UserAgent?: string;
    UseAccelerate?: boolean;
    AutoSwitchHost?: boolean;
    /** Milliseconds for a whole call, as TotalTimeout; 0: as usual. */
    Timeout?: number;
    TotalTimeout?: number;
    ConnectTimeout?: number;
    IoTimeout?: number;
    MaxAttempts?: number;
    MaxConnections?: number;
    Log?: (level: LogLevel, line: string) => void;
    LogLevel?: LogLevel;
    UploadCheckContentMd5?: boolean;
    UseRawKey?: boolean;
    CompatibilityMode?: boolean;
    SliceSize?: number;
    ChunkSize?: number;
    ChunkParallelLimit?: number;
    Tunnel?: true;
    StrictSsl?: true;
    KeepAlive?: true;
    FollowRedirect?: false;
    ForcePathStyle?: false;
    ForceSignHost?: true;
    CorrectClockSkew?: true;
    SystemClockOffset?: 0;
    ObjectKeySimplifyCheck?: true;
    UploadAddMetaMd5?: false;
    CopySourceParser?: null;
    /** Of Tencent's SDK; only its own defaults are accepted. */
    AppId?: '';
    ChunkRetryTimes?: 2;
    FileParallelLimit?: 3;
    CopyChunkParallelLimit?: 20;
    CopyChunkSize?: 10485760;
    CopySliceSize?: 10485760;
    MaxPartNumber?: 10000;
    ProgressInterval?: 1000;
    UploadQueueSize?: 1000;
    UploadIdCacheLimit?: 500;
    ConfCwd?: '';
  }
}

export = COS;
