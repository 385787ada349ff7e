// Writes a line of JSON for each test of the suite: { test, passed, ms, reason }. `test` has the number of the
// occurrence if a title repeats.
'use strict';
const fs = require('node:fs');

module.exports = class {
  constructor(runner) {
    const seen = new Map();
    const write = (test, passed, error) => {
      const title = test.titlePath ? test.titlePath().join(' > ') : test.fullTitle();
      const count = (seen.get(title) ?? 0) + 1;
      seen.set(title, count);
      const line = { test: count > 1 ? `${title} (${count})` : title, passed, ms: test.duration, reason: error && `${error.message}`.slice(0, 300) };
      fs.appendFileSync(process.env.SUITE_RESULTS, `${JSON.stringify(line)}\n`);
    };
    runner.on('pass', (test) => write(test, true));
    runner.on('fail', (test, error) => {
      if (test.type === 'hook') console.log(`hook failed: ${test.title}: ${error.stack}`);
      else write(test, false, error);
    });
  }
};
