// The search of the built reference finds each name: node search_test.js OUTPUT
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const output = path.resolve(process.argv[2]);
const { search, languageOf } = require(path.join(output, 'search.js'));
const index = JSON.parse(fs.readFileSync(path.join(output, 'index.js'), 'utf8').slice('const INDEX = '.length, -2));

let passed = 0;
const faults = [];

/** Expects the first result for a query on a page in this language. */
function expect(query, language, expected) {
  const first = search(index, query, languageOf(query, language))[0];
  if (first && first[2] === expected) passed++;
  else faults.push(`${query}: ${first && first[2]} instead of ${expected}`);
}

expect('NoSuchBucket', 'en', 'en/NoSuchBucket.html');
expect('nosuchbucket', 'zh', 'zh/NoSuchBucket.html');
expect('cos_error_retry', 'en', 'c/error.html#cos_error_retry');
expect('COS_ERROR_CODE_NO_SUCH_KEY', 'en', 'c/catalogue.html#COS_ERROR_CODE_NO_SUCH_KEY');
expect('签名', 'en', 'zh/SignatureDoesNotMatch.html');
expect('时钟', 'en', 'zh/RequestTimeTooSkewed.html');
expect('clock skew', 'en', 'c/error.html#cos_error_clock_skew_s');
for (const [name, language, page] of index) {
  if (!/[a-z0-9]$/i.test(name) || index.some(([other, same, another]) => other === name && same === language && another !== page)) continue;
  expect(name, language, page);
}
for (const nothing of ['', '   ', 'xyzzyplugh', '签名xyzzyplugh']) {
  if (search(index, nothing, 'en').length === 0) passed++;
  else faults.push(`${nothing}: something is found`);
}

console.log(faults.join('\n'));
console.log(`${passed} passed, ${faults.length} failed`);
process.exit(faults.length ? 1 : 0);
