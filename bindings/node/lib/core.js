// One client of the library for each client of JavaScript.
'use strict';
const { native, OP } = require('./native.js');
const { CosError, failure } = require('./errors.js');
const { Reason } = require('./constants.js');
const { translate, urlEndpoint, withDefaults } = require('./options.js');
const { start, clients } = require('./calls.js');
const { Tasks } = require('./tasks.js');

// How many clients with other endpoints or attempts are kept.
const OTHERS = 16;
const gone = new FinalizationRegistry((id) => clients.delete(id));
let made = 0;

/** A client of the library, and the common part of the calls that use it. */
class Core {
  #given;
  #isStale = false;
  #settings;
  #client;
  // By endpoint.
  #unsigned = new Map();
  // Clients of earlier options, which may still have calls.
  #former = new Set();
  #id;
  #others = new Map();
  #service;
  // Calls that wait only for their output stream.
  finishing = new Set();
  #skew = 0;

  constructor(options, caller) {
    this.#settings = translate(options, caller);
    this.#given = { ...options };
    this.tasks = new Tasks(() => this.#settings);
    this.#id = made++;
    gone.register(this, this.#id);
    const client = this.#begin();
    if (client instanceof CosError) {
      Error.captureStackTrace(client, caller);
      throw client;
    }
  }

  // Returns the client of the settings, or an error.
  #begin() {
    const { provider, log } = this.#settings;
    if (provider || log) clients.set(this.#id, { provider, log });
    this.#client = this.#open();
    return this.#client;
  }

  /** The options, with Tencent's at their defaults. A change counts for the calls that begin after it. */
  get options() {
    return new Proxy(withDefaults(this.#given), {
      set: (all, name, value) => {
        all[name] = this.#given[name] = value;
        this.#isStale = true;
        return true;
      },
      deleteProperty: (all, name) => {
        this.#isStale = true;
        return delete all[name] && delete this.#given[name];
      },
    });
  }

  // Makes the client anew if options were changed. Throws if one of them is not supported.
  #renew() {
    if (!this.#isStale) return;
    this.#settings = translate(this.#given, Core.prototype.renewed);
    this.#isStale = false;
    for (const client of this.#all()) this.#former.add(new WeakRef(client));
    for (const each of this.#former) if (!each.deref()) this.#former.delete(each);
    this.#service = undefined;
    this.#others.clear();
    this.#unsigned.clear();
    this.#begin();
  }

  /** Makes the client anew if options were changed. Returns an error if one of them is not supported. */
  renewed() {
    try {
      this.#renew();
      return this.#client instanceof CosError ? this.#client : undefined;
    } catch (error) {
      return error;
    }
  }

  #all() {
    return [this.#client, this.#service, ...this.#others.values(), ...this.#unsigned.values()].filter((client) => client && !(client instanceof CosError));
  }

  /** Returns the client for a request that the program has signed, or an error. */
  unsigned({ region, endpoint }) {
    const none = { secretId: undefined, secretKey: undefined, token: undefined, provider: undefined, environment: undefined };
    const client = this.#unsigned.get(endpoint) ?? this.#open(region, { ...none, endpoint });
    if (!(client instanceof CosError)) this.#unsigned.set(endpoint, client);
    return client;
  }

  /** Returns host/key of an object, as COS writes it in the response of a multipart upload; host/ of a bucket. */
  location(params) {
    const key = this.key(params);
    const url = native.url(this.#client, 'PUT', params.Bucket, key === '' ? undefined : key, this.region(params), [OP.URL]);
    return Array.isArray(url) ? url[0].replace(/^https?:\/\//i, '') : '';
  }

  /** Returns the Host of a request for getAuthorization, as in Tencent's SDK; undefined if nothing asks for it. */
  host({ client, bucket, region }) {
    if (!this.#settings.tellsHost) return undefined;
    const url = native.url(client, 'GET', bucket, undefined, region, [OP.URL]);
    return Array.isArray(url) ? new URL(url[0]).host : undefined;
  }

  #open(region = this.#settings.native.region, more = {}) {
    const client = native.client({ ...this.#settings.native, region, ...more, id: this.#id });
    if (this.#skew !== 0 && !(client instanceof CosError)) native.skew(client, this.#skew);
    return client;
  }

  /** Sets how many seconds the server's clock is ahead of the local one. */
  setClockSkew(seconds) {
    this.#skew = seconds;
    for (const client of this.#all()) native.skew(client, seconds);
  }

  /** Permanently cancels every call, in progress or later. */
  close() {
    const former = [...this.#former].map((each) => each.deref()).filter(Boolean);
    for (const client of [...former, ...this.#all()]) native.end(client);
    for (const job of this.finishing) job.abort();
  }

  get settings() {
    return this.#settings;
  }

  /** Returns an error if Domain is the host of another bucket. */
  wrongBucket({ Bucket }) {
    const { onlyBucket } = this.#settings;
    if (onlyBucket === undefined || typeof Bucket !== 'string' || Bucket === onlyBucket) return undefined;
    return failure(Reason.INVALID_ARGUMENT, `Bucket "${Bucket}" is not that of the host in Domain, ${onlyBucket}; write {Bucket} instead of it in Domain`);
  }

  /** Returns parameters whose Bucket is complete: AppId may be given apart. */
  named(params) {
    const { Bucket, AppId = this.#settings.appId, ...others } = params;
    if (AppId === undefined && params.AppId === undefined) return params;
    const isWhole = typeof Bucket !== 'string' || !AppId || /-\d+$/.test(Bucket);
    return { ...others, ...('Bucket' in params && { Bucket: isWhole ? Bucket : `${Bucket}-${AppId}` }) };
  }

  /** Returns the region of a call's parameters, if they name one. */
  region(params, isAccelerated = this.#settings.accelerate) {
    return isAccelerated ? 'accelerate' : params.Region;
  }

  /** Returns the key of a call's parameters, without a leading slash. */
  key(params) {
    const { Key } = params;
    // A key of slashes alone is a mistake, which the error shows as it was given.
    return typeof Key === 'string' && /^\/.*[^/]/s.test(Key) && !this.#settings.rawKey ? Key.slice(1) : Key ?? '';
  }

  /** Sends the request that `spec` describes. */
  send(params, spec, callback) {
    const region = spec.service ? params.Region : this.region(params);
    const client = spec.service ? this.#serviceClient(region) : this.#attempting(spec.attempts);
    if (client instanceof CosError) spec.error ??= client;
    spec.client = client;
    spec.endpoint = client === this.#service ? this.#settings.service : this.#settings.native.endpoint;
    spec.region = region;
    spec.bucket ??= params.Bucket;
    spec.signal ??= params.signal;
    spec.core = this;
    return start(client, spec, callback);
  }

  /** Returns a URL of the library: at once, unless there is a callback or a provider has the credentials to sign it. */
  url(params, spec, callback) {
    const endpoint = this.#endpoint(params);
    const signer = this.#signer(endpoint);
    if (signer instanceof CosError) spec.error ??= signer;
    spec.client = signer;
    spec.endpoint = endpoint;
    spec.bucket = params.Bucket;
    spec.region = this.region(params, params.UseAccelerate);
    spec.core = this;
    spec.made = (data) => ({ Url: data.body });
    const waits = this.#settings.provider && !spec.plain;
    if (waits || typeof callback === 'function') return start(signer, spec, callback);
    const url = spec.error ?? native.url(signer, spec.method, spec.bucket, spec.key, spec.region, spec.list);
    if (Array.isArray(url)) return url[0];
    const error = typeof url === 'string' ? failure(Reason.INVALID_ARGUMENT, url) : url;
    Error.captureStackTrace(error, spec.entry);
    throw error;
  }

  // Buckets of all regions are listed by a separate host if an endpoint was set.
  #serviceClient(region) {
    const { service, isServiceDomain } = this.#settings;
    if (service === undefined || (region !== undefined && !isServiceDomain)) return this.#client;
    const needed = service.includes('{region}') ? this.#settings.native.region ?? region : undefined;
    // Without a region it is an error; the region of an earlier call does not count.
    const isLacking = service.includes('{region}') && needed === undefined;
    if (this.#service && !isLacking) return this.#service;
    const made = this.#open(needed, { region: needed, endpoint: service });
    if (!(made instanceof CosError)) this.#service = made;
    return made;
  }

  // The client whose calls are tried so many times.
  #attempting(maxAttempts) {
    const isOwn = maxAttempts === undefined || maxAttempts === this.#settings.native.maxAttempts;
    return isOwn ? this.#client : this.#other(maxAttempts, { maxAttempts });
  }

  // A client with another setting, which is kept by its name.
  #other(name, more) {
    let other = this.#others.get(name);
    if (other) return other;
    other = this.#open(undefined, more);
    if (other instanceof CosError) return other;
    if (this.#others.size >= OTHERS) this.#others.delete(this.#others.keys().next().value);
    this.#others.set(name, other);
    return other;
  }

  // The endpoint of a URL, whose parameters may set another one.
  #endpoint(params) {
    const { native: settings, place } = this.#settings;
    return params.Protocol || params.Domain ? urlEndpoint(place, params) : settings.endpoint;
  }

  #signer(endpoint) {
    return endpoint === this.#settings.native.endpoint ? this.#client : this.#other(endpoint, { endpoint });
  }
}

module.exports = { Core };
