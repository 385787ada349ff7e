// Options of a client: those of Tencent's SDK that this library supports, and its own.
'use strict';
const { failure } = require('./errors.js');
const { nearest } = require('./known.js');
const { providerOf } = require('./credentials.js');
const { Reason, LogLevel, LogLevelNames } = require('./constants.js');

const MIB = 1024 * 1024;
// The library's limit.
const MOST_ATTEMPTS = 20;
const text = (value) => (typeof value === 'string' ? undefined : 'must be a string');
const number = (value) => (Number.isSafeInteger(value) ? undefined : 'must be a whole number');
const flag = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');
const callable = (value) => (typeof value === 'function' ? undefined : 'must be a function');
const object = (value) => (typeof value === 'object' && value !== null ? undefined : 'must be an object');
const count = (value) => (Number.isSafeInteger(value) && value > 0 ? undefined : 'must be a whole number above 0');
// Options with one supported value: another value is an error that says so.
const only = (fixed, why) => (value) => (value === fixed ? undefined : why);
const RESUME = 'cannot be changed; each upload has a checkpoint of its own';

const CHECKS = {
  SecretId: text, SecretKey: text, SecurityToken: text, XCosSecurityToken: text,
  Credentials: object, getCredentials: callable, FromEnvironment: flag,
  Region: text, Endpoint: text, ConnectTo: text, CaFile: text, UserAgent: text, Proxy: text,
  Protocol: (value) => (/^(https?:?)?$/.test(value) ? undefined : "must be 'https:' or 'http:'"),
  Domain: text, Ip: text, UseAccelerate: flag, AutoSwitchHost: flag,
  Timeout: number, TotalTimeout: number, ConnectTimeout: number, IoTimeout: number,
  MaxAttempts: number, MaxConnections: number,
  Log: callable, LogLevel: (value) => (levelOf(value) ? undefined : `must be one of ${Object.values(LogLevel).join(', ')}`),
  UploadCheckContentMd5: flag, UseRawKey: flag, CompatibilityMode: flag,
  SliceSize: count, ChunkSize: count, ChunkParallelLimit: count,
  getAuthorization: callable, getSTS: callable,
  ServiceDomain: text,
  secretId: text, secretKey: text,
  AppId: (value) => (/^\d*$/.test(value) ? undefined : 'must be the number at the end of Bucket'),
  Tunnel: (value, options) => flag(value) ?? (value || isPlain(options) ? undefined : 'cannot be false: requests over https: always go through a tunnel'),
  StrictSsl: (value, options) =>
    flag(value) ?? (value || isPlain(options) ? undefined : 'cannot be false: certificates are always verified. Give CaFile to trust another one'),
  KeepAlive: only(true, 'cannot be false: connections are always kept'),
  FollowRedirect: only(false, 'cannot be true: a redirect is an error, which names the right region'),
  ForcePathStyle: only(false, 'cannot be true: the bucket is in the host name'),
  ForceSignHost: only(true, 'cannot be false: Host is always signed'),
  CorrectClockSkew: only(true, 'cannot be false: a wrong clock is always corrected'),
  SystemClockOffset: only(0, 'is not needed: a wrong clock is corrected by the answer'),
  // Keys that name no object are refused in any case.
  ObjectKeySimplifyCheck: flag,
  UploadAddMetaMd5: only(false, 'cannot be true: uploads are checked by their CRC-64'),
  ChunkRetryTimes: (value) => (Number.isSafeInteger(value) && value >= 0 ? undefined : 'must be a whole number, 0 or more'),
  FileParallelLimit: count, UploadQueueSize: count,
  CopySourceParser: only(null, 'is not needed; set CopySource as a whole'),
  // For what is not supported, only Tencent's own defaults are accepted: they change nothing.
  CopyChunkParallelLimit: count, CopyChunkSize: count, CopySliceSize: count,
  MaxPartNumber: only(10000, 'cannot be changed; set ChunkSize for larger parts'),
  ProgressInterval: (value) => (Number.isSafeInteger(value) && value >= 0 ? undefined : 'must be a whole number of milliseconds, 0 or more'),
  UploadIdCacheLimit: only(500, RESUME), ConfCwd: text,
};

const DEFAULTS = {
  AppId: '', SecretId: '', SecretKey: '', SecurityToken: '', Domain: '', ServiceDomain: '', Protocol: '', Proxy: '', Ip: '', UserAgent: '',
  Timeout: 0, UseAccelerate: false, UseRawKey: false, CompatibilityMode: false, UploadCheckContentMd5: false, AutoSwitchHost: true,
  StrictSsl: true, KeepAlive: true, FollowRedirect: false, ForcePathStyle: false, ForceSignHost: true, CorrectClockSkew: true,
  SystemClockOffset: 0, ObjectKeySimplifyCheck: true,
};

function levelOf(name) {
  return [...LogLevelNames].find((entry) => entry[1] === name)?.[0];
}

/** Whether requests go over http:, which has no certificates. */
const isPlain = (options) => /^http:/i.test(endpointOf(options) ?? '');

const refuse = (message, caller) => failure(Reason.INVALID_ARGUMENT, message, {}, caller);

// Programs pass members of their own along with the options. One that is not like the name of an option is no slip.
const ignored = new Set();

function unknown(name) {
  const other = nearest(name, Object.keys(CHECKS));
  if (other) return `is no option of this library; use ${other}`;
  if (!ignored.has(name)) process.emitWarning(`${name} is no option of cos-err; it is ignored`, 'CosWarning');
  ignored.add(name);
  return undefined;
}

function check(options, caller) {
  if (typeof options !== 'object' || options === null) throw refuse('options must be an object', caller);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const complaint = Object.hasOwn(CHECKS, name) ? CHECKS[name](value, options) : unknown(name);
    if (complaint) throw refuse(`${name} ${complaint}`, caller);
  }
}

// "{Bucket}.cos.{Region}.myqcloud.com" of Tencent's SDK, with a scheme in front.
function endpointOf(options) {
  const { Endpoint, Domain, Protocol } = options;
  if (Endpoint) return Endpoint;
  const own = /^https?(?=:\/\/)/i.exec(Domain)?.[0].toLowerCase();
  const scheme = own ?? (/^http:?$/.test(Protocol) ? 'http' : 'https');
  const host = (Domain || '{Bucket}.cos.{Region}.myqcloud.com').replace(/^https?:\/\//i, '');
  // The library's own default, unlike an endpoint that is set, has a backup domain.
  if (!Domain && scheme === 'https') return undefined;
  return `${scheme}://${host.replace(/\{bucket\}/gi, '{bucket}').replace(/\{region\}/gi, '{region}')}`;
}

/** Returns the endpoint of a URL that has its own protocol or domain. */
function urlEndpoint(place, { Protocol, Domain }) {
  if (Domain) return endpointOf({ Domain, Protocol: Protocol || place.Protocol });
  if (place.Endpoint) return place.Endpoint.replace(/^https?:?(?=\/\/)/i, `${Protocol.replace(':', '')}:`);
  return endpointOf({ ...place, Domain: place.Domain?.replace(/^https?:\/\//i, ''), Protocol });
}

// A host of one bucket: "examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com".
const HOST_OF_BUCKET = /^((?:https?:\/\/)?)([a-z0-9-]+-\d+)(\.cos\.[a-z0-9-]+\.(?:myqcloud\.com|tencentcos\.cn)\/?)$/i;

/** Returns options whose Domain has a place for the bucket, and the only bucket that it names. */
function withoutBucket(options) {
  const [, scheme, bucket, rest] = HOST_OF_BUCKET.exec(options.Domain) ?? [];
  return bucket ? { ...options, Domain: `${scheme}{bucket}${rest}`, onlyBucket: bucket } : options;
}

function connectTo(options) {
  const { ConnectTo, Ip } = options;
  if (ConnectTo !== undefined || !Ip) return ConnectTo;
  if (/:\d+$/.test(Ip)) return Ip;
  return `${Ip}:${/^http:/.test(endpointOf(options) ?? '') ? 80 : 443}`;
}

// The host that lists the buckets of all regions, unless the endpoint does: Tencent's SDK has a separate domain for
// it.
const SERVICE_HOST = 'service.cos.myqcloud.com';
const HOST_OF_COS = /^https?:\/\/\{bucket\}\.cos\.\{region\}\.(myqcloud\.com|tencentcos\.cn)\/?$/i;

function serviceOf(options) {
  const { Endpoint, ServiceDomain } = options;
  if (ServiceDomain) {
    const domain = endpointOf({ Protocol: options.Protocol, Domain: ServiceDomain.replace(/\{\{Region\}\}/gi, '{region}') });
    // A host of COS that serves a region also serves its buckets: the library requires {bucket} in it.
    return domain.replace(/^(https?:\/\/)(cos(?:-internal)?\.)/, '$1{bucket}.$2');
  }
  const endpoint = endpointOf(options);
  if (Endpoint || endpoint === undefined || !HOST_OF_COS.test(endpoint)) return undefined;
  return endpoint.replace(/^(https?:\/\/).*$/, `$1${SERVICE_HOST}`);
}

// Tencent's SDK sets no limit for a whole call.
const NO_LIMIT = 24 * 60 * 60 * 1000;

/** Returns the timeouts. As in Tencent's SDK, Timeout is the time without a byte in an attempt, and 0 means the default. */
function timeoutsOf({ Timeout, ConnectTimeout, IoTimeout, TotalTimeout }) {
  const each = Timeout || undefined;
  return { connectTimeout: ConnectTimeout ?? each, ioTimeout: IoTimeout ?? each, totalTimeout: TotalTimeout ?? (each && NO_LIMIT) };
}

/** Returns how many attempts a call makes: a part is retried ChunkRetryTimes times, other requests at least twice. */
function attemptsOf({ MaxAttempts, ChunkRetryTimes = 0 }) {
  return MaxAttempts ?? (ChunkRetryTimes > 2 ? Math.min(ChunkRetryTimes + 1, MOST_ATTEMPTS) : undefined);
}

/** Returns the configuration of a client; throws at the first option that is not supported. */
function translate(given, caller) {
  check(given, caller);
  const options = { ...withoutBucket(given), SecretId: given.SecretId || given.secretId, SecretKey: given.SecretKey || given.secretKey };
  const provider = providerOf(options);
  const level = levelOf(options.LogLevel ?? LogLevel.WARN);
  return {
    native: {
      environment: options.FromEnvironment || undefined,
      region: options.UseAccelerate ? 'accelerate' : options.Region,
      endpoint: endpointOf(options),
      connectTo: connectTo(options),
      caFile: options.CaFile,
      userAgent: options.UserAgent || undefined,
      proxy: options.Proxy || undefined,
      secretId: options.SecretId || undefined,
      secretKey: options.SecretKey || undefined,
      token: options.SecurityToken || options.XCosSecurityToken || undefined,
      provider: provider ? true : undefined,
      ...timeoutsOf(options),
      maxAttempts: attemptsOf(options),
      maxConnections: options.MaxConnections,
      backupDomain: options.AutoSwitchHost === undefined ? undefined : Number(options.AutoSwitchHost),
      logLevel: options.Log ? level : undefined,
    },
    provider,
    tellsHost: Boolean(options.getAuthorization),
    maySign: Boolean(options.getAuthorization),
    log: options.Log,
    // Options that a URL may set instead.
    place: { Endpoint: options.Endpoint, Domain: options.Domain || undefined, Protocol: options.Protocol },
    service: serviceOf(options),
    isServiceDomain: Boolean(options.ServiceDomain),
    accelerate: Boolean(options.UseAccelerate),
    onlyBucket: options.onlyBucket,
    appId: options.AppId ? String(options.AppId) : undefined,
    idleTimeout: options.Timeout || undefined,
    progressInterval: options.ProgressInterval ?? 0,
    rawKey: Boolean(options.UseRawKey),
    md5: Boolean(options.UploadCheckContentMd5),
    sliceSize: options.SliceSize ?? 32 * MIB,
    chunkSize: Math.max(MIB, options.ChunkSize ?? 8 * MIB),
    chunkParallel: options.ChunkParallelLimit ?? 3,
    checkpoints: options.ConfCwd || undefined,
    copySlice: options.CopySliceSize ?? 10 * MIB,
    copyChunk: options.CopyChunkSize ?? 10 * MIB,
    copyParallel: options.CopyChunkParallelLimit ?? 20,
    parallelFiles: options.FileParallelLimit ?? 3,
    mostTasks: options.UploadQueueSize ?? 1000,
  };
}

/** Returns the options with those of Tencent's SDK at their defaults, for `cos.options`. */
const withDefaults = (options) => ({ ...DEFAULTS, ...options });

module.exports = { translate, urlEndpoint, withDefaults };
