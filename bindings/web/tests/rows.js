// The calls of the demo, from its source.
'use strict';
const fs = require('node:fs');
const path = require('node:path');
const { SecretId, SecretKey } = require('./standin.js');

const source = fs.readFileSync(path.join(__dirname, '..', '..', '..', 'tests', 'demo', 'demo.c'), 'utf8');
const VALUES = { NULL: 'null', SECRET_KEY: JSON.stringify(SecretKey), APPID: '"-1250000000"', REGION: '"ap-guangzhou"' };

/** The bytes of a string of C, which are UTF-8. */
const unescaped = (text) => Buffer.from(text.replace(/\\x(..)/g, (_, digits) => String.fromCharCode(parseInt(digits, 16))), 'latin1').toString();

/** The value of a member: adjacent strings of C are one. */
function value(text) {
  const words = text.trim().replace(/"[^"]*"|[A-Z_]+/g, (word) => (word[0] === '"' ? word : VALUES[word] ?? `"${word}"`));
  return JSON.parse(words.replace(/"\s+"/g, '').replace(/\\x/g, '\\\\x'));
}

function row(text) {
  const [what, Method, Bucket, key, SecretKey, address, Timeout, attempts, kind, status, code] = text.match(/(?:"[^"]*"|[^",])+/g).map(value);
  // Where nothing listens: the tests let this region lead there.
  const Region = address ? 'ap-shanghai' : 'ap-guangzhou';
  const Key = key === null ? undefined : unescaped(key);
  return { what, SecretId, SecretKey, Method, Bucket, Region, Key, Timeout, attempts, isFailure: kind !== 'COS_ERROR_KIND_NONE', status, code };
}

const [, table] = /ROWS\[\] = \{\n([^]*?)\n\};/.exec(source);
module.exports = [...table.matchAll(/\{([^{}]*)\}/g)].map(([, text]) => row(text));
