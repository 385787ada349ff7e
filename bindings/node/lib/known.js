// The parameters that each call accepts. Any other parameter is reported by name: a call that ignored it would not do
// what its caller meant.
'use strict';
const { failure } = require('./errors.js');
const { Reason } = require('./constants.js');
const { HEADERS, QUERIES } = require('./params.js');
const { operations, byHand } = require('./generated.js');

const CALL = ['Bucket', 'Region', 'AppId', 'Headers', 'Query', 'signal', 'Timeout', 'Explain'];
const COMMON = [...CALL, ...HEADERS.map(([name]) => name), ...QUERIES.map(([name]) => name)];
// The library sends the requests for a file; none of them has query parameters of the caller.
const OBJECT = [...CALL.filter((name) => name !== 'Query'), ...HEADERS.map(([name]) => name), 'Key'];
const FILE = [...OBJECT, 'FilePath', 'ChunkSize', 'CheckPoint', 'onProgress'];
const TASK = ['onTaskReady', 'TaskReady', 'onTaskStart', 'SkipTask'];
const UPLOAD = [...FILE, ...TASK, 'SliceSize', 'AsyncLimit', 'ChunkParallelLimit', 'UploadCheckContentMd5', 'onHashProgress'];
const SELECT = ['SelectType', 'SelectRequest', 'ReturnStream', 'DataType', 'onProgress'];
// Those that are no part of the request, or not by one name.
const OTHERS = {
  getObject: ['QueryString', 'Output', 'OutputSync', 'onProgress', 'onHead'],
  getObjectStream: ['QueryString', 'onProgress', 'onHead'],
  putObject: TASK,
  selectObjectContent: SELECT,
  selectObjectContentStream: SELECT,
  deleteMultipleObject: ['Objects', 'Quiet'],
};
const ALL = {
  request: ['Key', 'Method', 'Action', 'Body', 'ContentLength', 'FilePath', 'Output', 'OutputSync', 'ExpectRoot', 'RawBody', 'Url', 'onProgress', 'onHead'],
};
const URL_PARAMS = ['Bucket', 'AppId', 'Region', 'Key', 'Method', 'Expires', 'Sign', 'Query', 'QueryString', 'Headers', 'signal', 'Protocol', 'Domain',
  'UseAccelerate', 'ForceSignHost', 'SignedHost', 'Timeout', ...QUERIES.map(([name]) => name)];
const SIGN_PARAMS = ['Bucket', 'AppId', 'Region', 'Key', 'Method', 'Action', 'Expires', 'Query', 'Headers', 'Body', 'FilePath', 'UploadCheckContentMd5',
  'SignedHost', 'Timeout', 'signal', ...QUERIES.map(([name]) => name)];
const BYTES = ['ContentLength', 'UploadCheckContentMd5', 'onProgress'];
for (const [name, { given = [], onObject, body }] of Object.entries({ ...operations, ...byHand })) {
  ALL[name] = [...(onObject ? ['Key'] : []), ...given.map((each) => each.name), ...(body === 'bytes' ? BYTES : []), ...(OTHERS[name] ?? [])];
}
const KNOWN = new Map(Object.entries(ALL).map(([name, own]) => [name, new Set([...COMMON, ...own])]));
for (const name of ['uploadFile', 'sliceUploadFile']) KNOWN.set(name, new Set([...UPLOAD, 'onFileFinish']));
KNOWN.set('uploadFiles', new Set(['files', 'SliceSize', 'onProgress', 'onFileFinish']));
KNOWN.set('abortUploadTask', new Set(['Bucket', 'Region', 'Key', 'UploadId', 'Level', 'AsyncLimit', 'Headers', 'signal']));
KNOWN.set('sliceCopyFile', new Set([...OBJECT, 'CopySliceSize', 'CopyChunkSize', 'onProgress']));
KNOWN.set('downloadFile', new Set([...FILE, 'ParallelLimit', 'RetryTimes', 'VersionId', 'TaskId', 'onTaskReady']));
KNOWN.set('getObjectUrl', new Set(URL_PARAMS));
KNOWN.set('sign', new Set(SIGN_PARAMS));

const TASKS = 'only transfers of files and putObject have tasks; use signal to end a call';
const READ_FILE = 'use uploadFile, or set Body to fs.createReadStream(FilePath)';
// Parameters of Tencent's SDK, or of another call, and what to use instead.
const ADVICE = {
  onTaskReady: TASKS, onTaskStart: TASKS, TaskId: TASKS,
  onFileFinish: 'use the callback, or the promise',
  Expect: 'remove it; bodies are sent without waiting',
};
const OF_CALL = {
  putObject: { FilePath: READ_FILE },
  uploadFile: { Body: 'use putObject for a body' },
  sliceUploadFile: { Body: 'use putObject for a body' },
  getObjectStream: { Output: 'use getObject, or pipe the stream' },
};

/** Returns the number of letters by which two words differ. */
function distance(one, other) {
  let before = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      row.push(Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1)));
    }
    before = row;
  }
  return before[other.length];
}

/** Returns the known name that was probably meant; undefined if none is close. */
function nearest(name, names) {
  const wanted = name.toLowerCase().slice(0, 64);
  let found;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const each of names) {
    const far = distance(wanted, each.toLowerCase());
    if (far < least) [found, least] = [each, far];
  }
  return found;
}

const HEADER_OF = new Map(HEADERS);

function wayOut(call, param, known) {
  const own = [OF_CALL[call] ?? {}, ADVICE].find((ways) => Object.hasOwn(ways, param));
  if (own) return own[param];
  if (HEADER_OF.has(param)) return `set ${HEADER_OF.get(param)} in Headers`;
  if (param.includes('-')) return 'set headers in Headers, query parameters in Query';
  const other = nearest(param, known);
  return other ? `use ${other}` : 'remove it';
}

/** Returns an error that names the first unknown parameter; undefined if all are known. */
function unknown(call, params, caller) {
  const known = KNOWN.get(call);
  for (const param in params) {
    if (known.has(param) || params[param] === undefined || params[param] === null) continue;
    if (call !== 'getObjectUrl' && call !== 'sign' && param.toLowerCase().startsWith('x-cos-')) continue;
    return failure(Reason.INVALID_ARGUMENT, `${param} is not a parameter of ${call}; ${wayOut(call, param, known)}`, {}, caller);
  }
  return undefined;
}

module.exports = { unknown, nearest };
