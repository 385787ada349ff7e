// One client of the library for each client of JavaScript.
'use strict';
const { native } = require('./native.js');
const { CosError, failure } = require('./errors.js');
const { Reason } = require('./constants.js');
const { translate, urlEndpoint } = require('./options.js');
const { start, hand, clients } = require('./calls.js');
const { escaped } = require('./params.js');

const SIGNERS = 16;
const gone = new FinalizationRegistry((id) => clients.delete(id));
let made = 0;

/** A client of the library, and the common part of the calls that use it. */
class Core {
  #settings;
  #client;
  #id;
  #signers = new Map();
  #service;
  // Calls that wait only for their output stream.
  finishing = new Set();
  #skew = 0;

  constructor(options, caller) {
    const settings = translate(options, caller);
    this.#settings = settings;
    this.#id = made++;
    const client = this.#open();
    if (client instanceof CosError) {
      Error.captureStackTrace(client, caller);
      throw client;
    }
    this.#client = client;
    if (settings.provider || settings.log) {
      clients.set(this.#id, { provider: settings.provider, log: settings.log });
      gone.register(this, this.#id);
    }
  }

  #open(region = this.#settings.native.region, more = {}) {
    const client = native.client({ ...this.#settings.native, region, ...more, id: this.#id });
    if (this.#skew !== 0 && !(client instanceof CosError)) native.skew(client, this.#skew);
    return client;
  }

  /** Sets how many seconds the server's clock is ahead of the local one. */
  setClockSkew(seconds) {
    this.#skew = seconds;
    for (const client of [this.#client, this.#service, ...this.#signers.values()]) if (client) native.skew(client, seconds);
  }

  /** Permanently cancels every call, in progress or later. */
  close() {
    native.end(this.#client);
    if (this.#service) native.end(this.#service);
    for (const signer of this.#signers.values()) native.end(signer);
    for (const job of this.finishing) job.abort();
  }

  get settings() {
    return this.#settings;
  }

  /** Returns the region of a call's parameters, if they name one. */
  region(params, isAccelerated = this.#settings.accelerate) {
    return isAccelerated ? 'accelerate' : params.Region;
  }

  /** Returns the key of a call's parameters, without a leading slash. */
  key(params) {
    const { Key } = params;
    return typeof Key === 'string' && Key.length > 1 && Key[0] === '/' && !this.#settings.rawKey ? Key.slice(1) : Key ?? '';
  }

  /** Sends the request that `spec` describes. */
  send(params, spec, callback) {
    const region = spec.service ? params.Region : this.region(params);
    const client = spec.service ? this.#serviceClient(region) : this.#client;
    if (client instanceof CosError) spec.error ??= client;
    spec.region = region;
    spec.bucket ??= params.Bucket;
    spec.signal ??= params.signal;
    spec.core = this;
    return start(client, spec, callback);
  }

  /** Returns a presigned URL: at once if the credentials are known, otherwise by a call of the provider. */
  presign(params, spec, callback) {
    const signer = this.#signer(params);
    if (signer instanceof CosError) spec.error ??= signer;
    spec.bucket = params.Bucket;
    spec.core = this;
    spec.made = (data) => ({ Url: data.body });
    if (this.#settings.provider || typeof callback === 'function') return start(signer, spec, callback);
    const url = spec.error ?? native.presign(signer, spec.method, spec.bucket, spec.key, undefined, spec.list);
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

  /**
   * Returns the URL of an object without a signature. It is checked like a signed one, for which any credentials will
   * do.
   */
  plainUrl(params, spec, pairs, callback) {
    const signer = this.#signer(params, { secretId: 'none', secretKey: 'none', token: undefined, provider: undefined });
    const error = spec.error ?? (signer instanceof CosError ? signer : undefined);
    const signed = error ?? native.presign(signer, spec.method, params.Bucket, spec.key, undefined, spec.list);
    if (!Array.isArray(signed)) {
      const mistake = typeof signed === 'string' ? failure(Reason.INVALID_ARGUMENT, signed) : signed;
      if (typeof callback === 'function') return hand(Promise.reject(mistake), callback);
      Error.captureStackTrace(mistake, spec.entry);
      throw mistake;
    }
    const query = pairs.filter(([, value]) => value !== undefined).map(([name, value]) => `${escaped(name)}=${escaped(value ?? '')}`);
    const url = [signed[0].split('?')[0], ...(query.length > 0 ? [query.join('&')] : [])].join('?');
    if (typeof callback === 'function') return hand(Promise.resolve({ Url: url }), callback);
    return url;
  }

  // A URL is signed without a call, so its region is that of the client: there is one more client for each region,
  // and for each endpoint or credentials that a call sets.
  #signer(params, keys) {
    const { native: settings, place } = this.#settings;
    const endpoint = params.Protocol || params.Domain ? urlEndpoint(place, params) : settings.endpoint;
    const region = this.region(params, params.UseAccelerate) ?? settings.region;
    const isOwn = region === settings.region && endpoint === settings.endpoint && !keys;
    if (isOwn) return this.#client;
    const name = JSON.stringify([region, endpoint, Boolean(keys)]);
    let signer = this.#signers.get(name);
    if (signer) return signer;
    signer = this.#open(region, { endpoint, ...keys });
    if (signer instanceof CosError) return signer;
    if (this.#signers.size >= SIGNERS) this.#signers.delete(this.#signers.keys().next().value);
    this.#signers.set(name, signer);
    return signer;
  }
}

module.exports = { Core };
