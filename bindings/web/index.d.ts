import type * as Constants from './lib/constants.js';

/** Client for Tencent Cloud COS in a browser or a mini-program. Its errors keep everything that the server sent. */
declare class COS {
  constructor(options?: COS.Options);

  headBucket: COS.Call<COS.BucketParams, COS.Result>;
  /** Sends any request of the COS API. */
  request: COS.Call<COS.RequestParams, COS.RequestResult>;

  /**
   * Loads the module ahead of the first call, or from another place: a path inside the package of a mini-program, a
   * URL, bytes, a WebAssembly.Module, or a function that returns an instance.
   */
  static load(source?: COS.Source): Promise<void>;
  /** Returns the names of all codes in the catalogue. */
  static codes(): Promise<string[]>;
  /** Explains a code; null if it is unknown. Some codes mean another thing in data processing: `responder` chooses the service. The language is 'en' or 'zh'. */
  static explainCode(code: string, how?: { responder?: 'cos' | 'ci'; language?: string }): Promise<COS.CodeInfo | null>;
  /** Reads a request id; null if it is that of another system. */
  static readId(requestId: string): Promise<COS.IdInfo | null>;
  /**
   * Parses a response of fetch; null if it is a success. `known` is the body, if it was read, or what the response
   * does not contain. A body that was not read is read here, so pass a `clone()` if you need it too.
   */
  static fromFetch(response: Response, known?: COS.Known | COS.Bytes | string): Promise<COS.CosError | null>;
  /** Parses what wx.request passed to success or fail; null if it is a success. */
  static fromWx(result: COS.WxResult, known?: COS.Known): Promise<COS.CosError | null>;
  /**
   * Reads the error that cos-nodejs-sdk-v5, cos-js-sdk-v5 or cos-wx-sdk-v5 called back with or threw; null for none. What
   * the SDK makes up is left out, and err.lost has what the SDK lost.
   */
  static fromSdkError(error: unknown, known?: COS.KnownRequest): Promise<COS.CosError | null>;
}

declare namespace COS {
  const Kind: typeof Constants.Kind;
  const Reason: typeof Constants.Reason;
  const Code: typeof Constants.Code;
  const CodeSource: typeof Constants.CodeSource;
  const Responder: typeof Constants.Responder;
  const Retry: typeof Constants.Retry;
  const Lost: typeof Constants.Lost;
  type Reason = (typeof Reason)[keyof typeof Reason];
  type CodeSource = (typeof CodeSource)[keyof typeof CodeSource];
  type Responder = (typeof Responder)[keyof typeof Responder];
  type Retry = (typeof Retry)[keyof typeof Retry];
  type Lost = (typeof Lost)[keyof typeof Lost];

  type Headers = Record<string, string> & { 'set-cookie'?: string[] };
  type Fields = readonly (readonly [name: string, value: string])[];
  type Bytes = ArrayBuffer | ArrayBufferView;
  type Source = string | URL | Bytes | WebAssembly.Module | (() => unknown);
  type WxResult = { statusCode?: number; header?: object; data?: unknown; errMsg?: string; errno?: number };

  /** What a response does not contain. */
  interface Known {
    method?: string;
    url?: string;
    body?: Bytes | string;
    /** Bucket and key of the request, if the URL does not name them. */
    bucket?: string;
    key?: string;
    /** The root element that a success must have. */
    expectRoot?: string;
    /** Must be true if the URL belongs to COS: a 2xx response without the marks of COS, as from a captive portal, is then BAD_RESPONSE. */
    expectCos?: boolean;
  }

  /** What the error of an SDK does not have. Set the method for a HEAD, whose response has neither code nor message. */
  interface KnownRequest {
    method?: string;
    url?: string;
    bucket?: string;
    key?: string;
  }

  interface Options {
    SecretId?: string;
    SecretKey?: string;
    SecurityToken?: string;
    XCosSecurityToken?: string;
    /** Calls back with temporary credentials, or with a signature for this one request. */
    getAuthorization?: (request: AuthorizationRequest, callback: (given: TemporaryCredentials | Signature | string) => void) => unknown;
    /** Region of calls that do not have one. */
    Region?: string;
    /** The default is 'https:'. */
    Protocol?: 'http' | 'http:' | 'https' | 'https:';
    /** Host to use instead of "{Bucket}.cos.{Region}.myqcloud.com". */
    Domain?: string;
    /** Scheme and host, in which {bucket} and {region} are replaced. */
    Endpoint?: string;
    /** Timeout of a request in milliseconds. The default is 60000. */
    Timeout?: number;
    /** If false, a request that was refused for its time is not sent again. */
    CorrectClockSkew?: boolean;
    /** The server's clock minus the local clock in milliseconds. */
    SystemClockOffset?: number;
    /** The default is wx.request where it exists, otherwise fetch. */
    Transport?: 'wx' | 'fetch';
  }
  /** Describes the request that needs credentials. */
  interface AuthorizationRequest {
    Bucket: string;
    Region: string;
    Method: string;
    Key: string;
    Pathname: string;
    Url: string;
    Query: Record<string, string>;
    Headers: Record<string, string>;
    Scope: { action: string; bucket: string; region: string; prefix: string }[];
    SystemClockOffset: number;
    ForceSignHost: true;
  }
  interface TemporaryCredentials {
    TmpSecretId: string;
    TmpSecretKey: string;
    SecurityToken?: string;
    XCosSecurityToken?: string;
    StartTime?: number;
    /** Unix time in seconds. */
    ExpiredTime: number;
    /** If true, they are for this request only. */
    ScopeLimit?: boolean;
  }
  interface Signature {
    Authorization: string;
    SecurityToken?: string;
    XCosSecurityToken?: string;
  }

  interface BucketParams {
    Bucket: string;
    Region?: string;
    Query?: Record<string, string | number | null | undefined>;
    Headers?: Record<string, string | number | undefined>;
    /** Timeout of a request in milliseconds. */
    Timeout?: number;
    signal?: AbortSignal;
  }
  interface RequestParams extends BucketParams {
    /** The default is 'GET'. */
    Method?: string;
    Key?: string;
    /** wx.request does not send a Blob. */
    Body?: string | Bytes | Blob;
    ExpectRoot?: string;
  }
  interface Result {
    statusCode: number;
    headers: Headers;
    RequestId: string;
  }
  interface RequestResult extends Result {
    /** Not set for HEAD. */
    Body?: Uint8Array;
  }

  interface CodeInfo { code: string; status: number; retry: Retry; advice: string; docUrl: string }
  interface IdInfo { responder: 'cos' | 'ci'; madeAt: Date }
  interface Part { key: string; versionId: string; code: string; message: string; retry: Retry }
  interface Attempt { host: string; status: number; reason: Reason | ''; requestId: string; elapsedMs: number; note: string }
  /** The value of err.error in Tencent's SDKs; '' for missing members. Its text is the Message. */
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
    /** The code of the service, or of the library; the status, such as '404', if the response has no code, as to a HEAD. */
    readonly code: string;
    /** The code of the service, or of the library, whatever `code` is. */
    readonly cosCode: string;
    readonly error: Said;
    /** Set for service errors only. */
    readonly statusCode?: number;
    /** Set for service errors only. */
    readonly headers?: Headers;
    readonly method: string;
    readonly url: string;
    readonly RequestId: string;
    /** What fetch threw, what wx.request passed to fail, or what getAuthorization threw. */
    readonly cause?: unknown;

    readonly kind: 'client' | 'service';
    readonly reason: Reason | '';
    /** HTTP status, or 0 if none arrived. */
    readonly status: number;
    readonly codeSource: CodeSource;
    readonly resource: string;
    readonly requestId: string;
    readonly traceId: string;
    readonly responder: Responder;
    readonly retry: Retry;
    /** The delay that the header Retry-After demands, or -1. */
    readonly retryAfterMs: number;
    /** false if the request certainly never reached the server. */
    readonly requestSent: boolean;
    readonly operation: string;
    readonly regionHint: string;
    readonly endpointHint: string;
    /** The server's clock minus the local clock; undefined if it is not known. */
    readonly clockSkewSeconds: number | undefined;
    readonly osErrno: number;
    readonly originXml: string;
    readonly originBody: Uint8Array;
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
}

export = COS;
