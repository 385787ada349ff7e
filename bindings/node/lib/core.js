// A client of the library for each one of JavaScript.
'use strict';
const { native } = require('./native.js');
const { CosError, failure } = require('./errors.js');
const { Reason } = require('./constants.js');
const { translate } = require('./options.js');
const { start, clients } = require('./calls.js');

// With it an option can be checked although the region will come with the calls.
const SOME_REGION = 'ap-guangzhou';
const SIGNERS = 16;
const gone = new FinalizationRegistry((id) => clients.delete(id));
let made = 0;

/** A client of the library, and what calls through it have in common. */
class Core {
  #settings;
  #client;
  #id;
  #regionless = false;
  #signers = new Map();
  // Calls that only wait for their output stream.
  finishing = new Set();

  constructor(options, caller) {
    const settings = translate(options, caller);
    this.#settings = settings;
    this.#id = made++;
    let client = this.#open();
    if (client instanceof CosError && settings.native.region === undefined) {
      // Perhaps only the region is missing: then each call has to name one.
      const other = this.#open(SOME_REGION);
      this.#regionless = !(other instanceof CosError);
      client = other;
    }
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

  #open(region = this.#settings.native.region) {
    return native.client({ ...this.#settings.native, region, id: this.#id });
  }

  /** Ends every call under way and every later one, for good. */
  close() {
    native.end(this.#client);
    for (const signer of this.#signers.values()) native.end(signer);
    for (const job of this.finishing) job.abort();
  }

  get settings() {
    return this.#settings;
  }

  /** The region of a call's parameters; an error where neither they nor the client have one. */
  region(params) {
    const region = this.#settings.accelerate ? 'accelerate' : params.Region;
    if (region === undefined && this.#regionless) return this.#open(undefined);
    return region;
  }

  /** The key of a call's parameters, without the slash that some put in front. */
  key(params) {
    const { Key } = params;
    return typeof Key === 'string' && Key.length > 1 && Key[0] === '/' && !this.#settings.rawKey ? Key.slice(1) : Key ?? '';
  }

  /** Sends what `spec` says. */
  send(params, spec, callback) {
    const region = spec.service ? params.Region : this.region(params);
    if (region instanceof CosError) spec.error = region;
    else spec.region = region;
    spec.bucket ??= params.Bucket;
    spec.signal ??= params.signal;
    spec.core = this;
    return start(this.#client, spec, callback);
  }

  /** A presigned URL: at once where the keys are at hand, else by a call of the provider. */
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

  // A URL is signed without a call, so its region is the client's: one more client for each region.
  #signer(params) {
    const region = this.region(params) ?? this.#settings.native.region;
    if (region instanceof CosError) return region;
    if (region === this.#settings.native.region) return this.#client;
    let signer = this.#signers.get(region);
    if (signer) return signer;
    signer = this.#open(region);
    if (signer instanceof CosError) return signer;
    if (this.#signers.size >= SIGNERS) this.#signers.delete(this.#signers.keys().next().value);
    this.#signers.set(region, signer);
    return signer;
  }
}

module.exports = { Core };
