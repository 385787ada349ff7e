// The package for CommonJS and for mini-programs.
'use strict';
const { CosError, CosServiceError, CosClientError, inLanguage, retryOf } = require('./errors.js');
const { Kind, Reason, Code, CodeSource, Responder, Retry, Lost } = require('./constants.js');
const { Call } = require('./call.js');
const { Credentials } = require('./credentials.js');
const { checkOptions, endpointOf } = require('./params.js');
const { core } = require('./core.js');
const { fromFetch, fromWx, fromSdkError } = require('./read.js');

/** Calls back with the result of a promise, outside of it: inside, an exception would become a rejection. */
function hand(promise, callback) {
  if (typeof callback !== 'function') return promise;
  promise.then((data) => setTimeout(callback, 0, null, data), (error) => setTimeout(callback, 0, error, null));
  return undefined;
}

/** Settings and state of each client. They are not properties, so no log shows the SecretKey. */
const SETTINGS = new WeakMap();

function settingsOf(options) {
  checkOptions(options);
  // The offset is the server's clock minus the local one, in seconds.
  const offset = Math.round((options.SystemClockOffset || 0) / 1000);
  return { options, endpoint: endpointOf(options), credentials: new Credentials(options), offset };
}

const call = async (cos, name, params) => new Call(await core(), SETTINGS.get(cos), name, params || {}).run();

/** A client for COS in a browser or a mini-program. */
class COS {
  constructor(options = {}) {
    SETTINGS.set(this, settingsOf(options));
  }

  headBucket(params, callback) {
    return hand(call(this, 'headBucket', params), callback);
  }

  request(params, callback) {
    return hand(call(this, 'request', params), callback);
  }

  /** Loads the module ahead of the first call, or from another place. */
  static async load(source) {
    await core(source);
  }

  static async codes() {
    return (await core()).codes();
  }

  static async explainCode(code, { responder, language } = {}) {
    const found = (await core()).code(String(code), responder);
    return found && { ...found, retry: retryOf(found.retry), advice: inLanguage(found.advice, language) };
  }

  static async readId(id) {
    const found = (await core()).requestId(String(id));
    return found && { responder: found.responder, madeAt: new Date(found.madeAt * 1000) };
  }
}
Object.assign(COS, { fromFetch, fromWx, fromSdkError, CosError, CosServiceError, CosClientError });
Object.assign(COS, { Kind, Reason, Code, CodeSource, Responder, Retry, Lost, COS, default: COS });

module.exports = COS;
