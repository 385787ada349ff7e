// The module that all clients of a program share. It is loaded once, by COS.load or by the first call.
'use strict';
const { load } = require('./module.js');

/** Where the package is in a mini-program. */
const IN_MINI_PROGRAM = '/miniprogram_npm/cos-err-web/cos_err.wasm.br';
// index.mjs sets the URL of the module.
const place = { url: undefined };
let loading;

const isMiniProgram = () => typeof WXWebAssembly !== 'undefined';

async function fetched(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`HTTP status ${response.status}`);
  return load(await response.arrayBuffer());
}

function opened(source) {
  if (source === undefined) throw new TypeError('its URL is not set; call COS.load with the URL, the path or the bytes of cos_err.wasm');
  if (typeof source !== 'string' && !(typeof URL === 'function' && source instanceof URL)) return load(source);
  if (isMiniProgram()) return load(() => WXWebAssembly.instantiate(source, {}));
  return fetched(source);
}

async function named(source) {
  try {
    return await opened(source);
  } catch (cause) {
    throw Object.assign(new Error(`cos_err.wasm cannot be loaded: ${cause.message || cause.errMsg || cause}`), { cause });
  }
}

/**
 * Loads the module, unless it is loaded. `source` is a path inside the package of a mini-program, a URL, bytes, a
 * WebAssembly.Module, or a function that returns an instance. After a failure the next call loads it again.
 */
function core(source) {
  if (loading && source === undefined) return loading;
  const current = named(source === undefined ? place.url || (isMiniProgram() ? IN_MINI_PROGRAM : undefined) : source);
  loading = current;
  current.catch(() => {
    if (loading === current) loading = undefined;
  });
  return current;
}

module.exports = { core, place };
