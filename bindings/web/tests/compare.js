// Whether each line of the module is the native one of the same row:
//   node compare.js NATIVE-LINES MODULE-LINES LEAST
'use strict';
const fs = require('node:fs');

const [native, module_, least] = process.argv.slice(2);
const lines = (file) => fs.readFileSync(file, 'utf8').split('\n').filter(Boolean);
const id = (line) => line.slice(0, line.indexOf('\t'));

/** The fields of two lines that differ. */
function differences(one, other) {
  const [ours, theirs] = [one, other].map((line) => line.split('\t'));
  const at = ours.findIndex((field, index) => field !== theirs[index]);
  return at < 0 ? 'the module has more' : `native ${ours[at]} | module ${theirs[at]}`.slice(0, 400);
}

// Ids are unique in a table, and the tables come in one order.
const expected = lines(native);
const found = lines(module_);
let next = 0;
const wrong = [];
for (const line of found) {
  let at = next;
  while (at < expected.length && id(expected[at]) !== id(line)) at += 1;
  if (at === expected.length) wrong.push(`${id(line)}: no native line`);
  else if (expected[at] !== line) wrong.push(`${id(line)}: ${differences(expected[at], line)}`);
  next = at === expected.length ? next : at + 1;
}
for (const each of wrong.slice(0, 20)) console.log(each);
const isRight = wrong.length === 0 && found.length >= Number(least);
console.log(`${isRight ? 'ok' : 'not ok'}: ${found.length} lines, ${wrong.length} of them differ from the native ones`);
process.exit(isRight ? 0 : 1);
