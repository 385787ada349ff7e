// Compares the results of the two runs with the list of expected differences.
//
//   node compare.js THEIRS.jsonl OURS.jsonl [EXPECTED.tsv]
//
// Prints each test that passes with Tencent's SDK and not with this package, and the share of those that pass with
// both. EXPECTED.tsv has a line for each difference: test, kind, explanation. The kinds `wording` (an assertion on the
// words of a message) and `ci` (data processing) do not count. Ends with 1 if a difference is not listed, or a listed
// one is none any more.
'use strict';
const fs = require('node:fs');

const UNCOUNTED = new Set(['wording', 'ci']);
const LEAST = 0.85;

/** Returns the results by test. A test of two results fails if one of them is a failure. */
function read(path) {
  const results = new Map();
  for (const line of fs.readFileSync(path, 'utf8').trim().split('\n').map(JSON.parse)) {
    if (results.get(line.test)?.passed !== false) results.set(line.test, line);
  }
  return results;
}

function expectedOf(path) {
  if (!path) return new Map();
  const lines = fs.readFileSync(path, 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));
  return new Map(lines.map((line) => line.split('\t')).map(([test, kind, why]) => [test, { kind, why }]));
}

function main(theirs, ours, expected) {
  const passing = [...theirs.values()].filter(({ passed }) => passed).map(({ test }) => test);
  const different = passing.filter((test) => !ours.get(test)?.passed);
  const isCounted = (test) => !UNCOUNTED.has(expected.get(test)?.kind);
  const counted = passing.filter(isCounted).length;
  const both = counted - different.filter(isCounted).length;
  for (const test of different) {
    const { kind, why } = expected.get(test) ?? { kind: 'NOT LISTED', why: ours.get(test)?.reason ?? 'did not run' };
    console.log(`${kind}: ${test}\n    ${why.replaceAll('\n', ' ')}`);
  }
  const gone = [...expected.keys()].filter((test) => !different.includes(test));
  for (const test of gone) console.log(`NO DIFFERENCE ANY MORE: ${test}`);
  const better = [...ours.values()].filter(({ test, passed }) => passed && !theirs.get(test)?.passed).map(({ test }) => test);
  for (const test of better) console.log(`only here: ${test}`);
  const share = both / counted;
  console.log(`${passing.length} of ${theirs.size} pass with Tencent's SDK; ${counted - both} of the ${counted} that count differ: ${(share * 100).toFixed(1)} %`);
  const unlisted = different.filter((test) => !expected.has(test)).length;
  return share >= LEAST && unlisted === 0 && gone.length === 0;
}

const [theirs, ours, expected] = process.argv.slice(2);
process.exitCode = main(read(theirs), read(ours), expectedOf(expected)) ? 0 : 1;
