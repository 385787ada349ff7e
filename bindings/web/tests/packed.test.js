// The package as a whole: its version, its module, and what its files say about each other.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { COS, file } = require('./package.js');

const root = path.join(__dirname, '..', '..', '..');

test('the version is that of the library', () => {
  const [, version] = /^version = "(.*)"$/m.exec(fs.readFileSync(path.join(root, 'Cargo.toml'), 'utf8'));
  assert.strictEqual(JSON.parse(fs.readFileSync(file('package.json'), 'utf8')).version, version);
});

test('the module has no import, and exports functions and its memory', () => {
  const module = new WebAssembly.Module(fs.readFileSync(file('lib', 'cos_err.wasm')));
  assert.deepStrictEqual(WebAssembly.Module.imports(module), []);
  const others = WebAssembly.Module.exports(module).filter(({ kind }) => kind !== 'function');
  assert.deepStrictEqual(others, [{ name: 'memory', kind: 'memory' }]);
});

test('both forms have the same names', async () => {
  const bundle = await import(file('index.mjs'));
  assert.deepStrictEqual(Object.keys(bundle.default).sort(), Object.keys(COS).sort());
  for (const name of Object.keys(bundle)) if (name !== 'default' && name !== 'COS') assert.strictEqual(bundle[name], bundle.default[name], name);
});

test('each name of the types exists', () => {
  const types = fs.readFileSync(file('index.d.ts'), 'utf8');
  const statics = [...types.matchAll(/^  static (\w+)/gm)].map(([, name]) => name);
  const methods = [...types.matchAll(/^  (headBucket|request):/gm)].map(([, name]) => name);
  assert.deepStrictEqual(statics.filter((name) => typeof COS[name] !== 'function'), []);
  assert.deepStrictEqual(methods.map((name) => typeof COS.prototype[name]), ['function', 'function']);
});
