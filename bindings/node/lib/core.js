// One client of the library for each client of JavaScript.
'use strict';
const { native } = require('./native.js');
const { CosError, failure } = require('./errors.js');
const { Reason } = require('./constants.js');
const { translate, urlEndpoint } = require('./options.js');
const { start, clients } = require('./calls.js');

// How many clients for other endpoints are kept.
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

  /** Returns a URL of the library: at once, unless there is a callback or a provider has the credentials to sign it. */
  url(params, spec, callback) {
    const signer = this.#signer(params);
    if (signer instanceof CosError) spec.error ??= signer;
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

  // The client of a URL, whose parameters may set another endpoint.
  #signer(params) {
    const { native: settings, place } = this.#settings;
    const endpoint = params.Protocol || params.Domain ? urlEndpoint(place, params) : settings.endpoint;
    if (endpoint === settings.endpoint) return this.#client;
    let signer = this.#signers.get(endpoint);
    if (signer) return signer;
    signer = this.#open(settings.region, { endpoint });
    if (signer instanceof CosError) return signer;
    if (this.#signers.size >= SIGNERS) this.#signers.delete(this.#signers.keys().next().value);
    this.#signers.set(endpoint, signer);
    return signer;
  }
}

module.exports = { Core };
