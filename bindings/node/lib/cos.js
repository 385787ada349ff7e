// The public interface.
'use strict';
const { native } = require('./native.js');
const { CosError, CosClientError, CosServiceError, failure } = require('./errors.js');
const constants = require('./constants.js');
const answers = require('./answers.js');
const catalogue = require('./catalogue.js');
const { whole, must } = require('./numbers.js');
const { Core } = require('./core.js');
const { operations, refuse } = require('./operations.js');
const { unknown } = require('./known.js');

// The members of a request, as in cos_client_failure_t.
const SENT = new Map([[undefined, 0], [null, 0], [true, 1], [false, -1]]);
let coreOf;

/** Client for Tencent Cloud COS. */
class COS {
  #core;

  static {
    coreOf = (cos) => cos.#core;
  }

  constructor(options = {}) {
    this.#core = new Core(options, COS);
  }

  /** Permanently cancels every call, in progress or later. */
  close() {
    this.#core.close();
  }

  /** Sets how many seconds the server's clock is ahead of the local one, for signatures. */
  setClockSkewSeconds(seconds) {
    this.#core.setClockSkew(must(whole('seconds', seconds)));
  }

  static version = native.version();

  static codes = catalogue.codes;

  static explainCode = catalogue.explainCode;

  static readId = catalogue.readId;

  static fromAnswer(answer) {
    return answers.fromAnswer(answer, COS.fromAnswer);
  }

  static fromResponse(response, known) {
    return answers.fromResponse(response, known);
  }

  static fromSdkError(err, known) {
    return answers.fromSdkError(err, known);
  }

  static readDocument(body, headers) {
    return answers.readDocument(body, headers, COS.readDocument);
  }

  static fromFailure({ reason, message, requestSent, ...known }) {
    const osErrno = must(whole('osErrno', known.osErrno ?? 0));
    const status = must(whole('status', known.status ?? 0));
    const headers = answers.headersOf(known.headers);
    const sent = SENT.get(requestSent);
    if (sent === undefined) throw failure(Reason.INVALID_ARGUMENT, 'requestSent must be true or false', {}, COS.fromFailure);
    return failure(reason, message, { ...known, osErrno, status, headers, sent }, COS.fromFailure);
  }
}

for (const [name, operation] of Object.entries(operations)) {
  // The stack of an error ends at the method.
  const method = {
    [name](params, callback) {
      const [given, hear] = typeof params === 'function' ? [{}, params] : [params ?? {}, callback];
      const mistake = unknown(name, given, method);
      return mistake ? refuse(name, given, mistake, hear) : operation(coreOf(this), given, hear, method);
    },
  }[name];
  Object.defineProperty(COS.prototype, name, { value: method, writable: true, configurable: true });
}

const { Kind, Reason, Code, CodeSource, Responder, Retry, Lost, LogLevel } = constants;
Object.assign(COS, { CosError, CosClientError, CosServiceError, Kind, Reason, Code, CodeSource, Responder, Retry, Lost, LogLevel });
Object.assign(COS, { COS, default: COS });

module.exports = { COS };
