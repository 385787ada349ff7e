// Uploads of many files, and the end of uploads that were begun.
'use strict';
const fs = require('node:fs');
const { hand, later } = require('./calls.js');
const { optionsOf, lengthOf } = require('./in_queue.js');
const { unknown } = require('./known.js');
const { whole, must } = require('./numbers.js');
const { progress, wrong } = require('./params.js');
const { listOf } = require('./xml.js');

/** Reports the progress of all files together. */
class Total {
  constructor(sizes, listener) {
    this.loaded = sizes.map(() => 0);
    this.sizes = sizes;
    this.report = progress(listener, true);
  }

  moved(index, { loaded }) {
    this.loaded[index] = loaded;
    const sum = (numbers) => numbers.reduce((all, each) => all + each, 0);
    this.report?.(sum(this.loaded), sum(this.sizes), 0, 0);
  }
}

const sizeOf = ({ Body, FilePath }) => (Body === undefined ? fs.promises.stat(FilePath).then((stat) => (stat.isFile() ? stat.size : 0)) : lengthOf(Body));

/** Uploads one of the files, and passes error, result and what describes it to `told`. */
function uploadOne(core, { onFileFinish, onTaskReady, onProgress, ...params }, index, { calls, SliceSize, total, told }) {
  const call = params.Body === undefined ? 'uploadFile' : 'putObject';
  const options = { Index: index, TaskId: '', ...optionsOf(params) };
  const given = call === 'uploadFile' ? { SliceSize, ...params } : omit(params, ['FilePath', 'SliceSize']);
  given.onTaskReady = (id) => {
    options.TaskId = id;
    onTaskReady?.(id);
  };
  given.onProgress = (info) => {
    onProgress?.(info);
    total.moved(index, info);
  };
  const ended = (error, data) => {
    onFileFinish?.(error, data);
    told(error, data, options);
  };
  const mistake = unknown(call, given, uploadOne);
  const tell = later(ended);
  if (mistake) tell(mistake, null);
  else calls[call](core, given).then((data) => tell(null, data), (error) => tell(error, null));
}

const omit = (object, names) => Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));

async function uploadFiles(core, { files, SliceSize, onProgress, onFileFinish }, calls) {
  if (!Array.isArray(files) || files.some((each) => typeof each !== 'object' || each === null)) throw wrong('files must be an array of parameters');
  const sizes = await Promise.all(files.map((each) => Promise.resolve(sizeOf(each)).catch(() => 0)));
  const total = new Total(sizes, onProgress);
  const upload = (each, index) => new Promise((resolve) => {
    const told = (error, data, options) => {
      resolve({ options, error, data });
      onFileFinish?.(error, data, options);
    };
    uploadOne(core, each, index, { calls, SliceSize, total, told });
  });
  return { files: await Promise.all(files.map(upload)) };
}

/** Returns all uploads in parts that were begun, of keys with a prefix. */
async function begunUploads(core, { Bucket, Region, Headers, signal }, Prefix, calls) {
  const found = [];
  let at = {};
  do {
    const page = await calls.multipartList(core, { Bucket, Region, Headers, signal, Prefix, ...at });
    found.push(...listOf(page.Upload));
    at = page.IsTruncated === 'true' ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : undefined;
  } while (at);
  return found;
}

async function toAbort(core, params, calls) {
  const { Key, UploadId, Level = 'task' } = params;
  if (Level === 'bucket') return begunUploads(core, params, undefined, calls);
  if (!['task', 'file'].includes(Level)) throw wrong("Level must be 'task', 'file' or 'bucket'");
  if (!Key) throw wrong(`Key is missing; Level '${Level}' needs it`);
  if (Level === 'file') return (await begunUploads(core, params, core.key(params), calls)).filter((each) => each.Key === core.key(params));
  if (!UploadId) throw wrong("UploadId is missing; set it, or Level to 'file' or 'bucket'");
  return [{ Key, UploadId }];
}

async function abortUploadTask(core, params, calls) {
  const { Bucket, Region, Headers, signal } = params;
  const left = await toAbort(core, params, calls);
  const parallel = must(whole('AsyncLimit', params.AsyncLimit ?? 1, 1));
  const lists = { successList: [], errorList: [] };
  const worker = async () => {
    for (let each = left.shift(); each; each = left.shift()) {
      const task = { Bucket, Region, Key: each.Key, UploadId: each.UploadId };
      const isAborted = await calls.multipartAbort(core, { ...task, Headers, signal }).then(() => true, () => false);
      lists[isAborted ? 'successList' : 'errorList'].push(task);
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return lists;
}

/** `calls`: those for one file, and those of one request each. */
const operations = (calls) => ({
  uploadFiles: (core, params, callback) => hand(uploadFiles(core, params, calls), callback),
  abortUploadTask: (core, params, callback) => hand(abortUploadTask(core, params, calls), callback),
});

module.exports = { operations };
