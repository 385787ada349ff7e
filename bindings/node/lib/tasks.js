// Uploads as tasks: a queue that runs a few at a time, and lets a program pause, resume and cancel them.
'use strict';
const { randomUUID } = require('node:crypto');
const { listen, ignore } = require('./calls.js');
const { failure } = require('./errors.js');
const { Events } = require('./events.js');
const { Reason } = require('./constants.js');

const SHOWN = ['id', 'Bucket', 'Region', 'Key', 'FilePath', 'state', 'loaded', 'size', 'speed', 'percent', 'hashPercent', 'error'];
const RUNNING = new Set(['checking', 'uploading']);
const LISTS = ['list-update', 'task-list-update'];

const isSignal = (value) => typeof value?.addEventListener === 'function';
const shown = (task) => Object.fromEntries(SHOWN.map((name) => [name, task[name]]));

/** The tasks of a client. */
class Tasks {
  #tasks = new Map();
  // Those that wait for their turn, and those that have ended, in that order.
  #waiting = new Set();
  #over = new Set();
  #running = 0;
  #isTelling = false;
  // What ends a download, by its TaskId.
  #downloads = new Map();
  events = new Events();

  /** `settings` returns those of the client. */
  constructor(settings) {
    this.settings = settings;
    this.events.on('inner-kill-task', (info) => this.#downloads.get(info?.TaskId)?.abort());
  }

  /**
   * Adds a task, which calls `send` with the parameters of an upload. `tell` receives error and result, and again if the
   * task is restarted after an error.
   */
  add(params, { size, send }, tell) {
    const { Bucket, Region, Key, FilePath = '' } = params;
    const id = randomUUID();
    const about = { id, Bucket, Region, Key, FilePath, state: 'waiting', loaded: 0, size: 0, speed: 0, percent: 0, hashPercent: 0, error: null };
    // A signal also ends a task that does not run.
    const abort = (cause) => (task.stop ? task.stop(cause) : this.#cancel(task, cause));
    const task = { ...about, params, send, tell, abort, signal: isSignal(params.signal) ? params.signal : undefined, stop: undefined };
    Promise.resolve(size).then((bytes) => this.#sized(task, bytes), () => {});
    this.#tasks.set(id, task);
    this.#waiting.add(task);
    params.onTaskReady?.(id);
    if (task.signal) listen(task);
    this.#changed();
    if (task.signal?.aborted) abort(task.signal.reason);
    else this.#next();
  }

  #sized(task, bytes) {
    task.size ||= bytes;
    this.#changed();
  }

  #next() {
    for (const task of this.#waiting) {
      if (this.#running >= this.settings().parallelFiles) return;
      if (!task.stop) this.#start(task);
    }
  }

  #start(task) {
    const controller = new AbortController();
    this.#waiting.delete(task);
    this.#running++;
    Object.assign(task, { state: 'checking', error: null, stop: (cause) => controller.abort(cause) });
    this.#changed();
    this.#run(task, controller.signal).then((data) => this.#ended(task, null, data), (error) => this.#ended(task, error));
  }

  async #run(task, signal) {
    const { onProgress, onTaskStart } = task.params;
    onTaskStart?.(shown(task));
    const params = { ...task.params, signal: task.params.signal && !task.signal ? task.params.signal : signal };
    // Nobody else needs the progress of a short upload.
    if (onProgress || this.#isHeard) params.onProgress = (info) => this.#moved(task, info, onProgress);
    else task.state = 'uploading';
    return await task.send(params);
  }

  #moved(task, info, onProgress) {
    if (!RUNNING.has(task.state)) return;
    const { loaded, total, speed, percent } = info;
    Object.assign(task, { state: 'uploading', loaded, speed, percent, size: total || task.size });
    this.#changed();
    onProgress?.(info);
  }

  #ended(task, error, data) {
    this.#running--;
    task.stop = undefined;
    // It may have succeeded before it could be paused or cancelled.
    if (!error) this.#finish(task, 'success', null, data);
    else if (RUNNING.has(task.state)) this.#finish(task, 'error', error);
    else if (task.state === 'canceled') this.#finish(task, 'canceled', error);
    this.#next();
  }

  #finish(task, state, error, data = null) {
    const { tell } = task;
    this.#waiting.delete(task);
    this.#over.add(task);
    task.state = state;
    if (state === 'error') task.error = error;
    else this.#forget(task);
    if (state === 'success') Object.assign(task, { loaded: task.size, percent: 1 });
    this.#changed();
    this.#trim();
    if (!(task.isKilled && tell.ignoresCancelTask)) tell(error, data, state);
  }

  #forget(task) {
    if (task.signal) ignore(task);
    Object.assign(task, { params: undefined, send: undefined, tell: undefined, signal: undefined });
  }

  /** Removes the tasks that ended first, if there are too many. */
  #trim() {
    for (const task of this.#over) {
      if (this.#tasks.size <= this.settings().mostTasks) return;
      this.#over.delete(task);
      this.#tasks.delete(task.id);
      if (task.params) this.#forget(task);
    }
  }

  #cancel(task, cause) {
    if (task.state === 'canceled' || task.state === 'success') return;
    const hasFailed = task.state === 'error';
    task.state = 'canceled';
    this.#changed();
    if (hasFailed) return void this.#forget(task);
    if (task.stop) return void task.stop(cause);
    task.params.Body?.destroy?.();
    this.#finish(task, 'canceled', failure(Reason.CANCELLED, 'the task was cancelled before it began, or while it was paused', { method: 'PUT', cause }));
  }

  get #isHeard() {
    return LISTS.some((name) => this.events.has(name));
  }

  // Listeners receive one list for all changes of a turn.
  #changed() {
    if (this.#isTelling || !this.#isHeard) return;
    this.#isTelling = true;
    setImmediate(() => {
      this.#isTelling = false;
      for (const name of LISTS) this.events.emit(name, { list: this.list() });
    });
  }

  list() {
    return Array.from(this.#tasks.values(), shown);
  }

  get isRunning() {
    return this.#running > 0 || this.#waiting.size > 0;
  }

  cancel(id) {
    const task = this.#tasks.get(id);
    if (task) task.isKilled = true;
    if (task) this.#cancel(task);
    this.#downloads.get(id)?.abort();
  }

  pause(id) {
    const task = this.#tasks.get(id);
    if (!task || !(task.state === 'waiting' || RUNNING.has(task.state))) return;
    if (typeof task.params.Body?.pipe === 'function') {
      process.emitWarning('pauseTask: Body is a stream, which cannot be read again; the task goes on');
      return;
    }
    this.#waiting.delete(task);
    task.state = 'paused';
    task.stop?.();
    this.#changed();
  }

  /** Runs a paused or failed task again, once its earlier run has ended. */
  restart(id) {
    const task = this.#tasks.get(id);
    if (!task || !(task.state === 'paused' || task.state === 'error')) return;
    this.#over.delete(task);
    this.#waiting.add(task);
    task.state = 'waiting';
    this.#changed();
    this.#next();
  }

  /** Calls `send` with a signal that cancelTask triggers, too. */
  async download(params, send) {
    const { TaskId = randomUUID() } = params;
    const controller = new AbortController();
    const abort = (cause) => controller.abort(cause);
    const entry = { signal: params.signal, abort };
    params.onTaskReady?.(TaskId);
    if (params.signal && !isSignal(params.signal)) return send(params);
    this.#downloads.set(TaskId, entry);
    if (entry.signal) listen(entry);
    if (entry.signal?.aborted) abort(entry.signal.reason);
    try {
      return await send({ ...params, signal: controller.signal });
    } finally {
      if (entry.signal) ignore(entry);
      if (this.#downloads.get(TaskId) === entry) this.#downloads.delete(TaskId);
    }
  }
}

module.exports = { Tasks };
