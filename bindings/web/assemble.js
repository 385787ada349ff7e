// Assembles the package, as npm publishes it:
//
//   node assemble.js MODULE FOLDER     MODULE: a built cos_err.wasm
//
// FOLDER gets lib/ (CommonJS), miniprogram_dist/ (the same, with the module in brotli), and index.mjs: all of it as one
// ES module, which a browser loads without a bundler.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');

const FILES = ['package.json', 'README.md', 'index.d.ts'];
const NAMES = ['CosError', 'CosServiceError', 'CosClientError', 'Kind', 'Reason', 'Code', 'CodeSource', 'Responder', 'Retry', 'Lost'];
const here = (...names) => path.join(__dirname, ...names);
const text = (file) => fs.readFileSync(here('lib', file), 'utf8');

/** The files of lib/ that a file needs, each after those that it needs itself. */
function order(file) {
  const found = [];
  const visit = (name) => {
    if (found.includes(name)) return;
    for (const [, other] of text(name).matchAll(/^const .* = require\('\.\/([a-z_]+\.js)'\);$/gm)) visit(other);
    found.push(name);
  };
  visit(file);
  return found;
}

/** All files as one ES module. Each is a function, as CommonJS has it. */
function bundle() {
  const files = order('index.js').map((file) => `define('./${file}', (module, exports, require) => {\n${text(file)}});`);
  return [
    '// All of lib/ in one file, written by assemble.js: do not edit.',
    'const files = {};',
    'const require = (name) => files[name].exports;',
    'const define = (name, run) => run((files[name] = { exports: {} }), files[name].exports, require);',
    ...files,
    "require('./core.js').place.url = new URL('./lib/cos_err.wasm', import.meta.url).href;",
    "const COS = require('./index.js');",
    'export default COS;',
    `export const { ${NAMES.join(', ')} } = COS;`,
    'export { COS };',
    '',
  ].join('\n');
}

function brotli(bytes) {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = zlib.constants;
  return zlib.brotliCompressSync(bytes, { params: { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_LGWIN]: 22, [BROTLI_PARAM_SIZE_HINT]: bytes.length } });
}

function main(module, folder) {
  const sources = fs.readdirSync(here('lib'));
  for (const target of ['lib', 'miniprogram_dist']) {
    fs.mkdirSync(path.join(folder, target), { recursive: true });
    for (const file of sources) fs.copyFileSync(here('lib', file), path.join(folder, target, file));
  }
  for (const file of FILES) fs.copyFileSync(here(file), path.join(folder, file));
  // The licences of all that the module contains.
  fs.copyFileSync(here('..', 'c', 'NOTICES'), path.join(folder, 'NOTICES'));
  const wasm = fs.readFileSync(module);
  fs.writeFileSync(path.join(folder, 'lib', 'cos_err.wasm'), wasm);
  fs.writeFileSync(path.join(folder, 'miniprogram_dist', 'cos_err.wasm.br'), brotli(wasm));
  fs.writeFileSync(path.join(folder, 'index.mjs'), bundle());
}

const [module_, folder] = process.argv.slice(2);
if (!folder) {
  console.error('usage: assemble.js MODULE FOLDER');
  process.exit(2);
}
main(module_, folder);
