// Calls whose body is params.Body: an object, a part, appended bytes.
'use strict';
const fs = require('node:fs');
const { OP } = require('./native.js');
const { hand } = require('./calls.js');
const { body, missingBody, progress, fileLength } = require('./params.js');

const ANY_TYPE = 'application/octet-stream';

const hasType = ({ ContentType, Headers }) => ContentType !== undefined || Object.keys(Headers ?? {}).some((name) => name.toLowerCase() === 'content-type');

/** Adds the type of a body by its kind, or by the name of its file, as Tencent's SDK does; that of a text is COS's choice. */
function addType(params, list) {
  const { Body } = params;
  if (hasType(params) || typeof Body !== 'object' || Body === null) return;
  const isFile = Body instanceof fs.ReadStream;
  if (isFile || typeof Body.pipe === 'function') list.push(OP.HEADER, 'Content-Type', (isFile && require('./content_types.js').contentTypeOf(String(Body.path))) || ANY_TYPE);
  else if (typeof Body.type === 'string' && Body.type) list.push(OP.HEADER, 'Content-Type', Body.type);
}

function addBody(core, params, length, spec) {
  const mistake = body(params.Body, length, spec);
  spec.error ??= missingBody({ Body: params.Body }) ?? mistake;
  // A body that is read once, while it is sent, is verified by its CRC-64.
  if (!(spec.source && !spec.source.rewinds) && (params.UploadCheckContentMd5 ?? core.settings.md5)) spec.list.push(OP.CONTENT_MD5, 1);
}

/** Sends the request that `spec` describes, with the body. */
function sendBody(core, params, spec, callback) {
  const { Body } = params;
  const length = params.ContentLength ?? undefined;
  spec.progress = progress(params.onProgress, true, core.settings.progressInterval);
  addType(params, spec.list);
  if (!(Body instanceof fs.ReadStream) || length !== undefined || Body.destroyed) {
    addBody(core, params, length, spec);
    return core.send(params, spec, callback);
  }
  // The stream may fail before it is read: its reader receives the error then.
  Body.on('error', () => {});
  // The file system returns the length of a file, so COS receives it before the bytes.
  const sent = async () => {
    const known = await fileLength(Body).catch(() => -1);
    addBody(core, params, known < 0 ? undefined : known, spec);
    return await core.send(params, spec);
  };
  return hand(sent(), callback);
}

module.exports = { sendBody, addType, hasType, ANY_TYPE };
