// Writes a line of JSON for each test of the suite: { test, passed, ms, reason }. `test` has the number of the
// occurrence if a title repeats.
'use strict';
const fs = require('node:fs');

module.exports = class {
  constructor(runner) {
    const counts = new Map();
    const names = new Map();
    const nameOf = (test) => {
      const titles = [];
      for (let each = test; each?.title; each = each.parent) titles.unshift(each.title);
      const title = titles.join(' > ');
      counts.set(title, (counts.get(title) ?? 0) + 1);
      return counts.get(title) > 1 ? `${title} (${counts.get(title)})` : title;
    };
    const write = (test, passed, error) => {
      // A test may be reported twice: it ends, and fails later. compare.js takes the failure.
      if (!names.has(test)) names.set(test, nameOf(test));
      const line = { test: names.get(test), passed, ms: test.duration, reason: error && `${error.message}`.slice(0, 300) };
      fs.appendFileSync(process.env.SUITE_RESULTS, `${JSON.stringify(line)}\n`);
    };
    runner.on('pass', (test) => write(test, true));
    runner.on('fail', (test, error) => {
      if (test.type === 'hook') console.log(`hook failed: ${test.title}: ${error.stack}`);
      else write(test, false, error);
    });
  }
};
