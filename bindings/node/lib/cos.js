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

// Most programs sign nothing themselves.
const auth = () => require('./auth.js');

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

  /** The options. A change counts for the calls that begin after it. */
  get options() {
    return this.#core.options;
  }

  getAuth(params) {
    return auth().getAuth(this.#core.options, { ...params, Pathname: undefined });
  }

  getV4Auth(params) {
    return auth().getV4Auth(this.#core.options, params);
  }

  /** Permanently cancels every call, in progress or later. */
  close() {
    this.#core.close();
  }

  /** Calls a listener of 'list-update' with the list of tasks whenever that changes. */
  on(name, listener) {
    this.#core.tasks.events.on(name, listener);
  }

  off(name, listener) {
    this.#core.tasks.events.off(name, listener);
  }

  emit(name, data) {
    this.#core.tasks.events.emit(name, data);
  }

  getTaskList() {
    return this.#core.tasks.list();
  }

  isUploadRunning() {
    return this.#core.tasks.isRunning;
  }

  cancelTask(id) {
    this.#core.tasks.cancel(id);
  }

  pauseTask(id) {
    this.#core.tasks.pause(id);
  }

  restartTask(id) {
    this.#core.tasks.restart(id);
  }

  /** Sets how many seconds the server's clock is ahead of the local one, for signatures. */
  setClockSkewSeconds(seconds) {
    this.#core.setClockSkew(must(whole('seconds', seconds)));
  }

  static version = native.version();

  static get util() {
    return auth().util;
  }

  /** Returns a signature for the credentials among the parameters. */
  static getAuthorization(params) {
    return auth().getAuth({}, params);
  }

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
      const [all, hear] = typeof params === 'function' ? [{}, params] : [params ?? {}, callback];
      const core = coreOf(this);
      const wrong = core.renewed() ?? unknown(name, all, method);
      const given = core.named(all);
      const mistake = wrong ?? core.wrongBucket(given);
      return mistake ? refuse(name, all, mistake, hear) : operation(core, given, hear, method);
    },
  }[name];
  Object.defineProperty(COS.prototype, name, { value: method, writable: true, configurable: true });
}

const { Kind, Reason, Code, CodeSource, Responder, Retry, Lost, LogLevel } = constants;
Object.assign(COS, { CosError, CosClientError, CosServiceError, Kind, Reason, Code, CodeSource, Responder, Retry, Lost, LogLevel });
Object.assign(COS, { COS, default: COS });

module.exports = { COS };
