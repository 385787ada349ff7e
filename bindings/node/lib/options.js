// Options of a client: those of Tencent's SDK that this library can keep, and its own.
'use strict';
const { failure } = require('./errors.js');
const { Reason, LogLevel, LogLevelNames } = require('./constants.js');

const MIB = 1024 * 1024;
const text = (value) => (typeof value === 'string' ? undefined : 'must be a string');
const number = (value) => (Number.isSafeInteger(value) ? undefined : 'must be a whole number');
const flag = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');
const callable = (value) => (typeof value === 'function' ? undefined : 'must be a function');
const object = (value) => (typeof value === 'object' && value !== null ? undefined : 'must be an object');
const count = (value) => (Number.isSafeInteger(value) && value > 0 ? undefined : 'must be a whole number above 0');
// What is always so here: another value is refused, with a word about it.
const only = (fixed, why) => (value) => (value === fixed ? undefined : why);
const never = (why) => () => why;

const CHECKS = {
  SecretId: text, SecretKey: text, SecurityToken: text, XCosSecurityToken: text,
  Credentials: object, getCredentials: callable, FromEnvironment: flag,
  Region: text, Endpoint: text, ConnectTo: text, CaFile: text, UserAgent: text, Proxy: text,
  Protocol: (value) => (/^https?:?$/.test(value) ? undefined : "must be 'https:' or 'http:'"),
  Domain: text, Ip: text, UseAccelerate: flag, AutoSwitchHost: flag,
  Timeout: number, TotalTimeout: number, ConnectTimeout: number, IoTimeout: number,
  MaxAttempts: number, MaxConnections: number,
  Log: callable, LogLevel: (value) => (levelOf(value) ? undefined : `must be one of ${Object.values(LogLevel).join(', ')}`),
  UploadCheckContentMd5: flag, UseRawKey: flag, CompatibilityMode: flag,
  SliceSize: count, ChunkSize: count, ChunkParallelLimit: count,
  getAuthorization: never('cannot be kept: this client signs by itself. Give getCredentials, an async function that returns ' +
    'the { TmpSecretId, TmpSecretKey, SecurityToken, ExpiredTime } that yours calls back with'),
  AppId: never('is part of the bucket: give Bucket as name-appid'),
  ServiceDomain: never('cannot be kept: make a client with that Endpoint for getService'),
  Tunnel: only(true, 'cannot be false: requests over https: always go through a tunnel'),
  StrictSsl: only(true, 'cannot be false: certificates are always verified. Give CaFile to trust another one'),
  KeepAlive: only(true, 'cannot be false: connections are always kept'),
  FollowRedirect: only(false, 'cannot be true: a redirect is an error, which names the right region'),
  ForcePathStyle: only(false, 'cannot be true: the bucket is in the host name'),
  ForceSignHost: only(true, 'cannot be false: Host is always signed'),
  CorrectClockSkew: only(true, 'cannot be false: a wrong clock is always corrected'),
  SystemClockOffset: only(0, 'is not needed: a wrong clock is corrected by the answer'),
  ObjectKeySimplifyCheck: only(true, 'cannot be false: keys that name no object are always refused'),
  UploadAddMetaMd5: only(false, 'cannot be true: uploads are checked by their CRC-64'),
  ChunkRetryTimes: never('is MaxAttempts here, which counts the first try too'),
  FileParallelLimit: never('is MaxConnections here: calls beyond it wait in a line'),
  CopySourceParser: only(null, 'is not needed: give CopySource whole'),
};

function levelOf(name) {
  return [...LogLevelNames].find((entry) => entry[1] === name)?.[0];
}

const refuse = (message, caller) => failure(Reason.INVALID_ARGUMENT, message, {}, caller);

function check(options, caller) {
  if (typeof options !== 'object' || options === null) throw refuse('options must be an object', caller);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const complaint = CHECKS[name] ? CHECKS[name](value) : 'is no option of this library';
    if (complaint) throw refuse(`${name} ${complaint}`, caller);
  }
}

// "{Bucket}.cos.{Region}.myqcloud.com" of Tencent's SDK, with a scheme in front.
function endpointOf(options) {
  const { Endpoint, Domain, Protocol } = options;
  if (Endpoint) return Endpoint;
  const scheme = Protocol?.startsWith('http') && !Protocol.startsWith('https') ? 'http' : 'https';
  const host = (Domain || '{Bucket}.cos.{Region}.myqcloud.com').replace(/^https?:\/\//, '');
  // The library's own default, unlike a given endpoint, has a backup domain.
  if (!Domain && scheme === 'https') return undefined;
  return `${scheme}://${host.replace(/\{bucket\}/gi, '{bucket}').replace(/\{region\}/gi, '{region}')}`;
}

function connectTo(options) {
  const { ConnectTo, Ip } = options;
  if (ConnectTo !== undefined || !Ip) return ConnectTo;
  if (/:\d+$/.test(Ip)) return Ip;
  return `${Ip}:${/^http:/.test(endpointOf(options) ?? '') ? 80 : 443}`;
}

// Unix seconds that are over. With those of now, a call that read its clock a moment
// earlier could share what another call was given.
const LONG_OVER = 1;

/** Credentials of Tencent's SDK may be changed at any time: they are read for every request. */
function provider(options) {
  if (options.getCredentials) return options.getCredentials;
  const { Credentials } = options;
  if (!Credentials) return undefined;
  return () => ({ ...Credentials, ExpiredTime: LONG_OVER });
}

/** What a client is made from; throws at the first option that cannot be kept. */
function translate(options, caller) {
  check(options, caller);
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
      secretId: options.SecretId,
      secretKey: options.SecretKey,
      token: options.SecurityToken ?? options.XCosSecurityToken,
      provider: provider(options) ? true : undefined,
      connectTimeout: options.ConnectTimeout,
      ioTimeout: options.IoTimeout,
      // 0 is Tencent's word for "as usual".
      totalTimeout: options.TotalTimeout ?? (options.Timeout || undefined),
      maxAttempts: options.MaxAttempts,
      maxConnections: options.MaxConnections,
      backupDomain: options.AutoSwitchHost === undefined ? undefined : Number(options.AutoSwitchHost),
      logLevel: options.Log ? level : undefined,
    },
    provider: provider(options),
    log: options.Log,
    accelerate: Boolean(options.UseAccelerate),
    rawKey: Boolean(options.UseRawKey),
    md5: Boolean(options.UploadCheckContentMd5),
    sliceSize: options.SliceSize ?? 32 * MIB,
    chunkSize: Math.max(MIB, options.ChunkSize ?? 8 * MIB),
    chunkParallel: options.ChunkParallelLimit ?? 3,
  };
}

module.exports = { translate };
