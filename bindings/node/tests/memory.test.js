// What many calls leave behind. They compute, and wait for nothing.
'use strict';
const assert = require('node:assert');
const { spawnSync } = require('node:child_process');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { standin } = require('./standin.js');

let place;
before(async () => {
  place = await standin('--no-log');
});
after(() => place.stop());

const source = (text) => `
  const { client, bucket, Region, Bucket } = require(${JSON.stringify(path.join(__dirname, 'standin.js'))});
  const cos = client('${place.address}');
  ${text}`;
const program = (text, ...flags) => spawnSync(process.execPath, [...flags, '-e', source(text)], { encoding: 'utf8' });

test('memory stays flat over 100 000 calls that fail', () => {
  const { status, stdout, stderr } = program(`
    const rounds = async (count) => {
      await Promise.all(Array.from({ length: 8 }, async () => {
        for (let n = 0; n < count; n += 8) await cos.getObject({ Bucket, Region, Key: 'none' }).catch((error) => error.json.length);
      }));
      global.gc();
      await new Promise(setImmediate);
      global.gc();
      return process.memoryUsage().rss;
    };
    (async () => {
      const before = await rounds(20000);
      const after = await rounds(80000);
      console.log(Math.round((after - before) / 1024));
    })();`, '--expose-gc', '--max-semi-space-size=2');
  assert.strictEqual(status, 0, stderr);
  // KiB; V8's space for the young is kept from growing. 100 bytes of each call that stayed would be more.
  assert.ok(Number(stdout) < 8 * 1024, `${stdout} KiB more`);
});
