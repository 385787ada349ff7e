// Writes lib/constants.js and lib/constants.d.ts from the installed header.
//
//   node native/generate.js PREFIX            writes it
//   node native/generate.js PREFIX --check    ends with 1 if it is not what would be written
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const target = (ending) => path.join(__dirname, '..', 'lib', `constants${ending}`);
const WRITTEN = '// Written from the header by native/generate.js: do not edit.';
// A reason is named as the library names it, for a client error's code is that name.
const words = (name) => name.toLowerCase();
const pascal = (name) => name.toLowerCase().replace(/(?:^|_)(.)/g, (_, letter) => letter.toUpperCase());
const GROUPS = [
  ['COS_ERROR_KIND_', 'Kind', words],
  ['COS_ERROR_REASON_', 'Reason', pascal],
  ['COS_CODE_SOURCE_', 'CodeSource', words],
  ['COS_RESPONDER_', 'Responder', words],
  ['COS_RETRY_', 'Retry', words],
  ['COS_LOST_', 'Lost', words],
  ['COS_ERR_LOG_', 'LogLevel', words],
];
// Not for programs in JavaScript, which do not scan texts; an unknown clock skew is undefined there.
const LEFT_OUT = /^COS_(SKEW_UNKNOWN|FINDING_.*|COMPLETION_.*|BODY_.*|ERR_(MUST_USE|SHORT_NAME|H|API|ABI|VERSION.*))$/;

function constants(header) {
  const found = [];
  const comment = /\/\*\*([^]*?)\*\/\s*$/;
  for (const match of header.matchAll(/^#define (COS_[A-Z0-9_]+) (-?\d+)$/gm)) {
    // The comment right above it, if there is one.
    const above = header.slice(0, match.index).slice(-1000).match(comment);
    const text = above ? above[1].split('/**').pop().replace(/\s*\n\s*\*?\s*/g, ' ').trim() : '';
    found.push({ name: match[1], value: Number(match[2]), text });
  }
  return found;
}

// The comment of the type whose constants have the prefix.
function meaning(header, prefix) {
  for (const [, comment] of header.matchAll(/\/\*\*\n((?: \* .*\n)+) \*\/\ntypedef int32_t /g)) {
    const text = comment.trim().replace(/\s*\n \*\s*/g, ' ').replace(/^\* /, '');
    if (text.includes(`, one of ${prefix}*`)) return text.replace(`, one of ${prefix}*`, '');
  }
  throw new Error(`the header has no type for ${prefix}*`);
}

function group(header, all, [prefix, name, spell]) {
  const lines = [`/** ${meaning(header, prefix)} */`, `const ${name} = Object.freeze({`];
  const numbers = [];
  for (const constant of all.filter((each) => each.name.startsWith(prefix))) {
    const short = constant.name.slice(prefix.length);
    constant.taken = true;
    if (constant.text) lines.push(`  /** ${constant.text} */`);
    lines.push(`  ${short}: '${spell(short)}',`);
    numbers.push(`  [${constant.value}, ${name}.${short}],`);
  }
  return [...lines, '});', `const ${name}Names = new Map([`, ...numbers, ']);', ''];
}

// A constant for each code of the catalogue that has a name.
function codes(header, begin, line) {
  const found = [...header.matchAll(/^#define COS_ERROR_CODE_(\w+) "(.*)"$/gm)];
  if (found.length === 0) throw new Error('the header has no COS_ERROR_CODE_*');
  return ['/** The codes of the catalogue, to compare with the code of an error. */', begin, ...found.map(([, name, code]) => line(name, code))];
}

function text(header) {
  const all = constants(header);
  const lines = [
    '// The constants of cos_err.h, and their numbers there.',
    WRITTEN,
    "'use strict';",
    '',
    ...GROUPS.flatMap((each) => group(header, all, each)),
    ...codes(header, 'const Code = Object.freeze({', (name, code) => `  ${name}: '${code}',`),
    '});',
    '',
  ];
  const left = all.filter((constant) => !constant.taken && !LEFT_OUT.test(constant.name));
  if (left.length > 0) throw new Error(`no group for ${left.map((each) => each.name).join(', ')}: add one to GROUPS`);
  const names = GROUPS.flatMap(([, name]) => [name, `${name}Names`]);
  names.push('Code');
  return [...lines, 'module.exports = {', ...names.map((name) => `  ${name},`), '};', ''].join('\n');
}

function types(header) {
  const all = constants(header);
  const lines = GROUPS.flatMap(([prefix, name, spell]) => [
    `/** ${meaning(header, prefix)} */`,
    `export declare const ${name}: {`,
    ...all.filter((each) => each.name.startsWith(prefix)).flatMap((each) => {
      const short = each.name.slice(prefix.length);
      return [...(each.text ? [`  /** ${each.text} */`] : []), `  readonly ${short}: '${spell(short)}';`];
    }),
    '};',
  ]);
  lines.push(...codes(header, 'export declare const Code: {', (name, code) => `  readonly ${name}: '${code}';`), '};');
  return [WRITTEN, ...lines, ''].join('\n');
}

const [prefix, check] = process.argv.slice(2);
if (!prefix) {
  console.error('usage: generate.js PREFIX [--check]');
  process.exit(2);
}
const header = fs.readFileSync(path.join(prefix, 'include', 'cos_err.h'), 'utf8');
for (const [file, written] of [[target('.js'), text(header)], [target('.d.ts'), types(header)]]) {
  if (!check) {
    fs.writeFileSync(file, written);
  } else if (fs.readFileSync(file, 'utf8') !== written) {
    console.error(`${file} is not what the header says; please run: node ${__filename} PREFIX`);
    process.exit(1);
  }
}
