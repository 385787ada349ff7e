// Where a transfer in parts keeps what it has done: a file of its own, so that a later transfer goes on there.
'use strict';
const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { wrong } = require('./params.js');

// An upload of that age is begun anew, as in Tencent's SDK.
const LONGEST_MS = 30 * 24 * 3600 * 1000;
// What the library says of a checkpoint that another process has.
const BUSY = /another transfer uses it/;
// Those that transfers of this process have.
const busy = new Set();
const cleaned = new Set();

const folderOf = ({ checkpoints }) => checkpoints || path.join(process.env.XDG_STATE_HOME || path.join(os.homedir(), '.local', 'state'), 'cos-err');

async function removeOld(folder) {
  if (cleaned.has(folder)) return;
  cleaned.add(folder);
  for (const name of await fs.promises.readdir(folder)) {
    const file = path.join(folder, name);
    const { mtimeMs } = await fs.promises.stat(file);
    if (/^[0-9a-f]{64}\.json$/.test(name) && mtimeMs + LONGEST_MS < Date.now()) await fs.promises.unlink(file);
  }
}

/** Returns the path for this object and file; undefined if there is no place for it, or it is in use. */
async function automatic(core, params) {
  const { native } = core.settings;
  const folder = folderOf(core.settings);
  try {
    await fs.promises.mkdir(folder, { recursive: true, mode: 0o700 });
    await removeOld(folder).catch(() => {});
  } catch {
    return undefined;
  }
  const parts = [native.endpoint ?? '', core.region(params) ?? native.region ?? '', params.Bucket, core.key(params), path.resolve(params.FilePath)];
  const file = path.join(folder, `${crypto.createHash('sha256').update(JSON.stringify(parts)).digest('hex')}.json`);
  return busy.has(file) ? undefined : file;
}

/** Calls `transfer` with the path of a checkpoint: that of CheckPoint, an automatic one, or none if it is false. */
async function during(core, params, transfer) {
  const { CheckPoint = true } = params;
  if (typeof CheckPoint === 'string') return transfer(CheckPoint);
  if (typeof CheckPoint !== 'boolean') throw wrong('CheckPoint must be a path, or false for none');
  const file = CheckPoint && typeof params.FilePath === 'string' ? await automatic(core, params) : undefined;
  if (file === undefined) return transfer(undefined);
  busy.add(file);
  try {
    return await transfer(file);
  } catch (error) {
    if (!BUSY.test(error.message)) throw error;
    return await transfer(undefined);
  } finally {
    busy.delete(file);
  }
}

module.exports = { during };
