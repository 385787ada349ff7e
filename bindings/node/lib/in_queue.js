// An upload as a task.
'use strict';
const { awaited, later } = require('./calls.js');

/** What onFileFinish receives of the parameters. */
const optionsOf = (params) => Object.fromEntries(Object.entries(params).filter(([, value]) => typeof value !== 'object' && typeof value !== 'function'));

/** Returns the length of a body, if that is known. */
const lengthOf = (body) => (typeof body === 'string' ? Buffer.byteLength(body) : body?.byteLength ?? body?.size ?? 0);

/**
 * Runs an upload as a task, unless SkipTask is set: `task` has its size, which may be promised, and `send`. Returns a promise,
 * or calls back: once, and again if the task is restarted after an error.
 */
function inQueue(core, params, task, callback) {
  const { SkipTask, onFileFinish } = params;
  const onTaskReady = params.onTaskReady ?? params.TaskReady;
  const options = { TaskId: '', ...optionsOf(params) };
  const own = { ...params };
  own.onTaskReady = (id) => {
    options.TaskId = id;
    onTaskReady?.(id);
  };
  const told = later((error, data) => {
    onFileFinish?.(error, data, options);
    callback?.(error, data);
  });
  const start = (tell) => {
    if (SkipTask) task.send(params).then((data) => tell(null, data), (error) => tell(error, null));
    else core.tasks.add(own, task, tell);
  };
  // As in Tencent's SDK, a callback does not learn of cancelTask; a promise would never end.
  told.ignoresCancelTask = true;
  if (typeof callback === 'function') return void start(told);
  let promise;
  let isCanceled = false;
  // A program that cancels an upload need not wait for its end: without a handler, that is no unhandled rejection.
  const silence = () => promise?.catch(() => {});
  promise = awaited((tell) => start((error, data, state) => {
    if (onFileFinish) told(error, data);
    isCanceled = state === 'canceled';
    if (isCanceled) silence();
    tell(error, data);
  }));
  if (isCanceled) silence();
  return promise;
}

module.exports = { inQueue, optionsOf, lengthOf };
