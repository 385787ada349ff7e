// Documents of successes: their shape, and the time that they take.
'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { test } = require('node:test');
const COS = require('../index.js');
const { contentOf } = require('../lib/document.js');
const { write } = require('../lib/xml.js');

const parse = (text) => contentOf(COS.readDocument(text));

test('shapes', () => {
  for (const [text, expected] of [
    ['<?xml version="1.0"?>\n<R><A>1</A><A>2</A><B/></R>', { R: { A: ['1', '2'], B: '' } }],
    ['<R> <A> a &lt;&#x41;&#66;&amp; </A> </R>', { R: { A: ' a <AB& ' } }],
    ['<R><A><![CDATA[<b>]]&gt;]]> c</A></R>', { R: { A: '<b>]]&gt; c' } }],
    ['<R><!-- <A>1</A> --><A>2</A><!----></R>', { R: { A: '2' } }],
    ['<!DOCTYPE R><x:R xmlns:x="u"><x:A t="a>b" u=\'"/>\'>1</x:A ></x:R>', { R: { A: '1' } }],
    ['<R a="1"/>', { R: '' }],
    ['<R><__proto__>1</__proto__><constructor>2</constructor></R>', { R: JSON.parse('{"__proto__":"1","constructor":"2"}') }],
    ['<Grant><Grantee xsi:type="CanonicalUser"><ID>1</ID></Grantee></Grant>', { Grant: { Grantee: { ID: '1' } } }],
  ]) assert.deepStrictEqual(parse(text), expected, text);
  const content = { R: { A: ['<', '&'], B: '\r\n"', C: '' } };
  assert.deepStrictEqual(parse(write(content)), content);
});

test('what XML cannot hold is an error that names it', () => {
  const circle = {};
  circle.A = circle;
  for (const [content, message] of [
    [{ R: { A: ['x', 'b\u0001'] } }, /^R\/A\[1\] .*U\+0001/],
    [{ R: { 'no name': 1 } }, /^R "no name"/],
    [{ R: { A: [['x']] } }, /^R\/A\[0\]/],
    [{ R: { A: '\ud800' } }, /surrogate/],
    [{ R: { A: NaN } }, /^A "NaN"/],
    [{ R: 1, S: 2 }, /^json "S"/],
    [{ R: circle }, /cannot be written: .*circular/],
  ]) assert.throws(() => write(content), { name: 'CosClientError', reason: COS.Reason.INVALID_ARGUMENT, message });
  assert.strictEqual(write({ R: { A: 2n ** 64n, B: true, C: null } }), '<R><A>18446744073709551616</A><B>true</B><C></C></R>');
  assert.strictEqual(COS.util.json2xml({ A: ['1', '2'], B: { C: '<' } }), '<A>1</A><A>2</A><B><C>&lt;</C></B>');
});

test('what is no document is undefined', () => {
  for (const text of ['', 'text', '{}', '<R>', '<R></S>', '</R>', '<R><A></R></A>', '<R><!-- </R>', '<R><![CDATA[</R>', '<R <? </R>', '<R a="></R>', '<', '< R></ R>', '<R><', '<R>a</R']) {
    assert.strictEqual(parse(text), undefined, text);
  }
});

// Each of these took minutes or hours where what is not closed was looked for again and again.
const SHAPES = {
  comments: "'<R>' + '<!--'.repeat(N) + '</R>'",
  sections: "'<R>' + '<![CDATA['.repeat(N) + '</R>'",
  'section ends': "'<R>' + '<![CDATA[]]'.repeat(N) + '</R>'",
  instructions: "'<R>' + '<?'.repeat(N) + '</R>'",
  tags: "'<R>' + '<a '.repeat(N) + '</R>'",
  'a name': "'<R><' + 'a'.repeat(4 * N)",
  quotes: "'<R ' + 'a=\"'.repeat(N) + '>'",
  references: "'<R>' + '&#x1'.repeat(N) + '</R>'",
  blanks: "'<R>' + ' '.repeat(4 * N) + 'x' + ' '.repeat(4 * N) + '</R>'",
  depth: "'<a>'.repeat(N) + '</a>'.repeat(N)",
  'many of a name': "'<R>' + '<a>1</a>'.repeat(N) + '</R>'",
};

for (const [name, shape] of Object.entries(SHAPES)) {
  test(`the time of a document is proportional to its length: ${name}`, () => {
    const lib = (name) => JSON.stringify(path.join(__dirname, '..', name));
    const program = `const COS = require(${lib('index.js')}); const { contentOf } = require(${lib('lib/document.js')});
      const N = 400000; contentOf(COS.readDocument(${shape}));`;
    const { status, signal } = spawnSync(process.execPath, ['-e', program], { timeout: 60_000 });
    assert.deepStrictEqual([status, signal], [0, null]);
  });
}
