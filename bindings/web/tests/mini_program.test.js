// The form for mini-programs, with the names that a mini-program has: no fetch, URL, TextDecoder, AbortController or
// WebAssembly. WXWebAssembly reads the module in brotli from the place that "Build npm" gives it.
'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { after, before, test } = require('node:test');
const vm = require('node:vm');
const zlib = require('node:zlib');
const { standin, SecretId, SecretKey } = require('./standin.js');
const { emulated } = require('./wx.js');
const { file } = require('./package.js');

const AT = '/miniprogram_npm/cos-err-web/';
const example = fs.readFileSync(path.join(__dirname, 'document', 'example.js'), 'utf8');
const inPackage = (name) => file('miniprogram_dist', name.replace(AT, ''));

/** WeChat's own interface: a path inside the package of the mini-program, which may end with .br. */
const WXWebAssembly = {
  async instantiate(name, imports) {
    const bytes = fs.readFileSync(inPackage(name));
    return WebAssembly.instantiate(name.endsWith('.br') ? zlib.brotliDecompressSync(bytes) : bytes, imports);
  },
};

/** The program's files, as CommonJS, in a context with these globals. */
function miniProgram(globals) {
  const context = vm.createContext({ ...globals, setTimeout, clearTimeout });
  vm.runInContext('delete globalThis.WebAssembly', context);
  const files = new Map();
  const required = (name) => {
    if (!files.has(name)) {
      const module = { exports: {} };
      files.set(name, module);
      const text = fs.readFileSync(inPackage(name), 'utf8');
      vm.compileFunction(text, ['module', 'exports', 'require'], { parsingContext: context })(module, module.exports, required);
    }
    return files.get(name).exports;
  };
  return { context, COS: required('./index.js') };
}

let place;
before(async () => {
  place = await standin();
});
after(() => place.stop());

test('the example prints the error in a mini-program', async () => {
  const error = await new Promise((resolve) => {
    const { context, COS } = miniProgram({ wx: emulated({ connectTo: place.address }), WXWebAssembly, console: { log: resolve } });
    const names = Object.keys(context);
    context.cos = new COS({ SecretId, SecretKey, Protocol: 'http:' });
    vm.runInContext(example, context);
    assert.deepStrictEqual(Object.keys(context), [...names, 'cos']);
  });
  assert.deepStrictEqual(Object.keys(error), ['Code', 'Message', 'Resource', 'RequestId', 'TraceId']);
  assert.match(error.RequestId, /^N[\w+/=]{30,}$/);
});

test('bodies and messages in Chinese arrive without a TextDecoder', async () => {
  const { COS } = miniProgram({ wx: emulated({ connectTo: place.address }), WXWebAssembly });
  const cos = new COS({ SecretId, SecretKey, Protocol: 'http:' });
  const at = { Bucket: 'examplebucket-1250000000', Region: 'ap-guangzhou', Key: '对象.txt' };
  await cos.request({ ...at, Method: 'PUT', Body: '内容 😀' });
  const { Body } = await cos.request(at);
  assert.strictEqual(new TextDecoder().decode(Body), '内容 😀');
  const error = await cos.request({ ...at, Key: '没有' }).catch((each) => each);
  assert.match(error.resource, /没有/);
  assert.match(error.adviceIn('zh'), /^[\u4e00-\u9fff]/);
});
