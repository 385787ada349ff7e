import type { Readable } from 'node:stream';
import type * as Files from './lib/files.js';
import type * as Types from './lib/types.js';
import type * as Constants from './lib/constants.js';
import * as Operations from './lib/generated.js';

/** Client for Tencent Cloud COS with the calls of cos-nodejs-sdk-v5. Its errors keep everything that the server sent. */
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
  /** Stores a file, in parts if it is larger than SliceSize. */
  uploadFile: COS.Call<COS.UploadFileParams, COS.UploadFileResult>;
  /** Stores a file, in parts unless it is empty. */
  sliceUploadFile: COS.Call<COS.UploadFileParams, COS.UploadFileResult>;
  /** Stores many files. A file that fails has its error in the result, and the others go on. */
  uploadFiles: COS.Call<COS.UploadFilesParams, COS.UploadFilesResult>;
  /** Fetches an object into a file, in parts if it is large. The file appears when it is complete. */
  downloadFile: COS.Call<COS.DownloadFileParams, COS.DownloadFileResult>;
  /** Copies an object, in parts if it is large; no byte of it comes here. */
  sliceCopyFile: COS.Call<COS.SliceCopyFileParams, COS.Calls.PutObjectCopyResult>;
  /** Deletes the parts of uploads that were begun. */
  abortUploadTask: COS.Call<COS.AbortUploadTaskParams, COS.AbortUploadTaskResult>;
  /** The uploads of this client that wait, run, are paused, or have ended: at most UploadQueueSize that have ended. */
  getTaskList(): COS.Task[];
  /** Whether an upload waits or runs. */
  isUploadRunning(): boolean;
  /** Ends an upload for good, or a download by its TaskId. A promise is rejected with CANCELLED; the callback of an upload is not called. */
  cancelTask(TaskId: string): void;
  /** Stops an upload until restartTask; its call goes on waiting. An upload whose Body is a stream is not stopped. */
  pauseTask(TaskId: string): void;
  /** Goes on with a paused upload, or starts one again that has failed: its callback is called again. */
  restartTask(TaskId: string): void;
  /** Calls a listener of 'list-update' (or its older name 'task-list-update') with all tasks whenever one has changed. */
  on(event: 'list-update' | 'task-list-update', listener: (data: { list: COS.Task[] }) => void): void;
  on(event: string, listener: (data: any) => void): void;
  off(event: string, listener: (data: any) => void): void;
  /** Calls the listeners of an event. 'inner-kill-task' with { TaskId } ends a download, as cancelTask does. */
  emit(event: string, data?: unknown): void;
  /** Sends any request of the COS API. */
  request: COS.Call<COS.RequestParams, COS.RequestResult>;
  /** Returns the body as a stream, which is destroyed with the error if the call fails. */
  getObjectStream(params: COS.GetObjectStreamParams, callback?: COS.Callback<COS.GetObjectResult>): Readable;
  /** Returns a URL, signed unless Sign is false; a promise of it if credentials come from getCredentials. Throws if a parameter is invalid. */
  getObjectUrl(params: COS.GetObjectUrlParams & { Sign: false }): string;
  getObjectUrl(params: COS.GetObjectUrlParams): string | Promise<{ Url: string }>;
  getObjectUrl(params: COS.GetObjectUrlParams, callback: COS.Callback<{ Url: string }>): void;
  /**
   * Signs a request that your own HTTP stack sends, for Expires seconds from now; nothing is sent. The result is
   * accepted by `fetch(signed.url, { ...signed, body })`.
   */
  sign: COS.Call<COS.SignParams, COS.SignedRequest>;
  /** Selects records of an object in CSV or JSON by an SQL expression. */
  selectObjectContent: COS.Call<COS.SelectObjectContentParams, COS.SelectObjectContentResult>;
  /** Returns the selected records as a stream, as they come. It is destroyed with the error if the call fails. */
  selectObjectContentStream(params: COS.SelectObjectContentParams, callback?: COS.Callback<COS.SelectObjectContentResult>): Readable;
  /** Returns the value of Authorization for a request that is sent by other means. */
  getAuth(params?: COS.GetAuthParams): string;
  /** Returns a signature of version 4, for the parameter `sign` of a URL. */
  getV4Auth(params: { Bucket: string; Key?: string; Expires?: number | string; SecretId?: string; SecretKey?: string }): string;
  /** The options. A change counts for the calls that begin after it. */
  readonly options: COS.Options;
  /**
   * Sets how many seconds the server's clock is ahead of the local one; signatures are made for that time. Calls find it
   * by themselves. A client that only signs receives no response: pass it the clockSkewSeconds of an error.
   */
  setClockSkewSeconds(seconds: number): void;
  /** Permanently cancels every call, in progress or later. */
  close(): void;

  static readonly util: {
    md5(data: string | COS.Bytes, encoding?: 'hex' | 'base64'): string;
    encodeBase64(text: string, isSafe?: boolean): string;
    xml2json(text: string): any;
    json2xml(content: object): string;
  };
  /** As getAuth, for the credentials among the parameters. */
  static getAuthorization(params: COS.GetAuthParams & { SecretId: string; SecretKey: string; Pathname?: string }): string;
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
  /** Parses a response. Returns its error, or null for a success. */
  static fromAnswer(answer: COS.Answer): COS.CosError | null;
  /**
   * Parses a response of fetch, axios, got, node:http, undici, superagent, request or wx.request, or an error that
   * contains one; `known` adds what they do not contain. The body of a Response is read, also that of a success: pass a
   * `clone()` if you need it too. The stream of a success of node:http or undici is not read, so an error inside a 200
   * is missed there, unless `known.expectRoot` is set: then it is read to its end (at most 64 MiB). Rejects with
   * INVALID_ARGUMENT if there is no status.
   */
  static fromResponse(response: COS.ForeignResponse, known?: COS.Answer): Promise<COS.CosError | null>;
  /**
   * Reads the error that cos-nodejs-sdk-v5, cos-js-sdk-v5 or cos-wx-sdk-v5 called back with or threw; null for none. What
   * the SDK makes up is left out, and err.lost has what the SDK lost.
   */
  static fromSdkError(error: unknown, known?: COS.KnownRequest): Promise<COS.CosError | null>;
  /**
   * Reads the XML document in a body that this library did not receive: for mocks of `request`, and for a success of
   * your own HTTP stack. A string is not decoded again. `headers` may have the Content-Type of bytes.
   */
  static readDocument(body: string | COS.Bytes, headers?: COS.FieldsLike): COS.Document;
  /** Creates a client error from a failure of another transport. */
  static fromFailure(failure: COS.Failure): COS.CosClientError;
}

interface COS extends Operations.Generated {}

declare namespace COS {
  const Kind: typeof Constants.Kind;
  const Reason: typeof Constants.Reason;
  const Code: typeof Constants.Code;
  const CodeSource: typeof Constants.CodeSource;
  const Responder: typeof Constants.Responder;
  const Retry: typeof Constants.Retry;
  const Lost: typeof Constants.Lost;
  const LogLevel: typeof Constants.LogLevel;
  type Reason = (typeof Reason)[keyof typeof Reason];
  type CodeSource = (typeof CodeSource)[keyof typeof CodeSource];
  type Responder = (typeof Responder)[keyof typeof Responder];
  type Retry = (typeof Retry)[keyof typeof Retry];
  type Lost = (typeof Lost)[keyof typeof Lost];
  type LogLevel = (typeof LogLevel)[keyof typeof LogLevel];

  export import Calls = Operations;
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
  type Task = Files.Task;
  type FileOptions = Files.FileOptions;
  type OnFileFinish = Files.OnFileFinish;
  type UploadFileParams = Files.UploadFileParams;
  type UploadFilesParams = Files.UploadFilesParams;
  type UploadFilesResult = Files.UploadFilesResult;
  type DownloadFileParams = Files.DownloadFileParams;
  type DownloadFileResult = Files.DownloadFileResult;
  type SliceCopyFileParams = Files.SliceCopyFileParams;
  type AbortUploadTaskParams = Files.AbortUploadTaskParams;
  type AbortUploadTaskResult = Files.AbortUploadTaskResult;
  type DeleteMultipleObjectParams = Types.DeleteMultipleObjectParams;
  type RequestParams = Types.RequestParams;
  type GetObjectUrlParams = Types.GetObjectUrlParams;
  type SignParams = Types.SignParams;
  type SelectObjectContentParams = Types.SelectObjectContentParams;
  type SelectObjectContentResult = Types.SelectObjectContentResult;
  type GetAuthParams = Types.GetAuthParams;
  type SignedRequest = Types.SignedRequest;
  type Head = Types.Head;
  type OnHead = Types.OnHead;
  type Document = Types.Document;
  type Bytes = Types.Bytes;
  type FieldsLike = Types.FieldsLike;
  type Result = Types.Result;
  type HeadObjectResult = Types.HeadObjectResult;
  type GetObjectResult = Types.GetObjectResult;
  type PutObjectResult = Types.PutObjectResult;
  type UploadFileResult = Files.UploadFileResult;
  type Entry = Types.Entry;
  type GetBucketResult = Types.GetBucketResult;
  type GetServiceResult = Types.GetServiceResult;
  type DeleteMultipleObjectResult = Types.DeleteMultipleObjectResult;
  type RequestResult = Types.RequestResult;
  type Answer = Types.Answer;
  type Failure = Types.Failure;
  type ForeignResponse = Types.ForeignResponse;
  /** What the error of an SDK does not have. Set the method for a HEAD, whose response has neither code nor message. */
  interface KnownRequest { method?: string; url?: string; bucket?: string; key?: string }
  /** What the catalogue says about a code; `status` is 0 if the documents give none. */
  interface CodeInfo { code: string; status: number; retry: Retry; advice: string; docUrl: string }
  /** What a request id contains: a hint, because its form is not documented. */
  interface IdInfo { responder: Responder; madeAt: Date }
  /** A failed item of a partial failure. `retry`: whether a retry for this item alone may succeed. */
  interface Part { key: string; versionId: string; code: string; message: string; retry: Retry }
  interface Attempt { host: string; status: number; reason: Reason | ''; requestId: string; elapsedMs: number; note: string }
  /** The value of err.error in Tencent's SDK; '' for missing members. Its text is the Message. */
  interface Said {
    Code: string;
    Message: string;
    RequestId: string;
    Resource?: string;
    TraceId?: string;
    [name: string]: string | undefined;
    toString: any;
  }

  /** Describes one failure completely. */
  abstract class CosError extends Error {
    /**
     * The code of the service, or of the library; the status, such as '404', if the response has no code, as to a HEAD. For a failure of the network, a file or a stream it is Node's code,
     * such as 'ECONNREFUSED' or 'ENOENT', and err.error.Code is that of the library. For a cancelled call it is 'ABORT_ERR'.
     */
    readonly code: string;
    /** The code of the service, or of the library, whatever `code` is. */
    readonly cosCode: string;
    /** The properties of Node's errors, if the system reported the failure: -111, 'connect' ... */
    readonly errno?: number;
    readonly syscall?: string;
    readonly address?: string;
    readonly port?: number;
    readonly hostname?: string;
    readonly path?: string;
    readonly error: Said;
    /** Set for service errors only. */
    readonly statusCode?: number;
    /** Set for service errors only. */
    readonly headers?: Headers;
    readonly method: string;
    readonly url: string;
    readonly RequestId: string;
    /** The error of a stream, a provider or a signal, or the system's error that caused a failure of the network. */
    readonly cause?: unknown;

    readonly kind: 'client' | 'service';
    readonly reason: Reason | '';
    /** HTTP status, or 0 if none arrived. A client error that occurs after a status arrived keeps it. */
    readonly status: number;
    readonly codeSource: CodeSource;
    readonly resource: string;
    readonly requestId: string;
    readonly traceId: string;
    readonly responder: Responder;
    readonly retry: Retry;
    /** The delay that the header Retry-After demands, or -1. */
    readonly retryAfterMs: number;
    /** false if the request certainly never reached the server. Check this first after a PUT has timed out. */
    readonly requestSent: boolean;
    readonly operation: string;
    readonly regionHint: string;
    readonly endpointHint: string;
    /** The server's clock minus the local clock; undefined if it is not known. */
    readonly clockSkewSeconds: number | undefined;
    readonly osErrno: number;
    readonly originXml: string;
    readonly originBody: Buffer;
    readonly originBodyLength: number;
    readonly originTruncated: boolean;
    readonly headerFields: Fields;
    readonly details: Fields;
    /** The fields that an SDK may have lost: their absence proves nothing. Empty unless fromSdkError created the error. */
    readonly lost: Lost[];
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
    /** Unix time in seconds; without it the credentials do not expire. */
    ExpiredTime?: number | string;
  }

  /** Describes the request that needs credentials, for getCredentials and getAuthorization. */
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
  interface FinishedSignature {
    Authorization: string;
    SecurityToken?: string;
    XCosSecurityToken?: string;
  }
  interface TemporaryCredentials extends Credentials {
    XCosSecurityToken?: string;
    StartTime?: number | string;
    /** If true, they are for requests of this Scope only, and the function is called for each. */
    ScopeLimit?: boolean;
  }

  interface Options {
    SecretId?: string;
    SecretKey?: string;
    SecurityToken?: string;
    XCosSecurityToken?: string;
    /** Read for every request, so they may be changed. */
    Credentials?: { secretId?: string; secretKey?: string };
    /** Called when a request needs credentials, and again before they expire. */
    getCredentials?: (request: CredentialsRequest, callback: (credentials: Credentials) => void) => Credentials | Promise<Credentials | void> | void;
    /**
     * Calls back with temporary credentials, like getCredentials, or with the finished signature of the request, which is sent as
     * it is. A signature must cover the Host of `request.Headers`.
     */
    getAuthorization?: (request: CredentialsRequest, callback: (given: TemporaryCredentials | FinishedSignature | string) => void) => unknown;
    /** The older name of getAuthorization. */
    getSTS?: (request: { Bucket: string; Region: string }, callback: (credentials: TemporaryCredentials) => void) => unknown;
    /** Uses COS_SECRET_ID, COS_SECRET_KEY, COS_SESSION_TOKEN, COS_REGION and COS_ENDPOINT, as far as they are set. */
    FromEnvironment?: boolean;
    /** Region of calls that do not have one. */
    Region?: string;
    Protocol?: '' | 'http' | 'http:' | 'https' | 'https:';
    /** Host to use instead of "{Bucket}.cos.{Region}.myqcloud.com". */
    Domain?: string;
    /** Host of getService. The default is service.cos.myqcloud.com, or cos.{Region}.myqcloud.com with Region. */
    ServiceDomain?: string;
    /** Scheme and host, in which {bucket} and {region} are replaced. A host of COS must begin with "{bucket}.". */
    Endpoint?: string;
    Ip?: string;
    /** Connects to this host:port instead of the endpoint's address; Host, TLS server name and signature remain those of the endpoint. */
    ConnectTo?: string;
    /**
     * An HTTP proxy, http://[user:password@]host:port. Requests over https: go through a tunnel,
     * those over http: are sent to the proxy with the whole URL.
     */
    Proxy?: string;
    /** CA certificates to trust in addition to the roots of the system. */
    CaFile?: string;
    UserAgent?: string;
    UseAccelerate?: boolean;
    AutoSwitchHost?: boolean;
    /** Milliseconds for connecting, and without a byte in an attempt; 0 means the defaults of ConnectTimeout and IoTimeout. */
    Timeout?: number;
    /** Timeout of a whole call in milliseconds. The default is 60000, and none if Timeout is set. */
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
    /** Completes the names of buckets that end without it. */
    AppId?: string | number;
    secretId?: string;
    secretKey?: string;
    /** A call makes at least one attempt more, and three in any case; MaxAttempts sets the number. */
    ChunkRetryTimes?: number;
    /** Least number of milliseconds between two calls of onProgress. The default is 0. */
    ProgressInterval?: number;
    SliceSize?: number;
    ChunkSize?: number;
    ChunkParallelLimit?: number;
    /** How many uploads run at a time; the others wait as tasks. The default is 3. */
    FileParallelLimit?: number;
    /** How many tasks the list has before those that have ended leave it. The default is 1000. */
    UploadQueueSize?: number;
    /** Folder for the checkpoints of uploads. The default is cos-err in $XDG_STATE_HOME or ~/.local/state. */
    ConfCwd?: string;
    /** Parts that sliceCopyFile copies at once (20), their size (10 MiB), and the size above which there are parts (10 MiB). */
    CopyChunkParallelLimit?: number;
    CopyChunkSize?: number;
    CopySliceSize?: number;
    /** Over http: also false, which changes nothing there. */
    Tunnel?: boolean;
    /** Over http: also false, which changes nothing there. */
    StrictSsl?: boolean;
    KeepAlive?: true;
    FollowRedirect?: false;
    ForcePathStyle?: false;
    ForceSignHost?: true;
    CorrectClockSkew?: true;
    SystemClockOffset?: 0;
    ObjectKeySimplifyCheck?: boolean;
    UploadAddMetaMd5?: false;
    CopySourceParser?: null;
    /** Options of Tencent's SDK that have no effect; only its own defaults are accepted. */
    MaxPartNumber?: 10000;
    UploadIdCacheLimit?: 500;
  }
}

export = COS;
