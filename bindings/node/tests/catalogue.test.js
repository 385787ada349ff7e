// Codes and request ids are explained without an error.
'use strict';
const assert = require('node:assert');
const { test } = require('node:test');
const COS = require('../index.js');

test('every code is explained in both languages', () => {
  const codes = COS.codes();
  assert.ok(codes.length > 300);
  for (const code of codes) {
    const english = COS.explainCode(code);
    const chinese = COS.explainCode(code, { language: 'zh' });
    assert.match(chinese.advice, /\p{Script=Han}/u);
    assert.doesNotMatch(english.advice, /\p{Script=Han}/u);
    assert.match(english.docUrl, /^https:/);
  }
});

test('each code with a name has a constant', () => {
  assert.strictEqual(COS.Code.NO_SUCH_KEY, 'NoSuchKey');
  const named = COS.codes().filter((code) => /^[A-Za-z]/.test(code));
  assert.deepStrictEqual(Object.values(COS.Code).sort(), named.sort());
});

test('responder and spelling choose the row', () => {
  assert.strictEqual(COS.explainCode('slowdown').status, 503);
  assert.strictEqual(COS.explainCode('SlowDown', { responder: COS.Responder.CI }).status, 429);
  assert.strictEqual(COS.explainCode('RequestTimeTooSkewed').retry, COS.Retry.AFTER_FIX);
  assert.throws(() => COS.explainCode('SlowDown', { responder: 'nobody' }), TypeError);
});

test('what is unknown is null', () => {
  for (const code of ['', 'NoSuchThing', 'NoSuchKey\0more', undefined, null, 7]) assert.strictEqual(COS.explainCode(code), null);
  for (const id of ['', '5C9F6CBDB007B7575C5395BA', undefined, {}]) assert.strictEqual(COS.readId(id), null);
});

test('request ids are read', () => {
  const read = COS.readId('VF82ODZkNDM1YV8xNF9mMjNlMTkxNV9iM2Y0');
  assert.deepStrictEqual(read, { responder: COS.Responder.CI, madeAt: new Date('2025-07-08T16:12:10Z') });
});
