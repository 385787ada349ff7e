// A stand-in of COS for one test file: the program that COS_STANDIN names.
'use strict';
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const COS = require('../index.js');

const SecretId = 'AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000';
const SecretKey = 'STANDINSECRETKEYEXAMPLEEXAMPLE00';
const Region = 'ap-guangzhou';
const Bucket = 'examplebucket-1250000000';
const bucket = (fault) => `fault-${fault}-1250000000`;

// Uploads keep their checkpoints there, unless the test is a child of another one.
if (!process.env.XDG_STATE_HOME) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cos_err-node-state-'));
  process.env.XDG_STATE_HOME = folder;
  process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
}

/** Starts it, with arguments; { address, lines, stop }. It ends when this process does. */
async function standin(...args) {
  const program = process.env.COS_STANDIN;
  if (!program) throw new Error('COS_STANDIN names no program: run bindings/node/test');
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  while (text.split('\n').length <= 1 + (args.includes('--proxy') ? 1 : 0)) text += (await once(child.stdout, 'data'))[0];
  child.unref();
  child.stdout.destroy();
  const lines = text.trim().split('\n');
  return { address: lines[0].replace('http://', ''), lines, stop: () => child.kill() };
}

/** A client that reaches it with the account's keys. */
const client = (address, options) => new COS({ SecretId, SecretKey, Protocol: 'http:', ConnectTo: address, ...options });

async function control(address, method, path, value) {
  const body = value === undefined ? undefined : JSON.stringify(value);
  const answer = await fetch(`http://${address}/_standin/${path}`, { method, body });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? undefined : answer.json();
}

/** The error of a call that must fail. */
const failed = (call) => call.then(() => assert.fail('it succeeded'), (error) => error);

/** Parameters of an object's call. */
const at = (Key, more) => ({ Bucket, Region, Key, ...more });

/** A file with this content in a folder of its own: { folder, FilePath, remove }. */
function localFile(content) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cos_err-node-'));
  const FilePath = path.join(folder, 'file');
  fs.writeFileSync(FilePath, content);
  return { folder, FilePath, remove: () => fs.rmSync(folder, { recursive: true }) };
}

/** What the bucket's next requests meet. */
const plannedFaults = (address, list) => control(address, 'PUT', `faults/${Bucket}`, list);

module.exports = { localFile, plannedFaults, standin, client, control, bucket, failed, at, SecretId, SecretKey, Region, Bucket };
